//! A new account. Its handle is told apart from others whatever the case.

use domesday_domain::account::{Account, AccountName};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::Findings;

use super::{locks, story};
use crate::entities::{Clash, Denial};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Makes an account without users.
///
/// Refused: `name` with `bad_account_name` or `account_exists`.
#[derive(Clone, Debug)]
pub struct CreateAccount {
    /// Its handle.
    pub name: String,
}

impl Command for CreateAccount {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Account;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Account, Refusal> {
        let mut findings = Findings::new();
        let name = read_name(&self.name, &mut findings);
        if let Some(name) = &name
            && let Some(other) = tx.account(name)?
        {
            findings.error("name", "account_exists", format!("there is an account {} already", other.name));
        }
        findings.settle(false)?;
        store(name, None, context, tx)
    }
}

/// What is said about an account to be made.
#[derive(Clone, Debug, Default)]
pub struct AccountDraft {
    /// Its handle.
    pub name: Option<String>,
    /// How many zones it may have, -1 for any number; none for the installation's default.
    pub zones_quota: Option<i64>,
}

/// Makes an account without users, for faces that tell what exists as a conflict (rule Z7).
///
/// Refused: wrong fields, `name` with `bad_account_name` among them; 409 `account_exists`.
pub struct MakeAccount {
    /// What it is to be.
    pub draft: Input<AccountDraft>,
}

impl Command for MakeAccount {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Account;

    fn locks(&self, _: &Actor) -> Locks {
        locks()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Account, Refusal> {
        let (draft, mut findings) = self.draft.well_formed()?;
        let name = draft.name.as_deref().and_then(|name| read_name(name, &mut findings));
        findings.settle(false)?;
        if let Some(name) = &name
            && let Some(other) = tx.account(name)?
        {
            let detail = format!("there is an account {} already", other.name);
            let clash = Clash::of([("kind", "account".to_owned()), ("name", other.name.to_string())], detail.clone());
            return Err(Denial::conflict("account_exists", detail).with(vec![clash]).into());
        }
        store(name, draft.zones_quota, context, tx)
    }
}

fn read_name(text: &str, findings: &mut Findings) -> Option<AccountName> {
    AccountName::parse(text).map_err(|error| findings.error("name", "bad_account_name", error.to_string())).ok()
}

fn store(
    name: Option<AccountName>,
    zones_quota: Option<i64>,
    context: &Context,
    tx: &mut dyn UnitOfWork,
) -> Result<Account, Refusal> {
    let name = name.ok_or_else(|| Refusal::Failed("an account of good form has no name".into()))?;
    let id = tx.insert_account(&name, context.now)?;
    if zones_quota.is_some() {
        tx.set_zones_quota(id, zones_quota)?;
    }
    let account = Account { id, name, disabled: false, suspended: false, zones_quota, created: context.now };
    story::of_account(tx, context, None, &account)?;
    Ok(account)
}
