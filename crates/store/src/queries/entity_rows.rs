//! Entities as rows, and their claims as rows beside them.
//!
//! Values are compared by the beginning of the hash of their canonical text, which is in an index, and then by the text itself.

use std::collections::HashMap;

use diesel::prelude::*;
use domesday_app::ports::{Stored, StoredClaim, StoredEntity};
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::entity::{ClaimName, EntityId, KindName};
use domesday_domain::json;
use ring::digest::{SHA256, digest};
use serde_json::Value;

use super::super::{Connection, Numbers, Texts, insert_rows};
use super::Work;
use super::keys::damaged;
use crate::expressions::Among;
use crate::schema::{claims, entities};
use crate::types::At;

/// How many octets of the SHA-256 are stored.
const HASH_OCTETS: usize = 16;

/// All that is read of it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = entities)]
pub(super) struct EntityRow {
    number: i64,
    kind: String,
    id: String,
    owner_id: i64,
    created: At,
    updated: At,
    deleted: Option<At>,
    revision: i64,
}

/// What may change of it.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = entities, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct EntityColumns {
    owner_id: i64,
    updated: At,
    deleted: Option<At>,
    revision: i64,
}

/// All that is written of a new one.
#[derive(Insertable)]
#[diesel(table_name = entities, treat_none_as_default_value = false)]
pub(super) struct NewEntityColumns<'a> {
    kind: &'a str,
    id: &'a str,
    created: At,
    #[diesel(embed)]
    columns: EntityColumns,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = claims)]
struct ClaimRow {
    entity: i64,
    name: String,
    kind: String,
    value: String,
    hash: Vec<u8>,
    since: At,
}

/// What values are looked up by.
pub(super) struct Canonical {
    /// The text that only this value has.
    pub(super) text: String,
    /// The beginning of its hash.
    pub(super) hash: Vec<u8>,
}

impl Canonical {
    /// That of a value.
    pub(super) fn of(value: &Value) -> Self {
        let text = json::canonical(value);
        let hash = digest(&SHA256, text.as_bytes()).as_ref().iter().copied().take(HASH_OCTETS).collect();
        Self { text, hash }
    }
}

impl EntityRow {
    fn into_entity(self, owner_name: String, claims: Vec<StoredClaim>) -> StoredEntity {
        StoredEntity {
            number: self.number,
            kind: KindName::from_stored(self.kind),
            id: EntityId::from_stored(self.id),
            owner: AccountId(self.owner_id),
            owner_name: AccountName::from_stored(owner_name),
            created: self.created.0,
            updated: self.updated.0,
            deleted: self.deleted.map(|at| at.0),
            revision: self.revision,
            claims,
        }
    }
}

impl EntityColumns {
    /// What an entity's row is to hold.
    pub(super) fn of(entity: &StoredEntity) -> Self {
        let deleted = entity.deleted.map(At);
        Self { owner_id: entity.owner.0, updated: At(entity.updated), deleted, revision: entity.revision }
    }
}

impl<'a> NewEntityColumns<'a> {
    /// The row of a new entity.
    pub(super) fn of(entity: &'a StoredEntity) -> Self {
        let (kind, id) = (entity.kind.as_str(), entity.id.as_str());
        Self { kind, id, created: At(entity.created), columns: EntityColumns::of(entity) }
    }
}

impl ClaimRow {
    fn of(entity: &StoredEntity, number: i64, claim: &StoredClaim) -> Self {
        let Canonical { text, hash } = Canonical::of(&claim.value);
        let (name, kind) = (claim.name.as_str().to_owned(), entity.kind.as_str().to_owned());
        Self { entity: number, name, kind, value: text, hash, since: At(claim.since) }
    }

    fn into_claim(self) -> Stored<StoredClaim> {
        let value = serde_json::from_str(&self.value).map_err(|problem| damaged("a value", &problem.to_string()))?;
        Ok(StoredClaim { name: ClaimName::from_stored(self.name), value, since: self.since.0 })
    }
}

/// The claims that an entity is to have: none once it is deleted.
fn kept(entity: &StoredEntity) -> &[StoredClaim] {
    if entity.deleted.is_some() { &[] } else { &entity.claims }
}

/// Stores the claims of a new entity with this number.
pub(super) fn put_claims(connection: &mut Connection, entity: &StoredEntity, number: i64) -> QueryResult<()> {
    let rows: Vec<ClaimRow> = kept(entity).iter().map(|claim| ClaimRow::of(entity, number, claim)).collect();
    insert_rows!(connection, claims::table, rows)
}

/// Stores what differs among an entity's claims.
pub(super) fn replace_claims(
    connection: &mut Connection,
    before: &StoredEntity,
    after: &StoredEntity,
) -> QueryResult<()> {
    let (old, new) = (kept(before), kept(after));
    let gone = old.iter().filter(|claim| !new.contains(claim)).map(|claim| claim.name.as_str().to_owned());
    let gone: Vec<String> = gone.collect();
    if !gone.is_empty() {
        let theirs = claims::table.filter(claims::entity.eq(after.number));
        diesel::delete(theirs.filter(Among::new(claims::name, Texts::of(gone)))).execute(connection)?;
    }
    let come = new.iter().filter(|claim| !old.contains(claim));
    let rows: Vec<ClaimRow> = come.map(|claim| ClaimRow::of(after, after.number, claim)).collect();
    insert_rows!(connection, claims::table, rows)
}

impl Work<'_> {
    /// Entities of rows with the names of their owners, in the same order, each with its claims by name.
    pub(super) fn with_claims(&mut self, rows: Vec<(EntityRow, String)>) -> Stored<Vec<StoredEntity>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let stated = claims::table
            .filter(Among::new(claims::entity, Numbers::of(rows.iter().map(|(row, _)| row.number))))
            .order((claims::entity, claims::name))
            .select(ClaimRow::as_select());
        let stated: Vec<ClaimRow> = self.query(|connection| stated.load(connection))?;
        let mut by_entity: HashMap<i64, Vec<StoredClaim>> = HashMap::new();
        for row in stated {
            by_entity.entry(row.entity).or_default().push(row.into_claim()?);
        }
        let mut claims = |number| by_entity.remove(&number).unwrap_or_default();
        Ok(rows
            .into_iter()
            .map(|(row, owner)| {
                let stated = claims(row.number);
                row.into_entity(owner, stated)
            })
            .collect())
    }
}

/// What is read of entities: the row, and the name of the owner. A macro, for the type of such a query is beyond words.
macro_rules! entities_read {
    () => {
        entities::table.inner_join(accounts::table).select((EntityRow::as_select(), accounts::name))
    };
}
pub(super) use entities_read;
