//! Name servers, who uses them, and the cuts and addresses that glue follows from.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domesday_app::ports::{HostReads, Order, Stored, TextFilter};
use domesday_dns::{Name, RecordType};
use domesday_domain::host::{Host, HostId};
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::ZoneId;

use super::super::{BY_CUTS, Names, Numbers};
use super::Work;
use super::host_rows::HostRow;
use super::keys::{end_of_subtree, in_order, limited, name, narrow};
use super::pages::{end_of_prefix, filtered, fits_nothing, literal, ordered, passed_over};
use super::set_rows::{ORIGINS, SetRow, origin_number, sets};
use super::targets::{PointerRow, pointer};
use crate::expressions::{Among, IsCut, IsShown};
use crate::lists::Rows;
use crate::schema::{hosts, record_sets, record_targets, zones};
use crate::statements::{CutsOf, TargetsBetween, UsedAsNs, UsedAsNsIn};

fn in_zone((zone, key): (i64, Vec<u8>)) -> Stored<(ZoneId, Name)> {
    Ok((ZoneId(zone), name(&key)?))
}

fn numbers(zones: &[ZoneId]) -> Numbers {
    Numbers::of(zones.iter().map(|zone| zone.0))
}

impl HostReads for Work<'_> {
    fn hosts_among(&mut self, names: &[Name]) -> Stored<Vec<Host>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let found = hosts::table.filter(Among::new(hosts::name_key, Names::of(names))).select(HostRow::as_select());
        let rows: Vec<HostRow> = self.query(|connection| found.load(connection))?;
        rows.into_iter().map(HostRow::into_host).collect()
    }

    fn hosts_numbered(&mut self, ids: &[HostId]) -> Stored<Vec<Host>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let among = Among::new(hosts::id, Numbers::of(ids.iter().map(|id| id.0)));
        let found = hosts::table.filter(among).select(HostRow::as_select());
        let rows: Vec<HostRow> = self.query(|connection| found.load(connection))?;
        let found = rows.into_iter().map(HostRow::into_host).collect::<Stored<Vec<_>>>()?;
        Ok(in_order(found, ids.iter().copied(), |host| host.id))
    }

    fn hosts_below(&mut self, name: &Name, limit: usize) -> Stored<Vec<Host>> {
        let key = name.sort_key();
        let end = end_of_subtree(&key);
        let below = hosts::table
            .filter(hosts::name_key.gt(key).and(hosts::name_key.lt(end)))
            .order(hosts::name_key)
            .limit(limited(limit))
            .select(HostRow::as_select());
        let rows: Vec<HostRow> = self.query(|connection| below.load(connection))?;
        rows.into_iter().map(HostRow::into_host).collect()
    }

    fn host_page(&mut self, filter: &TextFilter, order: Order, offset: u64, limit: usize) -> Stored<Vec<Host>> {
        if fits_nothing(filter) {
            return Ok(Vec::new());
        }
        let shown = hosts::table.filter(IsShown).select(HostRow::as_select()).into_boxed();
        let page = ordered!(filtered!(shown, filter, hosts, name_key), order, hosts);
        let page = page.offset(passed_over(offset)).limit(limited(limit));
        let rows: Vec<HostRow> = self.query(|connection| page.load(connection))?;
        rows.into_iter().map(HostRow::into_host).collect()
    }

    fn count_hosts(&mut self, filter: &TextFilter) -> Stored<u64> {
        if fits_nothing(filter) {
            return Ok(0);
        }
        let shown = hosts::table.filter(IsShown).select(count_star()).into_boxed();
        let counted = filtered!(shown, filter, hosts, name_key);
        narrow(self.query(|connection| counted.get_result(connection))?)
    }

    fn used_as_ns(&mut self, names: &[Name]) -> Stored<Vec<Name>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let used = UsedAsNs(Rows(Names::of(names)));
        let keys: Vec<Vec<u8>> = self.query(|connection| used.load(connection))?;
        keys.iter().map(|key| name(key)).collect()
    }

    fn used_as_ns_in(&mut self, zones: &[ZoneId], names: &[Name]) -> Stored<Vec<(ZoneId, Name)>> {
        if zones.is_empty() || names.is_empty() {
            return Ok(Vec::new());
        }
        let used = UsedAsNsIn(Rows(numbers(zones)), Rows(Names::of(names)));
        let rows: Vec<(i64, Vec<u8>)> = self.query(|connection| used.load(connection))?;
        rows.into_iter().map(in_zone).collect()
    }

    fn ns_users(&mut self, names: &[Name], outside: Option<ZoneId>, limit: usize) -> Stored<Vec<(Name, Pointer)>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        // A zone is left out by a range on each side of it: its own entries, which may be very many, are never looked at.
        let sides = match outside {
            Some(zone) => vec![(i64::MIN, zone.0), (zone.0.saturating_add(1), i64::MAX)],
            None => vec![(i64::MIN, i64::MAX)],
        };
        let mut users = Vec::new();
        for (from, to) in sides {
            let side = record_targets::table
                .inner_join(zones::table)
                .filter(Among::new(record_targets::target_key, Names::of(names)))
                .filter(record_targets::rtype.eq(i32::from(RecordType::NS.0)))
                .filter(record_targets::zone_id.ge(from).and(record_targets::zone_id.lt(to)))
                .order((record_targets::target_key, record_targets::zone_id))
                .limit(limited(limit))
                .select((
                    record_targets::target_key,
                    zones::sort_key,
                    record_targets::owner_key,
                    record_targets::rtype,
                ));
            let rows: Vec<PointerRow> = self.query(|connection| side.load(connection))?;
            users.extend(rows.into_iter().map(pointer).collect::<Stored<Vec<_>>>()?);
        }
        users.sort_by(|one, other| one.0.cmp(&other.0));
        users.truncate(limit);
        Ok(users)
    }

    fn ns_targets_of(&mut self, zone: ZoneId) -> Stored<Vec<Name>> {
        let named = record_targets::table
            .filter(record_targets::zone_id.eq(zone.0))
            .filter(record_targets::rtype.eq(i32::from(RecordType::NS.0)))
            .order(record_targets::target_key)
            .select(record_targets::target_key)
            .distinct();
        let keys: Vec<Vec<u8>> = self.query(|connection| named.load(connection))?;
        keys.iter().map(|key| name(key)).collect()
    }

    fn targets_below(&mut self, top: &Name) -> Stored<Vec<Name>> {
        let from = top.sort_key();
        let between = TargetsBetween { to: end_of_subtree(&from), from };
        let keys: Vec<Vec<u8>> = self.query(|connection| between.load(connection))?;
        keys.iter().map(|key| name(key)).collect()
    }

    fn cuts_among(&mut self, zones: &[ZoneId], names: &[Name]) -> Stored<Vec<(ZoneId, Name)>> {
        if zones.is_empty() || names.is_empty() {
            return Ok(Vec::new());
        }
        let cuts = record_sets::table
            .filter(IsCut)
            .filter(Among::new(record_sets::zone_id, numbers(zones)))
            .filter(Among::new(record_sets::owner_key, Names::of(names)))
            .select((record_sets::zone_id, record_sets::owner_key));
        let rows: Vec<(i64, Vec<u8>)> = self.query(|connection| cuts.load(connection))?;
        rows.into_iter().map(in_zone).collect()
    }

    fn cuts(
        &mut self,
        zone: ZoneId,
        origins: &[Origin],
        marker: Option<&Name>,
        limit: usize,
    ) -> Stored<Vec<RecordSet>> {
        let origins = if origins.is_empty() { &ORIGINS } else { origins };
        let page = CutsOf {
            columns: SetRow::as_select(),
            by_index: BY_CUTS,
            zone: zone.0,
            after: marker.map(Name::sort_key).unwrap_or_default(),
            origins: Among::new(
                record_sets::origin,
                Numbers::of(origins.iter().map(|origin| origin_number(*origin).into())),
            ),
            limit: limited(limit),
        };
        sets(self.query(|connection| page.load(connection))?)
    }

    fn count_cuts(&mut self, zone: ZoneId) -> Stored<u64> {
        let cuts = record_sets::table.filter(IsCut).filter(record_sets::zone_id.eq(zone.0)).select(count_star());
        narrow(self.query(|connection| cuts.get_result(connection))?)
    }

    fn sets_at(&mut self, zones: &[ZoneId], names: &[Name], types: &[RecordType]) -> Stored<Vec<(ZoneId, RecordSet)>> {
        if zones.is_empty() || names.is_empty() || types.is_empty() {
            return Ok(Vec::new());
        }
        let found = record_sets::table
            .filter(Among::new(record_sets::zone_id, numbers(zones)))
            .filter(Among::new(record_sets::owner_key, Names::of(names)))
            .filter(record_sets::rtype.eq_any(types.iter().map(|rtype| i32::from(rtype.0)).collect::<Vec<_>>()))
            .select(SetRow::as_select());
        let rows: Vec<SetRow> = self.query(|connection| found.load(connection))?;
        rows.into_iter().map(|row| Ok((ZoneId(row.zone_id), row.into_set()?))).collect()
    }
}
