//! Names as the database orders them: a sort key each, a subtree as a range of keys.

use domesday_app::ports::{StoreError, Stored};
use domesday_dns::Name;

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
