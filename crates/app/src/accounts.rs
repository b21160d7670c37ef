//! Accounts, their users and API keys, as an administrator keeps them.
//!
//! Nothing is ever deleted here: what should no longer work is disabled, which counts from the next request on, on every node; its
//! objects stay. Passwords are hashed before a transaction begins ([`NewPassword`]); keys are shown once and stored as a digest. Every change
//! is told in the account's history; the last who can administer cannot be locked out.
//!
//! The command line speaks of what it wants done (`CreateUser`, `UpdateUser`), faces of what a thing is to be, under a condition (`MakeUser`,
//! `ChangeUser`); what is stored and told is the same.

mod believed;
mod create_account;
mod create_user;
mod first_start;
mod keys;
pub(crate) mod last_admin;
mod lists;
mod own;
mod password;
mod read;
mod set_account_state;
mod story;
mod tags;
mod update_user;

pub use create_account::{AccountDraft, CreateAccount, MakeAccount};
pub use create_user::{CreateUser, MakeUser, UserDraft};
pub use first_start::{FIRST_ACCOUNT, FIRST_LOGIN, FirstAdmin};
pub use keys::{ChangeKey, CreatedKey, DisableKey, KeyDraft, KeyUpdate, WantedKey};
pub use lists::{ListAccounts, ListKeys, ListUsers, ListedKey};
pub use own::{Grants, ListOwnUsers, OwnUser, ReadGrants, ReadOwnUser};
pub use password::{MAX_PASSWORD, MIN_PASSWORD, NewPassword};
pub use read::{ListPage, PageOfAccounts, PageOfKeys, PageOfUsers, ReadAccount, ReadKey, ReadUser};
pub use set_account_state::{AccountChange, AccountUpdate, ChangeAccount, SetAccountState};
pub use tags::{tag_of_account, tag_of_key};
pub use update_user::{ChangeUser, UpdateUser, UserUpdate};

use domesday_domain::account::{Account, AccountName, User, check_login};
use domesday_domain::actor::Roles;
use domesday_domain::finding::{FieldError, Findings};
use domesday_domain::precondition::Tag;

use crate::ports::{AccountReads, Locks};
use crate::refusal::Refusal;

/// The queue of those who change accounts and users: each looks at all admins, and would have the others run again.
const CHANGES: u64 = 0x6163_6374;

fn locks() -> Locks {
    Locks::of_number(CHANGES)
}

pub(crate) fn find_account(reads: &mut (impl AccountReads + ?Sized), name: &str) -> Result<Account, Refusal> {
    let found = match AccountName::parse(name) {
        Ok(name) => reads.account(&name)?,
        Err(_) => None,
    };
    found.ok_or_else(|| Refusal::missing(format!("account {name}")))
}

/// A user with their account, and the tag of that state of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundUser {
    /// The account.
    pub account: Account,
    /// The user.
    pub user: User,
    /// Their tag: another one with another password, too.
    pub tag: Tag,
}

impl FoundUser {
    fn of(account: Account, user: User, password_hash: Option<&str>) -> Self {
        let tag = tags::tag_of_user(&user, password_hash);
        Self { account, user, tag }
    }
}

/// A user of an account by their login, exactly, with the hash of their password.
///
/// # Errors
/// [`Refusal::Missing`]: the account or the user.
fn find_user(
    reads: &mut (impl AccountReads + ?Sized),
    account: &str,
    login: &str,
) -> Result<(FoundUser, Option<String>), Refusal> {
    let account = find_account(reads, account)?;
    let users = match check_login(login) {
        Ok(()) => reads.users_with_login(login)?,
        Err(_) => Vec::new(),
    };
    let theirs = users.into_iter().find(|(of, _, _)| of.id == account.id);
    let (account, user, hash) =
        theirs.ok_or_else(|| Refusal::missing(format!("user {login} of account {}", account.name)))?;
    Ok((FoundUser::of(account, user, hash.as_deref()), hash))
}

/// A key of an account's users by its number, as it was written.
///
/// # Errors
/// [`Refusal::Missing`]: the account or the key.
fn find_key(reads: &mut (impl AccountReads + ?Sized), account: &str, key: &str) -> Result<ListedKey, Refusal> {
    let account = find_account(reads, account)?;
    let found = match key.parse::<i64>() {
        Ok(number) => reads.keys(Some(account.id))?.into_iter().find(|(_, _, key)| key.id == number),
        Err(_) => None,
    };
    let listed = found.map(|(account, login, key)| ListedKey { account, login, key });
    listed.ok_or_else(|| Refusal::missing(format!("key {key} of account {}", account.name)))
}

/// A user who exists, as an administrator names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedUser {
    /// The account's handle; needed where several accounts have that login.
    pub account: Option<String>,
    /// The user's login.
    pub login: String,
}

impl NamedUser {
    /// Finds them: missing account or user; `account` with `required`, where it must be named.
    fn find(&self, reads: &mut dyn AccountReads) -> Result<(Account, User), Refusal> {
        let account = self.account.as_deref().map(|name| find_account(reads, name)).transpose()?;
        let mut users = match check_login(&self.login) {
            Ok(()) => reads.users_with_login(&self.login)?,
            Err(_) => Vec::new(),
        };
        users.retain(|(theirs, _, _)| account.as_ref().is_none_or(|account| account.id == theirs.id));
        let several = users.len() > 1;
        match users.pop() {
            Some(_) if several => {
                let detail = format!("several accounts have a user {}: name the account", self.login);
                let error = FieldError::new("account", "required", detail);
                Err(Refusal::Invalid { errors: vec![error], forcible: false })
            }
            Some((account, user, _)) => Ok((account, user)),
            None => Err(Refusal::missing(match account {
                Some(account) => format!("user {} of account {}", self.login, account.name),
                None => format!("user {}", self.login),
            })),
        }
    }
}

fn check_roles(roles: Roles, findings: &mut Findings) {
    if roles == Roles::default() {
        findings.error(
            "roles",
            "required",
            "a user needs at least one role: admin, hostmaster, registrar, attestor or reader",
        );
    }
}
