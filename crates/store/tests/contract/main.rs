//! What every store must do, run by each adapter: SQLite in a file, and a real PostgreSQL.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod answers;
mod attestation_plans;
mod attestation_probes;
mod attestations;
mod blocklist;
mod chance;
mod clients;
mod commits;
mod contacts;
mod counters;
mod cuts;
mod domain_changes;
mod domain_uses;
mod domains;
mod entities;
mod entity_naive;
mod entity_samples;
mod entity_search;
mod gate;
mod history;
mod history_probes;
mod host_objects;
mod hosts;
mod import_jobs;
mod job_memory;
mod job_plans;
mod jobs;
mod messages;
mod migrations;
mod naive;
mod plans;
mod policies;
mod policy_probes;
mod portfolio;
mod probes;
mod quotas;
mod records;
mod registration_plans;
mod registration_probes;
mod samples;
mod search_rows;
mod searches;
mod session_jobs;
mod session_plans;
mod sessions;
mod signing_keys;
mod staging;
mod staging_plans;
mod tld_pages;
mod tld_sources;
mod tlds;
mod uses;
mod worklists;
mod world;
mod zone_pages;
mod zones;

use std::sync::Arc;

use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use domesday_app::ports::{Snapshot, Store, Stored, UnitOfWork};
use domesday_store::Options;
use domesday_tests::database::Database;

/// A law for both stores: `contract!(name, |store| …)` becomes the tests `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! contract {
    ($(#[$note:meta])* $name:ident, |$given:ident| $body:block) => {
        $(#[$note])*
        mod $name {
            #[allow(unused_imports, reason = "each law uses some of what its file imports")]
            use super::*;

            fn law($given: &$crate::Given) $body

            #[test]
            fn sqlite() {
                law(&$crate::Given::on(domesday_tests::database::Database::sqlite()));
            }

            #[test]
            fn postgres() {
                law(&$crate::Given::on(domesday_tests::database::Database::postgres()));
            }
        }
    };
}

/// An empty store.
pub(crate) struct Given {
    /// Where it is.
    pub(crate) database: Database,
    /// It.
    pub(crate) store: Arc<dyn Store>,
}

impl Given {
    /// A store on an empty database.
    pub(crate) fn on(database: Database) -> Self {
        let store = domesday_store::open(&Options::for_url(database.url())).expect("the store opens");
        Self { database, store }
    }

    /// Another store on the same database, as another node has it.
    pub(crate) fn another(&self) -> Arc<dyn Store> {
        domesday_store::open(&Options::for_url(self.database.url())).expect("the store opens again")
    }

    /// Runs a transaction that must succeed.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn UnitOfWork) -> Stored<T> + Send + 'static,
    ) -> T {
        jobs::write(&*self.store, work).expect("the transaction commits")
    }

    /// Changes the database by hand, behind the store's back.
    pub(crate) fn by_hand(&self, sql: &str) {
        if self.database.is_postgres() {
            return plans::ask(self.database.url(), async |client| client.batch_execute(sql).await.expect("done"));
        }
        let path = self.database.url().trim_start_matches("sqlite:");
        diesel::SqliteConnection::establish(path).expect("a file").batch_execute(sql).expect("done");
    }

    /// Reads what must be readable.
    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Snapshot) -> Stored<T> + Send + 'static,
    ) -> T {
        jobs::read(&*self.store, work).expect("the read succeeds")
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        self.store.close();
    }
}
