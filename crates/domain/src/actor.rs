//! Who acts, and what their roles let them do.
//!
//! The table in `Role::grants` is the only place where a role becomes a permission; everything else asks [`Actor::require`].

use std::fmt;
use std::str::FromStr;

use crate::account::{AccountId, AccountName, UserId};

/// What a user is trusted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything, in every account.
    Admin,
    /// Zones and records of the own account.
    Hostmaster,
    /// Domains, contacts and hosts of the own account.
    Registrar,
    /// Vouches for claims.
    Attestor,
    /// Reads what its account may see.
    Reader,
}

impl Role {
    /// All roles, in the order they are shown.
    pub const ALL: [Role; 5] = [Role::Admin, Role::Hostmaster, Role::Registrar, Role::Attestor, Role::Reader];

    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Hostmaster => "hostmaster",
            Self::Registrar => "registrar",
            Self::Attestor => "attestor",
            Self::Reader => "reader",
        }
    }

    fn grants(self, permission: Permission) -> bool {
        match permission {
            Permission::Look | Permission::UseSession => true,
            Permission::ReadZones => matches!(self, Self::Admin | Self::Hostmaster | Self::Reader),
            Permission::WriteZones => matches!(self, Self::Admin | Self::Hostmaster),
            Permission::ReadRegistrations => matches!(self, Self::Admin | Self::Registrar | Self::Reader),
            Permission::ReadContacts => matches!(self, Self::Admin | Self::Hostmaster | Self::Registrar | Self::Reader),
            Permission::KeepRegistrations | Permission::MakeRegistrations => {
                matches!(self, Self::Admin | Self::Registrar)
            }
            Permission::Administer => matches!(self, Self::Admin),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text named no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown role {0:?}: expected admin, hostmaster, registrar, attestor or reader")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// A set of roles; stored as a bit each, in the order of [`Role::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    /// Every role.
    pub fn all() -> Self {
        Role::ALL.into_iter().collect()
    }

    /// The roles that a stored number stands for.
    pub fn from_bits(bits: u8) -> Self {
        Self(bits & Self::all().0)
    }

    /// The number to store.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether a role is among them.
    pub fn contains(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Refuses unless one of them grants `permission`, and the account may write, if it is a write and the account is `suspended`.
    ///
    /// # Errors
    /// [`Denied`]: which of the two.
    pub fn require(self, permission: Permission, suspended: bool) -> Result<(), Denied> {
        if permission != Permission::Look && !self.iter().any(|role| role.grants(permission)) {
            return Err(Denied::Role);
        }
        if suspended && permission.is_write() {
            return Err(Denied::Suspended);
        }
        Ok(())
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.contains(*role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self(roles.into_iter().fold(0, |bits, role| bits | 1 << role as u8))
    }
}

/// What a command or query needs its caller to be allowed to do. Deny by default: each states one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Nothing: anybody may ask, logged in or not, and is shown what is public (`attestations.md` section 6).
    Look,
    /// Being logged in, whatever the roles.
    UseSession,
    /// Reading zones and what is in them.
    ReadZones,
    /// Changing zones and what is in them.
    WriteZones,
    /// Reading domains, contacts, hosts and messages (`registrar.md` A3).
    ReadRegistrations,
    /// Reading the contacts that the own account sponsors, as those who keep its zones may, too (`dynect.md` U2).
    ReadContacts,
    /// Changing and ending what is there: what a suspended account may still do (rule A4).
    KeepRegistrations,
    /// Creating, renewing, restoring, and asking for transfers.
    MakeRegistrations,
    /// Administering the installation.
    Administer,
}

impl Permission {
    /// Whether it changes the registry, which a suspended account may not.
    pub fn is_write(self) -> bool {
        matches!(self, Self::WriteZones | Self::MakeRegistrations | Self::Administer)
    }
}

/// Whoever calls: a user of an account with roles, or the system itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account acted for.
    pub account: AccountId,
    /// Its name.
    pub account_name: AccountName,
    /// The user; none for the command line and due work.
    pub user: Option<UserId>,
    /// The user's login, or the word the history shows instead.
    pub login: String,
    /// The user's roles.
    pub roles: Roles,
    /// The account is suspended: reads, but writes nothing.
    pub suspended: bool,
}

/// Why an actor may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No role grants it.
    #[error("your roles do not allow this")]
    Role,
    /// The account is suspended.
    #[error("the account is suspended: it may read, not write")]
    Suspended,
}

impl Actor {
    /// Whether the actor holds the role `admin`, which sees and changes every account's objects (rule Z2).
    pub fn is_admin(&self) -> bool {
        self.roles.contains(Role::Admin)
    }

    /// Whoever calls without a credential: of no account, without a role.
    pub fn nobody() -> Self {
        Self {
            account: AccountId(-1),
            account_name: AccountName::from_stored(String::new()),
            user: None,
            login: String::new(),
            roles: Roles::default(),
            suspended: false,
        }
    }

    /// Whether it called without a credential.
    pub fn is_nobody(&self) -> bool {
        self.account == AccountId(-1)
    }

    /// Whether objects of `account` are visible to this actor (rule Z2).
    pub fn sees(&self, account: AccountId) -> bool {
        self.is_admin() || self.account == account
    }

    /// Refuses unless a role grants `permission` and the account may write, if it is a write.
    ///
    /// # Errors
    /// [`Denied`]: which of the two.
    pub fn require(&self, permission: Permission) -> Result<(), Denied> {
        self.roles.require(permission, self.suspended)
    }

    /// Refuses unless a role grants `permission`, to look at something with: a suspended account may read all that its roles let it.
    ///
    /// # Errors
    /// [`Denied::Role`].
    pub fn require_to_read(&self, permission: Permission) -> Result<(), Denied> {
        self.roles.require(permission, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(roles: &[Role]) -> Actor {
        Actor {
            account: AccountId(1),
            account_name: AccountName::parse("acme").unwrap(),
            user: Some(UserId(1)),
            login: "u".into(),
            roles: roles.iter().copied().collect(),
            suspended: false,
        }
    }

    #[test]
    fn section_2_roles_read_and_write_zones_as_the_table_says() {
        for (role, read, write) in [
            (Role::Admin, true, true),
            (Role::Hostmaster, true, true),
            (Role::Reader, true, false),
            (Role::Registrar, false, false),
            (Role::Attestor, false, false),
        ] {
            assert_eq!(actor(&[role]).require(Permission::ReadZones).is_ok(), read, "{role}");
            assert_eq!(actor(&[role]).require(Permission::WriteZones).is_ok(), write, "{role}");
        }
        assert_eq!(actor(&[]).require(Permission::UseSession), Err(Denied::Role));
    }

    #[test]
    fn u2_contacts_of_the_own_account_are_read_by_all_but_attestors() {
        for role in Role::ALL {
            let may = actor(&[role]).require(Permission::ReadContacts).is_ok();
            assert_eq!(may, role != Role::Attestor, "{role}");
        }
        let mut suspended = actor(&[Role::Registrar]);
        suspended.suspended = true;
        assert_eq!(suspended.require(Permission::ReadContacts), Ok(()));
    }

    #[test]
    fn who_is_suspended_looks_at_what_they_may_not_change() {
        let suspended = Actor { suspended: true, ..actor(&[Role::Admin]) };
        assert_eq!(suspended.require(Permission::Administer), Err(Denied::Suspended));
        assert_eq!(suspended.require_to_read(Permission::Administer), Ok(()));
        let reader = Actor { suspended: true, ..actor(&[Role::Reader]) };
        assert_eq!(reader.require_to_read(Permission::Administer), Err(Denied::Role));
    }

    #[test]
    fn a_suspended_account_reads_and_does_not_write() {
        let mut hostmaster = actor(&[Role::Hostmaster]);
        hostmaster.suspended = true;
        assert_eq!(hostmaster.require(Permission::ReadZones), Ok(()));
        assert_eq!(hostmaster.require(Permission::WriteZones), Err(Denied::Suspended));
    }

    #[test]
    fn roles_survive_being_stored() {
        let roles: Roles = [Role::Registrar, Role::Reader].into_iter().collect();
        assert_eq!(Roles::from_bits(roles.bits()), roles);
        assert_eq!(Roles::from_bits(0xff), Roles::all());
    }
}
