//! Accounts, users and their keys, as the store keeps them.

use chrono::{DateTime, Utc};
use domesday_domain::account::{Account, AccountId, AccountName, ApiKey, Client, User, UserId};
use domesday_domain::actor::Roles;

use super::{KeyHash, Stored};

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
