//! What of the forcible a caller wants lifted (`zones.md` Z15).

use super::{Conflict, ConflictKind};

/// What of the forcible a caller wants lifted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Force {
    /// Nothing.
    #[default]
    Nothing,
    /// All of it.
    Everything,
    /// What is of one of these kinds, for callers who have asked their user themselves (rule M3).
    Only(&'static [Lifted]),
}

/// A kind of finding that is lifted: its word, and for conflicts of only one kind of object, that kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifted {
    /// The finding's word.
    pub code: &'static str,
    /// The kind of object; none for any.
    pub kind: Option<ConflictKind>,
}

impl From<bool> for Force {
    fn from(everything: bool) -> Self {
        if everything { Self::Everything } else { Self::Nothing }
    }
}

impl Force {
    pub(super) fn lifts(self, forcible: bool, code: &str, kind: Option<ConflictKind>) -> bool {
        let listed = |lifted: &Lifted| lifted.code == code && (lifted.kind.is_none() || lifted.kind == kind);
        forcible
            && match self {
                Self::Nothing => false,
                Self::Everything => true,
                Self::Only(kinds) => kinds.iter().any(listed),
            }
    }

    /// Whether it lifts wrong fields of this kind, as far as they are forcible at all.
    pub fn lifts_error(self, code: &str) -> bool {
        self.lifts(true, code, None)
    }

    pub(super) fn lifts_conflict(self, conflict: &Conflict) -> bool {
        self.lifts(conflict.forcible, conflict.code, Some(conflict.kind))
    }
}
