//! A rule's name: a TLD, a wildcard over all names one label below it, or an exception from such a wildcard (rules N1–N5).

use std::fmt;

use domesday_dns::{Name, NameError};

/// What kind of rule a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PatternKind {
    /// `co.uk`
    Literal,
    /// `*.bd`
    Wildcard,
    /// `!www.ck`
    Exception,
}

impl PatternKind {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Wildcard => "wildcard",
            Self::Exception => "exception",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Literal => "",
            Self::Wildcard => "*.",
            Self::Exception => "!",
        }
    }
}

/// Why a text is no rule's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternProblem {
    /// Not a domain name at all.
    #[error("{0}")]
    Syntax(#[from] NameError),
    /// The root, or nothing.
    #[error("a TLD has at least one label")]
    Empty,
    /// A character that no TLD has.
    #[error("the character {0:?} cannot stand in a TLD: letters, digits, `-` and `_` can")]
    Character(char),
    /// A character outside letters, digits, `-` and `_`, or a hyphen at an end.
    #[error("label {0:?} may hold only letters, digits, inner hyphens and underscores")]
    Label(String),
    /// A `*` elsewhere.
    #[error("`*` may only be the whole leftmost label, once, with a label after it, as in *.bd")]
    Wildcard,
    /// An exception of one label, or from a wildcard.
    #[error("an exception names one name below a wildcard's, as in !www.ck")]
    Exception,
    /// More than 253 characters.
    #[error("a TLD has at most 253 characters")]
    TooLong,
}

/// The name of a rule, in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TldPattern {
    kind: PatternKind,
    base: Name,
}

/// The most characters of a rule, `!` not counted.
const LONGEST: usize = 253;

impl TldPattern {
    /// Reads a rule's name in any spelling.
    ///
    /// # Errors
    /// [`PatternProblem`]: the first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, PatternProblem> {
        let (kind, rest) = match (text.strip_prefix("*."), text.strip_prefix('!')) {
            (Some(rest), _) => (PatternKind::Wildcard, rest),
            (None, Some(rest)) => (PatternKind::Exception, rest),
            (None, None) => (PatternKind::Literal, text),
        };
        if rest.contains('*') {
            return Err(if kind == PatternKind::Exception {
                PatternProblem::Exception
            } else {
                PatternProblem::Wildcard
            });
        }
        if let Some(character) = rest.chars().find(|character| character.is_ascii() && !is_part(*character)) {
            return Err(PatternProblem::Character(character));
        }
        let base = match Name::parse(rest) {
            Ok(name) if name.is_root() => return Err(PatternProblem::Empty),
            Err(NameError::Empty) => return Err(PatternProblem::Empty),
            read => read?,
        };
        if let Some(label) = base.labels().find(|label| !is_label(label)) {
            return Err(PatternProblem::Label(String::from_utf8_lossy(label).into_owned()));
        }
        if kind == PatternKind::Exception && base.label_count() < 2 {
            return Err(PatternProblem::Exception);
        }
        // A name's characters are its octets on the wire less the first length and the root's.
        let characters = base.as_wire().len() - 2 + if kind == PatternKind::Wildcard { 2 } else { 0 };
        if characters > LONGEST {
            return Err(PatternProblem::TooLong);
        }
        Ok(Self { kind, base })
    }

    /// What kind of rule it is.
    pub fn kind(&self) -> PatternKind {
        self.kind
    }

    /// The name without `*.` and `!`: everything that the rule says something about is at or below it.
    pub fn base(&self) -> &Name {
        &self.base
    }

    /// The wildcard that an exception is from; none for other rules (rule N6).
    pub fn excepts_from(&self) -> Option<Self> {
        let parent = (self.kind == PatternKind::Exception).then(|| self.base.parent()).flatten()?;
        Some(Self { kind: PatternKind::Wildcard, base: parent })
    }

    pub(super) fn new(kind: PatternKind, base: Name) -> Self {
        Self { kind, base }
    }
}

impl fmt::Display for TldPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.prefix(), self.base)
    }
}

fn is_part(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
}

fn is_label(label: &[u8]) -> bool {
    !label.starts_with(b"-")
        && !label.ends_with(b"-")
        && label.iter().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        TldPattern::parse(text).ok().map(|pattern| pattern.to_string())
    }

    #[test]
    fn n1_n7_every_spelling_has_one_canonical_form() {
        for (spelling, canonical) in [
            ("COM", "com"),
            ("com.", "com"),
            ("com。", "com"),
            ("한국", "xn--3e0b707e"),
            ("BRØNNØYSUND.no.", "xn--brnnysund-m8ac.no"),
            ("faß.de", "xn--fa-hia.de"),
            ("a。b", "a.b"),
            ("a．b", "a.b"),
            ("a｡b", "a.b"),
            ("*.BD", "*.bd"),
            ("!WWW.ck", "!www.ck"),
        ] {
            assert_eq!(read(spelling).as_deref(), Some(canonical), "{spelling}");
        }
    }

    #[test]
    fn n2_labels_hold_letters_digits_inner_hyphens_and_underscores() {
        for good in ["a--b", "_tcp", "foo_bar.baz", "123", "x", "a_"] {
            assert_eq!(read(good).as_deref(), Some(good));
        }
        assert!(read(&"x".repeat(63)).is_some());
        for bad in ["-a", "a-", "a.-b", &"x".repeat(64)] {
            assert_eq!(read(bad), None, "{bad}");
        }
        let longest = format!("{0}.{0}.{0}.{1}", "x".repeat(63), "y".repeat(61));
        assert_eq!((longest.len(), read(&longest).is_some()), (253, true));
        assert!(read(&format!("!{longest}")).is_some(), "the mark does not count");
        assert!(
            matches!(TldPattern::parse(&format!("*.{longest}")), Err(PatternProblem::TooLong)),
            "the asterisk does"
        );
        assert_eq!(read(&format!("{longest}y")), None);
    }

    #[test]
    fn n3_a_labels_decode_and_encode_back() {
        for bad in ["xn--a", "xn--", "xn--abc-", "a.xn--a"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn n4_what_is_no_name_is_refused() {
        for bad in [
            "",
            ".",
            "co..uk",
            ".com",
            "com..",
            "com\n",
            " com",
            "co m",
            "^&$",
            "@p%",
            "a\\b",
            "\\097",
            "co\u{a0}m",
            "a\0b",
            "!",
            "*.",
            "*..",
        ] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn n5_wildcards_are_the_whole_leftmost_label_and_exceptions_have_two() {
        for bad in [
            "*", "*.*.bd", "a.*.bd", "a*.bd", "*a.bd", "**.bd", "bd.*", "!com", "!*.ck", "*!.ck", "*.!ck", "!!a.ck",
            "＊.bd",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
        let exception = TldPattern::parse("!city.kawasaki.jp").unwrap();
        assert_eq!(exception.excepts_from().map(|from| from.to_string()).as_deref(), Some("*.kawasaki.jp"));
        assert_eq!(TldPattern::parse("*.jp").unwrap().excepts_from(), None);
    }
}
