//! What the policy requires to be attested of a registrant, and how that stands (rule L12; `attestations.md` N4, N5).
//!
//! Of each required claim a domain keeps whether it is met, and until when, or since which cause it is open, and by when it should not be
//! any more. Two of its turns are time's: the last attestation runs out and a met claim opens, and an open one falls overdue. All else
//! needs a look at the registrant's attestations, which whoever can do that tells as [`Standings`] to
//! [`judge_claims`](super::commands::judge_claims):
//!
//! ```text
//!                  value changed or removed, revoked, another registrant
//! Met { until } ----------------------------------------------------------> Open, pending ---- `due` ----> Open, overdue
//!   ^    |                                                                    ^   |                            |
//!   |    +--- `until` (time) -------------------------------------------------+   |                            |
//!   +---------------------------------- attested ---------------------------------+----------------------------+
//! ```

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::word::words;

words! {
    /// Why a required claim is open (rule N5).
    ClaimCause {
        /// It has no value, or there is no registrant.
        Missing = "missing",
        /// It has a value that nobody attested.
        Unattested = "unattested",
        /// It says something else than what was attested.
        Changed = "changed",
        /// What was attested was taken away.
        Removed = "removed",
        /// Its last attestation was taken back.
        Revoked = "revoked",
        /// Its last attestation ran out.
        Expired = "expired",
        /// The policy did not require it before, or not so soon.
        Policy = "policy",
    }
}

/// How a required claim stands, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimState {
    /// It is not attested, and there is time.
    Pending,
    /// It is not attested, and it should be.
    Overdue,
    /// It is attested.
    Met,
}

impl ClaimState {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Overdue => "overdue",
            Self::Met => "met",
        }
    }
}

/// Whether a required claim is attested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimProof {
    /// It is not.
    Open {
        /// Why: what was told of it last.
        cause: ClaimCause,
        /// It should be.
        overdue: bool,
    },
    /// It is.
    Met {
        /// Until then, when its last attestation runs out; none if one never does.
        until: Option<DateTime<Utc>>,
    },
}

/// A claim that the policy requires of the registrant (rule L12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredClaim {
    /// Its name.
    pub claim: String,
    /// From when on the domain suffers without it; of one that is met, from when on it would have.
    pub due: DateTime<Utc>,
    /// How it stands.
    pub proof: ClaimProof,
}

impl RequiredClaim {
    /// How it stands, in a word.
    pub fn state(&self) -> ClaimState {
        match self.proof {
            ClaimProof::Open { overdue: false, .. } => ClaimState::Pending,
            ClaimProof::Open { overdue: true, .. } => ClaimState::Overdue,
            ClaimProof::Met { .. } => ClaimState::Met,
        }
    }
}

/// How a claim stands on a registrant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClaimStanding {
    /// It has no value, or there is no registrant.
    #[default]
    Missing,
    /// Its value is not attested now.
    Unattested,
    /// It is.
    Attested {
        /// When the last of its attestations runs out; none if one never does.
        until: Option<DateTime<Utc>>,
    },
}

/// How the claims of a registrant stand, by name. One that is not here has no value; so have all of them where there is no registrant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings(BTreeMap<String, ClaimStanding>);

impl Standings {
    /// How one stands.
    pub fn of(&self, claim: &str) -> ClaimStanding {
        self.0.get(claim).copied().unwrap_or_default()
    }
}

impl FromIterator<(String, ClaimStanding)> for Standings {
    fn from_iter<I: IntoIterator<Item = (String, ClaimStanding)>>(standings: I) -> Self {
        Self(standings.into_iter().collect())
    }
}

/// What had a domain's required claims judged anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// It has another registrant, or none any more: by a change, or since a transfer copied its contacts.
    NewRegistrant,
    /// Its registrant says something else, or less.
    Changed,
    /// A claim of its registrant was attested.
    Attested,
    /// An attestation of its registrant was taken back.
    Revoked,
    /// The policy requires other claims, or sooner.
    Policy,
}

/// What is to be told of a claim that was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNews {
    /// The claim.
    pub claim: String,
    /// How it stood before; none if it was not required.
    pub from: Option<ClaimState>,
    /// How it stands now.
    pub now: ClaimTold,
}

/// How a claim stands that something is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimTold {
    /// It is open.
    Required {
        /// Why.
        cause: ClaimCause,
        /// By when it should not be.
        due: DateTime<Utc>,
        /// It should not be already: it was overdue before it was told again.
        overdue: bool,
    },
    /// It was open and is met.
    Met,
}
