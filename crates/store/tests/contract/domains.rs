//! Registered domains: kept to the last fact, found by name, number and subtree, one a name.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domesday_app::ports::{Comparison, Condition, DomainField, Search, Sought, StoreError, StoredDomain};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::contact::ContactRole;
use domesday_domain::host::{Host, HostId};
use domesday_domain::registration::{ContactNumber, DomainId, TransferData, TransferStatus};
use domesday_domain::serial::Serial;

use crate::chance::Chance;
use crate::samples::{accounts, any_domain, contact, domain, instant, managed, numbered};
use crate::searches::everything;
use crate::zones::{name, now};
use crate::{Given, contract, jobs};

/// What domains refer to.
#[derive(Clone)]
pub(crate) struct World {
    /// Three accounts.
    pub(crate) sponsors: [AccountId; 3],
    /// Four contacts.
    pub(crate) contacts: Vec<ContactNumber>,
    /// Six hosts.
    pub(crate) hosts: Vec<Host>,
}

/// Three accounts, four contacts, six hosts.
pub(crate) fn world(given: &Given) -> World {
    given.write(|tx| {
        let sponsors = accounts(tx, ["acme", "Zeta", "third"])?;
        let contacts: Vec<_> = ["AB123", "cd.4", "EF_5", "gh-6"].map(|id| contact(id, sponsors[0])).into();
        let contacts = tx.insert_contacts(&contacts)?;
        let names: Vec<Name> = (0..6).map(|number| name(&format!("ns{number}.example.net"))).collect();
        tx.insert_hosts(&names.iter().map(|name| Host::referred_to(name.clone(), now())).collect::<Vec<_>>())?;
        let mut hosts = tx.hosts_among(&names)?;
        hosts.sort_by_key(|host| host.id);
        Ok(World { sponsors, contacts, hosts })
    })
}

fn found(given: &Given, text: &str) -> Option<StoredDomain> {
    let name = name(text);
    given.read(move |snapshot| snapshot.domain(&name))
}

contract!(a_domain_is_kept_to_the_last_fact, |given| {
    let World { sponsors, contacts, hosts } = world(given);
    let mut chance = Chance::of(1);
    for number in 0..60 {
        let text = format!("name{number}.st");
        let first = any_domain(&mut chance, &text, &sponsors, &contacts, &hosts);
        let stored = first.clone();
        let id = given.write(move |tx| tx.insert_domain(&stored));
        let first = numbered(first, id);
        assert_eq!(found(given, &text), Some(first.clone()));

        // What is fixed at its creation stays.
        let mut second = numbered(any_domain(&mut chance, &text, &sponsors, &contacts, &hosts), id);
        second.registration.created = first.registration.created;
        second.registration.created_by = first.registration.created_by;
        let (before, after) = (first, second.clone());
        given.write(move |tx| tx.update_domain(&before, &after));
        assert_eq!(found(given, &text), Some(second));
    }
    assert_eq!(found(given, "name60.st"), None);
});

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

contract!(a_name_that_is_there_is_a_lost_race_and_numbers_are_never_reused, |given| {
    let World { sponsors, .. } = world(given);
    let acme = sponsors[0];
    let first = given.write(move |tx| tx.insert_domain(&domain("blue.st", acme)));
    let mut is_first = true;
    given.write(move |tx| {
        if std::mem::replace(&mut is_first, false) {
            let again = tx.insert_domain(&domain("BLUE.st", acme));
            assert!(matches!(again, Err(StoreError::LostRace)));
            return Err(StoreError::LostRace);
        }
        Ok(())
    });
    let second = given.write(move |tx| {
        tx.delete_domain(first)?;
        tx.insert_domain(&domain("blue.st", acme))
    });
    assert!(second > first);
});

contract!(what_a_domain_uses_cannot_go_and_must_be_there, |given| {
    let World { sponsors, contacts, hosts } = world(given);
    let [acme, ..] = sponsors;
    let (person, host) = (contacts[0], hosts[0].id);
    let mut blue = domain("blue.st", acme);
    blue.registration.contacts = BTreeMap::from([(ContactRole::Billing, person)]);
    blue.hosts = vec![(host, hosts[0].name.clone())];
    let stored = blue.clone();
    let id = given.write(move |tx| {
        let id = tx.insert_domain(&stored)?;
        tx.insert_hosts(&[managed("ns.blue.st", id, acme)])?;
        Ok(id)
    });
    let lost = |step: u8| {
        let blue = blue.clone();
        let mut tried = false;
        given.write(move |tx| {
            if std::mem::replace(&mut tried, true) {
                return Ok(());
            }
            let mut red = domain("red.st", acme);
            let ended = match step {
                0 => tx.delete_contact(person),
                1 => tx.delete_hosts(&[host]),
                2 => tx.delete_domain(id),
                3 => {
                    red.registration.contacts = BTreeMap::from([(ContactRole::Tech, ContactNumber(4711))]);
                    tx.insert_domain(&red).map(drop)
                }
                4 => {
                    red.hosts = vec![(HostId(4711), name("gone.net"))];
                    tx.insert_domain(&red).map(drop)
                }
                _ => {
                    let mut after = numbered(blue.clone(), id);
                    let before = after.clone();
                    after.registration.contacts.insert(ContactRole::Tech, ContactNumber(4711));
                    tx.update_domain(&before, &after)
                }
            };
            assert!(matches!(ended, Err(StoreError::LostRace)), "step {step}: {ended:?}");
            Err(StoreError::LostRace)
        });
    };
    (0..6).for_each(lost);
    given.write(move |tx| {
        tx.release_hosts(id)?;
        tx.delete_domain(id)?;
        tx.delete_contact(person)?;
        tx.delete_hosts(&[host])
    });
    assert!(given.read(move |snapshot| snapshot.contacts_numbered(&[person])).is_empty());
});

contract!(domains_come_in_the_order_asked_for, |given| {
    let World { sponsors, .. } = world(given);
    let ids = given.write(move |tx| {
        ["c.st", "a.st", "b.st"]
            .into_iter()
            .map(|text| tx.insert_domain(&domain(text, sponsors[1])))
            .collect::<Result<Vec<_>, _>>()
    });
    let asked = [ids[2], DomainId(4711), ids[0], ids[1]];
    let found = given.read(move |snapshot| snapshot.domains_numbered(&asked));
    let texts: Vec<String> = found.iter().map(|domain| domain.registration.name.to_string()).collect();
    assert_eq!(texts, ["b.st", "c.st", "a.st"]);
    assert!(given.read(|snapshot| snapshot.domains_numbered(&[])).is_empty());
});

contract!(registered_names_are_found_among_others_and_below_one, |given| {
    let World { sponsors, .. } = world(given);
    given.write(move |tx| {
        ["blue.st", "a-b.st", "a.st", "x.co.st", "ast.net"]
            .into_iter()
            .zip(sponsors.iter().cycle())
            .try_for_each(|(text, sponsor)| tx.insert_domain(&domain(text, *sponsor)).map(drop))
    });
    let among = ["A.st", "st", "x.co.st", "y.st"].map(name);
    let mut among = given.read(move |snapshot| snapshot.registered_among(&among));
    among.sort_by(|one, other| one.name.cmp(&other.name));
    let among: Vec<_> = among.into_iter().map(|one| (one.name.to_string(), one.sponsor)).collect();
    assert_eq!(among, [("a.st".to_owned(), sponsors[2]), ("x.co.st".to_owned(), sponsors[0])]);
    let below = |text: &str, limit| {
        let top = name(text);
        let found = given.read(move |snapshot| snapshot.registered_below(&top, limit));
        found.into_iter().map(|one| one.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(below("st", 9), ["a.st", "a-b.st", "blue.st", "x.co.st"], "in canonical order");
    assert_eq!(below("st", 2), ["a.st", "a-b.st"]);
    assert!(below("a.st", 9).is_empty() && below("s", 9).is_empty());
    let page = |marker: Option<&str>, limit| {
        let marker = marker.map(name);
        let found = given.read(move |snapshot| snapshot.domains_of_tld(&name("st"), marker.as_ref(), limit));
        found.into_iter().map(|one| one.registration.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(page(None, 9), ["a.st", "a-b.st", "blue.st"], "co.st is another TLD");
    assert_eq!((page(Some("a.st"), 1), page(Some("b.st"), 9)), (vec!["a-b.st".into()], vec!["blue.st".into()]));
    assert!(given.read(|snapshot| snapshot.registered_among(&[])).is_empty());
});

contract!(d2_closed_transfers_are_told_the_last_first, |given| {
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

contract!(a_domain_that_cannot_be_read_is_damage, |given| {
    let World { sponsors, .. } = world(given);
    given.write(move |tx| tx.insert_domain(&domain("blue.st", sponsors[0])));
    given.by_hand("UPDATE domains SET facts = '{\"statuses\":[\"gone\"]}'");
    let read = jobs::read(&*given.store, |snapshot| snapshot.domain(&name("blue.st")));
    assert!(matches!(read, Err(StoreError::Broken(cause)) if cause.to_string().contains("document")));
});
