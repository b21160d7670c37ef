//! A name server's row: one per name in the whole registry, whoever refers to it.
//!
//! A row without addresses that nobody made on purpose lives while some NS list names it. Addresses stand here only for names that are
//! authoritative in no zone served here, because they lie at or below a cut (`zones.md` D6); others have theirs in their zone.

mod address;
mod kind;

use std::collections::BTreeSet;
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domesday_dns::Name;

use crate::account::AccountId;
use crate::prohibition::Prohibition;
use crate::registration::DomainId;

pub use address::{AddressDraft, PlacedAddress, check_count, classify, read_addresses};
pub use kind::{HostKind, HostPlace};

/// How many addresses a name server may have (rule Z8).
pub const MAX_ADDRESSES: usize = 16;

/// A name server's number; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostId(pub i64);

/// A name server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its number; 0 before it is stored.
    pub id: HostId,
    /// Its name.
    pub name: Name,
    /// Whose it is; nobody's if it is merely referred to.
    pub owner: Option<AccountId>,
    /// Somebody made it on purpose: it stays when nothing uses it.
    pub posted: bool,
    /// Its addresses, IPv4 first, each kind ascending, none twice.
    pub addresses: Vec<IpAddr>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When the row was changed last.
    pub updated: DateTime<Utc>,
    /// The live domain that it lies below, if that domain's sponsor manages it (`registrar.md` section 6); then `owner` is that sponsor.
    pub parent: Option<DomainId>,
    /// What of it is forbidden for the time being.
    pub statuses: BTreeSet<Prohibition>,
    /// Who made it a managed one.
    pub created_by: Option<AccountId>,
    /// Who changed it last through the registrar face; none until the first change.
    pub changed_by: Option<AccountId>,
    /// When.
    pub changed: Option<DateTime<Utc>>,
    /// One more with each change of what the registrar face shows of it.
    pub revision: i64,
}

impl Host {
    /// A name server that something begins to refer to.
    pub fn referred_to(name: Name, now: DateTime<Utc>) -> Self {
        Self {
            id: HostId(0),
            name,
            owner: None,
            posted: false,
            addresses: Vec::new(),
            created: now,
            updated: now,
            parent: None,
            statuses: BTreeSet::new(),
            created_by: None,
            changed_by: None,
            changed: None,
            revision: 1,
        }
    }

    /// What is left of it when the domain above it is gone: a row that others refer to, without addresses (`registrar.md` L9).
    #[must_use]
    pub fn released(self) -> Self {
        Self {
            owner: None,
            posted: false,
            addresses: Vec::new(),
            parent: None,
            statuses: BTreeSet::new(),
            created_by: None,
            changed_by: None,
            changed: None,
            ..self
        }
    }

    /// Whether it stays when nothing uses it.
    pub fn stands_alone(&self) -> bool {
        self.posted || self.parent.is_some() || !self.addresses.is_empty()
    }
}

/// Addresses in the order they are kept in, none twice.
pub fn in_order(mut addresses: Vec<IpAddr>) -> Vec<IpAddr> {
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}
