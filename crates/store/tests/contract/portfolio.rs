//! Some hundred contacts, domains, hosts and messages that chance makes, for searches.

use domesday_app::ports::StoredDomain;
use domesday_domain::account::AccountId;
use domesday_domain::contact::Contact;
use domesday_domain::host::Host;
use domesday_domain::message::{Message, MessageKind};
use domesday_domain::prohibition::Prohibition;
use domesday_domain::word::Word;

use crate::Given;
use crate::chance::Chance;
use crate::messages::message;
use crate::samples::{accounts, any_contact, any_domain, instant, managed, numbered};
use crate::zones::{name, now, zone_served_by};

/// The handles of the accounts.
pub(crate) const HANDLES: [&str; 3] = ["Acme", "zeta", "Third"];

/// All that was stored.
pub(crate) struct Portfolio {
    /// Three accounts.
    pub(crate) sponsors: [AccountId; 3],
    /// Their contacts.
    pub(crate) contacts: Vec<Contact>,
    /// Their domains.
    pub(crate) domains: Vec<StoredDomain>,
    /// Hosts below these, and others.
    pub(crate) hosts: Vec<Host>,
    /// Their messages.
    pub(crate) messages: Vec<Message>,
}

fn made_contacts(given: &Given, chance: &mut Chance, sponsors: [AccountId; 3]) -> Vec<Contact> {
    let ids = ["AB-", "ab_", "x.Y", "zz"];
    let contacts: Vec<Contact> =
        (0..60).map(|number| any_contact(chance, &format!("{}{number}", ids[number % 4]), &sponsors)).collect();
    let stored = contacts.clone();
    let numbers = given.write(move |tx| tx.insert_contacts(&stored));
    contacts.into_iter().zip(numbers).map(|(contact, number)| Contact { number, ..contact }).collect()
}

fn made_references(given: &Given) -> Vec<Host> {
    given.write(|tx| {
        let names: Vec<_> = (0..5).map(|number| name(&format!("ns{number}.blue.net"))).collect();
        tx.insert_hosts(&names.iter().map(|name| Host::referred_to(name.clone(), now())).collect::<Vec<_>>())?;
        let mut hosts = tx.hosts_among(&names)?;
        hosts.sort_by_key(|host| host.id);
        let addresses = vec!["192.0.2.9".parse().expect("an address")];
        hosts[4] = Host { addresses, owner: Some(AccountId(1)), posted: true, ..hosts[4].clone() };
        tx.update_host(&hosts[4])?;
        zone_served_by(tx, "example.org", &["ns3.blue.net"])?;
        Ok(hosts)
    })
}

fn made_hosts(given: &Given, chance: &mut Chance, domains: &[StoredDomain]) -> Vec<Host> {
    let addresses =
        ["192.0.2.1", "192.0.2.10", "2001:db8::1", "2001:db8::a"].map(|text| text.parse().expect("an address"));
    let mut hosts = Vec::new();
    for domain in domains.iter().step_by(4) {
        let (id, sponsor) = (domain.registration.id, domain.registration.sponsor);
        for label in ["ns1", "a.ns", "x-y"].iter().take(1 + chance.below(3)) {
            let text = format!("{label}.{}", domain.registration.name);
            let mut host = Host { addresses: chance.some_of(&addresses), ..managed(&text, id, sponsor) };
            host.statuses = chance.some_of(Prohibition::ALL).into_iter().collect();
            host.created = instant(chance);
            host.changed = chance.perhaps(instant);
            hosts.push(host);
        }
    }
    given.write(move |tx| {
        tx.insert_hosts(&hosts)?;
        let mut stored = tx.hosts_among(&hosts.iter().map(|host| host.name.clone()).collect::<Vec<_>>())?;
        stored.sort_by_key(|host| host.id);
        Ok(stored)
    })
}

/// The portfolio of a seed. Some domains are changed once, some contacts and hosts move.
pub(crate) fn portfolio(given: &Given, seed: u64) -> Portfolio {
    let mut chance = Chance::of(seed);
    let sponsors = given.write(|tx| accounts(tx, HANDLES));
    let contacts = made_contacts(given, &mut chance, sponsors);
    let numbers: Vec<_> = contacts.iter().take(40).map(|contact| contact.number).collect();
    let mut hosts = made_references(given);
    let labels = ["blue", "red-blue", "b", "x--1", "ü"];
    let mut domains = Vec::new();
    for number in 0..120 {
        let text = format!("{}{number}.{}", chance.one_of(&labels), chance.one_of(&["st", "co.st", "bd"]));
        let made = any_domain(&mut chance, &text, &sponsors, &numbers, &hosts);
        let changed = chance.perhaps(|chance| any_domain(chance, &text, &sponsors, &numbers, &hosts));
        domains.push(given.write(move |tx| {
            let made = numbered(made.clone(), tx.insert_domain(&made)?);
            let Some(changed) = &changed else { return Ok(made) };
            let mut changed = numbered(changed.clone(), made.registration.id);
            changed.registration.created = made.registration.created;
            changed.registration.created_by = made.registration.created_by;
            tx.update_domain(&made, &changed)?;
            Ok(changed)
        }));
    }
    hosts.extend(made_hosts(given, &mut chance, &domains));
    let kinds = [MessageKind::ExpireNotice(30), MessageKind::TransferRequest, MessageKind::DomainStatus];
    let messages: Vec<Message> = (1..=120)
        .map(|id| {
            let account = chance.one_of(&sponsors);
            let (created, read) = (instant(&mut chance), chance.perhaps(instant));
            Message { id, created, read, ..message(account, chance.one_of(&kinds), 0) }
        })
        .collect();
    let stored = messages.clone();
    given.write(move |tx| tx.insert_messages(&stored));
    moved(given, Portfolio { sponsors, contacts, domains, hosts, messages })
}

/// The same after some contacts, and the hosts below one domain, went to another account.
fn moved(given: &Given, mut portfolio: Portfolio) -> Portfolio {
    let to = portfolio.sponsors[2];
    let parent = portfolio.hosts.iter().find_map(|host| host.parent).expect("some are below a domain");
    let numbers: Vec<_> = portfolio.contacts.iter().step_by(9).map(|contact| contact.number).collect();
    for contact in portfolio.contacts.iter_mut().step_by(9) {
        contact.sponsor = to;
    }
    for host in portfolio.hosts.iter_mut().filter(|host| host.parent == Some(parent)) {
        host.owner = Some(to);
    }
    given.write(move |tx| {
        tx.move_contacts(&numbers, to)?;
        tx.move_hosts(parent, to)
    });
    portfolio
}
