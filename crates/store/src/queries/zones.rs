//! Zones by name, by subtree and in order.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domesday_app::ports::{Order, ServedZone, Stored, ZoneFilter, ZoneHead, ZoneReads, ZoneSelection, ZoneWrites};
use domesday_dns::{Name, RecordType};
use domesday_domain::account::AccountId;
use domesday_domain::name::ZoneKind;
use domesday_domain::zone::{Zone, ZoneId};

use super::super::{Names, Numbers};
use super::keys::{end_of_subtree, limited, name, narrow};
use super::pages::{end_of_prefix, filtered, fits_nothing, literal, ordered, passed_over};
use super::zone_rows::{HeadRow, ZoneRow, columns, head, name_servers, new_row};
use super::{Work, targets};
use crate::expressions::Among;
use crate::schema::{accounts, record_sets, record_targets, zones};

/// A boxed query with the conditions of a selection.
macro_rules! selected {
    ($query:expr, $selection:expr) => {{
        let (mut query, selection) = ($query, $selection);
        if let Some(account) = selection.visible_to {
            query = query.filter(zones::account_id.eq(account.0));
        }
        if let Some(kind) = selection.kind {
            query = query.filter(zones::is_reverse.eq(kind == ZoneKind::Reverse));
        }
        filtered!(query, &selection.filter, zones, sort_key)
    }};
}

/// Zones at or below a name, or all, in canonical order; and whether each is a registry zone.
pub(super) fn standings(
    work: &mut Work<'_>,
    below: Option<&Name>,
    marker: Option<&Name>,
    limit: usize,
) -> Stored<Vec<(Name, bool)>> {
    let mut query = zones::table.select((zones::sort_key, zones::registry_zone)).order(zones::sort_key).into_boxed();
    if let Some(top) = below {
        let key = top.sort_key();
        let end = end_of_subtree(&key);
        query = query.filter(zones::sort_key.ge(key).and(zones::sort_key.lt(end)));
    }
    if let Some(marker) = marker {
        query = query.filter(zones::sort_key.gt(marker.sort_key()));
    }
    let rows: Vec<(Vec<u8>, bool)> = work.query(|connection| query.limit(limited(limit)).load(connection))?;
    rows.into_iter().map(|(key, registry)| Ok((name(&key)?, registry))).collect()
}

impl ZoneReads for Work<'_> {
    fn zone(&mut self, name: &Name) -> Stored<Option<Zone>> {
        let key = name.sort_key();
        let row: Option<(ZoneRow, String)> = self.query(|connection| {
            zones::table
                .inner_join(accounts::table)
                .filter(zones::sort_key.eq(key))
                .select((ZoneRow::as_select(), accounts::name))
                .get_result(connection)
                .optional()
        })?;
        row.map(|(row, owner)| row.into_zone(owner)).transpose()
    }

    fn zone_head(&mut self, name: &Name) -> Stored<Option<ZoneHead>> {
        let key = name.sort_key();
        let row: Option<HeadRow> = self.query(|connection| {
            zones::table
                .filter(zones::sort_key.eq(key))
                .select((zones::id, zones::sort_key, zones::account_id))
                .get_result(connection)
                .optional()
        })?;
        row.map(head).transpose()
    }

    fn zones_among(&mut self, names: &[Name]) -> Stored<Vec<ZoneHead>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<HeadRow> = self.query(|connection| {
            zones::table
                .filter(Among::new(zones::sort_key, Names::of(names)))
                .select((zones::id, zones::sort_key, zones::account_id))
                .load(connection)
        })?;
        rows.into_iter().map(head).collect()
    }

    fn zones_below(&mut self, name: &Name, limit: usize) -> Stored<Vec<ZoneHead>> {
        let key = name.sort_key();
        let end = end_of_subtree(&key);
        let rows: Vec<HeadRow> = self.query(|connection| {
            zones::table
                .filter(zones::sort_key.gt(key).and(zones::sort_key.lt(end)))
                .order(zones::sort_key)
                .limit(limited(limit))
                .select((zones::id, zones::sort_key, zones::account_id))
                .load(connection)
        })?;
        rows.into_iter().map(head).collect()
    }

    fn served_below(&mut self, name: &Name) -> Stored<Vec<ServedZone>> {
        let key = name.sort_key();
        let end = end_of_subtree(&key);
        let below = zones::table
            .filter(zones::sort_key.gt(key).and(zones::sort_key.lt(end)))
            .order(zones::sort_key)
            .select(((zones::id, zones::sort_key, zones::account_id), zones::ns));
        let rows: Vec<(HeadRow, String)> = self.query(|connection| below.load(connection))?;
        rows.into_iter().map(|(row, ns)| Ok(ServedZone { head: head(row)?, ns: name_servers(&ns)? })).collect()
    }

    fn zones_numbered(&mut self, ids: &[ZoneId]) -> Stored<Vec<Zone>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let found = zones::table
            .inner_join(accounts::table)
            .filter(Among::new(zones::id, Numbers::of(ids.iter().map(|id| id.0))))
            .select((ZoneRow::as_select(), accounts::name));
        let rows: Vec<(ZoneRow, String)> = self.query(|connection| found.load(connection))?;
        rows.into_iter().map(|(row, owner)| row.into_zone(owner)).collect()
    }

    fn zone_page(&mut self, selection: &ZoneSelection, order: Order, offset: u64, limit: usize) -> Stored<Vec<Zone>> {
        if fits_nothing(&selection.filter) {
            return Ok(Vec::new());
        }
        let all = zones::table.inner_join(accounts::table).select((ZoneRow::as_select(), accounts::name)).into_boxed();
        let page = ordered!(selected!(all, selection), order, zones);
        let page = page.offset(passed_over(offset)).limit(limited(limit));
        let rows: Vec<(ZoneRow, String)> = self.query(|connection| page.load(connection))?;
        rows.into_iter().map(|(row, owner)| row.into_zone(owner)).collect()
    }

    fn count_zones(&mut self, selection: &ZoneSelection) -> Stored<u64> {
        if fits_nothing(&selection.filter) {
            return Ok(0);
        }
        let counted = selected!(zones::table.select(count_star()).into_boxed(), selection);
        narrow(self.query(|connection| counted.get_result(connection))?)
    }

    fn foreign_zone_below(&mut self, name: &Name, owner: AccountId) -> Stored<Option<ZoneHead>> {
        let key = name.sort_key();
        let end = end_of_subtree(&key);
        let row: Option<HeadRow> = self.query(|connection| {
            zones::table
                .filter(zones::sort_key.gt(key).and(zones::sort_key.lt(end)).and(zones::account_id.ne(owner.0)))
                .order(zones::sort_key)
                .select((zones::id, zones::sort_key, zones::account_id))
                .first(connection)
                .optional()
        })?;
        row.map(head).transpose()
    }

    fn zone_names(&mut self, filter: &ZoneFilter, marker: Option<&Name>, limit: usize) -> Stored<Vec<Name>> {
        let mut query = zones::table.select(zones::sort_key).order(zones::sort_key).into_boxed();
        if let Some(suffix) = &filter.suffix {
            let key = suffix.sort_key();
            let end = end_of_subtree(&key);
            query = query.filter(zones::sort_key.ge(key).and(zones::sort_key.lt(end)));
        }
        if let Some(marker) = marker {
            query = query.filter(zones::sort_key.gt(marker.sort_key()));
        }
        if let Some(account) = filter.visible_to {
            query = query.filter(zones::account_id.eq(account.0));
        }
        if let Some(account) = filter.owner {
            query = query.filter(zones::account_id.eq(account.0));
        }
        if let Some(kind) = filter.kind {
            query = query.filter(zones::is_reverse.eq(kind == ZoneKind::Reverse));
        }
        if let Some(ns) = &filter.ns {
            let used = record_targets::table
                .filter(record_targets::target_key.eq(ns.sort_key()))
                .filter(record_targets::rtype.eq(i32::from(RecordType::NS.0)))
                .filter(record_targets::owner_key.eq(zones::sort_key))
                .select(record_targets::zone_id);
            query = query.filter(zones::id.eq_any(used));
        }
        let keys: Vec<Vec<u8>> = self.query(|connection| query.limit(limited(limit)).load(connection))?;
        keys.iter().map(|key| name(key)).collect()
    }
}

impl ZoneWrites for Work<'_> {
    fn insert_zone(&mut self, mut zone: Zone) -> Stored<Zone> {
        let row = new_row(&zone);
        let id: i64 = self.query(|connection| {
            diesel::insert_into(zones::table).values(&row).returning(zones::id).get_result(connection)
        })?;
        zone.id = ZoneId(id);
        zone.next_record = Zone::first_record_number(zone.id);
        zone.ns_numbers = (0..zone.content.ns.len()).map(|place| Zone::first_ns_number(zone.id, place)).collect();
        self.query(|connection| targets::put_apex(connection, &zone))?;
        Ok(zone)
    }

    fn update_zone(&mut self, zone: &Zone, ns_changed: bool) -> Stored<()> {
        self.query(|connection| diesel::update(zones::table.find(zone.id.0)).set(columns(zone)).execute(connection))?;
        if ns_changed {
            self.query(|connection| {
                targets::remove(connection, zone.id, std::slice::from_ref(zone.name.as_name()), RecordType::NS)?;
                targets::put_apex(connection, zone)
            })?;
        }
        Ok(())
    }

    fn delete_zone(&mut self, id: ZoneId) -> Stored<()> {
        self.query(|connection| {
            diesel::delete(record_targets::table.filter(record_targets::zone_id.eq(id.0))).execute(connection)?;
            diesel::delete(record_sets::table.filter(record_sets::zone_id.eq(id.0))).execute(connection)?;
            diesel::delete(zones::table.find(id.0)).execute(connection)
        })?;
        Ok(())
    }
}
