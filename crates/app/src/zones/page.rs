//! Zones and delegations with the rows of their name servers, one by one and in counted pages (`zones.md` M1, M5).
//!
//! The rows of all name servers on a page come with one statement, so a page takes as many statements as one zone does.

mod changes;
mod delegations;
mod responsible;

use std::collections::BTreeMap;

use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::host::Host;
use domesday_domain::name::{HostName, ZoneKind, ZoneName};
use domesday_domain::zone::Zone;

pub use changes::Shown;
pub use delegations::{Cut, DelegationsWanted, PageDelegations, ReadCut};
pub use responsible::{FindResponsible, Responsible};

use super::visible_zone;
use crate::input::Input;
use crate::pages::{Counted, PageWanted};
use crate::ports::{Extent, HostReads, Order, Snapshot, TextFilter, ZoneSelection};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// A zone with the rows of its name servers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneWithHosts {
    /// The zone.
    pub zone: Zone,
    /// The rows, by name.
    pub hosts: Vec<Host>,
}

/// Which zones, and which page of them.
#[derive(Clone, Debug)]
pub struct ZonesWanted {
    /// Forward or reverse.
    pub kind: ZoneKind,
    /// By number or name.
    pub filter: TextFilter,
    /// In which order.
    pub order: Order,
    /// Which page.
    pub page: PageWanted,
}

/// Asks for a page of zones.
pub struct PageZones {
    /// Which.
    pub wanted: Input<ZonesWanted>,
}

impl Query for PageZones {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    type Answer = Counted<ZoneWithHosts>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let (wanted, findings) = self.wanted.well_formed()?;
        findings.settle(false)?;
        let visible_to = (!context.actor.is_admin()).then_some(context.actor.account);
        let selection = ZoneSelection { visible_to, kind: Some(wanted.kind), filter: wanted.filter.clone() };
        let place = wanted.page.place(snapshot.count_zones(&selection)?)?;
        let zones = snapshot.zone_page(&selection, wanted.order, place.offset, place.size)?;
        let hosts = Rows::of(snapshot, zones.iter().flat_map(servers))?;
        let zones = zones.into_iter().map(|zone| ZoneWithHosts { hosts: hosts.of_all(servers(&zone)), zone });
        Ok(place.holding(zones.collect()))
    }
}

/// Asks for a zone with the rows of its name servers.
pub struct ReadZoneWithHosts {
    /// Its name.
    pub name: ZoneName,
}

impl Query for ReadZoneWithHosts {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = ZoneWithHosts;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<ZoneWithHosts, Refusal> {
        let zone = visible_zone(snapshot, context, &self.name)?;
        with_hosts(snapshot, zone)
    }
}

/// A zone with the rows of its name servers.
fn with_hosts(reads: &mut dyn HostReads, zone: Zone) -> Result<ZoneWithHosts, Refusal> {
    let hosts = Rows::of(reads, servers(&zone))?;
    Ok(ZoneWithHosts { hosts: hosts.of_all(servers(&zone)), zone })
}

fn servers(zone: &Zone) -> impl Iterator<Item = &Name> {
    zone.content.ns.iter().map(HostName::as_name)
}

/// The rows of name servers, by name.
struct Rows(BTreeMap<Name, Host>);

impl Rows {
    /// Those of these names, with one statement.
    fn of<'a>(reads: &mut dyn HostReads, names: impl Iterator<Item = &'a Name>) -> Result<Self, Refusal> {
        let mut names: Vec<Name> = names.cloned().collect();
        names.sort_unstable();
        names.dedup();
        let rows = if names.is_empty() { Vec::new() } else { reads.hosts_among(&names)? };
        Ok(Self(rows.into_iter().map(|host| (host.name.clone(), host)).collect()))
    }

    /// Those of some of the names, by the name's text.
    fn of_all<'a>(&self, names: impl Iterator<Item = &'a Name>) -> Vec<Host> {
        let mut hosts: Vec<Host> = names.filter_map(|name| self.0.get(name)).cloned().collect();
        hosts.sort_by_cached_key(|host| host.name.to_string());
        hosts
    }
}
