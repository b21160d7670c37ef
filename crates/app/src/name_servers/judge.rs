//! What is wrong with an NS list, asked before anything is written (rules D8–D10).
//!
//! Every list is judged in the same way, be it for a zone that is made or changed or for a delegation: the names are surveyed as they
//! are, the survey is reshaped to what the request makes of it, and each name is looked at in both.

use std::collections::BTreeSet;
use std::net::IpAddr;

use domesday_dns::{Name, RecordType};
use domesday_domain::delegation::glue::{Addresses, Home, Survey, of_row};
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::record::neighbourhood::managed_host;
use domesday_domain::zone::ZoneId;

use super::given::{Given, Place};
use super::survey;
use crate::ports::{Locks, Snapshot, Stored};
use crate::zones::NameServer;

/// The word for a name server without the address that it needs.
pub(crate) const MISSING: &str = "ns_address_missing";

/// Stands for the zone that a request is about to make.
const MADE: ZoneId = ZoneId(0);

/// An NS list, and what it is for.
pub(crate) struct Listing<'a> {
    /// The zone, or the delegated name.
    pub(crate) at: &'a Name,
    /// What the request makes there.
    pub(crate) makes: Makes,
    /// The zones served already that will publish the list: the zone itself, the parent whose cut it becomes.
    pub(crate) publishers: Vec<(Name, ZoneId)>,
    /// The list.
    pub(crate) servers: &'a [NameServer],
}

/// What a request makes of the name that it lists name servers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Makes {
    /// Nothing: it is there.
    Nothing,
    /// A zone.
    Zone,
    /// A delegation.
    Cut,
}

/// What judging an NS list looks at, and where the addresses that came along may be written.
pub(crate) fn locks<'a>(own: Locks, servers: impl Iterator<Item = &'a NameServer>) -> Locks {
    servers.fold(own, |locks, server| match &server.addresses {
        Some(_) => locks.writing(server.host.as_name()),
        None => locks.reading(server.host.as_name()),
    })
}

impl Listing<'_> {
    /// Notes what is wrong, and gives the addresses that are to be stored.
    pub(crate) fn judge(&self, snapshot: &mut dyn Snapshot, findings: &mut Findings) -> Stored<Given> {
        let hosts: Vec<Name> = self.servers.iter().map(|server| server.host.as_name().clone()).collect();
        let before = survey(snapshot, &hosts)?;
        let after = self.shape(&before);
        let aliases: BTreeSet<Name> = snapshot.aliases_among(&hosts)?.into_iter().collect();
        let cuts = |name: &Name| after.registered.contains(name) || after.cuts.iter().any(|(_, cut)| cut == name);
        let has_cut = |host: &Name| host.ancestors().any(|above| cuts(&above));
        let rests = |host: &&Name| before.hosts.contains_key(*host) && (!after.has_cuts() || !has_cut(host));
        let mut given = Given::leaving_at_rest(hosts.iter().filter(rests).cloned().collect());
        for (place, server) in self.servers.iter().enumerate() {
            let host = server.host.as_name();
            // What a new delegation covers of its zone's records goes; an alias of a zone below it stays.
            let own = |zone: ZoneId| self.publishers.iter().any(|(_, publisher)| *publisher == zone);
            let covered = self.makes == Makes::Cut && host.is_at_or_below(self.at);
            let goes = covered && matches!(before.home(host), Home::Zone(_, zone) if own(zone));
            if aliases.contains(host) && !goes {
                findings.conflict(is_alias(host));
            }
            let known = before.addresses_until(host, &after);
            match &server.addresses {
                Some(addresses) => self.take(place, host, addresses, &known, &after, &mut given, findings),
                None if known.is_empty() => self.miss(host, &before, &after, findings),
                None => {}
            }
        }
        Ok(given)
    }

    /// The survey as the request would make it.
    fn shape(&self, before: &Survey) -> Survey {
        let mut after = before.clone();
        if self.makes == Makes::Zone {
            after.zones.insert(self.at.clone(), MADE);
            // Cuts below it become its own.
            let owner = |(zone, cut): (ZoneId, Name)| (if cut.is_below(self.at) { MADE } else { zone }, cut);
            after.cuts = after.cuts.into_iter().map(owner).collect();
        }
        if self.makes != Makes::Nothing {
            after.cuts.extend(self.publishers.iter().map(|(_, zone)| (*zone, self.at.clone())));
        }
        after
    }

    /// Rule D9: addresses that came along.
    #[expect(clippy::too_many_arguments, reason = "one place, and all of it belongs together")]
    fn take(
        &self,
        place: usize,
        host: &Name,
        addresses: &[IpAddr],
        known: &[Addresses],
        after: &Survey,
        given: &mut Given,
        findings: &mut Findings,
    ) {
        let wanted = of_row(addresses);
        let home = match after.home(host) {
            Home::Zone(_, MADE) => Place::Made,
            Home::Zone(_, zone) => Place::Zone(zone),
            Home::Row(_, zone) if zone == MADE => Place::Row(None),
            Home::Row(_, zone) => Place::Row(Some(zone)),
            Home::Elsewhere => {
                let detail = format!("{host} is in no zone served here, so its addresses are not ours to keep");
                return findings.error(format!("ns[{place}].addresses"), "address_not_taken", detail);
            }
        };
        let values = |all: &[Addresses]| all.iter().flat_map(|some| some.values.clone()).collect::<Vec<_>>();
        let differs = values(known) != values(&wanted);
        // Rule D16: what the row of a managed host says, its sponsor says at /hosts.
        if differs && matches!(home, Place::Row(_)) && after.is_managed(host) {
            return findings.conflict(managed_host(host, self.zone_of(host, after).as_ref()));
        }
        if !known.is_empty() && differs {
            findings.conflict(address_differs(host, self.zone_of(host, after)));
        }
        if differs || home == Place::Made {
            given.put(home, host, wanted);
        }
    }

    /// Rule D8: no address is known, and none was given.
    fn miss(&self, host: &Name, before: &Survey, after: &Survey, findings: &mut Findings) {
        let made = (self.makes == Makes::Zone).then(|| (self.at.clone(), MADE));
        let glued = |(zone, id): &&(Name, ZoneId)| host.is_below(zone) && after.is_cut_off(zone, *id, host);
        let publisher = self.publishers.iter().chain(&made).find(glued).map(|(zone, _)| zone.clone());
        let authority = match before.home(host) {
            Home::Zone(zone, _) => Some(zone),
            Home::Row(..) | Home::Elsewhere => None,
        };
        if let Some(zone) = publisher.or(authority) {
            findings.conflict(missing(host, &zone));
        } else if matches!(after.home(host), Home::Zone(_, MADE)) {
            findings.warn(MISSING, host.to_string(), missing(host, self.at).detail);
        }
    }

    fn zone_of(&self, host: &Name, after: &Survey) -> Option<Name> {
        match after.home(host) {
            Home::Zone(zone, _) | Home::Row(zone, _) => Some(zone),
            Home::Elsewhere => None,
        }
    }
}

/// A name server that has no address in a zone where it needs one.
pub(crate) fn missing(host: &Name, zone: &Name) -> Conflict {
    Conflict {
        code: MISSING,
        kind: ConflictKind::NameServer,
        name: host.clone(),
        rtype: None,
        zone: Some(zone.clone()),
        managed_by: None,
        detail: format!("the name server {host} has no address in {zone}"),
        forcible: true,
    }
}

/// Rule D9: a name server has other addresses than were given. Which they are is not told: they may be another account's.
pub(crate) fn address_differs(host: &Name, zone: Option<Name>) -> Conflict {
    Conflict {
        code: "address_differs",
        kind: ConflictKind::NameServer,
        name: host.clone(),
        rtype: None,
        zone,
        managed_by: None,
        detail: format!("other addresses are stored for {host}"),
        forcible: true,
    }
}

/// Rule D10.
fn is_alias(host: &Name) -> Conflict {
    Conflict {
        code: "target_is_cname",
        kind: ConflictKind::NameServer,
        name: host.clone(),
        rtype: Some(RecordType::CNAME),
        zone: None,
        managed_by: None,
        detail: format!("{host} is an alias: a name server may not be one (RFC 2181 section 10.3)"),
        forcible: false,
    }
}
