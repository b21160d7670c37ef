//! Which parts of the name space a command reads and writes, so that a store of many nodes can make those that meet wait for one
//! another before either takes its snapshot.
//!
//! A name belongs to regions: one per label nearest the root, up to two (five under `arpa`). Writing a zone locks its deepest region for
//! itself and the regions above it together with others; reading about a name locks all of its regions together with others. So two
//! commands meet if one writes what the other reads, at a zone's own name, above it or below it, and nobody else waits. With every name
//! that a command's rules look at locked, its snapshot can hide nothing that would have changed its answer.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use domesday_dns::Name;
use domesday_domain::account::{AccountName, UserId};

use crate::stable_hash::StableHasher;

/// The region of everything: taken by all, for itself only by what would lock too many others.
const EVERYTHING: u64 = 0;

/// The region in which changes of rules about names wait for one another: each needs the edition that the one before made. It comes before
/// the next, so that a change that waits holds up nobody who judges a name.
const RULES_CHANGED: u64 = 0x746c_6473;

/// The region of names that are being judged.
const NAMES_JUDGED: u64 = RULES_CHANGED + 1;

/// More regions than this are locked as everything: a lock is a place in a table that the database's users share.
const MOST: usize = 48;

/// A lock that a command finds it needs only when it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// The zone of this name is written.
    Zone(Name),
    /// What this account has is counted, or how much it may have is set.
    Account(AccountName),
    /// Something that this account has is changed, while others may change other things of it.
    Sharing(AccountName),
    /// A thing that no name stands for is changed: its kind and what it is called there.
    Object(&'static str, String),
}

/// The locks of one command, in the one order in which all commands take theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locks {
    regions: BTreeMap<u64, bool>,
    by_number: bool,
    /// A region apart, for itself, taken before all others: who waits for it holds up nobody.
    repeated: Option<u64>,
}

impl Locks {
    /// No region: the command touches no names.
    pub fn none() -> Self {
        Self::default()
    }

    /// Everything, for itself.
    pub fn everything() -> Self {
        Self { regions: BTreeMap::from([(EVERYTHING, true)]), by_number: false, repeated: None }
    }

    /// A region that is no name's, for itself: a queue for commands that would only rerun one another.
    pub fn of_number(number: u64) -> Self {
        Self { regions: BTreeMap::from([(number, true)]), by_number: true, repeated: None }
    }

    /// A request that its user may send again under this key, alone: a twin that is still running is waited for. Says nothing of what the
    /// command looks at.
    #[must_use]
    pub fn repeating(mut self, user: UserId, key: &(impl Hash + ?Sized)) -> Self {
        let mut hasher = StableHasher::default();
        ("repeat", user, key).hash(&mut hasher);
        self.repeated = Some(hasher.finish().max(1));
        self
    }

    /// Whether everything that the command's rules look at is locked. If not, the database must judge what met.
    pub fn cover_all(&self) -> bool {
        !self.by_number && !self.regions.is_empty()
    }

    /// The zone of this name is written, and what lies in it.
    #[must_use]
    pub fn writing(mut self, zone: &Name) -> Self {
        let regions = regions(zone);
        let deepest = regions.last().copied();
        for region in regions {
            self.lock(region, Some(region) == deepest);
        }
        self
    }

    /// Rules look at this name, in whatever zone it is.
    #[must_use]
    pub fn reading(mut self, name: &Name) -> Self {
        for region in regions(name) {
            self.lock(region, false);
        }
        self
    }

    /// Something is made for this account, as long as it has no quota: who sets one waits for it.
    #[must_use]
    pub fn making_for(mut self, account: &AccountName) -> Self {
        self.lock(region_of(account), false);
        self
    }

    /// What this account has is counted, or how much it may have is set.
    #[must_use]
    pub fn counting(mut self, account: &AccountName) -> Self {
        self.lock(region_of(account), true);
        self
    }

    /// A thing that no name stands for is made, changed or deleted: a contact by its folded id, a message by its number.
    #[must_use]
    pub fn object(mut self, kind: &str, id: &str) -> Self {
        self.lock(region_of_object(kind, id), true);
        self
    }

    /// A thing that no name stands for is looked at: who changes it waits.
    #[must_use]
    pub fn looking_at(mut self, kind: &str, id: &str) -> Self {
        self.lock(region_of_object(kind, id), false);
        self
    }

    /// Whether nobody else does something to a thing that no name stands for.
    pub fn cover_object(&self, kind: &str, id: &str) -> bool {
        self.regions.len() > MOST || self.is_alone(EVERYTHING) || self.is_alone(region_of_object(kind, id))
    }

    /// A name is judged by the rules about names: who changes one of them waits for it, so that either has come first.
    #[must_use]
    pub fn judging_names(mut self) -> Self {
        self.lock(NAMES_JUDGED, false);
        self
    }

    /// Rules about names are changed, one change at a time, and while no name is being judged.
    pub fn changing_rules() -> Self {
        let mut locks = Self::importing_rules();
        locks.lock(NAMES_JUDGED, true);
        locks
    }

    /// Very many rules about names are changed: names are judged meanwhile, as if they had come first.
    pub fn importing_rules() -> Self {
        Self::of_number(RULES_CHANGED)
    }

    /// These, and one more.
    #[must_use]
    pub fn and(self, lock: &Lock) -> Self {
        match lock {
            Lock::Zone(name) => self.writing(name),
            Lock::Account(account) => self.counting(account),
            Lock::Sharing(account) => self.making_for(account),
            Lock::Object(kind, id) => self.object(kind, id),
        }
    }

    /// Whether what an account has is locked against others who count.
    pub fn cover_counting(&self, account: &AccountName) -> bool {
        self.regions.len() > MOST || [EVERYTHING, region_of(account)].iter().any(|region| self.is_alone(*region))
    }

    /// Whether who counts what an account has, or moves it to another, waits for this.
    pub fn cover_sharing(&self, account: &AccountName) -> bool {
        self.cover_counting(account) || self.regions.contains_key(&region_of(account))
    }

    /// Whether the zone of this name may be written under these locks.
    pub fn cover_writing(&self, zone: &Name) -> bool {
        self.regions.len() > MOST
            || self.is_alone(EVERYTHING)
            || regions(zone).into_iter().any(|region| self.is_alone(region))
    }

    fn is_alone(&self, region: u64) -> bool {
        self.regions.get(&region) == Some(&true)
    }

    fn lock(&mut self, region: u64, alone: bool) {
        *self.regions.entry(region).or_default() |= alone;
    }

    /// Each region in the order in which it is taken, and whether it is wanted for oneself: what is repeated, then the others, ascending.
    pub fn regions(&self) -> Vec<(u64, bool)> {
        self.repeated.map(|region| (region, true)).into_iter().chain(self.of_names()).collect()
    }

    fn of_names(&self) -> Vec<(u64, bool)> {
        if self.regions.len() > MOST {
            let judged = self.regions.get_key_value(&NAMES_JUDGED).map(|(region, alone)| (*region, *alone));
            return [(EVERYTHING, true)].into_iter().chain(judged).collect();
        }
        // What touches no name does not hold up who needs every name.
        let touches_names = !self.regions.is_empty() && !self.by_number;
        let everything = (touches_names && !self.regions.contains_key(&EVERYTHING)).then_some((EVERYTHING, false));
        everything.into_iter().chain(self.regions.iter().map(|(region, alone)| (*region, *alone))).collect()
    }
}

/// The region of an account.
fn region_of(account: &AccountName) -> u64 {
    let mut hasher = StableHasher::default();
    ("account", account.folded()).hash(&mut hasher);
    hasher.finish().max(1)
}

/// The region of a thing that no name stands for.
fn region_of_object(kind: &str, id: &str) -> u64 {
    let mut hasher = StableHasher::default();
    ("object", kind, id).hash(&mut hasher);
    hasher.finish().max(1)
}

/// The regions of a name, from the root down.
fn regions(name: &Name) -> Vec<u64> {
    let depth = if name.labels().next_back() == Some(b"arpa") { 5 } else { 2 };
    let mut hasher = StableHasher::default();
    let from_root = name.labels().rev().take(depth);
    from_root
        .map(|label| {
            label.hash(&mut hasher);
            hasher.finish().max(1)
        })
        .collect()
}

#[cfg(test)]
mod tests;
