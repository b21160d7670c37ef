//! What the rules need to know about the places that edits touch, loaded with a fixed number of statements (rules P1, P4).

use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::{Name, RecordType};
use domesday_domain::record::edit::{SetEdit, Sets};
use domesday_domain::record::neighbourhood::Surroundings;
use domesday_domain::zone::Zone;

use crate::ports::{Snapshot, Stored};

/// The most objects looked up to be named in a conflict.
const NAMED: usize = 101;

/// Loads what stands around the sets of these edits.
pub(crate) fn surroundings(snapshot: &mut dyn Snapshot, zone: &Zone, edits: &[SetEdit]) -> Stored<Surroundings> {
    let apex = zone.name.as_name();
    let owners: BTreeSet<Name> = edits.iter().map(|edit| edit.owner.clone()).collect();
    let above: BTreeSet<Name> = owners
        .iter()
        .flat_map(|owner| owner.ancestors().skip(1).take_while(|name| name.is_at_or_below(apex)))
        .filter(|name| !owners.contains(name))
        .collect();
    let below_apex: Vec<Name> = owners.iter().chain(&above).filter(|name| name.is_below(apex)).cloned().collect();
    let deeper_zones = snapshot.zones_among(&below_apex)?.into_iter().map(|zone| zone.name).collect();
    let registered = match below_apex.is_empty() {
        true => BTreeSet::new(),
        false => snapshot.registered_among(&below_apex)?.into_iter().map(|registered| registered.name).collect(),
    };
    let owner_list: Vec<Name> = owners.iter().cloned().collect();
    let above_list: Vec<Name> = above.into_iter().collect();
    let mut sets: Sets = snapshot
        .sets_around(zone.id, &owner_list, &above_list)?
        .into_iter()
        .map(|set| ((set.owner.clone(), set.rtype), set))
        .collect::<BTreeMap<_, _>>();
    if owners.contains(apex) {
        for derived in [zone.soa(), zone.apex_ns()] {
            sets.insert((apex.clone(), derived.rtype), derived);
        }
    }
    let mut around = Surroundings { deeper_zones, registered, sets, ..Surroundings::default() };
    load_what_few_need(snapshot, zone, edits, &mut around)?;
    Ok(around)
}

/// Aliases among new targets, pointers at new aliases, names below new DNAMEs: each asked only when an edit brings the question.
fn load_what_few_need(
    snapshot: &mut dyn Snapshot,
    zone: &Zone,
    edits: &[SetEdit],
    around: &mut Surroundings,
) -> Stored<()> {
    let written =
        |edit: &&SetEdit| edit.edit.replace.as_ref().is_some_and(|all| !all.is_empty()) || !edit.edit.add.is_empty();
    let mut targets = BTreeSet::new();
    let mut aliases = BTreeSet::new();
    for edit in edits.iter().filter(written) {
        match edit.rtype {
            RecordType::MX | RecordType::SRV => {
                targets.extend(
                    edit.edit.replace.iter().flatten().chain(&edit.edit.add).filter_map(domesday_dns::Rdata::target),
                );
            }
            RecordType::CNAME if !around.sets.contains_key(&(edit.owner.clone(), RecordType::CNAME)) => {
                aliases.insert(edit.owner.clone());
            }
            RecordType::DNAME => {
                let limit = NAMED + edits.len();
                around.below_dname.extend(snapshot.keys_below(zone.id, &edit.owner, limit)?);
                // Registered names have their delegations there, or will have.
                let registered = snapshot.registered_below(&edit.owner, NAMED)?.into_iter();
                around.below_dname.extend(registered.map(|registered| (registered.name, RecordType::NS)));
            }
            _ => {}
        }
    }
    let targets: Vec<Name> = targets.into_iter().collect();
    around.aliases = snapshot.aliases_among(&targets)?.into_iter().collect();
    let aliases: Vec<Name> = aliases.into_iter().collect();
    around.pointers = snapshot.pointers_to(&aliases, NAMED + edits.len())?;
    Ok(())
}
