//! The block list as rows.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domesday_app::ports::{ListOrder, SortKey, Stored, TextMatch};
use domesday_domain::tld::{BlockEntry, BlockPattern, Blocklist, Description};
use uuid::Uuid;

use super::super::Pattern;
use super::Work;
use super::keys::{limited, narrow};
use super::listings::{Place, fits_no_text, listed, stored_change, told_change};
use crate::expressions::{Beyond, Matching};
use crate::schema::blocklist;
use crate::types::{At, Key};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = blocklist, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    pattern: String,
    description: Option<String>,
    created: At,
    updated: At,
    version: i64,
}

impl Row {
    fn of(entry: &BlockEntry) -> Self {
        Self {
            id: Key(entry.id),
            pattern: entry.pattern.as_str().to_owned(),
            description: entry.description.as_ref().map(|text| text.as_str().to_owned()),
            created: At(entry.created),
            updated: stored_change(entry.updated),
            version: entry.version,
        }
    }

    fn into_entry(self) -> BlockEntry {
        BlockEntry {
            id: self.id.0,
            pattern: BlockPattern::from_stored(self.pattern),
            description: self.description.map(Description::from_stored),
            created: self.created.0,
            updated: told_change(self.updated),
            version: self.version,
        }
    }
}

fn place(entry: &BlockEntry) -> Place {
    Place {
        created: At(entry.created),
        updated: stored_change(entry.updated),
        text: entry.pattern.as_str().to_owned(),
        id: Key(entry.id),
    }
}

impl Work<'_> {
    /// An entry.
    pub(super) fn entry_by_id(&mut self, id: Uuid) -> Stored<Option<BlockEntry>> {
        let found = blocklist::table.filter(blocklist::id.eq(Key(id))).select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(Row::into_entry))
    }

    /// The entry of this text.
    pub(super) fn entry_by_pattern(&mut self, text: &str) -> Stored<Option<BlockEntry>> {
        let found = blocklist::table.filter(blocklist::pattern.eq(text)).select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(Row::into_entry))
    }

    /// A page of entries.
    pub(super) fn entry_page(
        &mut self,
        order: &ListOrder,
        marker: Option<&BlockEntry>,
        limit: usize,
    ) -> Stored<Vec<BlockEntry>> {
        if fits_no_text(order.text.as_ref()) {
            return Ok(Vec::new());
        }
        let all = blocklist::table.select(Row::as_select()).into_boxed();
        let page = listed!(all, order, marker.map(place), blocklist, pattern).limit(limited(limit));
        let rows: Vec<Row> = self.query(|connection| page.load(connection))?;
        Ok(rows.into_iter().map(Row::into_entry).collect())
    }

    /// How many there are.
    pub(super) fn entry_count(&mut self) -> Stored<u64> {
        let counted = blocklist::table.select(count_star());
        narrow(self.query(|connection| counted.get_result(connection))?)
    }

    /// All of them; those that are known as they are known.
    pub(super) fn all_entries(&mut self, known: &Blocklist) -> Stored<Blocklist> {
        let all =
            blocklist::table.order((blocklist::created, blocklist::id)).select((blocklist::id, blocklist::pattern));
        let rows: Vec<(Key, String)> = self.query(|connection| all.load(connection))?;
        let entry = |(id, text): (Key, String)| {
            let pattern = known.known(&text).cloned();
            (id.0, pattern.unwrap_or_else(|| BlockPattern::from_stored(text)))
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    /// Stores one.
    pub(super) fn add_entry(&mut self, entry: &BlockEntry) -> Stored<()> {
        let row = Row::of(entry);
        self.query(|connection| diesel::insert_into(blocklist::table).values(&row).execute(connection)).map(drop)
    }

    /// Stores the new state of one.
    pub(super) fn change_entry(&mut self, entry: &BlockEntry) -> Stored<()> {
        let row = Row::of(entry);
        let state = (
            blocklist::pattern.eq(row.pattern),
            blocklist::description.eq(row.description),
            blocklist::updated.eq(row.updated),
            blocklist::version.eq(row.version),
        );
        self.query(|connection| diesel::update(blocklist::table.find(row.id)).set(state).execute(connection)).map(drop)
    }

    /// Deletes one.
    pub(super) fn remove_entry(&mut self, id: Uuid) -> Stored<()> {
        self.query(|connection| diesel::delete(blocklist::table.find(Key(id))).execute(connection)).map(drop)
    }
}
