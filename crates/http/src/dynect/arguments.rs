//! The arguments of a request, taken one by one with the loose types of this API (rules W4, W5), so that every wrong one is told in one pass.
//!
//! A handler takes what it knows and then asks [`Arguments::finish`], which refuses if anything was wrong, or names what nobody took. What is
//! `null` was not given, wherever it stands. Every taking gives an `Option`: none where nothing was given, or something was wrong with it.
//! Inside a map fields are told with their path: `rdata.address`, `ARecords.0.rdata.address`.

mod loose;

use std::fmt::Display;
use std::ops::RangeInclusive;

use super::format::{Members, Tree};

/// What is wrong with an argument. Shown as `<field>: <text>`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Wrong {
    /// MISSING_DATA: absent, null or empty.
    #[error("{0}: required field missing")]
    Missing(String),
    /// INVALID_DATA: the field, and what it should be.
    #[error("{0}: {1}")]
    Invalid(String, String),
    /// INVALID_DATA of rdata: the whole line, as the table of fields tells it.
    #[error("{0}")]
    Rdata(String),
}

/// The arguments of a request, or of a map in it.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// What precedes names in what is told, with its dot.
    prefix: String,
    given: Vec<(String, Tree)>,
    wrong: Vec<Wrong>,
    unnecessary: Vec<String>,
}

impl Arguments {
    /// Those of a request, merged from query and body.
    pub(crate) fn of(members: Members) -> Self {
        Self::within(String::new(), members)
    }

    /// Whether an argument was given and not taken yet.
    pub(crate) fn present(&self, name: &str) -> bool {
        self.given.iter().any(|(given, _)| given == name)
    }

    /// A text. A number is its decimal digits.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.read(name, Ok)
    }

    /// A text that must be given and not be empty.
    pub(crate) fn required_text(&mut self, name: &str) -> Option<String> {
        self.required(name).then(|| self.text(name)).flatten()
    }

    /// A text as `read` understands it; its error is told after the field's name.
    pub(crate) fn read<T>(&mut self, name: &str, read: impl FnOnce(String) -> Result<T, String>) -> Option<T> {
        let value = self.take(name)?;
        self.noted(name, loose::text(value).and_then(read))
    }

    /// A text that must be given and not be empty, as `read` understands it.
    pub(crate) fn required_read<T>(&mut self, name: &str, read: impl FnOnce(String) -> Result<T, String>) -> Option<T> {
        self.required(name).then(|| self.read(name, read)).flatten()
    }

    /// An integer within a range, also as decimal text.
    pub(crate) fn integer<N>(&mut self, name: &str, range: RangeInclusive<N>) -> Option<N>
    where
        N: TryFrom<i64> + PartialOrd + Display,
    {
        let value = self.take(name)?;
        let number = loose::integer(&value).and_then(|number| N::try_from(number).ok());
        let outside = || format!("must be an integer from {} to {}", range.start(), range.end());
        self.noted(name, number.filter(|number| range.contains(number)).ok_or_else(outside))
    }

    /// An integer that must be given.
    pub(crate) fn required_integer<N>(&mut self, name: &str, range: RangeInclusive<N>) -> Option<N>
    where
        N: TryFrom<i64> + PartialOrd + Display,
    {
        self.required(name).then(|| self.integer(name, range)).flatten()
    }

    /// A truth value: `true 1 y yes t`, `false 0 n no f` or nothing, in any case, the numbers 0 and 1, and the real ones.
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        let value = self.take(name)?;
        let wanted = || "must be true or false, 1 or 0, Y or N".to_owned();
        self.noted(name, loose::flag(&value).ok_or_else(wanted))
    }

    /// Texts; one value is a list of one, nulls among them are not given. None if anything is wrong with any of them.
    pub(crate) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let entries = loose::entries(self.take(name)?);
        let texts = entries.into_iter().map(|(index, entry)| {
            let text = loose::text(entry);
            text.map_err(|fault| Wrong::Invalid(format!("{}{name}.{index}", self.prefix), fault))
        });
        let (texts, wrong): (Vec<_>, Vec<_>) = texts.partition(Result::is_ok);
        let all_well = wrong.is_empty();
        self.wrong.extend(wrong.into_iter().filter_map(Result::err));
        all_well.then(|| texts.into_iter().flatten().collect())
    }

    /// Texts that must be given: at least one.
    pub(crate) fn required_texts(&mut self, name: &str) -> Option<Vec<String>> {
        self.required(name).then(|| self.texts(name)).flatten()
    }

    /// A map, its fields taken by `read`. An empty text is an empty map: some forms cannot tell the two apart.
    pub(crate) fn map<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let value = self.take(name)?;
        self.inner(name, value, read)
    }

    /// A map that must be given and not be empty.
    pub(crate) fn required_map<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.required(name).then(|| self.map(name, read)).flatten()
    }

    /// A list of maps, the fields of each taken by `read`; one map is a list of one, an empty text an empty list. None if any of them is no
    /// map.
    pub(crate) fn maps<T>(&mut self, name: &str, mut read: impl FnMut(&mut Self) -> T) -> Option<Vec<T>> {
        let value = self.take(name)?;
        let entries = if value == Tree::from("") { Vec::new() } else { loose::entries(value) };
        let count = entries.len();
        let maps = entries.into_iter();
        let all: Vec<T> =
            maps.filter_map(|(index, entry)| self.inner(&format!("{name}.{index}"), entry, &mut read)).collect();
        (all.len() == count).then_some(all)
    }

    /// Whether an argument is given and not empty; if not, that is told as missing.
    pub(crate) fn required(&mut self, name: &str) -> bool {
        let empty = |value: &Tree| match value {
            Tree::Text(text) => text.is_empty(),
            Tree::List(entries) => entries.iter().all(|entry| *entry == Tree::Null),
            Tree::Map(members) => members.iter().all(|(_, value)| *value == Tree::Null),
            _ => false,
        };
        let empty = self.given.iter().any(|(given, value)| given == name && empty(value));
        if empty {
            self.take(name);
        }
        self.stated(name)
    }

    /// Tells an argument as missing.
    pub(crate) fn missing(&mut self, name: &str) {
        self.wrong.push(Wrong::Missing(self.path(name)));
    }

    /// Tells what is wrong with an argument.
    pub(crate) fn invalid(&mut self, name: &str, text: impl Into<String>) {
        self.wrong.push(Wrong::Invalid(self.path(name), text.into()));
    }

    /// Tells what is wrong with a field of rdata, as its table says it.
    pub(crate) fn bad_rdata(&mut self, line: String) {
        self.wrong.push(Wrong::Rdata(line));
    }

    /// Takes all that is left, for those who read it by a table of their own.
    pub(crate) fn take_all(&mut self) -> Members {
        std::mem::take(&mut self.given)
    }

    /// Notes what such a table does not know.
    pub(crate) fn leave_out(&mut self, name: &str) {
        let name = self.path(name);
        self.unnecessary.push(name);
    }

    /// The names, with their paths, of what was given and nobody took: each a warning on success (rule W5).
    ///
    /// # Errors
    /// All that was wrong, in the order of taking.
    pub(crate) fn finish(mut self) -> Result<Vec<String>, Vec<Wrong>> {
        self.leave();
        if self.wrong.is_empty() { Ok(self.unnecessary) } else { Err(self.wrong) }
    }

    fn within(prefix: String, members: Members) -> Self {
        let given = members.into_iter().filter(|(_, value)| *value != Tree::Null).collect();
        Self { prefix, given, wrong: Vec::new(), unnecessary: Vec::new() }
    }

    fn take(&mut self, name: &str) -> Option<Tree> {
        let index = self.given.iter().position(|(given, _)| given == name)?;
        Some(self.given.remove(index).1)
    }

    fn stated(&mut self, name: &str) -> bool {
        let stated = self.present(name);
        if !stated {
            self.missing(name);
        }
        stated
    }

    fn path(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn noted<T>(&mut self, name: &str, value: Result<T, String>) -> Option<T> {
        value.map_err(|fault| self.invalid(name, fault)).ok()
    }

    /// Reads a map that is called `name` here, and takes over what was wrong in it.
    fn inner<T>(&mut self, name: &str, value: Tree, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let members = self.noted(name, loose::members(value))?;
        let mut inner = Self::within(format!("{}{name}.", self.prefix), members);
        let taken = read(&mut inner);
        inner.leave();
        self.wrong.extend(inner.wrong);
        self.unnecessary.extend(inner.unnecessary);
        Some(taken)
    }

    /// Notes what nobody took.
    fn leave(&mut self) {
        let left = std::mem::take(&mut self.given);
        self.unnecessary.extend(left.into_iter().map(|(name, _)| format!("{}{name}", self.prefix)));
    }
}

#[cfg(test)]
mod tests;
