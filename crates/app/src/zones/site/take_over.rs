//! A zone takes over what is its own from now on: records and delegations of the zone that encloses it, its children, addresses that were
//! on rows (rules D3, D6, D11, D12).

use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::{Name, RecordType};
use domesday_domain::delegation::glue::{Home, of_row};
use domesday_domain::host::Host;
use domesday_domain::name::HostName;
use domesday_domain::record::edit::SetKey;
use domesday_domain::record::{Origin, RecordSet};

use super::{Enclosing, Site};
use crate::ledger::{Ledger, refuse_unlocked};
use crate::name_servers::survey;
use crate::ports::{UnitOfWork, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::zones::family::{adopt, delegate, move_in, nearest};

/// Tells of a set that is not to move into a zone; the flag says that it stands at the cut of a child zone.
pub(in crate::zones) type KeepsOut<'a> = dyn Fn(&SetKey, bool) -> bool + 'a;

impl Site {
    /// Moves what belongs to the zone that was made, and makes the delegations follow. `keeps_out` tells of a set that the zone has, or
    /// may not have; those are dropped. Its flag tells that the set stands at the cut of a child zone, which only an equal key keeps out.
    pub(in crate::zones) fn take_over(
        self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        ledger: &mut Ledger,
        made: &ZoneHead,
        ns: &[HostName],
        keeps_out: &KeepsOut<'_>,
    ) -> Result<(), Refusal> {
        let Self { name, registered, enclosing, below, .. } = self;
        if enclosing.is_some() || registered.is_some() || !below.is_empty() {
            ledger.reshape(&name);
        }
        let had_parent = enclosing.is_some();
        if let Some(parent) = enclosing {
            parent.hand_over(tx, context, ledger, made, ns, keeps_out)?;
        }
        adopt(tx, context, ledger, made, &nearest(&below), Default::default())?;
        if had_parent || registered.is_some() {
            let hosts = match registered {
                Some(registered) => tx.hosts_of(registered.id)?.into_iter().map(|host| host.name).collect(),
                None => Vec::new(),
            };
            take_addresses(tx, context, ledger, made, hosts, keeps_out)?;
        }
        Ok(())
    }
}

impl Enclosing {
    fn hand_over(
        self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        ledger: &mut Ledger,
        made: &ZoneHead,
        ns: &[HostName],
        keeps_out: &KeepsOut<'_>,
    ) -> Result<(), Refusal> {
        if !self.delegates() {
            return Ok(());
        }
        let page = ledger.follow(tx, self.head.id)?;
        let parents_default = page.zone.content.default_ttl;
        let had_cut = self.cut.ns.is_some();
        let stays = |set: &RecordSet| {
            set.owner == made.name && (set.rtype == RecordType::NS || (set.rtype == RecordType::DS && had_cut))
        };
        let moving: Vec<RecordSet> = self.sets.into_iter().filter(|set| !stays(set)).collect();
        for set in &moving {
            page.put(Some(set.clone()), None);
        }
        delegate(page, context, &made.name, ns, self.cut.ns);
        let page = ledger.page(made.id)?;
        let default_ttl = (page.zone.content.default_ttl != parents_default).then_some(parents_default);
        let cuts: BTreeMap<Name, Origin> =
            moving.iter().filter(|set| set.is_cut()).map(|set| (set.owner.clone(), set.origin)).collect();
        let is_kept_out = |set: &RecordSet| {
            let key = |rtype: RecordType| (set.owner.clone(), rtype);
            match cuts.get(&set.owner) {
                Some(Origin::ChildZone) => set.rtype == RecordType::DS && keeps_out(&key(set.rtype), true),
                // A DS goes where its delegation goes.
                Some(_) => keeps_out(&key(RecordType::NS), false),
                None => keeps_out(&key(set.rtype), false),
            }
        };
        for set in moving.into_iter().filter(|set| !is_kept_out(set)) {
            let default_ttl = default_ttl.filter(|_| matches!(set.origin, Origin::User | Origin::ExplicitDelegation));
            move_in(page, context, set, default_ttl);
        }
        Ok(())
    }
}

/// Addresses on rows of names that are authoritative in the zone that was made: they become its own (rule D6), those of `managed` hosts too
/// though nothing uses them.
fn take_addresses(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    made: &ZoneHead,
    managed: Vec<Name>,
    keeps_out: &KeepsOut<'_>,
) -> Result<(), Refusal> {
    ledger.flush(tx, context)?;
    // Other names that nothing uses as NS have no addresses to take: their rows stay as they are.
    let own = ledger.page(made.id)?.zone.content.ns.iter().map(|host| host.as_name().clone());
    let names: BTreeSet<Name> = used_below(tx, &made.name)?.into_iter().chain(own).chain(managed).collect();
    let names: Vec<Name> = names.into_iter().filter(|name| name.is_at_or_below(&made.name)).collect();
    let survey = survey(tx, &names)?;
    let homed = |row: &&Host| matches!(survey.home(&row.name), Home::Zone(_, zone) if zone == made.id);
    for row in survey.hosts.values().filter(|row| !row.addresses.is_empty()).filter(homed) {
        refuse_unlocked(context, [row.name.clone()])?;
        let page = ledger.page(made.id)?;
        // The zone's own take the place of what the row has from another time.
        let kept = survey.user_addresses(made.id, &row.name).is_empty().then(|| of_row(&row.addresses));
        for addresses in kept.unwrap_or_default() {
            let key = (row.name.clone(), addresses.rtype);
            if !keeps_out(&key, false) {
                let (ttl, origin) = (addresses.ttl, Origin::User);
                let set = RecordSet::made(&mut page.zone, key.0, key.1, ttl, origin, addresses.values, context.now);
                page.put(None, Some(set));
            }
        }
        tx.update_host(&Host { addresses: Vec::new(), updated: context.now, ..row.clone() })?;
    }
    Ok(())
}

/// Names at or below this one that some NS set names.
fn used_below(tx: &mut dyn UnitOfWork, name: &Name) -> Result<Vec<Name>, Refusal> {
    let targets = tx.targets_below(name)?;
    Ok(tx.used_as_ns(&targets)?)
}
