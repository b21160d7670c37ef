//! What everybody may see of a contact: each part of it shown, hidden or not there, decided once for every face that shows it
//! (rules C6, R10).
//!
//! A contact may be seen under several policies at once, since domains below several TLDs may name it: then each of them has to allow what
//! is shown. What the contact itself discloses is shown under any.
//!
//! ```
//! use domesday_domain::contact::{ContactDraft, Part, PostalDraft, PublicContact, PublicField};
//!
//! let int = PostalDraft { name: Some("Ann Smith".into()), organization: Some("Acme".into()), ..PostalDraft::default() };
//! let draft = ContactDraft { email: Some("ann@example.org".into()), int: Some(int), ..ContactDraft::default() };
//! let ann = draft.read("").unwrap();
//! let shown = PublicContact::of(&ann, &[&[PublicField::Org]]);
//! assert_eq!((shown.name, shown.organization, shown.fax), (Part::Hidden, Part::Shown("Acme"), Part::Absent));
//! ```

use super::{ContactContent, ContactField, Country, Phone, Postal, PostalAddress, PublicField, is_shown};

/// A part of a contact, as everybody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<T> {
    /// The contact does not say.
    Absent,
    /// The contact says it, and it is not for everybody.
    Hidden,
    /// What it says.
    Shown(T),
}

impl<T> Part<T> {
    /// What is shown.
    pub fn shown(self) -> Option<T> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Absent | Self::Hidden => None,
        }
    }

    /// Whether there is something that is not shown.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden)
    }

    /// Whether something is shown.
    pub fn is_shown(&self) -> bool {
        matches!(self, Self::Shown(_))
    }
}

/// A contact, part by part. Name and organisation are those of `int`, or else of `loc`; the address is that of `int` if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicContact<'a> {
    /// The name.
    pub name: Part<&'a str>,
    /// The organisation.
    pub organization: Part<&'a str>,
    /// The lines of the street.
    pub street: Part<&'a [String]>,
    /// The city.
    pub city: Part<&'a str>,
    /// The state or province.
    pub province: Part<&'a str>,
    /// The postal code.
    pub postal_code: Part<&'a str>,
    /// The country.
    pub country: Part<Country>,
    /// The telephone.
    pub voice: Part<&'a str>,
    /// The fax.
    pub fax: Part<&'a str>,
    /// The mail address.
    pub email: Part<&'a str>,
}

impl<'a> PublicContact<'a> {
    /// What is shown of a contact under these policies' `disclose`; under none, what it discloses itself.
    pub fn of(content: &'a ContactContent, policies: &[&[PublicField]]) -> Self {
        let decide = Decision { own: &content.disclose, policies };
        let forms = [content.int.as_ref(), content.loc.as_ref()];
        let text =
            |field, of: fn(&'a Postal) -> Option<&'a str>| decide.part(field, forms.into_iter().flatten().find_map(of));
        let address = forms.into_iter().flatten().map(|form| &form.address).find(|address| **address != EMPTY);
        let line = |field, of: fn(&'a PostalAddress) -> Option<&'a str>| decide.part(field, address.and_then(of));
        let street = address.map(|address| address.street.as_slice()).filter(|street| !street.is_empty());
        Self {
            name: text(PublicField::Name, |form| form.name.as_deref()),
            organization: text(PublicField::Org, |form| form.organization.as_deref()),
            street: decide.part(PublicField::Street, street),
            city: line(PublicField::City, |address| address.city.as_deref()),
            province: line(PublicField::Province, |address| address.province.as_deref()),
            postal_code: line(PublicField::PostalCode, |address| address.postal_code.as_deref()),
            country: decide.part(PublicField::Country, address.and_then(|address| address.country)),
            voice: decide.part(PublicField::Voice, content.voice.as_ref().map(Phone::as_str)),
            fax: decide.part(PublicField::Fax, content.fax.as_ref().map(Phone::as_str)),
            email: decide.part(PublicField::Email, Some(content.email.as_str())),
        }
    }

    /// Whether everything that the contact says in a field is shown, and it says something: only then may be told what is known of the
    /// field as a whole, such as that it is attested (`attestations.md` P2).
    pub fn shows_all_of(&self, field: ContactField) -> bool {
        match field {
            ContactField::Name => self.name.is_shown(),
            ContactField::Org => self.organization.is_shown(),
            ContactField::Voice => self.voice.is_shown(),
            ContactField::Fax => self.fax.is_shown(),
            ContactField::Email => self.email.is_shown(),
            ContactField::Addr => !self.hides_of_address() && self.shows_of_address(),
        }
    }

    /// Whether any part of the address is shown.
    pub fn shows_of_address(&self) -> bool {
        let lines = [&self.city, &self.province, &self.postal_code];
        self.street.is_shown() || self.country.is_shown() || lines.into_iter().any(Part::is_shown)
    }

    fn hides_of_address(&self) -> bool {
        let lines = [&self.city, &self.province, &self.postal_code];
        self.street.is_hidden() || self.country.is_hidden() || lines.into_iter().any(Part::is_hidden)
    }
}

/// An address that says nothing.
const EMPTY: PostalAddress =
    PostalAddress { street: Vec::new(), city: None, province: None, postal_code: None, country: None };

/// By what is decided.
struct Decision<'a> {
    own: &'a [ContactField],
    policies: &'a [&'a [PublicField]],
}

impl Decision<'_> {
    fn part<T>(&self, field: PublicField, value: Option<T>) -> Part<T> {
        let by_policies = || !self.policies.is_empty() && self.policies.iter().all(|by| is_shown(field, by, &[]));
        match value {
            None => Part::Absent,
            Some(value) if is_shown(field, &[], self.own) || by_policies() => Part::Shown(value),
            Some(_) => Part::Hidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AddressDraft, ContactDraft, PostalDraft};
    use super::*;
    use crate::word::Word;

    fn whole(disclose: &[ContactField]) -> ContactContent {
        let text = |text: &str| Some(text.to_owned());
        let address = AddressDraft {
            street: vec![Some("1 Street".into())],
            city: text("Town"),
            province: text("Shire"),
            postal_code: text("12345"),
            country: text("DE"),
        };
        let int = PostalDraft { name: text("Ann"), organization: text("Acme"), address: Some(address) };
        let draft = ContactDraft {
            email: text("ann@example.org"),
            voice: text("+49.30"),
            fax: text("+49.31"),
            int: Some(int),
            ..ContactDraft::default()
        };
        ContactContent { disclose: disclose.to_vec(), ..draft.read("").unwrap() }
    }

    /// Each part with the field that decides on it, and whether it is shown.
    fn shown(contact: &PublicContact<'_>) -> Vec<(PublicField, bool)> {
        vec![
            (PublicField::Name, contact.name.is_shown()),
            (PublicField::Org, contact.organization.is_shown()),
            (PublicField::Street, contact.street.is_shown()),
            (PublicField::City, contact.city.is_shown()),
            (PublicField::Province, contact.province.is_shown()),
            (PublicField::PostalCode, contact.postal_code.is_shown()),
            (PublicField::Country, contact.country.is_shown()),
            (PublicField::Voice, contact.voice.is_shown()),
            (PublicField::Fax, contact.fax.is_shown()),
            (PublicField::Email, contact.email.is_shown()),
        ]
    }

    #[test]
    fn c6_r10_every_part_follows_its_own_field_by_policy_and_by_contact() {
        for field in PublicField::ALL {
            let content = whole(&[]);
            for (part, is_there) in shown(&PublicContact::of(&content, &[&[*field]])) {
                let expected = part == *field || *field == PublicField::Addr && part.of() == ContactField::Addr;
                assert_eq!(is_there, expected, "{} under {}", part.as_str(), field.as_str());
            }
        }
        for own in ContactField::ALL {
            let content = whole(&[*own]);
            for (part, is_there) in shown(&PublicContact::of(&content, &[])) {
                assert_eq!(is_there, part.of() == *own, "{} with {}", part.as_str(), own.as_str());
            }
        }
    }

    #[test]
    fn r10_under_several_policies_each_has_to_allow_it() {
        let content = whole(&[ContactField::Fax]);
        let (one, other) = ([PublicField::Org, PublicField::Email], [PublicField::Addr, PublicField::Org]);
        let of = |policies: &[&[PublicField]]| {
            let shown = shown(&PublicContact::of(&content, policies)).into_iter();
            shown.filter_map(|(field, is_there)| is_there.then_some(field.as_str())).collect::<Vec<_>>()
        };
        assert_eq!(of(&[&one]), ["org", "fax", "email"]);
        assert_eq!(of(&[&one, &other]), ["org", "fax"]);
        assert_eq!(of(&[&one, &[]]), ["fax"]);
        assert_eq!(of(&[]), ["fax"]);
    }

    #[test]
    fn p2_a_field_is_shown_whole_only_if_nothing_of_it_is_hidden() {
        let content = whole(&[]);
        let some = PublicContact::of(&content, &[&[PublicField::Country, PublicField::City]]);
        assert!(some.shows_of_address() && !some.shows_all_of(ContactField::Addr));
        let all = PublicContact::of(&content, &[&[PublicField::Addr]]);
        assert!(all.shows_all_of(ContactField::Addr) && !all.shows_all_of(ContactField::Name));
        let mut bare = content.clone();
        bare.fax = None;
        assert!(!PublicContact::of(&bare, &[&[PublicField::Fax]]).shows_all_of(ContactField::Fax), "nothing is said");
    }

    #[test]
    fn what_one_form_does_not_say_the_other_says() {
        let mut content = whole(&[ContactField::Name, ContactField::Org, ContactField::Addr]);
        let mut loc = content.int.clone().unwrap();
        loc.name = Some("Änne".into());
        loc.address.city = Some("Köln".into());
        content.loc = Some(loc);
        let public = PublicContact::of(&content, &[]);
        assert_eq!((public.name, public.city), (Part::Shown("Ann"), Part::Shown("Town")));
        content.int = content.int.map(|int| Postal { name: None, address: EMPTY, ..int });
        let public = PublicContact::of(&content, &[]);
        assert_eq!((public.name, public.city), (Part::Shown("Änne"), Part::Shown("Köln")));
    }
}
