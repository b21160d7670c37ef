//! Lists a zone's record sets in canonical order, apex first (rule R15): a page of them, or all as a stream.

use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::Tag;
use domesday_domain::record::edit::SetKey;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::{Zone, ZoneId};

use crate::input::Input;
use crate::ports::{Extent, SetFilter, Snapshot, Stored};
use crate::refusal::Refusal;
use crate::registry::{Context, Outlet, Query, Streamed};
use crate::zones::visible_zone;

/// How many sets a stream reads at a time.
const CHUNK: usize = 1000;

/// Which sets, and how many.
#[derive(Clone, Debug, Default)]
pub struct SetPage {
    /// Which of them.
    pub filter: SetFilter,
    /// After this one.
    pub marker: Option<SetKey>,
    /// At most so many; none for all.
    pub limit: Option<usize>,
}

/// Asks for a page.
pub struct ListSets {
    /// The zone.
    pub zone: ZoneName,
    /// Which sets.
    pub page: Input<SetPage>,
}

/// Asks for all, as a stream.
pub struct StreamSets {
    /// The zone.
    pub zone: ZoneName,
    /// Which sets.
    pub page: Input<SetPage>,
}

impl Query for ListSets {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    /// The zone's number and tag, the page, and whether more exist.
    type Answer = (ZoneId, Tag, Vec<RecordSet>, bool);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        let limit = page.limit.unwrap_or(CHUNK);
        let mut sets = read_on(snapshot, &zone, &page.filter, page.marker.as_ref(), limit + 1)?;
        let more = sets.len() > limit;
        sets.truncate(limit);
        Ok((zone.id, zone.tag(), sets, more))
    }
}

impl Streamed for StreamSets {
    const NEEDS: Permission = Permission::ReadZones;
    type Head = (ZoneId, Tag);
    type Item = Vec<RecordSet>;

    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<Self::Head, Self::Item>,
    ) -> Result<(), Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        outlet.begin((zone.id, zone.tag()));
        let mut marker = page.marker.clone();
        loop {
            let sets = read_on(snapshot, &zone, &page.filter, marker.as_ref(), CHUNK)?;
            let ended = sets.len() < CHUNK;
            marker = sets.last().map(|set| (set.owner.clone(), set.rtype));
            if !sets.is_empty() {
                outlet.send(sets)?;
            }
            if ended {
                return Ok(());
            }
        }
    }
}

/// The next sets after a marker, the apex SOA and NS among them.
pub(crate) fn read_on(
    snapshot: &mut dyn Snapshot,
    zone: &Zone,
    filter: &SetFilter,
    marker: Option<&SetKey>,
    limit: usize,
) -> Stored<Vec<RecordSet>> {
    let mut sets = snapshot.sets(zone.id, filter, marker, limit)?;
    let apex = zone.name.as_name();
    for derived in [zone.soa(), zone.apex_ns()] {
        let key = (apex.clone(), derived.rtype);
        let wanted = filter.name.as_ref().is_none_or(|name| name == apex)
            && filter.under.as_ref().is_none_or(|top| apex.is_at_or_below(top))
            && (filter.types.is_empty() || filter.types.contains(&derived.rtype))
            && (filter.origins.is_empty() || filter.origins.contains(&Origin::Zone))
            && marker.is_none_or(|marker| key > *marker);
        if wanted {
            let place = sets.partition_point(|set| (&set.owner, set.rtype) < (apex, derived.rtype));
            sets.insert(place, derived);
        }
    }
    sets.truncate(limit);
    Ok(sets)
}
