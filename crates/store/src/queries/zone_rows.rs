//! A zone as a row. Its name servers stand in it, in the order given, one blank between two.

use diesel::prelude::*;
use domesday_app::ports::{Stored, ZoneHead};
use domesday_dns::Name;
use domesday_dns::mailbox::Email;
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::name::{HostName, ZoneKind, ZoneName};
use domesday_domain::serial::{Serial, SerialStyle};
use domesday_domain::timers::Timers;
use domesday_domain::zone::{Owner, Zone, ZoneContent, ZoneId};

use super::keys::{damaged, name, narrow};
use crate::schema::zones;
use crate::types::At;

/// All that is read of it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = zones)]
pub(super) struct ZoneRow {
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
    serial_updated: Option<At>,
    serial_hidden: bool,
    ns_numbers: Option<String>,
}

/// What may change of it.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = zones, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct ZoneColumns<'a> {
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
    serial_updated: Option<At>,
    serial_hidden: bool,
    ns_numbers: Option<String>,
}

/// All that is written of a new one.
#[derive(Insertable)]
#[diesel(table_name = zones, treat_none_as_default_value = false)]
pub(super) struct NewZoneColumns<'a> {
    name: String,
    sort_key: Vec<u8>,
    is_reverse: bool,
    registry_zone: bool,
    created: At,
    #[diesel(embed)]
    columns: ZoneColumns<'a>,
}

const STYLES: [SerialStyle; 4] = [SerialStyle::Day, SerialStyle::Increment, SerialStyle::Epoch, SerialStyle::Minute];

fn host(text: &str) -> Stored<HostName> {
    Name::parse(text).map(HostName::from_stored).map_err(|e| damaged("a host name", &e.to_string()))
}

/// Name servers as they were stored.
pub(super) fn name_servers(texts: &str) -> Stored<Vec<HostName>> {
    texts.split(' ').map(host).collect()
}

/// The numbers of apex name servers. A program that does not know of them may have changed the list; then places count.
fn ns_numbers(zone: ZoneId, count: usize, stored: Option<&str>) -> Vec<i64> {
    let stored: Vec<i64> = stored.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok()).collect();
    let known = |numbers: &Vec<i64>| numbers.len() == count;
    Some(stored).filter(known).unwrap_or_else(|| (0..count).map(|place| Zone::first_ns_number(zone, place)).collect())
}

impl ZoneRow {
    /// The zone of a row, and its owner's handle.
    pub(super) fn into_zone(self, owner: String) -> Stored<Zone> {
        let ns = name_servers(&self.ns)?;
        let numbers = ns_numbers(ZoneId(self.id), ns.len(), self.ns_numbers.as_deref());
        let style = usize::try_from(self.serial_style).ok().and_then(|index| STYLES.get(index)).copied();
        Ok(Zone {
            id: ZoneId(self.id),
            name: ZoneName::from_stored(name(&self.sort_key)?),
            owner: Owner { id: AccountId(self.account_id), name: AccountName::from_stored(owner) },
            content: ZoneContent {
                ns,
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
            serial_hidden: self.serial_hidden,
            frozen: self.frozen,
            registry_zone: self.registry_zone,
            ns_numbers: numbers,
            revision: self.revision,
            next_record: Zone::first_record_number(ZoneId(self.id)) + self.records_numbered,
            created: self.created.0,
            updated: self.updated.0,
            serial_updated: self.serial_updated.unwrap_or(self.updated).0,
        })
    }
}

/// What a zone's row is to hold.
pub(super) fn columns(zone: &Zone) -> ZoneColumns<'_> {
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
        serial_updated: Some(At(zone.serial_updated)),
        serial_hidden: zone.serial_hidden,
        ns_numbers: Some(zone.ns_numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
    }
}

/// The row of a new zone.
pub(super) fn new_row(zone: &Zone) -> NewZoneColumns<'_> {
    NewZoneColumns {
        name: zone.name.to_string(),
        sort_key: zone.name.as_name().sort_key(),
        is_reverse: zone.name.kind() == ZoneKind::Reverse,
        registry_zone: zone.registry_zone,
        created: At(zone.created),
        columns: columns(zone),
    }
}

/// Number, key and owner.
pub(super) type HeadRow = (i64, Vec<u8>, i64);

/// Such a row as what rules need to know.
pub(super) fn head((id, key, account): HeadRow) -> Stored<ZoneHead> {
    Ok(ZoneHead { id: ZoneId(id), name: name(&key)?, owner: AccountId(account) })
}
