//! A domain is asked for by another account, and the answers to that (section 5).

use chrono::{DateTime, Utc};

use super::{Breach, Caller, Outcome, Refusal, Transferring, judge_state, judge_terms};
use crate::policy::TransferModel;
use crate::registration::calendar::{Period, is_over, later};
use crate::registration::facts::Registration;
use crate::registration::obstacle::{Command, Obstacle, obstacles};
use crate::registration::project::Present;
use crate::registration::terms::TermsVersions;
use crate::registration::transfer::{TransferData, TransferRequest, TransferStatus, close, hand_over, pending};

/// Asks for a domain (rule T1); that the code is right is known. Under the immediate model, or without a window, it comes at once.
///
/// # Errors
/// [`Refusal::OwnDomain`], [`Refusal::State`], [`Refusal::Terms`].
pub fn request_transfer(
    present: &Present,
    period: Option<Period>,
    versions: &TermsVersions,
    caller: Caller,
) -> Result<Transferring, Refusal> {
    let (mut registration, now) = (present.registration().clone(), present.now());
    if registration.is_live() && registration.sponsor == caller.account {
        return Err(Refusal::OwnDomain);
    }
    let terms = versions.at(now);
    let until = locked_until(&registration, versions);
    let locked = (registration.is_live() && !is_over(until, now)).then_some(Obstacle::Locked { until });
    judge_state(obstacles(present, Command::Transfer).into_iter().chain(locked).collect())?;
    let years = terms.transfer.years;
    let is_other = period.is_some_and(|period| period != Period::Years(years));
    judge_terms(is_other.then_some(Breach::OtherTransferPeriod { years }))?;
    let acts_at = later(now, terms.transfer.window);
    let request = TransferRequest { requester: caller.account, requested: now, acts_at };
    let at_once = terms.transfer.model == TransferModel::Immediate || is_over(acts_at, now);
    let transfer = if at_once {
        let request = TransferRequest { acts_at: now, ..request };
        Some(hand_over(&mut registration, request, TransferStatus::ServerApproved, terms, now))
    } else {
        registration.transfer = Some(request);
        pending(&registration, versions)
    };
    outcome(registration, transfer, now)
}

/// Grants a request: the losing sponsor, or the registry.
///
/// # Errors
/// [`Refusal::State`], [`Refusal::WrongSide`].
pub fn approve_transfer(present: &Present, versions: &TermsVersions, caller: Caller) -> Result<Transferring, Refusal> {
    let (mut registration, now) = (present.registration().clone(), present.now());
    let (request, status) = answer(&registration, caller, Answer::Approve)?;
    let transfer = hand_over(&mut registration, request, status, versions.at(now), now);
    outcome(registration, Some(transfer), now)
}

/// Refuses a request: the losing sponsor, or the registry. All else stays as it was (rule T6).
///
/// # Errors
/// [`Refusal::State`], [`Refusal::WrongSide`].
pub fn reject_transfer(present: &Present, versions: &TermsVersions, caller: Caller) -> Result<Transferring, Refusal> {
    end(present, versions, caller, Answer::Reject)
}

/// Takes a request back: the requester, or the registry. All else stays as it was (rule T6).
///
/// # Errors
/// [`Refusal::State`], [`Refusal::WrongSide`].
pub fn cancel_transfer(present: &Present, versions: &TermsVersions, caller: Caller) -> Result<Transferring, Refusal> {
    end(present, versions, caller, Answer::Cancel)
}

/// How a request is answered.
#[derive(Clone, Copy)]
enum Answer {
    Approve,
    Reject,
    Cancel,
}

fn end(present: &Present, versions: &TermsVersions, caller: Caller, given: Answer) -> Result<Transferring, Refusal> {
    let (mut registration, now) = (present.registration().clone(), present.now());
    let (_, status) = answer(&registration, caller, given)?;
    let transfer = close(&mut registration, versions, status, now);
    outcome(registration, transfer, now)
}

/// Whether a request is there to be answered, by this caller, and what it becomes. An account that is a side of it answers as that.
fn answer(
    registration: &Registration,
    caller: Caller,
    given: Answer,
) -> Result<(TransferRequest, TransferStatus), Refusal> {
    let missing = if registration.is_live() { Obstacle::NoTransferPending } else { Obstacle::Gone };
    let request = registration.transfer.ok_or_else(|| Refusal::State(vec![missing]))?;
    let (side, by_side, by_registry) = match given {
        Answer::Approve => (registration.sponsor, TransferStatus::ClientApproved, TransferStatus::ServerApproved),
        Answer::Reject => (registration.sponsor, TransferStatus::ClientRejected, TransferStatus::ServerCancelled),
        Answer::Cancel => (request.requester, TransferStatus::ClientCancelled, TransferStatus::ServerCancelled),
    };
    match (caller.account == side, caller.is_admin) {
        (true, _) => Ok((request, by_side)),
        (false, true) => Ok((request, by_registry)),
        (false, false) => Err(Refusal::WrongSide),
    }
}

/// Until when it stays where it is; each lock is of the version in force when it began.
fn locked_until(registration: &Registration, versions: &TermsVersions) -> DateTime<Utc> {
    let end = |at: DateTime<Utc>| later(at, versions.at(at).transfer.lock);
    registration.transferred.map_or(end(registration.created), |at| end(at).max(end(registration.created)))
}

fn outcome(
    mut registration: Registration,
    transfer: Option<TransferData>,
    now: DateTime<Utc>,
) -> Result<Transferring, Refusal> {
    registration.revision += 1;
    let transfer = transfer.ok_or_else(|| Refusal::State(vec![Obstacle::NoTransferPending]))?;
    Ok(Outcome { present: Present::after(registration, now), transfer })
}
