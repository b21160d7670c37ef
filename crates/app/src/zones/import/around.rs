//! What other zones have to say about a file: child zones that own names in it, and aliases that its targets meet.
//!
//! One statement for each kind of question and ten thousand names, whatever the size of the file (rule P4).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::name::HostName;
use domesday_domain::record::Origin;
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::zone_file::{FileSet, ZoneFile};

use super::NAMES;
use super::registered::Registered;
use crate::ports::{ServedZone, Snapshot};
use crate::refusal::Refusal;
use crate::zones::family::ns_values;

/// How many pointers at new aliases are named.
const NAMED: usize = 101;

fn conflict(code: &'static str, kind: ConflictKind, set: &FileSet, zone: &Name, detail: String) -> Conflict {
    let (name, rtype) = (set.owner.clone(), Some(set.rtype));
    Conflict { code, kind, name, rtype, zone: Some(zone.clone()), managed_by: None, detail, forcible: false }
}

/// Rule F12: names of child zones are theirs; a delegation to one must say what the child says.
pub(super) fn child_zones(file: &ZoneFile, children: &[&ServedZone], registered: &Registered, findings: &mut Findings) {
    let children: BTreeMap<&Name, &ServedZone> = children.iter().map(|child| (&child.head.name, *child)).collect();
    if children.is_empty() {
        return;
    }
    let cuts: BTreeSet<&Name> =
        file.sets.iter().filter(|set| set.rtype == RecordType::NS).map(|set| &set.owner).collect();
    let dnames: BTreeMap<&Name, &FileSet> =
        file.sets.iter().filter(|set| set.rtype == RecordType::DNAME).map(|set| (&set.owner, set)).collect();
    for child in children.keys() {
        let above = || child.ancestors().skip(1).take_while(|above| above.is_at_or_below(file.name.as_name()));
        let hidden = above().any(|above| cuts.contains(&above));
        if let Some(dname) = above().find_map(|above| dnames.get(&above)).filter(|_| !hidden) {
            let detail = format!("line {}: the zone {child} is served here, and would be below the DNAME", dname.line);
            findings.conflict(conflict("dname_conflict", ConflictKind::Zone, dname, child, detail));
        }
    }
    for set in &file.sets {
        let inside = || set.owner.ancestors().take_while(|name| name.is_below(file.name.as_name()));
        let Some((name, child)) = inside().find_map(|name| children.get_key_value(&name)) else { continue };
        // Below a cut of the file's own, nothing is the child's parent's (rule D2); glue is judged with its name server.
        let hidden = name.ancestors().skip(1).any(|above| cuts.contains(&above));
        let at_cut = **name == set.owner;
        if hidden || at_cut && set.rtype == RecordType::DS || set.origin == Origin::Glue {
            continue;
        }
        if at_cut && set.rtype == RecordType::NS {
            // A registered name's NS are what registrars say, and not the zone's (rule D16).
            if !registered.contains(name) && ns_values(&child.ns) != set.values {
                let detail = format!("line {}: the zone {name} is served here with other name servers", set.line);
                findings.conflict(conflict("delegation_differs", ConflictKind::Delegation, set, name, detail));
            }
            continue;
        }
        let detail = format!("line {}: {} belongs to the zone {name}", set.line, set.owner);
        findings.conflict(conflict("belongs_to_zone", ConflictKind::Zone, set, name, detail));
    }
}

/// Rules D10 and R11 across zones, from both sides; within the file they were judged with its lines.
///
/// Targets inside the zone are asked about as far as somebody else's sets may stand there: in child zones, and for a new zone also in the
/// one that encloses it, whose sets move in where the file has none.
pub(super) fn aliases(
    snapshot: &mut dyn Snapshot,
    file: &ZoneFile,
    children: &[&ServedZone],
    is_new: bool,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let apex = file.name.as_name();
    let children: HashSet<&Name> = children.iter().map(|child| &child.head.name).collect();
    let has = |name: &Name| {
        file.sets.get(file.sets.partition_point(|set| set.owner < *name)).is_some_and(|set| set.owner == *name)
    };
    let asked = |target: &Name| {
        let in_child = || target.ancestors().any(|above| children.contains(&above));
        !target.is_at_or_below(apex) || (is_new && !has(target)) || (!children.is_empty() && in_child())
    };
    let mut targets: BTreeMap<Name, Option<&FileSet>> = BTreeMap::new();
    for host in file.content.ns.iter().map(HostName::as_name).filter(|host| asked(host)) {
        targets.insert(host.clone(), None);
    }
    for set in file.sets.iter().filter(|set| matches!(set.rtype, RecordType::NS | RecordType::MX | RecordType::SRV)) {
        for target in set.values.iter().filter_map(Rdata::target).filter(asked) {
            targets.entry(target).or_insert(Some(set));
        }
    }
    let names: Vec<Name> = targets.keys().cloned().collect();
    for some in names.chunks(NAMES) {
        for alias in snapshot.aliases_among(some)? {
            let Some(set) = targets.get(&alias) else { continue };
            let (owner, rtype) = set.map_or((apex, RecordType::NS), |set| (&set.owner, set.rtype));
            let place = set.map(|set| format!("line {}: ", set.line)).unwrap_or_default();
            findings.conflict(Conflict {
                code: "target_is_cname",
                kind: ConflictKind::RecordSet,
                name: owner.clone(),
                rtype: Some(rtype),
                zone: Some(apex.clone()),
                managed_by: None,
                detail: format!("{place}{owner} {rtype} points at {alias}, an alias"),
                forcible: rtype != RecordType::NS,
            });
        }
    }
    let new_aliases: Vec<Name> =
        file.sets.iter().filter(|set| set.rtype == RecordType::CNAME).map(|set| set.owner.clone()).collect();
    for some in new_aliases.chunks(NAMES) {
        let pointers = snapshot.pointers_to(some, NAMED)?;
        // The file has its own say about its zone, but for the delegations of registered names, which stay (rule F8).
        let of_cuts = pointers.iter().map(|(_, pointer)| pointer).filter(|pointer| pointer.zone == *apex);
        let of_cuts: Vec<Name> =
            of_cuts.filter(|cut| cut.rtype == RecordType::NS).map(|cut| cut.owner.clone()).collect();
        let staying = if of_cuts.is_empty() { Vec::new() } else { snapshot.registered_among(&of_cuts)? };
        let stays = |pointer: &Pointer| {
            pointer.rtype == RecordType::NS && staying.iter().any(|registered| registered.name == pointer.owner)
        };
        for (target, pointer) in pointers {
            if pointer.zone == *apex && !stays(&pointer) {
                continue;
            }
            findings.conflict(Conflict {
                code: "target_is_cname",
                kind: ConflictKind::RecordSet,
                name: pointer.owner.clone(),
                rtype: Some(pointer.rtype),
                zone: Some(pointer.zone.clone()),
                managed_by: None,
                detail: format!("{} {} points at {target}, an alias in this file", pointer.owner, pointer.rtype),
                forcible: pointer.rtype != RecordType::NS,
            });
        }
    }
    Ok(())
}
