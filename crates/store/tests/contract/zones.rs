//! Zones: kept as they are, found by name and subtree, listed in canonical order, their numbers never reused.

use chrono::{DateTime, TimeZone, Utc};
use domesday_app::ports::{Stored, UnitOfWork, ZoneFilter};
use domesday_dns::Name;
use domesday_dns::mailbox::Email;
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::name::{HostName, ZoneKind, ZoneName};
use domesday_domain::serial::{Serial, SerialStyle};
use domesday_domain::timers::Timers;
use domesday_domain::zone::{Owner, Zone, ZoneContent, ZoneId};

use crate::contract;

pub(crate) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap() + chrono::TimeDelta::microseconds(123_456)
}

pub(crate) fn account(tx: &mut dyn UnitOfWork, name: &str) -> Stored<()> {
    tx.insert_account(&AccountName::parse(name).expect("a handle"), now()).map(drop)
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

/// A zone of the first account, which is made if it is not there.
pub(crate) fn zone(tx: &mut dyn UnitOfWork, text: &str) -> Stored<Zone> {
    zone_served_by(tx, text, &["ns2.example.net", "ns1.example.net"])
}

/// The same with these name servers.
pub(crate) fn zone_served_by(tx: &mut dyn UnitOfWork, text: &str, ns: &[&str]) -> Stored<Zone> {
    let handle = AccountName::parse("acme").expect("a handle");
    let owner = match tx.account(&handle)? {
        Some(account) => account.id,
        None => tx.insert_account(&handle, now())?,
    };
    tx.insert_zone(unborn(text, ns, Owner { id: owner, name: handle }))
}

fn unborn(text: &str, ns: &[&str], owner: Owner) -> Zone {
    let host = |text: &&str| HostName::parse(text).expect("a host name");
    Zone {
        id: ZoneId(0),
        name: ZoneName::parse(text).expect("a zone name"),
        owner,
        content: ZoneContent {
            ns: ns.iter().map(host).collect(),
            primary_ns: ns.first().map(host).expect("one"),
            email: Email::parse("Host.Master@example.org").expect("an address"),
            timers: Timers { refresh: 10800, retry: 3600, expire: 1814400, ttl: 43200 },
            default_ttl: 3600,
            ns_ttl: Some(0),
        },
        serial: Serial::new(u32::MAX).expect("not 0"),
        serial_style: SerialStyle::Day,
        serial_hidden: false,
        ns_numbers: Vec::new(),
        frozen: false,
        registry_zone: true,
        revision: 1,
        next_record: 0,
        created: now(),
        updated: now(),
        serial_updated: now(),
    }
}

fn listed(given: &crate::Given, filter: ZoneFilter, marker: Option<&str>, limit: usize) -> Vec<String> {
    let marker = marker.map(name);
    given.read(move |snapshot| {
        Ok(snapshot.zone_names(&filter, marker.as_ref(), limit)?.iter().map(ToString::to_string).collect())
    })
}

contract!(a_zone_is_kept_to_the_last_member, |given| {
    let stored = given.write(|tx| zone(tx, "Example.org"));
    let mut read = given.read(|snapshot| snapshot.zone(&name("example.org"))).expect("there");
    assert_eq!(read, stored);
    read.content.ns.reverse();
    read.content.ns_ttl = None;
    read.content.default_ttl = 60;
    read.frozen = true;
    read.serial_style = SerialStyle::Minute;
    read.serial_hidden = true;
    read.revision = 2;
    read.serial_updated = now() + chrono::TimeDelta::microseconds(1);
    let changed = read.clone();
    given.write(move |tx| tx.update_zone(&changed, true));
    assert_eq!(given.read(|snapshot| snapshot.zone(&name("example.org"))), Some(read));
    assert_eq!(given.read(|snapshot| snapshot.zone(&name("example.net"))), None);
});

contract!(z_ids_are_never_reused, |given| {
    let first = given.write(|tx| zone(tx, "example.org"));
    let id = first.id;
    given.write(move |tx| tx.delete_zone(id));
    let second = given.write(|tx| zone(tx, "example.org"));
    assert!(second.id.0 > first.id.0);
    assert_ne!(first.next_record, second.next_record);
});

contract!(z14_lists_are_in_canonical_order_and_paged_by_name, |given| {
    given.write(|tx| {
        for text in ["b.org", "z.a.org", "a.org", "xa.org", "0.2.0.192.in-addr.arpa", "a.com"] {
            zone(tx, text)?;
        }
        Ok(())
    });
    let all = ["0.2.0.192.in-addr.arpa", "a.com", "a.org", "z.a.org", "b.org", "xa.org"];
    assert_eq!(listed(given, ZoneFilter::default(), None, 100), all);
    assert_eq!(listed(given, ZoneFilter::default(), Some("a.org"), 2), ["z.a.org", "b.org"]);
    assert_eq!(listed(given, ZoneFilter::default(), Some("gone.a.org"), 1), ["z.a.org"], "the marker may be gone");
    assert_eq!(
        listed(given, ZoneFilter { suffix: Some(name("a.org")), ..ZoneFilter::default() }, None, 9),
        ["a.org", "z.a.org"]
    );
    assert_eq!(listed(given, ZoneFilter { kind: Some(ZoneKind::Reverse), ..ZoneFilter::default() }, None, 9).len(), 1);
    assert_eq!(
        listed(given, ZoneFilter { ns: Some(name("ns1.example.net")), ..ZoneFilter::default() }, None, 9).len(),
        6
    );
    assert_eq!(
        listed(given, ZoneFilter { ns: Some(name("ns1.example.org")), ..ZoneFilter::default() }, None, 9).len(),
        0
    );
    assert_eq!(
        listed(given, ZoneFilter { visible_to: Some(AccountId(4711)), ..ZoneFilter::default() }, None, 9).len(),
        0
    );
});

contract!(zones_are_found_among_names_and_below_them, |given| {
    given.write(|tx| {
        for text in ["a.org", "b.a.org", "c.b.a.org", "ba.org"] {
            zone(tx, text)?;
        }
        Ok(())
    });
    let among =
        given.read(|snapshot| snapshot.zones_among(&[name("c.b.a.org"), name("a.org"), name("org"), name("x.org")]));
    let mut names: Vec<_> = among.iter().map(|zone| zone.name.to_string()).collect();
    names.sort();
    assert_eq!(names, ["a.org", "c.b.a.org"]);
    assert!(given.read(|snapshot| snapshot.zones_among(&[])).is_empty());
    let below = given.read(|snapshot| snapshot.zones_below(&name("a.org"), 10));
    assert_eq!(below.iter().map(|zone| zone.name.to_string()).collect::<Vec<_>>(), ["b.a.org", "c.b.a.org"]);
    let owner = below.first().expect("two").owner;
    assert!(given.read(move |snapshot| snapshot.foreign_zone_below(&name("a.org"), owner)).is_none());
    assert!(given.read(|snapshot| snapshot.foreign_zone_below(&name("a.org"), AccountId(0))).is_some());
});

contract!(a_serial_without_an_instant_rose_when_the_zone_was_changed_last, |given| {
    let stored = given.write(|tx| zone(tx, "example.org"));
    let mut changed = stored.clone();
    changed.updated = now() + chrono::TimeDelta::seconds(7);
    let later = changed.clone();
    given.write(move |tx| tx.update_zone(&later, false));
    assert_eq!(given.read(|snapshot| snapshot.zone(&name("example.org"))), Some(changed.clone()));
    given.by_hand("UPDATE zones SET serial_updated = NULL");
    changed.serial_updated = changed.updated;
    assert_eq!(given.read(|snapshot| snapshot.zone(&name("example.org"))), Some(changed));
});

contract!(zones_below_come_with_their_name_servers_in_order, |given| {
    given.write(|tx| {
        for text in ["a.org", "c.b.a.org", "ba.org", "org"] {
            zone(tx, text)?;
        }
        zone_served_by(tx, "b.a.org", &["ns.b.a.org"]).map(drop)
    });
    let below = given.read(|snapshot| snapshot.served_below(&name("a.org")));
    let texts: Vec<(String, Vec<String>)> = below
        .iter()
        .map(|zone| (zone.head.name.to_string(), zone.ns.iter().map(ToString::to_string).collect()))
        .collect();
    let two = ["ns2.example.net", "ns1.example.net"].map(String::from).to_vec();
    assert_eq!(texts, [("b.a.org".to_owned(), vec!["ns.b.a.org".to_owned()]), ("c.b.a.org".to_owned(), two)]);
    let heads: Vec<_> = below.into_iter().map(|zone| zone.head).collect();
    assert_eq!(given.read(|snapshot| snapshot.zones_below(&name("a.org"), 9)), heads);
    assert!(given.read(|snapshot| snapshot.served_below(&name("ba.org"))).is_empty());
});
