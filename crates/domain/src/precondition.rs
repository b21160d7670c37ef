//! Revisions as clients see them: strong entity tags, and the conditions a request puts on them (`zones.md` Z3, Z4).

use std::fmt;

/// The tag of one state of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Of a zone, or of what is in one: `"17.4"`, the zone's number and the zone's revision at the object's last change.
    InZone {
        /// The zone's number.
        zone: i64,
        /// The zone's revision.
        revision: i64,
    },
    /// Of what has versions of its own: `"4"`.
    Version(i64),
    /// Of a domain, a contact, a host or a message as registrars see it: `"C12-3"`, or `"C12-3-1"` where it shows more than is its own.
    Object {
        /// What it is, as in its handle: `C` for a contact.
        kind: char,
        /// Its number.
        id: i64,
        /// Its revision.
        revision: i64,
        /// A number that differs whenever links or time show it differently at one revision; 0 for as it is by itself.
        state: u64,
    },
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InZone { zone, revision } => write!(f, "\"{zone}.{revision}\""),
            Self::Version(version) => write!(f, "\"{version}\""),
            Self::Object { kind, id, revision, state: 0 } => write!(f, "\"{kind}{id}-{revision}\""),
            Self::Object { kind, id, revision, state } => write!(f, "\"{kind}{id}-{revision}-{state:x}\""),
        }
    }
}

/// What a request demands of the state it meets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Precondition {
    /// Nothing.
    #[default]
    None,
    /// `If-Match: *`: that the object exists.
    Exists,
    /// `If-None-Match: *`: that it does not.
    Absent,
    /// `If-Match` with tags, quotes kept: that one of them is the current one. Weak tags are among them and never match.
    OneOf(Vec<String>),
}

/// How a precondition turned out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The request made none.
    NotGiven,
    /// It holds.
    Holds,
    /// It does not (rule Z3: 412).
    Fails,
}

impl Precondition {
    /// Judges it against what is there: the current tag, or `None` for nothing.
    pub fn judge(&self, current: Option<Tag>) -> Verdict {
        let holds = match (self, current) {
            (Self::None, _) => return Verdict::NotGiven,
            (Self::Exists, current) => current.is_some(),
            (Self::Absent, current) => current.is_none(),
            (Self::OneOf(tags), Some(current)) => {
                let current = current.to_string();
                tags.contains(&current)
            }
            (Self::OneOf(_), None) => false,
        };
        if holds { Verdict::Holds } else { Verdict::Fails }
    }

    /// Whether the request made one.
    pub fn is_given(&self) -> bool {
        *self != Self::None
    }

    /// Reads the value of `If-Match`: a list of tags or `*`; a bare tag without quotes is taken as quoted (rule Z3).
    pub fn from_if_match(value: &str) -> Self {
        if value.trim() == "*" {
            return Self::Exists;
        }
        let quoted = |tag: &str| {
            if tag.starts_with('"') || tag.starts_with("W/") { tag.to_owned() } else { format!("\"{tag}\"") }
        };
        Self::OneOf(value.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(quoted).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z3_if_match() {
        let current = Some(Tag::InZone { zone: 17, revision: 4 });
        for (value, verdict) in [
            ("\"17.4\"", Verdict::Holds),
            ("17.4", Verdict::Holds),
            ("\"1.1\", \"17.4\"", Verdict::Holds),
            ("*", Verdict::Holds),
            ("W/\"17.4\"", Verdict::Fails),
            ("\"17.5\"", Verdict::Fails),
            ("", Verdict::Fails),
        ] {
            assert_eq!(Precondition::from_if_match(value).judge(current), verdict, "{value}");
        }
        assert_eq!(Precondition::from_if_match("*").judge(None), Verdict::Fails);
        assert_eq!(Precondition::Absent.judge(None), Verdict::Holds);
        assert_eq!(Precondition::Absent.judge(current), Verdict::Fails);
    }

    #[test]
    fn tags_tell_objects_revisions_and_what_links_add_apart() {
        let tag = |kind, id, revision, state| Tag::Object { kind, id, revision, state }.to_string();
        assert_eq!(tag('C', 12, 3, 0), "\"C12-3\"");
        assert_eq!(tag('C', 12, 3, 0x1f), "\"C12-3-1f\"");
        let all = [tag('C', 12, 3, 0), tag('C', 12, 3, 1), tag('C', 1, 23, 0), tag('D', 12, 3, 0), tag('C', 12, 31, 0)];
        let different: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
