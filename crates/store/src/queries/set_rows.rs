//! A record set as a row: its values packed into one column, a cut's notes beside them.

use diesel::prelude::*;
use domesday_app::ports::Stored;
use domesday_dns::{Rdata, RecordType};
use domesday_domain::record::{CutNotes, Origin, Record, RecordSet};
use domesday_domain::zone::ZoneId;

use super::keys::{damaged, documented, name, narrow};
use crate::documents::{spellings, spellings_document};
use crate::schema::record_sets;
use crate::types::{At, Json};

/// All of it.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = record_sets, treat_none_as_default_value = false)]
pub(super) struct SetRow {
    pub(super) zone_id: i64,
    owner_key: Vec<u8>,
    rtype: i32,
    ttl: Option<i64>,
    origin: i16,
    records: Vec<u8>,
    comment: Option<String>,
    cut_number: Option<i64>,
    revision: i64,
    created: At,
    updated: At,
    spellings: Option<Json>,
}

/// What may change of it.
#[derive(AsChangeset)]
#[diesel(table_name = record_sets, treat_none_as_null = true)]
pub(super) struct SetColumns {
    ttl: Option<i64>,
    origin: i16,
    records: Vec<u8>,
    comment: Option<String>,
    cut_number: Option<i64>,
    revision: i64,
    updated: At,
    spellings: Option<Json>,
}

/// Origins by the number they are stored as.
pub(super) const ORIGINS: [Origin; 6] =
    [Origin::User, Origin::Zone, Origin::ExplicitDelegation, Origin::ChildZone, Origin::Registrar, Origin::Glue];

/// The number an origin is stored as.
pub(super) fn origin_number(origin: Origin) -> i16 {
    ORIGINS.iter().position(|known| *known == origin).and_then(|index| i16::try_from(index).ok()).unwrap_or_default()
}

/// An origin as it was stored.
pub(super) fn origin(number: i16) -> Stored<Origin> {
    let known = usize::try_from(number).ok().and_then(|index| ORIGINS.get(index)).copied();
    known.ok_or_else(|| damaged("an origin", &number.to_string()))
}

/// A type as it was stored.
pub(super) fn rtype(number: i32) -> Stored<RecordType> {
    narrow(number.into()).map(RecordType)
}

/// The column of spellings: nothing where nothing is kept.
fn spelled(set: &RecordSet) -> Stored<Option<Json>> {
    Ok(documented(spellings_document(&set.spellings))?.map(Json))
}

impl SetColumns {
    /// What a set's row is to hold.
    pub(super) fn of(set: &RecordSet) -> Stored<Self> {
        let notes = set.cut.as_ref();
        Ok(Self {
            ttl: set.ttl.map(Into::into),
            origin: origin_number(set.origin),
            records: pack(&set.records),
            comment: notes.and_then(|notes| notes.comment.clone()),
            cut_number: notes.map(|notes| notes.number),
            revision: set.revision,
            updated: At(set.updated),
            spellings: spelled(set)?,
        })
    }
}

fn pack(records: &[Record]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(records.iter().map(|record| 10 + record.rdata.wire().len()).sum());
    for record in records {
        let wire = record.rdata.wire();
        packed.extend_from_slice(&record.number.to_be_bytes());
        packed.extend_from_slice(&u16::try_from(wire.len()).unwrap_or(u16::MAX).to_be_bytes());
        packed.extend_from_slice(wire);
    }
    packed
}

fn unpack(rtype: RecordType, mut packed: &[u8]) -> Stored<Vec<Record>> {
    let mut records = Vec::new();
    while let Some((number, rest)) = packed.split_first_chunk::<8>() {
        let record = rest
            .split_first_chunk::<2>()
            .and_then(|(length, rest)| rest.split_at_checked(u16::from_be_bytes(*length).into()));
        let Some((wire, rest)) = record else { return Err(damaged("a record", "it is cut short")) };
        records.push(Record { number: i64::from_be_bytes(*number), rdata: Rdata::from_stored(rtype, wire.into()) });
        packed = rest;
    }
    Ok(records)
}

impl SetRow {
    /// The row of a set.
    pub(super) fn from_set(zone: ZoneId, set: &RecordSet) -> Stored<Self> {
        let notes = set.cut.as_ref();
        Ok(Self {
            zone_id: zone.0,
            owner_key: set.owner.sort_key(),
            rtype: set.rtype.0.into(),
            ttl: set.ttl.map(Into::into),
            origin: origin_number(set.origin),
            records: pack(&set.records),
            comment: notes.and_then(|notes| notes.comment.clone()),
            cut_number: notes.map(|notes| notes.number),
            revision: set.revision,
            created: At(set.created),
            updated: At(set.updated),
            spellings: spelled(set)?,
        })
    }

    /// The set of a row. Of NS sets there are only cuts here; one without a number, by a program that did not know of these, goes by that
    /// of its first value.
    pub(super) fn into_set(self) -> Stored<RecordSet> {
        let rtype = rtype(self.rtype)?;
        let records = unpack(rtype, &self.records)?;
        let first = records.first().map(|record| record.number).unwrap_or_default();
        let kept = self.spellings.map(|document| documented(spellings(&document.0))).transpose()?;
        let notes = CutNotes { number: self.cut_number.unwrap_or(first), comment: self.comment };
        Ok(RecordSet {
            owner: name(&self.owner_key)?,
            rtype,
            ttl: self.ttl.map(narrow).transpose()?,
            origin: origin(self.origin)?,
            records,
            spellings: kept.unwrap_or_default(),
            cut: (rtype == RecordType::NS).then_some(notes),
            revision: self.revision,
            created: self.created.0,
            updated: self.updated.0,
        })
    }
}

/// Rows as sets.
pub(super) fn sets(rows: Vec<SetRow>) -> Stored<Vec<RecordSet>> {
    rows.into_iter().map(SetRow::into_set).collect()
}
