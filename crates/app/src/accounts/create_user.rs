//! A new user of an account.

use domesday_domain::account::{User, check_login};
use domesday_domain::actor::{Permission, Roles};
use domesday_domain::finding::Findings;

use super::{NewPassword, check_roles, find_account};
use crate::ports::{NewUser, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Makes a user.
///
/// Refused: missing account; `login` with `bad_login` or `login_exists`, `roles` with `required`, `password` with `bad_password`.
#[derive(Clone)]
pub struct CreateUser {
    /// The account's handle.
    pub account: String,
    /// Unique in the account.
    pub login: String,
    /// What they may do.
    pub roles: Roles,
    /// Their password; none for a user who only has keys.
    pub password: Option<NewPassword>,
}

impl Command for CreateUser {
    const NEEDS: Permission = Permission::Administer;
    type Answer = User;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<User, Refusal> {
        let account = find_account(tx, &self.account)?;
        let mut findings = Findings::new();
        if let Err(error) = check_login(&self.login) {
            findings.error("login", "bad_login", error.to_string());
        } else if tx.user(account.id, &self.login)?.is_some() {
            findings.error(
                "login",
                "login_exists",
                format!("account {} has a user {} already", account.name, self.login),
            );
        }
        check_roles(self.roles, &mut findings);
        let password_hash = self.password.as_ref().and_then(|password| password.settle(&mut findings));
        findings.settle(false)?;

        let user = NewUser {
            account: account.id,
            login: self.login.clone(),
            roles: self.roles,
            password_hash,
            created: context.now,
        };
        let id = tx.insert_user(&user)?;
        Ok(User {
            id,
            account: account.id,
            login: user.login,
            roles: user.roles,
            disabled: false,
            created: user.created,
        })
    }
}
