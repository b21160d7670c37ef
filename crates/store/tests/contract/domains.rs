//! Registered domains: kept to the last fact, found by name, number and subtree, one a name.

use std::collections::BTreeMap;

use domesday_app::ports::{StoreError, StoredDomain};
use domesday_domain::contact::ContactRole;
use domesday_domain::host::HostId;
use domesday_domain::registration::{ContactNumber, DomainId};

use crate::chance::Chance;
use crate::samples::{any_domain, domain, managed, numbered};
use crate::world::{World, world};
use crate::zones::name;
use crate::{Given, contract, jobs};

/// A domain by its name.
pub(crate) fn found(given: &Given, text: &str) -> Option<StoredDomain> {
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

contract!(a_domain_that_cannot_be_read_is_damage, |given| {
    let World { sponsors, .. } = world(given);
    given.write(move |tx| tx.insert_domain(&domain("blue.st", sponsors[0])));
    given.by_hand("UPDATE domains SET facts = '{\"statuses\":[\"gone\"]}'");
    let read = jobs::read(&*given.store, |snapshot| snapshot.domain(&name("blue.st")));
    assert!(matches!(read, Err(StoreError::Broken(cause)) if cause.to_string().contains("document")));
});
