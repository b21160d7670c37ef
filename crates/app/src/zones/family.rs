//! The zones around a name: its parent, whose delegation must say what the zone says, and its children (rules D2, D3, D12).

use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::finding::Findings;
use domesday_domain::name::HostName;
use domesday_domain::record::{Origin, RecordSet, values};
use domesday_domain::zone::ZoneId;

use crate::ledger::{Ledger, Page};
use crate::ports::{ServedZone, Snapshot, Stored, UnitOfWork, ZoneHead, ZoneReads};
use crate::refusal::Refusal;
use crate::registry::Context;

/// The deepest zone served here that encloses a name.
pub(crate) fn parent(reads: &mut dyn ZoneReads, name: &Name) -> Stored<Option<ZoneHead>> {
    let above: Vec<Name> = name.ancestors().skip(1).filter(|above| !above.is_root()).collect();
    Ok(deepest(reads.zones_among(&above)?))
}

/// The deepest of some zones that all enclose one name.
pub(crate) fn deepest(zones: Vec<ZoneHead>) -> Option<ZoneHead> {
    zones.into_iter().max_by_key(|zone| zone.name.label_count())
}

/// Those of the zones below a name that no other of them encloses. They come in canonical order.
pub(crate) fn nearest(below: &[ServedZone]) -> Vec<&ServedZone> {
    let mut nearest: Vec<&ServedZone> = Vec::new();
    for zone in below {
        if nearest.last().is_none_or(|last| !zone.head.name.is_below(&last.head.name)) {
            nearest.push(zone);
        }
    }
    nearest
}

/// What stands at a name in the zone that encloses it.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    /// The NS set at the name.
    pub(crate) ns: Option<RecordSet>,
    /// The DS set at the name.
    pub(crate) ds: Option<RecordSet>,
    /// The topmost cut strictly above it.
    pub(crate) above: Option<Name>,
    /// The nearest DNAME strictly above it.
    pub(crate) dname: Option<Name>,
}

/// Looks at a name in the zone that encloses it: one statement.
pub(crate) fn cut(snapshot: &mut dyn Snapshot, zone: &Name, id: ZoneId, name: &Name) -> Stored<Cut> {
    let above: Vec<Name> = name.ancestors().skip(1).take_while(|above| above.is_at_or_below(zone)).collect();
    let sets = snapshot.sets_around(id, std::slice::from_ref(name), &above)?;
    let strictly_above = |rtype: RecordType| sets.iter().filter(move |set| set.rtype == rtype && set.owner != *name);
    let above = strictly_above(RecordType::NS).min_by_key(|set| set.owner.label_count()).map(|set| set.owner.clone());
    let dname =
        strictly_above(RecordType::DNAME).max_by_key(|set| set.owner.label_count()).map(|set| set.owner.clone());
    let at = |rtype: RecordType| sets.iter().find(|set| set.owner == *name && set.rtype == rtype).cloned();
    Ok(Cut { ns: at(RecordType::NS), ds: at(RecordType::DS), above, dname })
}

/// Name servers as the values of an NS set.
pub(crate) fn ns_values<'a>(hosts: impl IntoIterator<Item = &'a HostName>) -> Vec<Rdata> {
    values::canonical(hosts.into_iter().map(|host| Rdata::from_ns(host.as_name())).collect())
}

/// Makes the cut of a child zone say what the zone says (rule D3), unless somebody else's cut is there.
pub(crate) fn delegate(page: &mut Page, context: &Context, child: &Name, ns: &[HostName], at: Option<RecordSet>) {
    let wanted = ns_values(ns);
    let after = match &at {
        None => {
            RecordSet::made(&mut page.zone, child.clone(), RecordType::NS, None, Origin::ChildZone, wanted, context.now)
        }
        Some(cut) if cut.origin == Origin::ChildZone => cut.revised(&mut page.zone, cut.ttl, wanted, context.now),
        // A delegation made by hand becomes the zone's.
        Some(cut) if cut.origin == Origin::ExplicitDelegation => {
            let revised = cut.revised(&mut page.zone, None, wanted, context.now);
            RecordSet { origin: Origin::ChildZone, revision: page.zone.revision + 1, updated: context.now, ..revised }
        }
        Some(_) => return,
    };
    page.put(at, Some(after));
}

/// Tells of a zone at a registered name that its enclosing zone delegates it to other name servers than its own (rule D16).
pub(crate) fn warn_differing(
    parent: &Name,
    cut: Option<&RecordSet>,
    zone: &Name,
    ns: &[HostName],
    findings: &mut Findings,
) {
    let says = |cut: &&RecordSet| cut.records.iter().map(|record| &record.rdata).eq(&ns_values(ns));
    if cut.is_some_and(|cut| !says(&cut)) {
        let detail = format!("{parent} delegates {zone} to other name servers than its own");
        findings.warn("delegation_differs", zone.to_string(), detail);
    }
}

/// Makes the cuts of these child zones in a zone follow rule D2: each has one, unless another cut is strictly above it. DS sets that
/// come along from another zone are kept with them. A fixed number of statements.
pub(crate) fn adopt(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    zone: &ZoneHead,
    children: &[&ServedZone],
    mut ds: BTreeMap<Name, RecordSet>,
) -> Result<(), Refusal> {
    if children.is_empty() {
        return Ok(());
    }
    ledger.flush(tx, context)?;
    let names: Vec<Name> = children.iter().map(|child| child.head.name.clone()).collect();
    let above: BTreeSet<Name> =
        names.iter().flat_map(|name| name.ancestors().skip(1).take_while(|above| above.is_below(&zone.name))).collect();
    let above: Vec<Name> = above.into_iter().collect();
    let mut cuts: BTreeSet<Name> = tx.cuts_among(&[zone.id], &above)?.into_iter().map(|(_, cut)| cut).collect();
    // A registered name is a cut, published or not, and what stands at it is its sponsor's (rule D16).
    let asked: Vec<Name> = above.iter().chain(&names).cloned().collect();
    let registered: BTreeSet<Name> =
        tx.registered_among(&asked)?.into_iter().map(|registered| registered.name).collect();
    cuts.extend(registered.iter().cloned());
    let there = tx.sets_at(&[zone.id], &names, &[RecordType::NS, RecordType::DS])?;
    let mut there: BTreeMap<(Name, RecordType), RecordSet> =
        there.into_iter().map(|(_, set)| ((set.owner.clone(), set.rtype), set)).collect();
    let page = ledger.follow(tx, zone.id)?;
    for child in children {
        let name = &child.head.name;
        let cut = there.remove(&(name.clone(), RecordType::NS));
        if name.ancestors().skip(1).any(|above| cuts.contains(&above)) {
            if cut.as_ref().is_some_and(|cut| cut.origin == Origin::ChildZone) {
                page.put(cut, None);
                page.put(there.remove(&(name.clone(), RecordType::DS)), None);
            }
            continue;
        }
        if registered.contains(name) {
            if cut.as_ref().is_some_and(|cut| cut.origin == Origin::ChildZone) {
                page.put(cut, None);
                page.put(there.remove(&(name.clone(), RecordType::DS)), None);
            }
            continue;
        }
        delegate(page, context, name, &child.ns, cut);
        let has_ds = there.contains_key(&(name.clone(), RecordType::DS));
        if let Some(set) = ds.remove(name).filter(|_| !has_ds) {
            move_in(page, context, set, None);
        }
    }
    Ok(())
}

/// A set of another zone becomes one of this page's zone; a null TTL becomes `default_ttl`, if there is one to keep (rule D11).
pub(crate) fn move_in(page: &mut Page, context: &Context, set: RecordSet, default_ttl: Option<u32>) {
    let ttl = set.ttl.or(default_ttl);
    let values = set.records.into_iter().map(|record| record.rdata);
    let mut made = RecordSet::made(&mut page.zone, set.owner, set.rtype, ttl, set.origin, values, context.now);
    if let (Some(made), Some(moved)) = (&mut made.cut, set.cut) {
        made.comment = moved.comment;
    }
    page.put(None, Some(made));
}
