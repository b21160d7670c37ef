//! One host, read by any registrar: what hosts are is public.

use domesday_domain::actor::Permission;

use super::changing::{path_name, unknown};
use super::info::{HostInfo, show_all};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Reads a host.
#[derive(Clone, Debug)]
pub struct ReadHost {
    /// The name.
    pub name: String,
}

impl Query for ReadHost {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = HostInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<HostInfo, Refusal> {
        let name = path_name(&self.name)?;
        let rows = snapshot.hosts_among(&[name.as_name().clone()])?;
        show_all(snapshot, context, rows)?.pop().ok_or_else(|| unknown(name.as_name()))
    }
}
