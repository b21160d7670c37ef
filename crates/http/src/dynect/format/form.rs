//! `name=value&…`: query strings, and bodies of `text/html` or `application/x-www-form-urlencoded` (rules W3, W14).
//!
//! There is one meaning for each text: a percent sign begins an escape, or the text is refused. Nested values have no form here.

use std::collections::HashMap;

use super::Members;
use super::limits::{BadBody, Gauge, Limits};
use super::tree::Tree;

/// The arguments of a query string, all of them texts, or lists of texts where a name is repeated.
///
/// # Errors
/// [`BadBody`] (INVALID_DATA): a name with `.` or `[`, an argument without a name, a raw control character, a percent sign without two
/// hexadecimal digits, what is no UTF-8 once it is decoded, more than 10000 arguments.
pub(crate) fn query(text: &str) -> Result<Members, BadBody> {
    pairs(text, "query", &Gauge::new(Limits::default()))
}

/// The arguments of a body. As [`query`].
pub(super) fn read(text: &str, gauge: &Gauge) -> Result<Members, BadBody> {
    pairs(text, "body", gauge)
}

fn pairs(text: &str, place: &str, gauge: &Gauge) -> Result<Members, BadBody> {
    if text.contains(char::is_control) {
        return Err(BadBody::of(place, "a raw control character"));
    }
    let mut given: Vec<(String, Vec<String>)> = Vec::new();
    let mut known = HashMap::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        gauge.argument().map_err(|fault| BadBody::of(place, &fault))?;
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decoded(name).map_err(|fault| BadBody::of(place, fault))?;
        let value = decoded(value).map_err(|fault| BadBody::of(&name, fault))?;
        if name.is_empty() {
            return Err(BadBody::of(place, "an argument without a name"));
        }
        if name.contains(['.', '[']) {
            return Err(BadBody::of(&name, "nested values cannot be given here, only in a body of another form"));
        }
        let index = *known.entry(name.clone()).or_insert(given.len());
        match given.get_mut(index) {
            Some((_, values)) => values.push(value),
            None => given.push((name, vec![value])),
        }
    }
    Ok(given.into_iter().map(|(name, values)| (name, value(values))).collect())
}

fn value(mut values: Vec<String>) -> Tree {
    match values.pop() {
        Some(only) if values.is_empty() => Tree::Text(only),
        last => Tree::list(values.into_iter().chain(last)),
    }
}

/// A name or a value without its escapes.
fn decoded(text: &str) -> Result<String, &'static str> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        octets.push(match octet {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
                let (Some(high), Some(low)) = (digit(), digit()) else {
                    return Err("a percent sign that no two hexadecimal digits follow");
                };
                u8::try_from(high * 16 + low).unwrap_or_default()
            }
            other => other,
        });
    }
    String::from_utf8(octets).map_err(|_| "not UTF-8 once it is decoded")
}
