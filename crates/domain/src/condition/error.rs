//! Why a text is no condition, and where (rule C8).

/// In what way a condition is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConditionErrorKind {
    /// It is not of the language.
    Syntax,
    /// It is, but larger than a condition may be (rule C7).
    Limit,
    /// It names a claim that the kind does not have (rule K3).
    Claim,
}

/// The first fault of a condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail} (at byte {offset})")]
pub struct ConditionError {
    /// In what way it is wrong.
    pub kind: ConditionErrorKind,
    /// The byte, from 0, where the first token at fault begins, malformed or beyond a limit; the length of the text if it ends too
    /// early; 1024 if the text is too long.
    pub offset: usize,
    /// A sentence for people.
    pub detail: String,
}

impl ConditionError {
    /// The stable word that clients see: `condition_syntax`, `condition_limit` or `condition_claim`.
    pub fn code(&self) -> &'static str {
        match self.kind {
            ConditionErrorKind::Syntax => "condition_syntax",
            ConditionErrorKind::Limit => "condition_limit",
            ConditionErrorKind::Claim => "condition_claim",
        }
    }
}

/// What is wrong with a token, which is read without knowing where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    kind: ConditionErrorKind,
    detail: String,
}

impl Flaw {
    /// Not of the language.
    pub(super) fn syntax(detail: impl Into<String>) -> Self {
        Self { kind: ConditionErrorKind::Syntax, detail: detail.into() }
    }

    /// Larger than may be.
    pub(super) fn limit(detail: impl Into<String>) -> Self {
        Self { kind: ConditionErrorKind::Limit, detail: detail.into() }
    }

    /// The error that it is of a token which begins at this byte.
    pub(super) fn at(self, offset: usize) -> ConditionError {
        ConditionError { kind: self.kind, offset, detail: self.detail }
    }
}
