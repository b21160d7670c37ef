//! Name servers and who uses them, as the store keeps them.

use domesday_dns::{Name, RecordType};
use domesday_domain::account::AccountId;
use domesday_domain::host::{Host, HostId};
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::registration::DomainId;
use domesday_domain::zone::ZoneId;

use super::{Order, Stored, TextFilter};

/// Reading name servers, and the cuts and addresses that glue follows from.
pub trait HostReads {
    /// The rows of these names.
    fn hosts_among(&mut self, names: &[Name]) -> Stored<Vec<Host>>;
    /// The rows of these numbers, in the order asked for.
    fn hosts_numbered(&mut self, hosts: &[HostId]) -> Stored<Vec<Host>>;
    /// The rows strictly below a name, ascending; at most so many.
    fn hosts_below(&mut self, name: &Name, limit: usize) -> Stored<Vec<Host>>;
    /// A page of the rows that are in use, addressed or made on purpose.
    fn host_page(&mut self, filter: &TextFilter, order: Order, offset: u64, limit: usize) -> Stored<Vec<Host>>;
    /// How many rows all pages have.
    fn count_hosts(&mut self, filter: &TextFilter) -> Stored<u64>;
    /// Which of these names some NS set names, apex NS included: at most a probe each, however often they are named.
    fn used_as_ns(&mut self, names: &[Name]) -> Stored<Vec<Name>>;
    /// Which of these names some NS set of which of these zones names: at most a probe each.
    fn used_as_ns_in(&mut self, zones: &[ZoneId], names: &[Name]) -> Stored<Vec<(ZoneId, Name)>>;
    /// The NS sets that name one of these, apex NS included, but for those of the zone `outside`; at most so many, by target.
    fn ns_users(&mut self, names: &[Name], outside: Option<ZoneId>, limit: usize) -> Stored<Vec<(Name, Pointer)>>;
    /// The names that the NS sets of a zone name, apex NS included, each once, ascending.
    fn ns_targets_of(&mut self, zone: ZoneId) -> Stored<Vec<Name>>;
    /// Names at or below this one that some NS, MX or SRV set names, ascending: a probe each, however often they are named.
    fn targets_below(&mut self, name: &Name) -> Stored<Vec<Name>>;
    /// Which of these names are cuts of which of these zones.
    fn cuts_among(&mut self, zones: &[ZoneId], names: &[Name]) -> Stored<Vec<(ZoneId, Name)>>;
    /// The cuts of a zone in canonical order, after `marker`, of these origins (all if there are none).
    fn cuts(&mut self, zone: ZoneId, origins: &[Origin], marker: Option<&Name>, limit: usize)
    -> Stored<Vec<RecordSet>>;
    /// How many cuts a zone has.
    fn count_cuts(&mut self, zone: ZoneId) -> Stored<u64>;
    /// Sets of these types at these names in these zones.
    fn sets_at(&mut self, zones: &[ZoneId], names: &[Name], types: &[RecordType]) -> Stored<Vec<(ZoneId, RecordSet)>>;
}

/// Writing name servers.
pub trait HostWrites {
    /// Stores new rows, many a statement. A row that is there already is a lost race.
    fn insert_hosts(&mut self, hosts: &[Host]) -> Stored<()>;
    /// Stores a row's new state, its name too. A name that another row has is a lost race.
    fn update_host(&mut self, host: &Host) -> Stored<()>;
    /// Has the hosts below a domain belong to another account.
    fn move_hosts(&mut self, parent: DomainId, to: AccountId) -> Stored<()>;
    /// Has all hosts below a domain be merely referred to: nobody's, without addresses and statuses.
    fn release_hosts(&mut self, parent: DomainId) -> Stored<()>;
    /// Deletes rows. One that a domain names is a lost race.
    fn delete_hosts(&mut self, hosts: &[HostId]) -> Stored<()>;
}
