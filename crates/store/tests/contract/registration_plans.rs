//! No statement about domains, contacts, hosts, messages and answers reads a table that grows from end to end: PostgreSQL itself counts
//! the sequential scans of each table, and the pages of each index, while 100 accounts have 1000 objects of each kind each.

use chrono::{DateTime, TimeDelta, Utc};
use domesday_app::ports::{
    Comparison, Condition, ContactField, DomainField, Found, HostField, MessageField, Search, Snapshot, Sought, Stored,
};
use domesday_domain::account::AccountId;
use domesday_tests::database::Database;

use crate::plans::{alone, ask, sequential_scans};
use crate::searches::everything;
use crate::{Given, jobs, registration_probes};

/// Accounts stay few.
const GROWING: [&str; 13] = [
    "policies",
    "special_names",
    "contacts",
    "contact_words",
    "domains",
    "domain_contacts",
    "domain_hosts",
    "domain_words",
    "transfers",
    "hosts",
    "host_words",
    "messages",
    "kept_answers",
];

/// The seventh account has what has a number that ends with 06. Every domain names the first host, and the one below itself.
const MANY: &str = r#"
    INSERT INTO accounts (name, folded, created) SELECT 'a' || i, 'a' || i, timestamptz '2026-11-21Z' FROM generate_series(1, 100) i;
    INSERT INTO contacts (handle, folded, sponsor_id, created_by, created, updated, sort_name, statuses, content, revision)
        SELECT 'C' || i, 'c' || i, 1 + i % 100, 1 + i % 100, timestamptz '2026-11-21Z' + i * interval '1 second', CASE WHEN i % 2 = 0 THEN timestamptz '2026-11-21Z' END,
               'name ' || i, '', '{"email":"a@b","disclose":[]}', 1 FROM generate_series(1, 100000) i;
    INSERT INTO contact_words (contact_id, kind, word, folded, sponsor_id)
        SELECT id, 1, 'Name ' || id, 'name ' || id, sponsor_id FROM contacts;
    INSERT INTO contact_words (contact_id, kind, word, folded, sponsor_id)
        SELECT id, 10, 'm' || id || '@b', 'm' || id || '@b', sponsor_id FROM contacts;
    INSERT INTO domains (name, name_key, reversed, tld_key, rule, sponsor_id, created_by, created, updated, expires, facts, next_change,
                         premium, revision)
        SELECT 'd' || i || '.st', '\x737400'::bytea || convert_to('d' || i, 'UTF8') || '\x00'::bytea, reverse('d' || i || '.st'),
               '\x737400'::bytea, CASE WHEN i % 10 = 0 THEN 'st' ELSE '*.r' || i END, 1 + i % 100, 1 + i % 100,
               timestamptz '2026-11-21Z' + i * interval '1 second', CASE WHEN i % 2 = 0 THEN timestamptz '2026-11-21Z' END, timestamptz '2026-11-21Z' + i * interval '1 minute',
               '{"statuses":[],"stage":"registered","graces":[],"transfer":null,"claims":[],"noticed_to":0,"ds":[],"keys":[]}',
               timestamptz '2026-11-21Z' + (i - 100) * interval '1 minute', false, 1
        FROM generate_series(1, 100000) i;
    INSERT INTO hosts (name, name_key, posted, addresses, created, updated)
        VALUES ('ns.net', '\x6e6574006e7300', false, '', timestamptz '2026-11-21Z', timestamptz '2026-11-21Z');
    INSERT INTO hosts (name, name_key, account_id, posted, addresses, created, updated, parent_id, reversed)
        SELECT 'ns.' || name, name_key || '\x6e7300'::bytea, sponsor_id, false, '192.0.2.1', created, created, id, reverse('ns.' || name)
        FROM domains ORDER BY id;
    INSERT INTO host_words (host_id, kind, word, sponsor_id)
        SELECT id, 4, '192.0.2.' || id, account_id FROM hosts WHERE parent_id IS NOT NULL;
    INSERT INTO domain_contacts (domain_id, role, contact_id, name) SELECT id, 0, id, name FROM domains;
    INSERT INTO domain_hosts (domain_id, place, host_id, sponsor_id, name) SELECT id, 0, 1, sponsor_id, name FROM domains;
    INSERT INTO domain_hosts (domain_id, place, host_id, sponsor_id, name) SELECT id, 1, id + 1, sponsor_id, name FROM domains;
    INSERT INTO domain_words (domain_id, kind, word, sponsor_id)
        SELECT id, 0, CASE WHEN id % 7 = 0 THEN 'clientHold' ELSE 'ok' END, sponsor_id FROM domains;
    INSERT INTO transfers (domain_id, status, requester, requested, acting, acted, expires)
        SELECT id, 'serverApproved', 1, timestamptz '2026-11-21Z', 2, timestamptz '2026-11-21Z', timestamptz '2026-11-21Z' FROM domains;
    INSERT INTO messages (account_id, kind, topic, created, read, text, object, name_key, server_transaction, data)
        SELECT 1 + i % 100, 'DOMAIN_EXPIRE', 'lifecycle', timestamptz '2026-11-21Z' + i * interval '1 second', CASE WHEN i % 3 = 0 THEN timestamptz '2026-11-21Z' END, '', 'domain',
               '\x737400'::bytea, '', '{}' FROM generate_series(1, 100000) i;
    INSERT INTO kept_answers (user_id, strict, client_id, request, status, body, at)
        SELECT 1, false, 'k' || i, decode(repeat('00', 32), 'hex'), 200, '{}', timestamptz '2026-11-21Z' + i * interval '1 second'
        FROM generate_series(1, 100000) i;
    INSERT INTO policies (rule, number, valid_from, preset, document) SELECT 'r' || i, 1, timestamptz '2026-11-21Z', 'st', '{}' FROM generate_series(1, 100000) i;
    INSERT INTO special_names (rule, pattern, kind)
        SELECT 'st', 'l' || i, CASE WHEN i % 2 = 0 THEN 'reserved' ELSE 'premium' END FROM generate_series(1, 100000) i;
    ANALYZE;
"#;

/// The account that is asked about.
pub(crate) const ACCOUNT: AccountId = AccountId(7);

fn one(text: &str) -> Comparison {
    Comparison::In(vec![Sought::Text(text.to_owned())])
}

fn like(pattern: &str) -> Comparison {
    Comparison::Like(pattern.to_owned())
}

/// The minute that an instant of this number is in.
fn minute(number: i64) -> Comparison {
    let from: DateTime<Utc> = "2026-11-21T00:00:00Z".parse().expect("an instant");
    let from = from + TimeDelta::minutes(number);
    Comparison::In(vec![Sought::Day(from, from + TimeDelta::minutes(1))])
}

/// Searches with one condition in a scope, and how many rows fit; and in every order the account's own.
fn search<F: Copy + std::fmt::Debug, I>(
    snapshot: &mut dyn Snapshot,
    conditions: Vec<(Option<AccountId>, F, Comparison, u64)>,
    sortable: &[F],
    ask: fn(&mut dyn Snapshot, &Search<F>) -> Stored<Found<I>>,
) -> Stored<()> {
    for (scope, field, comparison, count) in conditions {
        let conditions = vec![Condition { field, comparison }];
        let search = Search { scope, conditions, limit: 20, ..everything() };
        assert_eq!(ask(snapshot, &search)?.count, count, "{search:?}");
    }
    for sort in std::iter::once(None).chain(sortable.iter().copied().map(Some)) {
        for descending in [false, true] {
            let page = Search { scope: Some(ACCOUNT), sort, descending, offset: 500, limit: 20, ..everything() };
            let found = ask(snapshot, &page)?;
            assert_eq!((found.rows.len(), found.count), (20, 1000), "{page:?}");
        }
    }
    Ok(())
}

fn search_domains(snapshot: &mut dyn Snapshot) -> Stored<()> {
    use DomainField::*;
    let mine = Some(ACCOUNT);
    let conditions = vec![
        (mine, Name, one("d106.st"), 1),
        (mine, Name, like("D106.%"), 1),
        (mine, Name, like("%106.st"), 100),
        (mine, Name, like("d%06.st"), 999),
        (mine, Expires, minute(106), 1),
        (mine, Expires, minute(107), 0),
        (mine, Updated, Comparison::In(vec![Sought::Unset]), 0),
        (mine, Creator, one("a8"), 0),
        (mine, Registrant, one("c106"), 1),
        (mine, Contacts, one("C107"), 0),
        (mine, NameServers, one("ns.d106.st"), 1),
        (mine, NameServers, one("ns.net"), 1000),
        (mine, Status, one("clientHold"), 143),
        (mine, Status, Comparison::NotIn(vec![Sought::Text("ok".into())]), 143),
        (mine, RgpStatus, one("addPeriod"), 0),
        (mine, Claim, one("met"), 0),
        (None, Name, one("d106.st"), 1),
        (None, Name, like("%106.st"), 100),
        (None, Expires, minute(107), 1),
        (None, Registrant, one("c106"), 1),
        (None, NameServers, one("ns.d106.st"), 1),
        (None, RgpStatus, one("addPeriod"), 0),
        (None, Sponsor, one("A6"), 1000),
    ];
    search(snapshot, conditions, &[Name, Created, Updated, Expires], |s, search| s.search_domains(search))
}

fn search_contacts(snapshot: &mut dyn Snapshot) -> Stored<()> {
    use ContactField::*;
    let mine = Some(ACCOUNT);
    let conditions = vec![
        (mine, Id, one("C106"), 1),
        (mine, Id, like("c10%"), 12),
        (mine, Name, one("Name 106"), 1),
        (mine, Name, one("name 106"), 0),
        (mine, Name, like("NAME 1060%"), 1),
        (mine, Name, like("%e 106"), 1),
        (mine, Email, one("m106@b"), 1),
        (mine, City, one("London"), 0),
        (mine, Status, one("clientDeleteProhibited"), 0),
        (mine, Status, one("linked"), 1000),
        (mine, AssignedTo, one("d106.st"), 1),
        (None, Email, one("m107@b"), 1),
        (None, Email, like("m1070%"), 11),
        (None, Id, one("c107"), 1),
        (None, AssignedTo, one("d107.st"), 1),
        (None, Status, one("serverUpdateProhibited"), 0),
    ];
    search(snapshot, conditions, &[Id, Name, Created, Updated], |s, search| s.search_contacts(search))
}

fn search_hosts(snapshot: &mut dyn Snapshot) -> Stored<()> {
    use HostField::*;
    let mine = Some(ACCOUNT);
    let conditions = vec![
        (mine, Name, one("ns.d106.st"), 1),
        (mine, Name, like("%.d106.st"), 1),
        (mine, Name, like("ns.d106.%"), 1),
        (mine, V4, one("192.0.2.107"), 1),
        (mine, V6, one("2001:db8::1"), 0),
        (mine, Status, one("linked"), 1000),
        (mine, AssignedTo, one("d106.st"), 1),
        (mine, Created, minute(500), 1),
        (None, Name, one("ns.d107.st"), 1),
        (None, Name, like("%.d107.st"), 1),
        (None, V4, one("192.0.2.107"), 1),
        (None, AssignedTo, one("d107.st"), 2),
        (None, Status, one("clientUpdateProhibited"), 0),
    ];
    search(snapshot, conditions, &[Name, Created, Updated], |s, search| s.search_hosts(search))
}

fn search_messages(snapshot: &mut dyn Snapshot) -> Stored<()> {
    use MessageField::*;
    let mine = Some(ACCOUNT);
    let conditions = vec![
        (mine, Id, Comparison::In(vec![Sought::Number(106)]), 1),
        (mine, Type, one("DOMAIN_DELETE"), 0),
        (mine, Type, like("domain_%"), 1000),
        (mine, Group, one("registry"), 0),
        (mine, Read, Comparison::In(vec![Sought::Unset]), 666),
        (None, Sponsor, one("a6"), 1000),
    ];
    search(snapshot, conditions, &[Id, Type, Created, Read], |s, search| s.search_messages(search))
}

#[test]
fn x4_x5_no_statement_scans_a_table_that_grows() {
    let given = Given::on(Database::postgres());
    given.by_hand(MANY);
    // Filling the tables scanned them; what counts is what comes after.
    given.store.close();
    ask(given.database.url(), async |client| {
        alone(client).await;
        client.batch_execute("SELECT pg_stat_reset()").await.expect("reset");
    });
    let store = given.another();
    let read = jobs::read(&*store, |snapshot| {
        search_domains(snapshot)?;
        search_contacts(snapshot)?;
        search_hosts(snapshot)?;
        search_messages(snapshot)?;
        // From the sixth time on the planner may take one plan for all values.
        (0..7).try_for_each(|_| registration_probes::ask_everything(snapshot))
    });
    read.expect("readable");
    jobs::write(&*store, registration_probes::change_everything).expect("written");
    // A connection reports its counts when it ends.
    store.close();
    let scanned = sequential_scans(given.database.url());
    let wrong: Vec<_> = scanned.iter().filter(|(table, _)| GROWING.contains(&table.as_str())).collect();
    assert!(wrong.is_empty(), "read from end to end: {wrong:?} of {scanned:?}");
}
