//! The contacts that the caller's account sponsors (rule U2): read here, written at `/contacts`.

use domesday_app::contacts::{ReadSponsoredContact, StreamSponsoredContacts};
use domesday_domain::contact::{Contact, Country, Phone, Postal, PostalAddress};

use super::search::Listing;
use crate::dynect::call::Call;
use crate::dynect::format::Tree;
use crate::dynect::operation::Outcome;
use crate::dynect::rows::Gathering;
use crate::dynect::success::Success;
use crate::dynect::texts;
use crate::paths;

/// The fields, all of them texts.
const TEXTS: [&str; 13] = [
    "nickname",
    "first_name",
    "last_name",
    "email",
    "phone",
    "fax",
    "organization",
    "address",
    "address_2",
    "city",
    "state",
    "post_code",
    "country",
];

/// `GET /REST/Contact/`.
pub(super) async fn list(call: &mut Call) -> Outcome {
    let listing = call.take(|given| Some(Listing::take(given, &TEXTS)))?;
    let ((), mut items) = call.stream(StreamSponsoredContacts).await?;
    let mut rows = Gathering::list(call);
    while let Some(contacts) = items.recv().await {
        for contact in contacts.map_err(|refusal| call.cut_short(&refusal))? {
            if let Some(row) = listing.show(whole(&contact), uri(&contact)) {
                rows.add(&row).await?;
            }
        }
    }
    let rows = rows.finish().await?;
    let count = rows.count();
    Ok(Success::rows(rows, texts::contacts_listed(count)))
}

/// `GET /REST/Contact/{nick}/`.
pub(super) async fn read(call: &mut Call) -> Outcome {
    let contact = call.ask(ReadSponsoredContact { id: call.part(0).to_owned() }).await?;
    Ok(Success::of(whole(&contact), texts::contact_found()))
}

/// Every other method.
pub(super) async fn refuse(_: &mut Call) -> Outcome {
    Err(texts::read_only("Contact"))
}

fn uri(contact: &Contact) -> String {
    format!("/REST/Contact/{}/", paths::escaped(contact.id.as_str()))
}

/// A contact as it is shown. Of its two forms the one in ASCII counts, where it says something; an address is taken from one of them whole.
fn whole(contact: &Contact) -> Tree {
    let content = &contact.content;
    let forms = || [&content.int, &content.loc].into_iter().flatten();
    let either = |member: fn(&Postal) -> Option<&str>| forms().find_map(member).unwrap_or_default();
    let phone = |phone: &Option<Phone>| phone.as_ref().map(ToString::to_string).unwrap_or_default();
    let empty = PostalAddress::default();
    let address = forms().map(|postal| &postal.address).find(|address| **address != empty).unwrap_or(&empty);
    let of_address = |member: &Option<String>| member.as_deref().unwrap_or_default().to_owned();
    let (first_name, last_name) = first_and_last(either(|postal| postal.name.as_deref()));
    let (first_line, other_lines) = address.street.split_first().map_or(("", &[][..]), |(first, rest)| (first, rest));
    let texts = [
        contact.id.to_string(),
        first_name.to_owned(),
        last_name.to_owned(),
        content.email.as_str().to_owned(),
        phone(&content.voice),
        phone(&content.fax),
        either(|postal| postal.organization.as_deref()).to_owned(),
        first_line.to_owned(),
        other_lines.join(", "),
        of_address(&address.city),
        of_address(&address.province),
        of_address(&address.postal_code),
        address.country.map_or("", Country::as_str).to_owned(),
    ];
    Tree::map(TEXTS.into_iter().zip(texts.into_iter().map(Tree::from)))
}

/// A name in two: its last word, and what is before that. A name of one word is a first name.
fn first_and_last(name: &str) -> (&str, &str) {
    let name = name.trim();
    let (first, last) = name.rsplit_once(char::is_whitespace).unwrap_or((name, ""));
    (first.trim_end(), last)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::DateTime;
    use domesday_domain::account::AccountId;
    use domesday_domain::contact::{AddressDraft, ContactDraft, ContactId, PostalDraft};
    use domesday_domain::registration::ContactNumber;

    use super::*;
    use crate::dynect::format::{Format, write};

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn contact(draft: ContactDraft) -> Contact {
        let email = some("ann@x.org");
        Contact {
            number: ContactNumber(7),
            id: ContactId::parse("AB-1").unwrap(),
            sponsor: AccountId(1),
            created_by: AccountId(1),
            created: DateTime::UNIX_EPOCH,
            updated_by: None,
            updated: None,
            statuses: BTreeSet::new(),
            content: ContactDraft { email, ..draft }.read("").unwrap(),
            revision: 1,
        }
    }

    fn named(name: &str) -> PostalDraft {
        PostalDraft { name: some(name), ..PostalDraft::default() }
    }

    fn shown(contact: &Contact, field: &str) -> String {
        match whole(contact).get(field) {
            Some(Tree::Text(text)) => text.clone(),
            other => panic!("{field}: {other:?}"),
        }
    }

    #[test]
    fn u2_a_contact_is_shown_with_every_field() {
        let address = AddressDraft {
            street: vec![some("1 High St"), some("Flat 2"), some("Back door")],
            city: some("Bath"),
            province: some("Somerset"),
            postal_code: some("BA1 1AA"),
            country: some("gb"),
        };
        let int = PostalDraft { organization: some("Acme"), address: Some(address), ..named("Ann Mary Smith") };
        let draft = ContactDraft {
            voice: some("+44.12345x9"),
            fax: some("+44.12346"),
            int: Some(int),
            ..ContactDraft::default()
        };
        let expected = concat!(
            r#"{"nickname": "AB-1", "first_name": "Ann Mary", "last_name": "Smith", "email": "ann@x.org", "#,
            r#""phone": "+44.12345x9", "fax": "+44.12346", "organization": "Acme", "address": "1 High St", "#,
            r#""address_2": "Flat 2, Back door", "city": "Bath", "state": "Somerset", "post_code": "BA1 1AA", "#,
            r#""country": "GB"}"#
        );
        let contact = contact(draft);
        assert_eq!(write(Format::Json, &whole(&contact)), expected);
        assert_eq!(uri(&contact), "/REST/Contact/AB-1/");
    }

    #[test]
    fn u2_what_is_unknown_of_a_contact_is_an_empty_text() {
        let contact = contact(ContactDraft { int: Some(named("Ann")), ..ContactDraft::default() });
        assert_eq!((shown(&contact, "first_name"), shown(&contact, "email")), ("Ann".into(), "ann@x.org".into()));
        let known = ["nickname", "first_name", "email"];
        for field in TEXTS.into_iter().filter(|field| !known.contains(field)) {
            assert_eq!(shown(&contact, field), "", "{field}");
        }
    }

    #[test]
    fn u2_what_one_form_lacks_the_other_tells_and_addresses_are_not_mixed() {
        let address = |city: Option<&str>, country: &str| {
            Some(AddressDraft { city: city.map(str::to_owned), country: some(country), ..AddressDraft::default() })
        };
        let int = PostalDraft { address: address(None, "GR"), ..named("Anna Smith") };
        let loc =
            PostalDraft {
                organization: some("Άκμη"), address: address(Some("Αθήνα"), "GR"), ..named("Άννα Σμιθ")
            };
        let both = contact(ContactDraft { int: Some(int.clone()), loc: Some(loc.clone()), ..ContactDraft::default() });
        let fields =
            |contact: &Contact| ["last_name", "organization", "city", "country"].map(|field| shown(contact, field));
        assert_eq!(fields(&both), ["Smith", "Άκμη", "", "GR"]);
        let int = PostalDraft { address: None, ..int };
        let bare = contact(ContactDraft { int: Some(int), loc: Some(loc.clone()), ..ContactDraft::default() });
        assert_eq!(fields(&bare), ["Smith", "Άκμη", "Αθήνα", "GR"]);
        let local = contact(ContactDraft { loc: Some(loc), ..ContactDraft::default() });
        assert_eq!(fields(&local), ["Σμιθ", "Άκμη", "Αθήνα", "GR"]);
    }

    #[test]
    fn u2_names_are_parted_at_their_last_blank() {
        for (name, parts) in [
            ("Ann Smith", ("Ann", "Smith")),
            ("Ann  Mary   Smith ", ("Ann  Mary", "Smith")),
            ("Hostmaster", ("Hostmaster", "")),
            ("山田 太郎", ("山田", "太郎")),
            ("", ("", "")),
        ] {
            assert_eq!(first_and_last(name), parts, "{name}");
        }
    }
}
