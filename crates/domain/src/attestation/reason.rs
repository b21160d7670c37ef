//! Why an attestation does not count any more (`attestations.md` section 10).

/// Why something took its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Superseding {
    /// The claim says something else (rule E7).
    ValueChanged,
    /// The claim is gone.
    ClaimRemoved,
    /// The entity is gone (rule E9).
    EntityDeleted,
    /// Its attestor attested anew (rule A12).
    Renewed,
    /// It was signed anew with another key (rule S6).
    Resigned,
}

impl Superseding {
    /// All of them.
    pub const ALL: [Superseding; 5] =
        [Self::ValueChanged, Self::ClaimRemoved, Self::EntityDeleted, Self::Renewed, Self::Resigned];

    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ValueChanged => "value_changed",
            Self::ClaimRemoved => "claim_removed",
            Self::EntityDeleted => "entity_deleted",
            Self::Renewed => "renewed",
            Self::Resigned => "resigned",
        }
    }

    /// The reason of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// Why it was taken back (rule S7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Revocation {
    /// It was wrong.
    Error,
    /// Somebody cheated.
    Fraud,
    /// Its attestor stands by it no more.
    Withdrawn,
    /// Something else.
    Other,
}

/// The text is no reason to revoke an attestation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reason is `error`, `fraud`, `withdrawn` or `other`")]
pub struct UnknownReason;

impl Revocation {
    /// All of them.
    pub const ALL: [Revocation; 4] = [Self::Error, Self::Fraud, Self::Withdrawn, Self::Other];

    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Fraud => "fraud",
            Self::Withdrawn => "withdrawn",
            Self::Other => "other",
        }
    }

    /// The reason of this word.
    ///
    /// # Errors
    /// [`UnknownReason`] for any other.
    pub fn parse(word: &str) -> Result<Self, UnknownReason> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word).ok_or(UnknownReason)
    }
}
