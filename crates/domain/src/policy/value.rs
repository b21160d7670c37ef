//! A policy's members as a tree, on the way in and on the way out.
//!
//! The rules name every wrong member themselves, those of a wrong type and unknown ones too; so they read a tree of values and not a
//! record that somebody else has already read from it. It is JSON's model without its text: numbers are whole, or kept as written.

use std::ops::RangeInclusive;

use domesday_dns::Name;

use super::{PolicyDuration, Preset, ScriptSet};
use crate::account::AccountName;
use crate::fault::{Fault, below, excerpt};
use crate::word::Word;

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A truth value.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Any other number, as it is written.
    Decimal(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Members with their names, in order.
    Members(Vec<(String, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What reading a value at a place comes to: the thing, or all its faults.
pub(super) type Read<T> = Result<T, Vec<Fault>>;

/// A fault of type: what was expected instead.
pub(super) fn expected<T>(what: &str, place: &str) -> Read<T> {
    Err(vec![Fault::malformed(place, "wrong-type", format!("expected {what}"))])
}

pub(super) fn flag(value: &Value, place: &str) -> Read<bool> {
    match value {
        Value::Flag(flag) => Ok(*flag),
        _ => expected("true or false", place),
    }
}

/// A whole number of a range.
pub(super) fn whole(range: RangeInclusive<u8>) -> impl Fn(&Value, &str) -> Read<u8> {
    move |value, place| {
        let Value::Number(number) = value else { return expected("a whole number", place) };
        u8::try_from(*number).ok().filter(|number| range.contains(number)).ok_or_else(|| {
            let detail = format!("{number} is not {} to {}", range.start(), range.end());
            vec![Fault::out_of_range(place, "out-of-range", detail)]
        })
    }
}

/// A number of a list of known ones.
pub(super) fn one_of(known: &'static [u8]) -> impl Fn(&Value, &str) -> Read<u8> {
    move |value, place| {
        let Value::Number(number) = value else { return expected("a whole number", place) };
        let found = known.iter().copied().find(|known| i64::from(*known) == *number);
        found.ok_or_else(|| {
            let known: Vec<String> = known.iter().map(ToString::to_string).collect();
            let detail = format!("{number} is none of {}", known.join(", "));
            vec![Fault::out_of_range(place, "out-of-range", detail)]
        })
    }
}

pub(super) fn text<'a>(value: &'a Value, place: &str) -> Read<&'a str> {
    match value {
        Value::Text(text) => Ok(text),
        _ => expected("a text", place),
    }
}

/// A text of some form.
pub(super) fn parsed<T, E: std::fmt::Display>(
    parse: impl Fn(&str) -> Result<T, E>,
    code: &'static str,
) -> impl Fn(&Value, &str) -> Read<T> {
    move |value, place| {
        let text = text(value, place)?;
        parse(text).map_err(|problem| vec![Fault::malformed(place, code, format!("{:?}: {problem}", excerpt(text)))])
    }
}

pub(super) fn word<W: Word>(value: &Value, place: &str) -> Read<W> {
    let text = text(value, place)?;
    W::parse(text).ok_or_else(|| {
        let detail = format!("{:?} is none of {}", excerpt(text), W::words());
        vec![Fault::malformed(place, "unknown-word", detail)]
    })
}

pub(super) fn duration(value: &Value, place: &str) -> Read<PolicyDuration> {
    parsed(PolicyDuration::parse, "duration")(value, place)
}

/// A duration that is not zero.
pub(super) fn some_time(value: &Value, place: &str) -> Read<PolicyDuration> {
    let duration = duration(value, place)?;
    if duration.is_zero() {
        return Err(vec![Fault::out_of_range(place, "out-of-range", "it is at least one second")]);
    }
    Ok(duration)
}

/// A list of at most `most`; of equal elements the first is kept.
pub(super) fn list<T: PartialEq>(
    most: usize,
    element: impl Fn(&Value, &str) -> Read<T>,
) -> impl Fn(&Value, &str) -> Read<Vec<T>> {
    move |value, place| {
        let Value::List(values) = value else { return expected("a list", place) };
        if values.len() > most {
            return Err(vec![Fault::out_of_range(place, "too-many", format!("there are at most {most}"))]);
        }
        let (mut found, mut faults) = (Vec::new(), Vec::new());
        for (at, value) in values.iter().enumerate() {
            match element(value, &below(place, at)) {
                Ok(element) if found.contains(&element) => {}
                Ok(element) => found.push(element),
                Err(wrong) => faults.extend(wrong),
            }
        }
        if faults.is_empty() { Ok(found) } else { Err(faults) }
    }
}

/// Something that may be absent; reached only with a value, since null stands for what the preset says.
pub(super) fn optional<T>(read: impl Fn(&Value, &str) -> Read<T>) -> impl Fn(&Value, &str) -> Read<Option<T>> {
    move |value, place| read(value, place).map(Some)
}

/// How something is shown again.
pub(super) trait Show {
    fn show(&self) -> Value;
}

impl<W: Word> Show for W {
    fn show(&self) -> Value {
        self.as_str().into()
    }
}

impl Show for bool {
    fn show(&self) -> Value {
        Value::Flag(*self)
    }
}

impl Show for u8 {
    fn show(&self) -> Value {
        Value::Number((*self).into())
    }
}

impl Show for PolicyDuration {
    fn show(&self) -> Value {
        Value::Text(self.to_string())
    }
}

impl Show for Name {
    fn show(&self) -> Value {
        Value::Text(self.to_string())
    }
}

impl Show for AccountName {
    fn show(&self) -> Value {
        self.as_str().into()
    }
}

impl Show for ScriptSet {
    fn show(&self) -> Value {
        Value::Text(self.to_string())
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self) -> Value {
        self.as_ref().map_or(Value::Null, Show::show)
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self) -> Value {
        Value::List(self.iter().map(Show::show).collect())
    }
}

/// Reads which preset is meant.
pub(super) fn preset(value: &Value) -> Read<Preset> {
    word(value, "/preset")
}
