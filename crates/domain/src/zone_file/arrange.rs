//! Records of a file sorted into sets, and told apart: the zone's own, delegations, glue, and what lies below a cut (rules F9, F12).

use std::collections::HashSet;

use domesday_dns::{Name, Rdata, RecordType};

use super::judge::Judge;
use super::{Faults, FileSet};
use crate::finding::Warning;
use crate::name::ZoneName;
use crate::record::{Origin, values};

/// A record as it stood in the file.
pub(super) struct FileRecord {
    pub(super) line: u64,
    pub(super) owner: Name,
    pub(super) ttl: Option<u32>,
    /// The line had no TTL: this one was in force.
    pub(super) inherited: bool,
    pub(super) rtype: RecordType,
    pub(super) rdata: Rdata,
}

/// The apex NS, and all other sets in canonical order.
pub(super) struct Arranged {
    /// In the order of the file, with their lines.
    pub(super) apex_ns: Vec<(u64, Name)>,
    pub(super) ns_ttl: Option<u32>,
    pub(super) sets: Vec<FileSet>,
}

pub(super) fn arrange(
    zone: &ZoneName,
    default_ttl: u32,
    mut records: Vec<FileRecord>,
    warnings: &mut Vec<Warning>,
    faults: &mut Faults,
) -> Arranged {
    let apex = zone.as_name();
    records.retain(|record| {
        let inside = record.owner.is_at_or_below(apex);
        if !inside {
            faults.hard(record.line, "outside_zone", format!("{} is not in {zone}", record.owner));
        }
        inside
    });
    for record in records.iter_mut().filter(|record| record.inherited && record.ttl == Some(default_ttl)) {
        record.ttl = None;
    }
    records.sort_by(|one, other| one.owner.cmp(&other.owner).then(one.rtype.cmp(&other.rtype)));
    let hosts = name_servers(apex, &records);
    let mut arranged = Arranged { apex_ns: Vec::new(), ns_ttl: None, sets: Vec::new() };
    let mut judge = Judge::new(zone, &records);
    let mut cut: Option<Name> = None;
    for at_owner in records.chunk_by(|one, other| one.owner == other.owner) {
        let Some(owner) = at_owner.first().map(|record| &record.owner) else { continue };
        let below_cut = cut.as_ref().is_some_and(|cut| owner.is_below(cut));
        let is_cut = owner != apex && !below_cut && at_owner.iter().any(|record| record.rtype == RecordType::NS);
        if is_cut {
            cut = Some(owner.clone());
        }
        let mut own = Vec::new();
        for of_type in at_owner.chunk_by(|one, other| one.rtype == other.rtype) {
            let Some(set) = to_set(of_type, default_ttl, warnings) else { continue };
            let is_address = matches!(set.rtype, RecordType::A | RecordType::AAAA);
            match set.rtype {
                RecordType::NS if owner == apex => {
                    arranged.apex_ns =
                        of_type.iter().filter_map(|r| r.rdata.target().map(|target| (r.line, target))).collect();
                    arranged.ns_ttl = set.ttl;
                    judge.targets(&set, faults);
                }
                RecordType::NS if is_cut => own.push(FileSet { origin: Origin::ExplicitDelegation, ..set }),
                RecordType::DS if is_cut => own.push(set),
                _ if (is_cut || below_cut) && is_address && hosts.contains(owner) => {
                    own.push(FileSet { origin: Origin::Glue, ttl: None, ..set });
                }
                _ if is_cut || below_cut => {
                    let cut = cut.as_ref().map(ToString::to_string).unwrap_or_default();
                    let detail =
                        format!("{owner} {} lies below the delegation of {cut}, and is not the zone's", set.rtype);
                    faults.forcible(set.line, "records_below_cut", detail);
                }
                _ => own.push(set),
            }
        }
        judge.owner(owner, is_cut, &own, faults);
        arranged.sets.append(&mut own);
    }
    arranged.apex_ns.sort_by_key(|(line, _)| *line);
    arranged
}

/// The names used as NS at the apex or at a cut: their addresses at or below a cut are glue (rule D4).
fn name_servers(apex: &Name, records: &[FileRecord]) -> HashSet<Name> {
    let mut hosts = HashSet::new();
    let mut cut: Option<&Name> = None;
    for record in records.iter().filter(|record| record.rtype == RecordType::NS) {
        if cut.is_some_and(|cut| record.owner.is_below(cut)) {
            continue;
        }
        if record.owner != *apex {
            cut = Some(&record.owner);
        }
        hosts.extend(record.rdata.target());
    }
    hosts
}

/// One set of the records of one owner and type; the lowest TTL counts (RFC 2181 section 5.2).
fn to_set(records: &[FileRecord], default_ttl: u32, warnings: &mut Vec<Warning>) -> Option<FileSet> {
    let first = records.first()?;
    let lowest = records.iter().min_by_key(|record| record.ttl.unwrap_or(default_ttl))?;
    if records.iter().any(|record| record.ttl.unwrap_or(default_ttl) != lowest.ttl.unwrap_or(default_ttl)) {
        let subject = format!("{} {}", first.owner, first.rtype);
        let detail =
            format!("the TTLs of {subject} differ: the lowest, {}, is taken", lowest.ttl.unwrap_or(default_ttl));
        warnings.push(Warning { code: "ttl_differs", subject, detail });
    }
    Some(FileSet {
        owner: first.owner.clone(),
        rtype: first.rtype,
        ttl: lowest.ttl,
        origin: Origin::User,
        values: values::canonical(records.iter().map(|record| record.rdata.clone()).collect()),
        line: records.iter().map(|record| record.line).min().unwrap_or(first.line),
    })
}
