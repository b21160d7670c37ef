//! The history of zones, which outlives them, and of what is no zone.

use diesel::prelude::*;
use domesday_app::ports::{
    Entry, EntryHead, HistoryFilter, HistoryReads, HistoryWrites, NewEntry, PolicyEntry, Stored, StoredSubjectEntry,
    SubjectEntry,
};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::history::SubjectKind;
use domesday_domain::zone::ZoneId;

use super::Work;
use super::keys::{limited, name};
use super::pages::passed_over;
use crate::expressions::IsOfPolicy;
use crate::schema::history;
use crate::types::{At, Json};

#[derive(Insertable)]
#[diesel(table_name = history, treat_none_as_default_value = false)]
struct NewRow<'a> {
    at: At,
    zone_key: Vec<u8>,
    zone_id: i64,
    owner_id: i64,
    account: &'a str,
    user_login: &'a str,
    face: &'a str,
    request_id: &'a str,
    action: &'a str,
    cause: Option<&'a str>,
    changes: Json,
    forced: Json,
    serial_before: Option<i64>,
    serial_after: Option<i64>,
    revision: i64,
    subject_kind: Option<i16>,
    subject: Option<&'a str>,
    note: Option<&'a str>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = history)]
struct Row {
    id: i64,
    at: At,
    zone_id: i64,
    account: String,
    user_login: String,
    face: String,
    request_id: String,
    action: String,
    cause: Option<String>,
    changes: Json,
    forced: Json,
    serial_before: Option<i64>,
    serial_after: Option<i64>,
    revision: i64,
    note: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = history)]
struct HeadRow {
    id: i64,
    at: At,
    zone_key: Vec<u8>,
    account: String,
    action: String,
}

impl HeadRow {
    fn into_head(self) -> Stored<EntryHead> {
        let Self { id, at, zone_key, account, action } = self;
        Ok(EntryHead { id, at: at.0, zone: name(&zone_key)?, account, action })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = history)]
struct SubjectRow {
    id: i64,
    at: At,
    account: String,
    user_login: String,
    face: String,
    request_id: String,
    action: String,
    changes: Json,
    forced: Json,
    revision: i64,
}

/// Entries about rules and block list after one, in order.
pub(super) fn policy_entries(work: &mut Work<'_>, after: i64, limit: usize) -> Stored<Vec<PolicyEntry>> {
    let found = history::table
        .filter(IsOfPolicy)
        .filter(history::id.gt(after))
        .order(history::id)
        .limit(limited(limit))
        .select((history::id, history::request_id, history::changes));
    let rows: Vec<(i64, String, Json)> = work.query(|connection| found.load(connection))?;
    let entry =
        |(revision, request_id, changes): (i64, String, Json)| PolicyEntry { revision, request_id, changes: changes.0 };
    Ok(rows.into_iter().map(entry).collect())
}

/// A boxed query with the conditions of a filter, and where it goes on.
macro_rules! filtered {
    ($query:expr, $filter:expr, $marker:expr) => {{
        let (mut query, filter) = ($query, $filter);
        if let Some(account) = filter.visible_to {
            // The sum keeps SQLite from looking through all that was ever the account's.
            query = query.filter((history::owner_id + 0).eq(account.0));
        }
        if let Some(since) = filter.since {
            query = query.filter(history::at.ge(At(since)));
        }
        if let Some(until) = filter.until {
            query = query.filter(history::at.lt(At(until)));
        }
        if let Some(marker) = $marker {
            query = query.filter(history::id.lt(marker));
        }
        query.offset(passed_over(filter.passed_over))
    }};
}

impl HistoryReads for Work<'_> {
    fn entries(
        &mut self,
        zone: &Name,
        filter: &HistoryFilter,
        marker: Option<i64>,
        limit: usize,
    ) -> Stored<Vec<Entry>> {
        let query = history::table
            .filter(history::zone_key.eq(zone.sort_key()).and(history::subject_kind.is_null()))
            .order(history::id.desc())
            .limit(limited(limit))
            .select(Row::as_select())
            .into_boxed();
        let query = filtered!(query, filter, marker);
        let rows: Vec<Row> = self.query(|connection| query.load(connection))?;
        let entry = |row: Row| Entry {
            id: row.id,
            at: row.at.0,
            zone: zone.clone(),
            zone_id: ZoneId(row.zone_id),
            account: row.account,
            user: row.user_login,
            face: row.face,
            request_id: row.request_id,
            action: row.action,
            cause: row.cause,
            changes: row.changes.0,
            forced: row.forced.0,
            serial_before: row.serial_before,
            serial_after: row.serial_after,
            revision: row.revision,
            note: row.note,
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    fn entry_heads(
        &mut self,
        zone: Option<&Name>,
        visible_to: Option<AccountId>,
        limit: usize,
    ) -> Stored<Vec<EntryHead>> {
        let mut query = history::table
            .filter(history::subject_kind.is_null())
            .order(history::id.desc())
            .limit(limited(limit))
            .select(HeadRow::as_select())
            .into_boxed();
        if let Some(zone) = zone {
            query = query.filter(history::zone_key.eq(zone.sort_key()));
        }
        query = match visible_to {
            Some(account) if zone.is_some() => query.filter((history::owner_id + 0).eq(account.0)),
            Some(account) => query.filter(history::owner_id.eq(account.0)),
            None => query,
        };
        let rows: Vec<HeadRow> = self.query(|connection| query.load(connection))?;
        rows.into_iter().map(HeadRow::into_head).collect()
    }

    fn entry_head(&mut self, id: i64, visible_to: Option<AccountId>) -> Stored<Option<EntryHead>> {
        let mut query = history::table
            .filter(history::id.eq(id).and(history::subject_kind.is_null()))
            .select(HeadRow::as_select())
            .into_boxed();
        if let Some(account) = visible_to {
            query = query.filter((history::owner_id + 0).eq(account.0));
        }
        let row: Option<HeadRow> = self.query(|connection| query.get_result(connection).optional())?;
        row.map(HeadRow::into_head).transpose()
    }

    fn newest_entry(&mut self, zone: &Name) -> Stored<Option<i64>> {
        let newest = history::table
            .filter(history::zone_key.eq(zone.sort_key()).and(history::subject_kind.is_null()))
            .order(history::id.desc())
            .limit(1)
            .select(history::id);
        self.query(|connection| newest.get_result(connection).optional())
    }

    fn subject_entries(
        &mut self,
        kind: SubjectKind,
        subject: &str,
        filter: &HistoryFilter,
        marker: Option<i64>,
        limit: usize,
    ) -> Stored<Vec<StoredSubjectEntry>> {
        let page = history::table
            .filter(history::subject_kind.eq(kind.number()).and(history::subject.eq(subject)))
            .order(history::id.desc())
            .limit(limited(limit))
            .select(SubjectRow::as_select())
            .into_boxed();
        let page = filtered!(page, filter, marker);
        let rows: Vec<SubjectRow> = self.query(|connection| page.load(connection))?;
        let entry = |row: SubjectRow| StoredSubjectEntry {
            id: row.id,
            at: row.at.0,
            subject: subject.to_owned(),
            account: row.account,
            user: row.user_login,
            face: row.face,
            request_id: row.request_id,
            action: row.action,
            changes: row.changes.0,
            forced: row.forced.0,
            revision: row.revision,
        };
        Ok(rows.into_iter().map(entry).collect())
    }
}

impl HistoryWrites for Work<'_> {
    fn insert_entry(&mut self, entry: &NewEntry) -> Stored<()> {
        let row = NewRow {
            at: At(entry.at),
            zone_key: entry.zone.sort_key(),
            zone_id: entry.zone_id.0,
            owner_id: entry.owner.0,
            account: &entry.account,
            user_login: &entry.user,
            face: entry.face,
            request_id: &entry.request_id,
            action: entry.action,
            cause: entry.cause.as_deref(),
            changes: Json(entry.changes.clone()),
            forced: Json(entry.forced.clone()),
            serial_before: entry.serial_before.map(|serial| serial.get().into()),
            serial_after: entry.serial_after.map(|serial| serial.get().into()),
            revision: entry.revision,
            subject_kind: None,
            subject: None,
            note: entry.note.as_deref(),
        };
        self.query(|connection| diesel::insert_into(history::table).values(&row).execute(connection)).map(drop)
    }

    fn insert_subject_entry(&mut self, entry: &SubjectEntry) -> Stored<i64> {
        let row = NewRow {
            at: At(entry.at),
            zone_key: Vec::new(),
            zone_id: 0,
            owner_id: entry.owner.map(|owner| owner.0).unwrap_or_default(),
            account: &entry.account,
            user_login: &entry.user,
            face: entry.face,
            request_id: &entry.request_id,
            action: entry.action,
            cause: None,
            changes: Json(entry.changes.clone()),
            forced: Json(entry.forced.clone()),
            serial_before: None,
            serial_after: None,
            revision: entry.revision,
            subject_kind: Some(entry.kind.number()),
            subject: Some(&entry.subject),
            note: None,
        };
        let insert = diesel::insert_into(history::table).values(&row).returning(history::id);
        self.query(|connection| insert.get_result(connection))
    }
}
