//! What somebody wrote about a rule or an entry of the block list.

/// Why a text is no description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionProblem {
    /// More than 160 characters.
    #[error("a description has at most 160 characters")]
    TooLong,
    /// With U+0000.
    #[error("a description cannot hold U+0000")]
    Nul,
}

/// At most 160 characters (Unicode scalar values), any but U+0000.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description(String);

impl Description {
    /// Takes a text.
    ///
    /// # Errors
    /// [`DescriptionProblem`].
    pub fn parse(text: &str) -> Result<Self, DescriptionProblem> {
        if text.contains('\0') {
            return Err(DescriptionProblem::Nul);
        }
        if text.chars().count() > 160 {
            return Err(DescriptionProblem::TooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// A text as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_1_characters_are_counted_and_not_octets() {
        assert!(Description::parse(&"é".repeat(160)).is_ok());
        assert_eq!(Description::parse(&"é".repeat(161)), Err(DescriptionProblem::TooLong));
        assert_eq!(Description::parse("a\0b"), Err(DescriptionProblem::Nul));
        assert!(Description::parse("two\nlines").is_ok());
        assert!(Description::parse("").is_ok());
    }
}
