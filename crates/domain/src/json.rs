//! JSON as entities have it (`attestations.md` section 1, rule H6): read so strictly that there is one meaning, written in one form.
//!
//! What is signed must be what was sent, and what is given back must be accepted again. So a member named twice is refused, because
//! programs differ in which of the two they believe; so is an integer that a double cannot hold, because programs differ in how they
//! round it. Values are kept as RFC 8785 writes them: `1.0` and `1e0` become `1` when they are read.
//!
//! ```
//! use domesday_domain::json;
//!
//! let value = json::read(br#"{"b": 1.0, "a": [1e3]}"#).unwrap();
//! assert_eq!(json::canonical(&value), r#"{"a":[1000],"b":1}"#);
//! assert_eq!(json::read(br#"{"a":1,"a":2}"#).unwrap_err().code, "duplicate_member");
//! ```

mod scan;
mod strict;

use serde_json::{Number, Value};

/// The largest integer of which every smaller one is a double of its own: 2^53-1.
pub const LARGEST_INTEGER: i64 = (1 << 53) - 1;

/// From here on RFC 8785 writes a number with an exponent, so that nobody takes it for an integer.
const FIRST_WITH_EXPONENT: f64 = 1e21;

/// Why a text is no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct JsonFault {
    /// `bad_json`, `duplicate_member` or `inexact_number`.
    pub code: &'static str,
    /// The octet, from 0, where the fault is: the first of a number or of a name; the length of the text if it ends too early.
    pub offset: usize,
    /// The name of the member that stands twice.
    pub member: Option<String>,
    /// A sentence for people. It repeats nothing of the text (rule P3).
    pub detail: String,
}

impl JsonFault {
    fn new(code: &'static str, offset: usize, detail: impl Into<String>) -> Self {
        Self { code, offset, member: None, detail: detail.into() }
    }
}

/// Reads a text, at most 127 arrays and objects in one another. Numbers come out as RFC 8785 writes them.
///
/// # Errors
/// [`JsonFault`], the first of: `bad_json`, not UTF-8 or not JSON; `inexact_number`, an integer beyond ±(2^53-1), or something else that
/// would be written as one, or a number beyond what a double holds; `duplicate_member`, a name twice in one object.
pub fn read(text: &[u8]) -> Result<Value, JsonFault> {
    let text = std::str::from_utf8(text)
        .map_err(|problem| JsonFault::new("bad_json", problem.valid_up_to(), "the text is not UTF-8"))?;
    strict::check_form(text)?;
    if let Some(number) = scan::numbers(text).find(|number| !is_exact(number.text)) {
        let detail = format!(
            "a number is an integer within ±{LARGEST_INTEGER}, or a finite double that is not written as an integer"
        );
        return Err(JsonFault::new("inexact_number", number.offset, detail));
    }
    strict::value(text)
}

/// Whether a number, by its digits, is what it will be read as.
fn is_exact(number: &str) -> bool {
    if !number.contains(['.', 'e', 'E']) {
        return number.parse().is_ok_and(is_safe);
    }
    let written_as_integer = |value: f64| value.fract() == 0.0 && value.abs() < FIRST_WITH_EXPONENT;
    number.parse::<f64>().is_ok_and(|value| value.is_finite() && (!written_as_integer(value) || safe(value).is_some()))
}

fn is_safe(integer: i64) -> bool {
    (-LARGEST_INTEGER..=LARGEST_INTEGER).contains(&integer)
}

/// The integer that a double is, if it is one of those that are told apart.
fn safe(value: f64) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast from a double saturates, and what it made of it is compared"
    )]
    let integer = value as i64;
    #[expect(clippy::cast_precision_loss, reason = "integers that are safe are doubles")]
    let same = is_safe(integer) && integer as f64 == value;
    same.then_some(integer)
}

/// A number as it is kept: an integer if it is one.
fn number(value: f64) -> Value {
    safe(value).map(Number::from).or_else(|| Number::from_f64(value)).map_or(Value::Null, Value::Number)
}

/// A value with its numbers as [`read`] would have made them. For values that come from elsewhere.
pub fn normal(value: &Value) -> Value {
    match value {
        Value::Number(given) => match given.as_i64() {
            None => given.as_f64().map_or(Value::Null, number),
            Some(_) => value.clone(),
        },
        Value::Array(elements) => elements.iter().map(normal).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), normal(value))).collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
    }
}

/// The one text of a value (RFC 8785). Integers that were not [`read`], beyond ±(2^53-1), are rounded to doubles.
pub fn canonical(value: &Value) -> String {
    serde_json_canonicalizer::to_string(value).unwrap_or_else(|_| value.to_string())
}

/// Whether two values are the same (section 1): numbers by value, a truth value is no number, strings exact, arrays in order, objects by
/// their members.
pub fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(name, value)| other.get(name).is_some_and(|other| equal(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}

/// How many arrays and objects lie around the deepest value, itself included: 0 of a scalar, 1 of `[]`, 2 of `{"a":[]}`.
pub fn depth(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// Whether U+0000 stands in any string or name of a member: not every database keeps it.
pub fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(elements) => elements.iter().any(has_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
