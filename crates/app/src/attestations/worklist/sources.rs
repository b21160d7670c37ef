//! Where work comes from: each claim of each kind that attestors of this kind check.
//!
//! A condition whose top `&&` chain equates an indexed claim of the entity with what the attestor says is answered from that index
//! (`attestations.md` Q8): then only entities that fit are candidates.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domesday_domain::attestation::Party;
use domesday_domain::condition::{Condition, Other, Path, Side};
use domesday_domain::entity::{ClaimName, Kind, KindName, Policy, SystemKind};
use serde_json::Value;

use super::{Asked, WorkMarker};
use crate::entities::{Subject, sought};
use crate::ports::{EntityReads, Snapshot, StoredKind, Work, WorkPlace, WorkSearch};
use crate::refusal::Refusal;
use crate::registry::Context;

/// A claim of a kind.
pub(super) struct Source {
    pub(super) kind: Arc<StoredKind>,
    pub(super) claim: ClaimName,
    pub(super) policy: Policy,
    /// What an index answers of the policy's condition.
    only: Option<(ClaimName, Value)>,
}

/// An entity whose claim may wait.
pub(super) struct Candidate {
    pub(super) since: DateTime<Utc>,
    pub(super) kind: KindName,
    pub(super) claim: ClaimName,
    pub(super) number: i64,
    pub(super) expires: Option<DateTime<Utc>>,
}

/// Candidates in the order of the list, and whether there are more.
pub(super) struct Found {
    pub(super) candidates: Vec<Candidate>,
    pub(super) more: bool,
}

impl Source {
    pub(super) fn is_of(&self, candidate: &Candidate) -> bool {
        self.kind.kind.name == candidate.kind && self.claim == candidate.claim
    }
}

impl Candidate {
    fn of(source: &Source, work: &Work) -> Self {
        let (since, number, expires) = (work.place.since, work.place.number, work.expires);
        Self { since, kind: source.kind.kind.name.clone(), claim: source.claim.clone(), number, expires }
    }

    /// Where it stands in the list.
    pub(super) fn place(&self) -> WorkMarker {
        let (since, kind, claim, number) = (self.since, self.kind.clone(), self.claim.clone(), self.number);
        WorkMarker { since, kind, claim, number }
    }
}

/// The sources of an attestor's work; those that can have none for him are left out.
pub(super) fn of(context: &Context, kinds: &[Arc<StoredKind>], attestor: &Subject, asked: &Asked) -> Vec<Source> {
    let mut sources = Vec::new();
    for kind in kinds.iter().filter(|kind| asked.of.as_ref().is_none_or(|of| *of == kind.kind.name)) {
        for declared in &kind.kind.claims {
            let wanted = asked.claim.as_ref().is_none_or(|claim| *claim == declared.name);
            let policy =
                declared.policy.as_ref().filter(|policy| wanted && policy.attestor_kind == attestor.declared().name);
            let Some(policy) = policy else { continue };
            let Some(only) = indexed(context, &kind.kind, policy, attestor) else { continue };
            let (claim, policy) = (declared.name.clone(), policy.clone());
            sources.push(Source { kind: kind.clone(), claim, policy, only });
        }
    }
    sources.sort_by(|one, other| (&one.kind.kind.name, &one.claim).cmp(&(&other.kind.kind.name, &other.claim)));
    sources
}

/// What an index answers of a condition, if anything; none at all if the condition can hold for nobody.
fn indexed(context: &Context, kind: &Kind, policy: &Policy, attestor: &Subject) -> Option<Option<(ClaimName, Value)>> {
    let equalities = policy.condition.as_ref().map(Condition::equalities).unwrap_or_default();
    let url = context.registry_url();
    let mut only = None;
    for equality in equalities {
        let value = match &equality.other {
            Other::Literal(value) => value.clone(),
            Other::Reference(reference) if reference.side == Side::Entity => continue,
            Other::Reference(reference) => match &reference.path {
                Path::AtId => url.entity(&attestor.declared().name, &attestor.id).into(),
                Path::AtKind => url.kind(&attestor.declared().name).into(),
                // What the attestor cannot prove equals nothing.
                Path::Names(names) => names
                    .first()
                    .and_then(|name| attestor.proven(name))
                    .and_then(|value| names.iter().skip(1).try_fold(value, |value, name| value.get(name)).cloned())?,
            },
        };
        let declared = kind.claim(&equality.claim).filter(|declared| declared.indexed);
        let Some(declared) = declared.filter(|_| only.is_none()) else { continue };
        only = Some(match SystemKind::of(&kind.name) {
            Some(system) => (declared.name.clone(), sought(context, system, &declared.name, &value)?),
            None => (declared.name.clone(), value),
        });
    }
    Some(only)
}

/// The next candidates of all sources, merged: as many at most as one request looks at.
pub(super) fn candidates(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    sources: &mut [Source],
    expiring_before: Option<DateTime<Utc>>,
    after: Option<&WorkMarker>,
    most: usize,
) -> Result<Found, Refusal> {
    let limit = most.checked_div(sources.len()).unwrap_or(most).max(1);
    let (mut all, mut end): (Vec<Candidate>, Option<WorkMarker>) = (Vec::new(), None);
    for source in sources.iter() {
        let search = WorkSearch {
            kind: source.kind.kind.name.clone(),
            claim: source.claim.clone(),
            only: source.only.clone(),
            expiring_before,
            now: context.now,
            after: after.map(|after| place_in(source, after)),
            limit,
        };
        let found = EntityReads::find_work(snapshot, &search)?;
        let is_cut = found.len() == limit;
        let found: Vec<Candidate> = found.into_iter().map(|work| Candidate::of(source, &work)).collect();
        if let Some(last) = found.last().filter(|_| is_cut).map(Candidate::place) {
            end = Some(end.map_or(last.clone(), |end| end.min(last)));
        }
        all.extend(found);
    }
    all.sort_by_key(Candidate::place);
    // Beyond the end of a source that was cut, others' candidates would overtake its next ones.
    if let Some(end) = &end {
        all.retain(|candidate| candidate.place() <= *end);
    }
    Ok(Found { candidates: all, more: end.is_some() })
}

/// Where a source goes on after a place in the merged list.
fn place_in(source: &Source, after: &WorkMarker) -> WorkPlace {
    let own = (&source.kind.kind.name, &source.claim);
    let number = match own.cmp(&(&after.kind, &after.claim)) {
        std::cmp::Ordering::Less => i64::MAX,
        std::cmp::Ordering::Equal => after.number,
        std::cmp::Ordering::Greater => i64::MIN,
    };
    WorkPlace { since: after.since, number }
}
