//! The queries, written once and compiled once per database: `sqlite.rs` and `postgres.rs` each include this folder.
//!
//! Everything here names `super::Connection` and the few things beside it that differ; it holds no rule of the registry.

mod account_rows;
mod accounts;
mod answers;
mod attestations;
mod blocklist;
mod contact_rows;
mod contacts;
mod counters;
mod domain_links;
mod domain_rows;
mod domain_uses;
mod domain_writes;
mod domains;
mod entities;
mod entity_rows;
mod entity_search;
mod history;
mod holdings;
mod host_rows;
mod host_writes;
mod hosts;
mod import_jobs;
mod jobs;
mod keys;
mod kinds;
mod listings;
mod messages;
mod pages;
mod policies;
mod records;
mod search;
mod session_ends;
mod session_writes;
mod sessions;
mod set_rows;
mod signing_keys;
mod staging;
mod targets;
mod tld_rows;
mod tlds;
mod work;
mod written;
mod zone_rows;
mod zones;

use domesday_app::ports::{Snapshot, StoreError, Stored, UnitOfWork};

use super::{Connection, stored};

/// One transaction, or one snapshot, on one connection.
pub(crate) struct Work<'a> {
    connection: &'a mut Connection,
    /// The database went away on the way: the connection is of no use any more.
    pub(crate) broken: bool,
}

impl<'a> Work<'a> {
    /// Work on a connection whose transaction is open.
    pub(crate) fn on(connection: &'a mut Connection) -> Self {
        Self { connection, broken: false }
    }

    /// Runs queries, and gives an error of the database the meaning the port has for it.
    fn query<T>(&mut self, ask: impl FnOnce(&mut Connection) -> diesel::QueryResult<T>) -> Stored<T> {
        let answer = stored(ask(self.connection));
        self.broken |= matches!(answer, Err(StoreError::Unavailable));
        answer
    }
}

impl Snapshot for Work<'_> {}
impl UnitOfWork for Work<'_> {}
