//! A domain is registered.

use crate::contact::ContactRole;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domesday_dns::Name;

use super::claims::claims_of_new;
use super::{Breach, Caller, Refusal, foreign_statuses, judge_terms, period_breach};
use crate::account::AccountId;
use crate::registration::calendar::{Period, is_over};
use crate::registration::claims::{ClaimState, RequiredClaim, Standings};
use crate::registration::facts::{ContactNumber, DomainId, Registration, Roid, Stage};
use crate::registration::grace::{Grace, GraceKind};
use crate::registration::project::Present;
use crate::registration::status::StoredStatus;
use crate::registration::terms::TermsVersions;

/// What is to be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRegistration {
    /// Its number.
    pub id: DomainId,
    /// Its name; that it is free and registrable is known.
    pub name: Name,
    /// Its handle.
    pub roid: Roid,
    /// Whose it is to be.
    pub sponsor: AccountId,
    /// For how long; a year if nothing is said.
    pub period: Option<Period>,
    /// Its statuses.
    pub statuses: BTreeSet<StoredStatus>,
    /// Its contacts.
    pub contacts: BTreeMap<ContactRole, ContactNumber>,
    /// How many name servers it has.
    pub name_servers: usize,
    /// How its registrant's claims stand.
    pub standings: Standings,
}

/// Registers a domain (rules D1, D4, L12). What of its required claims is open from the first is to be told.
///
/// # Errors
/// [`Refusal::Terms`].
pub fn create(
    new: NewRegistration,
    versions: &TermsVersions,
    caller: Caller,
    now: DateTime<Utc>,
) -> Result<Present, Refusal> {
    let terms = versions.at(now);
    let period = new.period.unwrap_or(Period::Years(1));
    let claims = claims_of_new(&terms.claims, &new.standings, now);
    let is_unmet = |claim: &&RequiredClaim| claim.state() != ClaimState::Met && is_over(claim.due, now);
    let unmet = claims.iter().filter(is_unmet).map(|claim| Breach::ClaimUnmet(claim.claim.clone()));
    let period_breach = period_breach(period, terms).into_iter();
    judge_terms(period_breach.chain(foreign_statuses(&new.statuses, caller)).chain(unmet))?;
    let NewRegistration { id, name, roid, sponsor, statuses, contacts, name_servers, .. } = new;
    let registration = Registration {
        id,
        name,
        roid,
        sponsor,
        created_by: caller.account,
        updated_by: None,
        created: now,
        updated: None,
        expires: terms.year.add(now, period),
        transferred: None,
        statuses,
        contacts,
        name_servers,
        stage: Stage::Registered,
        graces: Grace::start(GraceKind::Add, now, terms.add_grace, period).into_iter().collect(),
        transfer: None,
        claims,
        judged: versions.begun(now),
        noticed_to: now,
        revision: 1,
    };
    Ok(Present::after(registration, now))
}
