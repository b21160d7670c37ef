//! Lists name servers, page by page.

use domesday_domain::actor::Permission;
use domesday_domain::host::Host;

use crate::input::Input;
use crate::pages::{Counted, PageWanted};
use crate::ports::{Extent, Order, Snapshot, TextFilter};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Which name servers, and which page of them.
#[derive(Clone, Debug)]
pub struct HostsWanted {
    /// By number or name.
    pub filter: TextFilter,
    /// In which order.
    pub order: Order,
    /// Which page.
    pub page: PageWanted,
}

/// Asks for a page of name servers.
pub struct PageHosts {
    /// Which.
    pub wanted: Input<HostsWanted>,
}

impl Query for PageHosts {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    type Answer = Counted<Host>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Counted<Host>, Refusal> {
        let (wanted, findings) = self.wanted.well_formed()?;
        findings.settle(false)?;
        let place = wanted.page.place(snapshot.count_hosts(&wanted.filter)?)?;
        let hosts = snapshot.host_page(&wanted.filter, wanted.order, place.offset, place.size)?;
        Ok(place.holding(hosts))
    }
}
