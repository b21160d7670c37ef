//! Name servers and their addresses when an NS list is set (rules D8, D9 as far as names are authoritative in a zone served here).
//!
//! A name server inside a zone needs an address there, or nobody finds it. Addresses that come along with a name are stored where the
//! name lives: as A and AAAA sets of that zone.

use std::collections::BTreeMap;
use std::net::IpAddr;

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::name::ZoneName;
use domesday_domain::record::edit::{Edit, SetEdit};
use domesday_domain::record::neighbourhood::Surroundings;
use domesday_domain::zone::{Zone, ZoneId};

use super::draft::NameServer;
use crate::ports::{Locks, Snapshot, ZoneHead};
use crate::refusal::Refusal;

/// Addresses to store, by the zone they belong in: none for the zone that is being made or changed.
pub(super) type Addresses = BTreeMap<Option<Name>, Vec<SetEdit>>;

/// What judging an NS list looks at, and where the addresses that came along may be written.
pub(super) fn locks<'a>(own: Locks, servers: impl Iterator<Item = &'a NameServer>) -> Locks {
    servers.fold(own, |locks, server| match &server.addresses {
        Some(_) => locks.writing(server.host.as_name()),
        None => locks.reading(server.host.as_name()),
    })
}

/// Judges a new NS list. `zone` is the zone it is for, `existing` its number if it is served already.
pub(super) fn judge(
    snapshot: &mut dyn Snapshot,
    zone: &ZoneName,
    existing: Option<ZoneId>,
    servers: &[NameServer],
    findings: &mut Findings,
) -> Result<Addresses, Refusal> {
    let homes = homes(snapshot, servers)?;
    let asked: Vec<(ZoneId, Name)> = servers
        .iter()
        .filter_map(|server| homes.get(server.host.as_name()).map(|home| (home.id, server.host.as_name().clone())))
        .collect();
    let addressed = snapshot.addressed_among(&asked)?;
    let mut to_store = Addresses::new();
    for (place, server) in servers.iter().enumerate() {
        let host = server.host.as_name();
        let home = homes.get(host);
        let inside = host.is_at_or_below(zone.as_name()) && home.is_none_or(|home| !home.name.is_below(zone.as_name()));
        match &server.addresses {
            Some(addresses) if inside => to_store.entry(None).or_default().extend(edits(host, addresses)),
            Some(addresses) => match home {
                Some(home) => to_store.entry(Some(home.name.clone())).or_default().extend(edits(host, addresses)),
                None => {
                    let detail = format!("{host} is in no zone served here, so its addresses are not ours to keep");
                    findings.error(format!("ns[{place}].addresses"), "address_not_taken", detail);
                }
            },
            None if addressed.contains(host) => {}
            None => match home {
                Some(home) => findings.conflict(missing(host, &home.name)),
                None if inside && existing.is_none() => {
                    findings.warn("ns_address_missing", host.to_string(), missing(host, zone.as_name()).detail);
                }
                None => {}
            },
        }
    }
    Ok(to_store)
}

/// The deepest zone served here that each name server lies in.
fn homes(snapshot: &mut dyn Snapshot, servers: &[NameServer]) -> Result<BTreeMap<Name, ZoneHead>, Refusal> {
    let mut above: Vec<Name> =
        servers.iter().flat_map(|server| server.host.as_name().ancestors()).filter(|name| !name.is_root()).collect();
    above.sort_unstable();
    above.dedup();
    let zones = snapshot.zones_among(&above)?;
    let home = |host: &Name| {
        zones.iter().filter(|zone| host.is_at_or_below(&zone.name)).max_by_key(|zone| zone.name.label_count()).cloned()
    };
    Ok(servers
        .iter()
        .filter_map(|server| home(server.host.as_name()).map(|zone| (server.host.as_name().clone(), zone)))
        .collect())
}

fn missing(host: &Name, zone: &Name) -> Conflict {
    Conflict {
        code: "ns_address_missing",
        kind: ConflictKind::NameServer,
        name: host.clone(),
        rtype: None,
        zone: Some(zone.clone()),
        managed_by: None,
        detail: format!("the name server {host} has no address in {zone}"),
        forcible: true,
    }
}

/// Notes each address set that stands there with other addresses than came along (rule D9): force replaces it.
pub(super) fn note_differences(zone: &Zone, edits: &[SetEdit], around: &Surroundings, findings: &mut Findings) {
    for edit in edits {
        let Some(stored) = around.sets.get(&edit.key()) else { continue };
        let (wanted, _) = edit.target(None);
        if stored.records.iter().map(|record| &record.rdata).eq(&wanted) {
            continue;
        }
        findings.conflict(Conflict {
            code: "address_differs",
            kind: ConflictKind::NameServer,
            name: edit.owner.clone(),
            rtype: Some(edit.rtype),
            zone: Some(zone.name.as_name().clone()),
            managed_by: None,
            detail: format!("{} has other addresses in {}", edit.owner, zone.name),
            forcible: true,
        });
    }
}

fn edits(host: &Name, addresses: &[IpAddr]) -> impl Iterator<Item = SetEdit> {
    let edit = |rtype: RecordType, wanted: Vec<Rdata>| SetEdit {
        owner: host.clone(),
        rtype,
        edit: Edit { replace: Some(wanted), ..Edit::default() },
        prefix: String::new(),
    };
    let (v4, v6): (Vec<Rdata>, Vec<Rdata>) =
        addresses.iter().map(|address| Rdata::from_address(*address)).partition(|rdata| rdata.rtype() == RecordType::A);
    [edit(RecordType::A, v4), edit(RecordType::AAAA, v6)].into_iter()
}
