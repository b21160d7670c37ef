//! No statement about jobs reads a table that grows from end to end: PostgreSQL itself counts the sequential scans of each table, while
//! 1000 sessions have 100 jobs each, 100 of them running, and as many answers are remembered.

use domesday_tests::database::Database;

use crate::plans::{alone, ask, sequential_scans};
use crate::{Given, job_memory, jobs, session_jobs};

const GROWING: [&str; 4] = ["sessions", "jobs", "job_pieces", "remembered_jobs"];

const MANY: &str = r"
    INSERT INTO accounts (name, folded, created) VALUES ('acme', 'acme', now());
    INSERT INTO users (account_id, login, roles, created) VALUES (1, 'u', 1, now());
    INSERT INTO sessions (id, user_id, secret, created, expires)
        SELECT lpad(to_hex(i), 32, '0')::uuid, 1, 's', now(), now() + interval '1 day' FROM generate_series(1, 1000) i;
    INSERT INTO jobs (id, session_id, state, at)
        SELECT i, lpad(to_hex(1 + i % 1000), 32, '0')::uuid, CASE WHEN i % 1000 = 6 THEN 0 ELSE 1 END, timestamptz '2026-11-21Z' + i * interval '1 second'
        FROM generate_series(1, 100000) i;
    INSERT INTO job_pieces (job_id, piece, answer) SELECT id, 0, '{}' FROM jobs;
    INSERT INTO remembered_jobs (id, session_id, at, answer) SELECT id, session_id, at, '{}' FROM jobs;
    ANALYZE;
";

#[test]
fn p1_no_statement_scans_a_table_that_grows() {
    let given = Given::on(Database::postgres());
    given.by_hand(MANY);
    // Filling the tables scanned them; what counts is what comes after.
    given.store.close();
    ask(given.database.url(), async |client| {
        alone(client).await;
        client.batch_execute("SELECT pg_stat_reset()").await.expect("reset");
    });
    let store = given.another();
    // From the sixth time on the planner may take one plan for all values.
    jobs::read(&*store, |snapshot| (0..7).try_for_each(|_| session_jobs::ask_everything(snapshot))).expect("readable");
    for _ in 0..7 {
        jobs::write(&*store, session_jobs::change_everything).expect("written");
    }
    job_memory::use_everything(&*store.job_memory().expect("servers share it"));
    // A connection reports its counts when it ends.
    store.close();
    let scanned = sequential_scans(given.database.url());
    let wrong: Vec<_> = scanned.iter().filter(|(table, _)| GROWING.contains(&table.as_str())).collect();
    assert!(wrong.is_empty(), "read from end to end: {wrong:?} of {scanned:?}");
}
