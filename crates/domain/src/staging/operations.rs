//! What a session can do to a set, each time to what it sees: add, update, delete, replace (rules C4, C5, R4 to R6, R8).

use std::collections::HashMap;

use domesday_dns::{Rdata, RecordType};

use super::{DraftNode, DraftWhole, OutOfNumbers, Spelled, Staging};
use crate::record::edit::spf_to_txt;
use crate::record::spelling::{ShownAs, Spelling};

/// A value as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The value; one of SPF is taken as the TXT value that it is.
    pub rdata: Rdata,
    /// How a text was spelled (rule R7), if that is to be seen again.
    pub text: Option<String>,
}

/// What became of an added value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its number: a new one, or that of a value that was deleted, or that shows as the other of TXT and SPF.
    pub number: i64,
    /// The session saw no value of the set before.
    pub new_set: bool,
}

/// Why something cannot be staged.
#[derive(thiserror::Error, Clone, Copy, Debug, PartialEq, Eq)]
pub enum StagingFault {
    /// The set has the value (rule R4), under this number.
    #[error("the set has the value already")]
    Duplicate(i64),
    /// The session sees no record with this number in the type.
    #[error("there is no such record")]
    NoSuchRecord,
    /// The numbers that were taken do not suffice.
    #[error(transparent)]
    OutOfNumbers(#[from] OutOfNumbers),
}

impl Written {
    /// A value that is no text, or that was written as it is printed.
    pub fn plain(rdata: Rdata) -> Self {
        Self { rdata, text: None }
    }

    /// A text as it was spelled.
    pub fn spelled(rdata: Rdata, text: &str) -> Self {
        let text = Spelling::of(text, &rdata, ShownAs::default()).text;
        Self { rdata, text }
    }

    fn shown(self, shown: ShownAs) -> Spelled {
        Spelled { rdata: self.rdata, spelling: Spelling { text: self.text, shown } }
    }
}

impl Staging<'_> {
    /// Adds a value; `rtype` is the type it is written as. What shows as TXT or SPF only, and is added as the other, shows as both
    /// (rule R8). A value that was deleted comes back with its old number.
    ///
    /// # Errors
    /// [`StagingFault::Duplicate`], whatever its spelling; [`StagingFault::OutOfNumbers`].
    pub fn add(&mut self, rtype: RecordType, value: Written) -> Result<Added, StagingFault> {
        let new_set = self.any_value().is_none();
        let number = self.put_in(rtype, value)?;
        if new_set && !self.now.contains_key(&number) {
            self.state_default(rtype, number)?;
        }
        Ok(Added { number, new_set })
    }

    fn put_in(&mut self, rtype: RecordType, value: Written) -> Result<i64, StagingFault> {
        let (shown, value) = (ShownAs::written_as(rtype), self.stored(value));
        let holders = self.holders(&value.rdata);
        let showings: Vec<ShownAs> =
            holders.iter().filter_map(|number| Some(self.current(*number)?.spelling.shown)).collect();
        let (number, shown) = match (holders.first(), showings.first()) {
            (Some(number), _) if showings.iter().any(|seen| *seen == shown || *seen == ShownAs::Both) => {
                return Err(StagingFault::Duplicate(*number));
            }
            (Some(number), Some(seen)) => (*number, seen.and(shown)),
            _ => match self.deleted_with(&value.rdata) {
                Some(number) => (number, shown),
                None => (self.numbers.record()?, shown),
            },
        };
        self.want(number, Some(value.shown(shown)), rtype)?;
        Ok(number)
    }

    /// Gives the record with this number another value; the number stays (rule R5), and so does what it shows as.
    ///
    /// # Errors
    /// [`StagingFault::NoSuchRecord`] if none with this number shows as `rtype`; [`StagingFault::Duplicate`] if another record has the
    /// value; [`StagingFault::OutOfNumbers`].
    pub fn update(&mut self, rtype: RecordType, number: i64, value: Written) -> Result<(), StagingFault> {
        self.seen_as(rtype, number).ok_or(StagingFault::NoSuchRecord)?;
        let value = self.stored(value);
        let Some(before) = self.current(number) else { return Err(StagingFault::NoSuchRecord) };
        if before.rdata != value.rdata
            && let Some(other) = self.holders(&value.rdata).first()
        {
            return Err(StagingFault::Duplicate(*other));
        }
        let shown = before.spelling.shown;
        Ok(self.want(number, Some(value.shown(shown)), rtype)?)
    }

    /// Deletes the record with this number; of one that shows as both TXT and SPF only this showing (rule R8).
    ///
    /// # Errors
    /// [`StagingFault::NoSuchRecord`] if none with this number shows as `rtype`; [`StagingFault::OutOfNumbers`].
    pub fn remove(&mut self, rtype: RecordType, number: i64) -> Result<(), StagingFault> {
        let holder = self.seen_as(rtype, number).ok_or(StagingFault::NoSuchRecord)?;
        self.take_showing(rtype, holder)?;
        self.keep_ttl();
        Ok(())
    }

    /// Replaces all that shows as `rtype` (rule R6); a value that is given twice is one. Values that stay keep their numbers. The answer is
    /// the number of each value in the order given. The set as it is published now becomes the base of the whole.
    ///
    /// # Errors
    /// [`StagingFault::OutOfNumbers`].
    pub fn replace(&mut self, rtype: RecordType, values: Vec<Written>) -> Result<Vec<i64>, StagingFault> {
        let shown = ShownAs::written_as(rtype);
        let values: Vec<Written> = values.into_iter().map(|value| self.stored(value)).collect();
        let mut left: HashMap<Rdata, Written> = HashMap::new();
        for value in &values {
            left.entry(value.rdata.clone()).or_insert_with(|| value.clone());
        }
        let mut kept: HashMap<Rdata, i64> = HashMap::new();
        for number in self.all_numbers() {
            let concerned = |value: Option<&Spelled>| value.is_some_and(|value| value.shows(shown));
            let base = self.entries.get(&number).and_then(|entry| entry.base.as_ref());
            match self.current(number) {
                Some(seen) if seen.shows(shown) => match left.remove(&seen.rdata) {
                    Some(value) => {
                        let shown = seen.spelling.shown;
                        kept.insert(value.rdata.clone(), number);
                        self.want(number, Some(value.shown(shown)), rtype)?;
                    }
                    None => self.take_showing(rtype, number)?,
                },
                // Written once more, on what is published now.
                other if concerned(base) => self.want(number, other.cloned(), rtype)?,
                _ => {}
            }
        }
        self.draft.wholes.insert(rtype, DraftWhole { base: self.published_as(shown), node: None });
        let mut numbers = Vec::with_capacity(values.len());
        for value in values {
            let rdata = value.rdata.clone();
            let number = match kept.get(&rdata) {
                Some(number) => *number,
                None => self.put_in(rtype, value)?,
            };
            kept.insert(rdata, number);
            numbers.push(number);
        }
        self.keep_ttl();
        Ok(numbers)
    }

    /// Deletes all that shows as `rtype`, and tells how many records that were. `node` is given if a whole node goes (rule R10).
    ///
    /// # Errors
    /// [`StagingFault::OutOfNumbers`].
    pub fn remove_all(&mut self, rtype: RecordType, node: Option<DraftNode>) -> Result<u64, StagingFault> {
        let shown = ShownAs::written_as(rtype);
        let seen = self.all_numbers().into_iter().filter_map(|number| self.current(number));
        let seen: std::collections::HashSet<&Rdata> =
            seen.filter(|value| value.shows(shown)).map(|value| &value.rdata).collect();
        let count = u64::try_from(seen.len()).unwrap_or(u64::MAX);
        self.replace(rtype, Vec::new())?;
        if let Some(whole) = self.draft.wholes.get_mut(&rtype) {
            whole.node = node;
        }
        Ok(count)
    }

    /// The record that shows a number's value as this type: it, or the one that somebody else has published with the same value.
    fn seen_as(&self, rtype: RecordType, number: i64) -> Option<i64> {
        let shown = ShownAs::written_as(rtype);
        let value = self.current(number).filter(|_| self.draft.type_shown(shown) == rtype)?;
        if value.shows(shown) {
            return Some(number);
        }
        let twins = self.holders(&value.rdata);
        twins.into_iter().find(|twin| self.current(*twin).is_some_and(|value| value.shows(shown)))
    }

    fn take_showing(&mut self, rtype: RecordType, number: i64) -> Result<(), OutOfNumbers> {
        let rest = self.current(number).and_then(|value| value.without(ShownAs::written_as(rtype)));
        self.want(number, rest, rtype)
    }

    /// A value as it is stored: SPF is TXT, and only texts are spelled.
    fn stored(&self, value: Written) -> Written {
        match self.draft.rtype {
            RecordType::TXT => Written { rdata: spf_to_txt(&value.rdata), ..value },
            _ => Written::plain(value.rdata),
        }
    }
}
