//! Domains changed: what stands beside a domain's row, closed transfers, and changes of single members.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domesday_app::ports::{Comparison, Condition, DomainField, Search, Sought, StoredDomain};
use domesday_domain::contact::ContactRole;
use domesday_domain::registration::{DomainId, TransferData, TransferStatus};
use domesday_domain::serial::Serial;

use crate::chance::Chance;
use crate::contract;
use crate::domains::found;
use crate::samples::{domain, instant, numbered};
use crate::searches::everything;
use crate::world::{World, world};

contract!(only_what_differs_beside_the_row_is_written, |given| {
    let World { contacts, hosts, sponsors } = world(given);
    let mut blue = domain("blue.st", sponsors[0]);
    blue.registration.contacts = BTreeMap::from([(ContactRole::Registrant, contacts[0])]);
    blue.hosts = hosts.iter().take(3).map(|host| (host.id, host.name.clone())).collect();
    blue.registration.name_servers = 3;
    let stored = blue.clone();
    let id = given.write(move |tx| tx.insert_domain(&stored));
    let blue = numbered(blue, id);
    for changed in [
        StoredDomain { hosts: blue.hosts.iter().rev().cloned().collect(), ..blue.clone() },
        {
            let mut moved = blue.clone();
            moved.registration.sponsor = sponsors[1];
            moved
        },
        {
            let mut other = blue.clone();
            other.registration.contacts.insert(ContactRole::TechPrivacy, contacts[1]);
            other
        },
        blue.clone(),
    ] {
        let (before, after) = (found(given, "blue.st").expect("there"), changed.clone());
        given.write(move |tx| tx.update_domain(&before, &after));
        assert_eq!(found(given, "blue.st"), Some(changed));
    }
    let third = sponsors[2];
    given.by_hand(&format!("UPDATE domain_hosts SET sponsor_id = {}; UPDATE domain_words SET word = 'kept'", third.0));
    let (before, mut after) = (blue.clone(), blue);
    after.registration.expires += TimeDelta::days(1);
    let expected = after.clone();
    given.write(move |tx| tx.update_domain(&before, &after));
    assert_eq!(found(given, "blue.st"), Some(expected));
    let kept = Condition { field: DomainField::Status, comparison: Comparison::In(vec![Sought::Text("kept".into())]) };
    let search = Search { conditions: vec![kept], ..everything() };
    assert_eq!(given.read(move |snapshot| snapshot.search_domains(&search)).rows, [id]);
    let (users, _) = given.read(move |snapshot| snapshot.host_users(hosts[0].id, 0, 9));
    assert_eq!(users[0].sponsor, third);
});

contract!(t2_closed_transfers_are_told_the_last_first, |given| {
    let World { sponsors, .. } = world(given);
    let mut chance = Chance::of(2);
    let statuses = [
        TransferStatus::ClientApproved,
        TransferStatus::ClientCancelled,
        TransferStatus::ClientRejected,
        TransferStatus::ServerApproved,
        TransferStatus::ServerCancelled,
        TransferStatus::Pending,
    ];
    let all: Vec<TransferData> = statuses
        .into_iter()
        .map(|status| TransferData {
            status,
            requester: chance.one_of(&sponsors),
            requested: instant(&mut chance),
            acting: chance.one_of(&sponsors),
            acted: instant(&mut chance),
            expires: instant(&mut chance),
        })
        .collect();
    let stored = all.clone();
    let [blue, red] = given.write(move |tx| {
        let ids =
            [tx.insert_domain(&domain("blue.st", sponsors[0]))?, tx.insert_domain(&domain("red.st", sponsors[0]))?];
        stored.iter().try_for_each(|transfer| tx.insert_transfer(ids[0], transfer))?;
        Ok(ids)
    });
    let told = |id, limit| given.read(move |snapshot| snapshot.transfers(id, limit));
    assert_eq!(told(blue, 9), all.iter().rev().copied().collect::<Vec<_>>());
    assert_eq!((told(blue, 2), told(red, 9)), (vec![all[5], all[4]], Vec::new()));
    given.write(move |tx| tx.delete_domain(blue));
    assert!(told(blue, 9).is_empty());
});

contract!(a_serial_is_noted_and_a_change_counted_without_the_rest, |given| {
    let World { sponsors, hosts, .. } = world(given);
    let mut blue = domain("blue.st", sponsors[0]);
    blue.hosts = vec![(hosts[0].id, hosts[0].name.clone()), (hosts[1].id, hosts[1].name.clone())];
    blue.registration.name_servers = 2;
    let red = domain("red.st", sponsors[1]);
    let stored = [blue.clone(), red.clone()];
    let [first, second] = given.write(move |tx| Ok([tx.insert_domain(&stored[0])?, tx.insert_domain(&stored[1])?]));
    let (mut blue, mut red) = (numbered(blue, first), numbered(red, second));
    let serial = Serial::new(u32::MAX);
    let user = hosts[1].id;
    given.write(move |tx| {
        tx.note_serial(&[], Serial::new(1).expect("not 0"))?;
        tx.note_serial(&[second, DomainId(4711)], serial.expect("not 0"))?;
        tx.touch_users(user)
    });
    red.serial = serial;
    blue.registration.revision += 1;
    assert_eq!((found(given, "blue.st"), found(given, "red.st")), (Some(blue), Some(red)));
});
