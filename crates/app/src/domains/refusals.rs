//! What the rules of a domain's life say no to, as registrars are told (rules E3, S3, D1–D5, L4, T1).

use domesday_domain::contact::ContactRole;
use domesday_domain::fault::{Fault, FaultKind};
use domesday_domain::registration::commands::{Breach, Refusal as Denied};
use domesday_domain::registration::{Command, Obstacle, StoredStatus};
use domesday_domain::word::Word;

use super::draft::{ContactEntry, DomainUpdate, Placed};
use crate::objection::{Classes, Ground, Objection, settle};
use crate::refusal::Refusal;

/// Where the parts of a request stand, for faults that name them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places<'a> {
    /// What is set or added.
    pub(crate) added: Side<'a>,
    /// What is removed.
    pub(crate) removed: Side<'a>,
}

/// A part of a request, as it was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    /// Where its statuses stand, and each of them.
    pub(crate) statuses: (&'static str, &'a [Placed]),
    /// Where its contacts stand, and each of them.
    pub(crate) contacts: (&'static str, &'a [ContactEntry]),
    /// Where a registrant stands that is replaced.
    pub(crate) registrant: Option<&'static str>,
}

impl Side<'_> {
    fn status(&self, status: StoredStatus) -> String {
        let (whole, sent) = self.statuses;
        let own = sent.iter().find(|placed| placed.text == status.as_str());
        own.map_or_else(|| whole.to_owned(), |placed| placed.place.clone())
    }

    /// Where a role's contact stands.
    pub(super) fn contact(&self, role: ContactRole) -> String {
        let (whole, sent) = self.contacts;
        let own = sent.iter().find(|entry| entry.role == role.as_str()).map(|entry| entry.place.clone());
        let replaced = || self.registrant.filter(|_| role == ContactRole::Registrant).map(str::to_owned);
        own.or_else(replaced).unwrap_or_else(|| format!("{whole}/{role}"))
    }
}

impl<'a> Places<'a> {
    /// Of a request that names no statuses.
    pub(crate) const WHOLE: Self = {
        let whole = Side { statuses: ("/status", &[]), contacts: ("/contacts", &[]), registrant: None };
        Self { added: whole, removed: whole }
    };

    /// Of a request that creates.
    pub(crate) fn of_new(statuses: &'a [Placed]) -> Self {
        let added = Side { statuses: ("/status", statuses), contacts: ("/contacts", &[]), registrant: None };
        Self { added, removed: added }
    }

    /// Of a change.
    pub(crate) fn of_update(sent: &'a DomainUpdate) -> Self {
        let registrant = sent.registrant.as_ref().map(|_| "/chg/registrant");
        let added = Side {
            statuses: ("/add/status", &sent.add_statuses),
            contacts: ("/add/contact", &sent.add_contacts),
            registrant,
        };
        let removed = Side {
            statuses: ("/rem/status", &sent.rem_statuses),
            contacts: ("/rem/contact", &sent.rem_contacts),
            registrant,
        };
        Self { added, removed }
    }
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
fn breach(breach: &Breach, places: Places<'_>) -> Fault {
    let Places { added, removed } = places;
    let (kind, place, code) = match breach {
        Breach::MonthsNotAllowed => (FaultKind::OutOfRange, "/period/unit".to_owned(), "months"),
        Breach::PeriodOutOfRange { .. } => (FaultKind::OutOfRange, "/period".to_owned(), "period"),
        Breach::OtherExpiry { .. } => (FaultKind::OutOfRange, "/curExpDate".to_owned(), "expiry-differs"),
        Breach::ExpiryTooFar { .. } => (FaultKind::OutOfRange, "/period".to_owned(), "expiry-too-far"),
        Breach::OtherTransferPeriod { .. } => (FaultKind::Refused, "/period".to_owned(), "transfer-period"),
        Breach::StatusNotYours(status) => {
            let is_added = added.statuses.1.iter().any(|placed| placed.text == status.as_str());
            let side = if is_added { added } else { removed };
            (FaultKind::OutOfRange, side.status(*status), "status-of-the-registry")
        }
        Breach::StatusThere(status) => (FaultKind::Refused, added.status(*status), "already-there"),
        Breach::StatusNotThere(status) => (FaultKind::Refused, removed.status(*status), "not-there"),
        Breach::StatusBothWays(status) => (FaultKind::Refused, added.status(*status), "added-and-removed"),
        Breach::ContactThere(role) => (FaultKind::Refused, added.contact(*role), "already-there"),
        Breach::ContactNotThere(role) => (FaultKind::Refused, removed.contact(*role), "not-there"),
        Breach::ContactBothWays(role) => (FaultKind::Refused, added.contact(*role), "added-and-removed"),
        Breach::RoleTaken(role) => (FaultKind::Refused, added.contact(*role), "role-taken"),
        Breach::ClaimUnmet(_) => (FaultKind::Refused, "/contacts/registrant".to_owned(), "claim-unmet"),
    };
    Fault::new(kind, place, code, breach.to_string())
}

/// Refuses as a command of a domain's life did; what is of the policy joins what else the policy refuses.
pub(crate) fn refuse(command: Command, denied: Denied, places: Places<'_>, mut classes: Classes) -> Refusal {
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
