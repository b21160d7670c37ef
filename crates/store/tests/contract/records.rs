//! Record sets: kept value by value, in canonical order, and findable by what they point at.

use domesday_app::ports::SetFilter;
use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::record::{CutNotes, Origin, Record, RecordSet};
use domesday_domain::zone::{Zone, ZoneId};

use crate::zones::{name, now, zone};
use crate::{Given, contract};

/// A set of values, numbered by its zone; a cut if it is NS.
pub(crate) fn set(zone: &mut Zone, owner: &str, rtype: RecordType, texts: &[&str]) -> RecordSet {
    let cut = (rtype == RecordType::NS).then(|| CutNotes { number: zone.number_record(), comment: None });
    let record =
        |text: &&str| Record { number: zone.number_record(), rdata: Rdata::parse(rtype, text).expect("rdata") };
    RecordSet {
        owner: name(owner),
        rtype,
        ttl: None,
        origin: Origin::User,
        records: texts.iter().map(record).collect(),
        spellings: Default::default(),
        cut,
        revision: 1,
        created: now(),
        updated: now(),
    }
}

fn given_sets(given: &Given) -> (ZoneId, Vec<RecordSet>) {
    given.write(|tx| {
        let mut zone = zone(tx, "example.org")?;
        let sets = vec![
            set(&mut zone, "example.org", RecordType::MX, &["10 mail.example.org"]),
            set(&mut zone, "a.example.org", RecordType::A, &["192.0.2.1", "192.0.2.2"]),
            set(&mut zone, "a.example.org", RecordType::TXT, &["\"with \\000 and \\255\""]),
            set(&mut zone, "x.a.example.org", RecordType::CNAME, &["a.example.org"]),
            RecordSet {
                origin: Origin::ExplicitDelegation,
                cut: Some(CutNotes { number: 99, comment: Some("æøå".into()) }),
                ttl: Some(0),
                ..set(&mut zone, "sub.example.org", RecordType::NS, &["ns.sub.example.org", "ns.example.net"])
            },
        ];
        tx.insert_sets(zone.id, &sets)?;
        tx.update_zone(&zone, false)?;
        Ok((zone.id, sets))
    })
}

fn owners(sets: &[RecordSet]) -> Vec<String> {
    sets.iter().map(|set| format!("{} {}", set.owner, set.rtype)).collect()
}

contract!(sets_are_kept_value_by_value_in_canonical_order, |given| {
    let (id, sets) = given_sets(given);
    let all = given.read(move |snapshot| snapshot.sets(id, &SetFilter::default(), None, 100));
    assert_eq!(all, sets);
    let one = given.read(move |snapshot| snapshot.set(id, &name("sub.example.org"), RecordType::NS)).expect("there");
    assert_eq!(Some(&one), sets.last());
    assert!(given.read(move |snapshot| snapshot.set(id, &name("sub.example.org"), RecordType::A)).is_none());
});

contract!(r15_filters_and_pages, |given| {
    let (id, sets) = given_sets(given);
    let list = |filter: SetFilter, marker: Option<(Name, RecordType)>, limit: usize| {
        owners(&given.read(move |snapshot| snapshot.sets(id, &filter, marker.as_ref(), limit)))
    };
    assert_eq!(
        list(SetFilter { name: Some(name("a.example.org")), ..SetFilter::default() }, None, 9),
        ["a.example.org A", "a.example.org TXT"]
    );
    assert_eq!(list(SetFilter { under: Some(name("a.example.org")), ..SetFilter::default() }, None, 9).len(), 3);
    assert_eq!(
        list(SetFilter { types: vec![RecordType::A, RecordType::NS], ..SetFilter::default() }, None, 9),
        ["a.example.org A", "sub.example.org NS"]
    );
    assert_eq!(
        list(SetFilter { origins: vec![Origin::ExplicitDelegation], ..SetFilter::default() }, None, 9),
        ["sub.example.org NS"]
    );
    let marker = Some((name("a.example.org"), RecordType::A));
    assert_eq!(list(SetFilter::default(), marker, 2), ["a.example.org TXT", "x.a.example.org CNAME"]);
    assert_eq!(sets.len(), 5);
});

contract!(surroundings_are_the_sets_of_owners_and_cuts_above, |given| {
    let (id, _) = given_sets(given);
    let around = given.read(move |snapshot| {
        snapshot.sets_around(id, &[name("a.example.org")], &[name("example.org"), name("sub.example.org")])
    });
    let mut found = owners(&around);
    found.sort();
    assert_eq!(found, ["a.example.org A", "a.example.org TXT", "sub.example.org NS"]);
    let below = given.read(move |snapshot| snapshot.keys_below(id, &name("a.example.org"), 9));
    assert_eq!(below, [(name("x.a.example.org"), RecordType::CNAME)]);
});

contract!(what_sets_point_at_follows_them, |given| {
    let (id, sets) = given_sets(given);
    let pointing = |target: &'static str| {
        let found = given.read(move |snapshot| snapshot.pointers_to(&[name(target)], 9));
        found
            .into_iter()
            .map(|(_, pointer)| format!("{} {} in {}", pointer.owner, pointer.rtype, pointer.zone))
            .collect::<Vec<_>>()
    };
    assert_eq!(pointing("mail.example.org"), ["example.org MX in example.org"]);
    assert_eq!(pointing("ns1.example.net"), ["example.org NS in example.org"], "the apex NS too");
    let mut moved = sets.first().expect("five").clone();
    moved.records =
        vec![Record { number: 9, rdata: Rdata::parse(RecordType::MX, "10 other.example.org").expect("rdata") }];
    given.write(move |tx| tx.update_sets(id, std::slice::from_ref(&moved)));
    assert!(pointing("mail.example.org").is_empty());
    assert_eq!(pointing("other.example.org").len(), 1);
    given.write(move |tx| {
        tx.delete_sets(id, &[(name("example.org"), RecordType::MX), (name("sub.example.org"), RecordType::NS)])
    });
    assert!(pointing("other.example.org").is_empty() && pointing("ns.sub.example.org").is_empty());
    assert_eq!(pointing("ns1.example.net").len(), 1, "the apex NS stay");
});

contract!(many_sets_are_updated_as_one, |given| {
    let (id, sets) = given_sets(given);
    let changed: Vec<RecordSet> = sets.into_iter().map(|set| RecordSet { ttl: Some(7), revision: 2, ..set }).collect();
    let wanted = changed.clone();
    given.write(move |tx| tx.update_sets(id, &changed));
    assert_eq!(given.read(move |snapshot| snapshot.sets(id, &SetFilter::default(), None, 100)), wanted);
});

contract!(aliases_and_missing_addresses_are_found, |given| {
    let (id, _) = given_sets(given);
    let aliases = given.read(|snapshot| snapshot.aliases_among(&[name("x.a.example.org"), name("a.example.org")]));
    assert_eq!(aliases, [name("x.a.example.org")]);
    assert_eq!(
        given.read(move |snapshot| snapshot.ns_without_address(id, &name("example.org"), 9)),
        [name("ns.sub.example.org")]
    );
    assert!(given.read(move |snapshot| snapshot.targets_that_are_aliases(id, 9)).is_empty());
    given.write(move |tx| {
        let mut zone = tx.zone(&name("example.org"))?.expect("there");
        let sets = [set(&mut zone, "mail.example.org", RecordType::CNAME, &["a.example.org"])];
        tx.insert_sets(id, &sets)
    });
    let found = given.read(move |snapshot| snapshot.targets_that_are_aliases(id, 9));
    assert_eq!(found.into_iter().map(|(target, _)| target).collect::<Vec<_>>(), [name("mail.example.org")]);
    let addressed = given.read(move |snapshot| {
        snapshot.addressed_among(&[
            (id, name("a.example.org")),
            (ZoneId(999), name("a.example.org")),
            (id, name("b.example.org")),
        ])
    });
    assert_eq!(addressed, [name("a.example.org"), name("a.example.org")].get(..1).expect("one"));
});

contract!(a_zone_goes_with_all_its_sets, |given| {
    let (id, _) = given_sets(given);
    assert_eq!(given.read(move |snapshot| snapshot.count_sets(id)).len(), 5);
    given.write(move |tx| tx.delete_zone(id));
    assert!(given.read(move |snapshot| snapshot.sets(id, &SetFilter::default(), None, 9)).is_empty());
    assert!(
        given.read(|snapshot| snapshot.pointers_to(&[name("ns1.example.net"), name("mail.example.org")], 9)).is_empty()
    );
});
