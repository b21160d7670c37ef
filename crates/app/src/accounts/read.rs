//! Accounts, users and keys one by one, and in pages (rule Z14), as faces show them.

use domesday_domain::account::{Account, AccountName, User};
use domesday_domain::actor::Permission;

use super::{FoundUser, ListedKey, find_account, find_key, find_user};
use crate::input::Input;
use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for an account.
///
/// Refused: missing.
#[derive(Clone, Debug)]
pub struct ReadAccount {
    /// Its handle, in any case.
    pub account: String,
}

impl Query for ReadAccount {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Account;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Account, Refusal> {
        find_account(snapshot, &self.account)
    }
}

/// Asks for a user of an account.
///
/// Refused: missing.
#[derive(Clone, Debug)]
pub struct ReadUser {
    /// The account's handle, in any case.
    pub account: String,
    /// The login, exactly.
    pub login: String,
}

impl Query for ReadUser {
    const NEEDS: Permission = Permission::Administer;
    type Answer = FoundUser;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<FoundUser, Refusal> {
        Ok(find_user(snapshot, &self.account, &self.login)?.0)
    }
}

/// Asks for a key of an account's users: never for the key itself, which nobody has kept.
///
/// Refused: missing.
#[derive(Clone, Debug)]
pub struct ReadKey {
    /// The account's handle, in any case.
    pub account: String,
    /// The key's number, as it was written.
    pub key: String,
}

impl Query for ReadKey {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ListedKey;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<ListedKey, Refusal> {
        find_key(snapshot, &self.account, &self.key)
    }
}

/// Where a page of a list begins, and how long it may be.
#[derive(Clone, Debug)]
pub struct ListPage<M> {
    /// After this one, which need not be there.
    pub marker: Option<M>,
    /// At most so many; none for all.
    pub limit: Option<usize>,
}

impl<M> ListPage<M> {
    /// The page, of all in order, and whether more follow.
    fn of<T>(&self, all: Vec<T>, is_after: impl Fn(&T, &M) -> bool) -> (Vec<T>, bool) {
        let mut after: Vec<T> =
            all.into_iter().filter(|item| self.marker.as_ref().is_none_or(|marker| is_after(item, marker))).collect();
        let more = self.limit.is_some_and(|limit| after.len() > limit);
        after.truncate(self.limit.unwrap_or(usize::MAX));
        (after, more)
    }
}

/// Asks for accounts by handle, whatever the case, and whether more follow.
pub struct PageOfAccounts {
    /// Which of them; the marker is a handle.
    pub page: Input<ListPage<String>>,
}

impl Query for PageOfAccounts {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = (Vec<Account>, bool);

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        let after = |account: &Account, marker: &String| {
            account.name.folded() > AccountName::from_stored(marker.clone()).folded()
        };
        Ok(page.of(snapshot.accounts()?, after))
    }
}

/// Asks for an account's users by login, and whether more follow.
///
/// Refused: missing account.
pub struct PageOfUsers {
    /// The account's handle, in any case.
    pub account: String,
    /// Which of them; the marker is a login.
    pub page: Input<ListPage<String>>,
}

impl Query for PageOfUsers {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = (Vec<(Account, User)>, bool);

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let account = find_account(snapshot, &self.account)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        Ok(page.of(snapshot.users(Some(account.id))?, |(_, user), marker| user.login > *marker))
    }
}

/// Asks for the keys of an account's users by number, and whether more follow.
///
/// Refused: missing account.
pub struct PageOfKeys {
    /// The account's handle, in any case.
    pub account: String,
    /// Which of them; the marker is a number.
    pub page: Input<ListPage<i64>>,
}

impl Query for PageOfKeys {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = (Vec<ListedKey>, bool);

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let account = find_account(snapshot, &self.account)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        let mut keys: Vec<ListedKey> = snapshot
            .keys(Some(account.id))?
            .into_iter()
            .map(|(account, login, key)| ListedKey { account, login, key })
            .collect();
        keys.sort_by_key(|listed| listed.key.id);
        Ok(page.of(keys, |listed, marker| listed.key.id > *marker))
    }
}
