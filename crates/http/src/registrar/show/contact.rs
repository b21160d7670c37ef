//! A contact (section 6).

use domesday_app::contacts::ContactInfo;
use domesday_domain::contact::{Contact, Postal, PostalAddress, PostalForm};
use domesday_domain::word::Word;
use serde_json::{Map, Value, json};

use super::super::answer::{second, second_if};

/// `info` of a contact.
pub(in super::super) fn contact(info: &ContactInfo) -> Value {
    let Contact { id, content, created, updated, .. } = &info.contact;
    let forms = [(PostalForm::Int, &content.int), (PostalForm::Loc, &content.loc)];
    let present = forms.into_iter().filter_map(|(form, held)| Some((form.as_str().to_owned(), postal(held.as_ref()?))));
    json!({
        "id": id.as_str(),
        "roid": info.roid.0,
        "status": info.statuses,
        "voice": content.voice.as_ref().map(ToString::to_string),
        "fax": content.fax.as_ref().map(ToString::to_string),
        "email": content.email.as_str(),
        "postalInfo": present.collect::<Map<_, _>>(),
        "disclose": content.disclose.iter().map(|field| field.as_str()).collect::<Vec<_>>(),
        "clID": info.sponsor.as_str(),
        "crID": info.created_by.as_str(),
        "crDate": second(*created),
        "upID": info.updated_by.as_ref().map(ToString::to_string),
        "upDate": second_if(*updated),
    })
}

/// A name and an address: every key is there, null when unset.
pub(in super::super) fn postal(postal: &Postal) -> Value {
    let Postal { name, organization, address } = postal;
    let PostalAddress { street, city, province, postal_code, country } = address;
    json!({
        "name": name,
        "org": organization,
        "addr": {
            "street": street,
            "city": city,
            "sp": province,
            "pc": postal_code,
            "cc": country.map(|country| country.to_string()),
        },
    })
}
