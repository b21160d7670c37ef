//! Accounts, users and keys as rows.

use diesel::prelude::*;
use domesday_app::ports::Stored;
use domesday_domain::account::{Account, AccountId, AccountName, ApiKey, User, UserId};
use domesday_domain::actor::Roles;

use super::keys::narrow;
use crate::schema::{accounts, api_keys, users};
use crate::types::At;

/// All that is read of an account.
#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(super) struct AccountRow {
    id: i64,
    name: String,
    disabled: bool,
    suspended: bool,
    zones_quota: Option<i64>,
    created: At,
}

/// All that is read of a user.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
pub(super) struct UserRow {
    id: i64,
    account_id: i64,
    login: String,
    roles: i16,
    disabled: bool,
    created: At,
}

/// All that is read of a key.
#[derive(Queryable, Selectable)]
#[diesel(table_name = api_keys)]
pub(super) struct KeyRow {
    id: i64,
    user_id: i64,
    label: String,
    disabled: bool,
    created: At,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            id: AccountId(row.id),
            name: AccountName::from_stored(row.name),
            disabled: row.disabled,
            suspended: row.suspended,
            zones_quota: row.zones_quota,
            created: row.created.0,
        }
    }
}

impl UserRow {
    /// The user of a row.
    pub(super) fn into_user(self) -> Stored<User> {
        Ok(User {
            id: UserId(self.id),
            account: AccountId(self.account_id),
            login: self.login,
            roles: roles(self.roles)?,
            disabled: self.disabled,
            created: self.created.0,
        })
    }
}

impl From<KeyRow> for ApiKey {
    fn from(row: KeyRow) -> Self {
        Self { id: row.id, user: UserId(row.user_id), label: row.label, disabled: row.disabled, created: row.created.0 }
    }
}

/// Roles as they were stored.
pub(super) fn roles(bits: i16) -> Stored<Roles> {
    narrow(bits.into()).map(Roles::from_bits)
}
