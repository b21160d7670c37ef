//! A copy that is refused changes nothing.

use domesday_tests::both;
use domesday_tests::database::Directory;
use domesday_tests::server::{Output, Server};

use super::copied::other_kind;
use super::filled::start;
use super::killed::by_hand;
use crate::given;

/// Tries to copy what a server has.
fn tried(server: &Server, from: &str, to: &str) -> Output {
    server.command(&["copy", "--from", from, "--to", to], b"")
}

/// Panics unless it was refused with these words.
fn refused(output: &Output, words: &str) {
    assert_eq!((output.status, output.stdout.as_str()), (1, ""), "{}", output.stderr);
    assert!(output.stderr.contains(words), "{words}: {}", output.stderr);
}

both! {
    fn a_target_that_holds_anything_is_left_alone(server: &Server) {
        given::created(&server.admin(), "example.org");
        let used = start(other_kind(server));
        given::created(&used.admin(), "kept.org");
        refused(&tried(server, server.database().url(), used.database().url()), "rows in accounts");
        assert_eq!(used.admin().get("/zones").expect(200).json(), serde_json::json!(["kept.org"]));
        let foreign = other_kind(server);
        by_hand(&foreign, "CREATE TABLE somebodys (id INTEGER)");
        refused(&tried(server, server.database().url(), foreign.url()), "somebodys");
        let tables = if foreign.is_postgres() { "pg_tables WHERE schemaname = 'public'" } else { "sqlite_master" };
        assert_eq!(by_hand(&foreign, &format!("SELECT count(*) FROM {tables}")), "1", "something was made in it");
        by_hand(&foreign, "DROP TABLE somebodys");
        assert_eq!(tried(server, server.database().url(), foreign.url()).status, 0, "empty again");
        refused(&tried(server, server.database().url(), server.database().url()), "same database");
    }

    fn a_source_of_another_release_is_not_copied(server: &Server) {
        let target = other_kind(server);
        let note = "__diesel_schema_migrations";
        by_hand(server.database(), &format!("INSERT INTO {note} (version) VALUES ('99991231000000')"));
        refused(&tried(server, server.database().url(), target.url()), "99991231000000");
        by_hand(server.database(), &format!("DELETE FROM {note} WHERE version > '20261121000000'"));
        refused(&tried(server, server.database().url(), target.url()), "`domesday migrate`");
    }

    fn a_target_of_a_later_release_is_left_alone(server: &Server) {
        let later = other_kind(server);
        by_hand(&later, "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP)");
        by_hand(&later, "INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')");
        refused(&tried(server, server.database().url(), later.url()), "99991231000000");
    }

    fn a_source_that_is_not_there_is_not_made(server: &Server) {
        let directory = Directory::new();
        let missing = directory.path().join("missing.db");
        let target = other_kind(server);
        refused(&tried(server, &format!("sqlite:{}", missing.display()), target.url()), "no such file");
        assert!(!missing.exists());
        refused(&tried(server, "mysql://db/domesday", target.url()), "sqlite:");
        let empty = other_kind(server);
        by_hand(&empty, "CREATE TABLE one (id INTEGER)");
        refused(&tried(server, empty.url(), target.url()), "`domesday migrate`");
    }
}
