//! Contacts: the people and organisations behind domains, as their registrar describes them (`registrar.md` section 6, C1–C6).
//!
//! A [`ContactDraft`] is what somebody sent; [`ContactContent`] is what a contact says, valid by its making. One draft serves twice: read
//! on its own it makes a contact, read over a content it is a change of it (rule C4). Either way all its faults are told at once.
//!
//! ```
//! use domesday_domain::contact::{ContactDraft, PostalDraft};
//!
//! let text = |text: &str| Some(text.to_owned());
//! let int = PostalDraft { name: text("Ann Smith"), ..PostalDraft::default() };
//! let draft = ContactDraft { email: text("ann@example.org"), int: Some(int), ..ContactDraft::default() };
//! let ann = draft.read("").unwrap();
//! assert_eq!(ann.email.as_str(), "ann@example.org");
//!
//! let change = ContactDraft { voice: text("001 5551234"), email: text(""), ..ContactDraft::default() };
//! let faults = change.read_over(&ann, "/chg").unwrap_err();
//! let told: Vec<_> = faults.iter().map(|fault| (fault.place.as_str(), fault.code)).collect();
//! assert_eq!(told, [("/chg/voice", "phone"), ("/chg/email", "required")]);
//! ```

mod country;
mod disclosure;
mod draft;
mod id;
mod postal;
mod public;
mod reach;
mod role;

pub use country::Country;
pub use disclosure::{ContactField, PublicField, is_shown};
pub use draft::{AddressDraft, ContactDraft, PostalDraft};
pub use id::{ContactId, ContactIdProblem};
pub use postal::{LONGEST_LINE, LONGEST_POSTAL_CODE, MOST_STREET_LINES, Postal, PostalAddress, PostalForm};
pub use public::{Part, PublicContact};
pub use reach::{ContactEmail, Phone};
pub use role::ContactRole;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::account::AccountId;
use crate::history::Value;
use crate::prohibition::Prohibition;
use crate::registration::{ContactNumber, Roid};
use crate::word::Word;

/// What is wrong with one value of a contact.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactProblem {
    /// More characters than it may have.
    #[error("it has more than {0} characters")]
    TooLong(usize),
    /// A character outside printable ASCII in the international form.
    #[error("the international form is printable ASCII; other characters belong in `loc`")]
    NotAscii,
    /// A control character, or one that breaks lines.
    #[error("it has a control character")]
    ControlCharacter,
    /// Not in Unicode's normalisation form C.
    #[error("it is not in Unicode normalisation form C")]
    NotNormal,
    /// More street lines than there may be.
    #[error("an address has at most {MOST_STREET_LINES} street lines")]
    TooManyLines,
    /// No telephone number.
    #[error("a number is `+`, 1 to 3 digits, `.`, 1 to 14 digits, and perhaps `x` and 1 to 10 digits")]
    Phone,
    /// No mail address.
    #[error("a mail address has one `@` with something on both sides, no blanks, and at most 254 octets")]
    Email,
    /// No country.
    #[error("it is not a country code of ISO 3166-1 alpha-2")]
    Country,
    /// Nothing that a contact can disclose.
    #[error("a contact discloses any of {0}")]
    Disclose(String),
}

impl ContactProblem {
    /// The word clients see.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong(_) => "too-long",
            Self::NotAscii => "not-ascii",
            Self::ControlCharacter => "control-character",
            Self::NotNormal => "not-nfc",
            Self::TooManyLines => "too-many-lines",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Country => "country",
            Self::Disclose(_) => "disclose",
        }
    }
}

/// A contact as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its number; 0 before it is stored.
    pub number: ContactNumber,
    /// What it is called.
    pub id: ContactId,
    /// Whose it is.
    pub sponsor: AccountId,
    /// Who made it.
    pub created_by: AccountId,
    /// When.
    pub created: DateTime<Utc>,
    /// Who changed it last; none until the first change.
    pub updated_by: Option<AccountId>,
    /// When.
    pub updated: Option<DateTime<Utc>>,
    /// What of it is forbidden for the time being.
    pub statuses: BTreeSet<Prohibition>,
    /// What it says.
    pub content: ContactContent,
    /// One more with each change.
    pub revision: i64,
}

/// A member that differs between two states: its name, what it was, what it became.
pub type Difference = (&'static str, Value, Value);

impl Contact {
    /// Its handle.
    pub fn roid(&self) -> Roid {
        Roid::numbered('C', self.number.0)
    }

    /// The members that differ between two states of a contact, or that it had, or has, beside none. What is not set is null.
    pub fn differences(before: Option<&Self>, after: Option<&Self>) -> Vec<Difference> {
        let sides = [before, after].map(|contact| contact.map(Self::members));
        let null = |members: &[(&'static str, Value)]| members.iter().map(|(name, _)| (*name, Value::Null)).collect();
        let (before, after) = match sides {
            [Some(before), Some(after)] => (before, after),
            [Some(before), None] => (before.clone(), null(&before)),
            [None, Some(after)] => (null(&after), after),
            [None, None] => return Vec::new(),
        };
        let both = before.into_iter().zip(after).map(|((member, from), (_, to))| (member, from, to));
        both.filter(|(_, from, to)| from != to && !(is_unset(from) && is_unset(to))).collect()
    }

    fn members(&self) -> Vec<(&'static str, Value)> {
        let statuses = self.statuses.iter().map(|status| status.as_str().to_owned()).collect();
        [("status", Value::List(statuses))].into_iter().chain(self.content.members()).collect()
    }
}

/// An empty list is as good as nothing.
fn is_unset(value: &Value) -> bool {
    matches!(value, Value::Null) || matches!(value, Value::List(list) if list.is_empty())
}

/// What a contact says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactContent {
    /// The telephone.
    pub voice: Option<Phone>,
    /// The fax.
    pub fax: Option<Phone>,
    /// The mail address; always there (rule C2).
    pub email: ContactEmail,
    /// Name and address in ASCII.
    pub int: Option<Postal>,
    /// Name and address in any script. This or `int` has a name.
    pub loc: Option<Postal>,
    /// What may be shown to everybody beyond the TLD's policy, in the order of [`ContactField`], none twice (rule C6).
    pub disclose: Vec<ContactField>,
}

impl ContactContent {
    /// The members, for the history and for comparing two states.
    pub fn members(&self) -> Vec<(&'static str, Value)> {
        let phone = |phone: &Option<Phone>| phone.as_ref().map_or(Value::Null, |phone| Value::Text(phone.to_string()));
        let mut members = vec![
            ("voice", phone(&self.voice)),
            ("fax", phone(&self.fax)),
            ("email", Value::Text(self.email.as_str().to_owned())),
        ];
        for (form, postal) in [(PostalForm::Int, &self.int), (PostalForm::Loc, &self.loc)] {
            members.extend(postal::members(form, postal.as_ref()));
        }
        let disclosed = self.disclose.iter().map(|field| field.as_str().to_owned()).collect();
        members.push(("disclose", Value::List(disclosed)));
        members
    }

    /// The members that differ: their names, what they were and what they became. None of them: nothing is to be written (rule C4).
    pub fn differences(&self, after: &Self) -> Vec<(&'static str, Value, Value)> {
        let both = self.members().into_iter().zip(after.members());
        both.filter(|((_, from), (_, to))| from != to).map(|((member, from), (_, to))| (member, from, to)).collect()
    }
}

#[cfg(test)]
mod tests;
