//! Kinds, entities and attestations to keep, plain ones and such as chance makes.

use chrono::{DateTime, TimeDelta, Utc};
use domesday_app::ports::{StoredClaim, StoredEntity, StoredKind};
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::attestation::{Attestation, AttestationId, Revocation, State, SubjectKey, Superseding};
use domesday_domain::entity::{ClaimName, EntityId, Kind, KindDraft, KindName};
use domesday_domain::json;
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::zones::now;

/// A kind's name.
pub(crate) fn kind_name(text: &str) -> KindName {
    KindName::parse(text).expect("a name")
}

/// A claim's name.
pub(crate) fn claim_name(text: &str) -> ClaimName {
    ClaimName::parse(text).expect("a name")
}

/// An entity's id.
pub(crate) fn entity_id(text: &str) -> EntityId {
    EntityId::parse(text).expect("an id")
}

/// The kind of a declaration.
pub(crate) fn declared(name: &str, body: &Value) -> Kind {
    let reference = |text: &str| KindName::parse(text).map_err(|problem| ("bad_name", problem.to_string()));
    let (kind, findings) = KindDraft::read(&kind_name(name), body.as_object().expect("an object"), &reference);
    kind.unwrap_or_else(|| panic!("{findings:?}"))
}

/// A kind with one claim, as it is stored.
pub(crate) fn stored_kind(name: &str) -> StoredKind {
    let kind = declared(name, &json!({"claims": [{"subject": "school", "value": "string"}]}));
    StoredKind { kind, revision: 1, used: false, created: now(), updated: now() }
}

/// Whose an entity is.
pub(crate) type Owner = (AccountId, &'static str);

/// Claims, set now.
pub(crate) fn claims(claims: &[(&str, Value)]) -> Vec<StoredClaim> {
    let claim = |(name, value): &(&str, Value)| StoredClaim {
        name: claim_name(name),
        value: json::normal(value),
        since: now(),
    };
    let mut claims: Vec<StoredClaim> = claims.iter().map(claim).collect();
    claims.sort_by(|one, other| one.name.cmp(&other.name));
    claims
}

/// A new entity.
pub(crate) fn entity(kind: &str, id: &str, (owner, handle): Owner, stated: &[(&str, Value)]) -> StoredEntity {
    StoredEntity {
        number: 0,
        kind: kind_name(kind),
        id: entity_id(id),
        owner,
        owner_name: AccountName::parse(handle).expect("a handle"),
        created: now(),
        updated: now(),
        deleted: None,
        revision: 1,
        claims: claims(stated),
    }
}

/// What an attestation is about, or by.
pub(crate) fn subject(kind: &str, number: i64) -> SubjectKey {
    SubjectKey { kind: kind_name(kind), number }
}

/// A second of the day.
pub(crate) fn second(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

/// An attestation by the registry that counts for ever. Its id is made of a number.
pub(crate) fn attestation(id: u8, subject: SubjectKey, claim: &str) -> Attestation {
    Attestation {
        id: AttestationId([id; 16]),
        subject,
        claim: claim_name(claim),
        attestor: None,
        date: now(),
        issued: now(),
        expires: None,
        state: State::Valid,
        since: now(),
        key: "K1".to_owned(),
        jws: "a.b.c".to_owned(),
    }
}

/// Some state of an attestation; most count.
pub(crate) fn any_state(chance: &mut Chance) -> State {
    match chance.below(6) {
        0 => State::Superseded {
            reason: chance.one_of(&Superseding::ALL),
            by: chance.perhaps(|chance| AttestationId([u8::try_from(chance.below(256)).expect("an octet"); 16])),
        },
        1 => State::Revoked {
            reason: chance.one_of(&Revocation::ALL),
            note: chance.perhaps(|_| "„weil“ \\ \"so\"".to_owned()),
        },
        _ => State::Valid,
    }
}

/// Some attestation about one of these, by one of these or the registry; `number` makes its id.
pub(crate) fn any_attestation(
    chance: &mut Chance,
    number: u32,
    subjects: &[SubjectKey],
    attestors: &[SubjectKey],
    claims: &[&str],
) -> Attestation {
    let mut id = [7; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    let instant = |chance: &mut Chance| second(i64::try_from(chance.below(21)).expect("small") - 10);
    let claim = chance.one_of(claims);
    Attestation {
        id: AttestationId(id),
        attestor: chance.perhaps(|chance| chance.one_of(attestors)),
        date: instant(chance),
        issued: instant(chance),
        expires: chance.perhaps(instant),
        state: any_state(chance),
        since: instant(chance),
        key: chance.one_of(&["K1", "K2", "K3"]).to_owned(),
        jws: format!("head.{number}.signature"),
        ..attestation(0, chance.one_of(subjects), claim)
    }
}
