//! This face's JSON: zones, delegations and name servers as clients see them (rule M1).

use chrono::{DateTime, SecondsFormat, Utc};
use domesday_app::zones::{Cut, Responsible, ZoneWithHosts};
use domesday_domain::host;
use domesday_domain::name::ZoneKind;
use serde::Serialize;
use utoipa::ToSchema;

/// An instant as clients see it: RFC 3339, UTC.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A name server.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MregNameServer)]
pub(crate) struct NameServer {
    /// Never reused.
    id: i64,
    /// Lower-case A-labels, no final dot.
    #[schema(example = "ns1.example.org")]
    name: String,
    /// Always null: name servers have no TTL of their own.
    ttl: Option<u32>,
    /// When it was made.
    #[schema(format = "date-time")]
    created_at: String,
    /// When it was changed last.
    #[schema(format = "date-time")]
    updated_at: String,
}

impl From<host::Host> for NameServer {
    fn from(host: host::Host) -> Self {
        Self {
            id: host.id.0,
            name: host.name.to_string(),
            ttl: None,
            created_at: instant(host.created),
            updated_at: instant(host.updated),
        }
    }
}

fn name_servers(hosts: Vec<host::Host>) -> Vec<NameServer> {
    hosts.into_iter().map(NameServer::from).collect()
}

/// A zone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MregZone)]
pub(crate) struct Zone {
    /// Never reused.
    id: i64,
    /// Lower-case A-labels, no final dot.
    #[schema(example = "example.org")]
    name: String,
    /// The name servers, by name.
    nameservers: Vec<NameServer>,
    /// The SOA MNAME.
    primary_ns: String,
    /// The SOA RNAME, as an address.
    email: String,
    /// The SOA serial.
    #[schema(format = Int64, maximum = 4_294_967_295i64)]
    serialno: u32,
    /// When it rose last.
    #[schema(format = "date-time")]
    serialno_updated_at: String,
    /// Seconds.
    refresh: u32,
    /// Seconds.
    retry: u32,
    /// Seconds.
    expire: u32,
    /// Seconds of negative caching; the SOA's own TTL.
    soa_ttl: u32,
    /// The TTL of what has none of its own.
    default_ttl: u32,
    /// Always false: the serial is never behind.
    updated: bool,
    /// When it was made.
    #[schema(format = "date-time")]
    created_at: String,
    /// When it was changed last.
    #[schema(format = "date-time")]
    updated_at: String,
    /// The block of addresses, in reverse zones; null if it is not one block.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    network: Option<Option<String>>,
}

impl From<ZoneWithHosts> for Zone {
    fn from(ZoneWithHosts { zone, hosts }: ZoneWithHosts) -> Self {
        let (content, timers) = (&zone.content, &zone.content.timers);
        Self {
            id: zone.id.0,
            name: zone.name.to_string(),
            nameservers: name_servers(hosts),
            primary_ns: content.primary_ns.to_string(),
            email: content.email.as_str().to_owned(),
            serialno: zone.serial.get(),
            serialno_updated_at: instant(zone.serial_updated),
            refresh: timers.refresh,
            retry: timers.retry,
            expire: timers.expire,
            soa_ttl: timers.ttl,
            default_ttl: content.default_ttl,
            updated: false,
            created_at: instant(zone.created),
            updated_at: instant(zone.updated),
            network: (zone.name.kind() == ZoneKind::Reverse)
                .then(|| zone.name.network().map(|network| network.to_string())),
        }
    }
}

/// A delegation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MregDelegation)]
pub(crate) struct Delegation {
    /// Never reused.
    id: i64,
    /// The name that is delegated.
    #[schema(example = "sub.example.org")]
    name: String,
    /// Its name servers, by name.
    nameservers: Vec<NameServer>,
    /// What its maker wrote about it; empty if nothing.
    comment: String,
    /// The number of the zone it stands in.
    zone: i64,
    /// When it was made.
    #[schema(format = "date-time")]
    created_at: String,
    /// When it was changed last.
    #[schema(format = "date-time")]
    updated_at: String,
}

impl From<Cut> for Delegation {
    fn from(cut: Cut) -> Self {
        Self {
            id: cut.number,
            name: cut.name.to_string(),
            nameservers: name_servers(cut.hosts),
            comment: cut.comment.unwrap_or_default(),
            zone: cut.zone.0,
            created_at: instant(cut.created),
            updated_at: instant(cut.updated),
        }
    }
}

/// What holds a name: a zone or a delegation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MregResponsible)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Holder {
    /// A zone.
    Zone(Box<Zone>),
    /// A delegation.
    Delegation(Delegation),
}

impl From<Responsible> for Holder {
    fn from(responsible: Responsible) -> Self {
        match responsible {
            Responsible::Zone(zone) => Self::Zone(Box::new(zone.into())),
            Responsible::Delegation(cut) => Self::Delegation(cut.into()),
        }
    }
}
