//! The name servers of a file: their addresses go where they live, and none may be without one (rules D6, D8, D9, D14, F12).

use std::collections::{HashMap, HashSet};

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::delegation::glue::{ADDRESS_TYPES, Addresses, Home, Survey};
use domesday_domain::finding::Findings;
use domesday_domain::name::HostName;
use domesday_domain::record::Origin;
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::zone::ZoneId;
use domesday_domain::zone_file::{FileSet, ZoneFile};

use super::NAMES;
use crate::name_servers::{Given, Place, address_differs, missing, refuse_loss, survey};
use crate::ports::{Snapshot, Stored};

/// Stands for the zone that the import makes.
const MADE: ZoneId = ZoneId(0);

/// A file's name servers, and what it says about them.
pub(super) struct Servers<'a> {
    file: &'a ZoneFile,
    apex: &'a Name,
    /// The zone that the file replaces.
    existing: Option<ZoneId>,
    /// A zone served here encloses the file's, or is replaced by it.
    served: bool,
    /// Each name server, with the set that names it first; none for the apex.
    hosts: HashMap<Name, Option<&'a FileSet>>,
    /// The file's cuts.
    cuts: HashSet<&'a Name>,
    /// Owners of its DNAMEs and cuts: nothing stands below them.
    covers: HashSet<&'a Name>,
    /// Addresses of name servers at or below a cut.
    glue: HashMap<&'a Name, Vec<Addresses>>,
    /// Names with addresses of the zone's own.
    own: HashSet<&'a Name>,
}

impl<'a> Servers<'a> {
    /// What the file says.
    pub(super) fn of(file: &'a ZoneFile, existing: Option<ZoneId>, enclosed: bool) -> Self {
        let mut servers = Self {
            file,
            apex: file.name.as_name(),
            existing,
            served: enclosed || existing.is_some(),
            hosts: file.content.ns.iter().map(|host| (HostName::as_name(host).clone(), None)).collect(),
            cuts: HashSet::new(),
            covers: HashSet::new(),
            glue: HashMap::new(),
            own: HashSet::new(),
        };
        for set in &file.sets {
            match (set.rtype, set.origin) {
                (RecordType::NS, _) => {
                    servers.cuts.insert(&set.owner);
                    servers.covers.insert(&set.owner);
                    for target in set.values.iter().filter_map(Rdata::target) {
                        servers.hosts.entry(target).or_insert(Some(set));
                    }
                }
                (RecordType::DNAME, _) => {
                    servers.covers.insert(&set.owner);
                }
                (rtype, Origin::Glue) => {
                    let addresses = Addresses { rtype, ttl: None, values: set.values.clone() };
                    servers.glue.entry(&set.owner).or_default().push(addresses);
                }
                (rtype, _) if ADDRESS_TYPES.contains(&rtype) => {
                    servers.own.insert(&set.owner);
                }
                _ => {}
            }
        }
        servers
    }

    fn id(&self) -> ZoneId {
        self.existing.unwrap_or(MADE)
    }

    /// Notes what is wrong, and gives the addresses that are not the zone's own to store.
    pub(super) fn judge(&self, snapshot: &mut dyn Snapshot, findings: &mut Findings) -> Stored<Given> {
        let mut given = Given::default();
        let mut names: Vec<Name> = self.hosts.keys().cloned().collect();
        names.sort_by_cached_key(Name::sort_key);
        for some in names.chunks(NAMES) {
            let before = survey(snapshot, some)?;
            let after = self.shape(&before, some);
            for host in some {
                let known = before.addresses_until(host, &after);
                match self.glue.get(host) {
                    Some(addresses) => self.take(host, addresses, &known, &after, &mut given, findings),
                    None => self.miss(host, &before, &after, findings),
                }
            }
        }
        Ok(given)
    }

    /// The survey as the file would make it.
    fn shape(&self, before: &Survey, hosts: &[Name]) -> Survey {
        let mut after = before.clone();
        after.zones.insert(self.apex.clone(), self.id());
        after.cuts.retain(|(zone, cut)| *zone != self.id() && !cut.is_below(self.apex));
        let above = hosts.iter().flat_map(Name::ancestors).filter(|name| self.cuts.contains(name));
        after.cuts.extend(above.map(|cut| (self.id(), cut)));
        after
    }

    /// Rule D9.
    fn take(
        &self,
        host: &Name,
        wanted: &[Addresses],
        known: &[Addresses],
        after: &Survey,
        given: &mut Given,
        findings: &mut Findings,
    ) {
        let values = |all: &[Addresses]| all.iter().flat_map(|some| some.values.clone()).collect::<Vec<_>>();
        // Equal ones may be the zone's own, which its file replaces: they stay only if they are where they will live.
        if values(&after.addresses(host)) == values(wanted) {
            return;
        }
        let (place, zone) = match after.home(host) {
            Home::Row(zone, id) => (Place::Row(Some(id).filter(|id| *id != MADE)), zone),
            Home::Zone(zone, id) if id != self.id() => (Place::Zone(id), zone),
            // Not at or below a cut: the zone's own, and among its sets.
            Home::Zone(..) | Home::Elsewhere => return,
        };
        if !known.is_empty() && values(known) != values(wanted) {
            findings.conflict(address_differs(host, Some(zone)));
        }
        given.put(place, host, wanted.to_vec());
    }

    /// Rule D8.
    fn miss(&self, host: &Name, before: &Survey, after: &Survey, findings: &mut Findings) {
        let home = after.home(host);
        let has_address = match &home {
            Home::Zone(_, zone) if *zone == self.id() => self.own.contains(host),
            _ => !after.addresses(host).is_empty(),
        };
        let inside = host.is_at_or_below(self.apex);
        let authoritative = matches!(before.home(host), Home::Zone(..));
        if has_address || !(inside || authoritative) {
            return;
        }
        let zone = match home {
            Home::Zone(zone, _) if !inside => zone,
            _ => self.apex.clone(),
        };
        let mut found = missing(host, &zone);
        if let Some(set) = self.hosts.get(host).copied().flatten() {
            found.detail = format!("line {}: {}", set.line, found.detail);
        }
        if self.served || !inside {
            findings.conflict(found);
        } else {
            findings.warn(found.code, host.to_string(), found.detail);
        }
    }

    /// Rule D14: names that had addresses, and have none by the file, while lists outside it name them.
    pub(super) fn refuse_loss(&self, snapshot: &mut dyn Snapshot, findings: &mut Findings) -> Stored<()> {
        if !self.served {
            return Ok(());
        }
        let names = snapshot.targets_below(self.apex)?;
        for some in names.chunks(NAMES) {
            let before = survey(snapshot, some)?;
            let after = self.shape(&before, some);
            let loses = |host: &&Name| !before.addresses(host).is_empty() && !self.keeps(host, &before, &after);
            let lost: Vec<Name> = some.iter().filter(loses).cloned().collect();
            let staying = self.staying(snapshot, &lost)?;
            let outside = self.existing.filter(|_| staying.is_empty());
            let stays =
                |user: &Pointer| user.owner != *self.apex && (user.zone != *self.apex || staying.contains(&user.owner));
            refuse_loss(snapshot, &lost, outside, stays, findings)?;
        }
        Ok(())
    }

    /// The delegations of registered names in the zone that name one of these: they stay, whatever the file says (rule F8).
    fn staying(&self, snapshot: &mut dyn Snapshot, lost: &[Name]) -> Stored<HashSet<Name>> {
        if self.existing.is_none() || lost.is_empty() {
            return Ok(HashSet::new());
        }
        let users = snapshot.ns_users(lost, None, NAMES)?.into_iter().map(|(_, user)| user);
        let own: HashSet<Name> =
            users.filter(|user| user.zone == *self.apex && user.owner != *self.apex).map(|user| user.owner).collect();
        if own.is_empty() {
            return Ok(own);
        }
        let own: Vec<Name> = own.into_iter().collect();
        Ok(snapshot.registered_among(&own)?.into_iter().map(|registered| registered.name).collect())
    }

    /// Whether a name that has addresses has some afterwards.
    fn keeps(&self, host: &Name, before: &Survey, after: &Survey) -> bool {
        let moves_in = |addresses: &Addresses| !self.keeps_out(&(host.clone(), addresses.rtype), false);
        match after.home(host) {
            Home::Zone(_, zone) if zone == self.id() => {
                self.own.contains(host) || self.existing.is_none() && before.addresses(host).iter().any(moves_in)
            }
            Home::Row(_, zone) if zone == self.id() => {
                self.glue.contains_key(host) || !after.addresses(host).is_empty()
            }
            _ => true,
        }
    }

    /// Whether the file leaves no room for a set of another zone that would become the zone's (rule D11): its owner is the file's, or
    /// the file's cuts and DNAMEs, or the set's own, stand in the way.
    pub(super) fn keeps_out(&self, (owner, rtype): &(Name, RecordType), at_child: bool) -> bool {
        let sets = &self.file.sets;
        if at_child {
            return sets.binary_search_by(|set| (&set.owner, set.rtype).cmp(&(owner, *rtype))).is_ok();
        }
        // The file's sets come in canonical order: the next owner is the set's own, or one below it, or neither.
        let next = sets.get(sets.partition_point(|set| set.owner < *owner)).map(|set| &set.owner);
        let covers = matches!(*rtype, RecordType::NS | RecordType::DNAME);
        let covered = || owner.ancestors().skip(1).any(|above| self.covers.contains(&above));
        next.is_some_and(|next| next == owner || (covers && next.is_below(owner))) || covered()
    }
}
