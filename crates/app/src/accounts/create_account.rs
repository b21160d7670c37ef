//! A new account. Its handle is told apart from others whatever the case.

use domesday_domain::account::{Account, AccountName};
use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;

use crate::ports::UnitOfWork;
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
        let name = AccountName::parse(&self.name);
        match &name {
            Err(error) => findings.error("name", "bad_account_name", error.to_string()),
            Ok(name) => {
                if let Some(other) = tx.account(name)? {
                    findings.error("name", "account_exists", format!("there is an account {} already", other.name));
                }
            }
        }
        findings.settle(false)?;
        let name = name.map_err(|error| Refusal::Failed(error.to_string()))?;
        let id = tx.insert_account(&name, context.now)?;
        Ok(Account { id, name, disabled: false, suspended: false, zones_quota: None, created: context.now })
    }
}
