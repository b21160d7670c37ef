//! A name server's row: one per name in the whole registry, whoever refers to it.
//!
//! A row without addresses that nobody made on purpose lives while some NS list names it. Addresses stand here only for names that are
//! authoritative in no zone served here, because they lie at or below a cut (`zones.md` D6); others have theirs in their zone.

mod address;
mod kind;

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domesday_dns::Name;

use crate::account::AccountId;

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
    /// When it was changed last.
    pub updated: DateTime<Utc>,
}

impl Host {
    /// A name server that something begins to refer to.
    pub fn referred_to(name: Name, now: DateTime<Utc>) -> Self {
        Self { id: HostId(0), name, owner: None, posted: false, addresses: Vec::new(), created: now, updated: now }
    }

    /// Whether it stays when nothing uses it.
    pub fn stands_alone(&self) -> bool {
        self.posted || !self.addresses.is_empty()
    }
}

/// Addresses in the order they are kept in, none twice.
pub fn in_order(mut addresses: Vec<IpAddr>) -> Vec<IpAddr> {
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}
