//! Cuts: NS sets below the apex, each with its number and comment, listed in canonical order.

use domesday_dns::{Name, RecordType};
use domesday_domain::record::{CutNotes, Origin, RecordSet};
use domesday_domain::zone::ZoneId;

use crate::records::set;
use crate::zones::{name, zone};
use crate::{Given, contract};

/// Zones `a.org` and `b.org`; cuts of the first of three origins among other sets, and one of the second.
fn given_cuts(given: &Given) -> (ZoneId, ZoneId) {
    given.write(|tx| {
        let mut a = zone(tx, "a.org")?;
        let mut b = zone(tx, "b.org")?;
        let ns = ["ns1.example.net"];
        let sets = [
            RecordSet { origin: Origin::ChildZone, ..set(&mut a, "z.a.org", RecordType::NS, &ns) },
            RecordSet { origin: Origin::ExplicitDelegation, ..set(&mut a, "x.y.a.org", RecordType::NS, &ns) },
            RecordSet { origin: Origin::Registrar, ..set(&mut a, "b.a.org", RecordType::NS, &ns) },
            RecordSet { origin: Origin::Glue, ..set(&mut a, "ns.b.a.org", RecordType::A, &["192.0.2.1"]) },
            set(&mut a, "a.a.org", RecordType::TXT, &["x"]),
            set(&mut a, "z.a.org", RecordType::TXT, &["x"]),
        ];
        tx.insert_sets(a.id, &sets)?;
        let sets = [
            RecordSet { origin: Origin::ChildZone, ..set(&mut b, "z.b.org", RecordType::NS, &ns) },
            set(&mut b, "ns.b.a.org", RecordType::AAAA, &["2001:db8::1"]),
        ];
        tx.insert_sets(b.id, &sets)?;
        Ok((a.id, b.id))
    })
}

fn names(texts: &[&str]) -> Vec<Name> {
    texts.iter().map(|text| name(text)).collect()
}

contract!(cuts_are_listed_in_canonical_order_and_paged_by_name, |given| {
    let (a, b) = given_cuts(given);
    let list = |zone: ZoneId, origins: &[Origin], marker: Option<&str>, limit: usize| -> Vec<String> {
        let (origins, marker) = (origins.to_vec(), marker.map(name));
        let cuts = given.read(move |snapshot| snapshot.cuts(zone, &origins, marker.as_ref(), limit));
        cuts.iter().map(|cut| cut.owner.to_string()).collect()
    };
    assert_eq!(list(a, &[], None, 9), ["b.a.org", "x.y.a.org", "z.a.org"]);
    assert_eq!(list(a, &[], None, 2), ["b.a.org", "x.y.a.org"]);
    assert_eq!(list(a, &[], Some("x.y.a.org"), 9), ["z.a.org"]);
    assert_eq!(list(a, &[], Some("gone.a.org"), 1), ["x.y.a.org"], "the marker may be gone");
    assert_eq!(list(a, &[Origin::ChildZone, Origin::Registrar], None, 9), ["b.a.org", "z.a.org"]);
    assert_eq!(list(a, &[Origin::User], None, 9), [""; 0]);
    assert_eq!(list(b, &[], None, 9), ["z.b.org"]);
    for (zone, count) in [(a, 3), (b, 1), (ZoneId(4711), 0)] {
        assert_eq!(given.read(move |snapshot| snapshot.count_cuts(zone)), count);
    }
});

contract!(cuts_are_found_among_names_in_their_zones, |given| {
    let (a, b) = given_cuts(given);
    let asked = names(&["z.a.org", "z.b.org", "a.a.org", "a.org", "ns.b.a.org", "y.a.org", "z.a.org"]);
    let mut found = given.read(move |snapshot| snapshot.cuts_among(&[b, a, ZoneId(4711)], &asked));
    found.sort();
    assert_eq!(found, [(a, name("z.a.org")), (b, name("z.b.org"))], "an apex is no cut");
});

contract!(a_cut_is_kept_with_its_number_and_comment, |given| {
    let (a, _) = given_cuts(given);
    let cut = || given.read(move |snapshot| snapshot.set(a, &name("z.a.org"), RecordType::NS)).expect("there");
    let mut changed = cut();
    let first = changed.cut.clone().expect("it is a cut");
    changed.cut = Some(CutNotes { comment: Some("until we move".into()), ..first });
    let update = changed.clone();
    given.write(move |tx| tx.update_sets(a, std::slice::from_ref(&update)));
    assert_eq!(cut(), changed);
    let listed = given.read(move |snapshot| snapshot.cuts(a, &[], Some(&name("x.y.a.org")), 9));
    assert_eq!(listed, [changed.clone()], "the list has all of a cut");

    changed.cut = None;
    let number = changed.records.first().expect("one").number;
    given.write(move |tx| tx.update_sets(a, std::slice::from_ref(&changed)));
    assert_eq!(cut().cut, Some(CutNotes { number, comment: None }), "without one, it goes by its first value's number");
    let text = given.read(move |snapshot| snapshot.set(a, &name("z.a.org"), RecordType::TXT)).expect("there");
    assert_eq!(text.cut, None, "what is at a cut is none");
});

contract!(sets_are_found_at_names_of_zones_by_type, |given| {
    let (a, b) = given_cuts(given);
    let at = |zones: &[ZoneId], texts: &[&str], types: &[RecordType]| {
        let (zones, asked, types) = (zones.to_vec(), names(texts), types.to_vec());
        let mut found = given.read(move |snapshot| snapshot.sets_at(&zones, &asked, &types));
        found.sort_by_key(|(zone, set)| (*zone, set.owner.clone(), set.rtype));
        found.into_iter().map(|(zone, set)| (zone, set.owner.to_string(), set.rtype)).collect::<Vec<_>>()
    };
    let address = [RecordType::A, RecordType::AAAA];
    let glue = "ns.b.a.org".to_owned();
    assert_eq!(
        at(&[a, b, ZoneId(4711)], &["ns.b.a.org", "z.a.org"], &address),
        [(a, glue.clone(), RecordType::A), (b, glue.clone(), RecordType::AAAA)]
    );
    assert_eq!(at(&[b], &["ns.b.a.org"], &address), [(b, glue, RecordType::AAAA)]);
    assert_eq!(at(&[a], &["z.a.org"], &[RecordType::NS, RecordType::TXT]).len(), 2);
    assert!(at(&[a], &["z.a.org"], &address).is_empty());
});
