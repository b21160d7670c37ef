//! What bodies say, taken member by member, so that every wrong one is told (rules H6, H7). What it means is the use case's to judge.

use domesday_app::attestations::{AttestBody, RevocationBody};
use domesday_app::entities::{ClaimDraft, EntityDraft};
use domesday_domain::attestation::{AttestationId, Revocation, Verification};
use domesday_domain::entity::{ClaimName, EntityId, KindName, RegistryUrl, read_claim};
use domesday_domain::finding::Findings;
use serde_json::Value;

use crate::members::{Fault, Members, text, wrong_type};

/// A text of its own.
fn owned(value: &Value) -> Result<String, Fault> {
    text(value).map(str::to_owned)
}

/// Passes over members that the server owns, but for those that name something (rule H6).
pub(super) fn pass_over(members: &mut Members) {
    for name in ["context", "attestations", "metadata"] {
        members.take(name);
    }
}

/// A member that names the kind in the path, if it is there.
pub(super) fn same_kind(members: &mut Members, url: &RegistryUrl, kind: Option<&KindName>) {
    members.optional("kind", |value| match url.read_kind(text(value)?) {
        Ok(named) if Some(&named) == kind => Ok(()),
        Ok(_) => Err(("bad_id", "it names another kind than the path".to_owned())),
        Err(fault) => Err((fault.code(), fault.to_string())),
    });
}

/// A member `id`, if it is there, that `is_same` takes for what the path names.
fn same_id(members: &mut Members, is_same: impl FnOnce(&str) -> bool) {
    members.optional("id", |value| {
        let same = is_same(text(value)?);
        same.then_some(()).ok_or_else(|| ("bad_id", "it names something else than the path".to_owned()))
    });
}

/// The members of an object inside a body; none, and told, if it is something else.
pub(super) fn inside(value: Value, place: &str, findings: &mut Findings) -> Option<Members> {
    match value {
        Value::Object(fields) => Some(Members::within(fields, format!("{place}."))),
        other => {
            let (code, detail) = wrong_type("an object", &other);
            findings.error(place, code, detail);
            None
        }
    }
}

/// The items of a member that is a list; none if it is missing, or something else, which is told.
pub(super) fn items(members: &mut Members, member: &str) -> Option<Vec<Value>> {
    match members.take(member)? {
        Value::Array(items) => Some(items),
        other => {
            members.wrong(member, wrong_type("a list", &other));
            None
        }
    }
}

/// An entity as it is sent: to be made, changed or replaced.
pub(super) fn entity(members: &mut Members) -> EntityDraft {
    pass_over(members);
    EntityDraft {
        id: members.optional("id", owned),
        kind: members.optional("kind", owned),
        owner: members.optional("owner", owned),
        claims: claims(members),
    }
}

/// Claims, each at its place: what is wrong with one is told there, and what it lacks by the use case.
fn claims(members: &mut Members) -> Option<Vec<ClaimDraft>> {
    let sent = items(members, "claims")?;
    let mut findings = Findings::new();
    let mut claims = Vec::with_capacity(sent.len());
    for (at, item) in sent.into_iter().enumerate() {
        let claim = inside(item, &format!("claims[{at}]"), &mut findings).map(|mut claim| {
            if !claim.has("id") {
                claim.wrong("id", ("required", "a claim has an `id` and a `value`".to_owned()));
            }
            let draft = ClaimDraft { id: claim.optional("id", owned), value: claim.take("value") };
            findings.absorb(claim.finish());
            draft
        });
        claims.push(claim.unwrap_or_default());
    }
    members.absorb(findings);
    Some(claims)
}

/// What is to be attested of this claim, by whom, and how it was checked (section 7).
pub(super) fn attest(
    members: &mut Members,
    url: &RegistryUrl,
    kind: Option<&KindName>,
    entity: &EntityId,
    claim: Option<&ClaimName>,
) -> AttestBody {
    pass_over(members);
    same_kind(members, url, kind);
    same_id(members, |id| match read_claim(id) {
        Ok((named, name)) => named.is_none_or(|named| named == *entity) && Some(&name) == claim,
        Err(_) => false,
    });
    let attestor = members.optional("attestor", owned);
    let value = members.optional("value", |value| match value {
        Value::Null => Err(wrong_type("a value", value)),
        other => Ok(other.clone()),
    });
    let mut findings = Findings::new();
    let verification = members.take("verification");
    let verification =
        verification.and_then(|verification| Verification::read(&verification, "verification", &mut findings));
    members.absorb(findings);
    AttestBody { attestor, value, verification }
}

/// Why an attestation is taken back (rule S7).
pub(super) fn revocation(members: &mut Members, url: &RegistryUrl, id: Option<AttestationId>) -> RevocationBody {
    pass_over(members);
    same_id(members, |text| id.is_some_and(|id| text == url.attestation(&id.to_string())));
    let reason = |value: &Value| Revocation::parse(text(value)?).map_err(|error| ("bad_value", error.to_string()));
    RevocationBody { reason: members.optional("reason", reason), note: members.nullable("note", owned).flatten() }
}

/// Why a signing key is revoked (rule S6); empty if it is missing.
pub(super) fn reason(members: &mut Members, url: &RegistryUrl, key: &str) -> String {
    pass_over(members);
    same_id(members, |text| text == url.signing_key(key));
    members.optional("reason", owned).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn members(body: Value) -> Members {
        let Value::Object(fields) = body else { unreachable!() };
        Members::of(fields)
    }

    fn told(members: Members) -> Vec<(String, &'static str)> {
        members.finish().errors().iter().map(|error| (error.field.clone(), error.code)).collect()
    }

    fn wrong(errors: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
        errors.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect()
    }

    fn url() -> RegistryUrl {
        RegistryUrl::parse("https://r.example").unwrap()
    }

    #[test]
    fn h6_what_the_server_owns_is_passed_over_and_the_rest_is_told() {
        let mut sent = members(json!({
            "context": 1, "attestations": "x", "metadata": null, "id": "https://r.example/api/student/a",
            "kind": "student", "owner": "acme", "claims": [], "colour": "red",
        }));
        let draft = entity(&mut sent);
        assert_eq!(
            (draft.id.as_deref(), draft.kind.as_deref()),
            (Some("https://r.example/api/student/a"), Some("student"))
        );
        assert_eq!((draft.owner.as_deref(), draft.claims), (Some("acme"), Some(Vec::new())));
        assert_eq!(told(sent), wrong(&[("colour", "unknown_member")]));
    }

    #[test]
    fn h7_every_wrong_claim_is_told_at_its_place() {
        let mut sent = members(json!({"claims": [
            {"id": "school", "value": null}, 7, {"value": 1}, {"id": 5, "value": 1, "colour": "red"},
        ]}));
        let claims = entity(&mut sent).claims.unwrap();
        assert_eq!(claims[0], ClaimDraft { id: Some("school".into()), value: Some(Value::Null) });
        assert_eq!((claims.len(), &claims[1]), (4, &ClaimDraft::default()));
        let expected = wrong(&[
            ("claims[1]", "wrong_type"),
            ("claims[2].id", "required"),
            ("claims[3].id", "wrong_type"),
            ("claims[3].colour", "unknown_member"),
        ]);
        assert_eq!(told(sent), expected);
        let mut sent = members(json!({"claims": {}}));
        assert_eq!(entity(&mut sent).claims, None);
        assert_eq!(told(sent), wrong(&[("claims", "wrong_type")]));
    }

    #[test]
    fn a3_what_is_attested_is_of_the_claim_in_the_path_and_never_null() {
        let (kind, entity) = (KindName::parse("student").unwrap(), EntityId::from_stored("x".into()));
        let claim = ClaimName::parse("school").unwrap();
        let read = |body| {
            let mut sent = members(body);
            let body = attest(&mut sent, &url(), Some(&kind), &entity, Some(&claim));
            (body, told(sent))
        };
        let (body, errors) = read(json!({"attestor": "teacher/t", "value": 0, "verification": {"method": "seen"},
            "id": "https://elsewhere.example/api/student/x/school", "kind": "/api/student"}));
        assert_eq!((body.attestor.as_deref(), body.value, errors.len()), (Some("teacher/t"), Some(json!(0)), 0));
        assert_eq!(body.verification.unwrap().to_json(), json!({"method": "seen"}));
        let (body, errors) =
            read(json!({"value": null, "id": "student/y/school", "kind": "teacher", "verification": 5}));
        assert_eq!(body.value, None);
        let expected =
            wrong(&[("kind", "bad_id"), ("id", "bad_id"), ("value", "wrong_type"), ("verification", "wrong_type")]);
        assert_eq!(errors, expected);
    }

    #[test]
    fn s7_a_reason_is_one_of_four() {
        let id = AttestationId([0; 16]);
        let mut sent = members(json!({"reason": "fraud", "note": null, "id": url().attestation(&id.to_string())}));
        assert_eq!(revocation(&mut sent, &url(), Some(id)).reason, Some(Revocation::Fraud));
        assert!(told(sent).is_empty());
        let mut sent = members(json!({"reason": "mood", "note": 5, "id": "other"}));
        assert_eq!(revocation(&mut sent, &url(), Some(id)).reason, None);
        assert_eq!(told(sent), wrong(&[("id", "bad_id"), ("reason", "bad_value"), ("note", "wrong_type")]));
    }
}
