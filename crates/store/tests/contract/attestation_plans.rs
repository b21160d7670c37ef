//! No statement about entities, attestations and worklists reads a table that grows from end to end: PostgreSQL itself counts the
//! sequential scans of each table, while 100 accounts have 1000 entities and as many contacts and domains each, nine of ten attested.

use domesday_tests::database::Database;

use crate::plans::{alone, ask, sequential_scans};
use crate::{Given, attestation_probes, jobs};

/// Kinds, keys and accounts stay few.
const GROWING: [&str; 10] = [
    "entities",
    "claims",
    "attestations",
    "contacts",
    "contact_words",
    "domains",
    "domain_contacts",
    "domain_words",
    "hosts",
    "history",
];

/// The seventh account has what has a number that ends with 06. A hundred students go to one school; every tenth has no attestation of the
/// mail address, and so have the contacts. Every thousandth attestation runs out soon. Each contact is registrant of one domain.
const MANY: &str = r#"
    INSERT INTO accounts (name, folded, created) SELECT 'a' || i, 'a' || i, timestamptz '2026-11-21Z' FROM generate_series(1, 100) i;
    INSERT INTO entities (kind, id, owner_id, created, updated, revision)
        SELECT 'student', 's' || i, 1 + i % 100, timestamptz '2026-11-21Z', timestamptz '2026-11-21Z', 1 FROM generate_series(1, 100000) i;
    INSERT INTO claims (entity, name, kind, value, hash, since)
        SELECT number, 'mail', 'student', '"s' || number || '@b"', substr(sha256(convert_to('"s' || number || '@b"', 'UTF8')), 1, 16),
               timestamptz '2026-11-21Z' + number * interval '1 second' FROM entities;
    INSERT INTO claims (entity, name, kind, value, hash, since)
        SELECT number, 'school', 'student', '"' || number % 1000 || '"', substr(sha256(convert_to('"' || number % 1000 || '"', 'UTF8')), 1, 16),
               timestamptz '2026-11-21Z' + number * interval '1 second' FROM entities;
    INSERT INTO contacts (handle, folded, sponsor_id, created_by, created, updated, sort_name, statuses, content, revision)
        SELECT 'C' || i, 'c' || i, 1 + i % 100, 1 + i % 100, timestamptz '2026-11-21Z' + i * interval '1 second',
               CASE WHEN i % 2 = 0 THEN timestamptz '2026-11-22Z' + i * interval '1 second' END,
               'name ' || i, '', '{"email":"a@b","disclose":[]}', 1 FROM generate_series(1, 100000) i;
    INSERT INTO contact_words (contact_id, kind, word, folded, sponsor_id)
        SELECT id, kind, 'M' || id || '@b', 'm' || id || '@b', sponsor_id FROM contacts, unnest(ARRAY[1, 10]) kind;
    INSERT INTO contact_words (contact_id, kind, word, folded, sponsor_id)
        SELECT id, 8, '+1.' || id, '+1.' || id, sponsor_id FROM contacts WHERE id % 1000 = 0;
    INSERT INTO domains (name, name_key, reversed, tld_key, rule, sponsor_id, created_by, created, expires, facts, premium, revision)
        SELECT 'd' || i || '.st', '\x737400'::bytea || convert_to('d' || i, 'UTF8') || '\x00'::bytea, reverse('d' || i || '.st'),
               '\x737400'::bytea, 'st', 1 + i % 100, 1 + i % 100, timestamptz '2026-11-21Z', timestamptz '2027-11-21Z',
               '{"statuses":[],"stage":"registered","graces":[],"transfer":null,"claims":[],"noticed_to":0,"ds":[],"keys":[]}', false, 1
        FROM generate_series(1, 100000) i;
    INSERT INTO domain_contacts (domain_id, role, contact_id, name) SELECT id, 0, id, name FROM domains;
    INSERT INTO domain_words (domain_id, kind, word, sponsor_id)
        SELECT id, 2, CASE WHEN id % 1000 = 1 THEN 'overdue' WHEN id % 1000 = 2 THEN 'pending' ELSE 'met' END, sponsor_id FROM domains
        WHERE id % 1000 <> 3;
    INSERT INTO domain_words (domain_id, kind, word, sponsor_id)
        SELECT id, 0, CASE WHEN id % 7 = 0 THEN 'clientHold' ELSE 'ok' END, sponsor_id FROM domains;
    INSERT INTO hosts (name, name_key, account_id, posted, addresses, created, updated, parent_id, reversed)
        SELECT 'ns.' || name, name_key || '\x6e7300'::bytea, sponsor_id, false, '', created, created, id, reverse('ns.' || name)
        FROM domains ORDER BY id;
    INSERT INTO attestations (id, kind, entity, claim, attestor_kind, attestor, decided, issued, expires, state, since, signing_key, jws)
        SELECT md5(kind || i)::uuid, kind, i, CASE kind WHEN 'student' THEN 'mail' ELSE 'email' END,
               CASE WHEN i % 2 = 0 THEN 'clients' ELSE '' END, CASE WHEN i % 2 = 0 THEN i % 100 ELSE 0 END,
               timestamptz '2026-11-21Z', timestamptz '2026-11-21Z',
               CASE WHEN i % 1000 = 4 THEN timestamptz '2026-11-29Z' ELSE timestamptz '2027-11-21Z' END, CASE WHEN i % 50 = 7 THEN 1 ELSE 0 END,
               timestamptz '2026-11-21Z', 'K' || i % 10, 'a.b.c'
        FROM generate_series(1, 100000) i, unnest(ARRAY['student', 'contacts']) kind WHERE i % 10 <> 0;
    INSERT INTO history (at, zone_key, zone_id, owner_id, account, user_login, face, request_id, action, changes, forced, revision,
                         subject_kind, subject)
        SELECT timestamptz '2026-11-21Z', ''::bytea, 0, 1 + i % 100, 'acme', 'u', 'entities', 'r', 'claim.attest', '[]', '[]', 1, 7, 'student/' || i
        FROM generate_series(1, 100000) i;
    UPDATE attestations SET reason = 'value_changed' WHERE state = 1;
    ANALYZE;
"#;

#[test]
fn x2_no_statement_scans_a_table_that_grows() {
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
    let read = jobs::read(&*store, |snapshot| (0..7).try_for_each(|_| attestation_probes::ask_everything(snapshot)));
    read.expect("readable");
    jobs::write(&*store, attestation_probes::change_everything).expect("written");
    // A connection reports its counts when it ends.
    store.close();
    let scanned = sequential_scans(given.database.url());
    let wrong: Vec<_> = scanned.iter().filter(|(table, _)| GROWING.contains(&table.as_str())).collect();
    assert!(wrong.is_empty(), "read from end to end: {wrong:?} of {scanned:?}");
}
