//! Rules about TLDs, who wants them, and the state of rules and block list together.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domesday_app::ports::{
    Edition, ImportJob, ListOrder, PolicyEntry, SortKey, Stored, TextMatch, TldReads, TldWrites,
};
use domesday_dns::Name;
use domesday_domain::tld::list::StoredRule;
use domesday_domain::tld::{BlockEntry, BlockPattern, Blocklist, Source, Tld, TldPattern};
use uuid::Uuid;

use super::super::{Ids, Pattern, insert_rows};
use super::keys::limited;
use super::listings::{Place, fits_no_text, listed};
use super::tld_rows::{SourceRow, TldRow, pattern, place};
use super::{Work, history, zones};
use crate::expressions::{Among, Beyond, Matching};
use crate::lists::Rows;
use crate::schema::{name_policy, tld_sources, tlds};
use crate::statements::AddSource;
use crate::types::Key;

/// The most ids that one statement is given.
const IDS_A_STATEMENT: usize = 10_000;

impl TldReads for Work<'_> {
    fn edition(&mut self) -> Stored<Edition> {
        let only = name_policy::table.find(1).select((name_policy::revision, name_policy::stamp));
        let (revision, stamp) = self.query(|connection| only.get_result(connection))?;
        Ok(Edition { revision, stamp })
    }

    fn policy_entries(&mut self, after: i64, limit: usize) -> Stored<Vec<PolicyEntry>> {
        history::policy_entries(self, after, limit)
    }

    fn tld(&mut self, id: Uuid) -> Stored<Option<Tld>> {
        let found = tlds::table.filter(tlds::id.eq(Key(id))).select(TldRow::as_select());
        let rows: Vec<TldRow> = self.query(|connection| found.load(connection))?;
        rows.into_iter().next().map(TldRow::into_tld).transpose()
    }

    fn tld_named(&mut self, pattern: &TldPattern) -> Stored<Option<Tld>> {
        let found = tlds::table.filter(tlds::name.eq(pattern.to_string())).select(TldRow::as_select());
        let rows: Vec<TldRow> = self.query(|connection| found.load(connection))?;
        rows.into_iter().next().map(TldRow::into_tld).transpose()
    }

    fn tld_sources(&mut self, id: Uuid) -> Stored<Vec<Source>> {
        let found = tld_sources::table
            .filter(tld_sources::tld_id.eq(Key(id)))
            .order(tld_sources::source)
            .select(tld_sources::source);
        let rows: Vec<String> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().map(Source::from_stored).collect())
    }

    fn tld_page(&mut self, order: &ListOrder, marker: Option<&Tld>, limit: usize) -> Stored<Vec<Tld>> {
        if fits_no_text(order.text.as_ref()) {
            return Ok(Vec::new());
        }
        let all = tlds::table.select(TldRow::as_select()).into_boxed();
        let page = listed!(all, order, marker.map(place), tlds, name).limit(limited(limit));
        let rows: Vec<TldRow> = self.query(|connection| page.load(connection))?;
        rows.into_iter().map(TldRow::into_tld).collect()
    }

    fn tld_patterns(&mut self) -> Stored<Vec<TldPattern>> {
        let all = tlds::table.order(tlds::name).select(tlds::name);
        let rows: Vec<String> = self.query(|connection| all.load(connection))?;
        rows.iter().map(|text| pattern(text)).collect()
    }

    fn stored_rules(&mut self) -> Stored<Vec<StoredRule>> {
        let all = tlds::table.order(tlds::id).select((tlds::id, tlds::name));
        let wanted = tld_sources::table
            .order((tld_sources::tld_id, tld_sources::source))
            .select((tld_sources::tld_id, tld_sources::source));
        let rows: Vec<(Key, String)> = self.query(|connection| all.load(connection))?;
        let sources: Vec<(Key, String)> = self.query(|connection| wanted.load(connection))?;
        let mut sources = sources.into_iter().peekable();
        let mut rules = Vec::with_capacity(rows.len());
        for (Key(id), name) in rows {
            let mut rule = StoredRule { id, pattern: pattern(&name)?, sources: Vec::new() };
            while let Some((_, source)) = sources.next_if(|(of, _)| of.0 <= id) {
                rule.sources.push(Source::from_stored(source));
            }
            rules.push(rule);
        }
        Ok(rules)
    }

    fn block_entry(&mut self, id: Uuid) -> Stored<Option<BlockEntry>> {
        self.entry_by_id(id)
    }

    fn block_entry_with(&mut self, pattern: &BlockPattern) -> Stored<Option<BlockEntry>> {
        self.entry_by_pattern(pattern.as_str())
    }

    fn block_page(&mut self, order: &ListOrder, marker: Option<&BlockEntry>, limit: usize) -> Stored<Vec<BlockEntry>> {
        self.entry_page(order, marker, limit)
    }

    fn count_block_entries(&mut self) -> Stored<u64> {
        self.entry_count()
    }

    fn blocklist(&mut self, known: &Blocklist) -> Stored<Blocklist> {
        self.all_entries(known)
    }

    fn import_job(&mut self, id: Uuid) -> Stored<Option<ImportJob>> {
        self.job(id)
    }

    fn zone_standings(
        &mut self,
        below: Option<&Name>,
        marker: Option<&Name>,
        limit: usize,
    ) -> Stored<Vec<(Name, bool)>> {
        zones::standings(self, below, marker, limit)
    }
}

impl TldWrites for Work<'_> {
    fn set_edition(&mut self, edition: Edition) -> Stored<()> {
        let state = (name_policy::revision.eq(edition.revision), name_policy::stamp.eq(edition.stamp));
        let update = diesel::update(name_policy::table.find(1)).set(state);
        self.query(|connection| update.execute(connection)).map(drop)
    }

    fn insert_tlds(&mut self, tlds: &[Tld], source: &Source) -> Stored<()> {
        let rows: Vec<TldRow> = tlds.iter().map(TldRow::of).collect();
        let source = source.as_str();
        let wanted: Vec<SourceRow<'_>> = tlds.iter().map(|tld| SourceRow { tld_id: Key(tld.id), source }).collect();
        self.query(|connection| {
            insert_rows!(connection, tlds::table, rows)?;
            insert_rows!(connection, tld_sources::table, wanted)
        })
    }

    fn update_tld(&mut self, tld: &Tld) -> Stored<()> {
        let row = TldRow::of(tld);
        let state = (
            tlds::name.eq(row.name),
            tlds::description.eq(row.description),
            tlds::updated.eq(row.updated),
            tlds::version.eq(row.version),
        );
        self.query(|connection| diesel::update(tlds::table.find(row.id)).set(state).execute(connection)).map(drop)
    }

    fn delete_tlds(&mut self, ids: &[Uuid]) -> Stored<()> {
        for some in ids.chunks(IDS_A_STATEMENT) {
            let gone = tlds::table.filter(Among::new(tlds::id, Ids::of(some)));
            self.query(|connection| diesel::delete(gone).execute(connection))?;
        }
        Ok(())
    }

    fn add_source(&mut self, ids: &[Uuid], source: &Source) -> Stored<()> {
        for some in ids.chunks(IDS_A_STATEMENT) {
            let add = AddSource { rules: Rows(Ids::of(some)), source: source.as_str().to_owned() };
            self.query(|connection| add.execute(connection))?;
        }
        Ok(())
    }

    fn withdraw_source(&mut self, ids: &[Uuid], source: &Source) -> Stored<()> {
        for some in ids.chunks(IDS_A_STATEMENT) {
            let gone = tld_sources::table
                .filter(Among::new(tld_sources::tld_id, Ids::of(some)))
                .filter(tld_sources::source.eq(source.as_str()));
            self.query(|connection| diesel::delete(gone).execute(connection))?;
        }
        Ok(())
    }

    fn withdraw_other_sources(&mut self, id: Uuid, source: &Source) -> Stored<()> {
        let others =
            tld_sources::table.filter(tld_sources::tld_id.eq(Key(id))).filter(tld_sources::source.ne(source.as_str()));
        self.query(|connection| diesel::delete(others).execute(connection)).map(drop)
    }

    fn insert_block_entry(&mut self, entry: &BlockEntry) -> Stored<()> {
        self.add_entry(entry)
    }

    fn update_block_entry(&mut self, entry: &BlockEntry) -> Stored<()> {
        self.change_entry(entry)
    }

    fn delete_block_entry(&mut self, id: Uuid) -> Stored<()> {
        self.remove_entry(id)
    }

    fn insert_import_job(&mut self, job: &ImportJob) -> Stored<()> {
        self.add_job(job)
    }

    fn end_import_job(&mut self, id: Uuid, report: &str) -> Stored<()> {
        self.end_job(id, report)
    }

    fn beat_import_job(&mut self, id: Uuid, now: DateTime<Utc>) -> Stored<()> {
        self.beat_job(id, now)
    }

    fn silent_import_jobs(&mut self, before: DateTime<Utc>, but: Option<Uuid>) -> Stored<Vec<ImportJob>> {
        self.silent_jobs(before, but)
    }
}
