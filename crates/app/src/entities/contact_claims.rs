//! What a contact says, as claims: the members that can be attested, as JSON (`attestations.md` N1).
//!
//! Name, organisation and address are objects of the forms in which they are given, each attested as a whole. What is unset is left out,
//! and a claim of which nothing is left has no value.

use domesday_domain::contact::{ContactContent, Postal, PostalAddress, PostalForm};
use domesday_domain::entity::ClaimName;
use serde_json::{Map, Value, json};

/// The claims of a contact that have a value, in the order of their declarations.
pub(crate) fn claims_of(contact: &ContactContent) -> Vec<(ClaimName, Value)> {
    let text = |text: Option<String>| text.map(Value::from);
    let claims = [
        ("name", forms(contact, |postal| text(postal.name.clone()))),
        ("org", forms(contact, |postal| text(postal.organization.clone()))),
        ("addr", forms(contact, |postal| address(&postal.address))),
        ("email", text(Some(contact.email.as_str().to_owned()))),
        ("voice", text(contact.voice.as_ref().map(ToString::to_string))),
        ("fax", text(contact.fax.as_ref().map(ToString::to_string))),
    ];
    let valued = claims.into_iter().filter_map(|(name, value)| Some((name, value?)));
    valued.map(|(name, value)| (ClaimName::from_stored(name.to_owned()), value)).collect()
}

/// The claims whose value differs, or is gone: which, and whether it is gone (rule E7). A claim that got a value is not among them.
pub(crate) fn changed_claims(before: &ContactContent, after: &ContactContent) -> Vec<(ClaimName, bool)> {
    let after = claims_of(after);
    let changed = claims_of(before).into_iter().filter_map(|(claim, value)| {
        let now = after.iter().find(|(name, _)| *name == claim).map(|(_, value)| value);
        (now != Some(&value)).then_some((claim, now.is_none()))
    });
    changed.collect()
}

/// One thing in the forms that have it.
fn forms(contact: &ContactContent, of: impl Fn(&Postal) -> Option<Value>) -> Option<Value> {
    let forms = [(PostalForm::Int, &contact.int), (PostalForm::Loc, &contact.loc)];
    let given = forms.into_iter().filter_map(|(form, postal)| Some((form.as_str().to_owned(), of(postal.as_ref()?)?)));
    whole(given.collect())
}

fn address(address: &PostalAddress) -> Option<Value> {
    let PostalAddress { street, city, province, postal_code, country } = address;
    let members = [
        ("street", (!street.is_empty()).then(|| json!(street))),
        ("city", city.as_ref().map(|city| json!(city))),
        ("sp", province.as_ref().map(|province| json!(province))),
        ("pc", postal_code.as_ref().map(|code| json!(code))),
        ("cc", country.map(|country| json!(country.as_str()))),
    ];
    whole(members.into_iter().filter_map(|(member, value)| Some((member.to_owned(), value?))).collect())
}

fn whole(members: Map<String, Value>) -> Option<Value> {
    (!members.is_empty()).then_some(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use domesday_domain::contact::{ContactEmail, Country};

    use super::*;

    fn ann() -> ContactContent {
        let text = |text: &str| Some(text.to_owned());
        let address = PostalAddress {
            street: vec!["1 High Street".into()],
            city: text("London"),
            country: Country::parse("gb").ok(),
            ..PostalAddress::default()
        };
        let int = Postal { name: text("Ann Smith"), address, ..Postal::default() };
        let loc = Postal { name: text("Änn Smith"), organization: text("Ä"), ..Postal::default() };
        let email = ContactEmail::parse("ann@example.org").unwrap();
        ContactContent { voice: None, fax: None, email, int: Some(int), loc: Some(loc), disclose: Vec::new() }
    }

    #[test]
    fn n1_a_contacts_claims_are_what_it_says_without_what_it_does_not() {
        let claims: Map<String, Value> =
            claims_of(&ann()).into_iter().map(|(claim, value)| (claim.to_string(), value)).collect();
        let expected = json!({
            "name": {"int": "Ann Smith", "loc": "Änn Smith"},
            "org": {"loc": "Ä"},
            "addr": {"int": {"street": ["1 High Street"], "city": "London", "cc": "GB"}},
            "email": "ann@example.org",
        });
        assert_eq!(Value::Object(claims), expected);
    }

    #[test]
    fn e7_what_changed_or_went_is_told_and_what_came_is_not() {
        let before = ann();
        assert_eq!(changed_claims(&before, &before), []);
        let mut after = before.clone();
        after.voice = domesday_domain::contact::Phone::parse("+1.5551234").ok();
        after.loc = None;
        after.email = ContactEmail::parse("Ann@example.org").unwrap();
        let named = |name: &str| ClaimName::from_stored(name.to_owned());
        let expected = [(named("name"), false), (named("org"), true), (named("email"), false)];
        assert_eq!(changed_claims(&before, &after), expected);
    }
}
