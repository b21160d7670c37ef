//! Contacts as wholes: what is made of a draft, what a change leaves, and where every fault is told.

use proptest::prelude::*;

use super::*;
use crate::fault::{Fault, FaultKind};

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn named(name: &str) -> PostalDraft {
    PostalDraft { name: text(name), ..PostalDraft::default() }
}

fn ann() -> ContactDraft {
    let address = AddressDraft {
        street: vec![text("1 High Street"), None, text(""), text("Floor 2")],
        city: text("Anytown"),
        postal_code: text("11111"),
        country: text("st"),
        ..AddressDraft::default()
    };
    ContactDraft {
        voice: text("+239.2221111"),
        email: text("ann@example.org"),
        int: Some(PostalDraft { organization: text("Acme"), address: Some(address), ..named("Ann") }),
        disclose: Some(vec!["email".into(), "org".into(), "email".into()]),
        ..ContactDraft::default()
    }
}

fn told(faults: &[Fault]) -> Vec<(&str, &str)> {
    faults.iter().map(|fault| (fault.place.as_str(), fault.code)).collect()
}

#[test]
fn c2_a_contact_has_a_mail_address_and_a_name_in_one_form() {
    let faults = ContactDraft::default().read("").unwrap_err();
    assert_eq!(told(&faults), [("/email", "required"), ("/postalInfo/int/name", "required")]);
    assert!(faults.iter().all(|fault| fault.kind == FaultKind::Missing));
    for (int, loc) in [(Some(named("Ann")), None), (None, Some(named("Анна"))), (Some(named("  ")), Some(named("Ж")))]
    {
        let draft = ContactDraft { email: text("a@b"), int, loc, ..ContactDraft::default() };
        assert!(draft.read("").is_ok(), "{draft:?}");
    }
    let blank = ContactDraft { email: text("  "), int: Some(named("   ")), ..ContactDraft::default() };
    assert_eq!(told(&blank.read("").unwrap_err()).len(), 2, "blanks are nothing");
}

#[test]
fn c2_c3_every_fault_is_told_at_its_place() {
    let address = AddressDraft {
        street: vec![text("ok"), None, text("tab\there")],
        city: text(&"x".repeat(256)),
        province: text("Zürich"),
        postal_code: text("12345678901234567"),
        country: text("UK"),
    };
    let draft = ContactDraft {
        voice: text("911"),
        fax: text("+1.2x"),
        email: text("nobody"),
        int: Some(PostalDraft { name: text("José"), organization: text("a\nb"), address: Some(address) }),
        loc: Some(named("Jose\u{301}")),
        disclose: Some(vec!["name".into(), "addr.cc".into(), "NAME".into()]),
    };
    assert_eq!(
        told(&draft.read("").unwrap_err()),
        [
            ("/voice", "phone"),
            ("/fax", "phone"),
            ("/email", "email"),
            ("/postalInfo/int/name", "not-ascii"),
            ("/postalInfo/int/org", "control-character"),
            ("/postalInfo/int/addr/street/2", "control-character"),
            ("/postalInfo/int/addr/city", "too-long"),
            ("/postalInfo/int/addr/sp", "not-ascii"),
            ("/postalInfo/int/addr/pc", "too-long"),
            ("/postalInfo/int/addr/cc", "country"),
            ("/postalInfo/loc/name", "not-nfc"),
            ("/disclose/1", "disclose"),
            ("/disclose/2", "disclose"),
        ],
        "and no name is missing, for there are two wrong ones"
    );
    assert!(draft.read("").unwrap_err().iter().all(|fault| fault.detail.len() < 200));
}

#[test]
fn c2_a_street_has_three_lines_at_most_and_empty_ones_do_not_count() {
    let street = |lines: usize| {
        let street = (0..lines).flat_map(|_| [text("x"), None, text("")]).collect();
        let address = AddressDraft { street, ..AddressDraft::default() };
        ContactDraft {
            email: text("a@b"),
            int: Some(PostalDraft { address: Some(address), ..named("n") }),
            ..ContactDraft::default()
        }
        .read("")
    };
    assert_eq!(street(3).unwrap().int.unwrap().address.street, ["x", "x", "x"]);
    assert_eq!(told(&street(4).unwrap_err()), [("/postalInfo/int/addr/street", "too-many-lines")]);
    assert_eq!(street(100_000).unwrap_err().len(), 1);
}

#[test]
fn c3_c6_what_is_kept_is_canonical() {
    let ann = ann().read("").unwrap();
    let int = ann.int.as_ref().unwrap();
    assert_eq!((int.address.country.unwrap().as_str(), int.address.street.len()), ("ST", 2));
    assert_eq!(ann.disclose, [ContactField::Org, ContactField::Email]);
    assert_eq!(ann.loc, None);
}

#[test]
fn c4_members_present_replace_absent_ones_stay_and_an_address_is_one_member() {
    let before = ann().read("").unwrap();
    let address = AddressDraft { city: text("Elsewhere"), ..AddressDraft::default() };
    let change = ContactDraft {
        voice: text(""),
        int: Some(PostalDraft { address: Some(address), ..PostalDraft::default() }),
        loc: Some(named("Анна")),
        ..ContactDraft::default()
    };
    let after = change.read_over(&before, "/chg").unwrap();
    let int = after.int.clone().unwrap();
    assert_eq!((after.voice.clone(), after.email.clone()), (None, before.email.clone()));
    assert_eq!((int.name.as_deref(), int.organization.as_deref()), (Some("Ann"), Some("Acme")));
    assert_eq!(int.address, PostalAddress { city: text("Elsewhere"), ..PostalAddress::default() });
    let changed: Vec<_> = before.differences(&after).into_iter().map(|(member, ..)| member).collect();
    let expected = ["voice", "int.street", "int.city", "int.pc", "int.cc", "loc.name", "loc.street"].as_slice();
    assert_eq!(changed, expected);
}

#[test]
fn c4_what_is_required_cannot_be_cleared() {
    let before = ann().read("").unwrap();
    let cleared = ContactDraft { email: text(""), int: Some(PostalDraft::cleared()), ..ContactDraft::default() };
    let faults = cleared.read_over(&before, "/chg").unwrap_err();
    assert_eq!(told(&faults), [("/chg/email", "required"), ("/chg/postalInfo/int/name", "required")]);
    let moved = ContactDraft { email: None, loc: Some(named("Анна")), ..cleared };
    let after = moved.read_over(&before, "/chg").unwrap();
    assert_eq!((after.int, after.loc.unwrap().name.as_deref()), (None, Some("Анна")));
}

#[test]
fn c4_equal_values_change_nothing() {
    let before = ann().read("").unwrap();
    for same in [ann(), ContactDraft::default()] {
        let after = same.read_over(&before, "/chg").unwrap();
        assert_eq!((&after, before.differences(&after).len()), (&before, 0));
    }
}

#[test]
fn c4_what_is_wrong_whatever_it_changes_is_told_without_a_contact() {
    let wrong =
        ContactDraft { email: text(""), voice: text("911"), int: Some(named("José")), ..ContactDraft::default() };
    let faults = wrong.faults("/chg");
    let expected = [("/chg/voice", "phone"), ("/chg/email", "required"), ("/chg/postalInfo/int/name", "not-ascii")];
    assert_eq!(told(&faults), expected);
    let nameless = ContactDraft { int: Some(PostalDraft::cleared()), ..ContactDraft::default() };
    assert!(nameless.faults("/chg").is_empty(), "the other form may have a name");
    let both = ContactDraft { loc: Some(PostalDraft::cleared()), ..nameless };
    assert_eq!(told(&both.faults("/chg")), [("/chg/postalInfo/int/name", "required")]);
}

#[test]
fn d5_a_change_that_asks_for_nothing_is_empty_and_one_that_clears_is_not() {
    let silent = ContactDraft { int: Some(PostalDraft::default()), ..ContactDraft::default() };
    assert!(ContactDraft::default().is_empty() && silent.is_empty());
    let address = Some(AddressDraft::default());
    for asks in [
        ContactDraft { fax: text(""), ..ContactDraft::default() },
        ContactDraft { disclose: Some(Vec::new()), ..ContactDraft::default() },
        ContactDraft { loc: Some(PostalDraft { address, ..PostalDraft::default() }), ..ContactDraft::default() },
    ] {
        assert!(!asks.is_empty(), "{asks:?}");
    }
}

#[test]
fn h2_what_is_told_of_a_contact_is_what_differs() {
    let made = DateTime::UNIX_EPOCH;
    let before = Contact {
        number: ContactNumber(70),
        id: ContactId::parse("AB1").unwrap(),
        sponsor: AccountId(1),
        created_by: AccountId(1),
        created: made,
        updated_by: None,
        updated: None,
        statuses: BTreeSet::new(),
        content: ann().read("").unwrap(),
        revision: 1,
    };
    let mut after = Contact { statuses: BTreeSet::from([Prohibition::ClientDelete]), revision: 2, ..before.clone() };
    after.content.voice = None;
    let list = |word: &str| Value::List(vec![word.to_owned()]);
    let voice = Value::Text("+239.2221111".into());
    let expected =
        [("status", Value::List(Vec::new()), list("clientDeleteProhibited")), ("voice", voice.clone(), Value::Null)];
    assert_eq!(Contact::differences(Some(&before), Some(&after)), expected);
    let born = Contact::differences(None, Some(&before));
    assert!(born.contains(&("voice", Value::Null, voice)) && born.iter().all(|(_, from, _)| *from == Value::Null));
    assert!(
        !born.iter().any(|(member, ..)| ["status", "fax", "loc.street"].contains(member)),
        "what is not set is not told"
    );
    let gone: Vec<_> =
        Contact::differences(Some(&before), None).into_iter().map(|(name, from, to)| (name, to, from)).collect();
    assert_eq!(gone, born);
    assert_eq!(before.roid(), Roid::numbered('C', 70));
}

fn any_text() -> impl Strategy<Value = Option<String>> {
    let texts = ["", " ", "a@b", "+1.2", "st", "Ann", "José", "x\0", "+44.1x2", "b@c"];
    proptest::option::of(proptest::sample::select(texts.to_vec()).prop_map(str::to_owned))
}

fn any_postal() -> impl Strategy<Value = Option<PostalDraft>> {
    let street = proptest::collection::vec(any_text(), 0..4);
    let address = (street, any_text(), any_text(), any_text(), any_text()).prop_map(
        |(street, city, province, postal_code, country)| AddressDraft { street, city, province, postal_code, country },
    );
    let postal = (any_text(), any_text(), proptest::option::of(address));
    proptest::option::of(postal.prop_map(|(name, organization, address)| PostalDraft { name, organization, address }))
}

prop_compose! {
    fn any_draft()(voice in any_text(), fax in any_text(), email in any_text(), int in any_postal(), loc in any_postal(),
                   disclose in proptest::option::of(proptest::collection::vec("name|org|x", 0..3))) -> ContactDraft {
        ContactDraft { voice, fax, email, int, loc, disclose }
    }
}

proptest! {
    #[test]
    fn c4_a_change_made_twice_is_made_once(draft in any_draft()) {
        let before = ann().read("").unwrap();
        if let Ok(once) = draft.read_over(&before, "/chg") {
            prop_assert_eq!(draft.read_over(&once, "/chg").unwrap(), once);
        }
    }

    #[test]
    fn c4_what_is_wrong_with_a_change_is_wrong_with_it_over_every_contact(draft in any_draft(), other in any_draft()) {
        let ann = ann().read("").unwrap();
        let present = other.read_over(&ann, "").unwrap_or(ann);
        let over = draft.read_over(&present, "/chg").err().unwrap_or_default();
        let faults = draft.faults("/chg");
        prop_assert!(faults.iter().all(|fault| over.contains(fault)));
        let only_over: Vec<_> = over.iter().filter(|fault| !faults.contains(fault)).map(|fault| fault.place.as_str()).collect();
        prop_assert!(only_over.is_empty() || only_over == ["/chg/postalInfo/int/name"]);
        if draft.is_empty() {
            prop_assert_eq!(draft.read_over(&present, "/chg"), Ok(present));
        }
    }

    #[test]
    fn c2_what_is_made_has_what_is_required_and_is_the_same_over_itself(draft in any_draft()) {
        match draft.read("") {
            Ok(made) => {
                let has_name = |postal: &Option<Postal>| postal.as_ref().is_some_and(|postal| postal.name.is_some());
                prop_assert!(has_name(&made.int) || has_name(&made.loc));
                prop_assert_eq!(draft.read_over(&made, "").unwrap(), made);
            }
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }
}
