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
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    /// Whether two commands wait for one another.
    fn meet(one: &Locks, other: &Locks) -> bool {
        one.regions()
            .iter()
            .any(|(region, alone)| other.regions().iter().any(|(same, too)| region == same && (*alone || *too)))
    }

    #[test]
    fn writers_of_a_zone_its_parents_and_its_children_meet() {
        let writing = |text: &str| Locks::none().writing(&name(text));
        for (one, other, expected) in [
            ("example.org", "example.org", true),
            ("example.org", "a.b.example.org", true),
            ("org", "a.example.org", true),
            ("example.org", "example.net", false),
            ("a.org", "b.org", false),
            ("2.0.192.in-addr.arpa", "0.192.in-addr.arpa", true),
            ("2.0.192.in-addr.arpa", "3.0.192.in-addr.arpa", false),
        ] {
            assert_eq!(meet(&writing(one), &writing(other)), expected, "{one} and {other}");
        }
    }

    #[test]
    fn readers_meet_writers_and_not_one_another() {
        let reading = Locks::none().reading(&name("ns1.example.net"));
        assert!(!meet(&reading, &reading.clone()));
        assert!(meet(&reading, &Locks::none().writing(&name("example.net"))));
        assert!(meet(&reading, &Locks::none().writing(&name("net"))));
        assert!(!meet(&reading, &Locks::none().writing(&name("example.org"))));
    }

    #[test]
    fn a_zone_may_be_written_under_its_own_lock_or_one_above() {
        let held = Locks::none().writing(&name("example.org")).reading(&name("ns.example.net"));
        for (zone, expected) in
            [("example.org", true), ("a.b.example.org", true), ("org", false), ("example.net", false), ("x.com", false)]
        {
            assert_eq!(held.cover_writing(&name(zone)), expected, "{zone}");
        }
        assert!(Locks::everything().cover_writing(&name("org")));
        assert_eq!(Locks::everything().regions(), [(EVERYTHING, true)]);
        assert!(Locks::none().writing(&name("org")).cover_writing(&name("example.org")));
    }

    #[test]
    fn who_counts_what_an_account_has_waits_for_others_who_make_something_for_it() {
        let [one, other] = ["one", "other"].map(|text| AccountName::parse(text).unwrap());
        let create = |zone: &str| Locks::none().writing(&name(zone));
        let (org, net) = (create("example.org"), create("example.net"));
        assert!(!meet(&org.clone().making_for(&one), &net.clone().making_for(&one)));
        assert!(meet(&org.clone().counting(&one), &net.clone().making_for(&one)));
        assert!(meet(&org.clone().counting(&one), &net.clone().counting(&one)));
        assert!(!meet(&org.clone().counting(&one), &net.counting(&other)));
        let held = org.making_for(&one).and(&Lock::Account(one.clone()));
        assert!(held.cover_counting(&one) && !held.cover_counting(&other) && held.cover_all());
        assert_eq!(held.regions(), create("example.org").counting(&one).regions());
    }

    #[test]
    fn what_is_done_to_one_object_meets_only_itself_and_who_has_its_account_alone() {
        let [acme, zeta] = ["acme", "Zeta"].map(|text| AccountName::parse(text).unwrap());
        let contact = |id: &str, of: &AccountName| Locks::none().object("contact", id).making_for(of);
        assert!(meet(&contact("ab1", &acme), &contact("ab1", &zeta)));
        assert!(!meet(&contact("ab1", &acme), &contact("ab2", &acme)));
        assert!(!meet(&contact("ab1", &acme), &Locks::none().object("message", "ab1")));
        assert!(meet(&contact("ab1", &acme), &Locks::none().counting(&acme)), "contacts that move");
        assert!(!meet(&contact("ab1", &acme), &Locks::none().counting(&zeta)));
        assert!(contact("ab1", &acme).cover_all());
        let found = contact("ab1", &acme).and(&Lock::Sharing(zeta.clone()));
        assert!(found.cover_sharing(&zeta) && found.cover_sharing(&acme) && !found.cover_counting(&zeta));
        assert!(!contact("ab1", &acme).cover_sharing(&zeta));
    }

    #[test]
    fn who_changes_a_rule_waits_for_names_that_are_judged_and_an_import_does_not() {
        let judging = |zone: &str| Locks::none().writing(&name(zone)).judging_names();
        assert!(!meet(&judging("example.org"), &judging("example.net")));
        assert!(meet(&judging("example.org"), &Locks::changing_rules()));
        assert!(!meet(&judging("example.org"), &Locks::importing_rules()));
        assert!(meet(&Locks::changing_rules(), &Locks::importing_rules()));
        assert!(!Locks::changing_rules().cover_all(), "the database judges what else they meet");
        let order: Vec<u64> = Locks::changing_rules().regions().into_iter().map(|(region, _)| region).collect();
        assert_eq!(order, [RULES_CHANGED, NAMES_JUDGED], "who waits for an import holds up nobody");
    }

    #[test]
    fn i4_a_twin_is_waited_for_before_anything_else_is_locked() {
        let named = Locks::none().writing(&name("example.org"));
        let repeating = |user: i64, key: &str| named.clone().repeating(UserId(user), key);
        let region = repeating(1, "a").regions()[0];
        assert_eq!(repeating(1, "a").regions()[1..], named.regions());
        assert!(region.1, "alone");
        assert!(!repeating(2, "a").regions().contains(&region) && !repeating(1, "b").regions().contains(&region));
        let alone = Locks::none().repeating(UserId(1), "a");
        assert_eq!(alone.regions(), [region]);
        assert!(!alone.cover_all(), "the database judges what the command looks at");
        assert!(repeating(1, "a").cover_all());
        assert!(!meet(&Locks::everything(), &alone));
        let many = (0..100).fold(alone, |locks, number| locks.reading(&name(&format!("ns.z{number}.org"))));
        assert_eq!(many.regions(), [region, (EVERYTHING, true)]);
    }

    #[test]
    fn very_many_regions_are_everything() {
        let many = (0..100).fold(Locks::none(), |locks, number| locks.reading(&name(&format!("ns.z{number}.org"))));
        assert_eq!(many.regions(), [(EVERYTHING, true)]);
        assert!(meet(&many, &Locks::none().writing(&name("example.com"))));
        assert!(!meet(&many, &Locks::importing_rules()), "no name is touched");
        assert!(meet(&many.judging_names(), &Locks::changing_rules()));
    }
}
