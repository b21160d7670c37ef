//! One host, for everybody: what hosts are is public.

use chrono::{DateTime, Utc};
use domesday_domain::actor::Permission;

use crate::host_objects::{HostInfo, read};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Reads a host, whoever asks.
#[derive(Clone, Debug)]
pub struct LookUpHost {
    /// The name.
    pub name: String,
}

/// A host for everybody.
#[derive(Clone, Debug)]
pub struct PublicHost {
    /// The host, as any registrar sees it.
    pub info: HostInfo,
    /// The instant of all this.
    pub now: DateTime<Utc>,
}

impl Query for LookUpHost {
    const NEEDS: Permission = Permission::Look;
    type Answer = PublicHost;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<PublicHost, Refusal> {
        Ok(PublicHost { info: read(snapshot, context, &self.name)?, now: context.now })
    }
}
