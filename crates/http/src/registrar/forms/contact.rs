//! Bodies about contacts (section 6).

use domesday_app::contacts::{ContactChange, NewContact};
use domesday_domain::contact::{AddressDraft, ContactDraft, PostalDraft};

use super::super::reader::{Members, Node, Reader};
use super::parts::name;

/// A contact to be made.
pub(in super::super) fn new_contact(reader: &mut Reader, body: &mut Members<'_>) -> NewContact {
    // `info` has it beside the id: who sends it back says nothing by it.
    body.take("roid");
    NewContact {
        id: name(reader, body, "id"),
        sponsor: name(reader, body, "clID"),
        statuses: reader.indexed_texts(body, "status").unwrap_or_default(),
        draft: draft(reader, body),
    }
}

/// A change of a contact.
pub(in super::super) fn contact_change(reader: &mut Reader, body: &mut Members<'_>) -> ContactChange {
    let mut change = ContactChange::default();
    for (part, statuses) in [("add", &mut change.add_statuses), ("rem", &mut change.rem_statuses)] {
        if let Some(mut members) = reader.part(body, part) {
            *statuses = reader.indexed_texts(&mut members, "status").unwrap_or_default();
            reader.close(&members);
        }
    }
    if let Some(mut chg) = reader.part(body, "chg") {
        change.draft = draft(reader, &mut chg);
        reader.close(&chg);
    }
    change
}

/// What a contact says; an empty text says that there is none.
fn draft(reader: &mut Reader, members: &mut Members<'_>) -> ContactDraft {
    let mut draft = ContactDraft {
        voice: reader.said(members, "voice"),
        fax: reader.said(members, "fax"),
        email: reader.said(members, "email"),
        disclose: reader.indexed_texts(members, "disclose"),
        ..ContactDraft::default()
    };
    if let Some(mut forms) = reader.part(members, "postalInfo") {
        draft.int = forms.take("int").map(|node| postal(reader, &node));
        draft.loc = forms.take("loc").map(|node| postal(reader, &node));
        reader.close(&forms);
    }
    draft
}

fn postal(reader: &mut Reader, node: &Node<'_>) -> PostalDraft {
    if node.value == "" {
        return PostalDraft::cleared();
    }
    let mut members = reader.object(node);
    let name = reader.said(&mut members, "name");
    let organization = reader.said(&mut members, "org");
    let address = reader.part(&mut members, "addr").map(|mut members| {
        let street = reader.indexed_texts(&mut members, "street").unwrap_or_default();
        let address = AddressDraft {
            street: street.into_iter().map(Some).collect(),
            city: reader.said(&mut members, "city"),
            province: reader.said(&mut members, "sp"),
            postal_code: reader.said(&mut members, "pc"),
            country: reader.said(&mut members, "cc"),
        };
        reader.close(&members);
        address
    });
    reader.close(&members);
    PostalDraft { name, organization, address }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read<T>(body: &Value, form: fn(&mut Reader, &mut Members<'_>) -> T) -> T {
        let mut reader = Reader::default();
        let mut members = reader.body(body);
        let value = form(&mut reader, &mut members);
        reader.close(&members);
        let noticed = reader.finish();
        assert!(noticed.faults.is_empty() && noticed.unknown.is_empty(), "{body}: {noticed:?}");
        value
    }

    #[test]
    fn section_6_a_whole_contact_is_read() {
        let body = json!({
            "id": "AB123", "roid": "C1-DMSD", "status": ["clientDeleteProhibited"], "voice": "+49.301", "fax": null,
            "email": "a@b", "disclose": {"0": "name"},
            "postalInfo": {"int": {"name": "Ann", "org": "", "addr": {
                "street": {"0": "Main St 1", "1": "", "2": null}, "city": "Berlin", "sp": null, "pc": 11111, "cc": "de",
            }}, "loc": []},
        });
        let new = read(&body, new_contact);
        assert_eq!((new.id.as_deref(), &new.statuses[..]), (Some("AB123"), &["clientDeleteProhibited".to_owned()][..]));
        let int = new.draft.int.unwrap();
        assert_eq!((int.name.as_deref(), int.organization.as_deref()), (Some("Ann"), Some("")));
        let address = int.address.unwrap();
        assert_eq!(address.street, [Some("Main St 1".to_owned())]);
        assert_eq!((address.postal_code.as_deref(), address.province), (Some("11111"), None));
        assert_eq!(new.draft.disclose, Some(vec!["name".to_owned()]));
        assert_eq!(new.draft.fax, None);
    }

    #[test]
    fn c4_u4_a_change_has_what_is_given_and_empty_texts_clear() {
        let body = json!({
            "add": {"status": ["clientUpdateProhibited"]}, "rem": [],
            "chg": {"fax": "", "postalInfo": {"loc": "", "int": {"addr": {"city": "Bonn"}}}, "disclose": []},
        });
        let change = read(&body, contact_change);
        assert_eq!((change.add_statuses.len(), change.rem_statuses.len()), (1, 0));
        let ContactDraft { voice, fax, email, int, loc, disclose } = change.draft;
        assert_eq!((voice, fax.as_deref(), email), (None, Some(""), None));
        assert_eq!((loc, disclose), (Some(PostalDraft::cleared()), Some(vec![])));
        assert_eq!(int.and_then(|int| int.address).and_then(|address| address.city).as_deref(), Some("Bonn"));
    }
}
