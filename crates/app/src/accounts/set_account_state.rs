//! Disabling, suspending, and lifting either.

use domesday_domain::account::Account;
use domesday_domain::actor::Permission;

use super::find_account;
use crate::ports::UnitOfWork;
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
/// Refused: missing.
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

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Account, Refusal> {
        let mut account = find_account(tx, &self.account)?;
        match self.change {
            AccountChange::Disable => account.disabled = true,
            AccountChange::Enable => account.disabled = false,
            AccountChange::Suspend => account.suspended = true,
            AccountChange::Resume => account.suspended = false,
        }
        tx.update_account(account.id, Some(account.disabled), Some(account.suspended))?;
        if self.change == AccountChange::Disable {
            // They are refused by the account's state; ended, they stay so when it is enabled again.
            for (_, user) in tx.users(Some(account.id))? {
                tx.end_sessions_of(user.id, context.now)?;
            }
        }
        Ok(account)
    }
}
