//! Writing sessions, the secrets of their tokens, and failed log-ins.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domesday_app::ports::{Attempts, Secret, SessionUse, SessionWrites, Stored};
use domesday_domain::account::{Session, SessionId, UserId};

use super::Work;
use super::session_ends::SECRET_OF_KEYS;
use crate::schema::{login_attempts, sessions, token_secrets};
use crate::types::{At, Key};

impl SessionWrites for Work<'_> {
    fn insert_session(&mut self, session: &Session) -> Stored<()> {
        let row = (
            sessions::id.eq(Key(session.id.0)),
            sessions::user_id.eq(session.user.0),
            sessions::secret.eq(&session.secret),
            sessions::created.eq(At(session.created)),
            sessions::expires.eq(At(session.expires)),
            sessions::idle_seconds.eq(session.idle.map(|idle| idle.num_seconds())),
            sessions::registrar.eq(session.registrar),
            sessions::may_idle.eq(session.idling.map(|idling| idling.limit.num_seconds())),
            sessions::used.eq(session.idling.map(|idling| At(idling.used))),
            sessions::ends.eq(session.idling.map(|_| At(session.ends()))),
        );
        self.query(|connection| diesel::insert_into(sessions::table).values(row).execute(connection)).map(drop)
    }

    fn prolong_session(&mut self, id: SessionId, expires: DateTime<Utc>) -> Stored<()> {
        let row = sessions::table.find(Key(id.0));
        self.query(|connection| {
            diesel::update(row).set(sessions::expires.eq(At(expires))).execute(connection)?;
            let anchored = row.filter(sessions::ends.is_not_null()).filter(sessions::closed.eq(false));
            diesel::update(anchored).set(sessions::ends.eq(At(expires))).execute(connection)
        })
        .map(drop)
    }

    fn note_uses(&mut self, uses: &[SessionUse]) -> Stored<()> {
        self.note(uses)
    }

    fn anchor_session(&mut self, id: SessionId, now: DateTime<Utc>) -> Stored<bool> {
        self.anchor(id, now)
    }

    fn end_session(&mut self, id: SessionId, now: DateTime<Utc>) -> Stored<bool> {
        let row = sessions::table.find(Key(id.0));
        let anchored = row.filter(sessions::ends.is_not_null()).filter(sessions::closed.eq(false));
        let alone = row.filter(sessions::ends.is_null());
        let closed = (sessions::closed.eq(true), sessions::ends.eq(At(now)));
        let ended = self.query(|connection| {
            let ended = diesel::update(anchored).set(closed).execute(connection)?;
            if ended > 0 { Ok(ended) } else { diesel::delete(alone).execute(connection) }
        })?;
        Ok(ended > 0)
    }

    fn end_sessions_of(&mut self, user: UserId, now: DateTime<Utc>) -> Stored<()> {
        let theirs = sessions::table.filter(sessions::user_id.eq(user.0));
        let anchored = theirs
            .filter(sessions::ends.is_not_null())
            .filter(sessions::secret.ne(SECRET_OF_KEYS))
            .filter(sessions::closed.eq(false))
            .filter(sessions::cleared.eq(false));
        let closed = (sessions::closed.eq(true), sessions::ends.eq(At(now)));
        self.query(|connection| {
            diesel::update(anchored).set(closed).execute(connection)?;
            diesel::delete(theirs.filter(sessions::ends.is_null())).execute(connection)
        })
        .map(drop)
    }

    fn clear_staged(&mut self, id: SessionId, limit: usize) -> Stored<usize> {
        self.clear_some_staged(id, limit)
    }

    fn clear_jobs(&mut self, ids: &[SessionId], limit: usize) -> Stored<usize> {
        self.clear_some_jobs(ids, limit)
    }

    fn settle_ended(&mut self, ids: &[SessionId]) -> Stored<()> {
        self.settle(ids)
    }

    fn forget_idled_out(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize> {
        self.forget(before, limit)
    }

    fn sweep_sessions(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize> {
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let dead = sessions::table
            .filter(sessions::ends.is_null())
            .filter(sessions::expires.lt(At(before)))
            .order(sessions::expires)
            .select(sessions::id);
        let dead: Vec<Key> = self.query(|connection| dead.limit(most).load(connection))?;
        for id in &dead {
            self.query(|connection| diesel::delete(sessions::table.find(*id)).execute(connection))?;
        }

        let most = most.saturating_sub(i64::try_from(dead.len()).unwrap_or(i64::MAX));
        let day_before = At(before - TimeDelta::days(1));
        let old = login_attempts::table
            .filter(login_attempts::since.lt(day_before))
            .order(login_attempts::since)
            .select(login_attempts::subject);
        let old: Vec<String> = self.query(|connection| old.limit(most).load(connection))?;
        for subject in &old {
            self.query(|connection| diesel::delete(login_attempts::table.find(subject)).execute(connection))?;
        }
        Ok(dead.len() + old.len())
    }

    fn insert_secret(&mut self, secret: &Secret, created: DateTime<Utc>) -> Stored<()> {
        let row = (
            token_secrets::id.eq(&secret.id),
            token_secrets::bytes.eq(&secret.bytes),
            token_secrets::is_current.eq(true),
            token_secrets::created.eq(At(created)),
        );
        let before = token_secrets::table.filter(token_secrets::is_current.eq(true));
        self.query(|connection| {
            diesel::update(before).set(token_secrets::is_current.eq(false)).execute(connection)?;
            diesel::insert_into(token_secrets::table).values(row).execute(connection)
        })
        .map(drop)
    }

    fn put_attempts(&mut self, subject: &str, attempts: Attempts) -> Stored<()> {
        let failures = login_attempts::failures.eq(i32::try_from(attempts.failures).unwrap_or(i32::MAX));
        let since = login_attempts::since.eq(At(attempts.since));
        let upsert = diesel::insert_into(login_attempts::table)
            .values((login_attempts::subject.eq(subject), failures, since))
            .on_conflict(login_attempts::subject)
            .do_update()
            .set((failures, since));
        self.query(|connection| upsert.execute(connection)).map(drop)
    }

    fn clear_attempts(&mut self, subject: &str) -> Stored<()> {
        self.query(|connection| diesel::delete(login_attempts::table.find(subject)).execute(connection)).map(drop)
    }
}
