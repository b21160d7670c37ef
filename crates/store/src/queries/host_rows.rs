//! A name server as a row, and the words by which one is searched for. Its addresses and statuses are texts, one blank between two.

use std::net::IpAddr;

use diesel::prelude::*;
use domesday_app::ports::Stored;
use domesday_domain::account::AccountId;
use domesday_domain::host::{Host, HostId};
use domesday_domain::registration::DomainId;
use domesday_domain::word::Word;

use super::keys::{damaged, name, word, words};
use crate::folding::reversed;
use crate::schema::{host_words, hosts};
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
    parent_id: Option<i64>,
    statuses: String,
    created_by: Option<i64>,
    changed_by: Option<i64>,
    changed: Option<At>,
    revision: i64,
}

/// All that is written of it.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = hosts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct HostColumns {
    name: String,
    name_key: Vec<u8>,
    account_id: Option<i64>,
    posted: bool,
    addresses: String,
    created: At,
    updated: At,
    parent_id: Option<i64>,
    statuses: String,
    created_by: Option<i64>,
    changed_by: Option<i64>,
    changed: Option<At>,
    revision: i64,
    reversed: String,
}

/// A word by which a name server is found.
#[derive(Insertable)]
#[diesel(table_name = host_words, treat_none_as_default_value = false)]
pub(super) struct HostWord {
    host_id: i64,
    kind: i16,
    word: String,
    sponsor_id: i64,
}

/// The kinds of words: IPv4 and IPv6 addresses, statuses.
pub(super) const V4: i16 = 4;
pub(super) const V6: i16 = 6;
pub(super) const STATUS: i16 = 0;

/// The sponsor of a name server that nobody manages, in its words.
pub(super) const NOBODY: i64 = 0;

impl HostRow {
    /// The name server of a row.
    pub(super) fn into_host(self) -> Stored<Host> {
        let address = |text: &str| text.parse().map_err(|_| damaged("an address", text));
        let statuses = self.statuses.split_ascii_whitespace().map(word).collect::<Stored<_>>()?;
        Ok(Host {
            id: HostId(self.id),
            name: name(&self.name_key)?,
            owner: self.account_id.map(AccountId),
            posted: self.posted,
            addresses: self.addresses.split_ascii_whitespace().map(address).collect::<Stored<_>>()?,
            created: self.created.0,
            updated: self.updated.0,
            parent: self.parent_id.map(DomainId),
            statuses,
            created_by: self.created_by.map(AccountId),
            changed_by: self.changed_by.map(AccountId),
            changed: self.changed.map(|at| at.0),
            revision: self.revision,
        })
    }
}

/// Addresses as they are stored.
fn joined(addresses: &[IpAddr]) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

impl HostColumns {
    /// What a name server's row is to hold.
    pub(super) fn of(host: &Host) -> Self {
        let name = host.name.to_string();
        Self {
            name_key: host.name.sort_key(),
            account_id: host.owner.map(|account| account.0),
            posted: host.posted,
            addresses: joined(&host.addresses),
            created: At(host.created),
            updated: At(host.updated),
            parent_id: host.parent.map(|parent| parent.0),
            statuses: words(host.statuses.iter().copied()),
            created_by: host.created_by.map(|account| account.0),
            changed_by: host.changed_by.map(|account| account.0),
            changed: host.changed.map(At),
            revision: host.revision,
            reversed: reversed(&name),
            name,
        }
    }
}

/// Whether a name server is found by anything beside its row.
pub(super) fn has_words(host: &Host) -> bool {
    !host.addresses.is_empty() || !host.statuses.is_empty()
}

/// The words of a name server with this number.
pub(super) fn host_words(host: &Host, id: i64) -> Vec<HostWord> {
    let sponsor_id = host.parent.and(host.owner).map_or(NOBODY, |account| account.0);
    let addresses = host.addresses.iter().map(|address| (if address.is_ipv4() { V4 } else { V6 }, address.to_string()));
    let statuses = host.statuses.iter().map(|status| (STATUS, status.as_str().to_owned()));
    let row = |(kind, word)| HostWord { host_id: id, kind, word, sponsor_id };
    addresses.chain(statuses).map(row).collect()
}
