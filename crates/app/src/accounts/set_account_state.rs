//! Disabling, suspending, setting a quota, and lifting each.

use domesday_domain::account::{Account, AccountName};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::precondition::Precondition;
use serde_json::Value;

use super::believed::{self, Fixed, Folded};
use super::last_admin::keep_one;
use super::tags::{check_condition, tag_of_account};
use super::{find_account, locks, story};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// What is to become of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountChange {
    /// No log-in; its sessions are closed, its keys refused.
    Disable,
    /// Logs in again; keys work again.
    Enable,
    /// Logs in and reads, writes nothing.
    Suspend,
    /// Writes again.
    Resume,
}

/// Changes the state of an account; doing it twice is no error.
///
/// Refused: missing; 409 `last_admin`.
#[derive(Clone, Debug)]
pub struct SetAccountState {
    /// Its handle.
    pub account: String,
    /// What is to become of it.
    pub change: AccountChange,
}

impl Command for SetAccountState {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Account;

    fn locks(&self, _: &Actor) -> Locks {
        locks()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Account, Refusal> {
        let before = find_account(tx, &self.account)?;
        let mut after = before.clone();
        match self.change {
            AccountChange::Disable => after.disabled = true,
            AccountChange::Enable => after.disabled = false,
            AccountChange::Suspend => after.suspended = true,
            AccountChange::Resume => after.suspended = false,
        }
        store(&before, &after, context, tx)?;
        Ok(after)
    }
}

/// What is to be another about an account; `None` leaves a member.
#[derive(Clone, Debug, Default)]
pub struct AccountUpdate {
    /// Disabled or not.
    pub disabled: Option<bool>,
    /// Suspended or not.
    pub suspended: Option<bool>,
    /// How many zones it may have, -1 for any number; none within for the installation's default.
    pub zones_quota: Option<Option<i64>>,
    /// Members that cannot be changed, as the caller believes them to be: `id`, `name`, `created`.
    pub believed: Vec<(&'static str, Value)>,
}

/// Changes an account (rule Z5). What is as it is already is no change.
///
/// Refused, in this order: missing; unreadable; no condition, or one that does not hold; wrong fields; 409 `last_admin`.
pub struct ChangeAccount {
    /// Its handle.
    pub account: String,
    /// The condition, which must be put.
    pub precondition: Precondition,
    /// What is to be another.
    pub update: Input<AccountUpdate>,
}

impl Command for ChangeAccount {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Account;

    fn locks(&self, _: &Actor) -> Locks {
        // Who counts zones against the quota must have come before, or come after.
        AccountName::parse(&self.account).map_or_else(|_| locks(), |name| locks().counting(&name))
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Account, Refusal> {
        let before = find_account(tx, &self.account)?;
        let (update, mut findings) = self.update.well_formed()?;
        check_condition(&self.precondition, tag_of_account(&before), "account")?;
        let stored = [
            ("id", Fixed::Number(before.id.0)),
            ("name", Fixed::Name(before.name.as_str(), Folded::Yes)),
            ("created", Fixed::Instant(before.created)),
        ];
        believed::judge(&update.believed, &stored, &mut findings);
        findings.settle(false)?;
        let after = Account {
            disabled: update.disabled.unwrap_or(before.disabled),
            suspended: update.suspended.unwrap_or(before.suspended),
            zones_quota: update.zones_quota.unwrap_or(before.zones_quota),
            ..before.clone()
        };
        store(&before, &after, context, tx)?;
        Ok(after)
    }
}

fn store(before: &Account, after: &Account, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
    if before == after {
        return Ok(());
    }
    tx.update_account(after.id, Some(after.disabled), Some(after.suspended))?;
    if before.zones_quota != after.zones_quota {
        tx.set_zones_quota(after.id, after.zones_quota)?;
    }
    if after.disabled && !before.disabled {
        // They are refused by the account's state; ended, they stay so when it is enabled again.
        for (_, user) in tx.users(Some(after.id))? {
            tx.end_sessions_of(user.id, context.now)?;
        }
    }
    if before.is_active() && !after.is_active() {
        let had_admin = tx.users(Some(after.id))?.iter().any(|(_, user)| user.can_administer(before));
        if had_admin {
            keep_one(tx, ("account", after.name.to_string()))?;
        }
    }
    story::of_account(tx, context, Some(before), after)?;
    Ok(())
}
