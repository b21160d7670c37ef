//! Who sees what of an entity (`attestations.md` section 6). Rows of its table add up.

use std::sync::Arc;

use domesday_domain::actor::{Actor, Permission, Role};
use domesday_domain::attestation::{Attestation, Vouching};
use domesday_domain::entity::{ClaimDeclaration, ClaimName, Kind, KindName, SystemKind};

use super::kinds;
use super::subject::{HeldClaim, Subject, numbered};
use crate::ports::{AttestedBy, Snapshot, StoredKind, SubjectSearch};
use crate::refusal::Refusal;
use crate::registry::Context;

/// The most entities of one kind of an account that are asked whether they may attest.
pub(crate) const MOST_ATTESTORS: usize = 1000;

/// What a caller sees of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sight {
    /// Everything: it is his account's, or he is an admin.
    pub(crate) whole: bool,
    /// What is not private.
    pub(crate) open: bool,
    /// What an entity of his account may attest now (rule P1).
    pub(crate) attestable: Vec<String>,
}

impl Sight {
    /// What an actor sees of entities of a kind, by roles and ownership; what he may attest is not among it.
    pub(crate) fn by_standing(actor: &Actor, subject: &Subject) -> Self {
        let whole = actor.is_admin() || subject.owner.as_ref().is_some_and(|(owner, _)| actor.sees(*owner));
        Self { whole, open: sees_open(actor, subject.declared()), attestable: Vec::new() }
    }

    /// The same, and what he may attest: for an attestor who does not see everything anyhow, a fixed number of statements for each kind
    /// of attestors.
    pub(crate) fn of(snapshot: &mut dyn Snapshot, context: &Context, subject: &Subject) -> Result<Self, Refusal> {
        let mut sight = Self::by_standing(&context.actor, subject);
        if sight.whole || !context.actor.roles.contains(Role::Attestor) {
            return Ok(sight);
        }
        let mut attestors = Attestors::default();
        for claim in &subject.claims {
            let Some(declared) = declaration(subject, claim) else { continue };
            if attestors.may_attest(snapshot, context, subject, declared)? {
                sight.attestable.push(claim.name.as_str().to_owned());
            }
        }
        Ok(sight)
    }

    /// Whether there is anything to see: if not, the entity is not there for this caller.
    pub(crate) fn is_anything(&self) -> bool {
        self.whole || self.open || !self.attestable.is_empty()
    }

    /// Whether he sees a claim.
    pub(crate) fn sees(&self, kind: &Kind, claim: &str) -> bool {
        let is_private = || kind.claims.iter().any(|declared| declared.name.as_str() == claim && declared.private);
        self.whole || self.attestable.iter().any(|name| name == claim) || self.open && !is_private()
    }

    /// The claims he sees.
    pub(crate) fn claims<'a>(&self, subject: &'a Subject) -> impl Iterator<Item = &'a HeldClaim> {
        subject.claims.iter().filter(move |claim| self.sees(subject.declared(), claim.name.as_str()))
    }

    /// The attestations he sees: those of claims he sees (rule P2).
    pub(crate) fn attestations<'a>(&self, subject: &'a Subject) -> impl Iterator<Item = &'a Attestation> {
        let seen = subject.attestations.iter();
        seen.filter(move |attestation| self.sees(subject.declared(), attestation.claim.as_str()))
    }
}

/// Whether an actor sees what is not private of all entities of a kind.
pub(crate) fn sees_open(actor: &Actor, kind: &Kind) -> bool {
    let by_role = actor.roles.iter().any(|role| kind.roles.read.contains(role));
    // What a host is, every registrar may read.
    let is_host = SystemKind::of(&kind.name) == Some(SystemKind::Hosts);
    kind.public || by_role || is_host && actor.require(Permission::ReadRegistrations).is_ok()
}

/// What to search so that only what a caller may read is found (rules Q4, P3): everything, what is his account's, or, where an attestation of
/// any claim is asked for, what is not private of all and everything of his own.
pub(super) fn findable(actor: &Actor, kind: &Kind, private: bool, search: SubjectSearch) -> Vec<SubjectSearch> {
    if actor.is_admin() {
        return vec![search];
    }
    let mine = (!actor.is_nobody()).then(|| SubjectSearch { owner: Some(actor.account), ..search.clone() });
    if private || !sees_open(actor, kind) {
        return mine.into_iter().collect();
    }
    let closed: Vec<ClaimName> =
        kind.claims.iter().filter(|declared| declared.private).map(|declared| declared.name.clone()).collect();
    let of_any = |by: &AttestedBy| by.claim.is_none();
    if closed.is_empty() || !search.attestations.iter().any(of_any) {
        return vec![search];
    }
    let mut open = search;
    for by in open.attestations.iter_mut().filter(|by| of_any(by)) {
        by.but_of.clone_from(&closed);
    }
    mine.into_iter().chain([open]).collect()
}

/// The declaration of a claim.
fn declaration<'a>(subject: &'a Subject, claim: &HeldClaim) -> Option<&'a ClaimDeclaration> {
    subject.declared().claims.iter().find(|declared| declared.name == claim.name)
}

/// The entities of the caller's account that may attest, by kind, as they were read for this request.
#[derive(Default)]
pub(crate) struct Attestors {
    read: Vec<(KindName, Vec<Subject>)>,
}

impl Attestors {
    /// The caller's entities of a kind: a fixed number of statements, once.
    pub(crate) fn of_kind(
        &mut self,
        snapshot: &mut dyn Snapshot,
        context: &Context,
        kind: &KindName,
    ) -> Result<&[Subject], Refusal> {
        let known = self.read.iter().position(|(read, _)| read == kind);
        let place = match known {
            Some(place) => place,
            None => {
                let read = own(snapshot, context, kind)?;
                self.read.push((kind.clone(), read));
                self.read.len() - 1
            }
        };
        Ok(self.read.get(place).map(|(_, subjects)| subjects.as_slice()).unwrap_or_default())
    }

    /// Whether one of them may attest what a claim says (rule P1).
    pub(crate) fn may_attest(
        &mut self,
        snapshot: &mut dyn Snapshot,
        context: &Context,
        subject: &Subject,
        claim: &ClaimDeclaration,
    ) -> Result<bool, Refusal> {
        let (Some(policy), Some(held)) = (&claim.policy, subject.claim(claim.name.as_str())) else { return Ok(false) };
        if held.kept {
            return Ok(false);
        }
        let attestors = self.of_kind(snapshot, context, &policy.attestor_kind)?;
        let (registry, entity, claim, stored) = (context.registry_url(), subject, claim.name.as_str(), &held.value);
        let may = |attestor: &Subject| Vouching { registry, attestor, entity, claim, stored }.is_allowed(policy);
        Ok(attestors.iter().any(may))
    }
}

/// The entities of a kind that the caller's account owns.
fn own(snapshot: &mut dyn Snapshot, context: &Context, kind: &KindName) -> Result<Vec<Subject>, Refusal> {
    let Some(stored) = kinds::find(snapshot, kind)? else { return Ok(Vec::new()) };
    let stored: Arc<StoredKind> = Arc::new(stored);
    let numbers = snapshot.find_subjects(&SubjectSearch {
        owner: Some(context.actor.account),
        limit: MOST_ATTESTORS,
        ..SubjectSearch::all(kind.clone(), context.now)
    })?;
    numbered(snapshot, context, &stored, &numbers)
}
