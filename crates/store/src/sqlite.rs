//! The embedded store: one SQLite file, one writer thread with group commit, and readers beside it.

mod connection;
mod readers;
mod side;
mod writer;

#[path = "queries/mod.rs"]
mod queries;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use diesel::result::{DatabaseErrorKind, Error};
use domesday_app::ports::{Extent, Gate, JobMemory, Load, OneServer, ReadJob, Store, StoreError, Stored, WriteJob};

use crate::load::Counters;
use crate::{OpenError, Options, migrations};

use readers::Readers;
use writer::Writer;

pub(crate) use crate::lists::uses::JsonUses as Uses;
pub(crate) use crate::lists::{JsonIds as Ids, JsonNames as Names, JsonNumbers as Numbers, JsonTexts as Texts};
pub(crate) use crate::patterns::GlobPattern as Pattern;
pub(crate) use side::SqliteSide;

/// The connection that this database's queries are compiled for.
pub(crate) type Connection = diesel::SqliteConnection;

/// The database.
pub(crate) type Backend = diesel::sqlite::Sqlite;

/// What stands between a column and a list that its value is sought in.
pub(crate) const AMONG: &str = " IN (";

/// The same before and after a query that is to be asked first, and its answers looked up one by one.
pub(crate) const AMONG_ALL: (&str, &str) = (" IN (", ")");

/// What stands before a column whose index is not to be used. Left alone, SQLite would rather read all that an account has than look up
/// the rows that a subquery has found.
pub(crate) const NO_INDEX: &str = "+";

/// Reads cuts by their index. Left alone, SQLite would rather read a zone from end to end than fetch a row beside an index.
pub(crate) const BY_CUTS: &str = " INDEXED BY record_sets_cuts";

/// Inserts rows one by one: the statement is prepared once, where one of many rows would be prepared anew for each count.
macro_rules! insert_rows {
    ($connection:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        let mut done = Ok(());
        for row in &rows {
            done = diesel::insert_into($table).values(row).execute($connection).map(drop);
            if done.is_err() {
                break;
            }
        }
        done
    }};
}
pub(crate) use insert_rows;

/// The port's meaning of an error of SQLite.
pub(crate) fn stored<T>(result: diesel::QueryResult<T>) -> Stored<T> {
    result.map_err(|error| match error {
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ForeignKeyViolation, _) => {
            StoreError::LostRace
        }
        Error::DatabaseError(_, ref details) if is_busy(details.message()) => StoreError::Unavailable,
        other => StoreError::Broken(Box::new(other)),
    })
}

fn is_busy(message: &str) -> bool {
    message.contains("database is locked") || message.contains("disk is full") || message.contains("disk I/O error")
}

/// A registry in one file.
pub(crate) struct SqliteStore {
    path: PathBuf,
    writer: Writer,
    readers: Arc<Readers>,
    counters: Arc<Counters>,
}

impl SqliteStore {
    /// Opens the file, making it and its folder if they are not there.
    pub(crate) fn open(path: &str, options: &Options) -> Result<Self, OpenError> {
        let path = PathBuf::from(path);
        let unreachable =
            |error: &dyn std::fmt::Display| OpenError::Unreachable(format!("{}: {error}", path.display()));
        private_file(&path).map_err(|error| unreachable(&error))?;
        let mut writing = connection::writing(&path, options.timeout_seconds).map_err(|error| unreachable(&error))?;
        migrations::apply(&mut writing, migrations::SQLITE, options.migrate)?;
        let counters = Arc::new(Counters::default());
        let writer = Writer::start(writing, options.queue, counters.clone()).map_err(|error| unreachable(&error))?;
        let readers = Readers::start(path.clone(), options.timeout_seconds).map_err(|error| unreachable(&error))?;
        Ok(Self { path, writer, readers, counters })
    }
}

/// Makes the file, and its folder, readable by nobody else: password hashes and token secrets are in it. SQLite gives the files beside it
/// the same permissions. A file that is there keeps its own.
fn private_file(path: &Path) -> std::io::Result<()> {
    let mut folders = std::fs::DirBuilder::new();
    let mut file = std::fs::OpenOptions::new();
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        folders.recursive(true).create(folder)?;
    }
    file.write(true).create(true).truncate(false).open(path).map(drop)
}

impl Store for SqliteStore {
    fn write(&self, job: Box<dyn WriteJob>) {
        self.writer.submit(job);
    }

    fn read(&self, extent: Extent, job: Box<dyn ReadJob>) {
        match extent {
            // A snapshot costs nothing here: without one, each statement would lock and unlock the file by itself.
            Extent::Point | Extent::Short => self.readers.run(job),
            Extent::Long => self.readers.submit(job),
        }
    }

    fn check(&self) -> Stored<bool> {
        let mut connection = connection::reading(&self.path, 1).map_err(|error| StoreError::Broken(Box::new(error)))?;
        migrations::apply(&mut connection, migrations::SQLITE, false).map(|()| true).or(Ok(false))
    }

    fn load(&self) -> Load {
        self.counters.load()
    }

    fn gate(&self) -> Arc<dyn Gate> {
        Arc::new(OneServer)
    }

    fn job_memory(&self) -> Option<Arc<dyn JobMemory>> {
        None
    }

    fn close(&self) {
        self.writer.close();
        self.readers.close();
    }
}
