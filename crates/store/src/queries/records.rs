//! Record sets, a row each, and the questions that rules about other sets ask of them.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domesday_app::ports::{RecordReads, RecordWrites, SetFilter, Stored};
use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::record::edit::SetKey;
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::record::{Origin, Record, RecordSet};
use domesday_domain::zone::ZoneId;

use super::super::{Among, insert_rows};
use super::keys::{damaged, end_of_subtree, name, narrow};
use super::{Work, targets};
use crate::expressions::IsAlias;
use crate::schema::{record_sets, record_targets, zones};
use crate::types::At;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = record_sets, treat_none_as_default_value = false)]
struct SetRow {
    zone_id: i64,
    owner_key: Vec<u8>,
    rtype: i32,
    ttl: Option<i64>,
    origin: i16,
    records: Vec<u8>,
    comment: Option<String>,
    revision: i64,
    created: At,
    updated: At,
}

#[derive(AsChangeset)]
#[diesel(table_name = record_sets, treat_none_as_null = true)]
struct SetColumns {
    ttl: Option<i64>,
    origin: i16,
    records: Vec<u8>,
    comment: Option<String>,
    revision: i64,
    updated: At,
}

/// Origins by the number they are stored as.
const ORIGINS: [Origin; 6] =
    [Origin::User, Origin::Zone, Origin::ExplicitDelegation, Origin::ChildZone, Origin::Registrar, Origin::Glue];

fn origin_number(origin: Origin) -> i16 {
    ORIGINS.iter().position(|known| *known == origin).and_then(|index| i16::try_from(index).ok()).unwrap_or_default()
}

fn origin(number: i16) -> Stored<Origin> {
    let known = usize::try_from(number).ok().and_then(|index| ORIGINS.get(index)).copied();
    known.ok_or_else(|| damaged("an origin", &number.to_string()))
}

fn rtype(number: i32) -> Stored<RecordType> {
    narrow(number.into()).map(RecordType)
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
    fn from_set(zone: ZoneId, set: &RecordSet) -> Self {
        Self {
            zone_id: zone.0,
            owner_key: set.owner.sort_key(),
            rtype: set.rtype.0.into(),
            ttl: set.ttl.map(Into::into),
            origin: origin_number(set.origin),
            records: pack(&set.records),
            comment: set.comment.clone(),
            revision: set.revision,
            created: At(set.created),
            updated: At(set.updated),
        }
    }

    fn into_set(self) -> Stored<RecordSet> {
        let rtype = rtype(self.rtype)?;
        Ok(RecordSet {
            owner: name(&self.owner_key)?,
            rtype,
            ttl: self.ttl.map(narrow).transpose()?,
            origin: origin(self.origin)?,
            records: unpack(rtype, &self.records)?,
            comment: self.comment,
            revision: self.revision,
            created: self.created.0,
            updated: self.updated.0,
        })
    }
}

fn sets(rows: Vec<SetRow>) -> Stored<Vec<RecordSet>> {
    rows.into_iter().map(SetRow::into_set).collect()
}

fn limited(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Target, zone, owner and type of a set that points somewhere.
type PointerRow = (Vec<u8>, Vec<u8>, Vec<u8>, i32);

fn pointer((target, zone, owner, number): PointerRow) -> Stored<(Name, Pointer)> {
    Ok((name(&target)?, Pointer { zone: name(&zone)?, owner: name(&owner)?, rtype: rtype(number)? }))
}

impl RecordReads for Work<'_> {
    fn set(&mut self, zone: ZoneId, owner: &Name, rtype: RecordType) -> Stored<Option<RecordSet>> {
        let key = (zone.0, owner.sort_key(), i32::from(rtype.0));
        let row: Option<SetRow> = self.query(|connection| {
            record_sets::table.find(key).select(SetRow::as_select()).get_result(connection).optional()
        })?;
        row.map(SetRow::into_set).transpose()
    }

    fn sets_around(&mut self, zone: ZoneId, owners: &[Name], above: &[Name]) -> Stored<Vec<RecordSet>> {
        let (cut, dname) = (i32::from(RecordType::NS.0), i32::from(RecordType::DNAME.0));
        let all: Vec<Name> = owners.iter().chain(above).cloned().collect();
        let rows: Vec<SetRow> = self.query(|connection| {
            record_sets::table
                .filter(record_sets::zone_id.eq(zone.0))
                .filter(Among::new(record_sets::owner_key, &all))
                .filter(
                    Among::new(record_sets::owner_key, owners)
                        .or(record_sets::rtype.eq(cut))
                        .or(record_sets::rtype.eq(dname)),
                )
                .select(SetRow::as_select())
                .load(connection)
        })?;
        sets(rows)
    }

    fn sets(
        &mut self,
        zone: ZoneId,
        filter: &SetFilter,
        marker: Option<&SetKey>,
        limit: usize,
    ) -> Stored<Vec<RecordSet>> {
        let mut query = record_sets::table
            .filter(record_sets::zone_id.eq(zone.0))
            .order((record_sets::owner_key, record_sets::rtype))
            .select(SetRow::as_select())
            .into_boxed();
        if let Some(owner) = &filter.name {
            query = query.filter(record_sets::owner_key.eq(owner.sort_key()));
        }
        if let Some(top) = &filter.under {
            let key = top.sort_key();
            let end = end_of_subtree(&key);
            query = query.filter(record_sets::owner_key.ge(key).and(record_sets::owner_key.lt(end)));
        }
        if let Some((owner, rtype)) = marker {
            let key = owner.sort_key();
            let later = record_sets::owner_key.ge(key.clone());
            let after = record_sets::owner_key.gt(key).or(record_sets::rtype.gt(i32::from(rtype.0)));
            query = query.filter(later).filter(after);
        }
        if !filter.types.is_empty() {
            query = query.filter(
                record_sets::rtype.eq_any(filter.types.iter().map(|rtype| i32::from(rtype.0)).collect::<Vec<_>>()),
            );
        }
        if !filter.origins.is_empty() {
            let numbers: Vec<i16> = filter.origins.iter().map(|origin| origin_number(*origin)).collect();
            query = query.filter(record_sets::origin.eq_any(numbers));
        }
        let rows: Vec<SetRow> = self.query(|connection| query.limit(limited(limit)).load(connection))?;
        sets(rows)
    }

    fn keys_below(&mut self, zone: ZoneId, top: &Name, limit: usize) -> Stored<Vec<SetKey>> {
        let key = top.sort_key();
        let end = end_of_subtree(&key);
        let rows: Vec<(Vec<u8>, i32)> = self.query(|connection| {
            record_sets::table
                .filter(record_sets::zone_id.eq(zone.0))
                .filter(record_sets::owner_key.gt(key).and(record_sets::owner_key.lt(end)))
                .order((record_sets::owner_key, record_sets::rtype))
                .limit(limited(limit))
                .select((record_sets::owner_key, record_sets::rtype))
                .load(connection)
        })?;
        rows.into_iter().map(|(key, number)| Ok((name(&key)?, rtype(number)?))).collect()
    }

    fn count_sets(&mut self, zone: ZoneId) -> Stored<Vec<(RecordType, Origin, u64)>> {
        let rows: Vec<(i32, i16, i64)> = self.query(|connection| {
            record_sets::table
                .filter(record_sets::zone_id.eq(zone.0))
                .group_by((record_sets::rtype, record_sets::origin))
                .order((record_sets::rtype, record_sets::origin))
                .select((record_sets::rtype, record_sets::origin, diesel::dsl::count_star()))
                .load(connection)
        })?;
        rows.into_iter().map(|(number, place, count)| Ok((rtype(number)?, origin(place)?, narrow(count)?))).collect()
    }

    fn aliases_among(&mut self, names: &[Name]) -> Stored<Vec<Name>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<Vec<u8>> = self.query(|connection| {
            record_sets::table
                .filter(IsAlias)
                .filter(Among::new(record_sets::owner_key, names))
                .select(record_sets::owner_key)
                .load(connection)
        })?;
        keys.iter().map(|key| name(key)).collect()
    }

    fn pointers_to(&mut self, names: &[Name], limit: usize) -> Stored<Vec<(Name, Pointer)>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<PointerRow> = self.query(|connection| {
            record_targets::table
                .inner_join(zones::table)
                .filter(Among::new(record_targets::target_key, names))
                .order((record_targets::target_key, record_targets::zone_id, record_targets::owner_key))
                .limit(limited(limit))
                .select((record_targets::target_key, zones::sort_key, record_targets::owner_key, record_targets::rtype))
                .load(connection)
        })?;
        rows.into_iter().map(pointer).collect()
    }

    fn addressed_among(&mut self, names: &[(ZoneId, Name)]) -> Stored<Vec<Name>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let zones: Vec<i64> = names.iter().map(|(zone, _)| zone.0).collect();
        let owners: Vec<Name> = names.iter().map(|(_, owner)| owner.clone()).collect();
        let rows: Vec<(i64, Vec<u8>)> = self.query(|connection| {
            record_sets::table
                .filter(record_sets::zone_id.eq_any(zones))
                .filter(Among::new(record_sets::owner_key, &owners))
                .filter(
                    record_sets::rtype
                        .eq(i32::from(RecordType::A.0))
                        .or(record_sets::rtype.eq(i32::from(RecordType::AAAA.0))),
                )
                .select((record_sets::zone_id, record_sets::owner_key))
                .load(connection)
        })?;
        let mut found = Vec::new();
        for (zone, key) in rows {
            let owner = name(&key)?;
            if names.contains(&(ZoneId(zone), owner.clone())) {
                found.push(owner);
            }
        }
        Ok(found)
    }

    fn ns_without_address(&mut self, zone: ZoneId, apex: &Name, limit: usize) -> Stored<Vec<Name>> {
        let key = apex.sort_key();
        let end = end_of_subtree(&key);
        let addresses = record_sets::table
            .filter(record_sets::zone_id.eq(record_targets::zone_id))
            .filter(record_sets::owner_key.eq(record_targets::target_key))
            .filter(
                record_sets::rtype
                    .eq(i32::from(RecordType::A.0))
                    .or(record_sets::rtype.eq(i32::from(RecordType::AAAA.0))),
            );
        let keys: Vec<Vec<u8>> = self.query(|connection| {
            record_targets::table
                .filter(record_targets::zone_id.eq(zone.0))
                .filter(record_targets::rtype.eq(i32::from(RecordType::NS.0)))
                .filter(record_targets::target_key.ge(key).and(record_targets::target_key.lt(end)))
                .filter(not(exists(addresses)))
                .order(record_targets::target_key)
                .distinct()
                .limit(limited(limit))
                .select(record_targets::target_key)
                .load(connection)
        })?;
        keys.iter().map(|key| name(key)).collect()
    }

    fn targets_that_are_aliases(&mut self, zone: ZoneId, limit: usize) -> Stored<Vec<(Name, Pointer)>> {
        let aliases = record_sets::table.filter(IsAlias).filter(record_sets::owner_key.eq(record_targets::target_key));
        let rows: Vec<PointerRow> = self.query(|connection| {
            record_targets::table
                .inner_join(zones::table)
                .filter(record_targets::zone_id.eq(zone.0))
                .filter(exists(aliases))
                .order((record_targets::target_key, record_targets::owner_key, record_targets::rtype))
                .limit(limited(limit))
                .select((record_targets::target_key, zones::sort_key, record_targets::owner_key, record_targets::rtype))
                .load(connection)
        })?;
        rows.into_iter().map(pointer).collect()
    }
}

impl RecordWrites for Work<'_> {
    fn insert_sets(&mut self, zone: ZoneId, sets: &[RecordSet]) -> Stored<()> {
        self.query(|connection| {
            let rows: Vec<SetRow> = sets.iter().map(|set| SetRow::from_set(zone, set)).collect();
            insert_rows!(connection, record_sets::table, rows)?;
            targets::put(connection, zone, sets)
        })
    }

    fn update_sets(&mut self, zone: ZoneId, sets: &[RecordSet]) -> Stored<()> {
        let [set] = sets else {
            let keys: Vec<SetKey> = sets.iter().map(|set| (set.owner.clone(), set.rtype)).collect();
            self.delete_sets(zone, &keys)?;
            return self.insert_sets(zone, sets);
        };
        let key = (zone.0, set.owner.sort_key(), i32::from(set.rtype.0));
        let columns = SetColumns {
            ttl: set.ttl.map(Into::into),
            origin: origin_number(set.origin),
            records: pack(&set.records),
            comment: set.comment.clone(),
            revision: set.revision,
            updated: At(set.updated),
        };
        self.query(|connection| {
            diesel::update(record_sets::table.find(key)).set(columns).execute(connection)?;
            if targets::are_kept(set.rtype) {
                targets::remove(connection, zone, std::slice::from_ref(&set.owner), set.rtype)?;
                targets::put(connection, zone, std::slice::from_ref(set))?;
            }
            Ok(())
        })
    }

    fn delete_sets(&mut self, zone: ZoneId, keys: &[SetKey]) -> Stored<()> {
        let mut by_type: BTreeMap<RecordType, Vec<Name>> = BTreeMap::new();
        for (owner, rtype) in keys {
            by_type.entry(*rtype).or_default().push(owner.clone());
        }
        self.query(|connection| {
            for (rtype, owners) in by_type {
                let number = i32::from(rtype.0);
                let of_type =
                    record_sets::table.filter(record_sets::zone_id.eq(zone.0)).filter(record_sets::rtype.eq(number));
                diesel::delete(of_type.filter(Among::new(record_sets::owner_key, &owners))).execute(connection)?;
                if targets::are_kept(rtype) {
                    targets::remove(connection, zone, &owners, rtype)?;
                }
            }
            Ok(())
        })
    }
}
