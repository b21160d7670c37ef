//! What waits for an attestor: claims that his entity may attest now and that nobody has, or whose last attestation soon runs out
//! (`attestations.md` Q7, Q8).
//!
//! Several kinds may have claims that attestors of one kind check: each such claim is a source, in the order of the instants at which values
//! were set, and the list is their merge. A request looks at a thousand candidates at most; so a page may be short, or empty, and yet have a
//! next one.

mod sources;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domesday_domain::actor::{Permission, Role};
use domesday_domain::attestation::Vouching;
use domesday_domain::entity::{ClaimName, EntityId, KindName, Policy, SystemKind, read_claim};
use domesday_domain::finding::Findings;
use domesday_domain::registration::{ClaimState, ContactNumber};
use serde_json::Value;

use self::sources::{Candidate, Source};
use crate::domains::Held;
use crate::entities::{Attestors, Denial, Subject, all_kinds, subject};
use crate::input::Input;
use crate::ports::{Extent, Snapshot, StoredKind};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// How many candidates a request looks at (rule Q8).
const MOST_CANDIDATES: usize = 1000;
/// How many of them are read at once.
const AT_ONCE: usize = 100;
/// The most domains that are looked at for when contacts' claims are due.
const MOST_DOMAINS: usize = 10_000;

/// Which work is asked for.
#[derive(Clone, Debug, Default)]
pub struct WorkQuery {
    /// The kind of the attestor: a name, path or URL.
    pub kind: Option<String>,
    /// Which of the account's entities of that kind, if it has several.
    pub attestor: Option<String>,
    /// Only entities of this kind.
    pub of: Option<String>,
    /// Only claims of this name.
    pub claim: Option<String>,
    /// Those whose last attestation runs out within so many days: 1 to 366.
    pub expiring: Option<i64>,
    /// After this place.
    pub after: Option<WorkMarker>,
    /// At most so many.
    pub limit: usize,
}

/// Where a page of the worklist ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkMarker {
    /// When the value was set.
    pub since: DateTime<Utc>,
    /// The kind of its entity.
    pub kind: KindName,
    /// The claim.
    pub claim: ClaimName,
    /// The entity's number.
    pub number: i64,
}

/// A claim that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkItem {
    /// The kind of its entity.
    pub kind: KindName,
    /// The entity.
    pub entity: EntityId,
    /// The claim.
    pub claim: ClaimName,
    /// What it says.
    pub value: Value,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who may attest it.
    pub attestor: (KindName, EntityId),
    /// The policy.
    pub policy: Policy,
    /// When its last attestation runs out, if it has one.
    pub expires: Option<DateTime<Utc>>,
    /// When it has to be attested, if a domain asks for it.
    pub due: Option<DateTime<Utc>>,
}

/// A page of the worklist.
#[derive(Clone, Debug)]
pub struct WorkPage {
    /// The claims, those longest set first.
    pub items: Vec<WorkItem>,
    /// Where the next page begins, if there may be one.
    pub next: Option<WorkMarker>,
}

/// Asks for a page of the worklist.
pub struct ReadWorklist {
    /// Which work.
    pub query: Input<WorkQuery>,
}

impl Query for ReadWorklist {
    const NEEDS: Permission = Permission::UseSession;
    const EXTENT: Extent = Extent::Long;
    type Answer = WorkPage;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<WorkPage, Refusal> {
        if !context.actor.roles.contains(Role::Attestor) && !context.actor.is_admin() {
            return Err(Denial::forbidden("forbidden", "the worklist is for attestors").into());
        }
        let (query, findings) = self.query.well_formed()?;
        let asked = Asked::read(context, snapshot, query, findings)?;
        let kinds: Vec<Arc<StoredKind>> = all_kinds(snapshot)?.into_iter().map(Arc::new).collect();
        let expiring = query.expiring.map(|days| context.now + TimeDelta::days(days));
        let mut sources = sources::of(context, &kinds, &asked.attestor, &asked);
        let found =
            sources::candidates(snapshot, context, &mut sources, expiring, query.after.as_ref(), MOST_CANDIDATES)?;
        let mut work = Work { context, attestor: &asked.attestor, items: Vec::new(), last: None };
        for some in found.candidates.chunks(AT_ONCE) {
            if work.items.len() >= query.limit {
                break;
            }
            work.look(snapshot, &sources, some, query.limit)?;
        }
        let looked_at_all = work.last == found.candidates.last().map(Candidate::place);
        let next = if looked_at_all && !found.more { None } else { work.last.clone() };
        let mut items = work.items;
        add_due(snapshot, context, &mut items)?;
        Ok(WorkPage { items: items.into_iter().map(|(item, _)| item).collect(), next })
    }
}

/// What was asked for, read.
struct Asked {
    attestor: Subject,
    of: Option<KindName>,
    claim: Option<ClaimName>,
}

impl Asked {
    fn read(
        context: &Context,
        snapshot: &mut dyn Snapshot,
        query: &WorkQuery,
        mut findings: Findings,
    ) -> Result<Self, Refusal> {
        let url = context.registry_url();
        let mut kind_of = |field: &str, text: Option<&String>| match text.map(|text| url.read_kind(text)) {
            None => None,
            Some(Ok(kind)) => Some(kind),
            Some(Err(fault)) => {
                findings.error(field, fault.code(), fault.to_string());
                None
            }
        };
        let kind = kind_of("kind", query.kind.as_ref());
        let of = kind_of("of", query.of.as_ref());
        if query.kind.is_none() {
            findings.error("kind", "required", "the kind of the attestor");
        }
        let claim = query.claim.as_deref().map(read_claim).transpose().unwrap_or_else(|fault| {
            findings.error("claim", fault.code(), fault.to_string());
            None
        });
        if query.expiring.is_some_and(|days| !(1..=366).contains(&days)) {
            findings.error("expiring", "out_of_range", "a number of days, 1 to 366");
        }
        if let Some(kind) = kind.as_ref().filter(|_| findings.is_clean())
            && crate::entities::find_kind(snapshot, kind)?.is_none()
        {
            findings.error("kind", "unknown_kind", format!("there is no kind {kind}"));
        }
        let attestor = match (&kind, findings.is_clean()) {
            (Some(kind), true) => Some(attestor(snapshot, context, kind, query.attestor.as_deref(), &mut findings)?),
            _ => None,
        };
        findings.settle(false)?;
        let attestor = attestor.flatten().ok_or_else(|| Refusal::Failed("a worklist without an attestor".into()))?;
        Ok(Self { attestor, of, claim: claim.map(|(_, claim)| claim) })
    }
}

/// The caller's entity of that kind.
fn attestor(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    kind: &KindName,
    named: Option<&str>,
    findings: &mut Findings,
) -> Result<Option<Subject>, Refusal> {
    let url = context.registry_url();
    if let Some(text) = named {
        let not_yours = || Denial::forbidden("attestor_not_yours", "it is no entity of yours of that kind");
        return match url.read_entity(text) {
            Ok((of, id)) => {
                let found = if of == *kind { subject::find(snapshot, context, &of, &id)? } else { None };
                let own = found.filter(|found| context.actor.is_admin() || found.is_owned_by(context.actor.account));
                Ok(Some(own.ok_or_else(not_yours)?))
            }
            Err(fault) => {
                findings.error("attestor", fault.code(), fault.to_string());
                Ok(None)
            }
        };
    }
    let mut attestors = Attestors::default();
    match attestors.of_kind(snapshot, context, kind)? {
        [] => Err(Denial::forbidden("forbidden", format!("your account has no entity of the kind {kind}")).into()),
        [only] => Ok(Some(only.clone())),
        several => {
            for one in several.iter().take(AT_ONCE) {
                findings.error("attestor", "attestor_needed", format!("one of them is {}", url.entity(kind, &one.id)));
            }
            Ok(None)
        }
    }
}

/// The work found so far; each item with the number of its entity.
struct Work<'a> {
    context: &'a Context,
    attestor: &'a Subject,
    items: Vec<(WorkItem, i64)>,
    /// The last candidate that was looked at.
    last: Option<WorkMarker>,
}

impl Work<'_> {
    /// Looks at candidates, in order, until there are enough.
    fn look(
        &mut self,
        snapshot: &mut dyn Snapshot,
        sources: &[Source],
        candidates: &[Candidate],
        limit: usize,
    ) -> Result<(), Refusal> {
        let mut read: HashMap<(KindName, i64), Subject> = HashMap::new();
        for source in sources {
            let of_kind = candidates.iter().filter(|candidate| candidate.kind == source.kind.kind.name);
            let numbers: Vec<i64> = of_kind.map(|candidate| candidate.number).collect();
            let unread = |number: &i64| !read.contains_key(&(source.kind.kind.name.clone(), *number));
            let numbers: Vec<i64> = numbers.into_iter().filter(unread).collect();
            for found in subject::numbered(snapshot, self.context, &source.kind, &numbers)? {
                read.insert((source.kind.kind.name.clone(), found.number), found);
            }
        }
        for candidate in candidates {
            if self.items.len() >= limit {
                return Ok(());
            }
            self.last = Some(candidate.place());
            let source = sources.iter().find(|source| source.is_of(candidate));
            let found = read.get(&(candidate.kind.clone(), candidate.number));
            if let (Some(source), Some(found)) = (source, found) {
                self.items.extend(self.item(source, found, candidate).map(|item| (item, candidate.number)));
            }
        }
        Ok(())
    }

    /// The candidate as an item, if the attestor may attest it.
    fn item(&self, source: &Source, found: &Subject, candidate: &Candidate) -> Option<WorkItem> {
        let held = found.claim(source.claim.as_str())?;
        let (registry, attestor, claim) = (self.context.registry_url(), self.attestor, source.claim.as_str());
        let vouching = Vouching { registry, attestor, entity: found, claim, stored: &held.value };
        vouching.is_allowed(&source.policy).then(|| WorkItem {
            kind: candidate.kind.clone(),
            entity: found.id.clone(),
            claim: source.claim.clone(),
            value: held.value.clone(),
            since: held.since,
            attestor: (attestor.declared().name.clone(), attestor.id.clone()),
            policy: source.policy.clone(),
            expires: candidate.expires,
            due: None,
        })
    }
}

/// Adds when contacts' claims have to be attested: a fixed number of statements.
fn add_due(snapshot: &mut dyn Snapshot, context: &Context, items: &mut [(WorkItem, i64)]) -> Result<(), Refusal> {
    let is_contact = |item: &WorkItem| SystemKind::of(&item.kind) == Some(SystemKind::Contacts);
    let contacts = items.iter().filter(|(item, _)| is_contact(item)).map(|(_, number)| ContactNumber(*number));
    let contacts: Vec<ContactNumber> = contacts.collect();
    if contacts.is_empty() {
        return Ok(());
    }
    let (registrants, stored): (Vec<_>, Vec<_>) = snapshot.registrant_of(&contacts, MOST_DOMAINS)?.into_iter().unzip();
    let held = Held::all(snapshot, stored, context.now)?;
    for (contact, held) in registrants.into_iter().zip(&held) {
        for claim in held.facts().claims.iter().filter(|claim| claim.state() != ClaimState::Met) {
            let of_claim = |(item, number): &&mut (WorkItem, i64)| {
                is_contact(item) && *number == contact.0 && item.claim.as_str() == claim.claim
            };
            if let Some((item, _)) = items.iter_mut().find(of_claim) {
                item.due = Some(item.due.map_or(claim.due, |due| due.min(claim.due)));
            }
        }
    }
    Ok(())
}
