//! Changing a user. What their sessions were opened under is gone then, so the sessions are closed.

use domesday_domain::account::User;
use domesday_domain::actor::{Permission, Roles};
use domesday_domain::finding::Findings;

use super::{NamedUser, NewPassword, check_roles};
use crate::ports::{UnitOfWork, UserPatch};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Changes a user; `None` leaves a member. New roles, a new password, or being disabled close the user's sessions; keys stay.
///
/// Refused: missing account or user; `account` with `required`, `roles` with `required`, `password` with `bad_password`.
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

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<User, Refusal> {
        let (_, mut user) = self.user.find(tx)?;
        let mut findings = Findings::new();
        if let Some(roles) = self.roles {
            check_roles(roles, &mut findings);
        }
        let password_hash = self.password.as_ref().and_then(|password| password.settle(&mut findings));
        findings.settle(false)?;

        let patch = UserPatch { roles: self.roles, password_hash, disabled: self.disabled };
        tx.update_user(user.id, &patch)?;
        let other_roles = patch.roles.is_some_and(|roles| roles != user.roles);
        if other_roles || patch.password_hash.is_some() || patch.disabled == Some(true) {
            tx.end_sessions_of(user.id, context.now)?;
        }
        user.roles = patch.roles.unwrap_or(user.roles);
        user.disabled = patch.disabled.unwrap_or(user.disabled);
        Ok(user)
    }
}
