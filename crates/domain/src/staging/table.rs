//! The table on which a draft is changed: what is published now, what is staged, and who has which value, kept up to date as it goes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domesday_dns::{Rdata, RecordType};

use super::content::{published_as, published_values};
use super::{DraftSet, DraftValue, Numbers, OutOfNumbers, Spelled};
use crate::record::spelling::ShownAs;
use crate::record::{Record, RecordSet};

/// A draft that is being changed, over what is published now. One that ran out of numbers is to be dropped; any other
/// [`StagingFault`](super::StagingFault) changes nothing.
#[derive(Debug)]
pub struct Staging<'a> {
    /// The draft, but for its values.
    pub(super) draft: DraftSet,
    /// The set as it is published now.
    pub(super) published: Option<&'a RecordSet>,
    /// Its values by number.
    pub(super) now: HashMap<i64, Spelled>,
    /// The draft's values by number.
    pub(super) entries: BTreeMap<i64, DraftValue>,
    /// The records that have a value: a staged one, one that is published and not staged, or one of each.
    holders: HashMap<Rdata, Vec<i64>>,
    /// Deleted records by the value that they had when that was staged.
    deleted: HashMap<Rdata, BTreeSet<i64>>,
    /// Where new numbers come from.
    pub(super) numbers: &'a mut Numbers,
}

impl DraftSet {
    /// Begins to change the draft over what is published now.
    pub fn staging<'a>(mut self, published: Option<&'a RecordSet>, numbers: &'a mut Numbers) -> Staging<'a> {
        let now = published_values(published);
        let entries: BTreeMap<i64, DraftValue> =
            std::mem::take(&mut self.values).into_iter().map(|value| (value.number, value)).collect();
        let mut holders: HashMap<Rdata, Vec<i64>> = HashMap::new();
        let mut deleted: HashMap<Rdata, BTreeSet<i64>> = HashMap::new();
        for (number, entry) in &entries {
            match (&entry.wanted, &entry.base) {
                (Some(wanted), _) => holders.entry(wanted.rdata.clone()).or_default().push(*number),
                (None, Some(base)) => drop(deleted.entry(base.rdata.clone()).or_default().insert(*number)),
                (None, None) => {}
            }
        }
        for (number, value) in now.iter().filter(|(number, _)| !entries.contains_key(number)) {
            holders.entry(value.rdata.clone()).or_default().push(*number);
        }
        Staging { draft: self, published, now, entries, holders, deleted, numbers }
    }
}

impl Staging<'_> {
    /// The draft as it has become: a change that comes to nothing is none (rule C5), and a type written as a whole is held against its
    /// base only while something of that is left.
    pub fn done(mut self) -> DraftSet {
        self.keep_ttl();
        let mut draft = self.draft;
        draft.values = self.entries.into_values().collect();
        draft.values.sort_by_key(|value| value.changes.values().min().copied());
        let stated = draft.ttl.as_ref().map(|stated| stated.shown);
        let values = &draft.values;
        draft
            .wholes
            .retain(|rtype, _| stated == Some(*rtype) || values.iter().any(|value| value.changes.contains_key(rtype)));
        draft
    }

    /// The value that a record is to have; none if it is deleted, or nobody's number.
    pub(super) fn current(&self, number: i64) -> Option<&Spelled> {
        match self.entries.get(&number) {
            Some(entry) => entry.wanted.as_ref(),
            None => self.now.get(&number),
        }
    }

    /// Some value that the set is to have, with its number: the lowest staged one, or else the first published one.
    pub(super) fn any_value(&self) -> Option<(i64, &Spelled)> {
        let staged = self.entries.iter().find_map(|(number, entry)| Some((*number, entry.wanted.as_ref()?)));
        staged.or_else(|| self.untouched().next())
    }

    /// Published values that are not staged.
    fn untouched(&self) -> impl Iterator<Item = (i64, &Spelled)> {
        let records = self.published.into_iter().flat_map(|set| &set.records);
        let untouched = records.filter(|record| !self.entries.contains_key(&record.number));
        untouched.filter_map(|record| Some((record.number, self.now.get(&record.number)?)))
    }

    /// The records that have a value, a staged one first.
    pub(super) fn holders(&self, rdata: &Rdata) -> Vec<i64> {
        let mut holders = self.holders.get(rdata).cloned().unwrap_or_default();
        holders.sort_by_key(|number| !self.entries.contains_key(number));
        holders
    }

    /// The record that was deleted with this value, if its number is still free for it: one that is published with that value, so that
    /// nothing comes of it, or else one that is published no longer.
    pub(super) fn deleted_with(&self, rdata: &Rdata) -> Option<i64> {
        let deleted = || self.deleted.get(rdata).into_iter().flatten();
        let published = deleted().find(|number| self.now.get(number).is_some_and(|now| now.rdata == *rdata));
        published.or_else(|| deleted().find(|number| !self.now.contains_key(number))).copied()
    }

    /// Numbers of all records: first those that are published and not staged, so that what is there already is taken before what is not.
    pub(super) fn all_numbers(&self) -> Vec<i64> {
        self.untouched().map(|(number, _)| number).chain(self.entries.keys().copied()).collect()
    }

    /// The published records that show where values are written so.
    pub(super) fn published_as(&self, shown: ShownAs) -> Vec<Record> {
        published_as(self.published, shown)
    }

    /// Stages what a record is to be: what is published now becomes its base (rule C5). `by` is the type through which it is written.
    pub(super) fn want(&mut self, number: i64, wanted: Option<Spelled>, by: RecordType) -> Result<(), OutOfNumbers> {
        self.forget(number);
        let base = self.now.get(&number).cloned();
        self.rebase_wholes(number, base.as_ref());
        match (&wanted, &base) {
            (Some(wanted), _) => self.holders.entry(wanted.rdata.clone()).or_default().push(number),
            (None, Some(base)) => drop(self.deleted.entry(base.rdata.clone()).or_default().insert(number)),
            (None, None) => {}
        }
        let changes = self.entries.remove(&number).map(|entry| entry.changes).unwrap_or_default();
        self.ttl_follows(number, wanted.as_ref(), base.is_some());
        if wanted != base {
            let mut entry = DraftValue { number, changes, base, wanted };
            entry.rekey(self.draft.showings(), &|shown| self.draft.type_shown(shown), by, self.numbers)?;
            self.entries.insert(number, entry);
        }
        Ok(())
    }

    /// Takes a record off the lists of who has which value.
    fn forget(&mut self, number: i64) {
        if let Some(rdata) = self.current(number).map(|value| value.rdata.clone()) {
            self.holders.entry(rdata).or_default().retain(|holder| *holder != number);
        }
        let deleted = self.entries.get(&number).filter(|entry| entry.wanted.is_none());
        if let Some(base) = deleted.and_then(|entry| entry.base.as_ref()) {
            self.deleted.entry(base.rdata.clone()).or_default().remove(&number);
        }
    }

    /// What is published of a record is accepted where its type was written as a whole, too.
    fn rebase_wholes(&mut self, number: i64, base: Option<&Spelled>) {
        for shown in self.draft.showings() {
            let Some(whole) = self.draft.wholes.get_mut(&self.draft.type_shown(*shown)) else { continue };
            whole.base.retain(|record| record.number != number);
            let base = base.filter(|base| base.shows(*shown));
            whole.base.extend(base.map(|base| Record { number, rdata: base.rdata.clone() }));
        }
    }
}

impl DraftValue {
    /// Numbers its changes: those that there were before keep theirs, those that there are no longer lose them.
    fn rekey(
        &mut self,
        showings: &[ShownAs],
        type_shown: &dyn Fn(ShownAs) -> RecordType,
        by: RecordType,
        numbers: &mut Numbers,
    ) -> Result<(), OutOfNumbers> {
        let mut old = std::mem::take(&mut self.changes);
        let mut in_both = Vec::new();
        for shown in showings {
            let rtype = type_shown(*shown);
            let shows = |value: &Option<Spelled>| value.as_ref().is_some_and(|value| value.shows(*shown));
            match (shows(&self.base), shows(&self.wanted)) {
                (true, true) => in_both.push(rtype),
                (false, false) => {}
                _ => {
                    let id = match old.remove(&rtype) {
                        Some(id) => id,
                        None => numbers.change()?,
                    };
                    self.changes.insert(rtype, id);
                }
            }
        }
        if self.differs() {
            let kept: BTreeMap<RecordType, i64> =
                in_both.iter().filter_map(|rtype| Some((*rtype, old.remove(rtype)?))).collect();
            let first = if in_both.contains(&by) { Some(by) } else { in_both.first().copied() };
            if let Some(rtype) = first.filter(|_| kept.is_empty()) {
                self.changes.insert(rtype, numbers.change()?);
            }
            self.changes.extend(kept);
        }
        Ok(())
    }

    /// Whether the value becomes another one, or is spelled in another way.
    fn differs(&self) -> bool {
        let content = |value: &Option<Spelled>| value.clone().map(|value| (value.rdata, value.spelling.text));
        content(&self.base) != content(&self.wanted)
    }
}
