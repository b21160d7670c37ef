//! Registered names among the zones served here: nobody but their sponsors puts anything there, and a TLD's own zone publishes them
//! (rules D12, D16, Z13; `registrar.md` Z1).

use std::collections::BTreeSet;

use domesday_dns::Name;
use domesday_domain::finding::{Conflict, ConflictKind, Findings, ManagedBy};
use domesday_domain::record::Origin;
use domesday_domain::registration::DomainId;
use domesday_domain::serial::Serial;

use crate::domains::{Held, publication};
use crate::ledger::Ledger;
use crate::ports::{DomainReads, RegisteredName, ServedZone, Snapshot, Stored, UnitOfWork, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::Context;

/// How many domains are read, and put into a zone, at a time.
const CHUNK: usize = 1000;

/// How many names one statement asks about.
const NAMES: usize = 10_000;

/// The topmost registered name that a name lies at or below, of those strictly below the zone that encloses it; of all if none does.
pub(crate) fn at_or_above(
    reads: &mut dyn DomainReads,
    enclosing: Option<&Name>,
    name: &Name,
) -> Stored<Option<RegisteredName>> {
    let inside = |above: &Name| !above.is_root() && enclosing.is_none_or(|zone| above.is_below(zone));
    let above: Vec<Name> = name.ancestors().take_while(inside).collect();
    if above.is_empty() {
        return Ok(None);
    }
    Ok(reads.registered_among(&above)?.into_iter().min_by_key(|registered| registered.name.label_count()))
}

/// What a name is registered as, strictly below the zone that encloses it: as [`at_or_above`], and if it is the very name, with the sponsor
/// that it has at this instant, be that written or not (rule T3 of `registrar.md`).
pub(crate) fn around(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    enclosing: Option<&Name>,
    name: &Name,
) -> Result<Option<RegisteredName>, Refusal> {
    let mut found = at_or_above(snapshot, enclosing, name)?;
    if let Some(registered) = found.as_mut().filter(|registered| registered.name == *name)
        && let Some(held) = Held::live(snapshot, name, context.now)?
    {
        registered.sponsor = held.facts().sponsor;
    }
    Ok(found)
}

/// Why nobody makes a zone at or below a registered name, but who may.
pub(crate) fn detail(registered: &Name, at: &Name) -> String {
    match at == registered {
        true => format!("{at} is registered: only its sponsor's account, or an admin, makes a zone there"),
        false => format!("{at} lies below the registered name {registered}: make a zone there first"),
    }
}

/// Rule Z13: notes the first registered names in a zone that shall go, those for which it is the deepest zone strictly above. `nearest` are
/// its child zones.
pub(super) fn refuse_departure(
    reads: &mut dyn DomainReads,
    zone: &Name,
    nearest: &[&ServedZone],
    most: usize,
    findings: &mut Findings,
) -> Stored<()> {
    let mut limit = CHUNK;
    let own = loop {
        let mut below = reads.registered_below(zone, limit)?;
        let ended = below.len() < limit;
        below.retain(|registered| !nearest.iter().any(|child| registered.name.is_below(&child.head.name)));
        if ended || below.len() >= most {
            break below;
        }
        // Those of child zones came first: they are passed over.
        limit = limit.saturating_mul(8);
    };
    for RegisteredName { name, .. } in own.into_iter().take(most) {
        findings.conflict(Conflict {
            code: "zone_has_domains",
            kind: ConflictKind::RegisteredName,
            detail: format!("{name} is registered in {zone}"),
            managed_by: Some(ManagedBy::Domain(name.clone())),
            name,
            rtype: None,
            zone: Some(zone.clone()),
            forcible: false,
        });
    }
    Ok(())
}

/// Has a zone say what the registered names of the TLD with its name are to have there, if it has any: those published now, and nothing of
/// others (rule Z1). Gives the domains for which it said something else.
pub(super) fn publish(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    zone: &ZoneHead,
) -> Result<Vec<DomainId>, Refusal> {
    let mut changed = Vec::new();
    let mut marker: Option<Name> = None;
    loop {
        let domains = tx.domains_of_tld(&zone.name, marker.as_ref(), CHUNK)?;
        let ended = domains.len() < CHUNK;
        marker = domains.last().map(|domain| domain.registration.name.clone());
        if !domains.is_empty() {
            let names: Vec<Name> = domains.iter().map(|domain| domain.registration.name.clone()).collect();
            let mut stored = publication::stored(tx, zone, &names)?;
            let held = Held::all(tx, domains, context.now)?;
            let page = ledger.page(zone.id)?;
            // Very many names come at once: all of the zone is looked at, not each of them.
            page.reshape();
            for domain in held {
                let facts = &domain.stored.registration;
                let wanted = publication::wanted(&domain.stored, &domain.present);
                let had = page.number_of_changes();
                let there = stored.remove(&facts.name).unwrap_or_default();
                publication::put(page, context, &facts.name, there, wanted.as_ref());
                changed.extend((page.number_of_changes() > had).then_some(facts.id));
            }
            ledger.flush(tx, context)?;
        }
        if ended {
            return Ok(changed);
        }
    }
}

/// Takes delegations of names that are not registered any more out of a zone.
pub(super) fn withdraw(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    zone: &ZoneHead,
) -> Result<(), Refusal> {
    let mut marker: Option<Name> = None;
    loop {
        let cuts = tx.cuts(zone.id, &[Origin::Registrar], marker.as_ref(), CHUNK)?;
        let ended = cuts.len() < CHUNK;
        let names: Vec<Name> = cuts.into_iter().map(|cut| cut.owner).collect();
        marker = names.last().cloned();
        let registered: BTreeSet<Name> = match names.is_empty() {
            true => BTreeSet::new(),
            false => tx.registered_among(&names)?.into_iter().map(|registered| registered.name).collect(),
        };
        let stale: Vec<Name> = names.into_iter().filter(|name| !registered.contains(name)).collect();
        if !stale.is_empty() {
            let mut stored = publication::stored(tx, zone, &stale)?;
            let page = ledger.page(zone.id)?;
            for name in &stale {
                publication::put(page, context, name, stored.remove(name).unwrap_or_default(), None);
            }
        }
        if ended {
            return Ok(());
        }
    }
}

/// Notes the serial that brought these domains' last change to their TLD's zone.
pub(super) fn note_serial(tx: &mut dyn UnitOfWork, domains: &[DomainId], serial: Serial) -> Stored<()> {
    domains.chunks(NAMES).try_for_each(|some| tx.note_serial(some, serial))
}
