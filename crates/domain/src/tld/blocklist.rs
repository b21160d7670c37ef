//! The block list: patterns whose names nobody but an admin makes zones of (rules B1, B2, Z9).
//!
//! Patterns are regular expressions of a kind that no name can make slow: no look-around, no back-references, time linear in the name.

use std::fmt;

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use regex::{Regex, RegexBuilder};
use uuid::Uuid;

use super::Description;
use crate::precondition::Tag;

/// The most entries there may be.
pub const MOST_ENTRIES: usize = 1000;

/// The most octets that a pattern may take compiled.
const LARGEST: usize = 1 << 20;

/// Octets that a pattern's search may remember for speed; beyond it the search is slower, not wrong.
const REMEMBERED: usize = 1 << 18;

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlockPatternProblem {
    /// Empty, or more than 255 characters.
    #[error("a pattern has 1 to 255 characters")]
    Length,
    /// With U+0000, which no name has and no database keeps.
    #[error("a pattern cannot hold U+0000")]
    Nul,
    /// Not of the grammar, or too large when compiled; as the engine explains it.
    #[error("{0}")]
    Syntax(String),
}

/// A regular expression, compiled. Equal if its text is.
#[derive(Clone)]
pub struct BlockPattern(Regex);

impl BlockPattern {
    /// Compiles a pattern (rule B1).
    ///
    /// # Errors
    /// [`BlockPatternProblem`].
    pub fn parse(text: &str) -> Result<Self, BlockPatternProblem> {
        if !(1..=255).contains(&text.chars().count()) {
            return Err(BlockPatternProblem::Length);
        }
        if text.contains('\0') {
            return Err(BlockPatternProblem::Nul);
        }
        let compiled =
            RegexBuilder::new(text).case_insensitive(true).size_limit(LARGEST).dfa_size_limit(REMEMBERED).build();
        compiled.map(Self).map_err(|error| BlockPatternProblem::Syntax(error.to_string()))
    }

    /// The pattern as it was given.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl PartialEq for BlockPattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for BlockPattern {}

impl fmt::Debug for BlockPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlockPattern({:?})", self.as_str())
    }
}

/// An entry of the block list as it is stored (`tlds.md` section 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockEntry {
    /// Its id, never reused.
    pub id: Uuid,
    /// What it blocks; unique by its text.
    pub pattern: BlockPattern,
    /// What somebody wrote about it.
    pub description: Option<Description>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last; none until the first real change.
    pub updated: Option<DateTime<Utc>>,
    /// 1 at birth, one more with each real change.
    pub version: i64,
}

/// A change of an entry; `None` leaves a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockPatch {
    /// A new pattern.
    pub pattern: Option<BlockPattern>,
    /// A new description, or none any more.
    pub description: Option<Option<Description>>,
}

impl BlockEntry {
    /// The entry after a change; none if the change changes nothing (rule T6).
    pub fn patched(&self, patch: &BlockPatch, now: DateTime<Utc>) -> Option<Self> {
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

/// All entries, compiled.
#[derive(Clone, Debug, Default)]
pub struct Blocklist {
    entries: Vec<(Uuid, BlockPattern)>,
}

impl Blocklist {
    /// The compiled pattern of this text, if an entry has it: compiled once, however often the list is read anew.
    pub fn compiled(&self, text: &str) -> Option<&BlockPattern> {
        self.entries.iter().map(|(_, pattern)| pattern).find(|pattern| pattern.as_str() == text)
    }

    /// The first entry that blocks a name (rule B2).
    pub fn hit(&self, name: &Name) -> Option<(Uuid, &BlockPattern)> {
        if self.entries.is_empty() {
            return None;
        }
        let forms = forms(name);
        let hits = |pattern: &BlockPattern| forms.iter().any(|form| pattern.0.is_match(form));
        self.entries.iter().find(|(_, pattern)| hits(pattern)).map(|(id, pattern)| (*id, pattern))
    }
}

impl FromIterator<(Uuid, BlockPattern)> for Blocklist {
    fn from_iter<I: IntoIterator<Item = (Uuid, BlockPattern)>>(entries: I) -> Self {
        Self { entries: entries.into_iter().collect() }
    }
}

/// What a pattern is tried against: the name with a final dot and without, and likewise its U-label form if that differs.
fn forms(name: &Name) -> Vec<String> {
    let both = |text: String| [format!("{text}."), text];
    both(name.to_string()).into_iter().chain(name.to_unicode().into_iter().flat_map(both)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(pattern: &str, name: &str) -> bool {
        let list: Blocklist = [(Uuid::nil(), BlockPattern::parse(pattern).unwrap())].into_iter().collect();
        list.hit(&Name::parse(name).unwrap()).is_some()
    }

    #[test]
    fn b2_patterns_are_searched_in_every_form_of_a_name() {
        let pattern = r"(^|\.)bad\.com\.?$";
        for (name, expected) in [("BAD.com", true), ("x.bad.com", true), ("notbad.com", false), ("bad.com.org", false)]
        {
            assert_eq!(blocks(pattern, name), expected, "{name}");
        }
        assert!(blocks("COM$", "x.com"), "case does not matter, nor the final dot");
        assert!(blocks(r"com\.$", "x.com"), "with the final dot");
        assert!(blocks("BRØNN", "brønnøysund.no"), "the U-label form");
        assert!(blocks("^xn--", "brønnøysund.no"), "and the A-label form");
    }

    #[test]
    fn b1_what_the_engine_does_not_take_is_explained() {
        for bad in ["", &"x".repeat(256), "(", "(?=x)", r"(a)\1", "a{1000}{1000}", "a\0b"] {
            assert!(BlockPattern::parse(bad).is_err(), "{bad:?}");
        }
        let Err(BlockPatternProblem::Syntax(how)) = BlockPattern::parse("(?=x)") else { panic!("taken") };
        assert!(how.contains("look-around"), "{how}");
        assert!(BlockPattern::parse(&"é".repeat(255)).is_ok(), "characters, not octets");
    }

    #[test]
    fn b2_no_pattern_hangs() {
        let name = format!("{0}.{0}.{0}.com", "a".repeat(63));
        assert!(!blocks("(a+)+$", &name));
        assert!(!blocks("(a|a)*b$", &name));
    }
}
