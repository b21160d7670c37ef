//! What time will do next to a domain, and when (rule L13).
//!
//! One function finds it for the projection and for the index of due rows, so that the two cannot differ.

use chrono::{DateTime, TimeDelta, Utc};

use super::calendar::earlier;
use super::facts::{ClaimState, Registration, Stage};
use super::project::Present;
use super::terms::TermsVersions;

/// What time may do next. Of what falls on one instant the earlier variant comes first: what ends is over before anything begins, and
/// a transfer precedes expiry (rule L1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    EndOfGrace(usize),
    Transfer,
    ClaimDue(usize),
    Notice(TimeDelta),
    EndOfTransfer,
    Expiry,
    Hold,
    Deletion,
    EndOfRedemption,
    Purge,
}

/// The next instant at which the projection changes or a message falls due; none if time does nothing more.
pub fn next_change(present: &Present, versions: &TermsVersions) -> Option<DateTime<Utc>> {
    next_turn(present.registration(), versions).map(|(due, _)| due)
}

/// What is due next, however long ago it was due.
pub(super) fn next_turn(registration: &Registration, versions: &TermsVersions) -> Option<(DateTime<Utc>, Turn)> {
    if !registration.is_live() {
        return None;
    }
    let graces = registration.graces.iter().enumerate().map(|(index, grace)| (grace.until, Turn::EndOfGrace(index)));
    let claims = registration.claims.iter().enumerate();
    let claims = claims.filter(|(_, claim)| claim.state == ClaimState::Pending);
    let claims = claims.map(|(index, claim)| (claim.due, Turn::ClaimDue(index)));
    let transfer = registration.transfer.map(|request| (request.acts_at, Turn::Transfer));
    let turns = graces.chain(claims).chain(transfer).chain(stage_turns(registration, versions).into_iter().flatten());
    turns.filter(|(due, _)| *due < DateTime::<Utc>::MAX_UTC).min()
}

/// What its stage leads to.
fn stage_turns(registration: &Registration, versions: &TermsVersions) -> [Option<(DateTime<Utc>, Turn)>; 2] {
    match registration.stage {
        Stage::Registered => [next_notice(registration, versions), Some((registration.expires, Turn::Expiry))],
        Stage::Expired(expiry) => {
            let end = if registration.transfer.is_some() { Turn::EndOfTransfer } else { Turn::Deletion };
            [(!expiry.held).then_some((expiry.hold_at, Turn::Hold)), Some((expiry.delete_at, end))]
        }
        Stage::Redemption(deletion) if deletion.restorable_until < deletion.purge_at => {
            [Some((deletion.restorable_until, Turn::EndOfRedemption)), None]
        }
        Stage::Redemption(deletion) | Stage::PendingDelete(deletion) => [Some((deletion.purge_at, Turn::Purge)), None],
        Stage::Gone { .. } => [None, None],
    }
}

/// The next notice: one that the version in force at its own instant wants.
fn next_notice(registration: &Registration, versions: &TermsVersions) -> Option<(DateTime<Utc>, Turn)> {
    let leads = versions.iter().flat_map(|version| &version.terms.expiry_notices).copied();
    let notices =
        leads.filter(|lead| *lead >= TimeDelta::zero()).map(|lead| (earlier(registration.expires, lead), lead));
    let wanted =
        notices.filter(|(due, lead)| *due > registration.noticed_to && versions.at(*due).expiry_notices.contains(lead));
    wanted.min().map(|(due, lead)| (due, Turn::Notice(lead)))
}
