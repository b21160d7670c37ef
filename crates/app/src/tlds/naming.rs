//! What the installation has settled about names, and the compiled rules that all commands share.

use std::collections::BTreeSet;
use std::sync::Arc;

use domesday_domain::account::{Account, AccountName};
use domesday_domain::actor::{Actor, Role};
use domesday_domain::tld::NamePolicy;

use super::shelf::Shelf;
use crate::ports::{Edition, Snapshot};
use crate::refusal::Refusal;

/// The naming rules of this installation.
#[derive(Debug)]
pub struct Naming {
    registry_operators: BTreeSet<String>,
    zones_quota: i64,
    shelf: Shelf,
}

impl Default for Naming {
    fn default() -> Self {
        Self::new([], -1)
    }
}

impl Naming {
    /// `registry_operators` are the accounts whose hostmasters may create registry zones (rule Z8); `zones_quota` is how many zones an
    /// account may have that has no quota of its own, -1 for any number.
    pub fn new(registry_operators: impl IntoIterator<Item = AccountName>, zones_quota: i64) -> Self {
        let registry_operators = registry_operators.into_iter().map(|name| name.folded()).collect();
        Self { registry_operators, zones_quota, shelf: Shelf::default() }
    }

    /// Whether an actor may create registry zones (rule Z8).
    pub(crate) fn may_make_registry_zones(&self, actor: &Actor) -> bool {
        let operates =
            || actor.roles.contains(Role::Hostmaster) && self.registry_operators.contains(&actor.account_name.folded());
        actor.is_admin() || operates()
    }

    /// How many zones an account may have; none for any number.
    pub(crate) fn zones_quota_of(&self, account: &Account) -> Option<u64> {
        u64::try_from(self.zones_quota_shown(account)).ok()
    }

    /// The same, -1 for any number.
    pub(crate) fn zones_quota_shown(&self, account: &Account) -> i64 {
        account.zones_quota.unwrap_or(self.zones_quota)
    }

    /// The policy that holds in a snapshot, with its edition (rule C3).
    pub(crate) fn policy(&self, snapshot: &mut dyn Snapshot) -> Result<(Edition, Arc<NamePolicy>), Refusal> {
        self.shelf.at(snapshot)
    }
}
