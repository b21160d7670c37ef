//! Accounts, users and keys, listed whole: an installation has tens to thousands of them.

use domesday_domain::account::{Account, AccountId, AccountName, ApiKey, User};
use domesday_domain::actor::Permission;

use super::find_account;
use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// All accounts, by name.
#[derive(Clone, Copy, Debug)]
pub struct ListAccounts;

impl Query for ListAccounts {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = Vec<Account>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<Account>, Refusal> {
        Ok(snapshot.accounts()?)
    }
}

/// The users of an account, or of all, with their accounts.
///
/// Refused: missing account.
#[derive(Clone, Debug, Default)]
pub struct ListUsers {
    /// The account's handle; none for all.
    pub account: Option<String>,
}

impl Query for ListUsers {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = Vec<(Account, User)>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let account = id_of(self.account.as_deref(), snapshot)?;
        Ok(snapshot.users(account)?)
    }
}

/// A key with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// The account's handle.
    pub account: AccountName,
    /// The user's login.
    pub login: String,
    /// The key.
    pub key: ApiKey,
}

/// The keys of an account's users, or of all.
///
/// Refused: missing account.
#[derive(Clone, Debug, Default)]
pub struct ListKeys {
    /// The account's handle; none for all.
    pub account: Option<String>,
}

impl Query for ListKeys {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = Vec<ListedKey>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<ListedKey>, Refusal> {
        let account = id_of(self.account.as_deref(), snapshot)?;
        let keys = snapshot.keys(account)?;
        Ok(keys.into_iter().map(|(account, login, key)| ListedKey { account, login, key }).collect())
    }
}

fn id_of(account: Option<&str>, snapshot: &mut dyn Snapshot) -> Result<Option<AccountId>, Refusal> {
    account.map(|name| Ok(find_account(snapshot, name)?.id)).transpose()
}
