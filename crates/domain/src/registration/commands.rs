//! What an account may do to a domain: pure steps from one state to the next.
//!
//! Each takes the domain as it is now ([`Present`]), so that what was due has happened before, and leaves nothing due. State is judged
//! before policy, and of what failed first every fault is named (rules E2, E3). Whether the caller sponsors the domain, knows its code,
//! or names contacts and hosts that exist is judged by whoever can look that up.

mod claims;
mod create;
mod delete;
mod renew;
mod restore;
mod transfer;
mod update;

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use super::calendar::Period;
use super::obstacle::Obstacle;
use super::project::Present;
use super::status::StoredStatus;
use super::terms::Terms;
use super::transfer::TransferData;
use crate::account::AccountId;
use crate::contact::ContactRole;

pub use claims::{Judged, judge_claims};
pub use create::{NewRegistration, create};
pub use delete::delete;
pub use renew::renew;
pub use restore::restore;
pub use transfer::{approve_transfer, cancel_transfer, reject_transfer, request_transfer};
pub use update::{Changes, Updated, update};

/// Who commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account acted for.
    pub account: AccountId,
    /// It is the registry itself.
    pub is_admin: bool,
}

/// A command's outcome that has something to say of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The domain now.
    pub present: Present,
    /// The transfer.
    pub transfer: T,
}

/// What became of a deletion: the domain now, and the transfer that fell with it (rule L10).
pub type Deleted = Outcome<Option<TransferData>>;

/// What became of a transfer.
pub type Transferring = Outcome<TransferData>;

/// Why a command is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It asks for nothing.
    #[error("nothing is to be changed")]
    NothingToChange,
    /// Its own sponsor asks for a transfer.
    #[error("the domain is the caller's own")]
    OwnDomain,
    /// A transfer is answered by an account that has not to answer it.
    #[error("this is for the other side of the transfer")]
    WrongSide,
    /// The domain's state forbids it.
    #[error("{}", joined(.0))]
    State(Vec<Obstacle>),
    /// The policy's terms, or the rules of what may be changed, forbid it.
    #[error("{}", joined(.0))]
    Terms(Vec<Breach>),
}

/// What of a command breaks the terms.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// A period in months, where years are wanted.
    #[error("periods are in years")]
    MonthsNotAllowed,
    /// A period too short or too long.
    #[error("a period is {least} to {most} years")]
    PeriodOutOfRange {
        /// The shortest, in years.
        least: u16,
        /// The longest, in years.
        most: u16,
    },
    /// Not the day on which the registration ends.
    #[error("the registration ends on {current}")]
    OtherExpiry {
        /// That day.
        current: NaiveDate,
    },
    /// An expiry too far away.
    #[error("no registration may end after {}", .latest.to_rfc3339_opts(SecondsFormat::Secs, true))]
    ExpiryTooFar {
        /// The latest.
        latest: DateTime<Utc>,
    },
    /// A transfer for a period that it does not give.
    #[error("a transfer gives {years} years")]
    OtherTransferPeriod {
        /// What it gives.
        years: u16,
    },
    /// A status that is not the caller's to set or remove.
    #[error("{0} is for the registry to set and remove")]
    StatusNotYours(StoredStatus),
    /// Added, and there already.
    #[error("{0} is set already")]
    StatusThere(StoredStatus),
    /// Removed, and not there.
    #[error("{0} is not set")]
    StatusNotThere(StoredStatus),
    /// Both added and removed.
    #[error("{0} is both added and removed")]
    StatusBothWays(StoredStatus),
    /// A contact added that is there already.
    #[error("the contact has this role already")]
    ContactThere(ContactRole),
    /// A contact removed that is not there.
    #[error("the contact does not have this role")]
    ContactNotThere(ContactRole),
    /// A contact both added and removed.
    #[error("the contact is both added and removed")]
    ContactBothWays(ContactRole),
    /// A second contact for a role.
    #[error("the role is taken")]
    RoleTaken(ContactRole),
    /// A required claim that is wanted at once and not attested.
    #[error("the registrant's {0} must be attested")]
    ClaimUnmet(String),
}

fn joined<T: fmt::Display>(faults: &[T]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Refuses if the state forbids the command.
fn judge_state(obstacles: Vec<Obstacle>) -> Result<(), Refusal> {
    if obstacles.is_empty() { Ok(()) } else { Err(Refusal::State(obstacles)) }
}

/// Refuses if the command breaks the terms.
fn judge_terms(breaches: impl IntoIterator<Item = Breach>) -> Result<(), Refusal> {
    let breaches: Vec<Breach> = breaches.into_iter().collect();
    if breaches.is_empty() { Ok(()) } else { Err(Refusal::Terms(breaches)) }
}

/// What is wrong with a period (rule D1).
fn period_breach(period: Period, terms: &Terms) -> Option<Breach> {
    if matches!(period, Period::Months(_)) && !terms.months {
        return Some(Breach::MonthsNotAllowed);
    }
    let out_of_range = Breach::PeriodOutOfRange { least: terms.min_years, most: terms.max_years };
    (!terms.allow_length(period)).then_some(out_of_range)
}

/// The statuses that are not the caller's to set or remove (rule D4).
fn foreign_statuses<'a>(
    statuses: impl IntoIterator<Item = &'a StoredStatus>,
    caller: Caller,
) -> impl Iterator<Item = Breach> {
    let foreign =
        statuses.into_iter().filter(move |status| status.side == super::status::Side::Server && !caller.is_admin);
    foreign.map(|status| Breach::StatusNotYours(*status))
}
