//! Imports as rows; those that have not ended have an index of their own.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domesday_app::ports::{ImportJob, Stored};
use uuid::Uuid;

use super::Work;
use crate::expressions::IsUnderWay;
use crate::schema::import_jobs;
use crate::types::{At, Json, Key};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = import_jobs, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    report: Json,
    ended: bool,
    beat: At,
}

impl From<Row> for ImportJob {
    fn from(row: Row) -> Self {
        Self { id: row.id.0, report: row.report.0, ended: row.ended, beat: row.beat.0 }
    }
}

impl Work<'_> {
    /// An import.
    pub(super) fn job(&mut self, id: Uuid) -> Stored<Option<ImportJob>> {
        let found = import_jobs::table.filter(import_jobs::id.eq(Key(id))).select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(ImportJob::from))
    }

    /// Stores one.
    pub(super) fn add_job(&mut self, job: &ImportJob) -> Stored<()> {
        let row = Row { id: Key(job.id), report: Json(job.report.clone()), ended: job.ended, beat: At(job.beat) };
        self.query(|connection| diesel::insert_into(import_jobs::table).values(&row).execute(connection)).map(drop)
    }

    /// Ends one.
    pub(super) fn end_job(&mut self, id: Uuid, report: &str) -> Stored<()> {
        let state = (import_jobs::report.eq(Json(report.to_owned())), import_jobs::ended.eq(true));
        let update = diesel::update(import_jobs::table.find(Key(id))).set(state);
        self.query(|connection| update.execute(connection)).map(drop)
    }

    /// Notes that its server is alive.
    pub(super) fn beat_job(&mut self, id: Uuid, now: DateTime<Utc>) -> Stored<()> {
        let update = diesel::update(import_jobs::table.find(Key(id))).set(import_jobs::beat.eq(At(now)));
        self.query(|connection| update.execute(connection)).map(drop)
    }

    /// Those that have not ended and whose server has been silent since an instant, but for one.
    pub(super) fn silent_jobs(&mut self, before: DateTime<Utc>, but: Option<Uuid>) -> Stored<Vec<ImportJob>> {
        let found = import_jobs::table
            .filter(IsUnderWay)
            .filter(import_jobs::beat.lt(At(before)))
            .order((import_jobs::beat, import_jobs::id))
            .select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().filter(|row| Some(row.id.0) != but).map(ImportJob::from).collect())
    }
}
