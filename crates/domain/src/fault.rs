//! One thing that is wrong with what a registrar or an admin sent: where it stands, which rule it breaks, and why.
//!
//! The registrars' rules distinguish more than wrong and right (`registrar.md` E2, E3): what is missing, what is malformed, what is
//! beyond a range, and what a policy refuses are answered differently. Rules here return *all* their faults, so that a caller hears
//! of every wrong field at once. Places are JSON pointers (RFC 6901) into the body as it was sent.

use crate::finding::FieldError;

/// In what way something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// Something required is not there.
    Missing,
    /// A value is beyond the range that it may have.
    OutOfRange,
    /// A value is not of its form.
    Malformed,
    /// The form is right, but a policy or the present state does not allow it.
    Refused,
}

/// One wrong member of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In what way it is wrong.
    pub kind: FaultKind,
    /// Where, as a JSON pointer such as `/postalInfo/int/addr/cc`.
    pub place: String,
    /// A stable word such as `not-ascii`.
    pub code: &'static str,
    /// A sentence for people. It never repeats a secret, and of other values at most a short beginning.
    pub detail: String,
}

impl Fault {
    /// A fault of any kind.
    pub fn new(kind: FaultKind, place: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self { kind, place: place.into(), code, detail: detail.into() }
    }

    /// Something required is not there.
    pub fn missing(place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(FaultKind::Missing, place, "required", detail)
    }

    /// A value is not of its form.
    pub fn malformed(place: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(FaultKind::Malformed, place, code, detail)
    }

    /// A value is beyond its range.
    pub fn out_of_range(place: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(FaultKind::OutOfRange, place, code, detail)
    }

    /// A policy or the present state does not allow it.
    pub fn refused(place: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(FaultKind::Refused, place, code, detail)
    }
}

impl From<Fault> for FieldError {
    fn from(fault: Fault) -> Self {
        Self::new(fault.place, fault.code, fault.detail)
    }
}

/// The JSON pointer of a member or an element below `place` (RFC 6901 section 3).
pub fn below(place: &str, member: impl std::fmt::Display) -> String {
    let member = member.to_string().replace('~', "~0").replace('/', "~1");
    format!("{place}/{member}")
}

/// The value, or its faults if there are any.
pub(crate) fn settle<T>(value: Option<T>, faults: Vec<Fault>) -> Result<T, Vec<Fault>> {
    match value {
        Some(value) if faults.is_empty() => Ok(value),
        _ => Err(faults),
    }
}

/// A short rendering of arbitrary input for a sentence: no control characters, at most 40 characters.
pub(crate) fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(40).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e2_places_are_json_pointers() {
        assert_eq!(below(&below("/ns", 1), "addr"), "/ns/1/addr");
        assert_eq!(below("", "a/b~c"), "/a~1b~0c");
        assert_eq!(below("", ""), "/");
    }

    #[test]
    fn what_is_repeated_of_a_value_is_short_and_clean() {
        assert_eq!(excerpt("a\0b\u{1b}[31m"), "a\u{FFFD}b\u{FFFD}[31m");
        assert_eq!(excerpt(&"é".repeat(1_000_000)).chars().count(), 41);
    }
}
