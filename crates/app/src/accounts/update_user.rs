//! Changing a user. What their sessions were opened under is gone then, so the sessions are closed.

use domesday_domain::account::{Account, User};
use domesday_domain::actor::{Actor, Permission, Roles};
use domesday_domain::finding::Findings;
use domesday_domain::precondition::Precondition;
use serde_json::Value;

use super::believed::{self, Fixed, Folded};
use super::last_admin::keep_one;
use super::tags::check_condition;
use super::{FoundUser, NamedUser, NewPassword, check_roles, find_user, locks, story};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork, UserPatch};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Changes a user; `None` leaves a member. New roles, a new password, or being disabled close the user's sessions; keys stay.
///
/// Refused: missing account or user; `account` with `required`, `roles` with `required`, `password` with `bad_password`; 409 `last_admin`.
#[derive(Clone)]
pub struct UpdateUser {
    /// Whom.
    pub user: NamedUser,
    /// New roles.
    pub roles: Option<Roles>,
    /// A new password.
    pub password: Option<NewPassword>,
    /// Disabled or not.
    pub disabled: Option<bool>,
}

impl Command for UpdateUser {
    const NEEDS: Permission = Permission::Administer;
    type Answer = User;

    fn locks(&self, _: &Actor) -> Locks {
        locks()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<User, Refusal> {
        let (account, user) = self.user.find(tx)?;
        let mut findings = Findings::new();
        if let Some(roles) = self.roles {
            check_roles(roles, &mut findings);
        }
        let password_hash = self.password.as_ref().and_then(|password| password.settle(&mut findings));
        findings.settle(false)?;
        let patch = UserPatch { roles: self.roles, password_hash, disabled: self.disabled };
        store(&account, &user, &patch, context, tx)
    }
}

/// What is to be another about a user; `None` leaves a member. Not [`Debug`], for it holds a password.
#[derive(Clone, Default)]
pub struct UserUpdate {
    /// New roles.
    pub roles: Option<Roles>,
    /// A new password, as it was chosen; it is hashed before the command runs.
    pub password: Option<String>,
    /// Disabled or not.
    pub disabled: Option<bool>,
    /// Members that cannot be changed, as the caller believes them to be: `id`, `account`, `login`, `created`.
    pub believed: Vec<(&'static str, Value)>,
}

/// Changes a user of an account under a condition (rule Z5), with what follows from it as [`UpdateUser`] has it.
///
/// Refused, in this order: missing; unreadable; no condition, or one that does not hold; wrong fields; 409 `last_admin`.
pub struct ChangeUser {
    /// The account's handle.
    pub account: String,
    /// The user's login, exactly.
    pub login: String,
    /// The condition, which must be put.
    pub precondition: Precondition,
    /// What is to be another.
    pub update: Input<UserUpdate>,
    /// The update's password, hashed.
    pub password: Option<NewPassword>,
}

impl Command for ChangeUser {
    const NEEDS: Permission = Permission::Administer;
    type Answer = FoundUser;

    fn locks(&self, _: &Actor) -> Locks {
        locks()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<FoundUser, Refusal> {
        let (FoundUser { account, user, tag }, hash) = find_user(tx, &self.account, &self.login)?;
        let (update, mut findings) = self.update.well_formed()?;
        check_condition(&self.precondition, tag, "user")?;
        let stored = [
            ("id", Fixed::Number(user.id.0)),
            ("account", Fixed::Name(account.name.as_str(), Folded::Yes)),
            ("login", Fixed::Name(&user.login, Folded::No)),
            ("created", Fixed::Instant(user.created)),
        ];
        believed::judge(&update.believed, &stored, &mut findings);
        if let Some(roles) = update.roles {
            check_roles(roles, &mut findings);
        }
        let password_hash = self.password.as_ref().and_then(|password| password.settle(&mut findings));
        findings.settle(false)?;
        let hash = password_hash.clone().or(hash);
        let patch = UserPatch { roles: update.roles, password_hash, disabled: update.disabled };
        let user = store(&account, &user, &patch, context, tx)?;
        Ok(FoundUser::of(account, user, hash.as_deref()))
    }
}

fn store(
    account: &Account,
    before: &User,
    patch: &UserPatch,
    context: &Context,
    tx: &mut dyn UnitOfWork,
) -> Result<User, Refusal> {
    let after = User {
        roles: patch.roles.unwrap_or(before.roles),
        disabled: patch.disabled.unwrap_or(before.disabled),
        ..before.clone()
    };
    tx.update_user(after.id, patch)?;
    if after.roles != before.roles || patch.password_hash.is_some() || patch.disabled == Some(true) {
        tx.end_sessions_of(after.id, context.now)?;
    }
    if before.can_administer(account) && !after.can_administer(account) {
        keep_one(tx, ("user", format!("{}/{}", account.name, after.login)))?;
    }
    story::of_user(tx, context, account, Some(before), &after, patch.password_hash.is_some())?;
    Ok(after)
}
