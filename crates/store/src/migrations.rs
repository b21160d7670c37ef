//! Migrations, embedded in the program: applied at start, and refused where the database has moved beyond it.
//!
//! Expansions that this program does not know are fine. A contraction raises `compatibility.oldest_level`, and a program below that
//! level refuses to start (`migrations/README.md`).

use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::OpenError;
use crate::schema::compatibility;

/// What this program needs of a database, raised with each release that needs more.
pub(crate) const LEVEL: i64 = 6;

pub(crate) const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
pub(crate) const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// The versions this program has, the same for both databases.
pub(crate) fn versions() -> Vec<String> {
    let known: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> = SQLITE.migrations().unwrap_or_default();
    known.iter().map(|migration| migration.name().version().to_string()).collect()
}

/// Brings a database up to this program, or says why not.
pub(crate) fn apply<DB, C>(connection: &mut C, known: EmbeddedMigrations, migrate: bool) -> Result<(), OpenError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB> + diesel::Connection<Backend = DB> + diesel::connection::LoadConnection,
    compatibility::table: diesel::query_dsl::methods::SelectDsl<compatibility::oldest_level>,
    diesel::dsl::Select<compatibility::table, compatibility::oldest_level>:
        diesel::query_builder::AsQuery + QueryId + diesel::query_dsl::methods::LoadQuery<'static, C, i64>,
{
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| OpenError::Migration(error.to_string());
    let applied: Vec<MigrationVersion<'static>> = connection.applied_migrations().map_err(failed)?;
    if !applied.is_empty() {
        let levels: Vec<i64> = compatibility::table
            .select(compatibility::oldest_level)
            .load(connection)
            .map_err(|error| failed(error.into()))?;
        let needed = levels.first().copied().unwrap_or(1);
        if needed > LEVEL {
            return Err(OpenError::TooOld { needed, ours: LEVEL });
        }
    }
    if migrate {
        return connection.run_pending_migrations(known).map(drop).map_err(failed);
    }
    let pending = connection.pending_migrations(known).map_err(failed)?;
    match pending.first() {
        Some(migration) => Err(OpenError::Unmigrated(migration.name().to_string())),
        None => Ok(()),
    }
}
