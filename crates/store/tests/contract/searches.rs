//! Searches, held against looking at every row: some hundred rows that chance made, and some hundred questions about each collection.

use std::collections::BTreeMap;
use std::fmt::Debug;

use domesday_app::ports::{ContactField, DomainField, Found, HostField, MessageField, Search, Snapshot, Stored};
use domesday_domain::account::AccountId;
use domesday_domain::registration::DomainId;

use crate::chance::Chance;
use crate::naive::{Field, Kind, Row, condition, found};
use crate::portfolio::portfolio;
use crate::{Given, contract, jobs};

/// A search for everything.
pub(crate) fn everything<F>() -> Search<F> {
    Search { scope: None, conditions: Vec::new(), any: false, sort: None, descending: false, offset: 0, limit: 1000 }
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
