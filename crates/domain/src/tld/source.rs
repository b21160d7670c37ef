//! Who wants a rule to be stored.

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
    fn section_8_sources_are_labels_and_not_manual() {
        for good in ["psl", "my-list_2.0", &"x".repeat(64)] {
            assert!(Source::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "manual", "PSL", "a b", "a/b", &"x".repeat(65)] {
            assert!(Source::parse(bad).is_err(), "{bad}");
        }
    }
}
