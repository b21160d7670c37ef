//! Searches in the registrars' collections, as they are asked for in a query (`registrar.md` section 9).
//!
//! `GET /contacts/?do=search&field[city][like]=A%&sort_field=name&limit=20` comes here as pairs of names and values, percent-decoded and in
//! the order in which they were sent. Each collection has a table of its fields ([`Searchable`]); [`read`] makes a [`Search`] of the pairs
//! by that table, or tells every one that is wrong (rule F5). Who may see what is not the query's to say: the scope is the caller's.
//!
//! ```
//! use domesday_app::collections::read;
//! use domesday_app::ports::{Comparison, ContactField};
//! use domesday_domain::account::AccountId;
//!
//! let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
//! let search = read::<ContactField>(&[pair("field[city][like]", "A%"), pair("limit", "20")], Some(AccountId(1))).unwrap();
//! assert_eq!(search.conditions[0].comparison, Comparison::Like("A%".to_owned()));
//! assert_eq!((search.limit, search.scope), (20, Some(AccountId(1))));
//!
//! let wrong = read::<ContactField>(&[pair("field[town][eq]", "A"), pair("limit", "1001")], None).unwrap_err();
//! let places: Vec<_> = wrong.iter().map(|objection| objection.place.as_str()).collect();
//! assert_eq!(places, ["query:field[town][eq]", "query:limit"]);
//! ```

mod fields;
mod kind;
mod query;
mod span;
#[cfg(test)]
mod tests;
mod values;

pub use fields::{Field, Searchable};
pub use kind::Kind;
pub use query::{MOST_CONDITIONS, MOST_VALUES, is_search, read};
pub use span::{DEFAULT_LIMIT, MOST_OFFSET, MOST_ROWS, Span};

use crate::objection::{Ground, Objection, refused};
use crate::ports::Search;
use crate::refusal::Refusal;
use crate::registry::Context;

/// A page of a collection (rule F4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub rows: Vec<T>,
    /// How many rows there are on all pages.
    pub count: u64,
    /// How many rows were asked for.
    pub limit: usize,
    /// How many were passed over.
    pub offset: u64,
}

impl<T> Page<T> {
    /// A page of a search.
    pub(crate) fn of<F>(search: &Search<F>, rows: Vec<T>, count: u64) -> Self {
        Self { rows, count, limit: search.limit, offset: search.offset }
    }
}

/// The search that a caller asks for, in what they may see: an admin in everything, others in what is their account's.
///
/// # Errors
/// Everything that is wrong with the query (2005).
pub(crate) fn search<F: Searchable>(pairs: &[(String, String)], context: &Context) -> Result<Search<F>, Refusal> {
    let actor = &context.actor;
    let scope = (!actor.is_admin()).then_some(actor.account);
    read(pairs, scope).map_err(refused)
}

/// The most characters of a parameter's name that are repeated.
const LONGEST_PLACE: usize = 80;

/// Something that is wrong with a parameter.
fn wrong(parameter: &str, reason: &'static str, detail: impl Into<String>) -> Objection {
    Objection::new(Ground::Malformed, format!("query:{}", shown(parameter)), reason, detail)
}

/// What was sent as a sentence may repeat it: short, and without control characters.
fn shown(text: &str) -> String {
    let harmless = |letter: char| if letter.is_control() { '\u{FFFD}' } else { letter };
    let mut short: String = text.chars().take(LONGEST_PLACE).map(harmless).collect();
    if text.chars().nth(LONGEST_PLACE).is_some() {
        short.push('…');
    }
    short
}

/// The last value of a parameter, without the blanks around it; none if it is blank.
fn given<'a>(pairs: &'a [(String, String)], parameter: &str) -> Option<&'a str> {
    let last = pairs.iter().rev().find(|(name, _)| name == parameter);
    last.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}
