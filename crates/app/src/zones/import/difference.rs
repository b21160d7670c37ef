//! What a file changes in a zone: both in canonical order, walked side by side.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domesday_dns::RecordType;
use domesday_domain::history::{CHANGES_SPELLED_OUT, Change};
use domesday_domain::record::edit::SetKey;
use domesday_domain::record::{Origin, Record, RecordSet};
use domesday_domain::zone::Zone;
use domesday_domain::zone_file::{FileSet, ZoneFile};

use super::stored_set;

/// The sets to create, replace and delete.
#[derive(Default)]
pub(super) struct Difference {
    pub(super) created: Vec<RecordSet>,
    pub(super) replaced: Vec<RecordSet>,
    pub(super) deleted: Vec<SetKey>,
    /// Each change, as long as there are few enough to be told.
    pub(super) changes: Vec<Change>,
    kept: Vec<RecordSet>,
    touched: BTreeMap<RecordType, u64>,
}

impl Difference {
    /// Compares what is stored with what the file says. Values that stay keep their numbers; cuts of child zones and registered names stay.
    pub(super) fn between(
        zone: &mut Zone,
        revision: i64,
        old: Vec<RecordSet>,
        file: &ZoneFile,
        now: DateTime<Utc>,
    ) -> Self {
        let mut difference = Self::default();
        let mut old = old.into_iter().peekable();
        for wanted in &file.sets {
            let place = |set: &RecordSet| (&set.owner, set.rtype).cmp(&(&wanted.owner, wanted.rtype));
            while let Some(gone) = old.next_if(|set| place(set) == Ordering::Less) {
                difference.delete(gone);
            }
            match old.next_if(|set| place(set) == Ordering::Equal) {
                Some(stored) if same(&stored, wanted) => difference.kept.push(stored),
                Some(stored) => difference.replace(zone, revision, &stored, wanted, now),
                None => {
                    let set = stored_set(zone, revision, wanted, now);
                    difference.note(&set, |set| (None, Some(set.content())));
                    difference.created.push(set);
                }
            }
        }
        old.for_each(|gone| difference.delete(gone));
        difference
    }

    fn delete(&mut self, gone: RecordSet) {
        if matches!(gone.origin, Origin::ChildZone | Origin::Registrar) {
            self.kept.push(gone);
            return;
        }
        self.note(&gone, |set| (Some(set.content()), None));
        self.deleted.push((gone.owner, gone.rtype));
    }

    fn replace(&mut self, zone: &mut Zone, revision: i64, stored: &RecordSet, wanted: &FileSet, now: DateTime<Utc>) {
        let number_of =
            |rdata: &domesday_dns::Rdata| stored.records.iter().find(|old| old.rdata == *rdata).map(|old| old.number);
        let records = wanted.values.iter().map(|rdata| Record {
            number: number_of(rdata).unwrap_or_else(|| zone.number_record()),
            rdata: rdata.clone(),
        });
        let origin =
            if matches!(stored.origin, Origin::ChildZone | Origin::Registrar) { stored.origin } else { wanted.origin };
        let records = records.collect();
        let set = RecordSet { ttl: wanted.ttl, origin, records, revision, updated: now, ..stored.clone() };
        self.note(&set, |set| (Some(stored.content()), Some(set.content())));
        self.replaced.push(set);
    }

    fn note(
        &mut self,
        set: &RecordSet,
        content: impl Fn(
            &RecordSet,
        )
            -> (Option<domesday_domain::history::SetContent>, Option<domesday_domain::history::SetContent>),
    ) {
        *self.touched.entry(set.rtype).or_default() += 1;
        if self.changes.len() > CHANGES_SPELLED_OUT {
            return;
        }
        let (from, to) = content(set);
        let name = set.owner.clone();
        self.changes.push(if set.is_cut() {
            Change::Delegation { name, from, to }
        } else {
            Change::RecordSet { name, rtype: set.rtype, from, to }
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.touched.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.created.len() + self.replaced.len() + self.deleted.len()
    }

    pub(super) fn by_type(&self) -> Vec<(RecordType, u64)> {
        self.touched.iter().map(|(rtype, count)| (*rtype, *count)).collect()
    }

    /// All sets afterwards, in canonical order.
    pub(super) fn after(&self) -> impl Iterator<Item = &RecordSet> {
        let mut all: Vec<&RecordSet> = self.kept.iter().chain(&self.created).chain(&self.replaced).collect();
        all.sort_by(|one, other| (&one.owner, one.rtype).cmp(&(&other.owner, other.rtype)));
        all.into_iter()
    }
}

fn same(stored: &RecordSet, wanted: &FileSet) -> bool {
    let origin = stored.origin == wanted.origin || (stored.is_cut() && wanted.origin == Origin::ExplicitDelegation);
    origin && stored.ttl == wanted.ttl && stored.records.iter().map(|record| &record.rdata).eq(&wanted.values)
}
