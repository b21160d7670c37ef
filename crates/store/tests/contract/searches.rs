//! Searches, held against looking at every row: some hundred rows that chance made, and some hundred questions about each collection.

use std::collections::BTreeMap;
use std::fmt::Debug;

use domesday_app::ports::{
    ContactField, DomainField, Found, HostField, MessageField, Search, Snapshot, Stored, StoredDomain,
};
use domesday_domain::account::AccountId;
use domesday_domain::contact::{Contact, ContactRole, Postal};
use domesday_domain::host::Host;
use domesday_domain::message::{Message, MessageKind};
use domesday_domain::prohibition::Prohibition;
use domesday_domain::registration::{ClaimState, DomainId, RgpStatus, Status};
use domesday_domain::word::Word;

use crate::chance::Chance;
use crate::messages::message;
use crate::naive::{Field, Kind, Row, Value, condition, found};
use crate::samples::{accounts, any_contact, any_domain, instant, managed, numbered};
use crate::zones::{name, now, zone_served_by};
use crate::{Given, contract, jobs};

const HANDLES: [&str; 3] = ["Acme", "zeta", "Third"];

/// A search for everything.
pub(crate) fn everything<F>() -> Search<F> {
    Search { scope: None, conditions: Vec::new(), any: false, sort: None, descending: false, offset: 0, limit: 1000 }
}

/// All that was stored.
struct Portfolio {
    sponsors: [AccountId; 3],
    contacts: Vec<Contact>,
    domains: Vec<StoredDomain>,
    hosts: Vec<Host>,
    messages: Vec<Message>,
}

fn made_contacts(given: &Given, chance: &mut Chance, sponsors: [AccountId; 3]) -> Vec<Contact> {
    let ids = ["AB-", "ab_", "x.Y", "zz"];
    let contacts: Vec<Contact> =
        (0..60).map(|number| any_contact(chance, &format!("{}{number}", chance_id(&ids, number)), &sponsors)).collect();
    let stored = contacts.clone();
    let numbers = given.write(move |tx| tx.insert_contacts(&stored));
    contacts.into_iter().zip(numbers).map(|(contact, number)| Contact { number, ..contact }).collect()
}

fn chance_id<'a>(ids: &[&'a str], number: usize) -> &'a str {
    ids[number % ids.len()]
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
fn portfolio(given: &Given, seed: u64) -> Portfolio {
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

impl Portfolio {
    fn handle(&self, account: AccountId) -> Value {
        let place = self.sponsors.iter().position(|known| *known == account).expect("one of them");
        Value::Folded(HANDLES[place].to_owned())
    }

    fn domain(&self, domain: &StoredDomain) -> Row<DomainField> {
        let life = &domain.registration;
        let shown = life.shown_words();
        let id = |number| {
            let contact = self.contacts.iter().find(|contact| contact.number == number).expect("there");
            Value::Folded(contact.id.as_str().to_owned())
        };
        let text = |text: &str| Value::Exact(text.to_owned());
        let fields = vec![
            (DomainField::Name, vec![Value::Folded(life.name.to_string())]),
            (DomainField::Created, vec![Value::At(life.created)]),
            (DomainField::Updated, life.updated.map(Value::At).into_iter().collect()),
            (DomainField::Expires, vec![Value::At(life.expires)]),
            (DomainField::Creator, vec![self.handle(life.created_by)]),
            (DomainField::Sponsor, vec![self.handle(life.sponsor)]),
            (
                DomainField::Registrant,
                life.contacts.get(&ContactRole::Registrant).map(|one| id(*one)).into_iter().collect(),
            ),
            (DomainField::Contacts, life.contacts.values().map(|one| id(*one)).collect()),
            (DomainField::NameServers, domain.hosts.iter().map(|(_, name)| Value::Folded(name.to_string())).collect()),
            (DomainField::Status, shown.statuses.into_iter().map(|one: Status| text(one.as_str())).collect()),
            (DomainField::RgpStatus, shown.rgp_statuses.into_iter().map(|one: RgpStatus| text(one.as_str())).collect()),
            (DomainField::Claim, shown.claims.into_iter().map(|one: ClaimState| text(one.as_str())).collect()),
        ];
        let tie = Value::Exact(life.name.to_string());
        Row { id: life.id.0, sponsor: Some(life.sponsor), tie, fields, sorted: Vec::new() }
    }

    fn users(&self, uses: impl Fn(&StoredDomain) -> bool) -> Vec<Value> {
        let users = self.domains.iter().filter(|domain| uses(domain));
        users.map(|domain| Value::Folded(domain.registration.name.to_string())).collect()
    }

    fn contact(&self, contact: &Contact) -> Row<ContactField> {
        let content = &contact.content;
        let postal = || content.int.iter().chain(&content.loc);
        let text = |text: &str| Value::Exact(text.to_owned());
        let of = |part: fn(&Postal) -> Option<&str>| postal().filter_map(part).map(text).collect::<Vec<_>>();
        let assigned = self.users(|domain| domain.registration.contacts.values().any(|one| *one == contact.number));
        let fold = |text: &str| Value::Exact(text.chars().flat_map(char::to_lowercase).collect());
        let first = postal().find_map(|postal| postal.name.as_deref()).map(fold);
        let fields = vec![
            (ContactField::Id, vec![Value::Folded(contact.id.as_str().to_owned())]),
            (ContactField::Name, of(|postal| postal.name.as_deref())),
            (ContactField::Created, vec![Value::At(contact.created)]),
            (ContactField::Updated, contact.updated.map(Value::At).into_iter().collect()),
            (ContactField::Voice, content.voice.iter().map(|phone| text(phone.as_str())).collect()),
            (ContactField::Fax, content.fax.iter().map(|phone| text(phone.as_str())).collect()),
            (ContactField::Email, vec![text(content.email.as_str())]),
            (ContactField::Organization, of(|postal| postal.organization.as_deref())),
            (ContactField::Street, postal().flat_map(|postal| &postal.address.street).map(|line| text(line)).collect()),
            (ContactField::City, of(|postal| postal.address.city.as_deref())),
            (ContactField::PostalCode, of(|postal| postal.address.postal_code.as_deref())),
            (ContactField::Country, of(|postal| postal.address.country.map(|country| country.as_str()))),
            (ContactField::Province, of(|postal| postal.address.province.as_deref())),
            (ContactField::Status, statuses(contact.statuses.iter().copied(), !assigned.is_empty())),
            (ContactField::AssignedTo, assigned),
            (ContactField::Sponsor, vec![self.handle(contact.sponsor)]),
        ];
        let tie = Value::Exact(contact.id.folded());
        let sorted = vec![(ContactField::Name, first), (ContactField::Id, Some(tie.clone()))];
        Row { id: contact.number.0, sponsor: Some(contact.sponsor), tie, fields, sorted }
    }

    fn host(&self, host: &Host) -> Row<HostField> {
        let assigned = self.users(|domain| domain.hosts.iter().any(|(id, _)| *id == host.id));
        let is_linked = !assigned.is_empty() || host.name == name("ns3.blue.net");
        let addresses = |v4| {
            let some = host.addresses.iter().filter(|address| address.is_ipv4() == v4);
            some.map(|address| Value::Folded(address.to_string())).collect::<Vec<_>>()
        };
        let sponsor = host.parent.and(host.owner);
        let fields = vec![
            (HostField::Name, vec![Value::Folded(host.name.to_string())]),
            (HostField::Created, vec![Value::At(host.created)]),
            (HostField::Updated, host.changed.map(Value::At).into_iter().collect()),
            (HostField::V4, addresses(true)),
            (HostField::V6, addresses(false)),
            (HostField::Status, statuses(host.statuses.iter().copied(), is_linked)),
            (HostField::AssignedTo, assigned),
            (HostField::Sponsor, sponsor.map(|account| self.handle(account)).into_iter().collect()),
        ];
        Row { id: host.id.0, sponsor, tie: Value::Exact(host.name.to_string()), fields, sorted: Vec::new() }
    }

    fn message(&self, message: &Message) -> Row<MessageField> {
        let fields = vec![
            (MessageField::Id, vec![Value::Number(message.id)]),
            (MessageField::Type, vec![Value::Exact(message.kind.word())]),
            (MessageField::Created, vec![Value::At(message.created)]),
            (MessageField::Read, message.read.map(Value::At).into_iter().collect()),
            (MessageField::Group, vec![Value::Exact(message.kind.group().as_str().to_owned())]),
            (MessageField::Sponsor, vec![self.handle(message.account)]),
        ];
        Row {
            id: message.id,
            sponsor: Some(message.account),
            tie: Value::Number(message.id),
            fields,
            sorted: Vec::new(),
        }
    }
}

fn statuses(stored: impl IntoIterator<Item = Prohibition>, is_linked: bool) -> Vec<Value> {
    let mut words: Vec<&str> = stored.into_iter().map(Word::as_str).collect();
    if words.is_empty() {
        words.push("ok");
    }
    words.extend(is_linked.then_some("linked"));
    words.into_iter().map(|word| Value::Exact(word.to_owned())).collect()
}

/// Asks so many questions that chance makes, each in some order and of some page.
fn compare<F: Copy + PartialEq + Debug + Send + 'static, I: Copy + Send + 'static>(
    given: &Given,
    sponsors: &[AccountId],
    rows: &[Row<F>],
    fields: &[Field<F>],
    ask: fn(&mut dyn Snapshot, &Search<F>) -> Stored<Found<I>>,
    number: fn(I) -> i64,
) {
    let mut chance = Chance::of(99);
    let sortable: Vec<F> = fields.iter().filter(|(_, _, sortable)| *sortable).map(|(field, ..)| *field).collect();
    let mut pages = BTreeMap::new();
    for _ in 0..300 {
        let whole = chance.once_in(3);
        let search = Search {
            scope: chance.perhaps(|chance| chance.one_of(sponsors)),
            conditions: (0..chance.below(4)).map(|_| condition(&mut chance, rows, fields)).collect(),
            any: chance.once_in(2),
            sort: chance.perhaps(|chance| chance.one_of(&sortable)),
            descending: chance.once_in(2),
            offset: if whole { 0 } else { chance.below(40) as u64 },
            limit: if whole { 1000 } else { chance.below(30) },
        };
        let asked = search.clone();
        let answer = jobs::read(&*given.store, move |snapshot| ask(snapshot, &asked));
        let answer = answer.unwrap_or_else(|error| panic!("{error:?}: {search:?}"));
        let numbers: Vec<i64> = answer.rows.into_iter().map(number).collect();
        assert_eq!((numbers, answer.count), found(rows, &search), "{search:?}");
        *pages.entry(answer.count.min(9)).or_insert(0) += 1;
    }
    // Questions that everything or nothing fits would compare little.
    assert!(pages.len() > 5, "rows that fit, by how often: {pages:?}");
}

contract!(f1_domains_are_found_as_by_looking_at_each, |given| {
    let portfolio = portfolio(given, 5);
    let rows: Vec<_> = portfolio.domains.iter().map(|domain| portfolio.domain(domain)).collect();
    let fields = [
        (DomainField::Name, Kind::Text, true),
        (DomainField::Created, Kind::Moment, true),
        (DomainField::Updated, Kind::Moment, true),
        (DomainField::Expires, Kind::Moment, true),
        (DomainField::Creator, Kind::Text, false),
        (DomainField::Sponsor, Kind::Text, false),
        (DomainField::Registrant, Kind::Text, false),
        (DomainField::Contacts, Kind::Text, false),
        (DomainField::NameServers, Kind::Text, false),
        (DomainField::Status, Kind::Text, false),
        (DomainField::RgpStatus, Kind::Text, false),
        (DomainField::Claim, Kind::Text, false),
    ];
    compare(given, &portfolio.sponsors, &rows, &fields, |s, search| s.search_domains(search), |id: DomainId| id.0);
});

contract!(f1_contacts_are_found_as_by_looking_at_each, |given| {
    let portfolio = portfolio(given, 6);
    let rows: Vec<_> = portfolio.contacts.iter().map(|contact| portfolio.contact(contact)).collect();
    let text = |field| (field, Kind::Text, false);
    let fields = [
        (ContactField::Id, Kind::Text, true),
        (ContactField::Name, Kind::Text, true),
        (ContactField::Created, Kind::Moment, true),
        (ContactField::Updated, Kind::Moment, true),
        text(ContactField::Voice),
        text(ContactField::Fax),
        text(ContactField::Email),
        text(ContactField::Organization),
        text(ContactField::Street),
        text(ContactField::City),
        text(ContactField::PostalCode),
        text(ContactField::Country),
        text(ContactField::Province),
        text(ContactField::Status),
        text(ContactField::AssignedTo),
        text(ContactField::Sponsor),
    ];
    compare(given, &portfolio.sponsors, &rows, &fields, |s, search| s.search_contacts(search), |number| number.0);
});

contract!(f1_hosts_are_found_as_by_looking_at_each, |given| {
    let portfolio = portfolio(given, 7);
    let rows: Vec<_> = portfolio.hosts.iter().map(|host| portfolio.host(host)).collect();
    let fields = [
        (HostField::Name, Kind::Text, true),
        (HostField::Created, Kind::Moment, true),
        (HostField::Updated, Kind::Moment, true),
        (HostField::V4, Kind::Text, false),
        (HostField::V6, Kind::Text, false),
        (HostField::Status, Kind::Text, false),
        (HostField::AssignedTo, Kind::Text, false),
        (HostField::Sponsor, Kind::Text, false),
    ];
    compare(given, &portfolio.sponsors, &rows, &fields, |s, search| s.search_hosts(search), |id| id.0);
});

contract!(f1_messages_are_found_as_by_looking_at_each, |given| {
    let portfolio = portfolio(given, 8);
    let rows: Vec<_> = portfolio.messages.iter().map(|message| portfolio.message(message)).collect();
    let fields = [
        (MessageField::Id, Kind::Number, true),
        (MessageField::Type, Kind::Text, true),
        (MessageField::Created, Kind::Moment, true),
        (MessageField::Read, Kind::Moment, true),
        (MessageField::Group, Kind::Text, false),
        (MessageField::Sponsor, Kind::Text, false),
    ];
    compare(given, &portfolio.sponsors, &rows, &fields, |s, search| s.search_messages(search), |id| id);
});
