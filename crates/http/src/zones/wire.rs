//! The zones face's JSON: zones and record sets as clients see them (`zones.md` sections 1 and 7), members in that order.
//!
//! What comes in is read by hand ([`super::draft`], [`super::values`]); its shapes stand here for the OpenAPI document only.

use chrono::{DateTime, SecondsFormat, Utc};
use domesday_domain::precondition::Tag;
use domesday_domain::record as domain_record;
use domesday_domain::zone as domain_zone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::WireWarning;

/// An instant as clients see it: RFC 3339, UTC.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A zone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Zone {
    /// Lower-case A-labels, no final dot.
    #[schema(example = "example.org")]
    name: String,
    /// The name with U-labels, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    unicode: Option<String>,
    /// Never reused.
    id: i64,
    /// `forward` or `reverse`.
    kind: &'static str,
    /// The block of addresses, in reverse zones; null if it is not one block.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    network: Option<Option<String>>,
    /// The name servers, the primary first unless it is hidden.
    ns: Vec<String>,
    /// The SOA MNAME.
    primary_ns: String,
    /// The SOA RNAME, as an address.
    email: String,
    /// The SOA serial.
    serial: u32,
    /// Seconds.
    refresh: u32,
    /// Seconds.
    retry: u32,
    /// Seconds.
    expire: u32,
    /// Seconds of negative caching, and the SOA's own TTL.
    ttl: u32,
    /// The TTL of what has none of its own.
    default_ttl: u32,
    /// The TTL of the apex NS; null for the default.
    ns_ttl: Option<u32>,
    /// The account it belongs to.
    owner: String,
    /// It stands at an effective TLD on purpose.
    registry_zone: bool,
    /// How serials rise.
    serial_style: &'static str,
    /// Writes are refused.
    frozen: bool,
    /// Rises by 1 per committed change.
    revision: i64,
    /// When it was created.
    #[schema(format = "date-time")]
    created: String,
    /// When it was changed last.
    #[schema(format = "date-time")]
    updated: String,
    /// What was let through; only in the answer to a change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<WireWarning>,
}

impl Zone {
    /// A zone as clients see it, with what was let through.
    pub(super) fn of(zone: &domain_zone::Zone, warnings: Vec<WireWarning>) -> Self {
        let content = &zone.content;
        let is_reverse = zone.name.kind() == domesday_domain::name::ZoneKind::Reverse;
        Self {
            name: zone.name.to_string(),
            unicode: zone.name.as_name().to_unicode(),
            id: zone.id.0,
            kind: zone.name.kind().as_str(),
            network: is_reverse.then(|| zone.name.network().map(|network| network.to_string())),
            ns: content.ns.iter().map(ToString::to_string).collect(),
            primary_ns: content.primary_ns.to_string(),
            email: content.email.as_str().to_owned(),
            serial: zone.serial.get(),
            refresh: content.timers.refresh,
            retry: content.timers.retry,
            expire: content.timers.expire,
            ttl: content.timers.ttl,
            default_ttl: content.default_ttl,
            ns_ttl: content.ns_ttl,
            owner: zone.owner.name.to_string(),
            registry_zone: zone.registry_zone,
            serial_style: zone.serial_style.as_str(),
            frozen: zone.frozen,
            revision: zone.revision,
            created: instant(zone.created),
            updated: instant(zone.updated),
            warnings,
        }
    }
}

/// A record set.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordSet {
    /// The owner, absolute, no final dot.
    #[schema(example = "www.example.org")]
    name: String,
    /// The owner with U-labels, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    unicode: Option<String>,
    /// The type.
    #[serde(rename = "type")]
    #[schema(example = "A")]
    rtype: String,
    /// Seconds; null for the zone's default.
    ttl: Option<u32>,
    /// The values in presentation form, in canonical order.
    records: Vec<String>,
    /// Who writes it: `user`, `zone`, `delegation`, `registrar` or `glue`.
    origin: &'static str,
    /// When it was created.
    #[schema(format = "date-time")]
    created: String,
    /// When it was changed last.
    #[schema(format = "date-time")]
    updated: String,
    /// Its tag, as in `ETag`.
    etag: String,
    /// What was let through; only in the answer to a change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<WireWarning>,
}

impl RecordSet {
    /// A set as clients see it, with what was let through.
    pub(super) fn of(set: &domain_record::RecordSet, tag: Tag, warnings: Vec<WireWarning>) -> Self {
        Self {
            name: set.owner.to_string(),
            unicode: set.owner.to_unicode(),
            rtype: set.rtype.to_string(),
            ttl: set.ttl,
            records: set.records.iter().map(|record| record.rdata.to_string()).collect(),
            origin: set.origin.as_str(),
            created: instant(set.created),
            updated: instant(set.updated),
            etag: tag.to_string(),
            warnings,
        }
    }
}

macro_rules! incoming {
    ($($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $member:ident: $kind:ty,)+ })+) => {$(
        $(#[$outer])*
        #[derive(ToSchema)]
        #[expect(dead_code, reason = "describes what is read member by member")]
        pub(crate) struct $name { $($(#[$inner])* $member: $kind,)+ }
    )+};
}

incoming! {
    /// A zone to create.
    ZoneDraft {
        /// In any spelling.
        #[schema(example = "example.org")]
        name: String,
        /// 1 to 32 name servers: names, or objects with `name` and `addresses`.
        #[schema(value_type = Vec<NameServer>, min_items = 1, max_items = 32)]
        ns: Vec<String>,
        /// The SOA MNAME, if not the first name server.
        primary_ns: Option<String>,
        /// An address, or an RNAME.
        email: String,
        /// Seconds.
        #[schema(maximum = 2_147_483_647)]
        refresh: u32,
        /// Seconds.
        #[schema(maximum = 2_147_483_647)]
        retry: u32,
        /// Seconds.
        #[schema(maximum = 2_147_483_647)]
        expire: u32,
        /// Seconds of negative caching.
        #[schema(maximum = 2_147_483_647)]
        ttl: u32,
        /// The TTL of what has none of its own; the value of `ttl` if left out.
        default_ttl: Option<u32>,
        /// The TTL of the apex NS.
        ns_ttl: Option<u32>,
        /// The first serial.
        serial: Option<u32>,
        /// The account it shall belong to; the caller's if left out.
        owner: Option<String>,
        /// It stands at an effective TLD on purpose.
        registry_zone: Option<bool>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// The members of a zone to change. Others may be there if they say what is stored.
    ZonePatch {
        /// New name servers.
        #[schema(value_type = Option<Vec<NameServer>>)]
        ns: Option<Vec<String>>,
        /// A new SOA MNAME.
        primary_ns: Option<String>,
        /// A new SOA RNAME.
        email: Option<String>,
        /// A serial further on.
        serial: Option<u32>,
        /// Seconds.
        refresh: Option<u32>,
        /// Seconds.
        retry: Option<u32>,
        /// Seconds.
        expire: Option<u32>,
        /// Seconds of negative caching.
        ttl: Option<u32>,
        /// The TTL of what has none of its own.
        default_ttl: Option<u32>,
        /// The TTL of the apex NS, or null.
        ns_ttl: Option<u32>,
        /// The account it shall belong to.
        owner: Option<String>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// A name server with its addresses.
    AddressedServer {
        /// Its name.
        name: String,
        /// 1 to 16 IP addresses.
        #[schema(min_items = 1, max_items = 16)]
        addresses: Vec<String>,
    }
    /// What a record set shall hold.
    SetContent {
        /// Seconds; null, or left out, for the zone's default.
        ttl: Option<u32>,
        /// The values in presentation form.
        #[schema(min_items = 1)]
        records: Vec<String>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// What of a record set to change.
    SetPatch {
        /// Values to have; needs no condition.
        add: Option<Vec<String>>,
        /// Values to take away; needs no condition.
        remove: Option<Vec<String>>,
        /// All values.
        records: Option<Vec<String>>,
        /// Seconds, or null for the zone's default.
        ttl: Option<u32>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// Changes of a zone's record sets, all or none.
    Bulk {
        /// At most 10000, a name and type only once.
        #[schema(max_items = 10_000)]
        changes: Vec<BulkChange>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// A change of one record set.
    BulkChange {
        /// `put`, `add`, `remove` or `delete`.
        op: String,
        /// The owner, absolute, or `@`.
        name: String,
        /// The type.
        r#type: String,
        /// Seconds, or null; with `put` and `add`.
        ttl: Option<u32>,
        /// The values; not with `delete`.
        records: Option<Vec<String>>,
        /// The set's tag, for a `put` that replaces.
        etag: Option<String>,
    }
}

/// A name server.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is read member by member")]
#[serde(untagged)]
pub(crate) enum NameServer {
    /// Its name.
    Name(String),
    /// Its name with its addresses.
    Addressed(AddressedServer),
}
