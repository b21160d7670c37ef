//! What time does to a domain, each with the instant at which it was due: what the history and the messages are written from.

use chrono::{DateTime, TimeDelta, Utc};

use super::claims::ClaimCause;
use super::facts::{Deletion, Expiry};
use super::grace::Grace;
use super::transfer::TransferData;
use crate::account::AccountId;

/// Something that time did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When it was due.
    pub due: DateTime<Utc>,
    /// The sponsor at that instant; of a transfer, the gaining side.
    pub sponsor: AccountId,
    /// What it was.
    pub what: Happening,
}

/// What time may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A grace period ended.
    GraceEnded(Grace),
    /// Nobody answered a request for a transfer: it succeeded.
    Transferred(TransferData),
    /// The last attestation of a required claim ran out: it is open.
    ClaimExpired {
        /// Its name.
        claim: String,
        /// By when it should be attested again.
        due: DateTime<Utc>,
    },
    /// A required claim was still not attested when it should have been.
    ClaimOverdue {
        /// Its name.
        claim: String,
        /// Why it is open.
        cause: ClaimCause,
    },
    /// The end of the registration draws near.
    ExpiryNotice {
        /// How near.
        lead: TimeDelta,
        /// The end.
        expires: DateTime<Utc>,
    },
    /// A request for a transfer fell with its domain.
    TransferCancelled(TransferData),
    /// It was renewed for a year.
    AutoRenewed {
        /// The new end.
        expires: DateTime<Utc>,
    },
    /// Its registration ended.
    Expired(Expiry),
    /// It left the zone, being expired.
    Held,
    /// It was deleted, being expired.
    RedemptionStarted(Deletion),
    /// It can no longer be restored.
    PendingDeleteStarted(Deletion),
    /// It is gone and the name is free.
    Purged,
}
