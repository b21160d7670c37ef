//! Top-level domains: which names may become zones, and the list that says so (`tlds.md`).
//!
//! A *rule* is one stored entry ([`TldPattern`]); an *effective TLD* is a name that the rules make a TLD, by the algorithm of the Public
//! Suffix List with one difference: the list allows. Once a rule is stored, a name below none of them may not be a zone. A [`RuleTable`]
//! answers in one look-up a label, whatever the number of rules.
//!
//! ```
//! use domesday_dns::Name;
//! use domesday_domain::tld::{RuleTable, Stop, TldPattern, judge};
//!
//! let rules = ["uk", "co.uk", "*.ck", "!www.ck"].map(|rule| TldPattern::parse(rule).unwrap());
//! let table: RuleTable = rules.into_iter().collect();
//! let verdict = |name: &str| judge(&table, &Name::parse(name).unwrap(), false);
//! assert!(verdict("shop.co.uk").is_allowed());
//! assert_eq!(verdict("co.uk").stops, [Stop::IsTld]);
//! assert_eq!(verdict("shop.net").stops, [Stop::NoTld]);
//! assert_eq!(verdict("a.www.ck").effective.unwrap().name, Name::parse("ck").unwrap());
//! ```

mod blocklist;
mod description;
mod entry;
pub mod list;
mod pattern;
mod source;
mod table;
mod verdict;

pub use blocklist::{BlockPattern, BlockPatternProblem, Blocklist, MOST_ENTRIES, MOST_WEIGHT};
pub use description::{Description, DescriptionProblem};
pub use entry::{BlockEntry, BlockPatch, Entry, Patch, Tld, TldPatch};
pub use pattern::{PatternKind, PatternProblem, TldPattern};
pub use source::{Source, SourceProblem};
pub use table::{Effective, Match, MatchKind, RuleTable};
pub use verdict::{Pass, Stop, Verdict, judge};

/// Everything that is said about names at one moment.
#[derive(Clone, Debug, Default)]
pub struct NamePolicy {
    /// The rules.
    pub rules: RuleTable,
    /// The block list.
    pub blocklist: Blocklist,
}
