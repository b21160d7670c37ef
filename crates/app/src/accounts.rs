//! Accounts, their users and API keys, as an administrator keeps them.
//!
//! Nothing is ever deleted here: what should no longer work is disabled, which counts from the next request on, on every node; its
//! objects stay. Passwords are hashed before a transaction begins ([`NewPassword`]); keys are shown once and stored as a digest.

mod create_account;
mod create_user;
mod first_start;
mod keys;
mod lists;
mod own;
mod password;
mod set_account_state;
mod update_user;

pub use create_account::CreateAccount;
pub use create_user::CreateUser;
pub use first_start::{FIRST_ACCOUNT, FIRST_LOGIN, FirstAdmin};
pub use keys::{CreatedKey, DisableKey, WantedKey};
pub use lists::{ListAccounts, ListKeys, ListUsers, ListedKey};
pub use own::{Grants, ListOwnUsers, OwnUser, ReadGrants, ReadOwnUser};
pub use password::{MAX_PASSWORD, MIN_PASSWORD, NewPassword};
pub use set_account_state::{AccountChange, SetAccountState};
pub use update_user::UpdateUser;

use domesday_domain::account::{Account, AccountName, User, check_login};
use domesday_domain::actor::Roles;
use domesday_domain::finding::{FieldError, Findings};

use crate::ports::AccountReads;
use crate::refusal::Refusal;

pub(crate) fn find_account(reads: &mut dyn AccountReads, name: &str) -> Result<Account, Refusal> {
    let found = match AccountName::parse(name) {
        Ok(name) => reads.account(&name)?,
        Err(_) => None,
    };
    found.ok_or_else(|| Refusal::missing(format!("account {name}")))
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
