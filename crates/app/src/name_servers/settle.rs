//! Glue and rows set right after whatever a command wrote (rules D5, D7, P2).

use std::collections::{HashMap, HashSet};

use domesday_dns::{Name, RecordType};
use domesday_domain::delegation::glue::{ADDRESS_TYPES, GlueChange, Survey};
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::ZoneId;

use super::{rows, survey};
use crate::ledger::{Concerned, Ledger, Page};
use crate::ports::{Stored, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

/// How many names one statement asks about.
const NAMES: usize = 10_000;

/// Looks at every name that the command concerns, and enters on the ledger what glue must change; keeps the rows of name servers.
pub(crate) fn settle(tx: &mut dyn UnitOfWork, context: &Context, ledger: &mut Ledger) -> Result<(), Refusal> {
    ledger.flush(tx, context)?;
    let concerned = ledger.take_concerned();
    let names = names(tx, &concerned)?;
    for some in names.chunks(NAMES) {
        let mut survey = survey::survey(tx, some)?;
        // Where no cut is, and none went, no glue is and none was.
        if !survey.has_cuts() && concerned.subtrees.is_empty() {
            continue;
        }
        survey::uses(tx, some, &mut survey)?;
        let changes = survey.glue_changes(some);
        ledger.follow_all(tx, changes.iter().map(|change| change.zone))?;
        for (zone, set) in remaining(&survey, &changes).into_iter().chain(bereft(tx, &survey, &changes)?) {
            ledger.page(zone)?.renew(set, context);
        }
        for change in changes {
            enter(ledger.page(change.zone)?, change, context);
        }
    }
    rows::keep(tx, context, &concerned)
}

/// The names whose glue may have to change.
fn names(tx: &mut dyn UnitOfWork, concerned: &Concerned) -> Stored<Vec<Name>> {
    let mut names: HashSet<Name> = concerned.referred.union(&concerned.released).cloned().collect();
    let within = |name: &Name| name.ancestors().any(|above| concerned.subtrees.contains(&above));
    let addressed: Vec<Name> =
        concerned.addressed.iter().filter(|name| !names.contains(name) && !within(name)).cloned().collect();
    names.extend(tx.used_as_ns(&addressed)?);
    for top in
        concerned.subtrees.iter().filter(|top| !top.ancestors().skip(1).any(|name| concerned.subtrees.contains(&name)))
    {
        names.extend(tx.targets_below(top)?);
    }
    // In the order of the database's indexes.
    let mut names: Vec<Name> = names.into_iter().collect();
    names.sort_by_cached_key(Name::sort_key);
    Ok(names)
}

/// Glue of one type that stays while that of the other goes: what is seen of the name differs, so it has a revision that was not there
/// before (rule Z4).
fn remaining(survey: &Survey, changes: &[GlueChange]) -> Vec<(ZoneId, RecordSet)> {
    let changed: HashSet<_> = changes.iter().map(|change| (change.zone, &change.owner, change.rtype)).collect();
    let withdrawn = changes.iter().filter(|change| change.wanted.is_none());
    let others = withdrawn.flat_map(|change| ADDRESS_TYPES.map(|rtype| (change.zone, &change.owner, rtype)));
    let staying = others.filter(|key| !changed.contains(key)).filter_map(|(zone, owner, rtype)| {
        let set = survey.sets.get(&(zone, owner.clone(), rtype)).filter(|set| set.origin == Origin::Glue)?;
        Some((zone, set.clone()))
    });
    staying.collect()
}

/// Delegations of which all glue for a name goes while they still name it: they too get a revision that was not there before.
fn bereft(tx: &mut dyn UnitOfWork, survey: &Survey, changes: &[GlueChange]) -> Stored<Vec<(ZoneId, RecordSet)>> {
    let wanted: HashMap<_, bool> =
        changes.iter().map(|change| ((change.zone, &change.owner, change.rtype), change.wanted.is_some())).collect();
    let is_left = |zone: ZoneId, host: &Name| {
        ADDRESS_TYPES.into_iter().any(|rtype| match wanted.get(&(zone, host, rtype)) {
            Some(wanted) => *wanted,
            None => survey.sets.get(&(zone, host.clone(), rtype)).is_some_and(|set| set.origin == Origin::Glue),
        })
    };
    let gone = changes.iter().filter(|change| change.wanted.is_none() && !is_left(change.zone, &change.owner));
    let named = gone.filter(|change| survey.uses.contains(&(change.zone, change.owner.clone())));
    let named: HashSet<(ZoneId, &Name)> = named.map(|change| (change.zone, &change.owner)).collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let (zones, hosts): (HashSet<ZoneId>, HashSet<&Name>) = named.iter().copied().unzip();
    let hosts: Vec<Name> = hosts.into_iter().cloned().collect();
    let owners: HashSet<Name> =
        tx.ns_users(&hosts, None, usize::MAX >> 1)?.into_iter().map(|(_, user)| user.owner).collect();
    let (zones, owners): (Vec<_>, Vec<_>) = (zones.into_iter().collect(), owners.into_iter().collect());
    let mut sets = tx.sets_at(&zones, &owners, &[RecordType::NS])?;
    sets.retain(|(zone, set)| set.targets().any(|host| named.contains(&(*zone, &host))));
    Ok(sets)
}

fn enter(page: &mut Page, change: GlueChange, context: &Context) {
    let GlueChange { owner, rtype, stored, wanted, .. } = change;
    let after = wanted.map(|wanted| match &stored {
        Some(stored) => stored.revised(&mut page.zone, wanted.ttl, wanted.values, context.now),
        None => RecordSet::made(&mut page.zone, owner, rtype, wanted.ttl, Origin::Glue, wanted.values, context.now),
    });
    page.put(stored, after);
}
