//! Terms, accounts, instants and domains to try things with.

use crate::contact::ContactRole;
use crate::policy::TransferModel;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domesday_dns::Name;

use crate::account::AccountId;
use crate::registration::commands::{Caller, NewRegistration, Refusal, create, judge_claims};
use crate::registration::*;

pub(super) const ACME: Caller = Caller { account: AccountId(1), is_admin: false };
pub(super) const ZETA: Caller = Caller { account: AccountId(2), is_admin: false };
pub(super) const REGISTRY: Caller = Caller { account: AccountId(9), is_admin: true };

pub(super) const MICROSECOND: TimeDelta = TimeDelta::microseconds(1);

pub(super) fn days(days: i64) -> TimeDelta {
    TimeDelta::days(days)
}

/// An instant, from a day or from a date and time.
pub(super) fn at(text: &str) -> DateTime<Utc> {
    let whole = if text.len() == 10 { format!("{text}T00:00:00Z") } else { format!("{text}Z") };
    whole.parse().unwrap()
}

/// The preset `default`.
pub(super) fn default_terms() -> Terms {
    Terms {
        min_years: 1,
        max_years: 10,
        months: false,
        add_grace: days(5),
        renew_grace: days(5),
        transfer_grace: days(5),
        at_expiry: AtExpiry::AutoRenew { grace: days(45) },
        redemption: days(30),
        pending_delete: days(5),
        expiry_notices: Vec::new(),
        transfer: TransferTerms { model: TransferModel::Standard, window: days(5), lock: days(0), years: 1 },
        claims: Vec::new(),
        year: Year::Calendar,
    }
}

/// The preset `st`.
pub(super) fn st_terms() -> Terms {
    Terms {
        months: true,
        at_expiry: AtExpiry::Expire { hold_after: days(0), delete_after: days(40) },
        expiry_notices: vec![days(30), days(14)],
        transfer: TransferTerms { model: TransferModel::Standard, window: days(7), lock: days(60), years: 1 },
        ..default_terms()
    }
}

/// `st` without its lock and its notices, so that every instant can be used.
pub(super) fn open_st() -> Terms {
    let transfer = TransferTerms { lock: days(0), ..st_terms().transfer };
    Terms { expiry_notices: Vec::new(), transfer, ..st_terms() }
}

/// Terms that require claims, each within so many days.
pub(super) fn requiring(terms: Terms, claims: &[(&str, i64)]) -> Terms {
    let claim = |(claim, within): &(&str, i64)| ClaimTerms { claim: (*claim).into(), within: days(*within) };
    Terms { claims: claims.iter().map(claim).collect(), ..terms }
}

/// How claims stand that are attested without an end.
pub(super) fn attested(claims: &[&str]) -> Standings {
    claims.iter().map(|claim| ((*claim).to_owned(), ClaimStanding::Attested { until: None })).collect()
}

/// How claims stand that have values and no attestations.
pub(super) fn unattested(claims: &[&str]) -> Standings {
    claims.iter().map(|claim| ((*claim).to_owned(), ClaimStanding::Unattested)).collect()
}

/// The same domain with its claims judged anew, and what is told of them.
pub(super) fn judged(
    present: &Present,
    versions: &TermsVersions,
    standings: &Standings,
    occasion: Occasion,
) -> (Present, Vec<ClaimNews>) {
    let judged = judge_claims(present.registration(), versions, standings, occasion, present.now());
    (project(&judged.registration, versions, present.now()).present, judged.news)
}

pub(super) fn always(terms: Terms) -> TermsVersions {
    TermsVersions::always(terms)
}

pub(super) fn new_domain() -> NewRegistration {
    NewRegistration {
        id: DomainId(1),
        name: Name::parse("blue.st").unwrap(),
        roid: Roid("D1-DMSD".into()),
        sponsor: ACME.account,
        period: None,
        statuses: BTreeSet::new(),
        contacts: BTreeMap::from([(ContactRole::Registrant, ContactNumber(1))]),
        name_servers: 2,
        standings: Standings::default(),
    }
}

/// A domain of ACME's, registered for so many years.
pub(super) fn registered(versions: &TermsVersions, now: &str, years: u16) -> Present {
    let new = NewRegistration { period: Some(Period::Years(years)), ..new_domain() };
    create(new, versions, ACME, at(now)).unwrap()
}

/// The same later on.
pub(super) fn then(present: &Present, versions: &TermsVersions, now: &str) -> Present {
    then_at(present, versions, at(now))
}

pub(super) fn then_at(present: &Present, versions: &TermsVersions, now: DateTime<Utc>) -> Present {
    project(present.registration(), versions, now).present
}

/// What time does to it until then.
pub(super) fn events(present: &Present, versions: &TermsVersions, now: &str) -> Vec<(DateTime<Utc>, Happening)> {
    let events = project(present.registration(), versions, at(now)).events;
    events.into_iter().map(|event| (event.due, event.what)).collect()
}

pub(super) fn words(present: &Present, versions: &TermsVersions) -> Vec<&'static str> {
    present.view(versions).statuses.into_iter().map(Status::as_str).collect()
}

pub(super) fn rgp(present: &Present, versions: &TermsVersions) -> Vec<&'static str> {
    present.view(versions).rgp_statuses.into_iter().map(RgpStatus::as_str).collect()
}

pub(super) fn lifecycle(present: &Present, versions: &TermsVersions) -> &'static str {
    present.view(versions).lifecycle.as_str()
}

/// The end of its registration.
pub(super) fn expiry(present: &Present) -> DateTime<Utc> {
    present.registration().expires
}

pub(super) fn status(word: &str) -> StoredStatus {
    StoredStatus::parse(word).unwrap()
}

/// The same with some statuses set.
pub(super) fn with_statuses(present: &Present, versions: &TermsVersions, words: &[&str]) -> Present {
    let mut registration = present.registration().clone();
    registration.statuses.extend(words.iter().map(|word| status(word)));
    project(&registration, versions, present.now()).present
}

pub(super) fn state<T>(obstacles: impl IntoIterator<Item = Obstacle>) -> Result<T, Refusal> {
    Err(Refusal::State(obstacles.into_iter().collect()))
}
