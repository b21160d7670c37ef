//! Attestations and the keys that sign them, as the store keeps them.

use chrono::{DateTime, Utc};
use domesday_domain::attestation::{Attestation, AttestationId, Status, SubjectKey};
use domesday_domain::entity::ClaimName;
use domesday_domain::signing_key::PublicSigningKey;

use super::Stored;

/// Which attestations of an entity a list shows (rule Q9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestationFilter {
    /// Only of these claims; none for all.
    pub claims: Option<Vec<ClaimName>>,
    /// Only those that stand so; none for all.
    pub status: Option<Status>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// An attestation with its place in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedAttestation {
    /// Its number; rises.
    pub number: i64,
    /// The attestation.
    pub attestation: Attestation,
}

/// Reading attestations.
pub trait AttestationReads {
    /// An attestation by id.
    fn attestation(&mut self, id: AttestationId) -> Stored<Option<Attestation>>;
    /// The attestations of these entities, all of one kind, that count now, oldest first: one statement.
    fn valid_attestations(&mut self, subjects: &[SubjectKey], now: DateTime<Utc>) -> Stored<Vec<Attestation>>;
    /// A page of an entity's attestations, newest first, older than the number `marker`.
    fn attestations_of(
        &mut self,
        subject: &SubjectKey,
        filter: &AttestationFilter,
        marker: Option<i64>,
        limit: usize,
    ) -> Stored<Vec<PlacedAttestation>>;
    /// Attestations that count now and were signed with one of these keys, oldest first; at most so many. Only those after the number
    /// `after` (rule S6).
    fn attestations_signed_with(
        &mut self,
        keys: &[String],
        now: DateTime<Utc>,
        after: Option<i64>,
        limit: usize,
    ) -> Stored<Vec<PlacedAttestation>>;
}

/// Writing attestations.
pub trait AttestationWrites {
    /// Stores a new attestation.
    fn insert_attestation(&mut self, attestation: &Attestation) -> Stored<()>;
    /// Stores what became of attestations: `state` and `since` of each.
    fn update_attestations(&mut self, attestations: &[Attestation]) -> Stored<()>;
}

/// Reading signing keys: the public half, and where each is in its life.
pub trait SigningKeyReads {
    /// All keys, oldest first: there are few.
    fn signing_keys(&mut self) -> Stored<Vec<PublicSigningKey>>;
}

/// Writing signing keys.
pub trait SigningKeyWrites {
    /// Stores a new key. One that is there is a lost race.
    fn insert_signing_key(&mut self, key: &PublicSigningKey) -> Stored<()>;
    /// Stores where a key is in its life.
    fn update_signing_key(&mut self, key: &PublicSigningKey) -> Stored<()>;
}
