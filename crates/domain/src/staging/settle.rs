//! A publish of one set: the bases compared with what is published by then (rules C8, C9), and what the set comes to.

mod step;

use std::collections::{BTreeSet, HashMap};

use domesday_dns::{Rdata, RecordType};

use super::content::{Values, published_as, published_in_order, published_values};
use super::{Content, DraftSet, DraftTtl, DraftValue, Spelled, StagedChange};
use crate::record::RecordSet;
use crate::record::spelling::ShownAs;
use step::Step;

/// A base that is no longer what it was (rule C9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The change that was made on it.
    pub change: StagedChange,
    /// What it was made on.
    pub base: Base,
}

/// What a change was made on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A value.
    Value,
    /// All values of a type.
    Whole,
    /// The set's TTL.
    Ttl,
    /// Members of the zone: those that moved.
    Members(Vec<&'static str>),
}

/// A change that meets what it would have done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The change.
    pub change: StagedChange,
    /// How it is met.
    pub settled: SettledAs,
}

/// How a change is met by what others did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettledAs {
    /// Its value is deleted already.
    DeletedAlready,
    /// Its value was added meanwhile, and stands under this number.
    AddedAlready(i64),
}

/// What a publish makes of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// What it holds; none if it is empty, and so not there.
    pub content: Option<Content>,
    /// What others did meanwhile that needed not be done.
    pub notes: Vec<Note>,
}

impl DraftSet {
    /// Lays the draft over what is published now, if all its bases are as they were.
    ///
    /// # Errors
    /// Every base that moved, in the order of staging.
    pub fn settle(&self, published: Option<&RecordSet>) -> Result<Settled, Vec<Moved>> {
        let now = published_values(published);
        let (mut moved, mut notes) = (Vec::new(), Vec::new());
        let mut put: HashMap<i64, Option<Spelled>> = HashMap::new();
        let mut added: Vec<(&DraftValue, Spelled)> = Vec::new();
        for value in &self.values {
            match self.step(value, now.get(&value.number), &mut notes) {
                Some(Step::Put(spelled)) => drop(put.insert(value.number, spelled)),
                Some(Step::Add(spelled)) => added.push((value, spelled)),
                None => moved.extend(self.changes_of(value).map(|change| Moved { change, base: Base::Value })),
            }
        }
        for (rtype, whole) in &self.wholes {
            let known: BTreeSet<(i64, &Rdata)> =
                whole.base.iter().map(|record| (record.number, &record.rdata)).collect();
            let by_then = published_as(published, ShownAs::written_as(*rtype));
            let by_then: BTreeSet<(i64, &Rdata)> =
                by_then.iter().map(|record| (record.number, &record.rdata)).collect();
            let is_told = moved.iter().any(|moved: &Moved| moved.change.key.1 == *rtype);
            if known != by_then && !is_told {
                moved.extend(self.first_of(*rtype).map(|change| Moved { change, base: Base::Whole }));
            }
        }
        if let Some(stated) = self.ttl.as_ref().filter(|stated| ttl_moved(stated, published)) {
            let change = self.change_with_ttl(stated);
            if moved.iter().all(|moved| moved.change.id != change.id) {
                moved.push(Moved { change, base: Base::Ttl });
            }
        }
        if !moved.is_empty() {
            moved.sort_by_key(|moved| moved.change.id);
            return Err(moved);
        }
        let mut values: Vec<(i64, Spelled)> = published_in_order(published)
            .filter_map(|(number, value)| Some((number, put.remove(&number).unwrap_or(Some(value))?)))
            .collect();
        self.join(&mut values, added, &put_numbers(&self.values, &now), &mut notes);
        notes.sort_by_key(|note| note.change.id);
        let mut content = Values::beside(published);
        values.into_iter().for_each(|(number, value)| content.push(number, value));
        Ok(Settled { content: content.into_content(self, self.ttl_over(published)), notes })
    }

    /// Adds values to those that stay. One that somebody else has added meanwhile stands under that number; so does one that a record was
    /// changed to.
    fn join(
        &self,
        values: &mut Vec<(i64, Spelled)>,
        added: Vec<(&DraftValue, Spelled)>,
        ours: &BTreeSet<i64>,
        notes: &mut Vec<Note>,
    ) {
        let theirs: HashMap<Rdata, i64> = values
            .iter()
            .filter(|(number, _)| !ours.contains(number))
            .map(|(number, value)| (value.rdata.clone(), *number))
            .collect();
        let mut joined: HashMap<i64, ShownAs> = HashMap::new();
        let mut meet = |number: i64, value: &Spelled| {
            let their = theirs.get(&value.rdata).copied().filter(|their| *their != number)?;
            joined.insert(their, value.spelling.shown);
            let staged = self.values.iter().find(|staged| staged.number == number);
            let changes = staged.into_iter().flat_map(|staged| self.changes_of(staged));
            notes.extend(changes.map(|change| Note { change, settled: SettledAs::AddedAlready(their) }));
            Some(their)
        };
        values.retain(|(number, value)| !ours.contains(number) || meet(*number, value).is_none());
        for (staged, value) in added {
            if meet(staged.number, &value).is_none() {
                values.push((staged.number, value));
            }
        }
        for (number, value) in values {
            if let Some(shown) = joined.get(number) {
                value.spelling.shown = value.spelling.shown.and(*shown);
            }
        }
    }

    /// The first change of a type: what is told of a whole that moved.
    fn first_of(&self, rtype: RecordType) -> Option<StagedChange> {
        let stated = self.ttl.iter().filter(|stated| stated.shown == rtype).map(|stated| self.change_with_ttl(stated));
        self.changes().into_iter().filter(|change| change.key.1 == rtype).chain(stated).min_by_key(|change| change.id)
    }
}

/// The published records that are staged.
fn put_numbers(values: &[DraftValue], now: &HashMap<i64, Spelled>) -> BTreeSet<i64> {
    values.iter().map(|value| value.number).filter(|number| now.contains_key(number)).collect()
}

/// Whether a TTL is neither what it was nor what it is to be.
fn ttl_moved(stated: &DraftTtl, published: Option<&RecordSet>) -> bool {
    let now = published.map(|set| set.ttl);
    now != stated.base && now != Some(stated.wanted)
}
