//! A stored rule, and who wants it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Description, TldPattern};
use crate::precondition::Tag;

/// A rule as it is stored (`tlds.md` section 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tld {
    /// Its id, never reused.
    pub id: Uuid,
    /// Its name, unique.
    pub pattern: TldPattern,
    /// What somebody wrote about it.
    pub description: Option<Description>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last; none until the first real change.
    pub updated: Option<DateTime<Utc>>,
    /// 1 at birth, one more with each real change.
    pub version: i64,
}

/// A change of a rule; `None` leaves a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TldPatch {
    /// A new name.
    pub pattern: Option<TldPattern>,
    /// A new description, or none any more.
    pub description: Option<Option<Description>>,
}

impl Tld {
    /// The rule after a change; none if the change changes nothing (rule T6).
    pub fn patched(&self, patch: &TldPatch, now: DateTime<Utc>) -> Option<Self> {
        let pattern = patch.pattern.clone().unwrap_or_else(|| self.pattern.clone());
        let description = patch.description.clone().unwrap_or_else(|| self.description.clone());
        let differs = pattern != self.pattern || description != self.description;
        let after = Self { pattern, description, updated: Some(now), version: self.version + 1, ..*self };
        differs.then_some(after)
    }

    /// Its entity tag.
    pub fn tag(&self) -> Tag {
        Tag::Version(self.version)
    }
}

/// The text names no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a source is 1 to 64 of a-z, 0-9, `.`, `_` and `-`, and not `manual`")]
pub struct SourceProblem;

/// A list, or a person, that wants a rule to be stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source(String);

impl Source {
    /// Somebody who asked for just this rule.
    pub fn manual() -> Self {
        Self("manual".into())
    }

    /// The name of a list.
    ///
    /// # Errors
    /// [`SourceProblem`].
    pub fn parse(text: &str) -> Result<Self, SourceProblem> {
        let is_mark = |octet: u8| octet.is_ascii_lowercase() || octet.is_ascii_digit() || b"._-".contains(&octet);
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(is_mark) && text != "manual";
        fits.then(|| Self(text.to_owned())).ok_or(SourceProblem)
    }

    /// A source as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The word clients see.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t6_equal_values_change_nothing() {
        let tld = Tld {
            id: Uuid::nil(),
            pattern: TldPattern::parse("com").unwrap(),
            description: None,
            created: DateTime::UNIX_EPOCH,
            updated: None,
            version: 1,
        };
        let now = DateTime::UNIX_EPOCH;
        let same = TldPatch { pattern: Some(tld.pattern.clone()), description: Some(None) };
        assert_eq!(tld.patched(&same, now), None);
        assert_eq!(tld.patched(&TldPatch::default(), now), None);
        let empty = TldPatch { description: Some(Some(Description::parse("").unwrap())), ..TldPatch::default() };
        let after = tld.patched(&empty, now).unwrap();
        assert_eq!((after.version, after.updated, after.tag().to_string().as_str()), (2, Some(now), "\"2\""));
    }

    #[test]
    fn section_8_sources_are_labels_and_not_manual() {
        for good in ["psl", "my-list_2.0", &"x".repeat(64)] {
            assert!(Source::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "manual", "PSL", "a b", "a/b", &"x".repeat(65)] {
            assert!(Source::parse(bad).is_err(), "{bad}");
        }
    }
}
