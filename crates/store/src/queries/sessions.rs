//! Reading sessions, the secrets of their tokens, and failed log-ins.
//!
//! `session` and `key` are the statements that every request begins with: one join by primary keys each, loaded and not limited
//! (a bound LIMIT is prepared anew each time).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domesday_app::ports::{Attempts, EndedSession, KeyHash, LiveSession, Principal, Secret, SessionReads, Stored};
use domesday_domain::account::{AccountId, AccountName, Idling, Session, SessionId, UserId};
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
    may_idle: Option<i64>,
    used: Option<At>,
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
            idling: self.may_idle.and_then(TimeDelta::try_seconds).zip(self.used).map(idling),
        }
    }
}

fn idling((limit, used): (TimeDelta, At)) -> Idling {
    Idling { limit, used: used.0 }
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
            .filter(sessions::closed.eq(false))
            .filter(users::disabled.eq(false))
            .filter(accounts::disabled.eq(false))
            .select((SessionRow::as_select(), ActorUser::as_select(), ActorAccount::as_select()));
        let rows: Vec<(SessionRow, ActorUser, ActorAccount)> = self.query(|connection| found.load(connection))?;
        let Some((row, user, account)) = rows.into_iter().next() else {
            return Ok(None);
        };
        let session = row.session(id, UserId(user.id));
        Ok(Some(Principal { actor: actor(user, account)?, session: Some(session), key: None }))
    }

    fn key(&mut self, hash: &KeyHash) -> Stored<Option<Principal>> {
        let found = api_keys::table
            .inner_join(users::table.inner_join(accounts::table))
            .filter(api_keys::hash.eq(hash.as_slice()))
            .filter(api_keys::disabled.eq(false))
            .filter(users::disabled.eq(false))
            .filter(accounts::disabled.eq(false))
            .select((api_keys::id, ActorUser::as_select(), ActorAccount::as_select()));
        let rows: Vec<(i64, ActorUser, ActorAccount)> = self.query(|connection| found.load(connection))?;
        let Some((number, user, account)) = rows.into_iter().next() else {
            return Ok(None);
        };
        Ok(Some(Principal { actor: actor(user, account)?, session: None, key: Some(number) }))
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
            .filter(sessions::closed.eq(false))
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
            .filter(sessions::closed.eq(false))
            .filter(sessions::secret.eq(secret))
            .filter(sessions::expires.gt(At(now)))
            .order((sessions::expires.desc(), sessions::id))
            .select((sessions::id, SessionRow::as_select()));
        let rows: Vec<(Key, SessionRow)> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(|(id, row)| row.session(SessionId(id.0), user)))
    }

    fn live_sessions(&mut self, user: UserId, now: DateTime<Utc>) -> Stored<Vec<LiveSession>> {
        self.live(user, now)
    }

    fn ended_sessions(&mut self, now: DateTime<Utc>, limit: usize) -> Stored<Vec<EndedSession>> {
        self.ended(now, limit)
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
