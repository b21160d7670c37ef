//! What a contact says.

use domesday_domain::contact::{ContactContent, ContactEmail, ContactField, Country, Phone, Postal, PostalAddress};
use domesday_domain::word::Word;
use serde::{Deserialize, Serialize};

use super::{Unreadable, read, word, written};

#[derive(Serialize, Deserialize)]
struct Wire {
    voice: Option<String>,
    fax: Option<String>,
    email: String,
    int: Option<PostalWire>,
    loc: Option<PostalWire>,
    disclose: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct PostalWire {
    name: Option<String>,
    org: Option<String>,
    street: Vec<String>,
    city: Option<String>,
    sp: Option<String>,
    pc: Option<String>,
    cc: Option<String>,
}

impl PostalWire {
    fn of(postal: &Postal) -> Self {
        let Postal { name, organization, address } = postal.clone();
        let PostalAddress { street, city, province, postal_code, country } = address;
        let cc = country.map(|country| country.as_str().to_owned());
        Self { name, org: organization, street, city, sp: province, pc: postal_code, cc }
    }

    fn into_postal(self) -> Result<Postal, Unreadable> {
        let Self { name, org, street, city, sp, pc, cc } = self;
        let country = cc.map(|code| word(&code, "country", |code| Country::parse(code).ok())).transpose()?;
        let address = PostalAddress { street, city, province: sp, postal_code: pc, country };
        Ok(Postal { name, organization: org, address })
    }
}

/// What a contact says as a document.
pub(crate) fn contact_document(content: &ContactContent) -> Result<String, Unreadable> {
    let phone = |phone: &Option<Phone>| phone.as_ref().map(|phone| phone.as_str().to_owned());
    written(&Wire {
        voice: phone(&content.voice),
        fax: phone(&content.fax),
        email: content.email.as_str().to_owned(),
        int: content.int.as_ref().map(PostalWire::of),
        loc: content.loc.as_ref().map(PostalWire::of),
        disclose: content.disclose.iter().map(|field| field.as_str().to_owned()).collect(),
    })
}

/// What the contact of a document says.
pub(crate) fn contact_content(document: &str) -> Result<ContactContent, Unreadable> {
    let Wire { voice, fax, email, int, loc, disclose } = read(document)?;
    Ok(ContactContent {
        voice: voice.map(Phone::from_stored),
        fax: fax.map(Phone::from_stored),
        email: ContactEmail::from_stored(email),
        int: int.map(PostalWire::into_postal).transpose()?,
        loc: loc.map(PostalWire::into_postal).transpose()?,
        disclose: disclose.iter().map(|text| word(text, "field", ContactField::parse)).collect::<Result<_, _>>()?,
    })
}
