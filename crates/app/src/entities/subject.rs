//! An entity in the hands of a use case, of whatever kind: what it says now, whose it is, and which of its attestations count.
//!
//! Entities of declared kinds have rows; those of the system kinds are projected from the registry at the moment of reading (section 13
//! of `attestations.md`). From here on nothing tells them apart, but that registry-kept claims need no attestation.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::attestation::{Attestation, Party, SubjectKey};
use domesday_domain::entity::{ClaimDeclaration, ClaimName, EntityId, Kind, KindName, SystemKind};
use serde_json::Value;

use super::{kinds, projection};
use crate::ports::{EntityReads, Snapshot, StoredClaim, StoredEntity, StoredKind};
use crate::refusal::Refusal;
use crate::registry::Context;

/// What an entity says about one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldClaim {
    /// Which thing.
    pub name: ClaimName,
    /// What it says.
    pub value: Value,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The registry itself keeps it: it counts as attested.
    pub kept: bool,
}

/// An entity.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Its kind.
    pub kind: Arc<StoredKind>,
    /// Its number among those of its kind.
    pub number: i64,
    /// What it is called.
    pub id: EntityId,
    /// Whose it is; none where nobody owns it.
    pub owner: Option<(AccountId, AccountName)>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last.
    pub updated: DateTime<Utc>,
    /// One more with each change.
    pub revision: i64,
    /// What it says, in the kind's order.
    pub claims: Vec<HeldClaim>,
    /// The attestations that count, oldest first.
    pub attestations: Vec<Attestation>,
}

impl Subject {
    /// What attestations know it by.
    pub fn key(&self) -> SubjectKey {
        SubjectKey { kind: self.kind.kind.name.clone(), number: self.number }
    }

    /// The declaration of its kind.
    pub fn declared(&self) -> &Kind {
        &self.kind.kind
    }

    /// Its claim of this name.
    pub fn claim(&self, name: &str) -> Option<&HeldClaim> {
        self.claims.iter().find(|claim| claim.name.as_str() == name)
    }

    /// Whether somebody vouches for what a claim says now.
    pub fn is_attested(&self, name: &str) -> bool {
        self.attestations.iter().any(|attestation| attestation.claim.as_str() == name)
    }

    /// Whether it belongs to this account.
    pub fn is_owned_by(&self, account: AccountId) -> bool {
        self.owner.as_ref().is_some_and(|(owner, _)| *owner == account)
    }

    /// An entity that has a row, as it is stored.
    pub(crate) fn to_stored(&self) -> StoredEntity {
        let claims = self.claims.iter().map(|claim| {
            let (name, value, since) = (claim.name.clone(), claim.value.clone(), claim.since);
            StoredClaim { name, value, since }
        });
        let (owner, owner_name) =
            self.owner.clone().unwrap_or_else(|| (AccountId(0), AccountName::from_stored(String::new())));
        StoredEntity {
            number: self.number,
            kind: self.kind.kind.name.clone(),
            id: self.id.clone(),
            owner,
            owner_name,
            created: self.created,
            updated: self.updated,
            deleted: None,
            revision: self.revision,
            claims: claims.collect(),
        }
    }

    /// An entity that has a row.
    pub(super) fn of_stored(kind: Arc<StoredKind>, stored: StoredEntity) -> Self {
        let StoredEntity { number, id, owner, owner_name, created, updated, revision, claims, .. } = stored;
        let claims = claims.into_iter().map(|claim| {
            let (name, value, since) = (claim.name, claim.value, claim.since);
            HeldClaim { name, value, since, kept: false }
        });
        let claims = in_order(&kind.kind, claims.collect());
        let owner = Some((owner, owner_name));
        Self { kind, number, id, owner, created, updated, revision, claims, attestations: Vec::new() }
    }
}

impl Party for Subject {
    fn kind(&self) -> &KindName {
        &self.kind.kind.name
    }

    fn id(&self) -> &EntityId {
        &self.id
    }

    fn proven(&self, name: &str) -> Option<&Value> {
        let claim = self.claim(name).filter(|claim| claim.kept || self.is_attested(name))?;
        Some(&claim.value)
    }
}

/// Claims in the order of their declarations.
pub(super) fn in_order(kind: &Kind, mut claims: Vec<HeldClaim>) -> Vec<HeldClaim> {
    let place = |declared: &ClaimDeclaration| declared.name.as_str().to_owned();
    let places: BTreeMap<String, usize> = kind.claims.iter().map(place).zip(0..).collect();
    claims.sort_by_key(|claim| places.get(claim.name.as_str()).copied().unwrap_or(usize::MAX));
    claims
}

/// An entity by id, with the attestations that count: a fixed number of statements. None if it is not there, or no more.
pub(crate) fn find(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    kind: &KindName,
    id: &EntityId,
) -> Result<Option<Subject>, Refusal> {
    let Some(stored) = kinds::find(snapshot, kind)? else { return Ok(None) };
    find_of(snapshot, context, Arc::new(stored), id)
}

/// The same where the kind is known.
pub(crate) fn find_of(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    kind: Arc<StoredKind>,
    id: &EntityId,
) -> Result<Option<Subject>, Refusal> {
    let found = match SystemKind::of(&kind.kind.name) {
        Some(system) => projection::find(snapshot, context, system, &kind, id)?,
        None => {
            let stored = snapshot.entity(&kind.kind.name, id)?.filter(|stored| stored.deleted.is_none());
            stored.map(|stored| Subject::of_stored(kind, stored))
        }
    };
    Ok(attested(snapshot, context, found.into_iter().collect())?.pop())
}

/// Entities of one kind by number, in the order asked for, those that are gone left out: a fixed number of statements.
pub(crate) fn numbered(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    kind: &Arc<StoredKind>,
    numbers: &[i64],
) -> Result<Vec<Subject>, Refusal> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let found = match SystemKind::of(&kind.kind.name) {
        Some(system) => projection::numbered(snapshot, context, system, kind, numbers)?,
        None => {
            let stored = EntityReads::entities_numbered(snapshot, numbers)?;
            stored.into_iter().map(|stored| Subject::of_stored(kind.clone(), stored)).collect()
        }
    };
    attested(snapshot, context, found)
}

/// Entities of one kind, with the attestations that count: one statement.
fn attested(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    mut subjects: Vec<Subject>,
) -> Result<Vec<Subject>, Refusal> {
    let keys: Vec<SubjectKey> = subjects.iter().map(Subject::key).collect();
    if keys.is_empty() {
        return Ok(subjects);
    }
    for attestation in snapshot.valid_attestations(&keys, context.now)? {
        if let Some(subject) = subjects.iter_mut().find(|subject| subject.number == attestation.subject.number) {
            subject.attestations.push(attestation);
        }
    }
    Ok(subjects)
}
