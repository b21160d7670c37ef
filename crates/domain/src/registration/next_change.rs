//! What time will do next to a domain, and when (rule L13).
//!
//! One function finds it for the projection and for the index of due rows, so that the two cannot differ.

use chrono::{DateTime, TimeDelta, Utc};

use super::calendar::earlier;
use super::claims::{ClaimProof, RequiredClaim};
use super::facts::{Registration, Stage};
use super::project::Present;
use super::terms::{TermsVersion, TermsVersions};

/// What time may do next. Of what falls on one instant the earlier variant comes first: what ends is over before anything begins, and
/// a transfer precedes expiry (rule L1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    EndOfGrace(usize),
    Transfer,
    ClaimExpiry(usize),
    ClaimDue(usize),
    Notice(TimeDelta),
    EndOfTransfer,
    Expiry,
    Hold,
    Deletion,
    EndOfRedemption,
    Purge,
}

/// The next instant at which the projection changes, a message falls due, or the required claims are to be judged anew; none if time does
/// nothing more.
pub fn next_change(present: &Present, versions: &TermsVersions) -> Option<DateTime<Utc>> {
    let registration = present.registration();
    let turn = next_turn(registration, versions).map(|(due, _)| due);
    turn.into_iter().chain(next_judgement(registration, versions)).min()
}

/// When the policy began, or begins, to require other claims, or in another time, than those that the domain's claims were judged by. That
/// is no turn: whoever knows the registrant's attestations has to judge ([`judge_claims`](super::commands::judge_claims)).
pub fn next_judgement(registration: &Registration, versions: &TermsVersions) -> Option<DateTime<Utc>> {
    // Two versions may begin at one instant, and the domain have been judged in between: what counts is how many they are.
    let judged = if registration.judged == 0 { versions.begun(registration.created) } else { registration.judged };
    let mut later = versions.iter().zip(versions.iter().skip(1)).skip(judged.saturating_sub(1));
    let differs = |(before, version): &(&TermsVersion, &TermsVersion)| version.terms.claims != before.terms.claims;
    let next = later.find(differs).map(|(_, version)| version.valid_from);
    next.filter(|_| registration.is_live())
}

/// What is due next, however long ago it was due.
pub(super) fn next_turn(registration: &Registration, versions: &TermsVersions) -> Option<(DateTime<Utc>, Turn)> {
    if !registration.is_live() {
        return None;
    }
    let graces = registration.graces.iter().enumerate().map(|(index, grace)| (grace.until, Turn::EndOfGrace(index)));
    let claims = claim_turns(registration, versions);
    let transfer = registration.transfer.map(|request| (request.acts_at, Turn::Transfer));
    let turns = graces.chain(claims).chain(transfer).chain(stage_turns(registration, versions).into_iter().flatten());
    turns.filter(|(due, _)| *due < DateTime::<Utc>::MAX_UTC).min()
}

/// What its required claims lead to: only while the version in force at that very instant requires them still.
fn claim_turns(registration: &Registration, versions: &TermsVersions) -> impl Iterator<Item = (DateTime<Utc>, Turn)> {
    let turn = |(index, claim): (usize, &RequiredClaim)| match claim.proof {
        ClaimProof::Open { overdue, .. } => (!overdue).then_some((claim.due, Turn::ClaimDue(index))),
        ClaimProof::Met { until } => until.map(|until| (until, Turn::ClaimExpiry(index))),
    };
    let turns = registration.claims.iter().enumerate().filter_map(move |each| Some((each.1, turn(each)?)));
    let required = turns.filter(|(claim, (at, _))| versions.at(*at).within(&claim.claim).is_some());
    required.map(|(_, turn)| turn)
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
