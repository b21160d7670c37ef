//! What a request says of a zone's SOA (rule Z7).

use domesday_app::staging::SoaUpdate;
use domesday_dns::mailbox::Email;

use super::zone;
use crate::dynect::arguments::Arguments;

/// The largest number of seconds of a timer (`zones.md` Z12).
const SECONDS: u32 = i32::MAX as u32;

/// The members that are stated; `mname` and `serial` say nothing here (rule W5).
pub(super) fn update(given: &mut Arguments) -> Option<SoaUpdate> {
    let mut update = given.map("rdata", |rdata| SoaUpdate {
        email: rdata.read("rname", |text| Email::parse(&text).map_err(|problem| problem.to_string())),
        refresh: rdata.integer("refresh", 0..=SECONDS),
        retry: rdata.integer("retry", 0..=SECONDS),
        expire: rdata.integer("expire", 0..=SECONDS),
        minimum: rdata.integer("minimum", 0..=SECONDS),
        ..SoaUpdate::default()
    });
    let update = update.get_or_insert_default();
    update.default_ttl = given.integer("ttl", 0..=SECONDS);
    update.serial_style = zone::serial_style(given);
    Some(update.clone())
}
