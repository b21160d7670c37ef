//! How rules about entities say no, where no other face's words fit (`attestations.md` H7): a code of its own, and what stands against it.

use serde_json::{Map, Value};

/// What a [`Denial`] comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DenialKind {
    /// It is not there, or not for this caller (404).
    Missing,
    /// It is another face's to change (405): what the path takes.
    KeptElsewhere(&'static str),
    /// The caller may see, and may not do (403).
    Forbidden,
    /// What is stored stands against it (409).
    Conflict,
    /// This node cannot do it now (503).
    Unavailable,
}

/// A refusal by a rule about entities, kinds, attestations or signing keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// What it comes to.
    pub kind: DenialKind,
    /// A stable word such as `value_differs`.
    pub code: &'static str,
    /// A sentence for people; never a claim's value (rule P3).
    pub detail: String,
    /// References of a condition that have no value (rule A11).
    pub absent: Vec<String>,
    /// Each thing that stands against it.
    pub conflicts: Vec<Clash>,
}

/// Something that stands against a request: members that say what, and a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clash {
    /// Such as `claim`, `change`, `kind` and `entity`, in the order in which they are shown.
    pub members: Vec<(&'static str, String)>,
    /// A sentence for people.
    pub detail: String,
}

impl Denial {
    fn new(kind: DenialKind, code: &'static str, detail: impl Into<String>) -> Self {
        Self { kind, code, detail: detail.into(), absent: Vec::new(), conflicts: Vec::new() }
    }

    /// It is not there, or not for this caller.
    pub fn missing(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(DenialKind::Missing, code, detail)
    }

    /// The caller may see, and may not do.
    pub fn forbidden(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(DenialKind::Forbidden, code, detail)
    }

    /// What is stored stands against it.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(DenialKind::Conflict, code, detail)
    }

    /// It is another face's to change.
    pub fn kept_elsewhere(allow: &'static str, detail: impl Into<String>) -> Self {
        Self::new(DenialKind::KeptElsewhere(allow), "method_not_allowed", detail)
    }

    /// This node cannot do it now.
    pub fn unavailable(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(DenialKind::Unavailable, code, detail)
    }

    /// The same, naming what stands against it.
    #[must_use]
    pub fn with(mut self, conflicts: Vec<Clash>) -> Self {
        self.conflicts = conflicts;
        self
    }

    /// The same, naming references without a value (rule A11).
    #[must_use]
    pub fn without_values_of(mut self, absent: Vec<String>) -> Self {
        self.absent = absent;
        self
    }
}

impl Clash {
    /// Something by what it is.
    pub fn of(members: impl IntoIterator<Item = (&'static str, String)>, detail: impl Into<String>) -> Self {
        Self { members: members.into_iter().collect(), detail: detail.into() }
    }

    /// As JSON: the members, then `detail`.
    pub fn to_json(&self) -> Value {
        let members = self.members.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())));
        let detail = ("detail".to_owned(), Value::from(self.detail.as_str()));
        Value::Object(members.chain([detail]).collect::<Map<_, _>>())
    }
}
