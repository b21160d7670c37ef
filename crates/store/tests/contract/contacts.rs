//! Contacts: kept to the last member, one an id whatever the case.

use domesday_app::ports::StoreError;
use domesday_domain::contact::{Contact, ContactId};
use domesday_domain::registration::ContactNumber;

use crate::chance::Chance;
use crate::samples::{accounts, any_contact, contact};
use crate::{Given, contract};

fn called(given: &Given, ids: &[&str]) -> Vec<Contact> {
    let ids: Vec<ContactId> = ids.iter().map(|id| ContactId::parse(id).expect("an id")).collect();
    let mut found = given.read(move |snapshot| snapshot.contacts_called(&ids));
    found.sort_by_key(|contact| contact.number);
    found
}

contract!(a_contact_is_kept_to_the_last_member, |given| {
    let sponsors = given.write(|tx| accounts(tx, ["acme", "zeta"]));
    let mut chance = Chance::of(3);
    let ids: Vec<String> = (0..60).map(|number| format!("C-{number}")).collect();
    let mut all: Vec<Contact> = ids.iter().map(|id| any_contact(&mut chance, id, &sponsors)).collect();
    let stored = all.clone();
    let numbers = given.write(move |tx| tx.insert_contacts(&stored));
    for (contact, number) in all.iter_mut().zip(&numbers) {
        contact.number = *number;
    }
    let mut asked = numbers.clone();
    asked.reverse();
    asked.insert(7, ContactNumber(4711));
    let read = given.read(move |snapshot| snapshot.contacts_numbered(&asked));
    assert_eq!(read.into_iter().rev().collect::<Vec<_>>(), all, "in the order asked for");

    for contact in &mut all {
        let changed = any_contact(&mut chance, contact.id.as_str(), &sponsors);
        *contact = Contact { number: contact.number, ..changed };
        let changed = contact.clone();
        given.write(move |tx| tx.update_contact(&changed));
    }
    let texts: Vec<String> = ids.iter().map(|id| id.to_ascii_lowercase()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).chain(["nobody"]).collect();
    assert_eq!(called(given, &texts), all);
    assert!(given.read(|snapshot| snapshot.contacts_called(&[])).is_empty());
    assert!(given.read(|snapshot| snapshot.contacts_numbered(&[])).is_empty());
});

contract!(c1_an_id_that_is_there_whatever_the_case_is_a_lost_race, |given| {
    let [acme, zeta] = given.write(|tx| accounts(tx, ["acme", "zeta"]));
    given.write(move |tx| tx.insert_contacts(&[contact("AB123", acme)]));
    let mut is_first = true;
    given.write(move |tx| {
        if std::mem::replace(&mut is_first, false) {
            let again = tx.insert_contacts(&[contact("new", zeta), contact("ab123", zeta)]);
            assert!(matches!(again, Err(StoreError::LostRace)));
            return Err(StoreError::LostRace);
        }
        Ok(())
    });
    assert_eq!(called(given, &["AB123", "new"]).len(), 1, "nothing of the lost attempt is left");
});

contract!(u2_contacts_of_an_account_come_by_id_whatever_the_case_and_go_on_after_one, |given| {
    let [acme, zeta] = given.write(|tx| accounts(tx, ["acme", "zeta"]));
    let all = [("b-2", acme), ("A-1", acme), ("c-3", zeta), ("D-4", acme), ("_-_", acme), ("d.5", acme)];
    given.write(move |tx| tx.insert_contacts(&all.map(|(id, sponsor)| contact(id, sponsor))));
    let ids = |sponsor, after: Option<&str>, limit| {
        let after = after.map(|id| ContactId::parse(id).expect("an id"));
        let found = given.read(move |snapshot| snapshot.contacts_of(sponsor, after.as_ref(), limit));
        found.iter().map(|contact| contact.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(acme, None, 9), ["_-_", "A-1", "b-2", "D-4", "d.5"]);
    assert_eq!(ids(acme, None, 2), ["_-_", "A-1"]);
    assert_eq!(ids(acme, Some("a-1"), 2), ["b-2", "D-4"]);
    assert_eq!(ids(acme, Some("C-3"), 9), ["D-4", "d.5"], "whether or not it is the account's");
    assert_eq!(ids(zeta, None, 9), ["c-3"]);
    assert!(ids(zeta, Some("c-3"), 9).is_empty());
});

contract!(contact_numbers_are_never_reused, |given| {
    let [acme] = given.write(|tx| accounts(tx, ["acme"]));
    let make = move || given.write(move |tx| tx.insert_contacts(&[contact("AB123", acme)]))[0];
    let first = make();
    given.write(move |tx| tx.delete_contact(first));
    assert!(called(given, &["AB123"]).is_empty());
    assert!(make() > first);
    assert!(given.write(|tx| tx.insert_contacts(&[])).is_empty());
});

contract!(t5_contacts_move_each_one_change_further, |given| {
    let [acme, zeta] = given.write(|tx| accounts(tx, ["acme", "zeta"]));
    let numbers = given.write(move |tx| {
        let contacts = ["one", "two", "three"].map(|id| contact(id, acme));
        tx.insert_contacts(&contacts)
    });
    let moved = [numbers[2], numbers[0]];
    given.write(move |tx| {
        tx.move_contacts(&moved, zeta)?;
        tx.move_contacts(&[], acme)
    });
    let told: Vec<_> = called(given, &["one", "two", "three"])
        .into_iter()
        .map(|contact| (contact.sponsor, contact.revision, contact.created_by))
        .collect();
    assert_eq!(told, [(zeta, 2, acme), (acme, 1, acme), (zeta, 2, acme)]);
});
