//! What is required of a registrant: judged when something happens to it, told, and a reason to hold a domain (`registrar.md` L12;
//! `attestations.md` N4 to N7).
//!
//! The rules are pure, in `domesday_domain::registration`. Here the registrant's attestations are looked up, and what the rules say of them
//! is stored, published and told, all in the transaction that caused it:
//!
//! | what happens | who judges |
//! | --- | --- |
//! | a domain is created, or gets another registrant | that command, for this domain |
//! | a transfer, at once or by time, leaves it with a copy of its registrant | whoever writes the transfer, at its instant |
//! | a contact's claim is attested, changed, removed; its attestation revoked | that command, for all domains of the contact |
//! | an attestation runs out; a claim falls overdue | time: whoever meets the domain first, or the worker |
//! | the policy requires other claims, or sooner | the same: the change of the policy marks its domains due |
//!
//! What time does is computed on reading, to the instant. A change of the policy, and the copy that a transfer makes, are not: until they
//! are written a read shows the claims as they were, and no longer than until the domain's next command. That the policy of an instant does
//! not require a claim any more is seen at once: then it does not fall overdue.
//!
//! A message is written for each domain and claim, to the domain's sponsor, be it by its own command; so a contact with many domains makes
//! many. They tell when a claim opens, though it is overdue at the same instant (`within: P0D`): then two of them say so.

mod of_contact;
mod story;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domesday_domain::attestation::{AttestationId, SubjectKey};
use domesday_domain::contact::{Contact, ContactRole};
use domesday_domain::entity::SystemKind;
pub(crate) use domesday_domain::registration::Occasion;
use domesday_domain::registration::commands::judge_claims;
use domesday_domain::registration::{
    ClaimProof, ClaimStanding, ClaimTold, ContactNumber, Present, Registration, RequiredClaim, Standings,
    TermsVersions, project,
};

pub(crate) use of_contact::settle_claims_of;
pub(super) use story::{Tidings, Told};

use super::messages::Writer;
use super::proceedings::Proceedings;
use crate::entities::claims_of;
use crate::ports::{Snapshot, StoredDomain, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

/// A domain's registrant, as far as its claims go.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registrant {
    /// Who it is; none if the domain has none.
    pub(crate) contact: Option<Contact>,
    /// How its claims stand.
    pub(crate) standings: Standings,
    /// The attestation that was made last of each claim.
    latest: BTreeMap<String, AttestationId>,
}

impl Registrant {
    /// A contact, with how its claims stand at an instant: one statement.
    ///
    /// # Errors
    /// A [`Refusal`] of the store.
    pub(crate) fn of(snapshot: &mut dyn Snapshot, contact: Contact, at: DateTime<Utc>) -> Result<Self, Refusal> {
        let (standings, latest) = standings(snapshot, &contact, at)?;
        Ok(Self { contact: Some(contact), standings, latest })
    }

    /// Whom a domain's facts name, as of an instant: at most two statements, and none where nothing is required then.
    ///
    /// # Errors
    /// A [`Refusal`] of the store.
    pub(super) fn of_domain(
        snapshot: &mut dyn Snapshot,
        facts: &Registration,
        versions: &TermsVersions,
        at: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let required = !versions.at(at).claims.is_empty();
        match contact_of(snapshot, facts, required)? {
            Some(contact) => Self::of(snapshot, contact, at),
            None => Ok(Self::default()),
        }
    }

    /// The attestation that was made last of a claim.
    pub(super) fn latest(&self, claim: &str) -> Option<AttestationId> {
        self.latest.get(claim).copied()
    }
}

/// The number of a domain's registrant.
pub(super) fn number_of(facts: &Registration) -> Option<ContactNumber> {
    facts.contacts.get(&ContactRole::Registrant).copied()
}

/// A domain's registrant, if it is wanted: one statement at most.
pub(super) fn contact_of(
    snapshot: &mut dyn Snapshot,
    facts: &Registration,
    wanted: bool,
) -> Result<Option<Contact>, Refusal> {
    match number_of(facts).filter(|_| wanted) {
        Some(number) => Ok(snapshot.contacts_numbered(&[number])?.pop()),
        None => Ok(None),
    }
}

/// How a contact's claims stand at an instant, by the attestations that are valid then and not taken back or overtaken since; and the
/// attestation that was made last of each. One statement.
///
/// # Errors
/// A [`Refusal`] of the store.
pub(crate) fn standings(
    snapshot: &mut dyn Snapshot,
    contact: &Contact,
    at: DateTime<Utc>,
) -> Result<(Standings, BTreeMap<String, AttestationId>), Refusal> {
    let key = SubjectKey { kind: SystemKind::Contacts.name(), number: contact.number.0 };
    let claims = claims_of(&contact.content).into_iter();
    let mut standings: BTreeMap<String, ClaimStanding> =
        claims.map(|(claim, _)| (claim.as_str().to_owned(), ClaimStanding::Unattested)).collect();
    let mut latest = BTreeMap::new();
    // The oldest come first.
    for attestation in snapshot.valid_attestations(&[key], at)? {
        let Some(standing) = standings.get_mut(attestation.claim.as_str()) else { continue };
        let until = match *standing {
            ClaimStanding::Attested { until } => until.zip(attestation.expires).map(|(one, other)| one.max(other)),
            ClaimStanding::Missing | ClaimStanding::Unattested => attestation.expires,
        };
        *standing = ClaimStanding::Attested { until };
        latest.insert(attestation.claim.as_str().to_owned(), attestation.id);
    }
    Ok((standings.into_iter().collect(), latest))
}

impl Proceedings {
    /// Judges a domain's required claims at an instant, and tells what is new of them. What falls overdue at that very instant is left to
    /// whoever projects on.
    pub(super) fn judge_claims(
        &mut self,
        writer: &Writer<'_>,
        domain: &mut StoredDomain,
        versions: &TermsVersions,
        registrant: &Registrant,
        occasion: Occasion,
        at: DateTime<Utc>,
    ) {
        let judged = judge_claims(&domain.registration, versions, &registrant.standings, occasion, at);
        domain.registration = judged.registration;
        for news in judged.news {
            let told = match news.now {
                ClaimTold::Required { cause, due, overdue } => Told::Required { cause, due, overdue },
                ClaimTold::Met => Told::Met { attestation: registrant.latest(&news.claim) },
            };
            let tidings = Tidings { claim: &news.claim, from: news.from, told, at };
            let sponsor = domain.registration.sponsor;
            self.tell_claim(writer, &domain.registration, sponsor, registrant.contact.as_ref(), &tidings);
        }
    }

    /// Judges the required claims of a domain in hand because of what the caller does, and tells all of it: what becomes overdue at once
    /// too. The domain's facts are those of the present then.
    pub(crate) fn settle_claims(
        &mut self,
        context: &Context,
        domain: &mut StoredDomain,
        versions: &TermsVersions,
        registrant: &Registrant,
        occasion: Occasion,
    ) -> Present {
        let writer = Writer::of_caller(context);
        self.judge_claims(&writer, domain, versions, registrant, occasion, context.now);
        let projection = project(&domain.registration, versions, context.now);
        domain.registration = projection.present.registration().clone();
        for event in &projection.events {
            if let Some(tidings) = Tidings::of_event(event) {
                self.tell_claim(&writer, &domain.registration, event.sponsor, registrant.contact.as_ref(), &tidings);
            }
        }
        projection.present
    }

    /// Tells what is open of a domain that was created just now.
    pub(super) fn tell_claims_of_new(&mut self, context: &Context, facts: &Registration, contact: Option<&Contact>) {
        for RequiredClaim { claim, due, proof } in &facts.claims {
            if let ClaimProof::Open { cause, overdue } = *proof {
                let told = Told::Required { cause, due: *due, overdue };
                let tidings = Tidings { claim, from: None, told, at: context.now };
                self.tell_claim(&Writer::of_caller(context), facts, facts.sponsor, contact, &tidings);
            }
        }
    }

    /// Settles the claims of a domain that a command gave another registrant, or none; if it did not, nothing is done.
    ///
    /// # Errors
    /// A [`Refusal`] of the store.
    pub(super) fn settle_new_registrant(
        &mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        before: &Registration,
        after: &mut StoredDomain,
        present: Present,
        versions: &TermsVersions,
    ) -> Result<Present, Refusal> {
        if number_of(before) == number_of(&after.registration) || !is_concerned(&after.registration, versions, context)
        {
            return Ok(present);
        }
        let registrant = Registrant::of_domain(tx, &after.registration, versions, context.now)?;
        Ok(self.settle_claims(context, after, versions, &registrant, Occasion::NewRegistrant))
    }
}

/// Whether something is required of a domain's registrant.
pub(super) fn is_concerned(facts: &Registration, versions: &TermsVersions, context: &Context) -> bool {
    !facts.claims.is_empty() || !versions.at(context.now).claims.is_empty()
}
