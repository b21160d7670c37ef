//! Reads one name server.

use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::host::Host;

use crate::ports::{HostReads, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a name server.
pub struct ReadHost {
    /// Its name.
    pub name: Name,
}

impl Query for ReadHost {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = Host;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Host, Refusal> {
        existing(snapshot, &self.name)
    }
}

/// The row of a name.
pub(super) fn existing(reads: &mut dyn HostReads, name: &Name) -> Result<Host, Refusal> {
    let found = reads.hosts_among(std::slice::from_ref(name))?.pop();
    found.ok_or_else(|| Refusal::missing(format!("name server {name}")))
}
