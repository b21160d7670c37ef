//! The first start on an empty database: somebody who can log in, and a secret to sign their token with.
//!
//! In one transaction, so that of two nodes that start at once one does it all and the other nothing.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domesday_domain::account::{Account, AccountName, User};
use domesday_domain::actor::{Permission, Roles};
use domesday_domain::finding::Findings;

use super::story;
use crate::ports::{NewUser, Secret, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Query, Registry};

/// The account that the first start makes.
pub const FIRST_ACCOUNT: &str = "registry";
/// Its user, who has every role.
pub const FIRST_LOGIN: &str = "admin";

/// What the first start made.
pub struct FirstAdmin {
    /// The password, if it was generated: to be shown once.
    pub generated_password: Option<String>,
}

impl fmt::Debug for FirstAdmin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FirstAdmin").finish_non_exhaustive()
    }
}

struct IsEmpty;

impl Query for IsEmpty {
    const NEEDS: Permission = Permission::Administer;
    type Answer = bool;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<bool, Refusal> {
        Ok(!snapshot.has_accounts()?)
    }
}

/// Makes the first account, user and secret; false if somebody was there before.
struct FirstStart {
    password_hash: String,
    secret: Secret,
}

impl Command for FirstStart {
    const NEEDS: Permission = Permission::Administer;
    type Answer = bool;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<bool, Refusal> {
        if tx.has_accounts()? {
            return Ok(false);
        }
        let (name, created) = (AccountName::from_stored(FIRST_ACCOUNT.into()), context.now);
        let id = tx.insert_account(&name, created)?;
        let account = Account { id, name, disabled: false, suspended: false, zones_quota: None, created };
        story::of_account(tx, context, None, &account)?;
        let (login, roles) = (FIRST_LOGIN.to_owned(), Roles::all());
        let password_hash = Some(self.password_hash.clone());
        let new = NewUser { account: account.id, login: login.clone(), roles, password_hash, created };
        let user = tx.insert_user(&new)?;
        let user = User { id: user, account: account.id, login, roles, disabled: false, created };
        story::of_user(tx, context, &account, None, &user, true)?;
        tx.insert_secret(&self.secret, context.now)?;
        Ok(true)
    }
}

impl Registry {
    /// Makes what an empty database needs, with this password for the first user or a generated one; none if it was not empty.
    ///
    /// # Errors
    /// `password` with `bad_password`, when a password is given and is too short or too long.
    pub async fn first_start(&self, caller: &Caller, password: Option<String>) -> Result<Option<FirstAdmin>, Refusal> {
        if !self.ask(caller, IsEmpty).await? {
            return Ok(None);
        }
        let generated = password.is_none().then(|| self.generate_password());
        let chosen = password.or_else(|| generated.clone()).unwrap_or_default();
        let mut findings = Findings::new();
        let hash = self.new_password(caller, chosen).await?.settle(&mut findings);
        findings.settle(false)?;
        let command = FirstStart { password_hash: hash.unwrap_or_default(), secret: self.new_secret() };
        let made = self.run(caller, command).await?;
        Ok(made.then_some(FirstAdmin { generated_password: generated }))
    }

    /// A password of 144 random bits, in 24 characters without blanks.
    pub fn generate_password(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.random::<18>())
    }
}
