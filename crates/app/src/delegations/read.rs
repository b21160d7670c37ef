//! Reads one delegation, with the glue that its zone publishes for it.

use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::actor::Permission;
use domesday_domain::delegation::glue::ADDRESS_TYPES;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::Tag;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::Zone;

use super::draft::{Delegation, NamedServer};
use crate::ports::{Snapshot, Stored};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};
use crate::zones::visible_zone;

/// Asks for a delegation.
pub struct ReadDelegation {
    /// The zone that delegates.
    pub zone: ZoneName,
    /// The delegated name.
    pub child: Name,
}

impl Query for ReadDelegation {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = (Zone, Delegation);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<(Zone, Delegation), Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let delegation = find(snapshot, &zone, &self.child)?;
        Ok((zone, delegation))
    }
}

/// A zone's delegation of a name.
pub(super) fn find(snapshot: &mut dyn Snapshot, zone: &Zone, child: &Name) -> Result<Delegation, Refusal> {
    let cut = snapshot.set(zone.id, child, RecordType::NS)?.filter(RecordSet::is_cut);
    let cut = cut.ok_or_else(|| Refusal::missing(format!("delegation of {child} in {}", zone.name)))?;
    let found = shown(snapshot, zone, vec![cut])?.pop();
    found.ok_or_else(|| Refusal::Failed("a cut that is shown is lost".into()))
}

/// Cuts of a zone as delegations, each with its glue: one statement for all of them.
pub(super) fn shown(snapshot: &mut dyn Snapshot, zone: &Zone, cuts: Vec<RecordSet>) -> Stored<Vec<Delegation>> {
    let apex = zone.name.as_name();
    let hosts: BTreeSet<Name> = cuts.iter().flat_map(RecordSet::targets).filter(|host| host.is_below(apex)).collect();
    let hosts: Vec<Name> = hosts.into_iter().collect();
    let mut known: BTreeMap<Name, Vec<RecordSet>> = BTreeMap::new();
    if !hosts.is_empty() {
        for (_, set) in snapshot.sets_at(&[zone.id], &hosts, &ADDRESS_TYPES)? {
            known.entry(set.owner.clone()).or_default().push(set);
        }
    }
    Ok(cuts.into_iter().map(|cut| with_glue(zone, cut, &known)).collect())
}

/// A cut with its glue; `known` holds the zone's address sets, glue or not, at the names that the cut names.
fn with_glue(zone: &Zone, cut: RecordSet, known: &BTreeMap<Name, Vec<RecordSet>>) -> Delegation {
    let sets = |host: &Name| known.get(host).into_iter().flatten().filter(|set| set.origin == Origin::Glue);
    let server = |name: Name| {
        let addresses = sets(&name).flat_map(|set| &set.records).filter_map(|record| record.rdata.address()).collect();
        NamedServer { glue: domesday_domain::host::in_order(addresses), name }
    };
    let newest = |host: Name| sets(&host).map(|set| set.revision).max();
    let newest = cut.targets().filter_map(newest).max();
    let notes = cut.cut.clone().unwrap_or_default();
    Delegation {
        number: notes.number,
        ns: cut.targets().map(server).collect(),
        ttl: cut.ttl,
        comment: notes.comment,
        origin: cut.origin,
        tag: Tag::InZone { zone: zone.id.0, revision: newest.unwrap_or_default().max(cut.revision) },
        created: cut.created,
        updated: cut.updated,
        name: cut.owner,
    }
}

/// A cut's NS values.
pub(super) fn values(cut: &RecordSet) -> Vec<Rdata> {
    cut.records.iter().map(|record| record.rdata.clone()).collect()
}
