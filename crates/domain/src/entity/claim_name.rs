//! What a claim is called: the last segment of its id.

use std::fmt;

use crate::fault::excerpt;

/// The most characters of a kind's or a claim's name.
const LONGEST: usize = 64;

/// What stands below an entity beside its claims.
const RESERVED: [&str; 4] = ["attest", "attestations", "history", "search"];

/// Why a text is no claim's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimNameProblem {
    /// Not of the form.
    #[error("{0:?} is no name of a claim: a letter, then at most 63 letters, digits, `_` or `-`, all of them ASCII")]
    Form(String),
    /// A word that stands for something else in paths.
    #[error("`attest`, `attestations`, `history` and `search` are no names of claims")]
    Reserved,
}

impl ClaimNameProblem {
    /// The word clients see.
    pub fn code(&self) -> &'static str {
        "bad_name"
    }
}

/// A claim's name: `[A-Za-z][A-Za-z0-9_-]{0,63}`, and no word that stands for something else below an entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimName(String);

impl ClaimName {
    /// Reads a name; case matters.
    ///
    /// # Errors
    /// [`ClaimNameProblem`].
    pub fn parse(text: &str) -> Result<Self, ClaimNameProblem> {
        if !is_name(text) {
            return Err(ClaimNameProblem::Form(excerpt(text)));
        }
        if RESERVED.contains(&text) { Err(ClaimNameProblem::Reserved) } else { Ok(Self(text.to_owned())) }
    }

    /// A name as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClaimName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text is a letter and then up to 63 letters, digits, `_` or `-`.
pub(super) fn is_name(text: &str) -> bool {
    let follows = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-');
    text.len() <= LONGEST && text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(follows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_1_a_claim_is_called_by_a_letter_and_63_plain_characters() {
        let longest = format!("a{}", "-".repeat(63));
        for good in ["a", "phoneNumber", "x-1_y", "Attest", "attested", "searches", "id", &longest] {
            assert_eq!(ClaimName::parse(good).unwrap().as_str(), good);
        }
        let longer = format!("{longest}-");
        for bad in ["", "1", "_", "a b", "a.b", "@id", "a/b", "a?", "é", "a\u{200d}", &longer, &"a".repeat(1_000_000)]
        {
            let problem = ClaimName::parse(bad).unwrap_err();
            assert!(matches!(problem, ClaimNameProblem::Form(_)) && problem.to_string().len() < 200, "{bad:.20}");
        }
    }

    #[test]
    fn section_1_words_below_an_entity_are_no_claims() {
        for word in RESERVED {
            assert_eq!(ClaimName::parse(word), Err(ClaimNameProblem::Reserved));
        }
    }
}
