//! A zone goes: its children are re-homed to its parent, its delegation goes with it, and nobody who stays may lose a name server
//! unawares (rules D12–D14).

use std::collections::BTreeMap;
use std::net::IpAddr;

use domesday_dns::{Name, RecordType};
use domesday_domain::delegation::glue::{Home, Survey, to_row};
use domesday_domain::finding::Findings;
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::{Zone, ZoneId};

use super::family::{self, Cut, adopt, cut, nearest};
use super::registered;
use crate::ledger::Ledger;
use crate::name_servers::{put_addresses, refuse_loss, survey};
use crate::ports::{ServedZone, Snapshot, Stored, UnitOfWork, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::Context;

/// How many names one statement asks about.
const NAMES: usize = 10_000;

/// What must be known of a zone that goes.
pub(super) struct Departure<'a> {
    id: ZoneId,
    name: &'a Name,
    parent: Option<(ZoneHead, Cut)>,
    children: Vec<&'a ServedZone>,
    default_ttl: u32,
    /// DS sets that stand at its children's cuts.
    ds: BTreeMap<Name, RecordSet>,
    /// Addresses that it keeps of managed hosts, and that go back to their rows (rule D7).
    returning: Vec<(Name, Vec<IpAddr>)>,
}

impl<'a> Departure<'a> {
    /// Looks around.
    pub(super) fn survey(snapshot: &mut dyn Snapshot, zone: &'a Zone, below: &'a [ServedZone]) -> Stored<Self> {
        let name = zone.name.as_name();
        let parent = match family::parent(snapshot, name)? {
            Some(parent) => {
                let cut = cut(snapshot, &parent.name, parent.id, name)?;
                Some((parent, cut))
            }
            None => None,
        };
        let children = nearest(below);
        let names: Vec<Name> = children.iter().map(|child| child.head.name.clone()).collect();
        let mut ds = BTreeMap::new();
        if parent.is_some() && !names.is_empty() {
            let sets = snapshot.sets_at(&[zone.id], &names, &[RecordType::DS])?;
            ds = sets.into_iter().map(|(_, set)| (set.owner.clone(), set)).collect();
        }
        let returning = returning(snapshot, zone, parent.as_ref().map(|(parent, _)| &parent.name))?;
        Ok(Self { id: zone.id, name, parent, children, default_ttl: zone.content.default_ttl, ds, returning })
    }

    /// Notes who stays and uses a name server that would have no address any more.
    pub(super) fn refuse_loss(&self, snapshot: &mut dyn Snapshot, findings: &mut Findings) -> Stored<()> {
        let names = snapshot.targets_below(self.name)?;
        for some in names.chunks(NAMES) {
            let before = survey(snapshot, some)?;
            let after = self.without(&before);
            let lost: Vec<Name> = some.iter().filter(|host| self.loses(host, &before, &after)).cloned().collect();
            let stays = |user: &Pointer| user.owner != *self.name || self.leaves_cut();
            refuse_loss(snapshot, &lost, Some(self.id), stays, findings)?;
        }
        Ok(())
    }

    /// Whether the addresses of a name go with the zone.
    fn loses(&self, host: &Name, before: &Survey, after: &Survey) -> bool {
        let goes = match before.home(host) {
            Home::Zone(_, zone) => zone == self.id,
            // Its row stays, and nobody looks there once the name is authoritative in the parent.
            Home::Row(_, zone) => zone == self.id && matches!(after.home(host), Home::Zone(..)),
            Home::Elsewhere => false,
        };
        let returns = self.returning.iter().any(|(name, _)| name == host);
        goes && !returns && !before.addresses(host).is_empty() && after.addresses(host).is_empty()
    }

    /// Whether the enclosing zone's delegation of the name stays: it is registered (rule D16).
    fn leaves_cut(&self) -> bool {
        self.parent.as_ref().is_some_and(|(_, cut)| cut.ns.is_some() && !self.goes(cut))
    }

    fn without(&self, before: &Survey) -> Survey {
        let mut after = before.clone();
        after.zones.remove(self.name);
        if let Some((parent, cut)) = &self.parent
            && self.goes(cut)
        {
            after.cuts.remove(&(parent.id, self.name.clone()));
        }
        after
    }

    /// Whether the cut at the name is the zone's own.
    fn goes(&self, cut: &Cut) -> bool {
        cut.ns.as_ref().is_some_and(|ns| ns.origin == Origin::ChildZone)
    }

    /// Deletes the zone, and has its surroundings follow.
    pub(super) fn leave(self, tx: &mut dyn UnitOfWork, context: &Context, ledger: &mut Ledger) -> Result<(), Refusal> {
        ledger.release(tx.ns_targets_of(self.id)?);
        ledger.reshape(self.name);
        tx.delete_zone(self.id)?;
        put_addresses(tx, context, &self.returning)?;
        let goes = self.parent.as_ref().is_some_and(|(_, cut)| self.goes(cut));
        let Some((parent, cut)) = self.parent else { return Ok(()) };
        if goes {
            let page = ledger.follow(tx, parent.id)?;
            page.put(cut.ns, None);
            page.put(cut.ds, None);
        }
        let mut ds = self.ds;
        if !ds.is_empty() && ledger.follow(tx, parent.id)?.zone.content.default_ttl != self.default_ttl {
            ds.values_mut().for_each(|set| set.ttl = set.ttl.or(Some(self.default_ttl)));
        }
        adopt(tx, context, ledger, &parent, &self.children, ds)
    }
}

/// The addresses of managed hosts that a zone at their registered name keeps in the place of their rows.
fn returning(snapshot: &mut dyn Snapshot, zone: &Zone, parent: Option<&Name>) -> Stored<Vec<(Name, Vec<IpAddr>)>> {
    let Some(registered) = registered::at_or_above(snapshot, parent, zone.name.as_name())? else {
        return Ok(Vec::new());
    };
    let hosts: Vec<Name> = snapshot.hosts_of(registered.id)?.into_iter().map(|host| host.name).collect();
    let survey = survey(snapshot, &hosts)?;
    let kept = |host: &Name| matches!(survey.home(host), Home::Zone(_, home) if home == zone.id);
    let addresses = |host: Name| (to_row(&survey.addresses(&host)), host);
    let kept = hosts.into_iter().filter(|host| kept(host)).map(addresses);
    Ok(kept.filter(|(addresses, _)| !addresses.is_empty()).map(|(addresses, host)| (host, addresses)).collect())
}
