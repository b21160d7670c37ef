//! Why nothing was published: change by change (rule C9).

use domesday_dns::{Name, RecordType};
use domesday_domain::finding::{Conflict, FieldError, Rejection};
use domesday_domain::record::edit::SetKey;
use domesday_domain::staging::{DraftSet, Moved};

/// How many conflicts are told one by one.
pub const TOLD: usize = 100;

/// Conflicts of a publish; everything stays staged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpublished {
    /// The zone.
    pub zone: Name,
    /// The first [`TOLD`] of them.
    pub conflicts: Vec<ConflictingChange>,
    /// How many there are.
    pub total: usize,
}

/// A staged change that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictingChange {
    /// Its number; none for what no single change is to blame for.
    pub change: Option<i64>,
    /// The owner of its record.
    pub owner: Name,
    /// The record's type, if it is about one.
    pub rtype: Option<RecordType>,
    /// The value that it writes or deletes, as it is printed.
    pub value: Option<String>,
    /// What it was made on is no longer so; else it breaks a rule.
    pub moved: bool,
    /// A sentence for people.
    pub detail: String,
}

impl Unpublished {
    /// These conflicts.
    fn of(zone: &Name, mut conflicts: Vec<ConflictingChange>) -> Self {
        let total = conflicts.len();
        conflicts.truncate(TOLD);
        Self { zone: zone.clone(), conflicts, total }
    }

    /// Changes whose bases moved.
    pub(super) fn moved(zone: &Name, moved: Vec<Moved>) -> Self {
        let told = moved.into_iter().map(|Moved { change, .. }| ConflictingChange {
            change: Some(change.id),
            value: change.rdata().map(ToString::to_string),
            owner: change.key.0,
            rtype: Some(change.key.1),
            moved: true,
            detail: "changed by someone else since it was staged".to_owned(),
        });
        Self::of(zone, told.collect())
    }

    /// Sets that came below nodes since these were removed, each with the first change of its node's removal.
    pub(super) fn joined(zone: &Name, drafts: &[DraftSet], sets: Vec<SetKey>) -> Self {
        let told = sets.into_iter().map(|(owner, rtype)| {
            let removes = |draft: &&DraftSet| draft.nodes().any(|node| owner.is_at_or_below(&node.top));
            let changes = drafts.iter().filter(removes).flat_map(DraftSet::changes);
            ConflictingChange {
                change: changes.map(|change| change.id).min(),
                owner,
                rtype: Some(rtype),
                value: None,
                moved: true,
                detail: "added or changed by someone else since its node was removed".to_owned(),
            }
        });
        Self::of(zone, told.collect())
    }

    /// Changes that would break rules together: each with the change of the set that the rule names, where it is one of these.
    pub(super) fn broken(zone: &Name, drafts: &[DraftSet], rejection: Rejection) -> Self {
        let told = match rejection {
            Rejection::Conflicting { conflicts, .. } => conflicts.iter().map(|one| of_conflict(drafts, one)).collect(),
            Rejection::Invalid { errors, .. } => errors.into_iter().map(|error| of_error(zone, error)).collect(),
        };
        Self::of(zone, told)
    }
}

fn of_conflict(drafts: &[DraftSet], conflict: &Conflict) -> ConflictingChange {
    let is_of =
        |draft: &&DraftSet| draft.owner == conflict.name && conflict.rtype.is_none_or(|rtype| rtype == draft.rtype);
    let draft = drafts.iter().find(is_of).or_else(|| drafts.iter().find(|draft| draft.owner == conflict.name));
    let change = draft.and_then(|draft| draft.changes().into_iter().next());
    ConflictingChange {
        change: change.as_ref().map(|change| change.id),
        owner: conflict.name.clone(),
        rtype: change.as_ref().map(|change| change.key.1).or(conflict.rtype),
        value: change.as_ref().and_then(|change| change.rdata()).map(ToString::to_string),
        moved: false,
        detail: conflict.detail.clone(),
    }
}

fn of_error(zone: &Name, error: FieldError) -> ConflictingChange {
    let FieldError { detail, .. } = error;
    ConflictingChange { change: None, owner: zone.clone(), rtype: None, value: None, moved: false, detail }
}
