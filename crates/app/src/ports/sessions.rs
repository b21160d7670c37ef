//! Sessions, what tokens are signed with, and log-in attempts, as the store keeps them.
//!
//! Staged changes and jobs hang on sessions (`dynect.md` C1, J3). A session on which something may hang *ends*: its row says when, and goes
//! only after what hung on it was cleared away, so many rows a transaction. Any other goes as it is closed.

use chrono::{DateTime, Utc};
use domesday_domain::account::{Session, SessionId, UserId};
use domesday_domain::actor::Actor;

use super::Stored;

/// The SHA-256 of an API key.
pub type KeyHash = [u8; 32];

/// What a live credential stands for: the actor, and the session if it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Who acts. Disabled users and accounts are none.
    pub actor: Actor,
    /// The session; none for an API key.
    pub session: Option<Session>,
    /// The number of the API key, if it is one.
    pub key: Option<i64>,
}

impl Principal {
    /// What staged changes and jobs hang on (`dynect.md` S2): the session, or the one that the API key stands for. None for the command line
    /// and for who showed no credential.
    pub fn holder(&self) -> Option<SessionId> {
        self.session.as_ref().map(|session| session.id).or_else(|| self.key.map(SessionId::of_key))
    }
}

/// A secret that session tokens are signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// Its id, named in each token.
    pub id: String,
    /// The secret itself.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secret").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Failed log-ins of one subject (a login from an address, or an address) in its current window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// How many.
    pub failures: u32,
    /// When the first of them was.
    pub since: DateTime<Utc>,
}

/// A session of the DynECT face that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveSession {
    /// Its number.
    pub id: SessionId,
    /// Its last use, as far as that was noted.
    pub used: DateTime<Utc>,
    /// It has staged something, or a job of it is running.
    pub is_busy: bool,
}

/// The last use of a session of the DynECT face, to be noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionUse {
    /// Its number.
    pub id: SessionId,
    /// When it was used.
    pub used: DateTime<Utc>,
    /// When it ends if it is not used again.
    pub ends: DateTime<Utc>,
}

/// A session that has ended, and from which not all has been cleared away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedSession {
    /// Its number.
    pub id: SessionId,
    /// It has staged something.
    pub has_staged: bool,
}

/// Reading sessions and secrets.
pub trait SessionReads {
    /// Who a session stands for; none if it was closed or never was, or its user or account is disabled. Expiry is the caller's to judge.
    fn session(&mut self, id: SessionId) -> Stored<Option<Principal>>;
    /// Who an API key stands for; none if it, its user or its account is disabled.
    fn key(&mut self, hash: &KeyHash) -> Stored<Option<Principal>>;
    /// When an API key was made, disabled or not.
    fn key_created(&mut self, hash: &KeyHash) -> Stored<Option<DateTime<Utc>>>;
    /// The session of a user that lives from its last use, is signed with this secret and is good at this instant: the one that ends last.
    fn sliding_session(&mut self, user: UserId, secret: &str, now: DateTime<Utc>) -> Stored<Option<Session>>;
    /// The session of the registrar face that a user has, signed with this secret and good at this instant (rule A6).
    fn registrar_session(&mut self, user: UserId, secret: &str, now: DateTime<Utc>) -> Stored<Option<Session>>;
    /// The sessions of the DynECT face that a user has, as far as was noted, those that were not used for longest first: one statement.
    fn live_sessions(&mut self, user: UserId, now: DateTime<Utc>) -> Stored<Vec<LiveSession>>;
    /// Sessions that ended before this instant and of which something may be left; at most so many. One that idled out is given a minute
    /// later, since another server may know of a use that is not noted yet; one with a job that is running, and began less than an hour
    /// before, is left out.
    fn ended_sessions(&mut self, now: DateTime<Utc>, limit: usize) -> Stored<Vec<EndedSession>>;
    /// A secret by its id, retired ones too.
    fn secret(&mut self, id: &str) -> Stored<Option<Secret>>;
    /// The secret that new sessions are signed with; none before the first start.
    fn current_secret(&mut self) -> Stored<Option<Secret>>;
    /// The failed log-ins of a subject.
    fn attempts(&mut self, subject: &str) -> Stored<Option<Attempts>>;
}

/// Writing sessions and secrets.
pub trait SessionWrites {
    /// Stores a session.
    fn insert_session(&mut self, session: &Session) -> Stored<()>;
    /// Moves a session's end; nothing happens if it is gone.
    fn prolong_session(&mut self, id: SessionId, expires: DateTime<Utc>) -> Stored<()>;
    /// Notes last uses, one statement for all; what is noted already and newer stays, and nothing happens to a session that was closed, or
    /// from which all was cleared away.
    fn note_uses(&mut self, uses: &[SessionUse]) -> Stored<()>;
    /// Sees to it that changes and jobs may hang on a session, or on the one that an API key stands for, which is made on first need and ends
    /// with the key. False if there is no such session (any more): nothing may hang on it.
    fn anchor_session(&mut self, id: SessionId, now: DateTime<Utc>) -> Stored<bool>;
    /// Ends a session; false if it had been closed before, or is gone.
    fn end_session(&mut self, id: SessionId, now: DateTime<Utc>) -> Stored<bool>;
    /// Ends every session of a user. Those that API keys stand for go on.
    fn end_sessions_of(&mut self, user: UserId, now: DateTime<Utc>) -> Stored<()>;
    /// Deletes what a session has staged, at most so many rows; says how many.
    fn clear_staged(&mut self, id: SessionId, limit: usize) -> Stored<usize>;
    /// Deletes jobs of these sessions with their answers, at most so many; says how many.
    fn clear_jobs(&mut self, ids: &[SessionId], limit: usize) -> Stored<usize>;
    /// Nothing is left of these sessions, which have ended: deletes them, but for those that idled out, which are remembered.
    fn settle_ended(&mut self, ids: &[SessionId]) -> Stored<()>;
    /// Deletes sessions that idled out before this instant; at most so many rows.
    fn forget_idled_out(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize>;
    /// Deletes sessions on which nothing hangs and that ran out before this instant, and attempts older than it minus a day; at most so many
    /// rows.
    fn sweep_sessions(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize>;
    /// Stores a secret as the current one; the one before is kept for the tokens it signed.
    fn insert_secret(&mut self, secret: &Secret, created: DateTime<Utc>) -> Stored<()>;
    /// Counts a failed log-in: sets the subject's attempts.
    fn put_attempts(&mut self, subject: &str, attempts: Attempts) -> Stored<()>;
    /// Forgets a subject's failed log-ins.
    fn clear_attempts(&mut self, subject: &str) -> Stored<()>;
}
