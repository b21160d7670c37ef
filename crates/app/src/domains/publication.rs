//! What of a registered domain stands in the zone of its TLD, where that is served here (rules Z1, Z2).
//!
//! Only the zone with the TLD's own name publishes registered names. NS and DS are written here; glue follows by itself, since a registered
//! name counts as a cut (`name_servers::settle`).

use std::collections::BTreeMap;

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::record::{Origin, RecordSet, values};
use domesday_domain::registration::Present;
use domesday_domain::secdns::SecureDelegation;

use crate::ledger::Page;
use crate::ports::{Snapshot, Stored, StoredDomain, ZoneHead};
use crate::registry::Context;

/// The types of record that a registered name has in the zone.
pub(crate) const TYPES: [RecordType; 2] = [RecordType::NS, RecordType::DS];

/// What stands, or is to stand, at a registered name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Published {
    /// NS, in canonical order.
    pub(crate) ns: Vec<Rdata>,
    /// DS, in canonical order.
    pub(crate) ds: Vec<Rdata>,
}

/// What is to stand at a domain's name; none if it is not published.
pub(crate) fn wanted(stored: &StoredDomain, present: &Present) -> Option<Published> {
    present.is_published().then(|| Published {
        ns: values::canonical(stored.hosts.iter().map(|(_, host)| Rdata::from_ns(host)).collect()),
        ds: values::canonical(signers(&present.registration().name, &stored.keys)),
    })
}

/// The DS records of a domain: those given, and those made of its keys.
fn signers(name: &Name, keys: &SecureDelegation) -> Vec<Rdata> {
    keys.published(name, sha256).iter().map(domesday_domain::secdns::DsRecord::rdata).collect()
}

/// SHA-256, for DS records that are made of keys (rule D9).
pub(crate) fn sha256(octets: &[u8]) -> [u8; 32] {
    let digest = ring::digest::digest(&ring::digest::SHA256, octets);
    digest.as_ref().try_into().unwrap_or([0; 32])
}

/// The zone with a TLD's name, if it is served.
pub(crate) fn zone(snapshot: &mut dyn Snapshot, tld: &Name) -> Stored<Option<ZoneHead>> {
    snapshot.zone_head(tld)
}

/// The sets of registered names in the zone of their TLD: one statement.
pub(crate) fn stored(
    snapshot: &mut dyn Snapshot,
    zone: &ZoneHead,
    names: &[Name],
) -> Stored<BTreeMap<Name, Vec<RecordSet>>> {
    let mut sets: BTreeMap<Name, Vec<RecordSet>> = BTreeMap::new();
    for (_, set) in snapshot.sets_at(&[zone.id], names, &TYPES)? {
        if set.origin == Origin::Registrar {
            sets.entry(set.owner.clone()).or_default().push(set);
        }
    }
    Ok(sets)
}

/// Makes a name's sets in the zone say what is wanted. Sets that stay keep their numbers, and are not written.
pub(crate) fn put(page: &mut Page, context: &Context, name: &Name, stored: Vec<RecordSet>, wanted: Option<&Published>) {
    let nothing = Published::default();
    let wanted = wanted.unwrap_or(&nothing);
    let mut stored: BTreeMap<RecordType, RecordSet> = stored.into_iter().map(|set| (set.rtype, set)).collect();
    for (rtype, values) in [(RecordType::NS, &wanted.ns), (RecordType::DS, &wanted.ds)] {
        let before = stored.remove(&rtype);
        let after = match &before {
            _ if values.is_empty() => None,
            Some(set) => Some(set.revised(&mut page.zone, None, values.iter().cloned(), context.now)),
            None => {
                let (owner, values) = (name.clone(), values.iter().cloned());
                Some(RecordSet::made(&mut page.zone, owner, rtype, None, Origin::Registrar, values, context.now))
            }
        };
        page.put(before, after);
    }
}
