//! Who waits for whom.

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
