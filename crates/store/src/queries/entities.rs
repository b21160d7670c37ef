//! Kinds and entities read and written. What is searched for among entities of all kinds is in [`super::entity_search`] and
//! [`super::work`].

use diesel::prelude::*;
use diesel::sql_types::Text;
use domesday_app::ports::{
    EntityReads, EntityWrites, Stored, StoredEntity, StoredKind, SubjectSearch, Work as Waiting, WorkSearch,
};
use domesday_domain::account::AccountId;
use domesday_domain::attestation::SubjectKey;
use domesday_domain::entity::{ClaimName, EntityId, KindName};
use serde_json::Value;

use super::super::Numbers;
use super::Work;
use super::entity_rows::{
    Canonical, EntityColumns, EntityRow, NewEntityColumns, entities_read, put_claims, replace_claims,
};
use super::keys::{in_order, limited};
use super::written::Written;
use crate::expressions::Among;
use crate::schema::{accounts, entities};

impl EntityReads for Work<'_> {
    fn kind(&mut self, name: &KindName) -> Stored<Option<StoredKind>> {
        Ok(self.stored_kinds(Some(name))?.pop())
    }

    fn kinds(&mut self) -> Stored<Vec<StoredKind>> {
        self.stored_kinds(None)
    }

    fn entity(&mut self, kind: &KindName, id: &EntityId) -> Stored<Option<StoredEntity>> {
        let called = entities::kind.eq(kind.as_str()).and(entities::id.eq(id.as_str()));
        let found = entities_read!().filter(called);
        let rows: Vec<(EntityRow, String)> = self.query(|connection| found.load(connection))?;
        Ok(self.with_claims(rows)?.pop())
    }

    fn entity_owner(&mut self, entity: &SubjectKey) -> Stored<Option<AccountId>> {
        self.owner_of(entity)
    }

    fn entities_numbered(&mut self, numbers: &[i64]) -> Stored<Vec<StoredEntity>> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let among = Among::new(entities::number, Numbers::of(numbers.iter().copied()));
        let found = entities_read!().filter(among).filter(entities::deleted.is_null());
        let rows: Vec<(EntityRow, String)> = self.query(|connection| found.load(connection))?;
        let found = self.with_claims(rows)?;
        Ok(in_order(found, numbers.iter().copied(), |entity| entity.number))
    }

    fn entities_of(&mut self, kind: &KindName, owner: AccountId, limit: usize) -> Stored<Vec<StoredEntity>> {
        let theirs = entities::kind.eq(kind.as_str()).and(entities::owner_id.eq(owner.0));
        let found = entities_read!()
            .filter(theirs.and(entities::deleted.is_null()))
            .order(entities::number)
            .limit(limited(limit));
        let rows: Vec<(EntityRow, String)> = self.query(|connection| found.load(connection))?;
        self.with_claims(rows)
    }

    fn entities_with(
        &mut self,
        kind: &KindName,
        claim: &ClaimName,
        value: &Value,
        limit: usize,
    ) -> Stored<Vec<EntityId>> {
        let Canonical { text, hash } = Canonical::of(value);
        let found: Written<Text> = Written::new(
            "SELECT entities.id FROM claims INNER JOIN entities ON entities.number = claims.entity WHERE claims.kind = ",
            true,
        )
        .text(kind.as_str())
        .sql(" AND claims.name = ")
        .text(claim.as_str())
        .sql(" AND claims.hash = ")
        .octets(hash)
        .sql(" AND claims.value = ")
        .text(text)
        .sql(" ORDER BY claims.entity LIMIT ")
        .number(limited(limit));
        let rows: Vec<String> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().map(EntityId::from_stored).collect())
    }

    fn entities_alike(&mut self, kind: &KindName, claim: &ClaimName, limit: usize) -> Stored<Vec<EntityId>> {
        let found: Written<Text> = Written::new(
            "SELECT entities.id FROM claims INNER JOIN entities ON entities.number = claims.entity WHERE claims.kind = ",
            true,
        )
        .text(kind.as_str())
        .sql(" AND claims.name = ")
        .text(claim.as_str())
        .sql(
            " AND EXISTS (SELECT 1 FROM claims AS others WHERE others.kind = claims.kind AND others.name = claims.name \
             AND others.hash = claims.hash AND others.value = claims.value AND others.entity <> claims.entity) \
             ORDER BY claims.hash, claims.value, claims.entity LIMIT ",
        )
        .number(limited(limit));
        let rows: Vec<String> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().map(EntityId::from_stored).collect())
    }

    fn find_subjects(&mut self, search: &SubjectSearch) -> Stored<Vec<i64>> {
        self.subjects_found(search)
    }

    fn find_work(&mut self, search: &WorkSearch) -> Stored<Vec<Waiting>> {
        self.work_found(search)
    }
}

impl EntityWrites for Work<'_> {
    fn insert_kind(&mut self, kind: &StoredKind) -> Stored<()> {
        self.put_new_kind(kind)
    }

    fn update_kind(&mut self, kind: &StoredKind) -> Stored<()> {
        self.put_kind(kind)
    }

    fn insert_entity(&mut self, entity: &StoredEntity) -> Stored<i64> {
        self.query(|connection| {
            let row = NewEntityColumns::of(entity);
            let insert = diesel::insert_into(entities::table).values(row).returning(entities::number);
            let number: i64 = insert.get_result(connection)?;
            put_claims(connection, entity, number)?;
            Ok(number)
        })
    }

    fn update_entity(&mut self, before: &StoredEntity, after: &StoredEntity) -> Stored<()> {
        let update = diesel::update(entities::table.find(after.number)).set(EntityColumns::of(after));
        self.query(|connection| {
            update.execute(connection)?;
            replace_claims(connection, before, after)
        })
    }
}
