//! Entities and their kinds, as the store keeps them (`attestations.md`), and what is looked for among entities of any kind.
//!
//! The five system kinds have no rows among the entities: contacts, domains, hosts, zones and accounts are projected from their own
//! tables, by the use cases. What is found, though, is found here for all kinds alike: numbers, each of its kind.

use chrono::{DateTime, Utc};
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::attestation::SubjectKey;
use domesday_domain::entity::{ClaimName, EntityId, Kind, KindName};
use serde_json::Value;

use super::Stored;

/// A kind as it is stored. A system kind is stored only if an admin changed it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredKind {
    /// What is declared.
    pub kind: Kind,
    /// One more with each change; 1 at first.
    pub revision: i64,
    /// It has an entity, or had one once (rule K4).
    pub used: bool,
    /// When it was declared.
    pub created: DateTime<Utc>,
    /// When it was declared anew, or first.
    pub updated: DateTime<Utc>,
}

/// A claim of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredClaim {
    /// Which.
    pub name: ClaimName,
    /// What it says, in canonical form.
    pub value: Value,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// An entity as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEntity {
    /// Its number; 0 before it is stored.
    pub number: i64,
    /// Its kind.
    pub kind: KindName,
    /// What it is called.
    pub id: EntityId,
    /// Whose it is.
    pub owner: AccountId,
    /// The owner's name; not stored with it.
    pub owner_name: AccountName,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last.
    pub updated: DateTime<Utc>,
    /// When it was deleted; its id is never used again (rule E2).
    pub deleted: Option<DateTime<Utc>>,
    /// One more with each change of its claims, its owner or its attestations.
    pub revision: i64,
    /// What it says, by name.
    pub claims: Vec<StoredClaim>,
}

/// Who is looked for among the attestors of an entity (rule Q2): a valid attestation that fits both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestedBy {
    /// By whom: the registry (`Some(None)`), an entity, or anybody.
    pub attestor: Option<Option<SubjectKey>>,
    /// Of which claim; none for any.
    pub claim: Option<ClaimName>,
    /// Not of these claims: whoever searches may not read them (rule P3).
    pub but_of: Vec<ClaimName>,
}

/// Which entities of one kind are looked for (rules Q2 to Q4): all that is given must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct SubjectSearch {
    /// The kind.
    pub kind: KindName,
    /// Only what this account owns; none for everything.
    pub owner: Option<AccountId>,
    /// Only this one.
    pub number: Option<i64>,
    /// Claims that have this value. Of a system kind, only claims that are indexed (rule N1).
    pub values: Vec<(ClaimName, Value)>,
    /// Claims that have a value. Of a system kind, what the registry keeps itself counts as there.
    pub present: Vec<ClaimName>,
    /// Claims that are, or are not, attested now; one that is not has a value all the same, or none.
    pub attested: Vec<(ClaimName, bool)>,
    /// Attestations that must be there.
    pub attestations: Vec<AttestedBy>,
    /// Now: attestations that ran out do not count.
    pub now: DateTime<Utc>,
    /// After this number.
    pub after: Option<i64>,
    /// At most so many.
    pub limit: usize,
}

impl SubjectSearch {
    /// All entities of a kind, in one page.
    pub fn all(kind: KindName, now: DateTime<Utc>) -> Self {
        Self {
            kind,
            owner: None,
            number: None,
            values: Vec::new(),
            present: Vec::new(),
            attested: Vec::new(),
            attestations: Vec::new(),
            now,
            after: None,
            limit: 1000,
        }
    }
}

/// Where a worklist goes on: what comes after this, in the order of `since`, kind, number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkPlace {
    /// When the value was set.
    pub since: DateTime<Utc>,
    /// The entity.
    pub number: i64,
}

/// Which claims of one kind wait for an attestation (rules Q7, Q8).
#[derive(Clone, Debug, PartialEq)]
pub struct WorkSearch {
    /// The kind.
    pub kind: KindName,
    /// The claim.
    pub claim: ClaimName,
    /// Only entities whose claim of this name has this value: the part of a condition that an index answers.
    pub only: Option<(ClaimName, Value)>,
    /// Not those without a valid attestation, but those whose last one runs out before this instant (and has not yet).
    pub expiring_before: Option<DateTime<Utc>>,
    /// Now.
    pub now: DateTime<Utc>,
    /// After this place.
    pub after: Option<WorkPlace>,
    /// At most so many.
    pub limit: usize,
}

/// A claim that waits: where it stands in the list, and when its last attestation runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Its place.
    pub place: WorkPlace,
    /// When its last valid attestation runs out, if it has one.
    pub expires: Option<DateTime<Utc>>,
}

/// Reading kinds and entities.
pub trait EntityReads {
    /// A kind by name, whatever the case.
    fn kind(&mut self, name: &KindName) -> Stored<Option<StoredKind>>;
    /// All kinds that are stored, by name, whatever the case.
    fn kinds(&mut self) -> Stored<Vec<StoredKind>>;
    /// An entity by id, with its claims; one that was deleted too, without claims. A fixed number of statements.
    fn entity(&mut self, kind: &KindName, id: &EntityId) -> Stored<Option<StoredEntity>>;
    /// Whose an entity is, or was last if it was deleted; of the system kinds only what is there.
    fn entity_owner(&mut self, entity: &SubjectKey) -> Stored<Option<AccountId>>;
    /// Entities by number, in the order asked for, those that were deleted left out: two statements.
    fn entities_numbered(&mut self, numbers: &[i64]) -> Stored<Vec<StoredEntity>>;
    /// Live entities of a kind that an account owns, by number, with their claims; at most so many. Two statements.
    fn entities_of(&mut self, kind: &KindName, owner: AccountId, limit: usize) -> Stored<Vec<StoredEntity>>;
    /// Live entities of a kind whose claim has this value, by number; at most so many (rule E8).
    fn entities_with(
        &mut self,
        kind: &KindName,
        claim: &ClaimName,
        value: &Value,
        limit: usize,
    ) -> Stored<Vec<EntityId>>;
    /// Live entities of a kind whose claim has a value that another's has too, by value; at most so many (rule K4).
    fn entities_alike(&mut self, kind: &KindName, claim: &ClaimName, limit: usize) -> Stored<Vec<EntityId>>;
    /// The numbers of what fits a search, ascending. For system kinds: contacts', domains', hosts' (those of somebody: with an account),
    /// zones' and accounts' numbers.
    fn find_subjects(&mut self, search: &SubjectSearch) -> Stored<Vec<i64>>;
    /// Claims that wait for an attestation, those longest set first. Of contacts' claims `since` is when the contact was changed last.
    fn find_work(&mut self, search: &WorkSearch) -> Stored<Vec<Work>>;
}

/// Writing kinds and entities.
pub trait EntityWrites {
    /// Stores a new kind. A name that is there, whatever the case, is a lost race.
    fn insert_kind(&mut self, kind: &StoredKind) -> Stored<()>;
    /// Stores a kind's new state.
    fn update_kind(&mut self, kind: &StoredKind) -> Stored<()>;
    /// Stores a new entity with its claims; its number is ignored and comes back. An id that is or was there is a lost race.
    fn insert_entity(&mut self, entity: &StoredEntity) -> Stored<i64>;
    /// Stores an entity's new state: of its claims, those that differ. A deleted one keeps its row and loses its claims.
    fn update_entity(&mut self, before: &StoredEntity, after: &StoredEntity) -> Stored<()>;
}
