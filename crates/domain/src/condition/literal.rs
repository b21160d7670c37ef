//! Strings and numbers in a condition, which are JSON's (rule C1).

use serde_json::Value;

use super::error::Flaw;
use super::limits;
use crate::json::{LARGEST_INTEGER, normal};

/// Reads the string that a text begins with, its first quotation mark, and what comes after it.
pub(super) fn read_string(text: &str) -> Result<(Value, &str), Flaw> {
    let (quoted, rest) = end_of_string(text)
        .and_then(|end| text.split_at_checked(end))
        .ok_or_else(|| Flaw::syntax("a string that does not end: a closing `\"` is missing"))?;
    let string: String = serde_json::from_str(quoted)
        .map_err(|_| Flaw::syntax("a string as in JSON: no control character, no unknown escape, no lone surrogate"))?;
    if string.chars().count() > limits::CHARACTERS {
        return Err(Flaw::limit(format!("a string has at most {} characters", limits::CHARACTERS)));
    }
    Ok((Value::String(string), rest))
}

/// The length of the quoted string that a text begins with. A backslash takes the octet after it along: both marks are ASCII.
fn end_of_string(text: &str) -> Option<usize> {
    let mut octets = text.bytes().enumerate().skip(1);
    loop {
        match octets.next()? {
            (at, b'"') => return Some(at + 1),
            (_, b'\\') => _ = octets.next()?,
            _ => {}
        }
    }
}

/// Reads the number that a text begins with, a digit or a minus, and what comes after it.
///
/// Without fraction and exponent it is an integer, which has to be exact; with them it is the nearest double, kept as values are.
pub(super) fn read_number(text: &str) -> Result<(Value, &str), Flaw> {
    let malformed =
        || Flaw::syntax("a number as in JSON, such as -12, 0.5 or 1e3, with no letter, digit, `_` or `.` after it");
    let integer = end_of_integer(text).ok_or_else(malformed)?;
    let end = end_of_exponent(text, end_of_fraction(text, integer));
    let (number, rest) = text.split_at(end);
    if rest.starts_with(|next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '.')) {
        return Err(malformed());
    }
    let value = if end == integer { exact(number) } else { double(number) };
    Ok((value?, rest))
}

/// The length of `-`, then `0` or digits that do not begin with it.
fn end_of_integer(text: &str) -> Option<usize> {
    let start = usize::from(text.starts_with('-'));
    match text.as_bytes().get(start)? {
        b'0' => Some(start + 1),
        b'1'..=b'9' => Some(end_of_digits(text, start)),
        _ => None,
    }
}

/// Where the dot and the digits end that may begin at `start`.
fn end_of_fraction(text: &str, start: usize) -> usize {
    let dot = usize::from(text.as_bytes().get(start) == Some(&b'.'));
    let end = end_of_digits(text, start + dot);
    if dot == 1 && end > start + dot { end } else { start }
}

/// Where the `e`, the sign and the digits end that may begin at `start`.
fn end_of_exponent(text: &str, start: usize) -> usize {
    let is = |at: usize, of: [u8; 2]| text.as_bytes().get(at).is_some_and(|octet| of.contains(octet));
    if !is(start, *b"eE") {
        return start;
    }
    let digits = start + 1 + usize::from(is(start + 1, *b"+-"));
    let end = end_of_digits(text, digits);
    if end > digits { end } else { start }
}

fn end_of_digits(text: &str, start: usize) -> usize {
    start + text.bytes().skip(start).take_while(u8::is_ascii_digit).count()
}

fn exact(number: &str) -> Result<Value, Flaw> {
    let integer = number.parse().ok().filter(|integer: &i64| (-LARGEST_INTEGER..=LARGEST_INTEGER).contains(integer));
    integer.map(Value::from).ok_or_else(|| Flaw::limit(format!("an integer lies within ±{LARGEST_INTEGER}")))
}

fn double(number: &str) -> Result<Value, Flaw> {
    let finite = number.parse().ok().filter(|double: &f64| double.is_finite());
    finite
        .map(|double| normal(&Value::from(double)))
        .ok_or_else(|| Flaw::limit("a number is smaller than the largest double, about 1.8e308"))
}
