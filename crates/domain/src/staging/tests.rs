//! What sessions stage of one set, over what others publish meanwhile.

mod folding;
mod model;
mod properties;
mod publish;
mod text_properties;
mod texts;
mod ttls;

use std::ops::Range;

use chrono::{DateTime, Utc};
use domesday_dns::{Name, Rdata, RecordType};

use super::*;
use crate::record::{Origin, RecordSet};

/// The zone's default, in seconds.
const DEFAULT_TTL: u32 = 3600;

/// A value: an address, or the text of a digit.
pub(crate) fn value(rtype: RecordType, number: u8) -> Rdata {
    let text = if rtype == RecordType::A { format!("192.0.2.{number}") } else { format!("\"{number}\"") };
    Rdata::parse(rtype, &text).unwrap()
}

/// A published set of numbered values; none without values.
pub(crate) fn published(rtype: RecordType, ttl: Option<u32>, values: &[(i64, u8)]) -> Option<RecordSet> {
    let at = DateTime::<Utc>::UNIX_EPOCH;
    let mut values = values.to_vec();
    values.sort_by_key(|(_, value)| *value);
    (!values.is_empty()).then(|| RecordSet {
        owner: Name::parse("www.example.org").unwrap(),
        rtype,
        ttl,
        origin: Origin::User,
        records: values.iter().map(|(number, octet)| Record { number: *number, rdata: value(rtype, *octet) }).collect(),
        spellings: Default::default(),
        cut: None,
        revision: 1,
        created: at,
        updated: at,
    })
}

/// The set as it is after a publish.
pub(crate) fn after(content: Option<Content>) -> Option<RecordSet> {
    let Content { key: (owner, rtype), ttl, records, spellings } = content?;
    let empty = published(rtype, ttl, &[(0, 0)]).unwrap();
    Some(RecordSet { owner, records, spellings, ..empty })
}

/// One session at work on a set, with numbers of its own.
pub(crate) struct Session {
    pub(crate) draft: DraftSet,
    pub(crate) numbers: Numbers,
}

impl Session {
    pub(crate) fn new(rtype: RecordType, numbers: Range<i64>) -> Self {
        let draft = DraftSet::new(Name::parse("www.example.org").unwrap(), rtype);
        Self { draft, numbers: Numbers { records: numbers.clone(), changes: numbers } }
    }

    /// Stages something; the draft stays as it was if that is refused.
    pub(crate) fn stage<T>(
        &mut self,
        published: Option<&RecordSet>,
        work: impl FnOnce(&mut Staging<'_>) -> Result<T, StagingFault>,
    ) -> Result<T, StagingFault> {
        let mut staging = self.draft.clone().staging(published, &mut self.numbers);
        let done = work(&mut staging)?;
        self.draft = staging.done();
        Ok(done)
    }

    /// The addresses that the session sees, with their numbers.
    pub(crate) fn sees(&self, published: Option<&RecordSet>) -> Vec<(i64, u8)> {
        addresses(self.draft.view(published).as_ref())
    }

    /// What is staged, as operation, number and address.
    pub(crate) fn changes(&self) -> Vec<(Op, i64, u8)> {
        let change = |change: StagedChange| (change.op, change.number, last_octet(change.rdata().unwrap()));
        self.draft.changes().into_iter().map(change).collect()
    }
}

/// The last octet of an address.
fn last_octet(rdata: &Rdata) -> u8 {
    *rdata.wire().last().unwrap()
}

/// Addresses with their numbers.
pub(crate) fn addresses(content: Option<&Content>) -> Vec<(i64, u8)> {
    let records = content.into_iter().flat_map(|content| &content.records);
    records.map(|record| (record.number, last_octet(&record.rdata))).collect()
}

/// An address to write.
pub(crate) fn a(octet: u8) -> Written {
    Written::plain(value(RecordType::A, octet))
}

/// Published addresses.
pub(crate) fn a_set(values: &[(i64, u8)]) -> Option<RecordSet> {
    published(RecordType::A, None, values)
}
