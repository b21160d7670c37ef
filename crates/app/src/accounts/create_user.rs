//! A new user of an account.

use domesday_domain::account::{Account, User, check_login};
use domesday_domain::actor::{Actor, Permission, Roles};
use domesday_domain::finding::Findings;

use super::{FoundUser, NewPassword, check_roles, find_account, locks, story};
use crate::entities::{Clash, Denial};
use crate::input::Input;
use crate::ports::{Locks, NewUser, UnitOfWork};
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
            findings.error("login", "login_exists", exists(&account, &self.login));
        }
        check_roles(self.roles, &mut findings);
        let password_hash = self.password.as_ref().and_then(|password| password.settle(&mut findings));
        findings.settle(false)?;
        let stored = store(&account, &self.login, self.roles, password_hash, context, tx)?;
        Ok(stored.user)
    }
}

/// What is said about a user to be made; not [`Debug`], for it holds a password.
#[derive(Clone, Default)]
pub struct UserDraft {
    /// Unique in the account.
    pub login: Option<String>,
    /// What they may do.
    pub roles: Option<Roles>,
    /// Their password, as it was chosen; it is hashed before the command runs.
    pub password: Option<String>,
}

/// Makes a user, for faces that tell what exists as a conflict (rule Z7).
///
/// Refused: missing account; wrong fields, as [`CreateUser`] has them; 409 `login_exists`.
pub struct MakeUser {
    /// The account's handle.
    pub account: String,
    /// What they are to be.
    pub draft: Input<UserDraft>,
    /// The draft's password, hashed.
    pub password: Option<NewPassword>,
}

impl Command for MakeUser {
    const NEEDS: Permission = Permission::Administer;
    type Answer = FoundUser;

    fn locks(&self, _: &Actor) -> Locks {
        locks()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<FoundUser, Refusal> {
        let account = find_account(tx, &self.account)?;
        let (draft, mut findings) = self.draft.well_formed()?;
        let login = draft.login.as_deref().unwrap_or_default();
        if let Some(error) = draft.login.as_deref().and_then(|login| check_login(login).err()) {
            findings.error("login", "bad_login", error.to_string());
        }
        if let Some(roles) = draft.roles {
            check_roles(roles, &mut findings);
        }
        let password_hash = self.password.as_ref().and_then(|password| password.settle(&mut findings));
        findings.settle(false)?;
        if tx.user(account.id, login)?.is_some() {
            let detail = exists(&account, login);
            let name = format!("{}/{login}", account.name);
            let clash = Clash::of([("kind", "user".to_owned()), ("name", name)], detail.clone());
            return Err(Denial::conflict("login_exists", detail).with(vec![clash]).into());
        }
        store(&account, login, draft.roles.unwrap_or_default(), password_hash, context, tx)
    }
}

fn exists(account: &Account, login: &str) -> String {
    format!("account {} has a user {login} already", account.name)
}

fn store(
    account: &Account,
    login: &str,
    roles: Roles,
    password_hash: Option<String>,
    context: &Context,
    tx: &mut dyn UnitOfWork,
) -> Result<FoundUser, Refusal> {
    let user = NewUser { account: account.id, login: login.to_owned(), roles, password_hash, created: context.now };
    let id = tx.insert_user(&user)?;
    let NewUser { login, roles, password_hash, created, .. } = user;
    let user = User { id, account: account.id, login, roles, disabled: false, created };
    story::of_user(tx, context, account, None, &user, password_hash.is_some())?;
    Ok(FoundUser::of(account.clone(), user, password_hash.as_deref()))
}
