//! Record sets, a row each, and the questions that rules about other sets ask of them.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domesday_app::ports::{RecordReads, RecordWrites, SetFilter, Stored};
use domesday_dns::{Name, RecordType};
use domesday_domain::record::edit::SetKey;
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::ZoneId;

use super::super::{Names, insert_rows};
use super::keys::{end_of_subtree, limited, name, narrow};
use super::set_rows::{SetColumns, SetRow, origin, origin_number, rtype, sets};
use super::targets::{PointerRow, pointer};
use super::{Work, targets};
use crate::expressions::{Among, IsAlias};
use crate::schema::{record_sets, record_targets, zones};

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
                .filter(Among::new(record_sets::owner_key, Names::of(&all)))
                .filter(
                    Among::new(record_sets::owner_key, Names::of(owners))
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
                .filter(Among::new(record_sets::owner_key, Names::of(names)))
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
                .filter(Among::new(record_targets::target_key, Names::of(names)))
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
                .filter(Among::new(record_sets::owner_key, Names::of(&owners)))
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
        let rows: Vec<SetRow> = sets.iter().map(|set| SetRow::from_set(zone, set)).collect::<Stored<_>>()?;
        self.query(|connection| {
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
        let row = SetColumns::of(set)?;
        self.query(|connection| {
            diesel::update(record_sets::table.find(key)).set(row).execute(connection)?;
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
                diesel::delete(of_type.filter(Among::new(record_sets::owner_key, Names::of(&owners))))
                    .execute(connection)?;
                if targets::are_kept(rtype) {
                    targets::remove(connection, zone, &owners, rtype)?;
                }
            }
            Ok(())
        })
    }
}
