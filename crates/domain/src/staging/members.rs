//! Members of the zone that its SOA shows (rule Z7), staged together as a change of that one record.

use std::collections::BTreeMap;

use super::numbers::{Numbers, OutOfNumbers};
use super::settle::{Base, Moved};
use super::{DraftSet, StagedChange};
use crate::history::Value;

/// The members that the SOA shows, by the names that the history knows them by.
pub const SOA_MEMBERS: [&str; 7] = ["email", "refresh", "retry", "expire", "ttl", "default_ttl", "serial_style"];

/// Staged members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftMembers {
    /// The number of the change that they are together.
    pub change: i64,
    /// The number of the SOA record.
    pub number: i64,
    /// Each, by its name.
    pub members: BTreeMap<&'static str, DraftMember>,
}

/// A member of the zone that was stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftMember {
    /// What was published when it was staged last.
    pub base: Value,
    /// What it is to be.
    pub wanted: Value,
}

impl DraftSet {
    /// States a member, of the zone whose SOA has this number; `published` is what it is now. What is published already is no change.
    ///
    /// # Errors
    /// [`OutOfNumbers`].
    pub fn state_member(
        &mut self,
        soa: i64,
        member: &'static str,
        published: Value,
        wanted: Value,
        numbers: &mut Numbers,
    ) -> Result<(), OutOfNumbers> {
        if published == wanted {
            if let Some(members) = &mut self.members {
                members.members.remove(member);
            }
        } else {
            if self.members.is_none() {
                let (change, members) = (numbers.change()?, BTreeMap::new());
                self.members = Some(DraftMembers { change, number: soa, members });
            }
            if let Some(members) = &mut self.members {
                members.members.insert(member, DraftMember { base: published, wanted });
            }
        }
        self.members.take_if(|members| members.members.is_empty());
        Ok(())
    }

    /// What members are to be, for the session's view and for a publish.
    pub fn wanted_members(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.members.iter().flat_map(|members| &members.members).map(|(member, draft)| (*member, &draft.wanted))
    }

    /// Compares the bases of members with what is published (rule C8).
    ///
    /// # Errors
    /// [`Moved`] if one of them changed since.
    pub fn settle_members(&self, published: &[(&'static str, Value)]) -> Result<(), Box<Moved>> {
        let Some(draft) = &self.members else { return Ok(()) };
        let now = |member: &str| published.iter().find(|(known, _)| *known == member).map(|(_, value)| value);
        let moved = draft.members.iter().filter(|(member, staged)| now(member) != Some(&staged.base));
        let moved: Vec<&'static str> = moved.map(|(member, _)| *member).collect();
        match moved.is_empty() {
            true => Ok(()),
            false => Err(Box::new(Moved { change: self.members_change(draft), base: Base::Members(moved) })),
        }
    }

    /// The change that staged members are together.
    pub(super) fn members_change(&self, draft: &DraftMembers) -> StagedChange {
        StagedChange::of_soa(self, draft)
    }
}
