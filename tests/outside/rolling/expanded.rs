//! A later program has expanded the database as `migrations/README.md` allows: one that does not know of it goes on, and starts again.

use std::process::Command;

use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::Server;

use crate::mixed::{CLIENTS, Written, hold, hold_history, prepare, write};

/// What a later migration leaves behind, and its own mark.
const LATER: &str = "CREATE TABLE later (id INTEGER PRIMARY KEY); INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000');";

/// Runs statements in a database beside its server; gives what they print.
fn statements(database: &Database, statements: &str) -> String {
    let mut command = match database.is_postgres() {
        true => Command::new("psql"),
        false => Command::new("sqlite3"),
    };
    match database.is_postgres() {
        true => command.args(["--no-psqlrc", "-At", "--set=ON_ERROR_STOP=1", database.url(), "-c", statements]),
        false => {
            command.args(["-bail", "-cmd", ".timeout 60000", database.url().trim_start_matches("sqlite:"), statements])
        }
    };
    let output = command.output().expect("psql, or sqlite3");
    assert!(output.status.success(), "{statements}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Gives each table a column more and an index over it, and makes a table more.
fn expand(database: &Database) {
    let tables = match database.is_postgres() {
        true => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
        false => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let tables = statements(database, tables);
    assert!(tables.lines().count() > 20, "{tables}");
    for table in tables.lines().filter(|table| !table.starts_with("__")) {
        let more = format!("ALTER TABLE {table} ADD COLUMN later TEXT; CREATE INDEX later_{table} ON {table} (later);");
        statements(database, &more);
    }
    statements(database, LATER);
}

fn succeeded(answer: Result<Answer, String>) -> Option<Answer> {
    let answer = answer.expect("a server that runs answers");
    assert!(answer.is_success(), "{answer}");
    Some(answer)
}

/// Writes some through every face.
fn written(client: &Client, numbers: std::ops::Range<usize>) -> Vec<Written> {
    numbers.filter_map(|number| write(client, number % CLIENTS, number, succeeded)).collect()
}

both! {
    fn a_program_goes_on_in_a_database_that_a_later_one_has_expanded(server: &Server) {
        prepare(server);
        let key = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"").stdout;
        let client = server.nobody().with_token(key.trim());
        let mut there = written(&client, 0..30);
        // While it is expanded, requests go on.
        std::thread::scope(|scope| {
            let expanding = scope.spawn(|| expand(server.database()));
            let mut number = 30;
            while !expanding.is_finished() {
                there.extend(written(&client, number..number + 5));
                number += 5;
            }
            there.extend(written(&client, number..number + 30));
            expanding.join().expect("expanded");
        });
        assert_eq!(server.nobody().get("/health").expect(200).json()["status"], "ready");
        assert_eq!(server.stop(), 0);
        server.start_again();
        let client = server.nobody().with_token(key.trim());
        there.extend(written(&client, 10_000..10_010));
        there.iter().for_each(|written| _ = hold(&client, written));
        (0..CLIENTS).for_each(|thread| hold_history(&client, &format!("t{thread}.org")));
        let log = server.log();
        let faults = log.lines().filter(|line| line.contains(" ERROR ") || line.contains("status=5"));
        assert_eq!(faults.collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
