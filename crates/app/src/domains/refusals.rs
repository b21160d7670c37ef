//! What the rules of a domain's life say no to, as registrars are told (rules E3, S3, D1–D5, L4, T1).

use domesday_domain::fault::{Fault, FaultKind};
use domesday_domain::registration::commands::{Breach, Refusal as Denied};
use domesday_domain::registration::{Command, Obstacle};

use crate::objection::{Classes, Ground, Objection, settle};
use crate::refusal::Refusal;

/// Where the parts of a request stand, for faults that name them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    /// Of the period.
    pub(crate) period: &'static str,
    /// Of statuses that are set.
    pub(crate) add_statuses: &'static str,
    /// Of statuses that are removed.
    pub(crate) rem_statuses: &'static str,
    /// Of contacts.
    pub(crate) contacts: &'static str,
}

impl Places {
    /// Of a request that creates, renews or transfers.
    pub(crate) const WHOLE: Self =
        Self { period: "/period", add_statuses: "/status", rem_statuses: "/status", contacts: "/contacts" };
    /// Of a change.
    pub(crate) const CHANGE: Self =
        Self { period: "/period", add_statuses: "/add/status", rem_statuses: "/rem/status", contacts: "/add/contact" };
}

/// An obstacle of state.
pub(crate) fn obstacle(command: Command, obstacle: &Obstacle, place: &str) -> Objection {
    let (ground, reason) = match obstacle {
        Obstacle::Gone => (Ground::NotThere, "unknown"),
        Obstacle::Deleted => (Ground::Prohibited, "pending-delete"),
        Obstacle::Expired => (Ground::Prohibited, "expired"),
        Obstacle::TransferPending => (Ground::Prohibited, "pending-transfer"),
        Obstacle::AlreadyRequested => (Ground::TransferPending, "pending-transfer"),
        Obstacle::NoTransferPending => (Ground::NoTransferPending, "no-transfer"),
        Obstacle::Locked { .. } => (Ground::NotTransferable, "transfer-lock"),
        Obstacle::NotInRedemption => (Ground::Prohibited, "not-in-redemption"),
        Obstacle::Barred(_) if command == Command::Renew => (Ground::Prohibited, "renew-prohibited"),
        Obstacle::Barred(_) => (Ground::Prohibited, "status-prohibits-operation"),
    };
    Objection::new(ground, place, reason, obstacle.to_string())
}

/// Refuses for a domain's state.
pub(crate) fn settle_state(command: Command, obstacles: &[Obstacle]) -> Result<(), Refusal> {
    settle(obstacles.iter().map(|found| obstacle(command, found, "path:name")))
}

/// A breach of the terms.
fn breach(breach: &Breach, places: Places) -> Fault {
    let (kind, place, code) = match breach {
        Breach::MonthsNotAllowed => (FaultKind::OutOfRange, format!("{}/unit", places.period), "months"),
        Breach::PeriodOutOfRange { .. } => (FaultKind::OutOfRange, places.period.to_owned(), "period"),
        Breach::OtherExpiry { .. } => (FaultKind::OutOfRange, "/curExpDate".to_owned(), "expiry-differs"),
        Breach::ExpiryTooFar { .. } => (FaultKind::OutOfRange, places.period.to_owned(), "expiry-too-far"),
        Breach::OtherTransferPeriod { .. } => (FaultKind::Refused, places.period.to_owned(), "transfer-period"),
        Breach::StatusNotYours(_) => (FaultKind::OutOfRange, places.add_statuses.to_owned(), "status-of-the-registry"),
        Breach::StatusThere(_) => (FaultKind::Refused, places.add_statuses.to_owned(), "already-there"),
        Breach::StatusNotThere(_) => (FaultKind::Refused, places.rem_statuses.to_owned(), "not-there"),
        Breach::StatusBothWays(_) => (FaultKind::Refused, places.add_statuses.to_owned(), "added-and-removed"),
        Breach::ContactThere(role) => (FaultKind::Refused, format!("{}/{role}", places.contacts), "already-there"),
        Breach::ContactNotThere(role) => (FaultKind::Refused, format!("/rem/contact/{role}"), "not-there"),
        Breach::ContactBothWays(role) => {
            (FaultKind::Refused, format!("{}/{role}", places.contacts), "added-and-removed")
        }
        Breach::RoleTaken(role) => (FaultKind::Refused, format!("{}/{role}", places.contacts), "role-taken"),
        Breach::ClaimUnmet(_) => (FaultKind::Refused, "/contacts/registrant".to_owned(), "claim-unmet"),
    };
    Fault::new(kind, place, code, breach.to_string())
}

/// Refuses as a command of a domain's life did; what is of the policy joins what else the policy refuses.
pub(crate) fn refuse(command: Command, denied: Denied, places: Places, mut classes: Classes) -> Refusal {
    let refused = match denied {
        Denied::NothingToChange => Err(nothing_to_change()),
        Denied::OwnDomain => {
            let detail = "the domain is your own";
            Err(Objection::new(Ground::UseError, "path:name", "own-domain", detail).into())
        }
        Denied::WrongSide => {
            let detail = "this is for the other side of the transfer";
            Err(Objection::new(Ground::Denied, "/op", "wrong-side", detail).into())
        }
        Denied::State(obstacles) => settle_state(command, &obstacles),
        Denied::Terms(breaches) => {
            classes.policy_fault(breaches.iter().map(|found| breach(found, places)));
            classes.settle().map(drop)
        }
    };
    refused.err().unwrap_or_else(|| Refusal::Failed("a refusal without a reason".to_owned()))
}

/// Rule D5: a change that changes nothing.
pub(crate) fn nothing_to_change() -> Refusal {
    Objection::new(Ground::Missing, "", "nothing-to-change", "nothing is to be changed").into()
}
