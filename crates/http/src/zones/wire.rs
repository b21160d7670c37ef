//! The zones face's JSON: zones and record sets as clients see them (`zones.md` sections 1 and 7), members in that order.
//!
//! What comes in is read by hand ([`super::draft`], [`super::values`]); its shapes are in [`super::shapes`].

use chrono::{DateTime, SecondsFormat, Utc};
use domesday_domain::precondition::Tag;
use domesday_domain::record as domain_record;
use domesday_domain::zone as domain_zone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::WireWarning;

/// An instant as clients see it: RFC 3339, UTC.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
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
    #[schema(format = Int64, maximum = 4_294_967_295i64)]
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
