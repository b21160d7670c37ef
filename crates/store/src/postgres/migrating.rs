//! Migrations of a database that others use. One node at a time applies them; and they give way to a long read, behind which whoever wants the
//! same table would have to wait as well.

use std::thread::sleep;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;

use super::connection;
use crate::{OpenError, Options, migrations};

/// How long a migration waits for a table that is in use. Others wait behind it for so long, and no longer.
const WAITS: &str = "1s";

/// How long it lets others pass before it tries again, with all that it had not finished.
const LETS_PASS: Duration = Duration::from_secs(2);

/// For how long it tries.
const PATIENCE: Duration = Duration::from_secs(600);

/// Brings a database up to this program; with `apply` unset it only looks whether it is. A migration may take as long as it has to.
///
/// # Errors
/// The database cannot be reached, lacks migrations that were not to be applied, is beyond this program; or a migration failed, or found a
/// table in use for ten minutes.
pub(super) fn migrate(options: &Options, apply: bool) -> Result<(), OpenError> {
    let mut connection = connection::open(options).map_err(OpenError::Unreachable)?;
    // The lock goes with the connection. Who has it may be at work for long.
    for statement in [
        "SET statement_timeout = 0; SET lock_timeout = 0",
        "SELECT pg_advisory_lock(446171)",
        &format!("SET lock_timeout = '{WAITS}'"),
    ] {
        connection.batch_execute(statement).map_err(|error| OpenError::Migration(error.to_string()))?;
    }
    let begun = Instant::now();
    loop {
        match migrations::apply(&mut connection, migrations::POSTGRES, apply) {
            Err(OpenError::Migration(said)) if said.contains("lock timeout") && begun.elapsed() < PATIENCE => {
                tracing::warn!("a migration wants a table that is in use, and tries again");
                sleep(LETS_PASS);
            }
            done => return done,
        }
    }
}
