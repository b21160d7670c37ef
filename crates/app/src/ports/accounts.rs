//! Accounts, users, keys, sessions and log-in attempts, as the store keeps them.

use chrono::{DateTime, Utc};
use domesday_domain::account::{Account, AccountId, AccountName, ApiKey, Client, Session, SessionId, User, UserId};
use domesday_domain::actor::{Actor, Roles};

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

/// A user to store.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Their account.
    pub account: AccountId,
    /// Unique in it.
    pub login: String,
    /// What they may do.
    pub roles: Roles,
    /// Their password's hash; none for a user who only has keys.
    pub password_hash: Option<String>,
    /// Now.
    pub created: DateTime<Utc>,
}

/// A change of a user; `None` leaves a member.
#[derive(Clone, Debug, Default)]
pub struct UserPatch {
    /// New roles.
    pub roles: Option<Roles>,
    /// A new password's hash.
    pub password_hash: Option<String>,
    /// Disabled or not.
    pub disabled: Option<bool>,
}

/// Failed log-ins of one subject (a login from an address, or an address) in its current window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// How many.
    pub failures: u32,
    /// When the first of them was.
    pub since: DateTime<Utc>,
}

/// What an account has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Live domains that it sponsors.
    pub domains: u64,
    /// Contacts that it sponsors.
    pub contacts: u64,
    /// Hosts below its domains.
    pub hosts: u64,
    /// Unread messages.
    pub unread: u64,
}

/// Reading accounts and users.
pub trait AccountReads {
    /// An account by its handle, whatever the case.
    fn account(&mut self, name: &AccountName) -> Stored<Option<Account>>;
    /// An account by number.
    fn account_numbered(&mut self, id: AccountId) -> Stored<Option<Account>>;
    /// How many zones an account has, counted up to `most`.
    fn count_zones_of(&mut self, id: AccountId, most: u64) -> Stored<u64>;
    /// Accounts by number: one statement.
    fn accounts_numbered(&mut self, ids: &[AccountId]) -> Stored<Vec<Account>>;
    /// What an account is as a client of the registrar face.
    fn client(&mut self, id: AccountId) -> Stored<Client>;
    /// The same of all accounts; those that are as a new one may be left out.
    fn clients(&mut self) -> Stored<Vec<(AccountId, Client)>>;
    /// The same of these accounts: one statement; those that are as a new one may be left out.
    fn clients_numbered(&mut self, ids: &[AccountId]) -> Stored<Vec<(AccountId, Client)>>;
    /// How many domains, contacts, hosts and unread messages an account has.
    fn holdings(&mut self, id: AccountId) -> Stored<Holdings>;
    /// The same of all accounts, each kind counted with one statement; those that have nothing may be left out.
    fn all_holdings(&mut self) -> Stored<Vec<(AccountId, Holdings)>>;
    /// All accounts, by name.
    fn accounts(&mut self) -> Stored<Vec<Account>>;
    /// A user of an account.
    fn user(&mut self, account: AccountId, login: &str) -> Stored<Option<User>>;
    /// Every user with this login (exact), with account and password hash: more than one only in different accounts.
    fn users_with_login(&mut self, login: &str) -> Stored<Vec<(Account, User, Option<String>)>>;
    /// The users of an account, or of all, by account and login.
    fn users(&mut self, account: Option<AccountId>) -> Stored<Vec<(Account, User)>>;
    /// The keys of an account's users, or of all, with account name and login.
    fn keys(&mut self, account: Option<AccountId>) -> Stored<Vec<(AccountName, String, ApiKey)>>;
    /// Whether any account exists: false only before the first start.
    fn has_accounts(&mut self) -> Stored<bool>;
}

/// Writing accounts, users and keys.
pub trait AccountWrites {
    /// Stores an account. A handle that differs only in case is a lost race.
    fn insert_account(&mut self, name: &AccountName, created: DateTime<Utc>) -> Stored<AccountId>;
    /// Disables or enables, suspends or lifts; `None` leaves a member.
    fn update_account(&mut self, id: AccountId, disabled: Option<bool>, suspended: Option<bool>) -> Stored<()>;
    /// Sets how many zones an account may have; none for the installation's default.
    fn set_zones_quota(&mut self, id: AccountId, quota: Option<i64>) -> Stored<()>;
    /// Stores what an account is as a client of the registrar face.
    fn put_client(&mut self, id: AccountId, client: &Client) -> Stored<()>;
    /// Stores a user.
    fn insert_user(&mut self, user: &NewUser) -> Stored<UserId>;
    /// Changes a user.
    fn update_user(&mut self, id: UserId, patch: &UserPatch) -> Stored<()>;
    /// Stores a key by its hash.
    fn insert_key(&mut self, user: UserId, hash: &KeyHash, label: &str, created: DateTime<Utc>) -> Stored<i64>;
    /// Disables a key for good; false if there is none with this number.
    fn disable_key(&mut self, id: i64) -> Stored<bool>;
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
    /// Deletes a session; false if it was gone.
    fn delete_session(&mut self, id: SessionId) -> Stored<bool>;
    /// Deletes every session of a user.
    fn delete_sessions_of(&mut self, user: UserId) -> Stored<()>;
    /// Deletes sessions that ran out before this instant, and attempts older than it minus a day; at most so many rows.
    fn sweep_sessions(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize>;
    /// Stores a secret as the current one; the one before is kept for the tokens it signed.
    fn insert_secret(&mut self, secret: &Secret, created: DateTime<Utc>) -> Stored<()>;
    /// Counts a failed log-in: sets the subject's attempts.
    fn put_attempts(&mut self, subject: &str, attempts: Attempts) -> Stored<()>;
    /// Forgets a subject's failed log-ins.
    fn clear_attempts(&mut self, subject: &str) -> Stored<()>;
}
