//! Name servers: one row a name, numbered once, shown while something keeps it.

use std::net::IpAddr;

use chrono::TimeDelta;
use domesday_app::ports::{Order, StoreError, TextFilter};
use domesday_dns::RecordType;
use domesday_domain::account::AccountId;
use domesday_domain::host::{Host, HostId};

use crate::records::set;
use crate::zones::{name, now, zone, zone_served_by};
use crate::{Given, contract, jobs};

/// A name server that stays by itself.
fn posted(text: &str) -> Host {
    Host { posted: true, ..Host::referred_to(name(text), now()) }
}

fn addresses(texts: &[&str]) -> Vec<IpAddr> {
    texts.iter().map(|text| text.parse().expect("an address")).collect()
}

fn listed(given: &Given, filter: TextFilter, order: Order, offset: u64, limit: usize) -> Vec<String> {
    given.read(move |snapshot| {
        let page = snapshot.host_page(&filter, order, offset, limit)?;
        Ok(page.iter().map(|host| host.name.to_string()).collect())
    })
}

fn named(given: &Given, filter: TextFilter) -> Vec<String> {
    let counted = filter.clone();
    let names = listed(given, filter, Order::Name, 0, 100);
    assert_eq!(given.read(move |snapshot| snapshot.count_hosts(&counted)), names.len() as u64);
    names
}

contract!(a_name_server_is_kept_to_the_last_member, |given| {
    let two = ["192.0.2.1", "2001:db8::1"];
    given.write(move |tx| {
        zone(tx, "example.org")?;
        let owned = Host { owner: Some(AccountId(1)), addresses: addresses(&two), ..posted("ns.example.org") };
        tx.insert_hosts(&[owned, Host::referred_to(name("ns.example.net"), now())])
    });
    let both = [name("ns.example.org"), name("ns.example.net"), name("ns.example.com")];
    let mut found = given.read(move |snapshot| snapshot.hosts_among(&both));
    found.sort_by(|one, other| one.name.cmp(&other.name));
    let [mut plain, owned] = <[Host; 2]>::try_from(found).expect("two of the three are there");
    assert_ne!(plain.id, owned.id);
    assert_eq!(plain, Host { id: plain.id, ..Host::referred_to(name("ns.example.net"), now()) });
    let wanted = Host { owner: Some(AccountId(1)), addresses: addresses(&two), ..posted("ns.example.org") };
    assert_eq!(owned, Host { id: owned.id, ..wanted });

    plain.owner = Some(AccountId(1));
    plain.posted = true;
    plain.addresses = addresses(&["192.0.2.7"]);
    plain.updated = now() + TimeDelta::seconds(1);
    let bare = Host { owner: None, posted: false, addresses: Vec::new(), ..owned };
    let changed = [plain.clone(), bare.clone()];
    given.write(move |tx| changed.iter().try_for_each(|host| tx.update_host(host)));
    assert_eq!(given.read(|snapshot| snapshot.hosts_among(&[name("ns.example.net")])), [plain]);
    assert_eq!(given.read(|snapshot| snapshot.hosts_among(&[name("ns.example.org")])), [bare]);
});

contract!(name_server_numbers_are_never_reused, |given| {
    let number = |given: &Given| {
        given.write(|tx| tx.insert_hosts(&[posted("ns.example.org")]));
        let found = given.read(|snapshot| snapshot.hosts_among(&[name("ns.example.org")]));
        found.first().expect("there").id
    };
    let first = number(given);
    given.write(move |tx| tx.delete_hosts(&[first, HostId(4711)]));
    assert!(given.read(|snapshot| snapshot.hosts_among(&[name("ns.example.org")])).is_empty());
    assert!(number(given) > first);
});

contract!(a_name_server_that_is_there_already_is_a_lost_race, |given| {
    given.write(|tx| tx.insert_hosts(&[posted("ns.example.org")]));
    let mut first = true;
    given.write(move |tx| {
        if std::mem::replace(&mut first, false) {
            let again = tx.insert_hosts(&[posted("new.example.org"), posted("ns.example.org")]);
            assert!(matches!(again, Err(StoreError::LostRace)));
            return Err(StoreError::LostRace);
        }
        Ok(())
    });
    assert_eq!(named(given, TextFilter::default()), ["ns.example.org"], "nothing of the lost attempt is left");
});

contract!(many_name_servers_are_stored_and_deleted_at_once, |given| {
    given.write(|tx| {
        let many: Vec<Host> = (0..2500).map(|number| posted(&format!("ns{number}.example.org"))).collect();
        tx.insert_hosts(&many)
    });
    assert_eq!(given.read(|snapshot| snapshot.count_hosts(&TextFilter::default())), 2500);
    given.write(|tx| {
        let all = tx.host_page(&TextFilter::default(), Order::Id, 0, 2499)?;
        tx.delete_hosts(&all.iter().map(|host| host.id).collect::<Vec<_>>())
    });
    assert_eq!(named(given, TextFilter::default()), ["ns2499.example.org"]);
});

contract!(what_is_posted_addressed_or_in_use_as_ns_is_shown, |given| {
    given.write(|tx| {
        let mut zone = zone_served_by(tx, "example.org", &["apex.example.net"])?;
        let sets = [
            set(&mut zone, "sub.example.org", RecordType::NS, &["cut.example.net"]),
            set(&mut zone, "example.org", RecordType::MX, &["10 mail.example.net"]),
        ];
        tx.insert_sets(zone.id, &sets)?;
        let idle = |text: &str| Host::referred_to(name(text), now());
        let addressed = Host { addresses: addresses(&["192.0.2.1"]), ..idle("addressed.example.net") };
        tx.insert_hosts(&[
            idle("apex.example.net"),
            idle("cut.example.net"),
            idle("mail.example.net"),
            idle("idle.example.net"),
            addressed,
            posted("posted.example.net"),
        ])
    });
    let shown = ["addressed.example.net", "apex.example.net", "cut.example.net", "posted.example.net"];
    assert_eq!(named(given, TextFilter::default()), shown);
    let hidden = given.read(|snapshot| snapshot.hosts_among(&[name("idle.example.net")]));
    let hidden = hidden.first().expect("there").id.0;
    assert!(named(given, TextFilter { id: Some(hidden), ..TextFilter::default() }).is_empty());
});

contract!(m5_pages_of_name_servers_are_ordered_and_asked_for_by_number, |given| {
    given.write(|tx| tx.insert_hosts(&["b.org", "a.org", "c.a.org", "aa.org"].map(posted)));
    let page = |order, offset, limit| listed(given, TextFilter::default(), order, offset, limit);
    assert_eq!(page(Order::Id, 0, 9), ["b.org", "a.org", "c.a.org", "aa.org"]);
    assert_eq!(page(Order::IdDescending, 1, 2), ["c.a.org", "a.org"]);
    assert_eq!(page(Order::Name, 0, 3), ["a.org", "aa.org", "b.org"], "by text, not in canonical order");
    assert_eq!(page(Order::NameDescending, 0, 2), ["c.a.org", "b.org"]);
    assert_eq!(page(Order::Name, 3, 3), ["c.a.org"]);
    assert!(page(Order::Id, 4, 3).is_empty() && page(Order::Id, u64::MAX, 3).is_empty());
});

contract!(m5_texts_stand_for_themselves, |given| {
    given.write(|tx| tx.insert_hosts(&["a_b.org", "axb.org", r"a\037b.org", "axxb.org", "org.a"].map(posted)));
    let none = TextFilter::default;
    let starts_with = |text: &str| named(given, TextFilter { starts_with: Some(text.into()), ..none() });
    let ends_with = |text: &str| named(given, TextFilter { ends_with: Some(text.into()), ..none() });
    let contains = |text: &str| named(given, TextFilter { contains: Some(text.into()), ..none() });
    assert_eq!(starts_with("a_"), ["a_b.org"]);
    assert_eq!(starts_with(r"a\0"), [r"a\037b.org"]);
    assert_eq!(starts_with("ax"), ["axb.org", "axxb.org"]);
    assert_eq!(ends_with("_b.org"), ["a_b.org"]);
    assert_eq!(ends_with(r"\037b.org"), [r"a\037b.org"]);
    assert_eq!(contains("_"), ["a_b.org"]);
    assert_eq!(contains(r"\"), [r"a\037b.org"]);
    assert_eq!(contains("org").len(), 5);
    for nowhere in ["%", "a%b", "__", r"\\", r"\_", "a__b", "æ", "a\0b", &"x".repeat(70_000)] {
        assert!(starts_with(nowhere).is_empty() && ends_with(nowhere).is_empty() && contains(nowhere).is_empty());
    }
    assert_eq!([starts_with(""), ends_with(""), contains("")].map(|found| found.len()), [5; 3]);
    let all = [Some("a".to_owned()), Some("b.org".to_owned()), Some("xx".to_owned())];
    let [starts_with, ends_with, contains] = all;
    assert_eq!(named(given, TextFilter { starts_with, ends_with, contains, ..none() }), ["axxb.org"]);
});

contract!(m5_name_servers_are_found_by_number_and_name, |given| {
    given.write(|tx| tx.insert_hosts(&["a.org", "b.org", "c.org"].map(posted)));
    let second = given.read(|snapshot| snapshot.hosts_among(&[name("b.org")]));
    let id = second.first().expect("there").id.0;
    assert_eq!(named(given, TextFilter { id: Some(id), ..TextFilter::default() }), ["b.org"]);
    let names = |texts: &[&str]| TextFilter {
        names: Some(texts.iter().map(|text| name(text)).collect()),
        ..TextFilter::default()
    };
    assert_eq!(named(given, names(&["c.org", "a.org", "x.org", "a.org"])), ["a.org", "c.org"]);
    assert!(named(given, names(&[])).is_empty());
    assert!(named(given, TextFilter { id: Some(id), ..names(&["a.org"]) }).is_empty());
});

contract!(empty_lists_ask_the_database_nothing, |given| {
    given.write(|tx| tx.insert_hosts(&[posted("ns.example.org")]));
    let ended = jobs::write(&*given.store, |tx| {
        // From here on PostgreSQL refuses every statement of this transaction.
        assert!(tx.insert_hosts(&[posted("ns.example.org")]).is_err());
        let (zone, name) = (domesday_domain::zone::ZoneId(1), name("a.org"));
        let no_name = TextFilter { names: Some(Vec::new()), ..TextFilter::default() };
        assert!(tx.hosts_among(&[])?.is_empty());
        assert!(tx.host_page(&no_name, Order::Id, 0, 9)?.is_empty() && tx.count_hosts(&no_name)? == 0);
        assert!(tx.used_as_ns(&[])?.is_empty());
        assert!(
            tx.used_as_ns_in(&[], std::slice::from_ref(&name))?.is_empty()
                && tx.used_as_ns_in(&[zone], &[])?.is_empty()
        );
        assert!(tx.ns_users(&[], None, 9)?.is_empty());
        assert!(tx.cuts_among(&[], std::slice::from_ref(&name))?.is_empty() && tx.cuts_among(&[zone], &[])?.is_empty());
        assert!(tx.sets_at(&[], std::slice::from_ref(&name), &[RecordType::A])?.is_empty());
        assert!(
            tx.sets_at(&[zone], &[], &[RecordType::A])?.is_empty() && tx.sets_at(&[zone], &[name], &[])?.is_empty()
        );
        assert!(tx.zones_numbered(&[])?.is_empty());
        tx.insert_hosts(&[])?;
        tx.delete_hosts(&[])?;
        Err::<(), _>(StoreError::Broken("to the end".into()))
    });
    assert!(matches!(ended, Err(domesday_app::ports::Failure::Broken(cause)) if cause.contains("to the end")));
});
