//! Record sets, as the store keeps them.

use domesday_dns::{Name, RecordType};
use domesday_domain::record::edit::SetKey;
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::ZoneId;

use super::Stored;

/// Which sets a list shows (rule R15).
#[derive(Clone, Debug, Default)]
pub struct SetFilter {
    /// At this name.
    pub name: Option<Name>,
    /// At or below this name.
    pub under: Option<Name>,
    /// Of one of these types; empty for all.
    pub types: Vec<RecordType>,
    /// Of one of these origins; empty for all.
    pub origins: Vec<Origin>,
}

/// Reading record sets. The apex SOA and NS are not among them: they are the zone's.
pub trait RecordReads {
    /// One set.
    fn set(&mut self, zone: ZoneId, owner: &Name, rtype: RecordType) -> Stored<Option<RecordSet>>;
    /// Every set at `owners`, and the NS and DNAME sets at `above`: one statement.
    fn sets_around(&mut self, zone: ZoneId, owners: &[Name], above: &[Name]) -> Stored<Vec<RecordSet>>;
    /// A page in canonical order, after `marker`.
    fn sets(
        &mut self,
        zone: ZoneId,
        filter: &SetFilter,
        marker: Option<&SetKey>,
        limit: usize,
    ) -> Stored<Vec<RecordSet>>;
    /// Owners and types strictly below a name.
    fn keys_below(&mut self, zone: ZoneId, name: &Name, limit: usize) -> Stored<Vec<SetKey>>;
    /// How many sets a zone has, by type and origin.
    fn count_sets(&mut self, zone: ZoneId) -> Stored<Vec<(RecordType, Origin, u64)>>;
    /// Which of these names own a CNAME in any zone here.
    fn aliases_among(&mut self, names: &[Name]) -> Stored<Vec<Name>>;
    /// NS, MX and SRV sets that point at one of these names, apex NS included; at most so many.
    fn pointers_to(&mut self, names: &[Name], limit: usize) -> Stored<Vec<(Name, Pointer)>>;
    /// Which of these names have an address (A or AAAA of any origin) in the zone beside them.
    fn addressed_among(&mut self, names: &[(ZoneId, Name)]) -> Stored<Vec<Name>>;
    /// Name servers used in a zone that lie at or below its name and have no address set in it; at most so many, in order.
    fn ns_without_address(&mut self, zone: ZoneId, apex: &Name, limit: usize) -> Stored<Vec<Name>>;
    /// Targets of a zone's NS, MX and SRV sets that own a CNAME in any zone here, with the pointing set; at most so many, in order.
    fn targets_that_are_aliases(&mut self, zone: ZoneId, limit: usize) -> Stored<Vec<(Name, Pointer)>>;
}

/// Writing record sets. What they point at is kept findable along with them.
pub trait RecordWrites {
    /// Stores new sets, many rows a statement.
    fn insert_sets(&mut self, zone: ZoneId, sets: &[RecordSet]) -> Stored<()>;
    /// Stores the new content of sets that are there.
    fn update_sets(&mut self, zone: ZoneId, sets: &[RecordSet]) -> Stored<()>;
    /// Deletes sets.
    fn delete_sets(&mut self, zone: ZoneId, keys: &[SetKey]) -> Stored<()>;
}
