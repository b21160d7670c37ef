//! The block list: patterns whose names nobody but an admin makes zones of (rules B1, B2, Z9).
//!
//! Patterns are regular expressions of a kind that no name can make slow: no look-around, no back-references, time linear in the name. What
//! is left is how large they are, all of them together, for each is tried against each new zone's name: so the list has a weight.

use std::fmt;
use std::sync::{Arc, OnceLock};

use domesday_dns::Name;
use regex::{Regex, RegexBuilder};
use regex_automata::nfa::thompson::NFA;
use regex_automata::util::syntax;
use uuid::Uuid;

/// The most entries there may be.
pub const MOST_ENTRIES: usize = 1000;

/// The most octets that a pattern may take compiled.
const LARGEST: usize = 1 << 20;

/// The most octets that all patterns of the list together may take compiled. Ordinary ones take one to three thousand each.
pub const MOST_WEIGHT: usize = 4 << 20;

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

/// A regular expression. Equal if its text is; what is compiled of it is shared by its clones.
#[derive(Clone)]
pub struct BlockPattern(Arc<Pattern>);

struct Pattern {
    text: String,
    compiled: OnceLock<Option<Compiled>>,
}

struct Compiled {
    regex: Regex,
    weight: usize,
}

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
        let compiled = Compiled::of(text).map_err(BlockPatternProblem::Syntax)?;
        Ok(Self(Arc::new(Pattern { text: text.to_owned(), compiled: OnceLock::from(Some(compiled)) })))
    }

    /// A pattern as it was stored: compiled when a name is first tried against it. One that this program's engine does not take any more
    /// blocks nothing, and can be shown and deleted.
    pub fn from_stored(text: String) -> Self {
        Self(Arc::new(Pattern { text, compiled: OnceLock::new() }))
    }

    /// The pattern as it was given.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// How many octets it takes compiled, about: what trying it costs grows with that.
    pub fn weight(&self) -> usize {
        self.compiled().map_or(0, |compiled| compiled.weight)
    }

    fn is_match(&self, text: &str) -> bool {
        self.compiled().is_some_and(|compiled| compiled.regex.is_match(text))
    }

    fn compiled(&self) -> Option<&Compiled> {
        self.0.compiled.get_or_init(|| Compiled::of(&self.0.text).ok()).as_ref()
    }
}

impl Compiled {
    fn of(text: &str) -> Result<Self, String> {
        let compiled =
            RegexBuilder::new(text).case_insensitive(true).size_limit(LARGEST).dfa_size_limit(REMEMBERED).build();
        let regex = compiled.map_err(|error| error.to_string())?;
        let automaton = NFA::compiler()
            .syntax(syntax::Config::new().case_insensitive(true))
            .configure(NFA::config().nfa_size_limit(Some(LARGEST)))
            .build(text);
        // What the engine took is too large for this one only by a little, if at all.
        let weight = automaton.map_or(LARGEST, |automaton| automaton.memory_usage());
        Ok(Self { regex, weight })
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

/// All entries, compiled.
#[derive(Clone, Debug, Default)]
pub struct Blocklist {
    entries: Vec<(Uuid, BlockPattern)>,
}

impl Blocklist {
    /// The pattern of this text, if an entry has it: compiled once, however often the list is read anew.
    pub fn known(&self, text: &str) -> Option<&BlockPattern> {
        self.entries.iter().map(|(_, pattern)| pattern).find(|pattern| pattern.as_str() == text)
    }

    /// How many octets all patterns but this entry's take compiled (see [`MOST_WEIGHT`]).
    pub fn weight_without(&self, entry: Option<Uuid>) -> usize {
        self.entries.iter().filter(|(id, _)| Some(*id) != entry).map(|(_, pattern)| pattern.weight()).sum()
    }

    /// The first entry that blocks a name (rule B2).
    pub fn hit(&self, name: &Name) -> Option<(Uuid, &BlockPattern)> {
        if self.entries.is_empty() {
            return None;
        }
        let forms = forms(name);
        let hits = |pattern: &BlockPattern| forms.iter().any(|form| pattern.is_match(form));
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
    fn section_12_ordinary_patterns_are_light_and_large_ones_are_told_by_their_weight() {
        for (pattern, most) in [(r"(^|\.)bad\.com\.?$", 4096), ("(a+)+$", 4096), (r"\w+bad\d+", 65_536)] {
            let weight = BlockPattern::parse(pattern).unwrap().weight();
            assert!((1..most).contains(&weight), "{pattern}: {weight}");
        }
        let large = BlockPattern::parse(r"(?-u:(?:[a-z.]?){6000}\b\B)").unwrap();
        assert!(large.weight() > 300_000, "{}", large.weight());
        let list: Blocklist = (0..20).map(|id| (Uuid::from_u128(id), large.clone())).collect();
        assert!(list.weight_without(None) > MOST_WEIGHT);
        assert_eq!(list.weight_without(Some(Uuid::nil())), 19 * large.weight());
    }

    #[test]
    fn what_a_later_engine_does_not_take_blocks_nothing_and_is_still_there() {
        let pattern = BlockPattern::from_stored("(?=x)".into());
        let list: Blocklist = [(Uuid::nil(), pattern.clone())].into_iter().collect();
        assert!(list.hit(&Name::parse("x.com").unwrap()).is_none());
        assert_eq!((pattern.as_str(), pattern.weight()), ("(?=x)", 0));
    }

    #[test]
    fn b2_no_pattern_hangs() {
        let name = format!("{0}.{0}.{0}.com", "a".repeat(63));
        assert!(!blocks("(a+)+$", &name));
        assert!(!blocks("(a|a)*b$", &name));
    }
}
