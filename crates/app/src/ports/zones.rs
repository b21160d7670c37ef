//! Zones, as the store keeps them.

use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::name::{HostName, ZoneKind};
use domesday_domain::zone::{Zone, ZoneId};

use super::{Order, Stored, TextFilter};

/// Which zones a list shows (rule Z14).
#[derive(Clone, Debug, Default)]
pub struct ZoneFilter {
    /// Only those visible to this account; none for an admin.
    pub visible_to: Option<AccountId>,
    /// At or below this name.
    pub suffix: Option<Name>,
    /// Forward or reverse.
    pub kind: Option<ZoneKind>,
    /// With this apex name server.
    pub ns: Option<Name>,
    /// Of this account.
    pub owner: Option<AccountId>,
}

/// What rules about enclosing and enclosed zones need to know of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneHead {
    /// Its number.
    pub id: ZoneId,
    /// Its name.
    pub name: Name,
    /// Whose it is.
    pub owner: AccountId,
}

/// A zone with its name servers: what its parent's delegation to it follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedZone {
    /// Its number, name and owner.
    pub head: ZoneHead,
    /// Its apex NS.
    pub ns: Vec<HostName>,
}

/// Which zones a counted list shows.
#[derive(Clone, Debug, Default)]
pub struct ZoneSelection {
    /// Only those visible to this account; none for an admin.
    pub visible_to: Option<AccountId>,
    /// Forward or reverse.
    pub kind: Option<ZoneKind>,
    /// By number or name.
    pub filter: TextFilter,
}

/// Reading zones.
pub trait ZoneReads {
    /// A zone by name.
    fn zone(&mut self, name: &Name) -> Stored<Option<Zone>>;
    /// What rules need to know of a zone, by name.
    fn zone_head(&mut self, name: &Name) -> Stored<Option<ZoneHead>>;
    /// Those of these names that are zones here: one statement for all of them.
    fn zones_among(&mut self, names: &[Name]) -> Stored<Vec<ZoneHead>>;
    /// Zones strictly below a name, in canonical order.
    fn zones_below(&mut self, name: &Name, limit: usize) -> Stored<Vec<ZoneHead>>;
    /// All zones strictly below a name, in canonical order, each with its name servers.
    fn served_below(&mut self, name: &Name) -> Stored<Vec<ServedZone>>;
    /// The zones of these numbers.
    fn zones_numbered(&mut self, ids: &[ZoneId]) -> Stored<Vec<Zone>>;
    /// A page of zones.
    fn zone_page(&mut self, selection: &ZoneSelection, order: Order, offset: u64, limit: usize) -> Stored<Vec<Zone>>;
    /// How many zones all pages have.
    fn count_zones(&mut self, selection: &ZoneSelection) -> Stored<u64>;
    /// A zone strictly below a name that belongs to another account.
    fn foreign_zone_below(&mut self, name: &Name, owner: AccountId) -> Stored<Option<ZoneHead>>;
    /// A page of names in canonical order, after `marker`.
    fn zone_names(&mut self, filter: &ZoneFilter, marker: Option<&Name>, limit: usize) -> Stored<Vec<Name>>;
}

/// Writing zones. The apex name servers are kept findable by target along with the zone's row.
pub trait ZoneWrites {
    /// Stores a zone; its `id` and `next_record` are ignored and come back filled in.
    fn insert_zone(&mut self, zone: Zone) -> Stored<Zone>;
    /// Stores a zone's new state; `ns_changed` tells whether its name servers did.
    fn update_zone(&mut self, zone: &Zone, ns_changed: bool) -> Stored<()>;
    /// Deletes a zone with all its record sets.
    fn delete_zone(&mut self, id: ZoneId) -> Stored<()>;
}
