//! Sessions, the secrets of their tokens, and failed log-ins.
//!
//! `session` and `key` are the statements that every request begins with: one join by primary keys each, loaded and not limited
//! (a bound LIMIT is prepared anew each time).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domesday_app::ports::{Attempts, KeyHash, Principal, Secret, SessionReads, SessionWrites, Stored};
use domesday_domain::account::{AccountId, AccountName, Session, SessionId, UserId};
use domesday_domain::actor::Actor;

use super::Work;
use super::account_rows::roles;
use super::keys::narrow;
use crate::schema::{accounts, api_keys, login_attempts, sessions, token_secrets, users};
use crate::types::{At, Key};

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct ActorUser {
    id: i64,
    account_id: i64,
    login: String,
    roles: i16,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct ActorAccount {
    name: String,
    suspended: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    secret: String,
    created: At,
    expires: At,
    idle_seconds: Option<i64>,
    registrar: bool,
}

impl SessionRow {
    fn session(self, id: SessionId, user: UserId) -> Session {
        Session {
            id,
            user,
            secret: self.secret,
            created: self.created.0,
            expires: self.expires.0,
            idle: self.idle_seconds.and_then(TimeDelta::try_seconds),
            registrar: self.registrar,
        }
    }
}

fn actor(user: ActorUser, account: ActorAccount) -> Stored<Actor> {
    Ok(Actor {
        account: AccountId(user.account_id),
        account_name: AccountName::from_stored(account.name),
        user: Some(UserId(user.id)),
        login: user.login,
        roles: roles(user.roles)?,
        suspended: account.suspended,
    })
}

impl SessionReads for Work<'_> {
    fn session(&mut self, id: SessionId) -> Stored<Option<Principal>> {
        let found = sessions::table
            .inner_join(users::table.inner_join(accounts::table))
            .filter(sessions::id.eq(Key(id.0)))
            .filter(users::disabled.eq(false))
            .filter(accounts::disabled.eq(false))
            .select((SessionRow::as_select(), ActorUser::as_select(), ActorAccount::as_select()));
        let rows: Vec<(SessionRow, ActorUser, ActorAccount)> = self.query(|connection| found.load(connection))?;
        let Some((row, user, account)) = rows.into_iter().next() else {
            return Ok(None);
        };
        let session = row.session(id, UserId(user.id));
        Ok(Some(Principal { actor: actor(user, account)?, session: Some(session) }))
    }

    fn key(&mut self, hash: &KeyHash) -> Stored<Option<Principal>> {
        let found = api_keys::table
            .inner_join(users::table.inner_join(accounts::table))
            .filter(api_keys::hash.eq(hash.as_slice()))
            .filter(api_keys::disabled.eq(false))
            .filter(users::disabled.eq(false))
            .filter(accounts::disabled.eq(false))
            .select((ActorUser::as_select(), ActorAccount::as_select()));
        let rows: Vec<(ActorUser, ActorAccount)> = self.query(|connection| found.load(connection))?;
        let Some((user, account)) = rows.into_iter().next() else {
            return Ok(None);
        };
        Ok(Some(Principal { actor: actor(user, account)?, session: None }))
    }

    fn key_created(&mut self, hash: &KeyHash) -> Stored<Option<DateTime<Utc>>> {
        let found = api_keys::table.filter(api_keys::hash.eq(hash.as_slice())).select(api_keys::created);
        let rows: Vec<At> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(|at| at.0))
    }

    fn sliding_session(&mut self, user: UserId, secret: &str, now: DateTime<Utc>) -> Stored<Option<Session>> {
        let found = sessions::table
            .filter(sessions::user_id.eq(user.0))
            .filter(sessions::idle_seconds.is_not_null())
            .filter(sessions::secret.eq(secret))
            .filter(sessions::expires.gt(At(now)))
            .order((sessions::expires.desc(), sessions::id))
            .select((sessions::id, SessionRow::as_select()));
        let rows: Vec<(Key, SessionRow)> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(|(id, row)| row.session(SessionId(id.0), user)))
    }

    fn registrar_session(&mut self, user: UserId, secret: &str, now: DateTime<Utc>) -> Stored<Option<Session>> {
        let found = sessions::table
            .filter(sessions::user_id.eq(user.0))
            .filter(sessions::registrar.eq(true))
            .filter(sessions::secret.eq(secret))
            .filter(sessions::expires.gt(At(now)))
            .order((sessions::expires.desc(), sessions::id))
            .select((sessions::id, SessionRow::as_select()));
        let rows: Vec<(Key, SessionRow)> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(|(id, row)| row.session(SessionId(id.0), user)))
    }

    fn secret(&mut self, id: &str) -> Stored<Option<Secret>> {
        let found = token_secrets::table.find(id).select((token_secrets::id, token_secrets::bytes));
        let rows: Vec<(String, Vec<u8>)> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(|(id, bytes)| Secret { id, bytes }))
    }

    fn current_secret(&mut self) -> Stored<Option<Secret>> {
        let found = token_secrets::table
            .filter(token_secrets::is_current.eq(true))
            .select((token_secrets::id, token_secrets::bytes));
        let rows: Vec<(String, Vec<u8>)> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(|(id, bytes)| Secret { id, bytes }))
    }

    fn attempts(&mut self, subject: &str) -> Stored<Option<Attempts>> {
        let found = login_attempts::table.find(subject).select((login_attempts::failures, login_attempts::since));
        let rows: Vec<(i32, At)> = self.query(|connection| found.load(connection))?;
        let Some((failures, since)) = rows.into_iter().next() else {
            return Ok(None);
        };
        Ok(Some(Attempts { failures: narrow(failures.into())?, since: since.0 }))
    }
}

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
        );
        self.query(|connection| diesel::insert_into(sessions::table).values(row).execute(connection)).map(drop)
    }

    fn prolong_session(&mut self, id: SessionId, expires: DateTime<Utc>) -> Stored<()> {
        let row = sessions::table.find(Key(id.0));
        let moved = sessions::expires.eq(At(expires));
        self.query(|connection| diesel::update(row).set(moved).execute(connection)).map(drop)
    }

    fn delete_session(&mut self, id: SessionId) -> Stored<bool> {
        let deleted = self.query(|connection| diesel::delete(sessions::table.find(Key(id.0))).execute(connection))?;
        Ok(deleted > 0)
    }

    fn delete_sessions_of(&mut self, user: UserId) -> Stored<()> {
        let theirs = sessions::table.filter(sessions::user_id.eq(user.0));
        self.query(|connection| diesel::delete(theirs).execute(connection)).map(drop)
    }

    fn sweep_sessions(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize> {
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let dead =
            sessions::table.filter(sessions::expires.lt(At(before))).order(sessions::expires).select(sessions::id);
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
