//! An entity as a caller sees it (`attestations.md` section 5).

use chrono::{DateTime, Utc};
use domesday_domain::account::AccountName;
use domesday_domain::actor::Actor;
use domesday_domain::attestation::Envelope;
use domesday_domain::entity::{ClaimName, EntityId, KindName};
use serde_json::Value;

use super::sight::Sight;
use super::subject::Subject;
use crate::refusal::Refusal;

/// An entity, as far as its caller sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityInfo {
    /// Its kind.
    pub kind: KindName,
    /// What it is called.
    pub id: EntityId,
    /// Whose it is; none for callers without a log-in, and for what nobody owns.
    pub owner: Option<AccountName>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last.
    pub updated: DateTime<Utc>,
    /// One more with each change.
    pub revision: i64,
    /// What it says, in the kind's order.
    pub claims: Vec<(ClaimName, Value)>,
    /// The attestations that count, oldest first.
    pub attestations: Vec<Envelope>,
}

impl EntityInfo {
    /// What an actor sees of an entity.
    pub(crate) fn of(subject: &Subject, sight: &Sight, actor: &Actor) -> Result<Self, Refusal> {
        let envelopes = sight.attestations(subject).map(|attestation| envelope(&attestation.jws));
        let owner = subject.owner.as_ref().filter(|_| !actor.is_nobody());
        Ok(Self {
            kind: subject.declared().name.clone(),
            id: subject.id.clone(),
            owner: owner.map(|(_, name)| name.clone()),
            created: subject.created,
            updated: subject.updated,
            revision: subject.revision,
            claims: sight.claims(subject).map(|claim| (claim.name.clone(), claim.value.clone())).collect(),
            attestations: envelopes.collect::<Result<_, _>>()?,
        })
    }
}

/// What was signed, to be shown.
pub(crate) fn envelope(jws: &str) -> Result<Envelope, Refusal> {
    Envelope::of(jws).map_err(|error| Refusal::Failed(error.to_string()))
}
