//! Jobs of sessions, a row each; answers in pieces beside them.
//!
//! A row is inserted only for a session that is there, so that a job whose session went while it ran is no lost race.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domesday_app::ports::{JobReads, JobWrites, Progress, Stored, StoredJob, TooOld};
use domesday_domain::account::SessionId;

use super::Work;
use super::keys::{damaged, limited};
use super::written::Written;
use crate::expressions::IsRunning;
use crate::schema::{job_pieces, jobs, sessions};
use crate::types::{At, Key};

const RUNNING: i16 = 0;
const DONE: i16 = 1;
const LOST: i16 = 2;

fn progress(state: i16) -> Stored<Progress> {
    match state {
        RUNNING => Ok(Progress::Running),
        DONE => Ok(Progress::Done),
        LOST => Ok(Progress::Lost),
        other => Err(damaged("a job", &format!("its state is {other}"))),
    }
}

impl JobReads for Work<'_> {
    fn session_job(&mut self, id: i64) -> Stored<Option<StoredJob>> {
        let found = jobs::table.filter(jobs::id.eq(id)).select((jobs::session_id, jobs::state, jobs::at));
        let rows: Vec<(Key, i16, At)> = self.query(|connection| found.load(connection))?;
        let Some((holder, state, at)) = rows.into_iter().next() else { return Ok(None) };
        Ok(Some(StoredJob { holder: SessionId(holder.0), progress: progress(state)?, at: at.0 }))
    }

    fn job_pieces(&mut self, id: i64) -> Stored<Vec<String>> {
        let pieces = job_pieces::table
            .filter(job_pieces::job_id.eq(id))
            .order((job_pieces::job_id, job_pieces::piece))
            .select(job_pieces::answer);
        self.query(|connection| pieces.load(connection))
    }

    fn holders_running(&mut self, limit: usize) -> Stored<Vec<SessionId>> {
        let running = jobs::table.filter(IsRunning).order(jobs::at).limit(limited(limit)).select(jobs::session_id);
        let holders: Vec<Key> = self.query(|connection| running.load(connection))?;
        let mut once = Vec::with_capacity(holders.len());
        for holder in holders.into_iter().map(|holder| SessionId(holder.0)) {
            if !once.contains(&holder) {
                once.push(holder);
            }
        }
        Ok(once)
    }

    fn sessions_between(&mut self, from: SessionId, to: SessionId) -> Stored<Vec<SessionId>> {
        let between = sessions::table
            .filter(sessions::id.ge(Key(from.0)))
            .filter(sessions::id.le(Key(to.0)))
            .order(sessions::id)
            .select(sessions::id);
        let ids: Vec<Key> = self.query(|connection| between.load(connection))?;
        Ok(ids.into_iter().map(|id| SessionId(id.0)).collect())
    }
}

impl Work<'_> {
    /// Stores a job in a state, if its session is there and nothing else is known of it; tells whether that was done.
    fn insert_job(&mut self, id: i64, holder: SessionId, state: i16, now: DateTime<Utc>) -> Stored<bool> {
        let insert = Written::<BigInt>::new("INSERT INTO jobs (session_id, id, state, at) SELECT id, ", true)
            .number(id)
            .sql(", ")
            .number(state.into())
            .sql(", ")
            .moment(At(now))
            .sql(" FROM sessions WHERE id = ")
            .id(Key(holder.0))
            .sql(" ON CONFLICT (id) DO NOTHING");
        Ok(self.query(|connection| insert.execute(connection))? > 0)
    }

    /// Moves a running job to another state; tells whether it was running.
    fn end_running(&mut self, id: i64, state: i16, now: DateTime<Utc>) -> Stored<bool> {
        let running = jobs::table.filter(jobs::id.eq(id)).filter(jobs::state.eq(RUNNING));
        let ended = (jobs::state.eq(state), jobs::at.eq(At(now)));
        Ok(self.query(|connection| diesel::update(running).set(ended).execute(connection))? > 0)
    }

    fn delete_jobs(&mut self, ids: Vec<i64>) -> Stored<usize> {
        if ids.is_empty() {
            return Ok(0);
        }
        let delete = Written::<BigInt>::new("DELETE FROM jobs WHERE ", true).among_numbers("id", ids);
        self.query(|connection| delete.execute(connection))
    }
}

impl JobWrites for Work<'_> {
    fn start_job(&mut self, id: i64, holder: SessionId, now: DateTime<Utc>) -> Stored<()> {
        self.insert_job(id, holder, RUNNING, now).map(drop)
    }

    fn finish_job(&mut self, id: i64, holder: SessionId, pieces: &[&str], now: DateTime<Utc>) -> Stored<bool> {
        if !self.insert_job(id, holder, DONE, now)? && !self.end_running(id, DONE, now)? {
            let stands = self.session_job(id)?.map(|job| job.progress);
            return Ok(stands != Some(Progress::Lost));
        }
        for (number, piece) in (0..).zip(pieces) {
            let row = (job_pieces::job_id.eq(id), job_pieces::piece.eq(number), job_pieces::answer.eq(*piece));
            self.query(|connection| diesel::insert_into(job_pieces::table).values(row).execute(connection))?;
        }
        Ok(true)
    }

    fn lose_jobs(&mut self, holder: SessionId, now: DateTime<Utc>) -> Stored<usize> {
        let running = jobs::table.filter(IsRunning).filter(jobs::session_id.eq(Key(holder.0)));
        let lost = (jobs::state.eq(LOST), jobs::at.eq(At(now)));
        self.query(|connection| diesel::update(running).set(lost).execute(connection))
    }

    fn lose_job(&mut self, id: i64, holder: SessionId, now: DateTime<Utc>) -> Stored<()> {
        if !self.insert_job(id, holder, LOST, now)? {
            self.end_running(id, LOST, now)?;
        }
        Ok(())
    }

    fn delete_old_jobs(&mut self, holder: SessionId, old: TooOld, most: usize) -> Stored<usize> {
        let theirs = || jobs::table.filter(jobs::session_id.eq(Key(holder.0)));
        let oldest = || theirs().order((jobs::session_id, jobs::id)).limit(limited(most));
        let ids = match old {
            TooOld::Beyond(kept) => {
                let newest = theirs().order((jobs::session_id.desc(), jobs::id.desc())).limit(1).offset(limited(kept));
                let newest: Vec<i64> = self.query(|connection| newest.select(jobs::id).load(connection))?;
                let Some(last) = newest.first() else { return Ok(0) };
                let beyond = oldest().filter(jobs::id.le(last)).select(jobs::id);
                self.query(|connection| beyond.load(connection))?
            }
            TooOld::Before(instant) => {
                let aged = oldest().select((jobs::id, jobs::at));
                let aged: Vec<(i64, At)> = self.query(|connection| aged.load(connection))?;
                aged.into_iter().filter(|(_, at)| at.0 < instant).map(|(id, _)| id).collect()
            }
        };
        self.delete_jobs(ids)
    }
}
