//! Names as the database orders them: a sort key each, a subtree as a range of keys.

use std::collections::HashMap;
use std::hash::Hash;

use domesday_app::ports::{StoreError, Stored};
use domesday_dns::Name;
use domesday_domain::word::Word;

use crate::documents::Unreadable;

/// A stored key as a name again.
pub(super) fn name(key: &[u8]) -> Stored<Name> {
    Name::from_sort_key(key).map_err(|error| damaged("a name", &error.to_string()))
}

/// The end of the range of keys at or below a name: its key ends with 00, and every key below goes on after it.
pub(super) fn end_of_subtree(key: &[u8]) -> Vec<u8> {
    match key.split_last() {
        Some((_, rest)) => [rest, &[1]].concat(),
        None => vec![0xff; 256],
    }
}

/// What is stored cannot be read.
pub(super) fn damaged(what: &str, how: &str) -> StoreError {
    StoreError::Broken(format!("{what} in the database cannot be read: {how}").into())
}

/// A stored number that must fit a smaller type.
pub(super) fn narrow<T: TryFrom<i64>>(number: i64) -> Stored<T> {
    T::try_from(number).map_err(|_| damaged("a number", &number.to_string()))
}

/// How many rows a page may have, as the database takes it.
pub(super) fn limited(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// What a document says, or could not be made to say.
pub(super) fn documented<T>(read: Result<T, Unreadable>) -> Stored<T> {
    read.map_err(|problem| damaged("a document", &problem.to_string()))
}

/// A stored word.
pub(super) fn word<W: Word>(text: &str) -> Stored<W> {
    W::parse(text).ok_or_else(|| damaged("a word", text))
}

/// Words as they are stored: one blank between two.
pub(super) fn words<W: Word>(words: impl IntoIterator<Item = W>) -> String {
    words.into_iter().map(Word::as_str).collect::<Vec<_>>().join(" ")
}

/// Things in the order in which their numbers were asked for; those that were not found are left out.
pub(super) fn in_order<T, I: Copy + Eq + Hash>(
    found: Vec<T>,
    asked: impl IntoIterator<Item = I>,
    number: impl Fn(&T) -> I,
) -> Vec<T> {
    let mut by_number: HashMap<I, T> = found.into_iter().map(|thing| (number(&thing), thing)).collect();
    asked.into_iter().filter_map(|asked| by_number.remove(&asked)).collect()
}
