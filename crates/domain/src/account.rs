//! Accounts (organisations), their users, API keys and sessions.
//!
//! An account's name is its handle on every face: `owner` of zones, Dyn's `customer_name`, a registrar's `clID`; hence its
//! alphabet. Whatever can be disabled is checked again at each request: nothing here is ever cached.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::actor::Roles;

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

/// A session's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionId(pub Uuid);

/// A log-in that may still be good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its number; what its token names.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// The secret its token is signed with, so that the same session always yields the same token.
    pub secret: String,
    /// When it was opened.
    pub created: DateTime<Utc>,
    /// From this instant on it is refused.
    pub expires: DateTime<Utc>,
    /// It lives for so long from its last use; none for a session that ends when it was to end at log-in.
    pub idle: Option<TimeDelta>,
    /// It is the one that its user has at the registrar face (`registrar.md` A6).
    pub registrar: bool,
}

/// How often the use of a session that lives from its last use is noted at most, so that a read is not a write.
pub const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(5);

impl Session {
    /// Whether it is good at `now`: the instant `expires` is already too late.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        now < self.expires
    }

    /// When it is to end now that it is used; none if that need not be noted.
    pub fn prolonged(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let expires = now + self.idle?;
        (self.is_live(now) && self.expires + USE_NOTED_EVERY < expires).then_some(expires)
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
    fn the_use_of_a_session_is_noted_every_five_minutes_and_never_after_its_end() {
        let created = DateTime::UNIX_EPOCH;
        let hours = TimeDelta::hours(8);
        let fixed = Session {
            id: SessionId(Uuid::nil()),
            user: UserId(1),
            secret: "s".into(),
            created,
            expires: created + hours,
            idle: None,
            registrar: false,
        };
        let sliding = Session { idle: Some(hours), ..fixed.clone() };
        let second = TimeDelta::seconds(1);
        for (at, expected) in [
            (created, None),
            (created + USE_NOTED_EVERY, None),
            (created + USE_NOTED_EVERY + second, Some(created + USE_NOTED_EVERY + second + hours)),
            (created + hours - second, Some(created + hours - second + hours)),
            (created + hours, None),
        ] {
            assert_eq!(sliding.prolonged(at), expected, "{at}");
            assert_eq!(fixed.prolonged(at), None, "{at}");
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
