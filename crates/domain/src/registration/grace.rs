//! Grace periods: what was given for money a short while ago, and is taken back by a deletion (rules L4, L5, L7, T4).

use chrono::{DateTime, TimeDelta, Utc};

use super::calendar::{Period, Year, earlier, later};
use super::status::RgpStatus;

/// What gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GraceKind {
    /// The registration itself.
    Add,
    /// Time, at the end of the registration.
    AutoRenew,
    /// A renewal.
    Renew,
    /// A transfer.
    Transfer,
}

impl GraceKind {
    /// How it shows.
    pub fn status(self) -> RgpStatus {
        match self {
            Self::Add => RgpStatus::AddPeriod,
            Self::AutoRenew => RgpStatus::AutoRenewPeriod,
            Self::Renew => RgpStatus::RenewPeriod,
            Self::Transfer => RgpStatus::TransferPeriod,
        }
    }
}

/// A grace period. Its end is fixed when it starts (rule L2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grace {
    /// What gave it.
    pub kind: GraceKind,
    /// When it ends.
    pub until: DateTime<Utc>,
    /// What the domain was registered for longer.
    pub period: Period,
    /// What was really added, where that is not the whole period: a transfer's years end at the cap (rule T4).
    pub added: Option<TimeDelta>,
}

impl Grace {
    /// One that starts at `at` for a whole period; none if it were over at once.
    pub fn start(kind: GraceKind, at: DateTime<Utc>, length: TimeDelta, period: Period) -> Option<Self> {
        (length > TimeDelta::zero()).then(|| Self { kind, until: later(at, length), period, added: None })
    }

    /// An expiry without what this gave.
    pub fn take_off(&self, expires: DateTime<Utc>, year: Year) -> DateTime<Utc> {
        match self.added {
            Some(added) => earlier(expires, added),
            None => year.take_off(expires, self.period),
        }
    }
}
