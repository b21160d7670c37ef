//! A fresh database for one test: a file in a directory of its own, or a database of the shared PostgreSQL cluster, or of one of the test's own.

use crate::{chance, postgres};
use std::path::{Path, PathBuf};

/// A database that is empty at first and gone when this is dropped.
#[derive(Debug)]
pub struct Database {
    url: String,
    directory: Directory,
    postgres: Option<postgres::Created>,
}

impl Database {
    /// An SQLite file that does not exist yet.
    #[must_use]
    pub fn sqlite() -> Self {
        let directory = Directory::new();
        let url = format!("sqlite:{}", directory.path().join("domesday.db").display());
        Self { url, directory, postgres: None }
    }

    /// A new database on PostgreSQL. The first to ask starts the cluster.
    #[must_use]
    pub fn postgres() -> Self {
        let created = postgres::Cluster::shared().create_database();
        Self { url: created.url.clone(), directory: Directory::new(), postgres: Some(created) }
    }

    /// A new database on a cluster of the test's own, which has to outlive it.
    #[must_use]
    pub fn on(cluster: &postgres::Private) -> Self {
        let created = cluster.create_database();
        Self { url: created.url.clone(), directory: Directory::new(), postgres: Some(created) }
    }

    /// What `database.url` is to be.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A directory for the server that uses this database: its working directory, and where its log goes.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Is it PostgreSQL?
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.postgres.is_some()
    }
}

/// A temporary directory that goes when this is dropped, but stays for a look when the test has failed.
#[derive(Debug)]
pub struct Directory(PathBuf);

impl Default for Directory {
    fn default() -> Self {
        Self::new()
    }
}

impl Directory {
    /// A new, empty one.
    #[must_use]
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("domesday-test-{}", chance::word()));
        std::fs::create_dir_all(&path).expect("a temporary directory");
        Self(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}
