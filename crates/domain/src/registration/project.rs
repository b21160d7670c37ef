//! What time makes of the stored facts (rule L1).
//!
//! Pure, and as good in many steps as in one: `project(project(x, t1), t2) = project(x, t2)` for `t1 <= t2`. The worker that writes what
//! is due and the request that reads before it has written see the same.

use chrono::{DateTime, Utc};

use super::calendar::{Period, later};
use super::claims::{ClaimCause, ClaimProof};
use super::deletion::{delete, purge};
use super::event::{Event, Happening};
use super::facts::{DomainId, Expiry, Registration, Roid, Stage};
use super::grace::{Grace, GraceKind};
use super::next_change::{Turn, next_judgement, next_turn};
use super::terms::{AtExpiry, TermsVersions};
use super::transfer::{TransferStatus, fall, hand_over};

/// A registration as it is at an instant: nothing of it is due any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    registration: Registration,
    now: DateTime<Utc>,
}

impl Present {
    /// What a command made of a registration. It left nothing due.
    pub(super) fn after(registration: Registration, now: DateTime<Utc>) -> Self {
        Self { registration, now }
    }

    /// The facts.
    pub fn registration(&self) -> &Registration {
        &self.registration
    }

    /// The instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The same with the number and handle that it was given when it was stored.
    #[must_use]
    pub fn numbered(mut self, id: DomainId, roid: Roid) -> Self {
        self.registration.id = id;
        self.registration.roid = roid;
        self
    }

    /// The facts, to be stored.
    pub fn into_registration(self) -> Registration {
        self.registration
    }
}

/// What time made of a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// What it is now.
    pub present: Present,
    /// What happened since the facts were stored, in order.
    pub events: Vec<Event>,
}

/// What the facts are at `now`, and what happened on the way.
pub fn project(registration: &Registration, versions: &TermsVersions, now: DateTime<Utc>) -> Projection {
    let mut registration = registration.clone();
    let mut events = Vec::new();
    while let Some((due, turn)) = next_turn(&registration, versions).filter(|(due, _)| *due <= now) {
        if let Some(what) = take(&mut registration, versions, due, turn) {
            events.push(Event { due, sponsor: registration.sponsor, what });
        }
    }
    Projection { present: Present { registration, now }, events }
}

/// What asks for a look at the registrant's attestations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The policy requires other claims from that instant on.
    Policy,
    /// It came to another account, which may have got a copy of its registrant.
    Transfer,
}

/// What the facts are at `now`, or at the first instant before that at which what follows depends on the registrant's attestations; and
/// what happened on the way. What falls on the same instant after that has not happened yet, though the policy judges first: whoever
/// judged projects on.
pub fn project_to_judgement(
    registration: &Registration,
    versions: &TermsVersions,
    now: DateTime<Utc>,
) -> (Projection, Option<Judgement>) {
    let mut registration = registration.clone();
    let mut events = Vec::new();
    loop {
        let turn = next_turn(&registration, versions).filter(|(due, _)| *due <= now);
        let judged = next_judgement(&registration, versions).filter(|at| *at <= now);
        if let Some(at) = judged.filter(|at| turn.is_none_or(|(due, _)| *at <= due)) {
            return (Projection { present: Present { registration, now: at }, events }, Some(Judgement::Policy));
        }
        let Some((due, turn)) = turn else {
            return (Projection { present: Present { registration, now }, events }, None);
        };
        if let Some(what) = take(&mut registration, versions, due, turn) {
            let moved = matches!(what, Happening::Transferred(_));
            events.push(Event { due, sponsor: registration.sponsor, what });
            if moved {
                let present = Present { registration, now: due };
                return (Projection { present, events }, Some(Judgement::Transfer));
            }
        }
    }
}

/// Lets one thing happen. Nothing but a change of the policy or of the facts could keep it from happening, and there is none here.
fn take(
    registration: &mut Registration,
    versions: &TermsVersions,
    due: DateTime<Utc>,
    turn: Turn,
) -> Option<Happening> {
    let terms = versions.at(due);
    if !matches!(turn, Turn::Notice(_)) {
        registration.revision += 1;
    }
    match turn {
        Turn::EndOfGrace(index) => Some(Happening::GraceEnded(registration.graces.remove(index))),
        Turn::Transfer => {
            let request = registration.transfer.take()?;
            let data = hand_over(registration, request, TransferStatus::ServerApproved, terms, due);
            Some(Happening::Transferred(data))
        }
        Turn::ClaimExpiry(index) => {
            let claim = registration.claims.get_mut(index)?;
            claim.due = later(due, terms.within(&claim.claim)?);
            claim.proof = ClaimProof::Open { cause: ClaimCause::Expired, overdue: false };
            Some(Happening::ClaimExpired { claim: claim.claim.clone(), due: claim.due })
        }
        Turn::ClaimDue(index) => {
            let claim = registration.claims.get_mut(index)?;
            let ClaimProof::Open { cause, overdue } = &mut claim.proof else { return None };
            *overdue = true;
            Some(Happening::ClaimOverdue { claim: claim.claim.clone(), cause: *cause })
        }
        Turn::Notice(lead) => {
            registration.noticed_to = due;
            Some(Happening::ExpiryNotice { lead, expires: registration.expires })
        }
        Turn::EndOfTransfer => fall(registration, versions, due).map(Happening::TransferCancelled),
        Turn::Expiry => Some(expire(registration, versions, due)),
        Turn::Hold => {
            if let Stage::Expired(expiry) = &mut registration.stage {
                expiry.held = true;
            }
            Some(Happening::Held)
        }
        Turn::Deletion => {
            delete(registration, terms, due);
            Some(match registration.stage {
                Stage::Redemption(deletion) => Happening::RedemptionStarted(deletion),
                Stage::PendingDelete(deletion) => Happening::PendingDeleteStarted(deletion),
                _ => Happening::Purged,
            })
        }
        Turn::EndOfRedemption => {
            let Stage::Redemption(deletion) = registration.stage else { return None };
            registration.stage = Stage::PendingDelete(deletion);
            Some(Happening::PendingDeleteStarted(deletion))
        }
        Turn::Purge => {
            purge(registration, due);
            Some(Happening::Purged)
        }
    }
}

/// The end of a registration: another year (rule L5), or expiry (rule L6).
fn expire(registration: &mut Registration, versions: &TermsVersions, due: DateTime<Utc>) -> Happening {
    let terms = versions.at(due);
    match terms.at_expiry {
        AtExpiry::AutoRenew { grace } => {
            let year = Period::Years(1);
            registration.expire_at(terms.year.add(due, year), due);
            registration.graces.extend(Grace::start(GraceKind::AutoRenew, due, grace, year));
            Happening::AutoRenewed { expires: registration.expires }
        }
        AtExpiry::Expire { hold_after, delete_after } => {
            let (hold_at, delete_at) = (later(due, hold_after), later(due, delete_after));
            let expiry = Expiry { hold_at, delete_at, held: false };
            registration.stage = Stage::Expired(expiry);
            Happening::Expired(expiry)
        }
    }
}
