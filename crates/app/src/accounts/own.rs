//! The users of the caller's own account, and what they may do, as the DynECT face shows them (`dynect.md` U1, U3): read, never written.
//!
//! Other accounts' users are not there, not even for an admin: who administers them does so elsewhere.

use domesday_domain::account::{User, check_login};
use domesday_domain::actor::{Permission, Roles};

use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// What a user is trusted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grants {
    /// Their roles.
    pub roles: Roles,
    /// Their account is suspended: it reads, but writes nothing.
    pub suspended: bool,
}

impl Grants {
    /// Whether they may do what needs this permission.
    pub fn allow(self, permission: Permission) -> bool {
        self.roles.require(permission, self.suspended).is_ok()
    }
}

/// A user of the caller's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnUser {
    /// The user.
    pub user: User,
    /// What they may do.
    pub grants: Grants,
    /// What their account is called, if that is known.
    pub organization: Option<String>,
}

/// Asks for all users of the caller's account, by login: two statements.
#[derive(Clone, Copy, Debug)]
pub struct ListOwnUsers;

impl Query for ListOwnUsers {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    type Answer = Vec<OwnUser>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<OwnUser>, Refusal> {
        let account = context.actor.account;
        let users = snapshot.users(Some(account))?;
        let organization = snapshot.client(account)?.name;
        Ok(users.into_iter().map(|(_, user)| own(user, context, organization.clone())).collect())
    }
}

/// Asks for one of them.
///
/// Refused: missing, also where it is another account's.
#[derive(Clone, Debug)]
pub struct ReadOwnUser {
    /// The login, exactly.
    pub login: String,
}

impl Query for ReadOwnUser {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = OwnUser;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<OwnUser, Refusal> {
        let user = find(&self.login, context, snapshot)?;
        let organization = snapshot.client(context.actor.account)?.name;
        Ok(own(user, context, organization))
    }
}

/// Asks what a user of the caller's account may do. Everybody may ask about themselves.
///
/// Refused: about another one unless the caller is an admin (forbidden, be they there or not); missing.
#[derive(Clone, Debug, Default)]
pub struct ReadGrants {
    /// The login, exactly; none for the caller.
    pub login: Option<String>,
}

impl Query for ReadGrants {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = Grants;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Grants, Refusal> {
        let actor = &context.actor;
        let (roles, suspended) = match self.login.as_deref().filter(|login| *login != actor.login) {
            None => (actor.roles, actor.suspended),
            Some(_) if !actor.is_admin() => {
                let detail = "what others may do is for an admin to ask";
                return Err(Refusal::forbidden("forbidden", detail));
            }
            Some(login) => (find(login, context, snapshot)?.roles, actor.suspended),
        };
        Ok(Grants { roles, suspended })
    }
}

fn own(user: User, context: &Context, organization: Option<String>) -> OwnUser {
    let grants = Grants { roles: user.roles, suspended: context.actor.suspended };
    OwnUser { user, grants, organization }
}

/// The user of a login. What can be no login is not looked for.
fn find(login: &str, context: &Context, snapshot: &mut dyn Snapshot) -> Result<User, Refusal> {
    let found = match check_login(login) {
        Ok(()) => snapshot.user(context.actor.account, login)?,
        Err(_) => None,
    };
    found.ok_or_else(|| Refusal::missing(format!("user {login}")))
}
