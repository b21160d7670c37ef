//! What the history keeps of a committed change (`zones.md` section 9): which member or set went from what to what.

mod action;
mod deed;
mod subject;

use domesday_dns::{Name, RecordType};

pub use action::Action;
pub use deed::Deed;
pub use subject::{Face, SubjectKind};

use crate::record::{Origin, RecordSet};

/// A plain value of a member, as histories and comparisons see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// A truth value.
    Flag(bool),
    /// A list of texts, in order.
    List(Vec<String>),
}

/// What a record set held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetContent {
    /// Its TTL, or none for the zone's default.
    pub ttl: Option<u32>,
    /// Its values in presentation form, in canonical order.
    pub records: Vec<String>,
}

/// What a delegation was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutContent {
    /// Its NS set.
    pub set: SetContent,
    /// What its maker wrote about it.
    pub comment: Option<String>,
    /// Who wrote it.
    pub origin: Origin,
}

/// One change of a committed request (rule H2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A member of the zone.
    Zone {
        /// Its name.
        member: &'static str,
        /// Before.
        from: Value,
        /// After.
        to: Value,
    },
    /// A record set.
    RecordSet {
        /// Its owner.
        name: Name,
        /// Its type.
        rtype: RecordType,
        /// Before; none if it was made.
        from: Option<SetContent>,
        /// After; none if it was deleted.
        to: Option<SetContent>,
    },
    /// A delegation.
    Delegation {
        /// The cut.
        name: Name,
        /// Before; none if it was made.
        from: Option<CutContent>,
        /// After; none if it was deleted.
        to: Option<CutContent>,
    },
}

impl Change {
    /// How a set, or the delegation that it makes, went from one state to the next; none if nothing in it differs.
    pub fn of_set(before: Option<&RecordSet>, after: Option<&RecordSet>) -> Option<Self> {
        let set = before.or(after)?;
        let (name, rtype) = (set.owner.clone(), set.rtype);
        if set.is_cut() {
            let content = |set: &RecordSet| CutContent {
                set: set.content(),
                comment: set.cut.as_ref().and_then(|notes| notes.comment.clone()),
                origin: set.origin,
            };
            let (from, to) = (before.map(content), after.map(content));
            return (from != to).then_some(Self::Delegation { name, from, to });
        }
        let (from, to) = (before.map(RecordSet::content), after.map(RecordSet::content));
        (from != to).then_some(Self::RecordSet { name, rtype, from, to })
    }

    /// Whether what the zone publishes differs by it (rule S4): owner, serial style, comments and origins are not published, nor whether
    /// writes are refused.
    pub fn is_published(&self) -> bool {
        match self {
            Self::Zone { member, .. } => !matches!(*member, "owner" | "serial_style" | "frozen"),
            Self::RecordSet { .. } => true,
            Self::Delegation { from, to, .. } => {
                from.as_ref().map(|content| &content.set) != to.as_ref().map(|content| &content.set)
            }
        }
    }
}

/// How many changes an entry spells out; more of them are counted by type instead (rule H2).
pub const CHANGES_SPELLED_OUT: usize = 1000;

/// What an entry says about its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Each one.
    Each(Vec<Change>),
    /// How many, for bulk changes of more than [`CHANGES_SPELLED_OUT`].
    Counted {
        /// Record sets changed, by type.
        by_type: Vec<(RecordType, u64)>,
        /// SHA-256 of the exported file before, in hex; none for a new zone.
        before: Option<String>,
        /// The same of the file after.
        after: Option<String>,
    },
}
