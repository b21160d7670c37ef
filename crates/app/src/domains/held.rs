//! A domain as it is at the instant of a request: stored facts, the policy they are judged by, and what time has done since.

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::policy::{Policy, PolicyHistory};
use domesday_domain::registration::{Event, Present, Registration, TermsVersions, next_judgement, project};

use crate::ports::{Snapshot, StoredDomain};
use crate::refusal::Refusal;

/// A domain in the hands of a use case.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// What is stored.
    pub(crate) stored: StoredDomain,
    /// The policy, with its past.
    pub(crate) history: PolicyHistory,
    /// Its terms.
    pub(crate) versions: TermsVersions,
    /// What it is now.
    pub(crate) present: Present,
    /// What time did since it was stored.
    pub(crate) events: Vec<Event>,
}

impl Held {
    /// What a stored domain is at an instant.
    ///
    /// # Errors
    /// [`Refusal::Failed`] for a policy without versions, which is never stored.
    pub(crate) fn at(stored: StoredDomain, history: PolicyHistory, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let versions = TermsVersions::of(&history).ok_or_else(|| no_policy(&stored))?;
        let projection = project(&stored.registration, &versions, now);
        Ok(Self { stored, history, versions, present: projection.present, events: projection.events })
    }

    /// The domain of a name, one that time has ended and nobody has written so too: a fixed number of statements.
    pub(crate) fn stored(
        snapshot: &mut dyn Snapshot,
        name: &Name,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>, Refusal> {
        let Some(stored) = snapshot.domain(name)? else { return Ok(None) };
        let history = snapshot.policy(&stored.rule)?.ok_or_else(|| no_policy(&stored))?;
        Self::at(stored, history, now).map(Some)
    }

    /// The live domain of a name.
    pub(crate) fn live(snapshot: &mut dyn Snapshot, name: &Name, now: DateTime<Utc>) -> Result<Option<Self>, Refusal> {
        Ok(Self::stored(snapshot, name, now)?.filter(|held| held.present.registration().is_live()))
    }

    /// The domain that a command has just stored.
    pub(crate) fn again(snapshot: &mut dyn Snapshot, name: &Name, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let held = Self::stored(snapshot, name, now)?;
        held.ok_or_else(|| Refusal::Failed(format!("{name} was stored and is not there")))
    }

    /// Live domains by number, in order: a fixed number of statements.
    pub(crate) fn numbered(
        snapshot: &mut dyn Snapshot,
        ids: &[domesday_domain::registration::DomainId],
        now: DateTime<Utc>,
    ) -> Result<Vec<Self>, Refusal> {
        let stored = snapshot.domains_numbered(ids)?;
        let mut held = Self::all(snapshot, stored, now)?;
        held.retain(|held| held.present.registration().is_live());
        Ok(held)
    }

    /// What stored domains are now: one statement for their policies.
    pub(crate) fn all(
        snapshot: &mut dyn Snapshot,
        stored: Vec<StoredDomain>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Self>, Refusal> {
        let mut rules: Vec<_> = Vec::new();
        for domain in &stored {
            if !rules.contains(&domain.rule) {
                rules.push(domain.rule.clone());
            }
        }
        let histories = snapshot.policies_of(&rules)?;
        let held = stored.into_iter().map(|stored| {
            let history = histories.iter().find(|(rule, _)| *rule == stored.rule).map(|(_, history)| history.clone());
            Self::at(stored.clone(), history.ok_or_else(|| no_policy(&stored))?, now)
        });
        held.collect()
    }

    /// The facts as they are now.
    pub(crate) fn facts(&self) -> &Registration {
        self.present.registration()
    }

    /// Whether there is something to write: time did something, or the policy has its claims judged anew.
    pub(crate) fn is_behind(&self) -> bool {
        let judgement = next_judgement(self.facts(), &self.versions);
        !self.events.is_empty() || judgement.is_some_and(|at| at <= self.present.now())
    }

    /// The domain as it would be stored now.
    pub(crate) fn now(&self) -> StoredDomain {
        let registration = self.facts().clone();
        // A code ends with the transfer that it was for (rule D7).
        let code =
            self.stored.code.clone().filter(|_| registration.transferred == self.stored.registration.transferred);
        StoredDomain { registration, code, ..self.stored.clone() }
    }

    /// The policy in force.
    pub(crate) fn policy(&self) -> Result<&Policy, Refusal> {
        let version = self.history.in_force_at(self.present.now());
        version.map(|version| &version.policy).ok_or_else(|| no_policy(&self.stored))
    }
}

fn no_policy(stored: &StoredDomain) -> Refusal {
    Refusal::Failed(format!("{} is registered under {}, which has no policy", stored.registration.name, stored.rule))
}
