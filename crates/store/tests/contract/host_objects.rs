//! Hosts below registered domains: whose they are, what is forbidden of them, and how they come and go with their domain.

use std::collections::BTreeSet;
use std::net::IpAddr;

use domesday_app::ports::{Order, StoreError, TextFilter};
use domesday_domain::account::AccountId;
use domesday_domain::host::{Host, HostId};
use domesday_domain::prohibition::Prohibition;
use domesday_domain::registration::DomainId;

use crate::chance::Chance;
use crate::samples::{domain, instant, managed};
use crate::world::world;
use crate::zones::{name, now};
use crate::{Given, contract};

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn found(given: &Given, text: &str) -> Option<Host> {
    let name = name(text);
    given.read(move |snapshot| snapshot.hosts_among(&[name])).pop()
}

fn given_blue(given: &Given) -> (DomainId, AccountId, AccountId) {
    let [acme, zeta, _] = world(given).sponsors;
    (given.write(move |tx| tx.insert_domain(&domain("blue.st", acme))), acme, zeta)
}

contract!(a_managed_host_is_kept_to_the_last_member, |given| {
    let (blue, acme, zeta) = given_blue(given);
    let mut chance = Chance::of(4);
    let statuses = BTreeSet::from([Prohibition::ClientUpdate, Prohibition::ServerDelete]);
    let new = Host {
        addresses: vec![address("192.0.2.1"), address("2001:db8::1")],
        statuses,
        revision: 7,
        ..managed("ns.blue.st", blue, acme)
    };
    let stored = new.clone();
    given.write(move |tx| tx.insert_hosts(std::slice::from_ref(&stored)));
    let id = found(given, "ns.blue.st").expect("there").id;
    assert_eq!(found(given, "ns.blue.st"), Some(Host { id, ..new }));
    let changed = Host {
        id,
        name: name("ns2.blue.st"),
        owner: Some(zeta),
        posted: true,
        addresses: vec![address("192.0.2.7")],
        created: instant(&mut chance),
        updated: instant(&mut chance),
        parent: Some(blue),
        statuses: BTreeSet::from([Prohibition::ClientDelete]),
        created_by: Some(zeta),
        changed_by: Some(acme),
        changed: Some(instant(&mut chance)),
        revision: 8,
    };
    let stored = changed.clone();
    given.write(move |tx| tx.update_host(&stored));
    assert_eq!((found(given, "ns2.blue.st"), found(given, "ns.blue.st")), (Some(changed), None));
    let plain = Host { id, ..Host::referred_to(name("ns2.blue.st"), now()) };
    let stored = plain.clone();
    given.write(move |tx| tx.update_host(&stored));
    assert_eq!(found(given, "ns2.blue.st"), Some(plain));
});

contract!(h9_a_name_that_another_host_has_is_a_lost_race, |given| {
    let (blue, acme, _) = given_blue(given);
    given.write(move |tx| tx.insert_hosts(&[managed("a.blue.st", blue, acme), managed("b.blue.st", blue, acme)]));
    let host = found(given, "a.blue.st").expect("there");
    let mut is_first = true;
    given.write(move |tx| {
        if std::mem::replace(&mut is_first, false) {
            let renamed = tx.update_host(&Host { name: name("b.blue.st"), ..host.clone() });
            assert!(matches!(renamed, Err(StoreError::LostRace)));
            return Err(StoreError::LostRace);
        }
        Ok(())
    });
});

contract!(hosts_come_in_the_order_asked_for, |given| {
    let hosts = world(given).hosts;
    let asked = [hosts[3].id, HostId(4711), hosts[0].id];
    let read = given.read(move |snapshot| snapshot.hosts_numbered(&asked));
    assert_eq!(read, [hosts[3].clone(), hosts[0].clone()]);
    assert!(given.read(|snapshot| snapshot.hosts_numbered(&[])).is_empty());
});

contract!(t4_hosts_follow_their_domain_and_l9_are_released, |given| {
    let (blue, acme, zeta) = given_blue(given);
    let statuses = BTreeSet::from([Prohibition::ClientDelete]);
    let one =
        Host { addresses: vec![address("192.0.2.1")], posted: true, statuses, ..managed("a.blue.st", blue, acme) };
    given.write(move |tx| {
        let red = tx.insert_domain(&domain("red.st", acme))?;
        tx.insert_hosts(&[one.clone(), managed("b.blue.st", blue, acme), managed("ns.red.st", red, acme)])?;
        tx.move_hosts(blue, zeta)
    });
    let told = |text: &str| found(given, text).map(|host| (host.owner, host.revision));
    assert_eq!(
        ["a.blue.st", "b.blue.st", "ns.red.st"].map(told),
        [Some((Some(zeta), 2)), Some((Some(zeta), 2)), Some((Some(acme), 1))]
    );
    let before = found(given, "a.blue.st").expect("there");
    given.write(move |tx| tx.release_hosts(blue));
    let released = Host { id: before.id, revision: 3, ..Host::referred_to(name("a.blue.st"), now()) };
    assert_eq!(found(given, "a.blue.st"), Some(released));
    assert_eq!(found(given, "ns.red.st").and_then(|host| host.owner), Some(acme));
    assert!(given.read(move |snapshot| snapshot.hosts_of(blue)).is_empty());
});

contract!(a_managed_host_is_shown_though_nothing_uses_it, |given| {
    let (blue, acme, _) = given_blue(given);
    given.write(move |tx| tx.insert_hosts(&[managed("ns.blue.st", blue, acme)]));
    let page = given.read(|snapshot| snapshot.host_page(&TextFilter::default(), Order::Name, 0, 9));
    assert_eq!(page.into_iter().map(|host| host.name.to_string()).collect::<Vec<_>>(), ["ns.blue.st"]);
});
