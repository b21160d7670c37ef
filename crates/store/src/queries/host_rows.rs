//! A name server as a row. Its addresses are a text, one blank between two.

use std::net::IpAddr;

use diesel::prelude::*;
use domesday_app::ports::Stored;
use domesday_domain::account::AccountId;
use domesday_domain::host::{Host, HostId};

use super::keys::{damaged, name};
use crate::schema::hosts;
use crate::types::At;

/// All that is read of it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = hosts)]
pub(super) struct HostRow {
    id: i64,
    name_key: Vec<u8>,
    account_id: Option<i64>,
    posted: bool,
    addresses: String,
    created: At,
    updated: At,
}

/// All that is written of a new one.
#[derive(Insertable)]
#[diesel(table_name = hosts, treat_none_as_default_value = false)]
pub(super) struct NewHostRow {
    name: String,
    name_key: Vec<u8>,
    account_id: Option<i64>,
    posted: bool,
    addresses: String,
    created: At,
    updated: At,
}

impl HostRow {
    /// The name server of a row.
    pub(super) fn into_host(self) -> Stored<Host> {
        let address = |text: &str| text.parse().map_err(|_| damaged("an address", text));
        Ok(Host {
            id: HostId(self.id),
            name: name(&self.name_key)?,
            owner: self.account_id.map(AccountId),
            posted: self.posted,
            addresses: self.addresses.split_ascii_whitespace().map(address).collect::<Stored<_>>()?,
            created: self.created.0,
            updated: self.updated.0,
        })
    }
}

/// Addresses as they are stored.
pub(super) fn joined(addresses: &[IpAddr]) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

impl NewHostRow {
    /// The row of a name server.
    pub(super) fn of(host: &Host) -> Self {
        Self {
            name: host.name.to_string(),
            name_key: host.name.sort_key(),
            account_id: host.owner.map(|account| account.0),
            posted: host.posted,
            addresses: joined(&host.addresses),
            created: At(host.created),
            updated: At(host.updated),
        }
    }
}
