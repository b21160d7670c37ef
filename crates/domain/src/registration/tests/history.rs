//! Random policies, and random lives under them: what the properties are tried on.

use crate::contact::ContactRole;
use crate::policy::TransferModel;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::samples::*;
use crate::registration::commands::*;
use crate::registration::*;

/// A policy's versions, and the unit in which its durations are small numbers.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) unit: TimeDelta,
    pub(super) versions: TermsVersions,
}

/// How long to wait before a command.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wait {
    Nothing,
    Units(i32),
    UntilJustBefore,
    UntilDue,
    UntilJustAfter,
}

/// A command, or something like one.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    Nothing,
    Renew(Period),
    Delete,
    Restore,
    Request,
    Approve,
    Reject,
    Cancel,
    Toggle(StoredStatus),
    Change(Changes),
    /// The registrant's claims stand so now; those of them with a number of units are attested for so long.
    Claims(Occasion, Vec<Standing>),
}

/// How a claim stands: `Attested` for so many units, if it ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standing {
    Missing,
    Unattested,
    Attested(Option<i32>),
}

#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) wait: Wait,
    pub(super) caller: Caller,
    /// Not by that caller, but by one who may.
    pub(super) fitting: bool,
    pub(super) deed: Deed,
}

/// The claims that policies may require.
const CLAIMS: [&str; 3] = ["email", "name", "voice"];

/// When all lives begin.
pub(super) fn beginning() -> DateTime<Utc> {
    at("2024-02-29T12:00:00.000001")
}

fn any_length(unit: TimeDelta) -> impl Strategy<Value = TimeDelta> {
    select(vec![0, 0, 1, 2, 5, 5, 7, 30, 45, 60]).prop_map(move |length| unit * length)
}

/// Claims that every version of a policy requires, in the same time: what another version requires is judged by whoever can look.
fn any_claims(unit: TimeDelta) -> impl Strategy<Value = Vec<ClaimTerms>> {
    vec(any_length(unit), 0..3).prop_map(|within| {
        let claim = |(claim, within): (&str, TimeDelta)| ClaimTerms { claim: claim.to_owned(), within };
        CLAIMS.into_iter().zip(within).map(claim).collect()
    })
}

fn any_terms(unit: TimeDelta, year: Year) -> impl Strategy<Value = Terms> {
    let length = || any_length(unit);
    let auto_renew = length().prop_map(|grace| AtExpiry::AutoRenew { grace });
    let expire =
        (length(), length()).prop_map(|(hold_after, delete_after)| AtExpiry::Expire { hold_after, delete_after });
    let model = select(vec![TransferModel::Standard, TransferModel::Standard, TransferModel::Immediate]);
    let transfer = (model, length(), length(), 0..4u16);
    let transfer = transfer.prop_map(|(model, window, lock, years)| TransferTerms { model, window, lock, years });
    let notices = vec(length(), 0..3);
    let graces = (length(), length(), length(), length(), length());
    (graces, prop_oneof![auto_renew, expire], notices, transfer, 1..11u16, any::<bool>()).prop_map(
        move |(graces, at_expiry, expiry_notices, transfer, max_years, months)| {
            let (add_grace, renew_grace, transfer_grace, redemption, pending_delete) = graces;
            Terms {
                min_years: u16::from(!months),
                max_years,
                months,
                add_grace,
                renew_grace,
                transfer_grace,
                at_expiry,
                redemption,
                pending_delete,
                expiry_notices,
                transfer,
                claims: Vec::new(),
                year,
            }
        },
    )
}

/// A preset or anything else, and up to two changes of it at random instants.
pub(super) fn any_policy() -> impl Strategy<Value = Policy> {
    let sandbox = SandboxYear::new(TimeDelta::minutes(60)).map_or(Year::Calendar, Year::Sandbox);
    let kinds = select(vec![(days(1), Year::Calendar), (TimeDelta::minutes(1), sandbox)]);
    kinds.prop_flat_map(|(unit, year)| {
        let preset = select(vec![default_terms(), st_terms(), open_st()]);
        let terms = if year == Year::Calendar {
            prop_oneof![preset, any_terms(unit, year)].boxed()
        } else {
            any_terms(unit, year).boxed()
        };
        let changes = vec((0..900i32, terms.clone()), 0..3);
        (terms, changes, any_claims(unit)).prop_map(move |(first, changes, claims)| {
            let requiring = |terms| Terms { claims: claims.clone(), ..terms };
            let version =
                |(from, terms)| TermsVersion { valid_from: beginning() + unit * from, terms: requiring(terms) };
            let first = TermsVersion { valid_from: beginning() - days(1), terms: requiring(first) };
            let all = std::iter::once(first).chain(changes.into_iter().map(version));
            Policy { unit, versions: TermsVersions::new(all.collect()).unwrap() }
        })
    })
}

fn any_changes() -> impl Strategy<Value = Changes> {
    let statuses = || btree_set(select(StoredStatus::ALL.to_vec()), 0..2);
    let entry = (select(vec![ContactRole::Registrant, ContactRole::Tech]), (1..4i64).prop_map(ContactNumber));
    let contacts = || btree_set(entry.clone(), 0..2);
    (statuses(), statuses(), contacts(), contacts(), proptest::option::of(0..3usize), any::<bool>()).prop_map(
        |(add_statuses, remove_statuses, add_contacts, remove_contacts, name_servers, elsewhere)| Changes {
            add_statuses,
            remove_statuses,
            add_contacts,
            remove_contacts,
            registrant: None,
            name_servers,
            elsewhere,
        },
    )
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let period = prop_oneof![(0..4u16).prop_map(Period::Years), (0..20u16).prop_map(Period::Months)];
    let standing = prop_oneof![
        1 => Just(Standing::Missing),
        1 => Just(Standing::Unattested),
        1 => Just(Standing::Attested(None)),
        3 => (1..60i32).prop_map(|units| Standing::Attested(Some(units))),
    ];
    let occasion = select(vec![
        Occasion::NewRegistrant,
        Occasion::Changed,
        Occasion::Attested,
        Occasion::Revoked,
        Occasion::Policy,
    ]);
    prop_oneof![
        2 => Just(Deed::Nothing),
        4 => period.prop_map(Deed::Renew),
        2 => Just(Deed::Delete),
        4 => Just(Deed::Restore),
        6 => Just(Deed::Request),
        2 => Just(Deed::Approve),
        2 => Just(Deed::Reject),
        2 => Just(Deed::Cancel),
        2 => select(StoredStatus::ALL.to_vec()).prop_map(Deed::Toggle),
        2 => any_changes().prop_map(Deed::Change),
        3 => (occasion, vec(standing, 3)).prop_map(|(occasion, standings)| Deed::Claims(occasion, standings)),
    ]
}

pub(super) fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![
        3 => Just(Wait::Nothing),
        4 => (0..6i32).prop_map(Wait::Units),
        1 => (0..400i32).prop_map(Wait::Units),
        1 => Just(Wait::UntilJustBefore),
        2 => Just(Wait::UntilDue),
        1 => Just(Wait::UntilJustAfter),
    ];
    let step = (wait, select(vec![ACME, ACME, ZETA, REGISTRY]), any::<bool>(), any_deed());
    let step = step.prop_map(|(wait, caller, fitting, deed)| Step { wait, caller, fitting, deed });
    vec(step, 1..40)
}

/// The instant of the next command.
pub(super) fn clock(present: &Present, policy: &Policy, wait: Wait) -> DateTime<Utc> {
    let now = present.now();
    let due = next_change(present, &policy.versions).unwrap_or(now);
    match wait {
        Wait::Nothing => now,
        Wait::Units(units) => now + policy.unit * units,
        Wait::UntilJustBefore => now.max(due - MICROSECOND),
        Wait::UntilDue => due,
        Wait::UntilJustAfter => due + MICROSECOND,
    }
}

/// A domain for the shortest time there is.
pub(super) fn born(policy: &Policy, caller: Caller, now: DateTime<Utc>) -> Present {
    let period = Some(Period::Years(policy.versions.at(now).min_years.max(1)));
    let standings = attested(&CLAIMS);
    let new = NewRegistration { period, sponsor: caller.account, standings, ..new_domain() };
    create(new, &policy.versions, caller, now).unwrap()
}

/// One who may do the deed, if it is that of a side.
fn fitting(registration: &Registration, deed: &Deed) -> Option<Caller> {
    let by = |account| Caller { account, is_admin: false };
    match deed {
        Deed::Approve | Deed::Reject => Some(by(registration.sponsor)),
        Deed::Cancel => registration.transfer.map(|request| by(request.requester)),
        Deed::Request if registration.sponsor == ZETA.account => Some(ACME),
        Deed::Request => Some(ZETA),
        Deed::Toggle(_) => Some(REGISTRY),
        _ => None,
    }
}

/// Does a deed, or leaves all as it was if it is refused. A name that is free is registered again instead.
pub(super) fn perform(present: &Present, policy: &Policy, step: &Step) -> Present {
    let (versions, registration) = (&policy.versions, present.registration());
    if !registration.is_live() {
        return born(policy, step.caller, present.now());
    }
    let caller = fitting(registration, &step.deed).filter(|_| step.fitting).unwrap_or(step.caller);
    let moved = |outcome: Result<Transferring, Refusal>| outcome.map(|outcome| outcome.present);
    let change = |changes: Changes| update(present, changes, caller).map(|updated| updated.present);
    let done = match &step.deed {
        Deed::Nothing => Ok(present.clone()),
        Deed::Renew(period) => renew(present, Some(*period), registration.expires.date_naive(), versions, caller),
        Deed::Delete => delete(present, versions, caller).map(|deleted| deleted.present),
        Deed::Restore => restore(present, versions, caller),
        Deed::Request => moved(request_transfer(present, None, versions, caller)),
        Deed::Approve => moved(approve_transfer(present, versions, caller)),
        Deed::Reject => moved(reject_transfer(present, versions, caller)),
        Deed::Cancel => moved(cancel_transfer(present, versions, caller)),
        Deed::Toggle(status) if registration.statuses.contains(status) => {
            change(Changes { remove_statuses: [*status].into(), ..Changes::default() })
        }
        Deed::Toggle(status) => change(Changes { add_statuses: [*status].into(), ..Changes::default() }),
        Deed::Change(changes) => change(changes.clone()),
        Deed::Claims(occasion, given) => {
            let standing = |standing: &Standing| match standing {
                Standing::Missing => ClaimStanding::Missing,
                Standing::Unattested => ClaimStanding::Unattested,
                Standing::Attested(units) => {
                    ClaimStanding::Attested { until: units.map(|units| present.now() + policy.unit * units) }
                }
            };
            let standings = CLAIMS.iter().zip(given).map(|(claim, given)| ((*claim).to_owned(), standing(given)));
            Ok(judged(present, versions, &standings.collect(), *occasion).0)
        }
    };
    done.unwrap_or_else(|_| present.clone())
}
