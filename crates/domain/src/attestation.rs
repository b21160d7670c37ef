//! Attestations: that somebody entitled to it vouched for the value of a claim, on a date, under a policy (`attestations.md` sections 9, 10).
//!
//! What was vouched for stands in the signed [`Statement`], for ever as it was signed; the row beside it says only whether it still counts.
//! Its life has one beginning and three ends:
//!
//! ```text
//!          value changed, claim removed, entity deleted, renewed, resigned
//! Valid ------------------------------------------------------------------> Superseded --+
//!   |                                                                                    | revoke
//!   +--- `exp` reached, computed on reading ---> Expired ----------- revoke -------------+--> Revoked, final
//!   +--------------------------------------------------------------- revoke -------------+
//! ```

mod id;
mod reason;
mod statement;
#[cfg(test)]
mod tests;
mod verification;
mod vouching;

pub use id::AttestationId;
pub use reason::{Revocation, Superseding, UnknownReason};
pub use statement::{Attestor, Envelope, PolicyInForce, ShownAttestation, ShownSignature, Statement, Unsigned};
pub use verification::Verification;
pub use vouching::{Party, Unfit, Vouching};

use chrono::{DateTime, Utc};

use crate::entity::{ClaimName, KindName};

/// An entity, or what the registry knows as one: its kind, and its number among those of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubjectKey {
    /// The kind.
    pub kind: KindName,
    /// The number; never reused, while an id may be (a contact's).
    pub number: i64,
}

/// What has become of an attestation, but for time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It counts, unless it ran out.
    Valid,
    /// Something took its place, or there is nothing any more that it speaks of.
    Superseded {
        /// What.
        reason: Superseding,
        /// The attestation in its place, where there is one.
        by: Option<AttestationId>,
    },
    /// It was taken back.
    Revoked {
        /// Why.
        reason: Revocation,
        /// What was written about it, for the owners and admins.
        note: Option<String>,
    },
}

/// How an attestation stands at an instant: what status documents say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It counts.
    Valid,
    /// Something took its place.
    Superseded,
    /// It ran out.
    Expired,
    /// It was taken back.
    Revoked,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 4] = [Status::Valid, Status::Superseded, Status::Expired, Status::Revoked];

    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Superseded => "superseded",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The status of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// An attestation as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// What it is called.
    pub id: AttestationId,
    /// Whose claim it is about.
    pub subject: SubjectKey,
    /// Which claim.
    pub claim: ClaimName,
    /// Who attested; none for the registry itself.
    pub attestor: Option<SubjectKey>,
    /// The second of the decision.
    pub date: DateTime<Utc>,
    /// When it was signed: `date`, or later if it was signed anew (rule S6).
    pub issued: DateTime<Utc>,
    /// When it runs out; none if it does not.
    pub expires: Option<DateTime<Utc>>,
    /// What has become of it.
    pub state: State,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The id of the key that signed it.
    pub key: String,
    /// The signature with all that was signed (RFC 7515 compact form).
    pub jws: String,
}

impl Attestation {
    /// How it stands at an instant.
    pub fn status(&self, now: DateTime<Utc>) -> Status {
        match self.state {
            State::Valid if self.expires.is_some_and(|expires| expires <= now) => Status::Expired,
            State::Valid => Status::Valid,
            State::Superseded { .. } => Status::Superseded,
            State::Revoked { .. } => Status::Revoked,
        }
    }

    /// Since when it stands so.
    pub fn since(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        match (self.status(now), self.expires) {
            (Status::Expired, Some(expires)) => expires,
            _ => self.since,
        }
    }

    /// Why it does not count any more, in a word; none while it does.
    pub fn reason(&self, now: DateTime<Utc>) -> Option<&'static str> {
        match &self.state {
            State::Valid => (self.status(now) == Status::Expired).then_some("expired"),
            State::Superseded { reason, .. } => Some(reason.as_str()),
            State::Revoked { reason, .. } => Some(reason.as_str()),
        }
    }

    /// The attestation in its place.
    pub fn superseded_by(&self) -> Option<AttestationId> {
        match self.state {
            State::Superseded { by, .. } => by,
            State::Valid | State::Revoked { .. } => None,
        }
    }

    /// Something takes its place at `now`; nothing happens to one that does not count any more.
    pub fn supersede(&mut self, reason: Superseding, by: Option<AttestationId>, now: DateTime<Utc>) -> bool {
        let counts = self.status(now) == Status::Valid;
        if counts {
            self.state = State::Superseded { reason, by };
            self.since = now;
        }
        counts
    }

    /// It is taken back at `now`, whatever became of it before (rule S7); false if it was already.
    pub fn revoke(&mut self, reason: Revocation, note: Option<String>, now: DateTime<Utc>) -> bool {
        let stands = self.status(now) != Status::Revoked;
        if stands {
            self.state = State::Revoked { reason, note };
            self.since = now;
        }
        stands
    }
}
