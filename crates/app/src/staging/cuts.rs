//! Delegations that are made, changed and ended as NS records below the apex (rules R11, R12; `zones.md` section 6).

use std::collections::BTreeSet;

use domesday_dns::{Name, RecordType};
use domesday_domain::delegation::glue::ADDRESS_TYPES;
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::record::neighbourhood::Surroundings;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::Zone;

use super::weigh::Wanted;
use crate::delegations::{covered, refuse_managed, refuse_place};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::zones::family;

/// Judges cuts by where they stand. Gives the published addresses of name servers that new ones are put over.
pub(super) fn judge_cuts(
    snapshot: &mut dyn Snapshot,
    zone: &Zone,
    cuts: &[Wanted],
    around: &Surroundings,
    stays: impl Fn(&RecordSet) -> bool,
    named: &BTreeSet<Name>,
    findings: &mut Findings,
) -> Result<Vec<RecordSet>, Refusal> {
    let mut hosts: BTreeSet<Name> = named.clone();
    hosts.extend(cuts.iter().flat_map(Wanted::targets));
    let mut moving = Vec::new();
    for cut in cuts {
        if let Some(stored) = &cut.published {
            refuse_managed(zone, stored, findings);
            continue;
        }
        if cut.values.is_empty() {
            continue;
        }
        let mut place = family::cut(snapshot, zone.name.as_name(), zone.id, &cut.owner)?;
        place.above = cut_above(zone, around, &cut.owner);
        if refuse_place(snapshot, zone, &cut.owner, &place, findings)? {
            continue;
        }
        for set in covered(snapshot, zone, &cut.owner)? {
            let is_host =
                ADDRESS_TYPES.contains(&set.rtype) && set.origin == Origin::User && hosts.contains(&set.owner);
            match is_host {
                true => moving.push(set),
                false if set.origin == Origin::ChildZone => moving.push(set),
                false if stays(&set) => findings.conflict(in_the_way(zone, &cut.owner, &set)),
                false => {}
            }
        }
    }
    Ok(moving)
}

/// The topmost cut strictly above a name, as the cuts shall be.
fn cut_above(zone: &Zone, around: &Surroundings, name: &Name) -> Option<Name> {
    let apex = zone.name.as_name();
    let is_cut = |above: &Name| {
        let set = around.sets.get(&(above.clone(), RecordType::NS));
        set.is_some_and(RecordSet::is_cut)
    };
    name.ancestors().skip(1).take_while(|above| above.is_below(apex)).filter(is_cut).last()
}

/// Rule R12: a cut over other records.
fn in_the_way(zone: &Zone, cut: &Name, set: &RecordSet) -> Conflict {
    Conflict {
        code: "records_below_cut",
        kind: ConflictKind::RecordSet,
        name: set.owner.clone(),
        rtype: Some(set.rtype),
        zone: Some(zone.name.as_name().clone()),
        managed_by: None,
        detail: format!("{} {} would lie at or below the delegation of {cut}", set.owner, set.rtype),
        forcible: false,
    }
}
