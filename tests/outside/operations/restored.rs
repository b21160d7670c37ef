//! Backups as `docs/operating.md` makes them, beside a running server, and brought back.

use std::path::Path;
use std::process::{Command, Stdio};

use domesday_tests::database::Database;
use domesday_tests::server::Server;

use super::copied::copied;
use super::filled::{Filled, same, start};
use super::killed::by_hand;
use crate::given;

fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The file of a database on SQLite.
fn file(database: &Database) -> &str {
    database.url().trim_start_matches("sqlite:")
}

/// Puts a backup where a server finds it.
fn put_back(backup: &Path, database: &Database) {
    std::fs::copy(backup, file(database)).unwrap();
}

/// Makes a backup of a running server, changes the registry, and starts what was restored: it is as it was.
fn restored(source: &Server, back: Database, backup: impl FnOnce(&Server), restore: impl FnOnce(&Database)) {
    let filled = Filled::of(source);
    let seen = filled.seen(source);
    backup(source);
    given::created(&source.admin(), "later.org");
    restore(&back);
    let again = start(back);
    same(&filled.seen(&again), &seen);
    filled.goes_on(&again);
}

#[test]
fn a_vacuumed_file_is_restored() {
    let (source, back) = (start(Database::sqlite()), Database::sqlite());
    let backup = source.database().directory().join("backup.db");
    let into = format!("VACUUM INTO '{}'", backup.display());
    restored(&source, back, |source| drop(by_hand(source.database(), &into)), |back| put_back(&backup, back));
}

#[test]
fn a_file_of_sqlites_backup_is_restored() {
    let (source, back) = (start(Database::sqlite()), Database::sqlite());
    let backup = source.database().directory().join("backup.db");
    let order = format!(".backup '{}'", backup.display());
    restored(
        &source,
        back,
        |source| run("sqlite3", &[file(source.database()), &order]),
        |back| put_back(&backup, back),
    );
}

#[test]
fn a_copy_in_a_file_is_a_backup_that_nobody_else_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let (source, back) = (start(Database::sqlite()), Database::sqlite());
    let backup = Database::sqlite();
    restored(
        &source,
        back,
        |source| drop(copied(source, &backup)),
        |back| {
            assert_eq!(std::fs::metadata(file(&backup)).unwrap().permissions().mode() & 0o777, 0o600);
            put_back(Path::new(file(&backup)), back);
        },
    );
}

#[test]
fn a_dump_of_postgres_is_restored() {
    let (source, back) = (start(Database::postgres()), Database::postgres());
    let backup = source.database().directory().join("domesday.dump");
    let backup = backup.to_str().unwrap();
    let dump = ["--format=custom", "--no-owner", "--file", backup];
    let restore = ["--exit-on-error", "--no-owner", "--single-transaction", backup, "--dbname"];
    restored(
        &source,
        back,
        |source| run("pg_dump", &[&dump[..], &[source.database().url()]].concat()),
        |back| run("pg_restore", &[&restore[..], &[back.url()]].concat()),
    );
}
