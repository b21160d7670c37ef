//! What a request about a policy asks for: whose it is, and the members that it sends.

use actix_web::{HttpRequest, web};
use domesday_app::input::Input;
use domesday_app::policies::PolicyOf;
use domesday_app::refusal::Refusal;
use domesday_domain::actor::Permission;
use domesday_domain::finding::FieldError;
use domesday_domain::policy::{LabelPattern, Value};
use domesday_domain::tld::TldPattern;

use super::super::body::{OBJECT_BYTES, typed};
use super::super::call::Call;
use super::super::{OWN_POLICY, POLICY, Refused};
use super::body;
use crate::accept;
use crate::paths::escaped;
use crate::query::Parameters;

/// A change, read as far as it could be.
pub(super) struct Written {
    /// Whose policy it is about.
    pub(super) of: PolicyOf,
    /// The members that were sent.
    pub(super) members: Input<Value>,
    /// Only try it.
    pub(super) dry_run: bool,
}

/// Whose policy a request is about that has no body and takes no parameters but those taken already. Who may not ask is told that first.
pub(super) async fn of(
    call: &Call,
    request: &HttpRequest,
    needs: Permission,
    parameters: Parameters,
) -> Result<PolicyOf, Refused> {
    let read = accept::json(request).and_then(|()| parameters.settle()).and_then(|()| named(call, request));
    call.admitted(needs, read).await
}

/// The same where the command itself judges the parameters.
pub(super) async fn of_only(call: &Call, request: &HttpRequest, needs: Permission) -> Result<PolicyOf, Refused> {
    call.admitted(needs, named(call, request)).await
}

/// Reads a change. That the path means nothing is refused after a body of another type, and before one that is no JSON.
pub(super) async fn written(
    call: &Call,
    request: &HttpRequest,
    payload: web::Payload,
    types: &[&str],
) -> Result<Written, Refused> {
    let mut parameters = Parameters::of(request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let sent = typed(request, payload, types, OBJECT_BYTES).await;
    let of = match named(call, request) {
        Ok(of) => of,
        Err(refusal) => {
            call.admit(Permission::Administer).await?;
            return Err(call.refused(sent.err().unwrap_or(refusal)));
        }
    };
    let members = match sent.and_then(|sent| body::members(&sent)) {
        Ok(members) => parameters.input(members),
        Err(refusal) => Input::unreadable(refusal),
    };
    Ok(Written { of, members, dry_run })
}

/// Where a policy stands, as `Location` says it.
pub(super) fn path(of: &PolicyOf) -> String {
    match of {
        PolicyOf::Tld(id) => OWN_POLICY.path.pattern.replace("{tld_id}", &id.to_string()),
        PolicyOf::Rule(rule) => POLICY.path.pattern.replace("{rule}", &escaped(&rule.to_string())),
    }
}

/// Where one of its names stands.
pub(super) fn name_path(of: &PolicyOf, pattern: &LabelPattern) -> String {
    format!("{}/names/{}", path(of), escaped(&pattern.to_string()))
}

/// Whose policy the path means: a rule's by its id, or by its name.
fn named(call: &Call, request: &HttpRequest) -> Result<PolicyOf, Refusal> {
    let Some(rule) = request.match_info().get("rule") else {
        return call.id(request).map(PolicyOf::Tld);
    };
    TldPattern::parse(rule).map(PolicyOf::Rule).map_err(|problem| {
        let (field, code, detail) = ("rule".to_owned(), "bad_name", problem.to_string());
        Refusal::Invalid { errors: vec![FieldError::new(field, code, detail)], forcible: false }
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_policy_stands_where_it_was_asked_for() {
        let (id, length) = (Uuid::from_u128(7), LabelPattern::of_length(2).unwrap());
        assert_eq!(path(&PolicyOf::Tld(id)), format!("/tlds/{id}/policy"));
        let rule = |text| PolicyOf::Rule(TldPattern::parse(text).unwrap());
        assert_eq!(name_path(&rule("*.BD"), &length), "/policies/*.bd/names/%3F%3F");
        assert_eq!(name_path(&rule("한국"), &LabelPattern::Label("www".into())), "/policies/xn--3e0b707e/names/www");
    }
}
