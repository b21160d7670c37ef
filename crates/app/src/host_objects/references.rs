//! The domains that name a host, page by page.

use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::actor::Permission;
use domesday_domain::name::HostName;

use super::changing::{managed, path_name};
use super::surroundings::Surroundings;
use crate::domains::transfer_info::{handle, handles};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks which domains name a host of the caller's.
#[derive(Clone, Debug)]
pub struct HostReferences {
    /// The host's name.
    pub name: String,
    /// How many are passed over.
    pub offset: u64,
    /// How many are told.
    pub limit: usize,
}

/// Domains, and how many there are on all pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Users {
    /// Name and sponsor of each, by name.
    pub domains: Vec<(Name, AccountName)>,
    /// How many there are.
    pub count: u64,
}

impl Query for HostReferences {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = Users;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Users, Refusal> {
        let name: HostName = path_name(&self.name)?;
        let around = Surroundings::survey(snapshot, context, std::slice::from_ref(&name))?;
        let (row, _) = managed(&around, context, &name)?;
        let (users, count) = snapshot.host_users(row.id, self.offset, self.limit)?;
        let handles = handles(snapshot, users.iter().map(|user| user.sponsor))?;
        let domains = users.into_iter().map(|user| (user.name, handle(&handles, user.sponsor))).collect();
        Ok(Users { domains, count })
    }
}
