//! Sessions on which staged changes and jobs hang: what they hang on, when it ends, and how all of it goes away.
//!
//! The conditions are spelled as those of the indexes are: a bound value would hide from the planners that these serve.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Binary, Bool, Integer};
use domesday_app::ports::{EndedSession, LiveSession, SessionUse, Stored};
use domesday_domain::account::{IDLING_GRACE, NEVER, SessionId, UserId};
use uuid::Uuid;

use super::super::AMONG_ALL;
use super::Work;
use super::keys::limited;
use super::written::Written;
use crate::types::{At, Key, Moment, Unique};

/// What stands for a secret in the rows of sessions that API keys stand for: no token is signed with it.
pub(super) const SECRET_OF_KEYS: &str = "";

/// For how long a job is waited for that is running although its session has ended.
const RUNS_AT_MOST: TimeDelta = TimeDelta::hours(1);

fn uuids(ids: &[SessionId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.0).collect()
}

impl Work<'_> {
    /// The sessions of the DynECT face that a user has.
    pub(super) fn live(&mut self, user: UserId, now: DateTime<Utc>) -> Stored<Vec<LiveSession>> {
        let live: Written<(Unique, Moment, Bool)> = Written::new(
            "SELECT id, used, (EXISTS (SELECT 1 FROM staged_sets WHERE staged_sets.session_id = sessions.id) \
             OR id IN (SELECT session_id FROM jobs WHERE state = 0)) \
             FROM sessions WHERE may_idle IS NOT NULL AND user_id = ",
            true,
        )
        .number(user.0)
        .sql(" AND ends > ")
        .moment(At(now))
        .sql(" AND NOT closed ORDER BY used, id");
        let rows: Vec<(Key, At, bool)> = self.query(|connection| live.load(connection))?;
        let session = |(id, used, is_busy): (Key, At, bool)| LiveSession { id: SessionId(id.0), used: used.0, is_busy };
        Ok(rows.into_iter().map(session).collect())
    }

    /// Sessions that have ended and of which something may be left.
    pub(super) fn ended(&mut self, now: DateTime<Utc>, limit: usize) -> Stored<Vec<EndedSession>> {
        let ended: Written<(Unique, Bool)> = Written::new(
            "SELECT id, EXISTS (SELECT 1 FROM staged_sets WHERE staged_sets.session_id = sessions.id) \
             FROM sessions WHERE ends IS NOT NULL AND NOT cleared AND ends <= ",
            true,
        )
        .moment(At(now))
        .sql(" AND (closed OR ends >= expires OR ends <= ")
        .moment(At(now - IDLING_GRACE))
        .sql(") AND id NOT IN (SELECT session_id FROM jobs WHERE state = 0 AND at > ")
        .moment(At(now - RUNS_AT_MOST))
        .sql(") ORDER BY ends LIMIT ")
        .number(limited(limit));
        let rows: Vec<(Key, bool)> = self.query(|connection| ended.load(connection))?;
        let session = |(id, has_staged): (Key, bool)| EndedSession { id: SessionId(id.0), has_staged };
        Ok(rows.into_iter().map(session).collect())
    }

    /// Notes last uses, one statement for all.
    pub(super) fn note(&mut self, uses: &[SessionUse]) -> Stored<()> {
        let note: Written<BigInt> =
            Written::new("UPDATE sessions SET used = seen.used, ends = seen.ends FROM ", true).use_rows(uses).sql(
                " AS seen WHERE sessions.id = seen.id AND NOT sessions.closed AND NOT sessions.cleared \
                 AND sessions.used < seen.used",
            );
        self.query(|connection| note.execute(connection)).map(drop)
    }

    /// Makes a session one on which something may hang.
    pub(super) fn anchor(&mut self, id: SessionId, now: DateTime<Utc>) -> Stored<bool> {
        let holds: Written<Bool> =
            Written::new("SELECT ends IS NOT NULL AND NOT cleared FROM sessions WHERE id = ", true).id(Key(id.0));
        let holds: Vec<bool> = self.query(|connection| holds.load(connection))?;
        if let Some(holds) = holds.first() {
            if !holds {
                let hold: Written<BigInt> = Written::new(
                    "UPDATE sessions SET ends = COALESCE(ends, expires), cleared = FALSE WHERE id = ",
                    true,
                )
                .id(Key(id.0));
                self.query(|connection| hold.execute(connection))?;
            }
            return Ok(true);
        }
        let Some(key) = id.key() else { return Ok(false) };
        let make: Written<BigInt> =
            Written::new("INSERT INTO sessions (id, user_id, secret, created, expires, ends) SELECT ", true)
                .id(Key(id.0))
                .sql(", user_id, ")
                .text(SECRET_OF_KEYS)
                .sql(", ")
                .moment(At(now))
                .sql(", ")
                .moment(At(NEVER))
                .sql(", ")
                .moment(At(NEVER))
                .sql(" FROM api_keys WHERE NOT disabled AND id = ")
                .number(key)
                .sql(" ON CONFLICT DO NOTHING");
        let made = self.query(|connection| make.execute(connection))?;
        Ok(made > 0)
    }

    /// Deletes some of what a session has staged, in the order of the key: each step begins where the last one ended.
    pub(super) fn clear_some_staged(&mut self, id: SessionId, limit: usize) -> Stored<usize> {
        let beyond: Written<(BigInt, Binary, Integer)> =
            Written::new("SELECT zone_id, owner_key, rtype FROM staged_sets WHERE session_id = ", true)
                .id(Key(id.0))
                .sql(" ORDER BY zone_id, owner_key, rtype LIMIT 1 OFFSET ")
                .number(limited(limit));
        let beyond: Vec<(i64, Vec<u8>, i32)> = self.query(|connection| beyond.load(connection))?;
        let mut clear: Written<BigInt> =
            Written::new("DELETE FROM staged_sets WHERE session_id = ", true).id(Key(id.0));
        if let Some((zone, owner, rtype)) = beyond.into_iter().next() {
            clear = clear.sql(" AND (zone_id, owner_key, rtype) < (").number(zone).sql(", ").octets(owner).sql(", ");
            clear = clear.number(rtype.into()).sql(")");
        }
        self.query(|connection| clear.execute(connection))
    }

    /// Deletes some jobs of sessions, with their answers.
    pub(super) fn clear_some_jobs(&mut self, ids: &[SessionId], limit: usize) -> Stored<usize> {
        let clear: Written<BigInt> = Written::new("DELETE FROM jobs WHERE id", true)
            .sql(AMONG_ALL.0)
            .sql("SELECT id FROM jobs WHERE ")
            .among_ids("session_id", &uuids(ids))
            .sql(" LIMIT ")
            .number(limited(limit))
            .sql(AMONG_ALL.1);
        self.query(|connection| clear.execute(connection))
    }

    /// Deletes sessions of which nothing is left, or remembers that they idled out.
    pub(super) fn settle(&mut self, ids: &[SessionId]) -> Stored<()> {
        let ids = uuids(ids);
        let delete: Written<BigInt> =
            Written::new("DELETE FROM sessions WHERE (closed OR ends >= expires) AND ", true).among_ids("id", &ids);
        let remember: Written<BigInt> =
            Written::new("UPDATE sessions SET cleared = TRUE WHERE ", true).among_ids("id", &ids);
        self.query(|connection| {
            delete.execute(connection)?;
            remember.execute(connection)
        })
        .map(drop)
    }

    /// Deletes sessions that idled out long ago.
    pub(super) fn forget(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize> {
        let forget: Written<BigInt> = Written::new("DELETE FROM sessions WHERE id", true)
            .sql(AMONG_ALL.0)
            .sql("SELECT id FROM sessions WHERE cleared AND ends < ")
            .moment(At(before))
            .sql(" ORDER BY ends LIMIT ")
            .number(limited(limit))
            .sql(AMONG_ALL.1);
        self.query(|connection| forget.execute(connection))
    }
}
