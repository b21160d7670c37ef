//! Where a name server's addresses live, and which glue follows from them (rules D4, D6, D7).
//!
//! A [`Survey`] holds what is known about some names: the zones around them, the cuts of those zones, who uses the names, and the
//! addresses stored for them. From it the glue is computed as it ought to be, and compared with the glue that is stored. Nothing else
//! decides about glue: whatever changed, and through whatever face, the names concerned are surveyed afterwards and set right.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use domesday_dns::{Name, Rdata, RecordType};

use crate::host::Host;
use crate::record::{Origin, RecordSet};
use crate::zone::ZoneId;

/// The types of record that hold addresses.
pub const ADDRESS_TYPES: [RecordType; 2] = [RecordType::A, RecordType::AAAA];

/// What is known about some names.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The zones served at or above them.
    pub zones: HashMap<Name, ZoneId>,
    /// The cuts of those zones at or above them.
    pub cuts: HashSet<(ZoneId, Name)>,
    /// Registered names at or above them, published or not: each counts as a cut of the deepest zone strictly above it.
    pub registered: HashSet<Name>,
    /// Which of those zones use which of them as NS.
    pub uses: HashSet<(ZoneId, Name)>,
    /// The address sets at them in those zones, glue and others.
    pub sets: HashMap<(ZoneId, Name, RecordType), RecordSet>,
    /// Their rows.
    pub hosts: HashMap<Name, Host>,
}

/// Where the addresses of a name live (rule D6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// In the user sets of the zone that it is authoritative in.
    Zone(Name, ZoneId),
    /// On its own row, since it lies at or below a cut of the deepest zone served here that encloses it: that one.
    Row(Name, ZoneId),
    /// Nowhere here: no zone served here encloses it.
    Elsewhere,
}

/// Addresses of one type, as a set would hold them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// A or AAAA.
    pub rtype: RecordType,
    /// The TTL of the set they come from; a row's have none.
    pub ttl: Option<u32>,
    /// The values, in canonical order.
    pub values: Vec<Rdata>,
}

/// Glue that is not as it ought to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlueChange {
    /// The zone.
    pub zone: ZoneId,
    /// The name server.
    pub owner: Name,
    /// A or AAAA.
    pub rtype: RecordType,
    /// What is stored.
    pub stored: Option<RecordSet>,
    /// What ought to be; at least one of the two is there.
    pub wanted: Option<Addresses>,
}

impl Survey {
    /// Where the addresses of a name live.
    pub fn home(&self, host: &Name) -> Home {
        let deepest = host.ancestors().find_map(|name| self.zones.get_key_value(&name));
        match deepest {
            None => Home::Elsewhere,
            Some((zone, id)) if self.is_cut_off(zone, *id, host) => Home::Row(zone.clone(), *id),
            Some((zone, id)) => Home::Zone(zone.clone(), *id),
        }
    }

    /// Whether any zone is cut at or above the names.
    pub fn has_cuts(&self) -> bool {
        !self.cuts.is_empty() || !self.registered.is_empty()
    }

    /// Whether a name lies at or below a cut of a zone, or a registered name in it.
    pub fn is_cut_off(&self, zone: &Name, id: ZoneId, name: &Name) -> bool {
        let mut inside = name.ancestors().take_while(|above| above.is_below(zone));
        inside.any(|above| {
            let is_registered = self.registered.contains(&above) && self.holder(&above) == Some(id);
            is_registered || self.cuts.contains(&(id, above))
        })
    }

    /// The deepest zone strictly above a name: if it is registered, it is cut off from that one.
    fn holder(&self, name: &Name) -> Option<ZoneId> {
        name.ancestors().skip(1).find_map(|above| self.zones.get(&above).copied())
    }

    /// The addresses of a name, from where they live.
    pub fn addresses(&self, host: &Name) -> Vec<Addresses> {
        match self.home(host) {
            Home::Elsewhere => Vec::new(),
            Home::Row(..) => self.hosts.get(host).map(|row| of_row(&row.addresses)).unwrap_or_default(),
            Home::Zone(_, zone) => self.user_addresses(zone, host),
        }
    }

    /// What is stored for a name that moves: its addresses from where they live or, if none are there, what its row still has from
    /// another time and will be looked at again (rule D7: nothing is forgotten).
    pub fn addresses_until(&self, host: &Name, after: &Survey) -> Vec<Addresses> {
        let known = self.addresses(host);
        if !known.is_empty() || !(self.is_managed(host) || matches!(after.home(host), Home::Row(..))) {
            return known;
        }
        self.hosts.get(host).map(|row| of_row(&row.addresses)).unwrap_or_default()
    }

    /// Whether a name is managed below its registered one: its row may have addresses also where no zone served here encloses it
    /// (`registrar.md` section 6).
    pub fn is_managed(&self, host: &Name) -> bool {
        self.hosts.get(host).is_some_and(|row| row.parent.is_some())
    }

    /// The addresses that the user sets of a zone hold at a name.
    pub fn user_addresses(&self, zone: ZoneId, host: &Name) -> Vec<Addresses> {
        let sets = ADDRESS_TYPES.iter().filter_map(|rtype| self.sets.get(&(zone, host.clone(), *rtype)));
        sets.filter(|set| set.origin == Origin::User).map(of_set).collect()
    }

    /// Whether a zone must publish the addresses of a name as glue (rule D4).
    pub fn needs_glue(&self, zone: &Name, id: ZoneId, host: &Name) -> bool {
        self.uses.contains(&(id, host.clone())) && self.is_cut_off(zone, id, host)
    }

    /// What of the glue for these names is not as it ought to be, in any zone above them (rules D4, D5, D7).
    pub fn glue_changes<'a>(&self, hosts: impl IntoIterator<Item = &'a Name>) -> Vec<GlueChange> {
        let mut changes = Vec::new();
        for host in hosts {
            let mut known = None;
            for (zone, id) in host.ancestors().skip(1).filter_map(|name| self.zones.get_key_value(&name)) {
                let wanted = match self.needs_glue(zone, *id, host) {
                    true => known.get_or_insert_with(|| self.addresses(host)).clone(),
                    false => Vec::new(),
                };
                changes.extend(ADDRESS_TYPES.iter().filter_map(|rtype| self.glue_change(*id, host, *rtype, &wanted)));
            }
        }
        changes
    }

    fn glue_change(&self, zone: ZoneId, host: &Name, rtype: RecordType, wanted: &[Addresses]) -> Option<GlueChange> {
        let stored = self.sets.get(&(zone, host.clone(), rtype)).filter(|set| set.origin == Origin::Glue);
        let wanted = wanted.iter().find(|addresses| addresses.rtype == rtype);
        if stored.map(of_set).as_ref() == wanted {
            return None;
        }
        Some(GlueChange { zone, owner: host.clone(), rtype, stored: stored.cloned(), wanted: wanted.cloned() })
    }
}

/// A set's addresses.
pub fn of_set(set: &RecordSet) -> Addresses {
    let values = set.records.iter().map(|record| record.rdata.clone()).collect();
    Addresses { rtype: set.rtype, ttl: set.ttl, values }
}

/// A row's addresses, by type.
pub fn of_row(addresses: &[IpAddr]) -> Vec<Addresses> {
    let all: Vec<Rdata> = addresses.iter().map(|address| Rdata::from_address(*address)).collect();
    let of_type = |rtype: RecordType| {
        let values: Vec<Rdata> = all.iter().filter(|rdata| rdata.rtype() == rtype).cloned().collect();
        (!values.is_empty()).then(|| Addresses { rtype, ttl: None, values: crate::record::values::canonical(values) })
    };
    ADDRESS_TYPES.into_iter().filter_map(of_type).collect()
}

/// Addresses of both types as a row keeps them.
pub fn to_row(addresses: &[Addresses]) -> Vec<IpAddr> {
    let values = addresses.iter().flat_map(|addresses| &addresses.values);
    crate::host::in_order(values.filter_map(Rdata::address).collect())
}

#[cfg(test)]
mod tests;
