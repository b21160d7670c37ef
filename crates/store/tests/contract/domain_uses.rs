//! Which domains are due, which use a host or a contact, and how many are under a policy.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domesday_domain::account::AccountId;
use domesday_domain::contact::ContactRole;
use domesday_domain::host::HostId;
use domesday_domain::registration::{ContactNumber, DomainId};

use crate::samples::{domain, managed, rule};
use crate::world::{World, world};
use crate::zones::{name, now};
use crate::{Given, contract};

fn due(given: &Given, seconds: i64, sponsor: Option<AccountId>, limit: usize) -> Vec<String> {
    let now = now() + TimeDelta::seconds(seconds);
    let names = given.read(move |snapshot| snapshot.due_domains(now, sponsor, limit));
    names.into_iter().map(|name| name.to_string()).collect()
}

contract!(l13_due_domains_come_the_oldest_first, |given| {
    let [acme, zeta, _] = world(given).sponsors;
    let all = [
        ("d.st", acme, Some(3)),
        ("c.st", zeta, Some(1)),
        ("b.st", acme, Some(1)),
        ("a.bd", acme, Some(2)),
        ("never.st", acme, None),
    ];
    given.write(move |tx| {
        for (text, sponsor, seconds) in all {
            let mut new = domain(text, sponsor);
            new.next_change = seconds.map(|seconds| now() + TimeDelta::seconds(seconds));
            tx.insert_domain(&new)?;
        }
        Ok(())
    });
    assert!(due(given, 0, None, 9).is_empty());
    assert_eq!(due(given, 1, None, 9), ["b.st", "c.st"], "at that instant it is due");
    assert_eq!(due(given, 9, None, 9), ["b.st", "c.st", "a.bd", "d.st"]);
    assert_eq!(due(given, 9, None, 3), ["b.st", "c.st", "a.bd"]);
    assert_eq!(
        (due(given, 9, Some(zeta), 9), due(given, 2, Some(acme), 9)),
        (vec!["c.st".into()], vec!["b.st".into(), "a.bd".into()])
    );
    given.write(|tx| tx.mark_due(&rule("st"), now() + TimeDelta::seconds(2)));
    assert_eq!(due(given, 2, None, 9), ["b.st", "c.st", "a.bd", "d.st", "never.st"], "what was due before stays so");
    assert_eq!(due(given, 1, None, 9), ["b.st", "c.st"]);
});

contract!(domains_under_policies_are_counted_to_a_limit, |given| {
    let [acme, ..] = world(given).sponsors;
    given.write(move |tx| {
        ["a.st", "b.st", "c.st", "d.bd"]
            .into_iter()
            .try_for_each(|text| tx.insert_domain(&domain(text, acme)).map(drop))
    });
    let counted = |most| {
        let rules = ["st", "bd", "*.bd"].map(rule);
        let mut counts = given.read(move |snapshot| snapshot.count_domains_under(&rules, most));
        counts.sort_by_key(|(rule, _)| rule.to_string());
        counts.into_iter().map(|(rule, count)| format!("{rule} {count}")).collect::<Vec<_>>()
    };
    assert_eq!(counted(9), ["*.bd 0", "bd 1", "st 3"]);
    assert_eq!((counted(2), counted(u64::MAX)), (vec!["*.bd 0".into(), "bd 1".into(), "st 2".into()], counted(9)));
    assert!(given.read(|snapshot| snapshot.count_domains_under(&[], 9)).is_empty());
});

/// `b`, `a` and `c.st`, by turns of `acme` and `zeta`, each with the first host, `a.st` with the second, too.
fn given_users(given: &Given) -> (World, Vec<DomainId>) {
    let world = world(given);
    let (hosts, [acme, zeta, _]) = (world.hosts.clone(), world.sponsors);
    let ids = given.write(move |tx| {
        let mut ids = Vec::new();
        for (text, sponsor, count) in [("b.st", acme, 1), ("a.st", zeta, 2), ("c.st", acme, 1)] {
            let mut new = domain(text, sponsor);
            new.hosts = hosts.iter().take(count).map(|host| (host.id, host.name.clone())).collect();
            ids.push(tx.insert_domain(&new)?);
        }
        Ok(ids)
    });
    (world, ids)
}

contract!(h12_users_of_hosts_come_by_host_and_name, |given| {
    let (World { hosts, sponsors, .. }, ids) = given_users(given);
    let [first, second, idle] = [hosts[0].id, hosts[1].id, hosts[2].id];
    let using = |hosts: &[HostId], limit| {
        let hosts = hosts.to_vec();
        let found = given.read(move |snapshot| snapshot.domains_using(&hosts, limit));
        found.into_iter().map(|(host, user)| (host, user.name.to_string())).collect::<Vec<_>>()
    };
    let all = [(first, "a.st"), (first, "b.st"), (first, "c.st"), (second, "a.st")]
        .map(|(host, text)| (host, text.to_owned()));
    assert_eq!(using(&[second, idle, first, second], 9), all);
    assert_eq!(using(&[second, first], 3), all[..3]);
    assert!(using(&[], 9).is_empty() && using(&[idle, HostId(4711)], 9).is_empty());

    let page = |host, offset, limit| given.read(move |snapshot| snapshot.host_users(host, offset, limit));
    let (users, count) = page(first, 1, 1);
    assert_eq!(
        (users[0].id, users[0].name.to_string(), users[0].sponsor, count),
        (ids[0], "b.st".into(), sponsors[0], 3)
    );
    assert_eq!((page(first, 3, 9), page(idle, 0, 9)), ((Vec::new(), 3), (Vec::new(), 0)));
    let mut linked = given.read(move |snapshot| snapshot.linked_hosts(&[idle, second, first, first, HostId(4711)]));
    linked.sort();
    assert_eq!(linked, [first, second]);
    assert!(given.read(|snapshot| snapshot.linked_hosts(&[])).is_empty());
});

contract!(a_use_follows_its_domain_to_another_sponsor_and_ends_with_it, |given| {
    let (World { hosts, sponsors, .. }, ids) = given_users(given);
    let (host, moved) = (hosts[0].id, ids[0]);
    given.write(move |tx| {
        let before = tx.domain(&name("b.st"))?.expect("there");
        let mut after = before.clone();
        after.registration.sponsor = sponsors[2];
        tx.update_domain(&before, &after)?;
        tx.delete_domain(ids[2])
    });
    let (users, count) = given.read(move |snapshot| snapshot.host_users(host, 0, 9));
    assert_eq!(count, 2);
    assert_eq!((users[1].id, users[1].sponsor), (moved, sponsors[2]));
});

contract!(c5_users_of_a_contact_come_by_name_with_all_its_roles, |given| {
    let World { contacts, sponsors, .. } = world(given);
    let (person, other) = (contacts[0], contacts[1]);
    let [acme, ..] = sponsors;
    let ids = given.write(move |tx| {
        let mut ids = Vec::new();
        for (text, roles) in [
            ("b.st", vec![(ContactRole::Tech, person), (ContactRole::Registrant, person), (ContactRole::Admin, other)]),
            ("a.st", vec![(ContactRole::BillingPrivacy, person)]),
            ("c.st", vec![(ContactRole::Registrant, other)]),
        ] {
            let mut new = domain(text, acme);
            new.registration.contacts = BTreeMap::from_iter(roles);
            ids.push(tx.insert_domain(&new)?);
        }
        Ok(ids)
    });
    let page = |contact, offset, limit| {
        let (uses, count) = given.read(move |snapshot| snapshot.contact_users(contact, offset, limit));
        let told = |one: domesday_app::ports::ContactUse| (one.domain.name.to_string(), one.domain.sponsor, one.roles);
        (uses.into_iter().map(told).collect::<Vec<_>>(), count)
    };
    let b = ("b.st".to_owned(), acme, vec![ContactRole::Registrant, ContactRole::Tech]);
    let a = ("a.st".to_owned(), acme, vec![ContactRole::BillingPrivacy]);
    assert_eq!(page(person, 0, 9), (vec![a, b.clone()], 2));
    assert_eq!(page(person, 1, 1), (vec![b], 2));
    assert_eq!((page(person, 2, 9).0.len(), page(contacts[2], 0, 9)), (0, (Vec::new(), 0)));
    let elsewhere = |domain: DomainId| {
        let asked = [contacts[2], other, person, person];
        let mut found = given.read(move |snapshot| snapshot.contacts_used_elsewhere(&asked, domain));
        found.sort();
        found
    };
    assert_eq!(elsewhere(ids[0]), [person, other]);
    assert_eq!(elsewhere(ids[2]), [person, other]);
    let (kept, gone) = (ids[0], ids[1]);
    given.write(move |tx| tx.delete_domain(gone));
    assert_eq!(elsewhere(kept), [other]);
    assert!(given.read(|snapshot| snapshot.contacts_used_elsewhere(&[], DomainId(1))).is_empty());
});

contract!(r8_links_of_a_contact_come_by_name_and_tell_who_is_shown_in_its_place, |given| {
    let World { contacts, sponsors, .. } = world(given);
    let (person, other) = (contacts[0], contacts[1]);
    let ids = given.write(move |tx| {
        let mut ids = Vec::new();
        for (text, roles) in [
            ("b.st", vec![(ContactRole::Tech, person), (ContactRole::Registrant, person)]),
            ("a.st", vec![(ContactRole::Registrant, person), (ContactRole::RegistrantPrivacy, other)]),
            ("c.st", vec![(ContactRole::BillingPrivacy, person), (ContactRole::AdminPrivacy, other)]),
        ] {
            let mut new = domain(text, sponsors[0]);
            new.next_change = (text == "b.st").then(now);
            new.registration.contacts = BTreeMap::from_iter(roles);
            ids.push(tx.insert_domain(&new)?);
        }
        Ok(ids)
    });
    let links = |contact, limit| {
        let links = given.read(move |snapshot| snapshot.contact_links(contact, limit));
        assert!(links.iter().all(|link| link.rule == rule("st")));
        links.into_iter().map(|link| (link.domain, link.role, link.is_replaced, link.next_change)).collect::<Vec<_>>()
    };
    let whole = [
        (ids[1], ContactRole::Registrant, true, None),
        (ids[0], ContactRole::Registrant, false, Some(now())),
        (ids[0], ContactRole::Tech, false, Some(now())),
        (ids[2], ContactRole::BillingPrivacy, false, None),
    ];
    assert_eq!(links(person, 9), whole);
    assert_eq!(links(person, 1), whole[..1]);
    assert_eq!((links(person, 3).len(), links(contacts[2], 9)), (3, Vec::new()));
    let (sponsor, idle) = (sponsors[0], sponsors[1]);
    assert!(given.read(move |snapshot| snapshot.is_sponsor(sponsor)));
    assert!(!given.read(move |snapshot| snapshot.is_sponsor(idle)));
});

contract!(n4_domains_of_registrants_come_by_name, |given| {
    let World { contacts, sponsors, hosts } = world(given);
    let (one, other, idle) = (contacts[0], contacts[1], contacts[2]);
    given.write(move |tx| {
        for (text, registrant, admin) in [("c.st", one, other), ("a.bd", other, one), ("b.st", one, one)] {
            let mut new = domain(text, sponsors[0]);
            new.registration.contacts =
                BTreeMap::from([(ContactRole::Registrant, registrant), (ContactRole::Admin, admin)]);
            new.hosts = hosts.iter().take(2).map(|host| (host.id, host.name.clone())).collect();
            new.registration.name_servers = 2;
            tx.insert_domain(&new)?;
        }
        let mut gone = domain("gone.st", sponsors[0]);
        gone.registration.contacts = BTreeMap::from([(ContactRole::Registrant, one)]);
        let gone = tx.insert_domain(&gone)?;
        tx.delete_domain(gone)
    });
    let of = |asked: &[ContactNumber], limit| {
        let asked = asked.to_vec();
        let found = given.read(move |snapshot| snapshot.registrant_of(&asked, limit));
        for (contact, domain) in &found {
            let name = domain.registration.name.clone();
            assert_eq!(domain.registration.contacts.get(&ContactRole::Registrant), Some(contact));
            assert_eq!(given.read(move |snapshot| snapshot.domain(&name)).as_ref(), Some(domain));
        }
        found.into_iter().map(|(contact, domain)| (contact, domain.registration.name.to_string())).collect::<Vec<_>>()
    };
    let all = [(other, "a.bd"), (one, "b.st"), (one, "c.st")].map(|(contact, text)| (contact, text.to_owned()));
    assert_eq!(of(&[one, idle, other, one], 9), all);
    assert_eq!(of(&[one, other], 2), all[..2]);
    assert_eq!(of(&[one], 9), all[1..]);
    assert!(of(&[idle, ContactNumber(4711)], 9).is_empty() && of(&[], 9).is_empty());
});

contract!(hosts_below_domains_come_by_name, |given| {
    let [acme, zeta, _] = world(given).sponsors;
    let [blue, red] = given.write(move |tx| {
        let ids = [tx.insert_domain(&domain("blue.st", acme))?, tx.insert_domain(&domain("red.st", zeta))?];
        tx.insert_hosts(&[
            managed("ns2.blue.st", ids[0], acme),
            managed("ns.red.st", ids[1], zeta),
            managed("ns1.blue.st", ids[0], acme),
            domesday_domain::host::Host::referred_to(name("other.blue.st"), now()),
        ])?;
        Ok(ids)
    });
    let of = |ids: &[DomainId]| {
        let ids = ids.to_vec();
        let hosts = given.read(move |snapshot| snapshot.hosts_of_all(&ids));
        hosts.into_iter().map(|host| host.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of(&[blue]), ["ns1.blue.st", "ns2.blue.st"]);
    assert_eq!(
        (of(&[red, blue]), of(&[])),
        (vec!["ns.red.st".into(), "ns1.blue.st".into(), "ns2.blue.st".into()], Vec::new())
    );
    assert_eq!(given.read(move |snapshot| snapshot.hosts_of(red)).len(), 1);
    let below = |text: &'static str, limit| {
        let hosts = given.read(move |snapshot| snapshot.hosts_below(&name(text), limit));
        hosts.into_iter().map(|host| host.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(below("blue.st", 9), ["ns1.blue.st", "ns2.blue.st", "other.blue.st"]);
    assert_eq!(
        (below("st", 2), below("ns1.blue.st", 9)),
        (vec!["ns1.blue.st".into(), "ns2.blue.st".into()], Vec::new())
    );
});
