//! What of contacts can be judged without a store: form, policy, state and locks, each class told whole (rules E3, C1–C4, A3, D4, D5).

use chrono::DateTime;
use domesday_domain::account::AccountId;
use domesday_domain::actor::{Role, Roles};
use domesday_domain::contact::{ContactDraft, PostalDraft};
use domesday_domain::fault::Fault;
use domesday_domain::prohibition::Prohibition;
use domesday_domain::registration::ContactNumber;
use domesday_domain::word::Word;

use super::*;
use crate::form::Form;
use crate::registry::Command;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn actor(role: Role) -> Actor {
    Actor {
        account: AccountId(1),
        account_name: AccountName::parse("Acme").unwrap(),
        user: None,
        login: "u".into(),
        roles: Roles::from_iter([role]),
        suspended: false,
    }
}

fn ann() -> ContactDraft {
    let int = PostalDraft { name: text("Ann"), ..PostalDraft::default() };
    ContactDraft { email: text("ann@example.org"), int: Some(int), ..ContactDraft::default() }
}

fn stored(statuses: &[Prohibition]) -> Contact {
    Contact {
        number: ContactNumber(12),
        id: ContactId::parse("AB1").unwrap(),
        sponsor: AccountId(1),
        created_by: AccountId(1),
        created: DateTime::UNIX_EPOCH,
        updated_by: None,
        updated: None,
        statuses: statuses.iter().copied().collect(),
        content: ann().read("").unwrap(),
        revision: 1,
    }
}

/// What a class that failed tells: grounds, places and reasons.
fn told<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> Vec<(Ground, String, &'static str)> {
    let Err(Refusal::Objected(objections)) = refused else { panic!("{refused:?}") };
    objections.list.into_iter().map(|objection| (objection.ground, objection.place, objection.reason)).collect()
}

fn create(new: NewContact) -> CreateContact {
    CreateContact { form: Form::read(new, Vec::new()), random: [7; 10] }
}

#[test]
fn e3_everything_wrong_with_a_new_contacts_form_is_told_at_once() {
    let new = NewContact { id: text("a b"), statuses: words(&["nonsense"]), ..NewContact::default() };
    let faults = vec![Fault::malformed("/voice", "type", "it is no text")];
    let command = CreateContact { form: Form::read(new.clone(), faults), random: [0; 10] };
    let (_, wrong) = command.form.readable().unwrap();
    let expected = [
        (Ground::Malformed, "/voice", "type"),
        (Ground::Malformed, "/id", "contact-id"),
        (Ground::Missing, "/email", "required"),
        (Ground::Missing, "/postalInfo/int/name", "required"),
        (Ground::Missing, "/clID", "required"),
    ]
    .map(|(ground, place, reason)| (ground, place.to_owned(), reason));
    assert_eq!(told(command.read(&new, &actor(Role::Admin), wrong.clone())), expected);
    assert_eq!(told(command.read(&new, &actor(Role::Registrar), wrong)), expected[..4], "a registrar's own is its own");
}

#[test]
fn c1_an_id_is_as_it_was_given_or_made_of_chance() {
    let registrar = actor(Role::Registrar);
    let id = |id: Option<&str>| {
        let new = NewContact { id: id.map(str::to_owned), draft: ann(), ..NewContact::default() };
        create(new.clone()).read(&new, &registrar, Vec::new()).map(|read| read.id.to_string()).unwrap()
    };
    assert_eq!(id(Some("aB.1")), "aB.1");
    let made = ContactId::from_random([7; 10]).to_string();
    assert_eq!((id(None), id(Some("")), id(Some("  "))), (made.clone(), made.clone(), made));
}

#[test]
fn a3_d4_only_an_admin_names_another_sponsor_or_sets_the_registrys_statuses() {
    let judge = |sponsor: Option<&str>, statuses: &[&str], role| {
        let new =
            NewContact { sponsor: sponsor.map(str::to_owned), statuses: words(statuses), ..NewContact::default() };
        create::judge(&new, &actor(role))
    };
    for own in [None, Some(""), Some("acme"), Some("ACME")] {
        assert!(judge(own, &["clientDeleteProhibited"], Role::Registrar).is_ok(), "{own:?}");
    }
    let expected =
        [(Ground::OutOfRange, "/status/1", "status-of-the-registry"), (Ground::Policy, "/clID", "foreign-sponsor")]
            .map(|(ground, place, reason)| (ground, place.to_owned(), reason));
    let statuses = ["clientDeleteProhibited", "serverUpdateProhibited"];
    assert_eq!(told(judge(Some("zeta"), &statuses, Role::Registrar)), expected);
    assert_eq!(judge(Some("zeta"), &statuses, Role::Admin).unwrap().len(), 2);
}

#[test]
fn s3_a_change_that_is_forbidden_says_by_which_status() {
    let contact = stored(Prohibition::ALL);
    let refused = |rem_statuses: &[&str], by_admin| {
        ContactChange { rem_statuses: words(rem_statuses), ..ContactChange::default() }
            .refuse_barred(&contact, by_admin)
    };
    let barred = |count| vec![(Ground::Prohibited, "path:id".to_owned(), "status-prohibits-operation"); count];
    assert_eq!(told(refused(&[], false)), barred(2));
    assert_eq!(told(refused(&["clientUpdateProhibited"], false)), barred(1));
    assert_eq!(told(refused(&["clientDeleteProhibited"], true)), barred(1));
    assert!(refused(&["clientUpdateProhibited"], true).is_ok());
}

#[test]
fn c4_d5_a_change_is_judged_whole_and_what_is_equal_stays() {
    let contact = stored(&[Prohibition::ClientDelete]);
    let cleared = ContactDraft { int: Some(PostalDraft::cleared()), ..ContactDraft::default() };
    let change = ContactChange {
        add_statuses: words(&["clientDeleteProhibited"]),
        rem_statuses: words(&["clientUpdateProhibited"]),
        draft: cleared,
    };
    let expected = [
        (Ground::Policy, "/add/status/0", "already-there"),
        (Ground::Policy, "/rem/status/0", "not-there"),
        (Ground::Missing, "/chg/postalInfo/int/name", "required"),
    ]
    .map(|(ground, place, reason)| (ground, place.to_owned(), reason));
    assert_eq!(told(change.judge(&contact, false)), expected);
    let same = ContactChange { draft: ann(), ..ContactChange::default() };
    assert_eq!(same.judge(&contact, false).unwrap(), (contact.statuses.clone(), contact.content.clone()));
    let freed = ContactChange { rem_statuses: words(&["clientDeleteProhibited"]), ..ContactChange::default() };
    assert!(freed.judge(&contact, false).unwrap().0.is_empty());
    assert!(ContactChange::default().is_empty() && !freed.is_empty() && !same.is_empty());
}

#[test]
fn e2_an_id_in_a_path_is_told_with_what_else_is_wrong() {
    let fault = || Objection::from(Fault::malformed("/chg/voice", "phone", "no number"));
    assert_eq!(id_among("aB1", Vec::new()).unwrap().as_str(), "aB1");
    assert_eq!(told(id_among("aB1", vec![fault()])).len(), 1);
    let both = told(id_among("search", vec![fault()]));
    assert_eq!(both[0], (Ground::Malformed, "path:id".to_owned(), "contact-id"));
    assert_eq!(both[1].1, "/chg/voice");
    for bad in ["", "a", "a/b", "a\0bc", "0123456789abcdefg", "äöü"] {
        assert_eq!(told(id_alone(bad)).len(), 1, "{bad:?}");
    }
}

#[test]
fn x1_whatever_is_done_to_one_contact_waits_for_the_other_whoever_does_it() {
    let registrar = actor(Role::Registrar);
    let named = NewContact { id: text("AB1"), sponsor: text("zeta"), ..NewContact::default() };
    let made = create(named).locks(&registrar);
    assert!(made.cover_all());
    let zeta = AccountName::parse("ZETA").unwrap();
    assert!(made.cover_sharing(&registrar.account_name) && made.cover_sharing(&zeta));
    let alone = |locks: &Locks| locks.regions().into_iter().filter(|(_, alone)| *alone).collect::<Vec<_>>();
    assert_eq!(alone(&made), alone(&locks("ab1", &registrar)));
    assert_eq!(alone(&made).len(), 1);
    assert_ne!(alone(&made), alone(&locks("ab2", &registrar)));
    let unreadable = CreateContact { form: Form::unreadable(Refusal::Busy), random: [0; 10] };
    assert!(alone(&unreadable.locks(&registrar)).is_empty());
}
