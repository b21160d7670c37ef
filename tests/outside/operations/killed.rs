//! A copy that ends half-way leaves nothing, and can begin again.

use std::process::{Command, Stdio};
use std::time::Duration;

use domesday_tests::database::Database;
use domesday_tests::server::{Server, binary};

use super::copied::copied;
use super::filled::{Filled, same, start};

/// Runs statements on a database, behind everybody's back; gives what they print.
pub(super) fn by_hand(database: &Database, sql: &str) -> String {
    let mut command = if database.is_postgres() {
        let mut command = Command::new("psql");
        command.args(["--no-psqlrc", "--quiet", "-At", "--set=ON_ERROR_STOP=1", database.url(), "-c", sql]);
        command
    } else {
        let mut command = Command::new("sqlite3");
        command.args(["-cmd", ".timeout 20000", database.url().trim_start_matches("sqlite:"), sql]);
        command
    };
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Starts a copy, waits until PostgreSQL says that it is held up, and kills it.
fn killed(source: &Database, target: &Database, held_up: &str) {
    let mut copy = Command::new(binary())
        .args(["copy", "--from", source.url(), "--to", target.url()])
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let postgres = if source.is_postgres() { source } else { target };
    let question = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND {held_up}");
    for _ in 0..500 {
        if by_hand(postgres, &question) == "1" {
            copy.kill().unwrap();
            copy.wait().unwrap();
            return;
        }
        assert!(copy.try_wait().unwrap().is_none(), "it ended without being held up");
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the copy was not held up");
}

/// The target has no row, and a copy into it is whole.
fn begins_again(source: &Server, target: Database, filled: &Filled) {
    assert_eq!(by_hand(&target, "SELECT count(*) FROM accounts"), "0");
    assert_eq!(by_hand(&target, "SELECT count(*) FROM zones"), "0");
    let seen = filled.seen(source);
    copied(source, &target);
    same(&filled.seen(&start(target)), &seen);
}

#[test]
fn a_copy_into_sqlite_that_is_killed_half_way_leaves_nothing_and_can_begin_again() {
    let (source, target) = (start(Database::postgres()), Database::sqlite());
    let filled = Filled::of(&source);
    // What was read before this table is written by then; behind it the copy waits.
    let mut lock = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", source.database().url(), "-c"])
        .arg("BEGIN; LOCK TABLE policies IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)")
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    while by_hand(
        source.database(),
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
    ) != "1"
    {
        std::thread::sleep(Duration::from_millis(20));
    }
    killed(source.database(), &target, "wait_event_type = 'Lock' AND query LIKE 'SELECT%policies%'");
    by_hand(
        source.database(),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()",
    );
    lock.wait().unwrap();
    begins_again(&source, target, &filled);
}

#[test]
fn a_copy_into_postgres_that_is_killed_half_way_leaves_nothing_and_can_begin_again() {
    let (source, target) = (start(Database::sqlite()), Database::postgres());
    let filled = Filled::of(&source);
    let migrated = source.command(&["migrate"], b"");
    assert_eq!(migrated.status, 0, "{}", migrated.stderr);
    // A target that `domesday migrate` made is as good as an empty one.
    let made = Command::new(binary()).arg("migrate").env("DOMESDAY__DATABASE__URL", target.url()).status().unwrap();
    assert!(made.success());
    by_hand(
        &target,
        "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN NEW; END'",
    );
    by_hand(&target, "CREATE TRIGGER held_up BEFORE INSERT ON policies FOR EACH ROW EXECUTE FUNCTION wait()");
    killed(source.database(), &target, "wait_event = 'PgSleep'");
    by_hand(
        &target,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()",
    );
    by_hand(&target, "DROP TRIGGER held_up ON policies; DROP FUNCTION wait()");
    begins_again(&source, target, &filled);
}
