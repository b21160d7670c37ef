//! What the tests know without asking: the addresses on rows of names, which nothing shows where no glue needs them, and the
//! delegations that were made by hand.
//!
//! Where no rule says what becomes of a row, or where many write at once, the book does not know: then it learns a row's addresses from
//! the first zone that publishes them, and every other zone must agree.

use super::operations::{Change, Done};
use super::scratch::{Addresses, Home, explicit, home, used, user_addresses};
use super::state::{State, is_below, is_within};
use std::collections::{BTreeMap, BTreeSet};

/// The book.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    rows: BTreeMap<String, Option<Addresses>>,
    explicit: BTreeMap<(String, String), BTreeSet<String>>,
    /// What no longer was where it ought to be when it was entered.
    faults: Vec<String>,
}

/// Addresses as a row has them: by type, without TTLs.
pub(super) fn on_row(addresses: &[String]) -> Addresses {
    let mut row = Addresses::new();
    for address in addresses {
        let kind = if address.contains(':') { "AAAA" } else { "A" };
        row.entry(kind).or_default().1.insert(address.clone());
    }
    row
}

fn without_ttls(addresses: Addresses) -> Addresses {
    addresses.into_iter().map(|(kind, (_, records))| (kind, (None, records))).collect()
}

impl Book {
    /// A book of rows that many have written to: it knows none.
    pub(super) fn of_unknown(hosts: &[&str]) -> Self {
        Self { rows: hosts.iter().map(|host| ((*host).to_owned(), None)).collect(), ..Self::default() }
    }

    /// A book of rows with these addresses.
    pub(super) fn of_rows(addresses: &BTreeMap<String, Vec<String>>) -> Self {
        let rows = addresses.iter().map(|(host, addresses)| (host.clone(), Some(on_row(addresses)))).collect();
        Self { rows, ..Self::default() }
    }

    /// The addresses on the row of a name; if they are not known, those `seen` now.
    pub(super) fn row(&mut self, host: &str, seen: impl FnOnce() -> Addresses) -> Addresses {
        self.rows.entry(host.to_owned()).or_insert_with(|| Some(Addresses::new())).get_or_insert_with(seen).clone()
    }

    fn put(&mut self, host: &str, addresses: Option<Addresses>) {
        self.rows.insert(host.to_owned(), addresses);
    }

    fn has_row(&self, host: &str) -> bool {
        self.rows.get(host).is_some_and(|row| row.as_ref().is_none_or(|addresses| !addresses.is_empty()))
    }

    /// Enters what was done with success. `hosts` are all names that may be used as NS.
    pub(super) fn enter(&mut self, before: &State, after: &State, done: &Done, hosts: &[&str]) {
        self.faults.clear();
        for host in hosts {
            self.enter_host(before, after, done, host);
        }
        self.enter_cuts(before, after, done);
    }

    /// Rules D6, D7 and D11: where the addresses of a name went.
    fn enter_host(&mut self, before: &State, after: &State, done: &Done, host: &str) {
        let given = done.given.get(host).map(|addresses| on_row(addresses));
        let zone_made = matches!(done.change, Change::MakeZone(_) | Change::Import(_));
        match (home(before, host), home(after, host), given) {
            (Home::Zone(_), Home::Row, Some(given)) | (Home::Row, Home::Row, Some(given)) => {
                self.put(host, Some(given));
            }
            (Home::Row, Home::Row, None) => {}
            (Home::Zone(old), Home::Zone(new), given) => {
                let had = without_ttls(user_addresses(&before.zones[&old], host));
                if matches!(done.change, Change::MakeZone(_)) && old != new && given.is_none() && !had.is_empty() {
                    self.must_be_in(after, &new, host, &had);
                }
                // What an older cut left on the row may come to the new zone.
                if zone_made && old != new && self.has_row(host) {
                    self.put(host, None);
                }
            }
            (Home::Row, Home::Zone(_), _) if !zone_made => {}
            (Home::Row, Home::Zone(new), given) => {
                let is_used = after.zones.iter().any(|(name, zone)| used(after, name, zone).contains(host));
                let row = self.rows.get(host).cloned().flatten().unwrap_or_default();
                let is_clear = is_used && given.is_none() && matches!(done.change, Change::MakeZone(_));
                if is_clear && before.deepest(host).is_some() && !row.is_empty() {
                    self.must_be_in(after, &new, host, &row);
                    self.put(host, Some(Addresses::new()));
                } else if self.has_row(host) {
                    self.put(host, None);
                }
            }
            (Home::Zone(old), Home::Row, None) => {
                let had = without_ttls(user_addresses(&before.zones[&old], host));
                match &done.change {
                    Change::DropZone(_) => {}
                    _ if had.is_empty() => {}
                    Change::Delegate { zone, .. } if used(after, zone, &after.zones[zone]).contains(host) => {
                        self.put(host, Some(had));
                    }
                    _ => self.put(host, None),
                }
            }
        }
    }

    fn must_be_in(&mut self, after: &State, zone: &str, host: &str, wanted: &Addresses) {
        let found = without_ttls(user_addresses(&after.zones[zone], host));
        if found != *wanted {
            self.faults.push(format!("{host} had {wanted:?}, which did not move to {zone}: there is {found:?}"));
        }
    }

    /// Rules D11, D12 and D17: which zone has which delegations made by hand.
    fn enter_cuts(&mut self, before: &State, after: &State, done: &Done) {
        match &done.change {
            Change::Delegate { zone, name, ns } => {
                self.explicit.retain(|(at, cut), _| !(at == zone && is_within(cut, name)));
                self.explicit.insert((zone.clone(), name.clone()), ns.clone());
            }
            Change::Redelegate { zone, name, ns: Some(ns) } => {
                // Of a zone's own cut, only what it says already is taken.
                if let Some(cut) = self.explicit.get_mut(&(zone.clone(), name.clone())) {
                    cut.clone_from(ns);
                }
            }
            Change::Undelegate { zone, name } => {
                self.explicit.remove(&(zone.clone(), name.clone()));
            }
            Change::DropZone(name) => self.explicit.retain(|(zone, _), _| zone != name),
            Change::MakeZone(name) => {
                let parent = after.parent(name).map(|(parent, _)| parent.clone()).unwrap_or_default();
                let hidden = self.explicit.keys().any(|(zone, cut)| *zone == parent && is_below(name, cut));
                let moving = |zone: &String, cut: &String| !hidden && *zone == parent && is_within(cut, name);
                let (moved, kept) = std::mem::take(&mut self.explicit)
                    .into_iter()
                    .partition::<BTreeMap<_, _>, _>(|((zone, cut), _)| moving(zone, cut));
                self.explicit = kept;
                let below = moved.into_iter().filter(|((_, cut), _)| cut != name);
                self.explicit.extend(below.map(|((_, cut), ns)| ((name.clone(), cut), ns)));
            }
            Change::Import(file) => {
                let is_new = !before.zones.contains_key(&file.zone);
                let own = |cut: &&(String, String)| cut.0 == file.zone;
                for gone in self.explicit.keys().filter(own).cloned().collect::<Vec<_>>() {
                    self.explicit.remove(&gone);
                }
                for (cut, ns) in file.explicit(after) {
                    self.explicit.insert((file.zone.clone(), cut), ns);
                }
                if is_new {
                    self.learn_cuts(after, &file.zone);
                }
            }
            Change::Redelegate { ns: None, .. } | Change::Other => {}
        }
    }

    /// A file that makes a zone meets cuts of its parent: no rule says whose wins, but none may be in both.
    fn learn_cuts(&mut self, after: &State, made: &str) {
        let parent = after.parent(made).map(|(parent, _)| parent.clone()).unwrap_or_default();
        self.explicit.retain(|(zone, cut), _| !(*zone == parent && is_within(cut, made)));
        for (zone, cut, ns) in [made.to_owned(), parent]
            .into_iter()
            .filter_map(|name| after.zones.get_key_value(&name))
            .flat_map(|(name, zone)| explicit(after, zone).into_iter().map(move |(cut, ns)| (name.clone(), cut, ns)))
        {
            if is_within(&cut, made) {
                self.explicit.entry((zone, cut)).or_insert(ns);
            }
        }
    }

    /// What was not where it ought to be when the last change was entered, and delegations made by hand that differ from those stored.
    pub(super) fn faults(&self, state: &State) -> Vec<String> {
        let stored: BTreeMap<(String, String), BTreeSet<String>> = state
            .zones
            .iter()
            .flat_map(|(name, zone)| explicit(state, zone).into_iter().map(|(cut, ns)| ((name.clone(), cut), ns)))
            .collect();
        let mut faults = self.faults.clone();
        if stored != self.explicit {
            faults.push(format!("the delegations made by hand are {stored:#?}, and not {:#?}", self.explicit));
        }
        faults
    }
}
