//! A contact as a row, and the words by which one is searched for.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domesday_app::ports::Stored;
use domesday_domain::account::AccountId;
use domesday_domain::contact::{Contact, ContactId, Country, Postal};
use domesday_domain::registration::ContactNumber;
use domesday_domain::word::Word;

use super::keys::{documented, word, words};
use crate::documents::{contact_content, contact_document};
use crate::folding::folded;
use crate::schema::{contact_words, contacts};
use crate::types::{At, Json};

/// All that is read of it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts)]
pub(super) struct ContactRow {
    id: i64,
    handle: String,
    sponsor_id: i64,
    created_by: i64,
    updated_by: Option<i64>,
    created: At,
    updated: Option<At>,
    statuses: String,
    content: Json,
    revision: i64,
}

/// All that is written of it.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = contacts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct ContactColumns {
    handle: String,
    folded: String,
    sponsor_id: i64,
    created_by: i64,
    updated_by: Option<i64>,
    created: At,
    updated: Option<At>,
    sort_name: Option<String>,
    statuses: String,
    content: Json,
    revision: i64,
}

/// A word by which a contact is found.
#[derive(Insertable)]
#[diesel(table_name = contact_words, treat_none_as_default_value = false)]
pub(super) struct ContactWord {
    contact_id: i64,
    kind: i16,
    word: String,
    folded: String,
    sponsor_id: i64,
}

/// The kinds of words.
pub(super) const STATUS: i16 = 0;
pub(super) const NAME: i16 = 1;
pub(super) const ORGANIZATION: i16 = 2;
pub(super) const STREET: i16 = 3;
pub(super) const CITY: i16 = 4;
pub(super) const PROVINCE: i16 = 5;
pub(super) const POSTAL_CODE: i16 = 6;
pub(super) const COUNTRY: i16 = 7;
pub(super) const VOICE: i16 = 8;
pub(super) const FAX: i16 = 9;
pub(super) const EMAIL: i16 = 10;

impl ContactRow {
    /// The contact of a row.
    pub(super) fn into_contact(self) -> Stored<Contact> {
        Ok(Contact {
            number: ContactNumber(self.id),
            id: ContactId::from_stored(self.handle),
            sponsor: AccountId(self.sponsor_id),
            created_by: AccountId(self.created_by),
            created: self.created.0,
            updated_by: self.updated_by.map(AccountId),
            updated: self.updated.map(|at| at.0),
            statuses: self.statuses.split_ascii_whitespace().map(word).collect::<Stored<_>>()?,
            content: documented(contact_content(&self.content.0))?,
            revision: self.revision,
        })
    }
}

impl ContactColumns {
    /// What a contact's row is to hold. It is put in order by the name of its international form, or else of the other.
    pub(super) fn of(contact: &Contact) -> Stored<Self> {
        let name = |postal: &Option<Postal>| postal.as_ref().and_then(|postal| postal.name.as_deref()).map(folded);
        Ok(Self {
            handle: contact.id.as_str().to_owned(),
            folded: contact.id.folded(),
            sponsor_id: contact.sponsor.0,
            created_by: contact.created_by.0,
            updated_by: contact.updated_by.map(|account| account.0),
            created: At(contact.created),
            updated: contact.updated.map(At),
            sort_name: name(&contact.content.int).or_else(|| name(&contact.content.loc)),
            statuses: words(contact.statuses.iter().copied()),
            content: Json(documented(contact_document(&contact.content))?),
            revision: contact.revision,
        })
    }
}

fn postal_words(postal: &Postal) -> impl Iterator<Item = (i16, &str)> {
    let Postal { name, organization, address } = postal;
    let single = [
        (NAME, name.as_deref()),
        (ORGANIZATION, organization.as_deref()),
        (CITY, address.city.as_deref()),
        (PROVINCE, address.province.as_deref()),
        (POSTAL_CODE, address.postal_code.as_deref()),
        (COUNTRY, address.country.map(Country::as_str)),
    ];
    let single = single.into_iter().filter_map(|(kind, word)| word.map(|word| (kind, word)));
    single.chain(address.street.iter().map(|line| (STREET, line.as_str())))
}

/// The words of a contact with this number, none twice.
pub(super) fn contact_words(contact: &Contact, id: i64) -> Vec<ContactWord> {
    let content = &contact.content;
    let mut words: BTreeSet<(i16, &str)> = BTreeSet::from([(EMAIL, content.email.as_str())]);
    words.extend(content.voice.iter().map(|phone| (VOICE, phone.as_str())));
    words.extend(content.fax.iter().map(|phone| (FAX, phone.as_str())));
    words.extend(content.int.iter().chain(&content.loc).flat_map(postal_words));
    words.extend(contact.statuses.iter().map(|status| (STATUS, status.as_str())));
    let row = |(kind, word): (i16, &str)| ContactWord {
        contact_id: id,
        kind,
        word: word.to_owned(),
        folded: folded(word),
        sponsor_id: contact.sponsor.0,
    };
    words.into_iter().map(row).collect()
}
