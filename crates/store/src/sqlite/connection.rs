//! How connections to the file are set up. `synchronous=FULL` is what makes an answered write survive a power cut.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::{Connection as _, ConnectionError, ConnectionResult, SqliteConnection};

const COMMON: &str =
    "PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384; PRAGMA mmap_size = 268435456; PRAGMA temp_store = MEMORY;";

fn open(path: &Path, timeout_seconds: u32, more: &str) -> ConnectionResult<SqliteConnection> {
    let path = path.to_str().ok_or_else(|| ConnectionError::BadConnection("the path is not UTF-8".into()))?;
    let mut connection = SqliteConnection::establish(path)?;
    connection.set_instrumentation(None::<fn(diesel::connection::InstrumentationEvent<'_>)>);
    let wait = format!("PRAGMA busy_timeout = {};", u64::from(timeout_seconds) * 1000);
    connection.batch_execute(&format!("{wait}{COMMON}{more}")).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}

/// The connection of the writer.
pub(super) fn writing(path: &Path, timeout_seconds: u32) -> ConnectionResult<SqliteConnection> {
    open(path, timeout_seconds, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
}

/// A connection of a reader.
pub(super) fn reading(path: &Path, timeout_seconds: u32) -> ConnectionResult<SqliteConnection> {
    open(path, timeout_seconds, "PRAGMA query_only = ON;")
}
