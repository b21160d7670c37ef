//! What a search asks for, from a body or from the query string (rule Q1), never from both.

use actix_web::HttpRequest;
use domesday_app::entities::{AttestationCriterion, ClaimCriterion, EntityQuery};
use domesday_app::input::Input;
use domesday_domain::entity::{ClaimType, Kind, KindName, RegistryUrl};
use domesday_domain::finding::Findings;
use domesday_domain::json;
use serde_json::{Map, Value, json};

use super::forms::{inside, items, pass_over, same_kind};
use super::marker::List;
use super::query::{LIMIT, bad_limit, bad_marker, fitting, limit};
use crate::members::{Fault, Members, flag, text, wrong_type};
use crate::query::Parameters;

/// What a parameter of a claim begins with: what it says, and whether it is attested.
const CLAIM: &str = "claim.";
const ATTESTED: &str = "attested.";

/// The parameters of a search, before its criteria are read.
pub(super) struct Asked {
    parameters: Parameters,
}

/// A search as it was read: what to ask, and in which list its markers are.
pub(super) struct Read {
    /// What to ask.
    pub(super) query: Input<EntityQuery>,
    /// The list.
    pub(super) list: List,
}

impl Asked {
    /// The parameters of a request.
    pub(super) fn of(request: &HttpRequest) -> Self {
        Self { parameters: Parameters::of(request) }
    }

    /// Whether the types of claims have to be known: texts are searched as they stand, everything else as JSON.
    pub(super) fn needs_kind(&self) -> bool {
        self.parameters.names().iter().any(|name| name.starts_with(CLAIM))
    }

    /// Reads the criteria of a search of the kind in the path. `declared` is the kind, where it is needed.
    pub(super) fn read(
        self,
        body: Option<Map<String, Value>>,
        url: &RegistryUrl,
        path: Option<&KindName>,
        declared: Option<&Kind>,
    ) -> Read {
        let mut parameters = self.parameters;
        let mut findings = Findings::new();
        let mut query = of_parameters(&mut parameters, declared, &mut findings);
        let marker = parameters.text("marker");
        let size = parameters.names().iter().any(|name| name == "limit").then(|| limit(&mut parameters));
        findings.absorb(parameters.finish());
        let mut members = Members::of(body.unwrap_or_default());
        pass_over(&mut members);
        same_kind(&mut members, url, path);
        let has_both = members.has("query") && (!query.claims.is_empty() || !query.attestations.is_empty());
        if has_both {
            members.wrong("query", ("two_queries", "criteria stand in the body or in the query string".to_owned()));
            members.take("query");
            // Which of them is meant is not known: nothing else is judged.
            query = EntityQuery::default();
        } else if let Some(sent) = members.take("query") {
            let mut wrong = Findings::new();
            query = of_body(sent, &mut wrong);
            members.absorb(wrong);
        }
        let told = members.optional("limit", whole_limit);
        let sent_marker = members.optional("marker", |value| text(value).map(str::to_owned));
        findings.absorb(members.finish());
        let list = list(path, &query);
        query.limit = size.or(told).unwrap_or(LIMIT);
        // The link to the next page is the same request, with this parameter: it goes before what the body still says.
        query.after = marker.or(sent_marker).and_then(|marker| {
            let after = list.number(&marker);
            if after.is_none() {
                let (code, detail) = bad_marker();
                findings.error("marker", code, detail);
            }
            after
        });
        Read { query: Input::read(query, findings), list }
    }
}

/// The list of what fits these criteria, wherever they stood.
fn list(kind: Option<&KindName>, query: &EntityQuery) -> List {
    let claims = query.claims.iter().map(|one| json!([one.id, one.value, one.attested]));
    let attestations = query.attestations.iter().map(|one| json!([one.attestor, one.claim]));
    List::of(&json!([
        "search",
        kind.map(KindName::as_str),
        claims.collect::<Vec<_>>(),
        attestations.collect::<Vec<_>>()
    ]))
}

fn whole_limit(value: &Value) -> Result<usize, Fault> {
    let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
    number.and_then(fitting).ok_or_else(bad_limit)
}

/// The criteria of a query string.
fn of_parameters(parameters: &mut Parameters, declared: Option<&Kind>, findings: &mut Findings) -> EntityQuery {
    let mut query = EntityQuery::default();
    for name in parameters.names() {
        if let Some(claim) = name.strip_prefix(CLAIM) {
            let Some(sent) = parameters.text(&name) else { continue };
            let value =
                value(&sent, &name, declared.and_then(|kind| kind.claim(claim)).map(|claim| &claim.value), findings);
            query.claims.extend(value.map(|value| ClaimCriterion {
                place: name.clone(),
                id: claim.to_owned(),
                value: Some(value),
                attested: None,
            }));
        } else if let Some(claim) = name.strip_prefix(ATTESTED) {
            let attested = parameters.read(&name, |value| match value {
                "true" => Ok(true),
                "false" => Ok(false),
                _ => Err(("bad_value", "true or false".to_owned())),
            });
            query.claims.extend(attested.map(|attested| ClaimCriterion {
                place: name.clone(),
                id: claim.to_owned(),
                value: None,
                attested: Some(attested),
            }));
        }
    }
    let attestor = parameters.text("attestor");
    query.attestations.extend(attestor.map(|attestor| AttestationCriterion {
        place: String::new(),
        attestor: Some(attestor),
        claim: None,
    }));
    query
}

/// A value in a query string: as it stands, where the claim is a text, or nobody knows what it is; else JSON.
fn value(sent: &str, field: &str, declared: Option<&ClaimType>, findings: &mut Findings) -> Option<Value> {
    use ClaimType::{Date, DateTime, Email, String, Url};
    if let None | Some(String | Date | DateTime | Email | Url) = declared {
        return Some(sent.into());
    }
    json::read(sent.as_bytes()).map_err(|fault| findings.error_at(field, fault.offset, fault.code, fault.detail)).ok()
}

/// The criteria of a body: the member `query`.
fn of_body(sent: Value, findings: &mut Findings) -> EntityQuery {
    let mut query = EntityQuery::default();
    let Some(mut members) = inside(sent, "query", findings) else { return query };
    for (at, item) in items(&mut members, "claims").unwrap_or_default().into_iter().enumerate() {
        let place = format!("query.claims[{at}]");
        let Some(mut claim) = inside(item, &place, findings) else { continue };
        if !claim.has("id") {
            claim.wrong("id", ("required", "the claim's name, path or URL".to_owned()));
        }
        let id = claim.optional("id", |value| text(value).map(str::to_owned));
        let value = claim.optional("value", |value| match value {
            Value::Null => Err(wrong_type("a value", value)),
            other => Ok(other.clone()),
        });
        let attested = claim.optional("attested", flag);
        findings.absorb(claim.finish());
        query.claims.extend(id.map(|id| ClaimCriterion { place: format!("{place}.id"), id, value, attested }));
    }
    for (at, item) in items(&mut members, "attestations").unwrap_or_default().into_iter().enumerate() {
        let place = format!("query.attestations[{at}]");
        let Some(mut attestation) = inside(item, &place, findings) else { continue };
        let attestor = attestation.optional("attestor", |value| text(value).map(str::to_owned));
        let claim = attestation.optional("claim", |value| text(value).map(str::to_owned));
        findings.absorb(attestation.finish());
        query.attestations.push(AttestationCriterion { place, attestor, claim });
    }
    findings.absorb(members.finish());
    query
}

#[cfg(test)]
mod tests;
