//! How much of a collection is given (rule F3).

use super::{given, wrong};
use crate::objection::{Objection, refused};
use crate::refusal::Refusal;

/// How many rows are given if nothing is said.
pub const DEFAULT_LIMIT: usize = 100;

/// The most rows of a page.
pub const MOST_ROWS: usize = 1000;

/// The most rows that are passed over.
pub const MOST_OFFSET: u64 = 1_000_000;

/// A part of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many rows are given at most; 0 asks only how many there are.
    pub limit: usize,
    /// How many are passed over.
    pub offset: u64,
}

impl Span {
    /// The part that a query asks for, by `limit` and `offset`.
    ///
    /// # Errors
    /// Each of the two that is no number of its range.
    pub fn read(pairs: &[(String, String)]) -> Result<Self, Vec<Objection>> {
        let mut faults = Vec::new();
        let most_rows = MOST_ROWS as u64;
        let limit = number(pairs, "limit", most_rows, &mut faults).and_then(|limit| usize::try_from(limit).ok());
        let offset = number(pairs, "offset", MOST_OFFSET, &mut faults);
        if faults.is_empty() {
            Ok(Self { limit: limit.unwrap_or(DEFAULT_LIMIT), offset: offset.unwrap_or(0) })
        } else {
            Err(faults)
        }
    }

    /// The same for a use case, which refuses what is wrong.
    ///
    /// # Errors
    /// As [`Span::read`], as a refusal (2005).
    pub(crate) fn asked(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        Self::read(pairs).map_err(refused)
    }
}

fn number(pairs: &[(String, String)], parameter: &str, most: u64, faults: &mut Vec<Objection>) -> Option<u64> {
    let text = given(pairs, parameter)?;
    let digits = text.bytes().all(|octet| octet.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten().filter(|number| *number <= most);
    if number.is_none() {
        faults.push(wrong(parameter, "range", format!("`{parameter}` is a whole number from 0 to {most}")));
    }
    number
}
