//! Who uses a name server: asked from the name's side, each name once, however many sets name it.

use domesday_dns::{Name, RecordType};
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::zone::ZoneId;

use crate::records::set;
use crate::zones::{name, zone_served_by};
use crate::{Given, contract};

/// Zones `a.org` and `b.org`, served by `both.net` and by one of their own; 200 cuts of `a.org` that name `all.net`, one of `b.org`.
fn given_uses(given: &Given) -> (ZoneId, ZoneId) {
    given.write(|tx| {
        let mut a = zone_served_by(tx, "a.org", &["ns.a.org", "both.net"])?;
        let mut b = zone_served_by(tx, "b.org", &["both.net", "ns.b.org"])?;
        let cuts: Vec<_> =
            (0..200).map(|number| set(&mut a, &format!("c{number}.a.org"), RecordType::NS, &["all.net"])).collect();
        tx.insert_sets(a.id, &cuts)?;
        let others = [
            set(&mut b, "b.org", RecordType::MX, &["10 mail.b.org", "20 both.net"]),
            set(&mut b, "_sip._tcp.b.org", RecordType::SRV, &["0 0 5060 sip.b.org"]),
            set(&mut b, "sub.b.org", RecordType::NS, &["all.net", "ns.b.org"]),
            set(&mut b, "www.b.org", RecordType::CNAME, &["alias.b.org"]),
        ];
        tx.insert_sets(b.id, &others)?;
        tx.update_zone(&a, false)?;
        tx.update_zone(&b, false)?;
        Ok((a.id, b.id))
    })
}

fn names(texts: &[&str]) -> Vec<Name> {
    texts.iter().map(|text| name(text)).collect()
}

contract!(names_in_use_as_ns_are_told_once_each, |given| {
    let (a, b) = given_uses(given);
    let asked = names(&["all.net", "mail.b.org", "ns.b.org", "all.net", "nobody.net", "both.net", "net"]);
    let again = asked.clone();
    let mut used = given.read(move |snapshot| snapshot.used_as_ns(&again));
    used.sort();
    assert_eq!(used, names(&["all.net", "both.net", "ns.b.org"]));
    let mut used = given.read(move |snapshot| snapshot.used_as_ns_in(&[b, a, ZoneId(4711), a], &asked));
    used.sort();
    let wanted = [(a, "all.net"), (a, "both.net"), (b, "all.net"), (b, "both.net"), (b, "ns.b.org")];
    assert_eq!(used, wanted.map(|(zone, text)| (zone, name(text))));
});

contract!(users_of_name_servers_come_by_target, |given| {
    let (a, b) = given_uses(given);
    let users = |texts: &[&str], outside: Option<ZoneId>, limit: usize| {
        let asked = names(texts);
        given.read(move |snapshot| snapshot.ns_users(&asked, outside, limit))
    };
    let pointer = |zone: &str, owner: &str| Pointer { zone: name(zone), owner: name(owner), rtype: RecordType::NS };
    assert_eq!(
        users(&["both.net", "mail.b.org"], None, 9),
        [(name("both.net"), pointer("a.org", "a.org")), (name("both.net"), pointer("b.org", "b.org"))],
        "apex NS too, and no MX"
    );
    let all = users(&["ns.a.org", "all.net"], None, 1000);
    assert_eq!(all.len(), 202);
    assert!(all.iter().map(|(target, _)| target).is_sorted());
    assert_eq!(users(&["ns.a.org", "all.net"], None, 3).len(), 3);
    assert_eq!(
        users(&["ns.a.org", "all.net", "both.net"], Some(a), 9),
        [(name("all.net"), pointer("b.org", "sub.b.org")), (name("both.net"), pointer("b.org", "b.org"))]
    );
    let but_b = users(&["ns.b.org", "all.net", "both.net"], Some(b), 1000);
    assert_eq!(but_b.len(), 201);
    assert!(but_b.iter().all(|(_, pointer)| pointer.zone == name("a.org")));
    assert!(but_b.iter().map(|(target, _)| target).is_sorted());
});

contract!(names_that_a_zone_s_ns_sets_name_are_told_once_each, |given| {
    let (a, b) = given_uses(given);
    let of = |zone: ZoneId| given.read(move |snapshot| snapshot.ns_targets_of(zone));
    assert_eq!(of(a), names(&["all.net", "both.net", "ns.a.org"]));
    assert_eq!(of(b), names(&["all.net", "both.net", "ns.b.org"]));
    assert!(of(ZoneId(4711)).is_empty());
});

contract!(targets_below_a_name_are_told_once_each_and_ascending, |given| {
    given_uses(given);
    given.write(|tx| {
        zone_served_by(tx, "c.org", &["ab.org", "b.org", "bb.org", "x.ns.b.org"])?;
        zone_served_by(tx, "d.org", &["ab.org", "b.org", "bb.org", "x.ns.b.org"]).map(drop)
    });
    let below = |text: &str| {
        let top = if text.is_empty() { Name::root() } else { name(text) };
        given.read(move |snapshot| snapshot.targets_below(&top))
    };
    let b = ["b.org", "mail.b.org", "ns.b.org", "x.ns.b.org", "sip.b.org"];
    assert_eq!(below("b.org"), names(&b), "neither ab.org nor bb.org");
    assert_eq!(below("ns.b.org"), names(&["ns.b.org", "x.ns.b.org"]));
    assert_eq!(below("net"), names(&["all.net", "both.net"]));
    assert!(below("s.b.org").is_empty() && below("com").is_empty());
    assert_eq!(below("").len(), 10);
});

contract!(uses_end_with_their_sets, |given| {
    let (a, b) = given_uses(given);
    given.write(move |tx| {
        tx.delete_sets(b, &[(name("sub.b.org"), RecordType::NS)])?;
        tx.delete_zone(a)
    });
    let asked = names(&["all.net", "both.net", "ns.a.org", "ns.b.org"]);
    let mut used = given.read(move |snapshot| snapshot.used_as_ns(&asked));
    used.sort();
    assert_eq!(used, names(&["both.net", "ns.b.org"]));
});
