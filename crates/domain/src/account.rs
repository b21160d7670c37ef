//! Accounts (organisations), their users, API keys and sessions.
//!
//! An account's name is its handle on every face: `owner` of zones, Dyn's `customer_name`, a registrar's `clID`; hence its
//! alphabet. Whatever can be disabled is checked again at each request: nothing here is ever cached.

mod session;

use std::fmt;

use chrono::{DateTime, Utc};

use crate::actor::{Role, Roles};

pub use session::{IDLING_GRACE, Idling, NEVER, Session, SessionId, USE_NOTED_EVERY};

/// An account's number; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(pub i64);

/// A user's number; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserId(pub i64);

/// The text is no account name or login.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandleError {
    /// An account's name.
    #[error("an account name is 3 to 16 letters, digits, `-` or `_`, and not `search`")]
    AccountName,
    /// A user's login.
    #[error("a login is 1 to 64 characters without blanks, control characters or `/`")]
    Login,
}

/// An account's handle: 3–16 of `[A-Za-z0-9_-]`, not `search`, unique whatever the case (`registrar.md` A2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccountName(String);

impl AccountName {
    /// Reads a handle.
    ///
    /// # Errors
    /// [`HandleError::AccountName`] when it is not of that form.
    pub fn parse(text: &str) -> Result<Self, HandleError> {
        let fits = (3..=16).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !text.eq_ignore_ascii_case("search");
        fits.then(|| Self(text.to_owned())).ok_or(HandleError::AccountName)
    }

    /// A handle as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The handle as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form by which handles are told apart.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// Its handle.
    pub name: AccountName,
    /// No log-in; sessions and keys refused at once.
    pub disabled: bool,
    /// Logs in and reads, writes nothing.
    pub suspended: bool,
    /// How many zones it may have, -1 for any number; none for the installation's default (`tlds.md` section 1).
    pub zones_quota: Option<i64>,
    /// When it was made.
    pub created: DateTime<Utc>,
}

impl Account {
    /// Whether its users may change what their roles let them.
    pub fn is_active(&self) -> bool {
        !self.disabled && !self.suspended
    }
}

/// What an account is as a client of the registrar face (`registrar.md` A5, A9, A10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// What it is called.
    pub name: Option<String>,
    /// Its mail address.
    pub email: Option<String>,
    /// Its number at IANA.
    pub iana_id: Option<i64>,
    /// Where it answers RDAP.
    pub rdap_url: Option<String>,
    /// Where people find it.
    pub url: Option<String>,
    /// Whom to tell of abuse.
    pub abuse_email: Option<String>,
    /// The same by telephone.
    pub abuse_voice: Option<String>,
    /// How long a token of the face lives, in seconds: 1 to 86400.
    pub token_life: u32,
    /// How many changes it may make a minute; 0 for any number.
    pub mutations_per_minute: u32,
    /// How many questions it may ask a minute; 0 for any number.
    pub reads_per_minute: u32,
}

/// How long a token of the registrar face lives unless the account says otherwise, in seconds (rule A5).
pub const TOKEN_LIFE: u32 = 60;

impl Default for Client {
    fn default() -> Self {
        Self {
            name: None,
            email: None,
            iana_id: None,
            rdap_url: None,
            url: None,
            abuse_email: None,
            abuse_voice: None,
            token_life: TOKEN_LIFE,
            mutations_per_minute: 0,
            reads_per_minute: 0,
        }
    }
}

/// Checks the form of a login: 1–64 characters, no blanks, control characters or `/` (which separates account and login).
///
/// # Errors
/// [`HandleError::Login`].
pub fn check_login(text: &str) -> Result<(), HandleError> {
    let fits = (1..=64).contains(&text.chars().count())
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '/');
    if fits { Ok(()) } else { Err(HandleError::Login) }
}

/// A user of an account. Their password hash is not part of it: only a log-in reads that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Their number.
    pub id: UserId,
    /// Their account.
    pub account: AccountId,
    /// Unique in the account.
    pub login: String,
    /// What they may do.
    pub roles: Roles,
    /// No log-in; sessions and keys refused at once.
    pub disabled: bool,
    /// When they were made.
    pub created: DateTime<Utc>,
}

impl User {
    /// Whether they can administer the registry, being of this account: of those who can, one must always be left.
    pub fn can_administer(&self, account: &Account) -> bool {
        self.roles.contains(Role::Admin) && !self.disabled && account.is_active()
    }
}

/// An API key: stands in for a session; only its hash is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub user: UserId,
    /// What its maker wrote about it.
    pub label: String,
    /// Refused at once.
    pub disabled: bool,
    /// When it was made.
    pub created: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_names_are_handles() {
        for good in ["abc", "ACME-2", "a_b", "0123456789abcdef"] {
            assert!(AccountName::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "ab", "0123456789abcdefg", "a b", "æøå", "search", "Search", "a/b"] {
            assert!(AccountName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn logins_have_no_blanks_and_no_slash() {
        assert!(check_login("jane.doe@example.org").is_ok());
        for bad in ["", "a b", "a/b", "a\n", &"x".repeat(65)] {
            assert!(check_login(bad).is_err(), "{bad:?}");
        }
    }
}
