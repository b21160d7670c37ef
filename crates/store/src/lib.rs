//! Domesday's storage: SQLite and PostgreSQL behind the one port of the use cases.
//!
//! This file is the only place that looks at a database URL. Queries are written once and compiled once per database; what really
//! differs (how a transaction begins, who waits for whom, what an error means) lives in that database's own module.

// An import of one macro per backend keeps the query files free of conditions.
#![allow(
    clippy::duplicate_mod,
    reason = "the query files are compiled once per database, each with its own connection type"
)]

mod copy;
mod documents;
mod expressions;
mod folding;
mod lists;
mod load;
mod migrations;
mod patterns;
mod postgres;
mod rerun;
mod schema;
mod sqlite;
mod statements;
mod types;

use std::sync::Arc;

use domesday_app::ports::Store;

use copy::Side;

pub use copy::{CopiedTable, CopyError, copy};

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite:path` or `postgres://user@host/db?sslmode=…`.
    pub url: String,
    /// How many writes may wait before new ones are refused as busy.
    pub queue: usize,
    /// Connections to PostgreSQL.
    pub connections: usize,
    /// How long a statement on PostgreSQL may take, and a write may wait for a busy SQLite file, in seconds.
    pub timeout_seconds: u32,
    /// Apply missing migrations.
    pub migrate: bool,
}

impl Options {
    /// The defaults for a URL.
    pub fn for_url(url: impl Into<String>) -> Self {
        Self { url: url.into(), queue: 4096, connections: 16, timeout_seconds: 30, migrate: true }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL names no database we know.
    #[error("a database is named as sqlite:FILE or postgres://USER@HOST/NAME, not as {0:?}")]
    UnknownUrl(String),
    /// It could not be reached or created.
    #[error("cannot open the database: {0}")]
    Unreachable(String),
    /// A later program has taken away what this one needs.
    #[error(
        "the database needs a program of level {needed} or later, this one has level {ours}: it was contracted by a newer release; start that release instead"
    )]
    TooOld {
        /// The oldest level that still fits.
        needed: i64,
        /// This program's level.
        ours: i64,
    },
    /// Migrations are missing, and were not to be applied.
    #[error("the database lacks migrations of this program ({0}): run `domesday migrate`")]
    Unmigrated(String),
    /// A migration failed; nothing of it was kept.
    #[error("a migration failed: {0}")]
    Migration(String),
}

/// Opens a database, applying missing migrations if asked to.
///
/// # Errors
/// An [`OpenError`], each with a message for the operator.
pub fn open(options: &Options) -> Result<Arc<dyn Store>, OpenError> {
    Ok(match place(options)? {
        Place::Sqlite(path) => Arc::new(sqlite::SqliteStore::open(path, options)?),
        Place::Postgres => Arc::new(postgres::PostgresStore::open(options)?),
    })
}

/// Which database a URL means.
enum Place<'a> {
    /// A file.
    Sqlite(&'a str),
    /// A database of a server.
    Postgres,
}

fn place(options: &Options) -> Result<Place<'_>, OpenError> {
    if let Some(path) = options.url.strip_prefix("sqlite:") {
        return Ok(Place::Sqlite(path));
    }
    if options.url.starts_with("postgres://") || options.url.starts_with("postgresql://") {
        return Ok(Place::Postgres);
    }
    let scheme = options.url.split(':').next().unwrap_or_default();
    Err(OpenError::UnknownUrl(scheme.to_owned()))
}

/// Opens a database to copy from it; it must be there.
fn source(options: &Options) -> Result<Box<dyn Side>, OpenError> {
    Ok(match place(options)? {
        Place::Sqlite(path) => Box::new(sqlite::SqliteSide::source(path, options)?),
        Place::Postgres => Box::new(postgres::PostgresSide::open(options)?),
    })
}

/// Opens a database to copy into it. A file is made if it is not there.
fn target(options: &Options) -> Result<Box<dyn Side>, OpenError> {
    Ok(match place(options)? {
        Place::Sqlite(path) => Box::new(sqlite::SqliteSide::target(path, options)?),
        Place::Postgres => Box::new(postgres::PostgresSide::open(options)?),
    })
}

/// Applies missing migrations, and does nothing else.
fn migrate(options: &Options) -> Result<(), OpenError> {
    match place(options)? {
        Place::Sqlite(path) => sqlite::SqliteSide::migrate(path, options),
        Place::Postgres => postgres::PostgresSide::migrate(options),
    }
}

/// The versions of the migrations that this program has.
pub fn migration_versions() -> Vec<String> {
    migrations::versions()
}
