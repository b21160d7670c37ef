//! No statement about what is staged reads a table from end to end, however much sessions have staged: PostgreSQL itself counts.

use domesday_domain::account::SessionId;
use domesday_domain::zone::ZoneId;
use domesday_tests::database::Database;
use uuid::Uuid;

use crate::plans::{alone, ask, sequential_scans};
use crate::{Given, jobs, staging};

const GROWING: [&str; 3] = ["sessions", "staged_sets", "record_sets"];

/// 10 sessions that have staged an address at each of 10 000 names with a text, in a zone with as many more.
const MANY: &str = r#"
    INSERT INTO accounts (name, folded, created) VALUES ('acme', 'acme', now());
    INSERT INTO users (account_id, login, roles, created) VALUES (1, 'u', 1, now());
    INSERT INTO zones (name, sort_key, is_reverse, account_id, ns, primary_ns, email, serial, refresh, retry, expire, ttl,
                       default_ttl, revision, records_numbered, created, updated)
        VALUES ('big.org', '\x6f72670062696700', false, 1, 'ns.example.net', 'ns.example.net', 'h@example.org', 1, 10800, 3600, 1814400,
                3600, 3600, 1, 0, now(), now());
    INSERT INTO record_sets (zone_id, owner_key, rtype, origin, records, revision, created, updated)
        SELECT 1, '\x6f72670062696700'::bytea || convert_to('n' || i, 'UTF8') || '\x00'::bytea, 16, 0, ''::bytea, 1, now(), now()
        FROM generate_series(1, 20000) i;
    INSERT INTO sessions (id, user_id, secret, created, expires, ends)
        SELECT lpad(to_hex(i), 32, '0')::uuid, 1, 's', now(), now() + interval '1 day', now() + interval '1 day'
        FROM generate_series(1, 10) i;
    INSERT INTO staged_sets (session_id, zone_id, owner_key, rtype, changes, draft)
        SELECT sessions.id, 1, '\x6f72670062696700'::bytea || convert_to('n' || i, 'UTF8') || '\x00'::bytea, 1, 1,
               '{"values":[{"number":1,"changes":{"1":1},"base":{"rdata":"c0000201"}}]}'
        FROM sessions, generate_series(1, 10000) i;
    ANALYZE;
"#;

#[test]
fn p2_no_statement_about_staging_scans_a_table_that_grows() {
    let given = Given::on(Database::postgres());
    given.by_hand(MANY);
    // Filling the tables scanned them; what counts is what comes after.
    given.store.close();
    ask(given.database.url(), async |client| {
        alone(client).await;
        client.batch_execute("SELECT pg_stat_reset()").await.expect("reset");
    });
    let store = given.another();
    let (holder, zone) = (SessionId(Uuid::from_u128(7)), ZoneId(1));
    // From the sixth time on the planner may take one plan for all values.
    let read =
        jobs::read(&*store, move |snapshot| (0..7).try_for_each(|_| staging::ask_everything(snapshot, holder, zone)));
    read.expect("readable");
    for _ in 0..7 {
        jobs::write(&*store, move |tx| staging::change_everything(tx, holder, zone)).expect("written");
    }
    let discarded = jobs::write(&*store, move |tx| tx.discard(SessionId(Uuid::from_u128(8)), zone));
    assert_eq!(discarded.expect("written"), 10_000);
    // A connection reports its counts when it ends.
    store.close();
    let scanned = sequential_scans(given.database.url());
    let wrong: Vec<_> = scanned.iter().filter(|(table, _)| GROWING.contains(&table.as_str())).collect();
    assert!(wrong.is_empty(), "read from end to end: {wrong:?} of {scanned:?}");
}
