//! What somebody sent about a contact, and how it becomes a content, or a change of one (rules C2, C3, C4).
//!
//! `None` is "not given" and leaves a member as it is; a text without anything but blanks is "none": on its own as if it were not
//! given, over a content it clears the member. An address replaces the address that was there as a whole, so an empty one clears it.

use super::postal::{LONGEST_LINE, LONGEST_POSTAL_CODE, MOST_STREET_LINES, Postal, PostalAddress, PostalForm};
use super::{ContactContent, ContactEmail, ContactField, ContactProblem, Country, Phone};
use crate::fault::{Fault, below, excerpt, settle};
use crate::word::Word;

/// A contact as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactDraft {
    /// The telephone.
    pub voice: Option<String>,
    /// The fax.
    pub fax: Option<String>,
    /// The mail address.
    pub email: Option<String>,
    /// Name and address in ASCII.
    pub int: Option<PostalDraft>,
    /// Name and address in any script.
    pub loc: Option<PostalDraft>,
    /// What may be shown to everybody; an empty list clears.
    pub disclose: Option<Vec<String>>,
}

/// One of the two forms as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostalDraft {
    /// The person or role.
    pub name: Option<String>,
    /// The organisation.
    pub organization: Option<String>,
    /// Where they are.
    pub address: Option<AddressDraft>,
}

/// An address as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressDraft {
    /// Lines; absent and empty ones are dropped.
    pub street: Vec<Option<String>>,
    /// The city.
    pub city: Option<String>,
    /// The state or province.
    pub province: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The country.
    pub country: Option<String>,
}

impl PostalDraft {
    /// The draft that clears every member of a form.
    pub fn cleared() -> Self {
        let none = Some(String::new());
        Self { name: none.clone(), organization: none, address: Some(AddressDraft::default()) }
    }
}

impl ContactDraft {
    /// Reads a new contact. `place` is where the draft stands, `""` for the body itself.
    ///
    /// # Errors
    /// All its faults.
    pub fn read(&self, place: &str) -> Result<ContactContent, Vec<Fault>> {
        self.read_from(None, place)
    }

    /// Whether nothing is asked for: as a change it leaves every member as it is.
    pub fn is_empty(&self) -> bool {
        let says_nothing =
            |form: &Option<PostalDraft>| form.as_ref().is_none_or(|form| *form == PostalDraft::default());
        let Self { voice, fax, email, int, loc, disclose } = self;
        [voice, fax, email].into_iter().all(Option::is_none)
            && says_nothing(int)
            && says_nothing(loc)
            && disclose.is_none()
    }

    /// What is wrong with a change whatever it is a change of. That it leaves no name is told only where it clears both.
    pub fn faults(&self, place: &str) -> Vec<Fault> {
        let named = || Some(Postal { name: Some("any".into()), ..Postal::default() });
        let any = ContactContent {
            voice: None,
            fax: None,
            email: ContactEmail::from_stored("any@example".into()),
            int: named(),
            loc: named(),
            disclose: Vec::new(),
        };
        self.read_over(&any, place).err().unwrap_or_default()
    }

    /// Reads a change of a contact (rule C4). If it changes nothing the content comes back equal.
    ///
    /// # Errors
    /// All its faults.
    pub fn read_over(&self, present: &ContactContent, place: &str) -> Result<ContactContent, Vec<Fault>> {
        self.read_from(Some(present), place)
    }

    fn read_from(&self, present: Option<&ContactContent>, place: &str) -> Result<ContactContent, Vec<Fault>> {
        let mut reading = Reading::default();
        let before = |member: fn(&ContactContent) -> Option<Phone>| present.and_then(member);
        let voice = reading.text(below(place, "voice"), self.voice.as_ref(), before(|c| c.voice.clone()), Phone::parse);
        let fax = reading.text(below(place, "fax"), self.fax.as_ref(), before(|c| c.fax.clone()), Phone::parse);
        let email_before = present.map(|content| content.email.clone());
        let email =
            reading.required(below(place, "email"), self.email.as_ref(), email_before, "a contact has a mail address");
        let forms = below(place, "postalInfo");
        let int_before = present.and_then(|content| content.int.as_ref());
        let loc_before = present.and_then(|content| content.loc.as_ref());
        let int = reading.postal(&forms, PostalForm::Int, self.int.as_ref(), int_before);
        let loc = reading.postal(&forms, PostalForm::Loc, self.loc.as_ref(), loc_before);
        if !reading.name_seen {
            let place = below(&below(&forms, "int"), "name");
            reading.faults.push(Fault::missing(place, "a contact has a name, in `int` or in `loc`"));
        }
        let disclose_before = present.map(|content| content.disclose.clone()).unwrap_or_default();
        let disclose = reading.disclose(&below(place, "disclose"), self.disclose.as_deref(), disclose_before);
        settle(email.map(|email| ContactContent { voice, fax, email, int, loc, disclose }), reading.faults)
    }
}

/// A reading under way.
#[derive(Default)]
struct Reading {
    faults: Vec<Fault>,
    /// Either form has a name, be it a wrong one: then none is missing.
    name_seen: bool,
}

impl Reading {
    fn wrong(&mut self, place: String, problem: &ContactProblem) {
        self.faults.push(Fault::malformed(place, problem.code(), problem.to_string()));
    }

    /// A text read; what was there before if it is not given, nothing if it is empty or wrong.
    fn text<T>(
        &mut self,
        place: String,
        given: Option<&String>,
        before: Option<T>,
        parse: impl Fn(&str) -> Result<T, ContactProblem>,
    ) -> Option<T> {
        match given {
            None => before,
            Some(text) if is_blank(text) => None,
            Some(text) => parse(text).map_err(|problem| self.wrong(place, &problem)).ok(),
        }
    }

    fn required(
        &mut self,
        place: String,
        given: Option<&String>,
        before: Option<ContactEmail>,
        why: &str,
    ) -> Option<ContactEmail> {
        let known = self.faults.len();
        let email = self.text(place.clone(), given, before, ContactEmail::parse);
        if email.is_none() && self.faults.len() == known {
            self.faults.push(Fault::missing(place, why));
        }
        email
    }

    fn postal(
        &mut self,
        place: &str,
        form: PostalForm,
        given: Option<&PostalDraft>,
        before: Option<&Postal>,
    ) -> Option<Postal> {
        let place = below(place, form.as_str());
        let mut postal = before.cloned().unwrap_or_default();
        let line = |text: &str| form.check(text, LONGEST_LINE).map(|()| text.to_owned());
        let known = self.faults.len();
        if let Some(given) = given {
            postal.name = self.text(below(&place, "name"), given.name.as_ref(), postal.name, line);
            self.name_seen |= self.faults.len() > known;
            let organization = given.organization.as_ref();
            postal.organization = self.text(below(&place, "org"), organization, postal.organization, line);
            if let Some(address) = &given.address {
                postal.address = self.address(&below(&place, "addr"), form, address);
            }
        }
        self.name_seen |= postal.name.is_some();
        (!postal.is_empty()).then_some(postal)
    }

    fn address(&mut self, place: &str, form: PostalForm, given: &AddressDraft) -> PostalAddress {
        let check = |most| move |text: &str| form.check(text, most).map(|()| text.to_owned());
        let line = check(LONGEST_LINE);
        let lines = given.street.iter().enumerate();
        let lines: Vec<_> = lines.filter(|(_, text)| text.as_ref().is_some_and(|text| !is_blank(text))).collect();
        let street_place = below(place, "street");
        if lines.len() > MOST_STREET_LINES {
            self.wrong(street_place.clone(), &ContactProblem::TooManyLines);
        }
        // One line beyond the last is looked at no more: a street of a million lines is one fault, not a million.
        let lines = lines.into_iter().take(MOST_STREET_LINES);
        let street =
            lines.filter_map(|(at, text)| self.text(below(&street_place, at), text.as_ref(), None, line)).collect();
        PostalAddress {
            street,
            city: self.text(below(place, "city"), given.city.as_ref(), None, line),
            province: self.text(below(place, "sp"), given.province.as_ref(), None, line),
            postal_code: self.text(below(place, "pc"), given.postal_code.as_ref(), None, check(LONGEST_POSTAL_CODE)),
            country: self.text(below(place, "cc"), given.country.as_ref(), None, Country::parse),
        }
    }

    fn disclose(&mut self, place: &str, given: Option<&[String]>, before: Vec<ContactField>) -> Vec<ContactField> {
        let Some(given) = given else { return before };
        let mut fields = Vec::new();
        for (at, word) in given.iter().enumerate() {
            match ContactField::parse(word) {
                Some(field) => fields.push(field),
                None => {
                    let problem = ContactProblem::Disclose(ContactField::words());
                    let detail = format!("{:?}: {problem}", excerpt(word));
                    self.faults.push(Fault::malformed(below(place, at), problem.code(), detail));
                }
            }
        }
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}

/// Nothing but blanks is nothing.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|octet| octet == b' ')
}
