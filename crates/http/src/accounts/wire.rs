//! Accounts, users and keys as clients see them. No password and no hash of one is ever among it.

use domesday_app::accounts::{FoundUser, ListedKey};
use domesday_domain::account as domain;
use domesday_domain::actor::Role;
use serde::Serialize;
use utoipa::ToSchema;

use crate::zones::wire::instant;

/// An account: an organisation whose users log in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Account {
    /// Never reused.
    id: i64,
    /// Its handle, as it was given; told apart from others whatever the case.
    #[schema(example = "acme")]
    name: String,
    /// No log-in; its sessions and keys are refused at once. Its objects stay.
    disabled: bool,
    /// Logs in and reads, writes nothing.
    suspended: bool,
    /// How many zones it may have, -1 for any number; null for the installation's default.
    #[schema(minimum = -1)]
    zones_quota: Option<i64>,
    /// When it was made.
    #[schema(format = "date-time")]
    created: String,
}

impl Account {
    /// An account as clients see it.
    pub(super) fn of(account: &domain::Account) -> Self {
        Self {
            id: account.id.0,
            name: account.name.to_string(),
            disabled: account.disabled,
            suspended: account.suspended,
            zones_quota: account.zones_quota,
            created: instant(account.created),
        }
    }
}

/// A user of an account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct User {
    /// Never reused.
    id: i64,
    /// The account's handle.
    #[schema(example = "acme")]
    account: String,
    /// Unique in the account.
    #[schema(example = "jane")]
    login: String,
    /// What they may do.
    roles: Vec<&'static str>,
    /// No log-in; their sessions and keys are refused at once.
    disabled: bool,
    /// When they were made.
    #[schema(format = "date-time")]
    created: String,
}

impl User {
    /// A user as clients see them.
    pub(super) fn of(account: &domain::Account, user: &domain::User) -> Self {
        Self {
            id: user.id.0,
            account: account.name.to_string(),
            login: user.login.clone(),
            roles: user.roles.iter().map(Role::as_str).collect(),
            disabled: user.disabled,
            created: instant(user.created),
        }
    }

    /// A user who was found with their account.
    pub(super) fn of_found(found: &FoundUser) -> Self {
        Self::of(&found.account, &found.user)
    }
}

/// An API key, which stands in for a session of its user.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub(crate) struct Key {
    /// Never reused.
    id: i64,
    /// The account's handle.
    #[schema(example = "acme")]
    account: String,
    /// The login of the user it stands for.
    #[schema(example = "robot")]
    user: String,
    /// What its maker wrote about it.
    label: String,
    /// Refused at once, for good.
    disabled: bool,
    /// When it was made.
    #[schema(format = "date-time")]
    created: String,
    /// The key itself, as in `Authorization: Bearer …`: only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

impl Key {
    /// A key as clients see it; `text` is the key itself, to be shown once.
    pub(super) fn of(listed: &ListedKey, text: Option<String>) -> Self {
        Self {
            id: listed.key.id,
            account: listed.account.to_string(),
            user: listed.login.clone(),
            label: listed.key.label.clone(),
            disabled: listed.key.disabled,
            created: instant(listed.key.created),
            key: text,
        }
    }
}
