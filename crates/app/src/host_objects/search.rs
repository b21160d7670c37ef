//! Hosts searched: those below the caller's domains, or for an admin all.

use domesday_domain::actor::Permission;

use super::info::{HostInfo, show_all};
use crate::collections::{Page, search};
use crate::ports::{Extent, HostField, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Searches hosts.
#[derive(Clone, Debug, Default)]
pub struct SearchHosts {
    /// The query, decoded, in the order in which it was sent.
    pub pairs: Vec<(String, String)>,
}

impl Query for SearchHosts {
    const NEEDS: Permission = Permission::ReadRegistrations;
    const EXTENT: Extent = Extent::Long;
    type Answer = Page<HostInfo>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Page<HostInfo>, Refusal> {
        let search = search::<HostField>(&self.pairs, context)?;
        let found = snapshot.search_hosts(&search)?;
        let hosts = snapshot.hosts_numbered(&found.rows)?;
        let rows = show_all(snapshot, context, hosts)?;
        Ok(Page::of(&search, rows, found.count))
    }
}
