//! Zones by name, by subtree and in order.

use diesel::prelude::*;
use domesday_app::ports::{Stored, ZoneFilter, ZoneHead, ZoneReads, ZoneWrites};
use domesday_dns::mailbox::Email;
use domesday_dns::{Name, RecordType};
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::name::{HostName, ZoneKind, ZoneName};
use domesday_domain::serial::{Serial, SerialStyle};
use domesday_domain::timers::Timers;
use domesday_domain::zone::{Owner, Zone, ZoneContent, ZoneId};

use super::super::Among;
use super::keys::{damaged, end_of_subtree, name, narrow};
use super::{Work, targets};
use crate::schema::{accounts, record_sets, record_targets, zones};
use crate::types::At;

#[derive(Queryable, Selectable)]
#[diesel(table_name = zones)]
struct ZoneRow {
    id: i64,
    sort_key: Vec<u8>,
    account_id: i64,
    ns: String,
    primary_ns: String,
    email: String,
    serial: i64,
    refresh: i64,
    retry: i64,
    expire: i64,
    ttl: i64,
    default_ttl: i64,
    ns_ttl: Option<i64>,
    serial_style: i16,
    frozen: bool,
    registry_zone: bool,
    revision: i64,
    records_numbered: i64,
    created: At,
    updated: At,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = zones, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ZoneColumns<'a> {
    account_id: i64,
    ns: String,
    primary_ns: String,
    email: &'a str,
    serial: i64,
    refresh: i64,
    retry: i64,
    expire: i64,
    ttl: i64,
    default_ttl: i64,
    ns_ttl: Option<i64>,
    serial_style: i16,
    frozen: bool,
    revision: i64,
    records_numbered: i64,
    updated: At,
}

#[derive(Insertable)]
#[diesel(table_name = zones, treat_none_as_default_value = false)]
struct NewZoneColumns<'a> {
    name: String,
    sort_key: Vec<u8>,
    is_reverse: bool,
    registry_zone: bool,
    created: At,
    #[diesel(embed)]
    columns: ZoneColumns<'a>,
}

const STYLES: [SerialStyle; 4] = [SerialStyle::Day, SerialStyle::Increment, SerialStyle::Epoch, SerialStyle::Minute];

impl ZoneRow {
    fn into_zone(self, owner: String) -> Stored<Zone> {
        let host = |text: &str| {
            Name::parse(text).map(HostName::from_stored).map_err(|e| damaged("a host name", &e.to_string()))
        };
        let style = usize::try_from(self.serial_style).ok().and_then(|index| STYLES.get(index)).copied();
        Ok(Zone {
            id: ZoneId(self.id),
            name: ZoneName::from_stored(name(&self.sort_key)?),
            owner: Owner { id: AccountId(self.account_id), name: AccountName::from_stored(owner) },
            content: ZoneContent {
                ns: self.ns.split(' ').map(host).collect::<Stored<_>>()?,
                primary_ns: host(&self.primary_ns)?,
                email: Email::parse(&self.email).map_err(|e| damaged("an e-mail address", &e.to_string()))?,
                timers: Timers {
                    refresh: narrow(self.refresh)?,
                    retry: narrow(self.retry)?,
                    expire: narrow(self.expire)?,
                    ttl: narrow(self.ttl)?,
                },
                default_ttl: narrow(self.default_ttl)?,
                ns_ttl: self.ns_ttl.map(narrow).transpose()?,
            },
            serial: narrow(self.serial).map(Serial::new)?.ok_or_else(|| damaged("a serial", "0"))?,
            serial_style: style.ok_or_else(|| damaged("a serial style", &self.serial_style.to_string()))?,
            frozen: self.frozen,
            registry_zone: self.registry_zone,
            revision: self.revision,
            next_record: Zone::first_record_number(ZoneId(self.id)) + self.records_numbered,
            created: self.created.0,
            updated: self.updated.0,
        })
    }
}

fn columns(zone: &Zone) -> ZoneColumns<'_> {
    let content = &zone.content;
    let style = STYLES.iter().position(|style| *style == zone.serial_style).and_then(|index| i16::try_from(index).ok());
    ZoneColumns {
        account_id: zone.owner.id.0,
        ns: content.ns.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        primary_ns: content.primary_ns.to_string(),
        email: content.email.as_str(),
        serial: zone.serial.get().into(),
        refresh: content.timers.refresh.into(),
        retry: content.timers.retry.into(),
        expire: content.timers.expire.into(),
        ttl: content.timers.ttl.into(),
        default_ttl: content.default_ttl.into(),
        ns_ttl: content.ns_ttl.map(Into::into),
        serial_style: style.unwrap_or_default(),
        frozen: zone.frozen,
        revision: zone.revision,
        records_numbered: (zone.next_record - Zone::first_record_number(zone.id)).max(0),
        updated: At(zone.updated),
    }
}

fn head((id, key, account): (i64, Vec<u8>, i64)) -> Stored<ZoneHead> {
    Ok(ZoneHead { id: ZoneId(id), name: name(&key)?, owner: AccountId(account) })
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
        let row: Option<(i64, Vec<u8>, i64)> = self.query(|connection| {
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
        let rows: Vec<(i64, Vec<u8>, i64)> = self.query(|connection| {
            zones::table
                .filter(Among::new(zones::sort_key, names))
                .select((zones::id, zones::sort_key, zones::account_id))
                .load(connection)
        })?;
        rows.into_iter().map(head).collect()
    }

    fn zones_below(&mut self, name: &Name, limit: usize) -> Stored<Vec<ZoneHead>> {
        let key = name.sort_key();
        let end = end_of_subtree(&key);
        let rows: Vec<(i64, Vec<u8>, i64)> = self.query(|connection| {
            zones::table
                .filter(zones::sort_key.gt(key).and(zones::sort_key.lt(end)))
                .order(zones::sort_key)
                .limit(i64::try_from(limit).unwrap_or(i64::MAX))
                .select((zones::id, zones::sort_key, zones::account_id))
                .load(connection)
        })?;
        rows.into_iter().map(head).collect()
    }

    fn foreign_zone_below(&mut self, name: &Name, owner: AccountId) -> Stored<Option<ZoneHead>> {
        let key = name.sort_key();
        let end = end_of_subtree(&key);
        let row: Option<(i64, Vec<u8>, i64)> = self.query(|connection| {
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
        let keys: Vec<Vec<u8>> =
            self.query(|connection| query.limit(i64::try_from(limit).unwrap_or(i64::MAX)).load(connection))?;
        keys.iter().map(|key| name(key)).collect()
    }
}

impl ZoneWrites for Work<'_> {
    fn insert_zone(&mut self, mut zone: Zone) -> Stored<Zone> {
        let row = NewZoneColumns {
            name: zone.name.to_string(),
            sort_key: zone.name.as_name().sort_key(),
            is_reverse: zone.name.kind() == ZoneKind::Reverse,
            registry_zone: zone.registry_zone,
            created: At(zone.created),
            columns: columns(&zone),
        };
        let id: i64 = self.query(|connection| {
            diesel::insert_into(zones::table).values(&row).returning(zones::id).get_result(connection)
        })?;
        zone.id = ZoneId(id);
        zone.next_record = Zone::first_record_number(zone.id);
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
