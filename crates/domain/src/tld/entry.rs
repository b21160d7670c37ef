//! A stored entry of a list that admins keep: a rule about TLDs, or a pattern of the block list. Both live the same way (rules T6, B3).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{BlockPattern, Description, TldPattern};
use crate::precondition::Tag;

/// An entry as it is stored (`tlds.md` section 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<P> {
    /// Its id, never reused.
    pub id: Uuid,
    /// What it says of names; unique.
    pub pattern: P,
    /// What somebody wrote about it.
    pub description: Option<Description>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last; none until the first real change.
    pub updated: Option<DateTime<Utc>>,
    /// 1 at birth, one more with each real change.
    pub version: i64,
}

/// A stored rule.
pub type Tld = Entry<TldPattern>;

/// An entry of the block list.
pub type BlockEntry = Entry<BlockPattern>;

/// A change of an entry; `None` leaves a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch<P> {
    /// A new pattern.
    pub pattern: Option<P>,
    /// A new description, or none any more.
    pub description: Option<Option<Description>>,
}

/// A change of a rule.
pub type TldPatch = Patch<TldPattern>;

/// A change of an entry of the block list.
pub type BlockPatch = Patch<BlockPattern>;

impl<P> Default for Patch<P> {
    fn default() -> Self {
        Self { pattern: None, description: None }
    }
}

impl<P: Clone + PartialEq> Entry<P> {
    /// The entry after a change; none if the change changes nothing (rule T6).
    pub fn patched(&self, patch: &Patch<P>, now: DateTime<Utc>) -> Option<Self> {
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
}
