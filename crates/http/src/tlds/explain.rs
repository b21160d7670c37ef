//! `/tlds/explain`: why a name may be a zone, or may not (rule X1), for anybody who is logged in.

use actix_web::{HttpRequest, HttpResponse};
use domesday_app::refusal::Refusal;
use domesday_app::tlds::{Explain, Explanation, Obstacle, Way};
use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::tld::Match;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refused;
use super::call::Call;
use super::refusals::Listing;
use crate::accept;
use crate::query::Parameters;

/// What creating a zone of a name would be answered, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TldExplanation)]
pub(crate) struct Explained {
    /// The name in canonical form; as it was given if it is none.
    name: String,
    /// The same with U-labels.
    unicode_name: String,
    /// `allowed` or `refused`.
    verdict: &'static str,
    /// Every step that refuses, in order; or the one that lets it pass.
    reasons: Vec<Reason>,
    /// Its effective TLD.
    #[schema(required)]
    effective_tld: Option<String>,
    /// The effective TLD and one label.
    #[schema(required)]
    registrable: Option<String>,
    /// The rule that decides.
    #[schema(required)]
    rule: Option<Rule>,
    /// All rules that match, the deciding one first.
    matched: Vec<Matched>,
    /// The entry of the block list that blocks it; only admins see it.
    #[schema(required)]
    blocked_by: Option<Blocker>,
    /// The zone served here that holds it; only those who may see that zone see it.
    #[schema(required)]
    nearest_zone: Option<String>,
    /// What would let it pass: `registry_zone`, `admin`, or null.
    #[schema(required)]
    bypass: Option<&'static str>,
    /// How many rules there are.
    rules_stored: u64,
    /// The revision of rules and block list.
    revision: i64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TldExplanationReason)]
struct Reason {
    /// A stable word for programs.
    code: &'static str,
    /// A sentence for people.
    message: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TldExplanationRule)]
struct Rule {
    /// Its id; one that is built in has none.
    #[schema(required)]
    id: Option<Uuid>,
    name: String,
    /// `literal`, `wildcard`, `wildcard_base`, `exception` or `builtin`.
    kind: &'static str,
    /// Who wants it.
    sources: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TldExplanationMatch)]
struct Matched {
    name: String,
    /// `literal`, `wildcard`, `wildcard_base`, `exception` or `builtin`.
    kind: &'static str,
    /// An exception whose wildcard is not stored.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    inert: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TldExplanationBlocker)]
struct Blocker {
    id: Uuid,
    pattern: String,
}

/// Why a name may be a zone, or may not.
#[utoipa::path(
    get, path = "/tlds/explain", tag = "TLDs", operation_id = "explain_tld",
    params(
        ("name" = String, Query, description = "The name, in any spelling"),
        ("registry_zone" = Option<bool>, Query, description = "It shall stand at an effective TLD on purpose"),
    ),
    responses((status = 200, description = "The explanation, of a bad name as well", body = Explained), Listing)
)]
pub(crate) async fn explain(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let read = accept::json(&request).and_then(|()| asked(&request));
    let question = call.admitted(Permission::UseSession, read).await?;
    let explanation = call.ask(question).await?;
    Ok(HttpResponse::Ok().json(Explained::from(explanation)))
}

/// Why a name may be a zone, or may not.
#[utoipa::path(
    get, path = "/v2/tlds/explain", tag = "OpenStack TLDs", operation_id = "openstack_explain_tld",
    params(
        ("name" = String, Query, description = "The name, in any spelling"),
        ("registry_zone" = Option<bool>, Query, description = "It shall stand at an effective TLD on purpose"),
    ),
    responses((status = 200, description = "The explanation, of a bad name as well", body = Explained), Listing)
)]
pub(crate) async fn openstack_explain(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    explain(call, request).await
}

fn asked(request: &HttpRequest) -> Result<Explain, Refusal> {
    let mut parameters = Parameters::of(request);
    let name = parameters.text("name");
    let registry_zone = parameters.flag("registry_zone").unwrap_or_default();
    let mut findings = parameters.finish();
    if name.is_none() && findings.errors().iter().all(|error| error.field != "name") {
        findings.error("name", "missing_parameter", "name is required: the name to explain");
    }
    findings.settle(false)?;
    Ok(Explain { name: name.unwrap_or_default(), registry_zone })
}

impl From<Explanation> for Explained {
    fn from(answer: Explanation) -> Self {
        let text = |name: Option<Name>| name.map(|name| name.to_string());
        let reason = |reason: Obstacle| Reason { code: reason.code, message: reason.message };
        let matched =
            |rule: Match| Matched { name: rule.pattern.to_string(), kind: rule.kind.as_str(), inert: rule.inert };
        Self {
            name: answer.name,
            unicode_name: answer.unicode_name,
            verdict: if answer.allowed { "allowed" } else { "refused" },
            reasons: answer.reasons.into_iter().map(reason).collect(),
            effective_tld: text(answer.effective_tld),
            registrable: text(answer.registrable),
            rule: answer.rule.map(|(id, rule, sources)| Rule {
                id,
                name: rule.pattern.to_string(),
                kind: rule.kind.as_str(),
                sources: sources.iter().map(|source| source.as_str().to_owned()).collect(),
            }),
            matched: answer.matched.into_iter().map(matched).collect(),
            blocked_by: answer.blocked_by.map(|(id, pattern)| Blocker { id, pattern }),
            nearest_zone: text(answer.nearest_zone),
            bypass: answer.bypass.map(|way| match way {
                Way::RegistryZone => "registry_zone",
                Way::Admin => "admin",
            }),
            rules_stored: answer.rules_stored,
            revision: answer.revision,
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn x1_a_name_is_asked_about_once_and_as_it_is() {
        let read = |query: &str| asked(&TestRequest::with_uri(&format!("/tlds/explain?{query}")).to_http_request());
        let question = read("name=WWW.Shop.Co.UK.&registry_zone=true").unwrap();
        assert_eq!((question.name.as_str(), question.registry_zone), ("WWW.Shop.Co.UK.", true));
        assert_eq!(read("name=").unwrap().name, "");
        for (query, code) in [
            ("", "missing_parameter"),
            ("name=a&name=b", "repeated"),
            ("name=a&colour=red", "unknown_parameter"),
            ("name=a&registry_zone=x", "bad_value"),
        ] {
            let Err(Refusal::Invalid { errors, .. }) = read(query) else { unreachable!("{query}") };
            assert_eq!(errors.iter().map(|error| error.code).collect::<Vec<_>>(), [code], "{query}");
        }
    }
}
