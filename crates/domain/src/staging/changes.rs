//! The changes of a draft, as a list of what is staged shows them (rule C6).

use domesday_dns::{Rdata, RecordType};

use super::{DraftMembers, DraftSet, DraftTtl, DraftValue, Spelled};
use crate::record::edit::SetKey;

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// A record is added.
    Add,
    /// A record, or the TTL of its set, is changed.
    Update,
    /// A record is deleted.
    Delete,
}

impl Op {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// One staged change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedChange {
    /// Its number; rises with the order of staging.
    pub id: i64,
    /// The set's owner, and the type as it is shown.
    pub key: SetKey,
    /// What it does.
    pub op: Op,
    /// The record's number.
    pub number: i64,
    /// The new value, or the old one of a deleted record; none for the SOA, which is the zone's.
    pub value: Option<Spelled>,
    /// The set's TTL if it was stated; none in it for the zone's default.
    pub ttl: Option<Option<u32>>,
}

impl StagedChange {
    /// The staged members of a zone, as a change of its SOA.
    pub(super) fn of_soa(draft: &DraftSet, members: &DraftMembers) -> Self {
        let key = (draft.owner.clone(), RecordType::SOA);
        Self { id: members.change, key, op: Op::Update, number: members.number, value: None, ttl: None }
    }

    /// What it changes in a word for messages: the value, if it has one.
    pub fn rdata(&self) -> Option<&Rdata> {
        self.value.as_ref().map(|value| &value.rdata)
    }
}

impl DraftSet {
    /// All changes, in the order of staging.
    pub fn changes(&self) -> Vec<StagedChange> {
        let mut changes: Vec<StagedChange> = self.values.iter().flat_map(|value| self.changes_of(value)).collect();
        changes.extend(self.ttl.iter().filter(|_| self.ttl_stands_alone()).map(|stated| self.change_of_ttl(stated)));
        changes.extend(self.members.iter().map(|members| self.members_change(members)));
        changes.sort_by_key(|change| change.id);
        changes
    }

    /// How many changes there are: as many as [`changes`](Self::changes) lists.
    pub fn count(&self) -> u64 {
        let values: usize = self.values.iter().map(|value| value.changes.len()).sum();
        let others = usize::from(self.ttl_stands_alone()) + usize::from(self.members.is_some());
        u64::try_from(values + others).unwrap_or(u64::MAX)
    }

    /// The changes of one value: one for each type that it was staged as.
    pub(super) fn changes_of<'a>(&'a self, value: &'a DraftValue) -> impl Iterator<Item = StagedChange> + 'a {
        value.changes.iter().filter_map(|(rtype, id)| self.change_as(value, *rtype, *id))
    }

    fn change_as(&self, value: &DraftValue, rtype: RecordType, id: i64) -> Option<StagedChange> {
        let shows = |spelled: &&Spelled| self.rtype != RecordType::TXT || spelled.spelling.shown.shows(rtype);
        let (base, wanted) = (value.base.as_ref().filter(shows), value.wanted.as_ref().filter(shows));
        let (op, spelled) = match (base, wanted) {
            (None, Some(wanted)) => (Op::Add, wanted),
            (Some(_), Some(wanted)) => (Op::Update, wanted),
            (Some(base), None) => (Op::Delete, base),
            (None, None) => return None,
        };
        let ttl = self.ttl.as_ref().map(|stated| stated.wanted);
        let (key, number) = ((self.owner.clone(), rtype), value.number);
        Some(StagedChange { id, key, op, number, value: Some(spelled.clone()), ttl })
    }

    /// The change that a stated TTL is listed with: that of the record which is added or changed along with it, or else its own.
    pub(super) fn change_with_ttl(&self, stated: &DraftTtl) -> StagedChange {
        let along = self.values.iter().find(|value| value.number == stated.number && value.wanted.is_some());
        let mut changes: Vec<StagedChange> = along.into_iter().flat_map(|value| self.changes_of(value)).collect();
        let at = changes.iter().position(|change| change.key.1 == stated.shown).unwrap_or_default();
        if at < changes.len() { changes.swap_remove(at) } else { self.change_of_ttl(stated) }
    }

    /// A stated TTL as a change of the record with which it was stated.
    pub(super) fn change_of_ttl(&self, stated: &DraftTtl) -> StagedChange {
        StagedChange {
            id: stated.change,
            key: (self.owner.clone(), stated.shown),
            op: Op::Update,
            number: stated.number,
            value: Some(stated.value.clone()),
            ttl: Some(stated.wanted),
        }
    }
}
