//! The rows of name servers: one for each name that an NS list names, gone with the last use unless it has addresses or was made on
//! purpose (rule C2, `zones.md` M1).

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use domesday_dns::Name;
use domesday_domain::host::Host;

use crate::ledger::{Concerned, refuse_unlocked};
use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::Context;

/// How many names one statement asks about.
const NAMES: usize = 10_000;

/// Makes rows for names that NS sets name now, and deletes those that nothing names any more.
pub(super) fn keep(tx: &mut dyn UnitOfWork, context: &Context, concerned: &Concerned) -> Result<(), Refusal> {
    let referred = sorted(concerned.referred.iter());
    for some in referred.chunks(NAMES) {
        let known: HashSet<Name> = tx.hosts_among(some)?.into_iter().map(|host| host.name).collect();
        let missing = some.iter().filter(|name| !known.contains(name));
        let new: Vec<Host> = missing.map(|name| Host::referred_to(name.clone(), context.now)).collect();
        if !new.is_empty() {
            tx.insert_hosts(&new)?;
        }
    }
    let released = sorted(concerned.released.difference(&concerned.referred));
    for some in released.chunks(NAMES) {
        let used: HashSet<Name> = tx.used_as_ns(some)?.into_iter().collect();
        let unused: Vec<Name> = some.iter().filter(|name| !used.contains(name)).cloned().collect();
        if unused.is_empty() {
            continue;
        }
        let mut idle: Vec<Host> = tx.hosts_among(&unused)?.into_iter().filter(|host| !host.stands_alone()).collect();
        let ids: Vec<_> = idle.iter().map(|host| host.id).collect();
        let linked = if ids.is_empty() { Vec::new() } else { tx.linked_hosts(&ids)? };
        idle.retain(|host| !linked.contains(&host.id));
        // Whoever begins to use a name looks at it: with its lock, nobody does so meanwhile.
        refuse_unlocked(context, idle.iter().map(|host| host.name.clone()))?;
        let ids: Vec<_> = idle.iter().map(|host| host.id).collect();
        if !ids.is_empty() {
            tx.delete_hosts(&ids)?;
        }
    }
    Ok(())
}

/// Puts addresses on the rows of names, none of them twice; the rows that are missing are made with one statement.
pub(crate) fn put_addresses(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    addressed: &[(Name, Vec<IpAddr>)],
) -> Result<(), Refusal> {
    for some in addressed.chunks(NAMES) {
        let names: Vec<Name> = some.iter().map(|(name, _)| name.clone()).collect();
        refuse_unlocked(context, names.iter().cloned())?;
        let mut rows: HashMap<Name, Host> =
            tx.hosts_among(&names)?.into_iter().map(|row| (row.name.clone(), row)).collect();
        let mut new = Vec::new();
        for (name, addresses) in some {
            let addresses = addresses.clone();
            match rows.remove(name) {
                Some(row) if row.addresses == addresses => {}
                Some(row) => tx.update_host(&Host { addresses, updated: context.now, ..row })?,
                None => new.push(Host { addresses, ..Host::referred_to(name.clone(), context.now) }),
            }
        }
        if !new.is_empty() {
            tx.insert_hosts(&new)?;
        }
    }
    Ok(())
}

/// Names in the order of the database's indexes.
fn sorted<'a>(names: impl Iterator<Item = &'a Name>) -> Vec<Name> {
    let mut names: Vec<Name> = names.cloned().collect();
    names.sort_by_cached_key(Name::sort_key);
    names
}
