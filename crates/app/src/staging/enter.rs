//! What was weighed, entered on the ledger of a publish: first the zone's own sets and cuts, then the addresses of name servers, then the
//! lists that name them, each of which is judged on what is there by then.

use std::collections::BTreeMap;

use domesday_dns::{Name, RecordType};
use domesday_domain::delegation::glue::{ADDRESS_TYPES, Addresses, of_row};
use domesday_domain::finding::Findings;
use domesday_domain::name::HostName;
use domesday_domain::record::neighbourhood::managed_host;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::Zone;

use super::weigh::{Wanted, Weighed};
use crate::delegations::{keep_addresses, refuse_managed, refuse_stranding};
use crate::ledger::Ledger;
use crate::name_servers::{Given, Listing, Makes, Place, lost_by, refuse_loss, survey};
use crate::ports::{UnitOfWork, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::zones::family::{adopt, nearest};
use crate::zones::{NameServer, follow_in_parent, listing};

/// Enters everything; `before` is the zone as it is published.
///
/// # Errors
/// [`Refusal`] where the store fails or an address is another account's; what is wrong otherwise goes to `findings`.
pub(super) fn enter(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    before: &Zone,
    weighed: &Weighed,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    for cut in weighed.cuts.iter().filter(|cut| cut.values.is_empty()) {
        refuse_stranding(tx, before, &cut.owner, findings)?;
    }
    let lost = lost_by(weighed.around.sets.values(), |key| weighed.plan.leaves(&weighed.around, key));
    refuse_loss(tx, &lost, None, |_| true, findings)?;
    let page = ledger.page(before.id)?;
    weighed.plan.enter(&weighed.around, page);
    for set in weighed.moving.iter().chain(weighed.glue.iter().filter_map(user_set)) {
        page.put(Some(set.clone()), None);
    }
    for cut in &weighed.cuts {
        let after = cut.as_cut(&mut page.zone, context.now);
        page.put(cut.published.clone(), after);
    }
    keep_addresses(tx, context, ledger, &weighed.moving)?;
    uncover(tx, context, ledger, before, &weighed.cuts)?;
    ledger.flush(tx, context)?;
    put_glue(tx, context, ledger, before, &weighed.glue, findings)?;
    judge_lists(tx, context, ledger, before, weighed, findings)
}

/// A set that was the zone's own, and is an address of a name server at or below a cut from now on.
fn user_set(set: &Wanted) -> Option<&RecordSet> {
    set.published.as_ref().filter(|stored| stored.origin == Origin::User)
}

/// Where cuts go: their DS go too, and zones served below them are the zone's children again (rule D2).
fn uncover(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    zone: &Zone,
    cuts: &[Wanted],
) -> Result<(), Refusal> {
    let gone: Vec<Name> = cuts.iter().filter(|cut| cut.values.is_empty()).map(|cut| cut.owner.clone()).collect();
    if gone.is_empty() {
        return Ok(());
    }
    ledger.flush(tx, context)?;
    for (_, ds) in tx.sets_at(&[zone.id], &gone, &[RecordType::DS])? {
        ledger.page(zone.id)?.put(Some(ds), None);
    }
    let head = ZoneHead { id: zone.id, name: zone.name.as_name().clone(), owner: zone.owner.id };
    for name in &gone {
        let below = tx.served_below(name)?;
        adopt(tx, context, ledger, &head, &nearest(&below), BTreeMap::new())?;
    }
    Ok(())
}

/// Addresses of name servers at or below a cut, written where they live (`zones.md` D6).
fn put_glue(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    zone: &Zone,
    glue: &[Wanted],
    findings: &mut Findings,
) -> Result<(), Refusal> {
    if glue.is_empty() {
        return Ok(());
    }
    let mut by_host: BTreeMap<&Name, Vec<&Wanted>> = BTreeMap::new();
    for set in glue {
        by_host.entry(&set.owner).or_default().push(set);
    }
    let hosts: Vec<Name> = by_host.keys().map(|host| (*host).clone()).collect();
    let known = survey(tx, &hosts)?;
    let mut given = Given::default();
    for (host, sets) in by_host {
        if known.is_managed(host) {
            findings.conflict(managed_host(host, Some(zone.name.as_name())));
            continue;
        }
        let row = known.hosts.get(host).map(|row| of_row(&row.addresses)).unwrap_or_default();
        let addresses = |rtype: RecordType| -> Option<Addresses> {
            let values = match sets.iter().find(|set| set.rtype == rtype) {
                Some(set) => set.values.clone(),
                None => row.iter().find(|some| some.rtype == rtype)?.values.clone(),
            };
            (!values.is_empty()).then_some(Addresses { rtype, ttl: None, values })
        };
        given.put(Place::Row(Some(zone.id)), host, ADDRESS_TYPES.into_iter().filter_map(addresses).collect());
    }
    given.store(tx, context, ledger, findings)
}

/// The NS lists that differ, judged like any other (`zones.md` D8–D10).
fn judge_lists(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    before: &Zone,
    weighed: &Weighed,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let servers = |set: &Wanted| -> Vec<NameServer> {
        let host = |name| NameServer { host: HostName::from_stored(name), addresses: None };
        set.targets().map(host).collect()
    };
    for cut in weighed.cuts.iter().filter(|cut| !cut.values.is_empty()) {
        if let Some(stored) = &cut.published {
            refuse_managed(before, stored, findings);
        }
        let publishers = vec![(before.name.as_name().clone(), before.id)];
        let servers = servers(cut);
        let listing = Listing { at: &cut.owner, makes: Makes::Nothing, publishers, servers: &servers };
        listing.judge(tx, findings)?.store(tx, context, ledger, findings)?;
    }
    if let Some(apex) = &weighed.apex {
        let servers = servers(apex);
        listing(tx, before, &servers)?.judge(tx, findings)?.store(tx, context, ledger, findings)?;
        follow_in_parent(tx, context, ledger, before, findings)?;
    }
    Ok(())
}
