//! Kinds of entities, a row each.

use diesel::dsl::exists;
use diesel::prelude::*;
use domesday_app::ports::{Stored, StoredKind};
use domesday_domain::entity::KindName;

use super::Work;
use super::keys::documented;
use crate::documents::{kind, kind_document};
use crate::schema::{entities, kinds};
use crate::types::{At, Json};

#[derive(Queryable, Selectable)]
#[diesel(table_name = kinds)]
struct KindRow {
    declaration: Json,
    revision: i64,
    created: At,
    updated: At,
}

/// What may change of it.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = kinds)]
struct KindColumns {
    declaration: Json,
    revision: i64,
    updated: At,
}

impl KindRow {
    fn into_kind(self, used: bool) -> Stored<StoredKind> {
        let kind = documented(kind(&self.declaration.0))?;
        Ok(StoredKind { kind, revision: self.revision, used, created: self.created.0, updated: self.updated.0 })
    }
}

impl KindColumns {
    fn of(stored: &StoredKind) -> Stored<Self> {
        let declaration = Json(documented(kind_document(&stored.kind))?);
        Ok(Self { declaration, revision: stored.revision, updated: At(stored.updated) })
    }
}

impl Work<'_> {
    /// Stored kinds with whether they were ever used: the one of this name, whatever the case, or all by name.
    pub(super) fn stored_kinds(&mut self, name: Option<&KindName>) -> Stored<Vec<StoredKind>> {
        let used = exists(entities::table.filter(entities::kind.eq(kinds::name)));
        let mut found = kinds::table.order(kinds::folded).select((KindRow::as_select(), used)).into_boxed();
        if let Some(name) = name {
            found = found.filter(kinds::folded.eq(name.folded()));
        }
        let rows: Vec<(KindRow, bool)> = self.query(|connection| found.load(connection))?;
        rows.into_iter().map(|(row, used)| row.into_kind(used)).collect()
    }

    /// Stores a new kind.
    pub(super) fn put_new_kind(&mut self, kind: &StoredKind) -> Stored<()> {
        let called = (kinds::folded.eq(kind.kind.name.folded()), kinds::name.eq(kind.kind.name.as_str().to_owned()));
        let row = (called, kinds::created.eq(At(kind.created)), KindColumns::of(kind)?);
        self.query(|connection| diesel::insert_into(kinds::table).values(row).execute(connection)).map(drop)
    }

    /// Stores a kind's new state.
    pub(super) fn put_kind(&mut self, kind: &StoredKind) -> Stored<()> {
        let update = diesel::update(kinds::table.find(kind.kind.name.folded())).set(KindColumns::of(kind)?);
        self.query(|connection| update.execute(connection)).map(drop)
    }
}
