//! The rules as a table that finds the effective TLD of a name in one look-up a label (rules Z4, Z5).

use std::collections::HashMap;
use std::sync::LazyLock;

use domesday_dns::Name;

use super::{PatternKind, TldPattern};

/// Which rules are stored for one name without its `*.` or `!`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Marks(u8);

impl Marks {
    fn bit(kind: PatternKind) -> u8 {
        1 << kind as u8
    }

    fn has(self, kind: PatternKind) -> bool {
        self.0 & Self::bit(kind) != 0
    }
}

/// How a rule matches a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchKind {
    /// The suffix itself is stored.
    Literal,
    /// The suffix is one label below a wildcard's base.
    Wildcard,
    /// The suffix is a wildcard's base (rule Z5).
    WildcardBase,
    /// The suffix is excepted from its wildcard.
    Exception,
    /// One of the two trees of reverse names, which are always there.
    Builtin,
}

impl MatchKind {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Wildcard => "wildcard",
            Self::WildcardBase => "wildcard_base",
            Self::Exception => "exception",
            Self::Builtin => "builtin",
        }
    }
}

/// A rule that matches a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The rule; of a built-in one, as if it were stored.
    pub pattern: TldPattern,
    /// How it matches.
    pub kind: MatchKind,
    /// An exception whose wildcard is not stored: it says nothing (rule N6).
    pub inert: bool,
}

/// The effective TLD of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The TLD.
    pub name: Name,
    /// What makes it one.
    pub by: Match,
}

impl Effective {
    /// The name one label below the TLD that a name lies at or below: what its owner registered. None for the TLD itself and for what is
    /// not below it.
    pub fn registrable(&self, name: &Name) -> Option<Name> {
        name.ancestors().find(|suffix| suffix.parent().as_ref() == Some(&self.name))
    }
}

static BUILTIN: LazyLock<Vec<Name>> =
    LazyLock::new(|| ["in-addr.arpa", "ip6.arpa"].into_iter().filter_map(|name| Name::parse(name).ok()).collect());

/// The stored rules. Cloning costs as much as there are rules.
#[derive(Clone, Debug, Default)]
pub struct RuleTable {
    marks: HashMap<Name, Marks>,
    count: usize,
}

impl RuleTable {
    /// How many rules are stored.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether none is stored: then every name may be a zone (rule Z3).
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether this very rule is stored.
    pub fn contains(&self, rule: &TldPattern) -> bool {
        self.marks(rule.base()).has(rule.kind())
    }

    /// Adds a rule; nothing happens if it is there.
    pub fn insert(&mut self, rule: &TldPattern) {
        let marks = self.marks.entry(rule.base().clone()).or_default();
        if !marks.has(rule.kind()) {
            marks.0 |= Marks::bit(rule.kind());
            self.count += 1;
        }
    }

    /// Takes a rule away; nothing happens if it is not there.
    pub fn remove(&mut self, rule: &TldPattern) {
        let Some(marks) = self.marks.get_mut(rule.base()).filter(|marks| marks.has(rule.kind())) else { return };
        marks.0 &= !Marks::bit(rule.kind());
        self.count -= 1;
        if *marks == Marks::default() {
            self.marks.remove(rule.base());
        }
    }

    /// The effective TLD of a name (rule Z4): one look-up for each of its labels. Not asked while no rule is stored.
    pub fn effective_tld(&self, name: &Name) -> Option<Effective> {
        let suffixes = self.suffixes(name);
        let excepted = suffixes.iter().find(|suffix| suffix.is_excepted());
        let by_exception = excepted.and_then(|suffix| {
            let by = suffix.matched(PatternKind::Exception, MatchKind::Exception);
            Some(Effective { name: suffix.name.parent()?, by })
        });
        by_exception.or_else(|| {
            let tld = |suffix: &Suffix| Some(Effective { name: suffix.name.clone(), by: suffix.made_tld_by().next()? });
            suffixes.iter().find_map(tld)
        })
    }

    /// The public suffix of a name, by the algorithm as its publishers have it (<https://publicsuffix.org/list/>). It differs from the
    /// effective TLD in two ways: the base of a wildcard does not count (rule Z5), and of a name that no rule matches the suffix is its last
    /// label (rule Z6). None for the root.
    pub fn public_suffix(&self, name: &Name) -> Option<Name> {
        let suffixes = self.suffixes(name);
        let excepted = suffixes.iter().find(|suffix| suffix.is_excepted()).and_then(|suffix| suffix.name.parent());
        let published =
            |suffix: &&Suffix| suffix.own.has(PatternKind::Literal) || suffix.above.has(PatternKind::Wildcard);
        excepted.or_else(|| suffixes.iter().find(published).or(suffixes.last()).map(|suffix| suffix.name.clone()))
    }

    /// Every rule that matches a name, the deciding one first, then those of longer suffixes first.
    pub fn matches(&self, name: &Name) -> Vec<Match> {
        let deciding = self.effective_tld(name).map(|effective| effective.by);
        let suffixes = self.suffixes(name);
        let all = suffixes.iter().flat_map(|suffix| {
            let exception = suffix.own.has(PatternKind::Exception).then(|| {
                let matched = suffix.matched(PatternKind::Exception, MatchKind::Exception);
                Match { inert: !suffix.is_excepted(), ..matched }
            });
            exception.into_iter().chain(suffix.made_tld_by())
        });
        let mut matches: Vec<Match> = deciding.into_iter().collect();
        for found in all {
            if !matches.iter().any(|known| known.pattern == found.pattern) {
                matches.push(found);
            }
        }
        matches
    }

    fn marks(&self, name: &Name) -> Marks {
        self.marks.get(name).copied().unwrap_or_default()
    }

    /// The name and its parents but the root, longest first, with what is stored for each.
    fn suffixes(&self, name: &Name) -> Vec<Suffix> {
        let names: Vec<Name> = name.ancestors().filter(|suffix| !suffix.is_root()).collect();
        let marks: Vec<Marks> = names.iter().map(|suffix| self.marks(suffix)).collect();
        let above = marks.iter().skip(1).copied().chain([Marks::default()]);
        names
            .into_iter()
            .zip(marks.iter().copied().zip(above))
            .map(|(name, (own, above))| Suffix { name, own, above })
            .collect()
    }
}

impl FromIterator<TldPattern> for RuleTable {
    fn from_iter<I: IntoIterator<Item = TldPattern>>(rules: I) -> Self {
        let mut table = Self::default();
        for rule in rules {
            table.insert(&rule);
        }
        table
    }
}

/// One suffix of a name that is asked about.
struct Suffix {
    name: Name,
    /// What is stored for it.
    own: Marks,
    /// What is stored for the name above it.
    above: Marks,
}

impl Suffix {
    fn is_excepted(&self) -> bool {
        self.own.has(PatternKind::Exception) && self.above.has(PatternKind::Wildcard)
    }

    /// The rules that make it a TLD, the nearest to its own name first.
    fn made_tld_by(&self) -> impl Iterator<Item = Match> {
        let literal =
            self.own.has(PatternKind::Literal).then(|| self.matched(PatternKind::Literal, MatchKind::Literal));
        let base =
            self.own.has(PatternKind::Wildcard).then(|| self.matched(PatternKind::Wildcard, MatchKind::WildcardBase));
        let wildcard = self.name.parent().filter(|_| self.above.has(PatternKind::Wildcard)).map(|above| Match {
            pattern: TldPattern::new(PatternKind::Wildcard, above),
            kind: MatchKind::Wildcard,
            inert: false,
        });
        let builtin = BUILTIN.contains(&self.name).then(|| self.matched(PatternKind::Literal, MatchKind::Builtin));
        [literal, base, wildcard, builtin].into_iter().flatten()
    }

    fn matched(&self, pattern: PatternKind, kind: MatchKind) -> Match {
        Match { pattern: TldPattern::new(pattern, self.name.clone()), kind, inert: false }
    }
}
