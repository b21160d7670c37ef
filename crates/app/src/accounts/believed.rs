//! Members that a change may send along though they cannot be changed (rule Z5): equal to what is stored they are no change.

use chrono::{DateTime, Utc};
use domesday_domain::finding::Findings;
use serde_json::Value;

/// A member that cannot be changed, as it is stored.
pub(super) enum Fixed<'a> {
    /// What the thing is called; in any case where `folded`.
    Name(&'a str, Folded),
    /// A number.
    Number(i64),
    /// A text.
    Text(&'a str),
    /// An instant.
    Instant(DateTime<Utc>),
}

/// Whether names that differ only in case are the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Folded {
    /// They are.
    Yes,
    /// They are not.
    No,
}

impl Fixed<'_> {
    fn is(&self, believed: &Value) -> bool {
        match self {
            Self::Name(name, Folded::Yes) => believed.as_str().is_some_and(|text| text.eq_ignore_ascii_case(name)),
            Self::Name(text, Folded::No) | Self::Text(text) => believed.as_str() == Some(text),
            Self::Number(number) => believed.as_i64() == Some(*number),
            Self::Instant(at) => {
                let read = believed.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
                read.is_some_and(|read| read.timestamp_micros() == at.timestamp_micros())
            }
        }
    }
}

/// Notes each member that is believed to be something else than it is: `name_immutable`, or `read_only`.
pub(super) fn judge(believed: &[(&'static str, Value)], stored: &[(&str, Fixed<'_>)], findings: &mut Findings) {
    for (member, value) in believed {
        let Some((_, fixed)) = stored.iter().find(|(known, _)| known == member) else { continue };
        if fixed.is(value) {
            continue;
        }
        let (code, detail) = match fixed {
            Fixed::Name(..) => ("name_immutable", format!("{member} cannot be changed: make a new one")),
            _ => ("read_only", format!("{member} cannot be changed")),
        };
        findings.error(*member, code, detail);
    }
}
