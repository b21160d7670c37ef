//! No statement about sessions, what they have staged and their jobs reads a table from end to end, however many sessions idle, are remembered
//! or have ended: PostgreSQL itself counts.

use chrono::{DateTime, TimeDelta, Utc};
use domesday_app::ports::SessionUse;
use domesday_domain::account::{SessionId, UserId};
use domesday_tests::database::Database;

use crate::plans::{alone, ask, sequential_scans};
use crate::sessions::id;
use crate::{Given, jobs};

const GROWING: [&str; 3] = ["sessions", "staged_sets", "jobs"];

/// 100 000 sessions of one user: a third idles, a third is remembered, a third is of other faces; ten of those that idle have ended. Each
/// idler has staged a set and has two jobs, of which few are running.
const MANY: &str = "
    INSERT INTO accounts (name, folded, created) VALUES ('acme', 'acme', timestamptz '2026-11-21Z');
    INSERT INTO users (account_id, login, roles, created) VALUES (1, 'u', 1, timestamptz '2026-11-21Z');
    INSERT INTO zones (name, sort_key, is_reverse, account_id, ns, primary_ns, email, serial, refresh, retry, expire, ttl,
                       default_ttl, revision, records_numbered, created, updated)
        VALUES ('z.org', '\\x6f7267007a00', false, 1, 'ns.example.net', 'ns.example.net', 'h@example.org', 1, 10800, 3600, 1814400, 3600,
                3600, 1, 0, timestamptz '2026-11-21Z', timestamptz '2026-11-21Z');
    INSERT INTO sessions (id, user_id, secret, created, expires, may_idle, used, ends, cleared)
        SELECT lpad(to_hex(i), 32, '0')::uuid, 1, 's', timestamptz '2026-11-21Z', timestamptz '2026-11-21Z' + interval '1 day',
               CASE WHEN i % 3 < 2 THEN 14400 END, CASE WHEN i % 3 < 2 THEN timestamptz '2026-11-21Z' - i * interval '1 second' END,
               CASE WHEN i % 3 = 0 AND i <= 30 THEN timestamptz '2026-11-21Z' - interval '1 hour'
                    WHEN i % 3 = 0 THEN timestamptz '2026-11-21Z' + interval '4 hours'
                    WHEN i % 3 = 1 THEN timestamptz '2026-11-21Z' - i * interval '1 second' END, i % 3 = 1
        FROM generate_series(1, 100000) i;
    INSERT INTO staged_sets (session_id, zone_id, owner_key, rtype, changes, draft)
        SELECT id, 1, '\\x00', 1, 1, '[]' FROM sessions WHERE may_idle IS NOT NULL AND NOT cleared;
    INSERT INTO jobs (id, session_id, state, at)
        SELECT 1000000 + row_number() OVER (), id, CASE WHEN random() < 0.001 THEN 0 ELSE 1 END, timestamptz '2026-11-21Z' - interval '2 hours'
        FROM sessions, generate_series(1, 2) WHERE may_idle IS NOT NULL AND NOT cleared;
    ANALYZE;
";

#[test]
fn no_statement_about_sessions_scans_a_table_that_grows() {
    let given = Given::on(Database::postgres());
    given.by_hand(MANY);
    // Filling the tables scanned them; what counts is what comes after.
    given.store.close();
    ask(given.database.url(), async |client| {
        alone(client).await;
        client.batch_execute("SELECT pg_stat_reset()").await.expect("reset");
    });
    let store = given.another();
    let now = "2026-11-21T00:00:00Z".parse::<DateTime<Utc>>().expect("an instant");
    let mut ended = 0;
    // Some rounds: a statement that is prepared is planned anew without its values.
    for round in 0..8_u128 {
        let cleared = jobs::write(&*store, move |tx| {
            tx.session(id(3))?;
            tx.anchor_session(id(60 + 3 * round), now)?;
            tx.anchor_session(id(62 + 3 * round), now)?;
            tx.anchor_session(SessionId::of_key(1), now)?;
            let used = SessionUse { id: id(90 + 3 * round), used: now, ends: now + TimeDelta::hours(4) };
            tx.note_uses(&[used])?;
            tx.live_sessions(UserId(2), now)?;
            tx.end_session(id(300 + 3 * round), now)?;
            tx.sweep_sessions(now, 100)?;
            let ended = tx.ended_sessions(now, 2)?;
            for session in &ended {
                tx.clear_staged(session.id, 1000)?;
            }
            let ids: Vec<SessionId> = ended.iter().map(|session| session.id).collect();
            tx.clear_jobs(&ids, 1000)?;
            tx.settle_ended(&ids)?;
            tx.forget_idled_out(now - TimeDelta::hours(27), 10)?;
            Ok(ids.len())
        });
        ended += cleared.expect("written");
    }
    assert!(ended >= 10, "there was something to clear away: {ended}");
    // A connection reports its counts when it ends.
    store.close();
    let scanned = sequential_scans(given.database.url());
    let wrong: Vec<_> = scanned.iter().filter(|(table, _)| GROWING.contains(&table.as_str())).collect();
    assert!(wrong.is_empty(), "read from end to end: {wrong:?} of {scanned:?}");
}
