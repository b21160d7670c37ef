//! A delegation as callers see it, and what they say about one, as far as its members could be read.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::history::Value;
use domesday_domain::precondition::Tag;
use domesday_domain::record::Origin;

use crate::zones::NameServer;

/// How many characters a comment may have.
pub const MAX_COMMENT: usize = 200;

/// A delegation to make. A member that could not be read is `None`, and among the findings that came along.
#[derive(Clone, Debug, Default)]
pub struct DelegationDraft {
    /// The name that is delegated.
    pub name: Option<Name>,
    /// Its name servers, 1 to 32, none twice.
    pub ns: Option<Vec<NameServer>>,
    /// The TTL of its NS set; none for the zone's default.
    pub ttl: Option<u32>,
    /// A remark of up to [`MAX_COMMENT`] characters without control characters, never published.
    pub comment: Option<String>,
}

/// A change of a delegation; `None` leaves a member.
#[derive(Clone, Debug, Default)]
pub struct DelegationUpdate {
    /// New name servers.
    pub ns: Option<Vec<NameServer>>,
    /// A new TTL, or none.
    pub ttl: Option<Option<u32>>,
    /// A new remark, or none.
    pub comment: Option<Option<String>>,
    /// Members that nobody may change, as the caller believes them to be.
    pub read_only: Vec<(&'static str, Value)>,
    /// What the caller believes the glue of some of `ns` to be, by their places in it.
    pub glue: Vec<(usize, Vec<IpAddr>)>,
}

/// A delegation as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Its number.
    pub number: i64,
    /// The name that is delegated.
    pub name: Name,
    /// Its name servers, in canonical order.
    pub ns: Vec<NamedServer>,
    /// The TTL of its NS set; none for the zone's default.
    pub ttl: Option<u32>,
    /// What its maker wrote about it.
    pub comment: Option<String>,
    /// `ExplicitDelegation`, `ChildZone` or `Registrar`.
    pub origin: Origin,
    /// Its entity tag (rule Z4); a change of its glue changes it too.
    pub tag: Tag,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last.
    pub updated: DateTime<Utc>,
}

impl Delegation {
    /// The glue of one of its name servers; none for others.
    pub fn glue_of(&self, host: &Name) -> &[IpAddr] {
        self.ns.iter().find(|server| server.name == *host).map_or(&[], |server| &server.glue)
    }
}

/// A name server of a delegation, with the glue that its zone publishes for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedServer {
    /// Its name.
    pub name: Name,
    /// Its glue, IPv4 first.
    pub glue: Vec<IpAddr>,
}
