//! Delegations with the rows of their name servers.
//!
//! A plain page is read in canonical order as far as it reaches; filters and other orders are few and far between, and are applied to
//! all delegations of the zone, which one statement reads.

use chrono::{DateTime, Utc};
use domesday_dns::{Name, RecordType};
use domesday_domain::actor::Permission;
use domesday_domain::host::Host;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::Tag;
use domesday_domain::record::RecordSet;
use domesday_domain::zone::{Zone, ZoneId};

use super::Rows;
use crate::input::Input;
use crate::pages::{Counted, PageWanted};
use crate::ports::{Extent, HostReads, Order, Snapshot, Stored, TextFilter};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};
use crate::zones::visible_zone;

/// A delegation with the rows of its name servers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its number.
    pub number: i64,
    /// The name that is delegated.
    pub name: Name,
    /// The zone it stands in.
    pub zone: ZoneId,
    /// What its maker wrote about it.
    pub comment: Option<String>,
    /// The rows of its name servers, by name.
    pub hosts: Vec<Host>,
    /// Its entity tag.
    pub tag: Tag,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last.
    pub updated: DateTime<Utc>,
}

/// Which delegations of a zone, and which page of them.
#[derive(Clone, Debug)]
pub struct DelegationsWanted {
    /// By number or name.
    pub filter: TextFilter,
    /// In which order; none for the canonical one.
    pub order: Option<Order>,
    /// Which page.
    pub page: PageWanted,
}

/// Asks for a page of a zone's delegations.
pub struct PageDelegations {
    /// The zone.
    pub zone: ZoneName,
    /// Which.
    pub wanted: Input<DelegationsWanted>,
}

impl Query for PageDelegations {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    type Answer = (Zone, Counted<Cut>);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let (wanted, findings) = self.wanted.well_formed()?;
        findings.settle(false)?;
        let plain = wanted.order.is_none() && wanted.filter == TextFilter::default();
        let (place, mut sets) = if plain {
            let place = wanted.page.place(snapshot.count_cuts(zone.id)?)?;
            let end = place.offset.saturating_add(place.size as u64);
            (place, snapshot.cuts(zone.id, &[], None, usize::try_from(end).unwrap_or(usize::MAX))?)
        } else {
            let sets = chosen(snapshot, zone.id, wanted)?;
            (wanted.page.place(sets.len() as u64)?, sets)
        };
        let before = usize::try_from(place.offset).unwrap_or(usize::MAX).min(sets.len());
        sets.drain(..before);
        sets.truncate(place.size);
        let cuts = with_hosts(snapshot, zone.id, sets)?;
        Ok((zone, place.holding(cuts)))
    }
}

/// Asks for one delegation of a zone.
pub struct ReadCut {
    /// The zone.
    pub zone: ZoneName,
    /// The delegated name.
    pub child: Name,
}

impl Query for ReadCut {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = Cut;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Cut, Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let cut = cut_at(snapshot, zone.id, &self.child)?;
        cut.ok_or_else(|| Refusal::missing(format!("delegation {} in {}", self.child, zone.name)))
    }
}

/// The delegation of a name in a zone.
pub(super) fn cut_at(reads: &mut dyn HostReads, zone: ZoneId, name: &Name) -> Result<Option<Cut>, Refusal> {
    let sets = sets_named(reads, zone, std::slice::from_ref(name))?;
    Ok(with_hosts(reads, zone, sets)?.pop())
}

fn sets_named(reads: &mut dyn HostReads, zone: ZoneId, names: &[Name]) -> Stored<Vec<RecordSet>> {
    let sets = reads.sets_at(&[zone], names, &[RecordType::NS])?;
    Ok(sets.into_iter().map(|(_, set)| set).filter(RecordSet::is_cut).collect())
}

/// The sets that a filter leaves, in order.
fn chosen(reads: &mut dyn HostReads, zone: ZoneId, wanted: &DelegationsWanted) -> Stored<Vec<RecordSet>> {
    let filter = &wanted.filter;
    let mut sets = match &filter.names {
        Some(names) => sets_named(reads, zone, names)?,
        None => reads.cuts(zone, &[], None, usize::MAX)?,
    };
    sets.retain(|set| fits(filter, set));
    match wanted.order {
        None => sets.sort_by(|one, other| one.owner.cmp(&other.owner)),
        Some(Order::Id | Order::IdDescending) => sets.sort_by_key(number),
        Some(Order::Name | Order::NameDescending) => sets.sort_by_cached_key(|set| set.owner.to_string()),
    }
    if matches!(wanted.order, Some(Order::IdDescending | Order::NameDescending)) {
        sets.reverse();
    }
    Ok(sets)
}

fn fits(filter: &TextFilter, set: &RecordSet) -> bool {
    let name = set.owner.to_string();
    let is = |wanted: &Option<String>, holds: fn(&str, &str) -> bool| {
        wanted.as_ref().is_none_or(|wanted| holds(&name, wanted))
    };
    filter.id.is_none_or(|id| id == number(set))
        && is(&filter.starts_with, |name, part| name.starts_with(part))
        && is(&filter.ends_with, |name, part| name.ends_with(part))
        && is(&filter.contains, |name, part| name.contains(part))
}

fn number(set: &RecordSet) -> i64 {
    set.cut.as_ref().map_or(0, |notes| notes.number)
}

fn with_hosts(reads: &mut dyn HostReads, zone: ZoneId, sets: Vec<RecordSet>) -> Result<Vec<Cut>, Refusal> {
    let targets = |set: &RecordSet| set.targets().collect::<Vec<_>>();
    let named: Vec<Name> = sets.iter().flat_map(targets).collect();
    let rows = Rows::of(reads, named.iter())?;
    let cut = |set: RecordSet| Cut {
        number: number(&set),
        zone,
        hosts: rows.of_all(targets(&set).iter()),
        tag: set.tag(zone),
        comment: set.cut.and_then(|notes| notes.comment),
        name: set.owner,
        created: set.created,
        updated: set.updated,
    };
    Ok(sets.into_iter().map(cut).collect())
}
