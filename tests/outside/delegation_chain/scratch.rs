//! What rules D1 to D7 make of some zones, computed from scratch, and compared with what is stored.
//!
//! It shares nothing with the server: it knows the rules from their text, the zones from HTTP, and the addresses on rows of names from
//! the [`Book`], since nothing shows them where no glue needs them.

use super::book::Book;
use super::state::{ADDRESS_TYPES, Key, Set, State, Zone, is_below, is_within, printed};
use std::collections::{BTreeMap, BTreeSet};

/// Addresses by type, with the TTL that glue gets from them.
pub(super) type Addresses = BTreeMap<&'static str, (Option<u64>, BTreeSet<String>)>;

/// Where the addresses of a name live (rule D6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// In the user sets of this zone.
    Zone(String),
    /// On the row of the name, for it is authoritative in no zone served here.
    Row,
}

/// Cuts that were made by hand: of names that are no zones.
pub(super) fn explicit(state: &State, zone: &Zone) -> BTreeMap<String, BTreeSet<String>> {
    let cuts = zone.of_origin("delegation").filter(|((owner, _), _)| !state.zones.contains_key(owner));
    cuts.map(|((owner, _), set)| (owner.clone(), set.records.clone())).collect()
}

/// Rules D2 and D3: the cuts of child zones, each with what the child says.
fn child_cuts(state: &State, name: &str, zone: &Zone) -> BTreeMap<String, BTreeSet<String>> {
    let explicit = explicit(state, zone);
    let is_child = |child: &str| state.parent(child).is_some_and(|(parent, _)| parent == name);
    let hidden = |child: &str| explicit.keys().any(|cut| is_below(child, cut));
    let children = state.zones.iter().filter(|(child, _)| is_child(child) && !hidden(child));
    children.map(|(child, served)| (child.clone(), served.ns.iter().map(|host| printed(host)).collect())).collect()
}

/// All cuts of a zone, with their NS.
pub(super) fn cuts(state: &State, name: &str, zone: &Zone) -> BTreeMap<String, BTreeSet<String>> {
    let mut cuts = explicit(state, zone);
    cuts.extend(child_cuts(state, name, zone));
    cuts
}

/// Every name that a zone uses as NS, at its apex or a cut.
pub(super) fn used(state: &State, name: &str, zone: &Zone) -> BTreeSet<String> {
    let at_cuts = cuts(state, name, zone).into_values().flatten();
    zone.ns.iter().map(|host| printed(host)).chain(at_cuts).map(|host| host.trim_end_matches('.').to_owned()).collect()
}

/// Rule D6.
pub(super) fn home(state: &State, host: &str) -> Home {
    match state.deepest(host) {
        Some((name, zone)) if !cuts(state, name, zone).keys().any(|cut| is_within(host, cut)) => {
            Home::Zone(name.clone())
        }
        _ => Home::Row,
    }
}

/// The addresses that user sets of a zone hold at a name.
pub(super) fn user_addresses(zone: &Zone, host: &str) -> Addresses {
    let at = |kind: &'static str| {
        let set = zone.sets.get(&(host.to_owned(), kind.to_owned())).filter(|set| set.origin == "user")?;
        Some((kind, (set.ttl, set.records.clone())))
    };
    ADDRESS_TYPES.into_iter().filter_map(at).collect()
}

/// Rules D4 and D6: the glue of a zone. Of a row whose addresses the book does not know, it learns them from what is stored first.
fn glue(state: &State, name: &str, zone: &Zone, book: &mut Book) -> BTreeMap<Key, Set> {
    let cuts = cuts(state, name, zone);
    let mut glue = BTreeMap::new();
    for host in used(state, name, zone).iter().filter(|host| cuts.keys().any(|cut| is_within(host, cut))) {
        let addresses = match home(state, host) {
            Home::Zone(home) => user_addresses(&state.zones[&home], host),
            Home::Row => book.row(host, || stored_glue(zone, host)),
        };
        for (kind, (ttl, records)) in addresses {
            glue.insert((host.clone(), kind.to_owned()), Set { ttl, records, origin: "glue".into() });
        }
    }
    glue
}

fn stored_glue(zone: &Zone, host: &str) -> Addresses {
    let at = |kind: &'static str| {
        let set = zone.sets.get(&(host.to_owned(), kind.to_owned())).filter(|set| set.origin == "glue")?;
        Some((kind, (None, set.records.clone())))
    };
    ADDRESS_TYPES.into_iter().filter_map(at).collect()
}

/// What of the stored cuts and glue is not as the rules have it: nothing missing, nothing different, no orphan.
pub(super) fn faults(state: &State, book: &mut Book) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, zone) in &state.zones {
        let cuts = cuts(state, name, zone);
        let mut wanted: BTreeMap<Key, Set> = glue(state, name, zone, book);
        for (child, records) in child_cuts(state, name, zone) {
            wanted.insert((child, "NS".into()), Set { ttl: None, records, origin: "delegation".into() });
        }
        let mut stored: BTreeMap<&Key, &Set> = zone.of_origin("glue").chain(zone.of_origin("delegation")).collect();
        let by_hand = explicit(state, zone);
        stored.retain(|(owner, kind), _| !(*kind == "NS" && by_hand.contains_key(owner)));
        for (key, set) in &wanted {
            match stored.remove(key) {
                None => faults.push(format!("{name} lacks {key:?} {set:?}")),
                Some(found) if found != set => faults.push(format!("{name} has {key:?} {found:?}, and not {set:?}")),
                Some(_) => {}
            }
        }
        faults.extend(stored.iter().map(|(key, set)| format!("{name} has {key:?} {set:?}, which nothing needs")));
        faults.extend(misplaced(state, name, zone, &cuts));
    }
    faults
}

/// Rules D1 and D17: what a zone holds that is not its own to hold.
fn misplaced(state: &State, name: &str, zone: &Zone, cuts: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let belongs_deeper = |owner: &str| state.deepest(owner).is_some_and(|(deepest, _)| deepest != name);
    let is_cut_off = |owner: &str| cuts.keys().any(|cut| is_within(owner, cut));
    let is_hidden = |owner: &str| cuts.keys().any(|cut| is_below(owner, cut));
    let mut faults = Vec::new();
    for ((owner, kind), set) in &zone.sets {
        let at_cut = cuts.contains_key(owner) && !is_hidden(owner);
        let wrong = match set.origin.as_str() {
            "user" if kind == "DS" => !at_cut,
            "user" => belongs_deeper(owner) || is_cut_off(owner),
            "delegation" => is_hidden(owner) || belongs_deeper(owner) && !state.zones.contains_key(owner),
            _ => false,
        };
        if wrong {
            faults.push(format!("{name} has {owner} {kind} {set:?}, which is not its own"));
        }
    }
    faults
}
