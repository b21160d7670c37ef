//! What a kind of entities is called.

use std::fmt;

use super::claim_name::is_name;
use crate::fault::excerpt;

/// Why a text is no kind's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no name of a kind: a letter, then at most 63 letters, digits, `_` or `-`, all of them ASCII")]
pub struct KindNameProblem(String);

impl KindNameProblem {
    /// The word clients see.
    pub fn code(&self) -> &'static str {
        "bad_name"
    }
}

/// Why a name, good as such, is none that an admin can give to a kind (rule K7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReservedKind {
    /// `v` and digits.
    #[error("paths such as `/api/v1` serve other clients")]
    Version,
    /// `token-…`.
    #[error("names that begin with `token-` are the registry's own")]
    Token,
    /// `meta`, `search`.
    #[error("`meta` and `search` stand for something else in paths")]
    Word,
}

impl ReservedKind {
    /// The word clients see.
    pub fn code(self) -> &'static str {
        "reserved_kind"
    }
}

/// A kind's name: `[A-Za-z][A-Za-z0-9_-]{0,63}`, answered as it was given. Two that differ in case only clash (see
/// [`KindName::folded`]), and are different names all the same: who asks for a kind has to spell it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindName(String);

impl KindName {
    /// Reads a name. Whether it is a reserved one is another question: [`KindName::reserved`].
    ///
    /// # Errors
    /// [`KindNameProblem`].
    pub fn parse(text: &str) -> Result<Self, KindNameProblem> {
        if is_name(text) { Ok(Self(text.to_owned())) } else { Err(KindNameProblem(excerpt(text))) }
    }

    /// A name as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The name as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that no two kinds share.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Why nobody may declare a kind of this name; none if it is free. System kinds are not reserved but there already: see
    /// [`SystemKind`](super::SystemKind).
    pub fn reserved(&self) -> Option<ReservedKind> {
        let folded = self.folded();
        let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|octet| octet.is_ascii_digit());
        if folded.strip_prefix('v').is_some_and(digits) {
            return Some(ReservedKind::Version);
        }
        if folded.starts_with("token-") {
            return Some(ReservedKind::Token);
        }
        matches!(folded.as_str(), "meta" | "search").then_some(ReservedKind::Word)
    }
}

impl fmt::Display for KindName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_1_a_kind_is_called_by_a_letter_and_63_plain_characters() {
        let longest = format!("a{}", "9".repeat(63));
        for good in ["a", "Z", "student", "School-Teacher_2", "v", "api", &longest] {
            assert_eq!(KindName::parse(good).unwrap().as_str(), good);
        }
        let longer = format!("{longest}9");
        for bad in ["", "1a", "_a", "-", "a b", "a.b", "a/b", "a\n", "a\0", "é", "ａ", "a%20", "{kind}", &longer] {
            assert!(KindName::parse(bad).is_err(), "{bad:?}");
        }
        let hostile = KindName::parse(&"\u{1b}".repeat(1_000_000)).unwrap_err();
        assert_eq!((hostile.code(), hostile.to_string().len() < 600), ("bad_name", true));
    }

    #[test]
    fn section_1_names_that_paths_need_are_reserved_in_any_case() {
        for (name, why) in [
            ("v1", Some(ReservedKind::Version)),
            ("V2", Some(ReservedKind::Version)),
            ("v007", Some(ReservedKind::Version)),
            ("token-auth", Some(ReservedKind::Token)),
            ("Token-", Some(ReservedKind::Token)),
            ("meta", Some(ReservedKind::Word)),
            ("Search", Some(ReservedKind::Word)),
            ("v", None),
            ("v1a", None),
            ("va1", None),
            ("tokens", None),
            ("token", None),
            ("metadata", None),
            ("attestations", None),
        ] {
            assert_eq!(KindName::parse(name).unwrap().reserved(), why, "{name}");
        }
    }

    #[test]
    fn section_1_names_that_differ_in_case_only_fold_alike() {
        let [one, other] = ["Student", "sTUDENT"].map(|name| KindName::parse(name).unwrap());
        assert_eq!((one.folded(), one == other), (other.folded(), false));
    }
}
