//! What a set holds: as a session sees it, or as a publish makes it.

use std::collections::HashMap;

use domesday_dns::RecordType;

use super::{DraftSet, Spelled};
use crate::record::edit::SetKey;
use crate::record::spelling::{ShownAs, Spelling, Spellings};
use crate::record::{Origin, Record, RecordSet};

/// What a set holds that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its owner and its type, as it is stored.
    pub key: SetKey,
    /// Its TTL in seconds, or none for the zone's default.
    pub ttl: Option<u32>,
    /// Its values with their numbers: in canonical order, the zone's own in the order in which the zone lists them.
    pub records: Vec<Record>,
    /// How texts among them are spelled, and under which types they show.
    pub spellings: Spellings,
}

impl Content {
    /// A set as it is published.
    pub fn of(set: &RecordSet) -> Self {
        let (records, spellings) = (set.records.clone(), set.spellings.clone());
        Self { key: (set.owner.clone(), set.rtype), ttl: set.ttl, records, spellings }
    }

    /// The TTL in effect (rule R2), in seconds.
    pub fn ttl_in_effect(&self, default_ttl: u32) -> u32 {
        self.ttl.unwrap_or(default_ttl)
    }

    /// The records that show as a type, with how they are spelled (rule R8): all of them, or for TXT and SPF the ones written as that.
    pub fn shown_as(&self, rtype: RecordType) -> impl Iterator<Item = (&Record, &Spelling)> {
        let is_text = self.key.1 == RecordType::TXT;
        let all = !is_text && self.key.1 == rtype;
        let records = self.records.iter().map(|record| (record, self.spellings.of(record.number)));
        records.filter(move |(_, spelling)| all || is_text && spelling.shown.shows(rtype))
    }

    /// The record with a number, if it shows as this type.
    pub fn shown_record(&self, rtype: RecordType, number: i64) -> Option<(&Record, &Spelling)> {
        self.shown_as(rtype).find(|(record, _)| record.number == number)
    }

    /// The types that it shows as: its own, or those of TXT and SPF that some value was written as.
    pub fn types(&self) -> Vec<RecordType> {
        let types =
            if self.key.1 == RecordType::TXT { vec![RecordType::TXT, RecordType::SPF] } else { vec![self.key.1] };
        types.into_iter().filter(|rtype| self.shown_as(*rtype).next().is_some()).collect()
    }
}

/// Values in the making, in the order of the published set, new ones after them.
pub(super) struct Values {
    values: Vec<(i64, Spelled)>,
    in_order_given: bool,
}

impl Values {
    /// Values of a set beside which this one is published.
    pub(super) fn beside(published: Option<&RecordSet>) -> Self {
        Self { values: Vec::new(), in_order_given: published.is_some_and(|set| set.origin == Origin::Zone) }
    }

    /// One value more.
    pub(super) fn push(&mut self, number: i64, value: Spelled) {
        self.values.push((number, value));
    }

    /// The content they make, if there are any.
    pub(super) fn into_content(self, draft: &DraftSet, ttl: Option<u32>) -> Option<Content> {
        if self.values.is_empty() {
            return None;
        }
        let mut spellings = Spellings::default();
        let mut records = Vec::with_capacity(self.values.len());
        for (number, value) in self.values {
            spellings.set(number, value.spelling);
            records.push(Record { number, rdata: value.rdata });
        }
        if !self.in_order_given {
            records.sort_by(|one, other| one.rdata.cmp(&other.rdata));
        }
        Some(Content { key: draft.key(), ttl, records, spellings })
    }
}

/// The values of a published set by number.
pub(super) fn published_values(set: Option<&RecordSet>) -> HashMap<i64, Spelled> {
    published_in_order(set).collect()
}

/// The values of a published set with their numbers, in its order.
pub(super) fn published_in_order(set: Option<&RecordSet>) -> impl Iterator<Item = (i64, Spelled)> + '_ {
    set.into_iter().flat_map(|set| {
        set.records.iter().map(|record| {
            let spelling = set.spellings.of(record.number).clone();
            (record.number, Spelled { rdata: record.rdata.clone(), spelling })
        })
    })
}

/// The records of a published set that show where values are written so.
pub(super) fn published_as(set: Option<&RecordSet>, shown: ShownAs) -> Vec<Record> {
    let values = published_in_order(set).filter(|(_, value)| value.shows(shown));
    values.map(|(number, value)| Record { number, rdata: value.rdata }).collect()
}
