//! Finds entities of a kind (`attestations.md` section 12, Q2 to Q6).
//!
//! Whoever sees only part of what there is finds only what he could read: without a role that reads the kind, his account's own; by a
//! private claim, his account's own too (rule P3). What he may attest is not found, but listed by the worklist (rule Q4).

use std::sync::Arc;

use domesday_domain::actor::Permission;
use domesday_domain::attestation::SubjectKey;
use domesday_domain::entity::{ClaimDeclaration, ClaimName, EntityId, Kind, KindName, SystemKind, read_claim};
use domesday_domain::finding::Findings;
use domesday_domain::json;
use serde_json::Value;

use super::info::EntityInfo;
use super::sight::{Sight, findable};
use super::{kinds, projection, subject};
use crate::input::Input;
use crate::ports::{AttestedBy, Extent, Snapshot, StoredKind, SubjectSearch};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// The most criteria of one search.
const MOST_CRITERIA: usize = 64;

/// What is asked of a claim: that it says this, that it is (not) attested, or, with neither, that it is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimCriterion {
    /// Where it stands in the request, for what is wrong with it.
    pub place: String,
    /// The claim's id: a name, a path or a URL.
    pub id: String,
    /// What it says.
    pub value: Option<Value>,
    /// Whether it is attested now.
    pub attested: Option<bool>,
}

/// What is asked of the attestations: that there is one, by this attestor, of this claim.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttestationCriterion {
    /// Where it stands in the request; empty for the request itself.
    pub place: String,
    /// An entity's URL or path, or the registry's URL.
    pub attestor: Option<String>,
    /// The claim's id.
    pub claim: Option<String>,
}

impl AttestationCriterion {
    /// Where a member of it stands.
    fn member(&self, member: &str) -> String {
        if self.place.is_empty() { member.to_owned() } else { format!("{}.{member}", self.place) }
    }
}

/// A search: all criteria must hold; none means all entities.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntityQuery {
    /// Of claims.
    pub claims: Vec<ClaimCriterion>,
    /// Of attestations.
    pub attestations: Vec<AttestationCriterion>,
    /// After the entity of this number.
    pub after: Option<i64>,
    /// At most so many.
    pub limit: usize,
}

/// Searches the entities of a kind.
pub struct SearchEntities {
    /// The kind; none for a text that cannot be one.
    pub kind: Option<KindName>,
    /// What is looked for.
    pub query: Input<EntityQuery>,
}

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct EntitiesFound {
    /// The kind.
    pub kind: Kind,
    /// The claims that the query names, in the kind's order; none named means all.
    pub named: Vec<ClaimName>,
    /// The entities.
    pub entities: Vec<EntityInfo>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

impl Query for SearchEntities {
    const NEEDS: Permission = Permission::Look;
    const EXTENT: Extent = Extent::Long;
    type Answer = EntitiesFound;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<EntitiesFound, Refusal> {
        let stored = kinds::ReadKind { name: self.kind.clone() }.execute(context, snapshot)?;
        let stored = Arc::new(stored);
        let kind = &stored.kind;
        let (query, findings) = self.query.well_formed()?;
        let criteria = Criteria::read(context, snapshot, kind, query, findings)?;
        let named = criteria.named.clone();
        let found = criteria.find(context, snapshot, &stored, query)?;
        let more = found.len() > query.limit;
        let page = found.get(..query.limit.min(found.len())).unwrap_or_default();
        let next = page.last().copied().filter(|_| more);
        let subjects = subject::numbered(snapshot, context, &stored, page)?;
        let shown = subjects.iter().map(|subject| {
            let sight = Sight::by_standing(&context.actor, subject);
            EntityInfo::of(subject, &sight, &context.actor)
        });
        Ok(EntitiesFound { kind: kind.clone(), named, entities: shown.collect::<Result<_, _>>()?, next })
    }
}

/// What is looked for, read against the kind.
struct Criteria {
    named: Vec<ClaimName>,
    search: SubjectSearch,
    /// The ids that the criteria restrict to; nothing is of two different ones.
    only: Vec<EntityId>,
    /// A criterion is of a private claim.
    private: bool,
    /// A criterion can hold for nothing.
    nothing: bool,
}

impl Criteria {
    fn read(
        context: &Context,
        snapshot: &mut dyn Snapshot,
        kind: &Kind,
        query: &EntityQuery,
        mut findings: Findings,
    ) -> Result<Self, Refusal> {
        let search = SubjectSearch::all(kind.name.clone(), context.now);
        let (named, only) = (Vec::new(), Vec::new());
        let mut criteria = Self { named, search, only, private: false, nothing: false };
        if query.claims.len() + query.attestations.len() > MOST_CRITERIA {
            findings.error("query", "too_long", format!("a search has at most {MOST_CRITERIA} criteria"));
        }
        for criterion in &query.claims {
            let Some(declared) = criteria.claim(kind, &criterion.id, &criterion.place, &mut findings) else { continue };
            criteria.of_claim(context, kind, declared, criterion, &mut findings);
        }
        for criterion in &query.attestations {
            criteria.of_attestation(context, snapshot, kind, criterion, &mut findings)?;
        }
        findings.settle(false)?;
        let order = |name: &ClaimName| kind.claims.iter().position(|declared| declared.name == *name);
        criteria.named.sort_by_key(order);
        criteria.named.dedup();
        Ok(criteria)
    }

    /// The declaration of a claim that is named.
    fn claim<'k>(
        &mut self,
        kind: &'k Kind,
        id: &str,
        place: &str,
        findings: &mut Findings,
    ) -> Option<&'k ClaimDeclaration> {
        let (entity, name) = match read_claim(id) {
            Ok(read) => read,
            Err(fault) => {
                findings.error(place, fault.code(), fault.to_string());
                return None;
            }
        };
        self.only.extend(entity);
        let declared = kind.claim(name.as_str());
        if declared.is_none() {
            findings.error(place, "unknown_claim", format!("{} has no claim {name}", kind.name));
        }
        self.named.push(name);
        self.private |= declared.is_some_and(|declared| declared.private);
        declared
    }

    fn of_claim(
        &mut self,
        context: &Context,
        kind: &Kind,
        declared: &ClaimDeclaration,
        criterion: &ClaimCriterion,
        findings: &mut Findings,
    ) {
        let name = &declared.name;
        let system = SystemKind::of(&kind.name);
        if let Some(value) = &criterion.value {
            if !declared.indexed {
                let detail = format!("{name} is not indexed: it cannot be searched by value");
                findings.error(criterion.place.clone(), "claim_not_indexed", detail);
            }
            match system {
                Some(system) => match projection::sought(context, system, name, value) {
                    Some(value) => self.search.values.push((name.clone(), value)),
                    None => self.nothing = true,
                },
                None => self.search.values.push((name.clone(), json::normal(value))),
            }
        }
        let kept = system.is_some_and(|system| system.registry_kept(name.as_str()));
        match criterion.attested {
            // What the registry keeps always counts as attested.
            Some(attested) if kept => self.nothing |= !attested,
            Some(attested) => self.search.attested.push((name.clone(), attested)),
            None if criterion.value.is_none() && !kept => self.search.present.push(name.clone()),
            None => {}
        }
    }

    fn of_attestation(
        &mut self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        kind: &Kind,
        criterion: &AttestationCriterion,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let claim = match &criterion.claim {
            Some(id) => match self.claim(kind, id, &criterion.member("claim"), findings) {
                Some(declared) => Some(declared.name.clone()),
                None => return Ok(()),
            },
            None => None,
        };
        let Some(text) = &criterion.attestor else {
            self.search.attestations.push(AttestedBy { attestor: None, claim, but_of: Vec::new() });
            return Ok(());
        };
        let url = context.registry_url();
        let attestor = if url.is_registry(text) {
            None
        } else {
            match url.read_entity(text) {
                Ok((kind, id)) => match attestor_key(snapshot, context, &kind, &id)? {
                    Some(key) => Some(key),
                    None => {
                        self.nothing = true;
                        return Ok(());
                    }
                },
                Err(fault) => {
                    findings.error(criterion.member("attestor"), fault.code(), fault.to_string());
                    return Ok(());
                }
            }
        };
        self.search.attestations.push(AttestedBy { attestor: Some(attestor), claim, but_of: Vec::new() });
        Ok(())
    }

    /// The numbers of a page, and one more if there is another.
    fn find(
        mut self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        kind: &Arc<StoredKind>,
        query: &EntityQuery,
    ) -> Result<Vec<i64>, Refusal> {
        if self.nothing {
            return Ok(Vec::new());
        }
        if let Some(only) = self.only.first() {
            let found = match self.only.iter().all(|id| id == only) {
                true => subject::find_of(snapshot, context, kind.clone(), only)?,
                false => None,
            };
            let Some(found) = found else { return Ok(Vec::new()) };
            self.search.number = Some(found.number);
        }
        let search = SubjectSearch { after: query.after, limit: query.limit + 1, ..self.search };
        let mut found = Vec::new();
        for search in findable(&context.actor, &kind.kind, self.private, search) {
            found.extend(snapshot.find_subjects(&search)?);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// What attestations know an attestor by, one that was deleted too.
fn attestor_key(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    kind: &KindName,
    id: &EntityId,
) -> Result<Option<SubjectKey>, Refusal> {
    if SystemKind::of(kind).is_some() {
        return Ok(subject::find(snapshot, context, kind, id)?.map(|found| found.key()));
    }
    let stored = snapshot.entity(kind, id)?;
    Ok(stored.map(|stored| SubjectKey { kind: kind.clone(), number: stored.number }))
}
