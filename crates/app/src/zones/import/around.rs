//! What other zones have to say about a file: child zones that own names in it, aliases its targets meet, name servers without address.
//!
//! One statement for each kind of question, whatever the size of the file (rule P4).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domesday_dns::{Name, RecordType};
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::zone::Zone;
use domesday_domain::zone_file::{FileSet, ZoneFile};

use crate::ports::Snapshot;
use crate::refusal::Refusal;

/// How many names one statement asks for, and how many pointers at new aliases are named.
const NAMES: usize = 10_000;
const NAMED: usize = 101;

/// Judges a file among the zones served here; `existing` is the zone that it replaces.
pub(super) fn judge(
    snapshot: &mut dyn Snapshot,
    file: &ZoneFile,
    existing: Option<&Zone>,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    child_zones(snapshot, file, findings)?;
    name_servers(snapshot, file, existing, findings)?;
    aliases(snapshot, file, findings)
}

fn conflict(code: &'static str, kind: ConflictKind, set: &FileSet, zone: &Name, detail: String) -> Conflict {
    let (name, rtype) = (set.owner.clone(), Some(set.rtype));
    Conflict { code, kind, name, rtype, zone: Some(zone.clone()), managed_by: None, detail, forcible: false }
}

/// Rule F12: names of child zones are theirs; a delegation to one must say what the child says.
fn child_zones(snapshot: &mut dyn Snapshot, file: &ZoneFile, findings: &mut Findings) -> Result<(), Refusal> {
    let children: BTreeSet<Name> =
        snapshot.zones_below(file.name.as_name(), usize::MAX >> 1)?.into_iter().map(|zone| zone.name).collect();
    if children.is_empty() {
        return Ok(());
    }
    for set in &file.sets {
        let child = set
            .owner
            .ancestors()
            .take_while(|name| name.is_below(file.name.as_name()))
            .find(|name| children.contains(name));
        let Some(child) = child else { continue };
        let at_cut = child == set.owner;
        if at_cut && set.rtype == RecordType::DS || set.origin == domesday_domain::record::Origin::Glue {
            continue;
        }
        if at_cut && set.rtype == RecordType::NS {
            let Some(zone) = snapshot.zone(&child)? else { continue };
            let own: BTreeSet<Name> = zone.content.ns.iter().map(|host| host.as_name().clone()).collect();
            let given: BTreeSet<Name> = set.values.iter().filter_map(domesday_dns::Rdata::target).collect();
            if own != given {
                let detail = format!("line {}: the zone {child} is served here with other name servers", set.line);
                findings.conflict(conflict("delegation_differs", ConflictKind::Delegation, set, &child, detail));
            }
            continue;
        }
        let detail = format!("line {}: {} belongs to the zone {child}", set.line, set.owner);
        findings.conflict(conflict("belongs_to_zone", ConflictKind::Zone, set, &child, detail));
    }
    Ok(())
}

/// Rule D8: name servers inside the zone without an address in the file. They could have none before, unless a zone was there.
fn name_servers(
    snapshot: &mut dyn Snapshot,
    file: &ZoneFile,
    existing: Option<&Zone>,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let apex = file.name.as_name();
    let above: Vec<Name> = apex.ancestors().skip(1).filter(|name| !name.is_root()).collect();
    let served_before = existing.is_some() || !snapshot.zones_among(&above)?.is_empty();
    let addressed: HashSet<&Name> = file
        .sets
        .iter()
        .filter(|set| matches!(set.rtype, RecordType::A | RecordType::AAAA))
        .map(|set| &set.owner)
        .collect();
    let mut missing: BTreeMap<Name, Option<&FileSet>> = BTreeMap::new();
    for host in
        file.content.ns.iter().map(domesday_domain::name::HostName::as_name).filter(|host| host.is_at_or_below(apex))
    {
        if !addressed.contains(host) {
            missing.insert(host.clone(), None);
        }
    }
    for set in file.sets.iter().filter(|set| set.rtype == RecordType::NS) {
        for target in set.values.iter().filter_map(domesday_dns::Rdata::target) {
            if target.is_at_or_below(apex) && !addressed.contains(&target) {
                missing.entry(target).or_insert(Some(set));
            }
        }
    }
    for (host, set) in missing {
        let place = set.map(|set| format!("line {}: ", set.line)).unwrap_or_default();
        let detail = format!("{place}the name server {host} has no address in {apex}");
        if served_before {
            findings.conflict(Conflict {
                code: "ns_address_missing",
                kind: ConflictKind::NameServer,
                name: host,
                rtype: None,
                zone: Some(apex.clone()),
                managed_by: None,
                detail,
                forcible: true,
            });
        } else {
            findings.warn("ns_address_missing", host.to_string(), detail);
        }
    }
    Ok(())
}

/// Rules D10 and R11 across zones, from both sides; within the file they were judged with its lines.
fn aliases(snapshot: &mut dyn Snapshot, file: &ZoneFile, findings: &mut Findings) -> Result<(), Refusal> {
    let apex = file.name.as_name();
    let mut targets: BTreeMap<Name, &FileSet> = BTreeMap::new();
    for set in file.sets.iter().filter(|set| matches!(set.rtype, RecordType::NS | RecordType::MX | RecordType::SRV)) {
        for target in
            set.values.iter().filter_map(domesday_dns::Rdata::target).filter(|target| !target.is_at_or_below(apex))
        {
            targets.entry(target).or_insert(set);
        }
    }
    let names: Vec<Name> = targets.keys().cloned().collect();
    for some in names.chunks(NAMES) {
        for alias in snapshot.aliases_among(some)? {
            let Some(set) = targets.get(&alias) else { continue };
            let detail = format!("line {}: {} {} points at {alias}, an alias", set.line, set.owner, set.rtype);
            let mut found = conflict("target_is_cname", ConflictKind::RecordSet, set, apex, detail);
            found.forcible = set.rtype != RecordType::NS;
            findings.conflict(found);
        }
    }
    let new_aliases: Vec<Name> =
        file.sets.iter().filter(|set| set.rtype == RecordType::CNAME).map(|set| set.owner.clone()).collect();
    for some in new_aliases.chunks(NAMES) {
        for (target, pointer) in snapshot.pointers_to(some, NAMED)? {
            if pointer.zone == *apex {
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
