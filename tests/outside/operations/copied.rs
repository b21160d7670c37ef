//! A copy is the registry: whoever meets it cannot tell it from what it was copied from.

use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::Value;

use super::filled::{Filled, same, start};

/// A database of the other kind.
pub(super) fn other_kind(server: &Server) -> Database {
    if server.database().is_postgres() { Database::sqlite() } else { Database::postgres() }
}

/// Copies a server's database, which must succeed; gives the rows of each table.
pub(super) fn copied(server: &Server, to: &Database) -> Vec<(String, u64)> {
    let output = server.command(&["copy", "--from", server.database().url(), "--to", to.url(), "--json"], b"");
    assert_eq!(output.status, 0, "{}", output.stderr);
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    let tables = report["tables"].as_array().unwrap();
    let row = |row: &Value| (row["table"].as_str().unwrap().to_owned(), row["rows"].as_u64().unwrap());
    let rows: Vec<_> = tables.iter().map(row).collect();
    assert_eq!(report["rows"], rows.iter().map(|(_, rows)| rows).sum::<u64>());
    rows
}

/// A server on the database as the tests fill it.
struct Source(Server);

impl Source {
    fn start(database: Database) -> Self {
        Self(start(database))
    }
}

both! {
    fn a_copy_of_the_other_kind_answers_like_its_source(source: &Source) {
        let source = &source.0;
        let filled = Filled::of(source);
        let seen = filled.seen(source);
        let target = other_kind(source);
        let rows = copied(source, &target);
        for (table, rows) in &rows {
            assert!(*rows > 0, "{table} is empty: fill it, or nothing is known of its copy");
        }
        // The source goes on, and is the same.
        same(&filled.seen(source), &seen);
        let copy = start(target);
        same(&filled.seen(&copy), &seen);
        filled.goes_on(&copy);
        // Back again, and once more.
        let back = Database::sqlite();
        let seen = filled.seen(&copy);
        copied(&copy, &back);
        same(&filled.seen(&start(back)), &seen);
    }

    fn one_of_the_two_may_be_the_configured_database(source: &Source) {
        let source = &source.0;
        let target = other_kind(source);
        let to = source.command(&["copy", "--to", target.url(), "--progress"], b"");
        assert_eq!(to.status, 0, "{}", to.stderr);
        assert!(to.stderr.contains("rows copied") && to.stdout.contains("accounts"), "{}{}", to.stderr, to.stdout);
        assert_eq!(source.command(&["copy"], b"").status, 2);
        let copy = start(target);
        copy.admin().get("/zones").expect(200);
    }
}
