//! Numbers that staging gives out: taken in blocks before the transaction, so that one that is run again gives the same.

use std::ops::Range;

/// Numbers for what is staged by one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// For records (rule C3): one for each added value.
    pub records: Range<i64>,
    /// For changes, in rising order: one for each record that had no change yet, a second one where a value shows as two types.
    pub changes: Range<i64>,
}

/// More numbers were needed than there were.
#[derive(thiserror::Error, Clone, Copy, Debug, PartialEq, Eq)]
#[error("more numbers are needed than were taken")]
pub struct OutOfNumbers;

impl Numbers {
    /// The next number for a record.
    pub(super) fn record(&mut self) -> Result<i64, OutOfNumbers> {
        self.records.next().ok_or(OutOfNumbers)
    }

    /// The next number for a change.
    pub(super) fn change(&mut self) -> Result<i64, OutOfNumbers> {
        self.changes.next().ok_or(OutOfNumbers)
    }
}
