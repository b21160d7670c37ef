//! What values a claim takes: the types that a kind declares (rule K1).
//!
//! A type is written as JSON: a word, an object of members with their types (optional ones with a `?` behind the name), or an array with
//! the type of its elements. Details of what is wrong with a value never repeat it, nor names of members that only it has (rule P3).
//!
//! ```
//! use domesday_domain::entity::ClaimType;
//! use serde_json::json;
//!
//! let phone = ClaimType::read(&json!({"country": "string", "number": "integer", "ext?": "string"})).unwrap();
//! assert!(phone.check(&json!({"country": "GB", "number": 2079460000})).is_ok());
//! let wrong = phone.check(&json!({"country": 44, "extension": "7"})).unwrap_err();
//! let places: Vec<_> = wrong.iter().map(|(place, _)| place.as_str()).collect();
//! assert_eq!(places, [".country", ".number", ""]);
//! ```

mod check;
mod format;
mod read;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

pub use read::TypeFault;

/// The most arrays and objects in one another, of a type and of a value.
pub const MOST_LEVELS: usize = 32;

/// The most octets of a value, and of what a type is written as, in canonical form.
pub const MOST_OCTETS: usize = 8 << 10;

/// The type of a claim's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimType {
    /// A string.
    String,
    /// A number.
    Number,
    /// An integer within ±(2^53-1).
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A string that is a day of the calendar: `full-date` of RFC 3339.
    Date,
    /// A string that is an instant with an offset: `date-time` of RFC 3339, the offset also as `+1200`.
    DateTime,
    /// A string that is a mail address, by the rules for a contact's.
    Email,
    /// A string that is an absolute URL of any scheme, with a host.
    Url,
    /// Anything; null too, but for the whole value.
    Any,
    /// An object with these members and no others.
    Object(BTreeMap<String, MemberType>),
    /// An array of any length.
    Array(Box<ClaimType>),
}

/// What an object has by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberType {
    /// Whether an object may be without it.
    pub optional: bool,
    /// The type of its value.
    pub value: ClaimType,
}

impl ClaimType {
    /// The types that are written as a word, in the order in which they are told.
    const WORDS: [(&'static str, ClaimType); 9] = [
        ("string", ClaimType::String),
        ("number", ClaimType::Number),
        ("integer", ClaimType::Integer),
        ("boolean", ClaimType::Boolean),
        ("date", ClaimType::Date),
        ("date-time", ClaimType::DateTime),
        ("email", ClaimType::Email),
        ("url", ClaimType::Url),
        ("any", ClaimType::Any),
    ];

    /// An object's type, from its members as they are declared: `ext?` is an optional `ext`.
    pub fn object<const N: usize>(members: [(&str, ClaimType); N]) -> Self {
        let named = |(declared, value): (&str, ClaimType)| {
            let (name, optional) = read::member_name(declared);
            (name.to_owned(), MemberType { optional, value })
        };
        Self::Object(members.into_iter().map(named).collect())
    }

    /// An array's type, from that of its elements.
    pub fn array(element: ClaimType) -> Self {
        Self::Array(Box::new(element))
    }

    /// As it is declared; [`ClaimType::read`] reads it.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Object(members) => {
                let declared = |(name, member): (&String, &MemberType)| {
                    let mark = if member.optional { "?" } else { "" };
                    (format!("{name}{mark}"), member.value.to_json())
                };
                Value::Object(members.iter().map(declared).collect::<Map<_, _>>())
            }
            Self::Array(element) => Value::Array(vec![element.to_json()]),
            word => Self::WORDS.iter().find(|(_, known)| known == word).map_or(Value::Null, |(text, _)| (*text).into()),
        }
    }

    /// Whether every value of this type is also of the other, in one of the ways in which a declaration may change (rule K4): nothing
    /// changes; `integer` becomes `number`, a format `string`, anything `any`; a member is added as optional, or becomes optional; or one of
    /// these within.
    pub fn is_widened_by(&self, other: &ClaimType) -> bool {
        match (self, other) {
            (_, Self::Any)
            | (Self::Integer, Self::Number)
            | (Self::Date | Self::DateTime | Self::Email | Self::Url, Self::String) => true,
            (Self::Array(from), Self::Array(to)) => from.is_widened_by(to),
            (Self::Object(from), Self::Object(to)) => {
                let stays = |(name, member): (&String, &MemberType)| {
                    to.get(name)
                        .is_some_and(|to| (to.optional || !member.optional) && member.value.is_widened_by(&to.value))
                };
                from.iter().all(stays) && to.iter().all(|(name, member)| member.optional || from.contains_key(name))
            }
            (from, to) => from == to,
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
