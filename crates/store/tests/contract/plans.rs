//! No statement reads a table that grows from end to end: PostgreSQL itself counts the sequential scans of each table, and after every
//! read and write of the port on 100 000 rows there must have been none.

use std::collections::BTreeMap;
use std::sync::Arc;

use domesday_app::ports::{HistoryFilter, Order, SetFilter, Store, TextFilter, ZoneFilter, ZoneSelection};
use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::account::{AccountId, SessionId};
use domesday_domain::host::Host;
use domesday_domain::name::ZoneKind;
use domesday_domain::record::{Origin, Record, RecordSet};
use domesday_domain::zone::ZoneId;
use domesday_tests::database::Database;
use tokio_postgres::NoTls;

use crate::zones::{name, now, zone};
use crate::{Given, history_probes, jobs, policy_probes, probes};

/// Tables that grow with what the registry holds. Accounts, users, keys and secrets stay few.
const GROWING: [&str; 11] = [
    "zones",
    "record_sets",
    "record_targets",
    "hosts",
    "history",
    "sessions",
    "login_attempts",
    "tlds",
    "tld_sources",
    "blocklist",
    "import_jobs",
];

/// 100 000 zones of one account, all served by `ns.net`, 100 000 sets and 100 000 cuts in the zone `big.org`, the cuts to `ns.net` too, as
/// many name servers, entries, sessions and attempts; and as many rules of the same instant, each wanted by one list, patterns, ended
/// imports, and entries about rules.
const MANY: &str = r"
    INSERT INTO zones (name, sort_key, is_reverse, account_id, ns, primary_ns, email, serial, refresh, retry, expire, ttl,
                       default_ttl, revision, records_numbered, created, updated)
        SELECT 'z' || i || '.org', '\x6f726700'::bytea || convert_to('z' || i, 'UTF8') || '\x00'::bytea, false, 1, 'ns.example.net',
               'ns.example.net', 'h@example.org', 1, 10800, 3600, 1814400, 3600, 3600, 1, 0, now(), now()
        FROM generate_series(1, 100000) i;
    INSERT INTO record_sets (zone_id, owner_key, rtype, origin, records, revision, created, updated)
        SELECT (SELECT id FROM zones WHERE name = 'big.org'),
               '\x6f72670062696700'::bytea || convert_to('n' || i, 'UTF8') || '\x00'::bytea, 16, 0, ''::bytea, 1, now(), now()
        FROM generate_series(1, 100000) i;
    INSERT INTO record_sets (zone_id, owner_key, rtype, origin, records, revision, created, updated)
        SELECT (SELECT id FROM zones WHERE name = 'big.org'),
               '\x6f72670062696700'::bytea || convert_to('c' || i, 'UTF8') || '\x00'::bytea, 2, 2, ''::bytea, 1, now(), now()
        FROM generate_series(1, 100000) i;
    INSERT INTO record_targets (zone_id, owner_key, rtype, target_key)
        SELECT id, sort_key, 2, '\x6e6574006e7300'::bytea FROM zones;
    INSERT INTO record_targets (zone_id, owner_key, rtype, target_key)
        SELECT zone_id, owner_key, 2, '\x6e6574006e7300'::bytea FROM record_sets WHERE rtype = 2;
    INSERT INTO hosts (name, name_key, account_id, posted, addresses, created, updated)
        SELECT 'h' || i || '.net', '\x6e657400'::bytea || convert_to('h' || i, 'UTF8') || '\x00'::bytea, 1, true, '', now(), now()
        FROM generate_series(1, 100000) i;
    INSERT INTO hosts (name, name_key, posted, addresses, created, updated)
        VALUES ('ns.net', '\x6e6574006e7300', false, '', now(), now());
    INSERT INTO history (at, zone_key, zone_id, owner_id, account, user_login, face, request_id, action, changes, forced, revision)
        SELECT now(), sort_key, id, 1, 'acme', 'u', 'zones', 'r', 'zone.create', '[]', '[]', 1 FROM zones;
    INSERT INTO users (account_id, login, roles, created) VALUES (1, 'u', 1, now());
    INSERT INTO sessions (id, user_id, secret, created, expires)
        SELECT gen_random_uuid(), 1, 's', now(), now() + interval '1 day' FROM generate_series(1, 100000);
    INSERT INTO login_attempts (subject, failures, since) SELECT 'a' || i, 1, now() FROM generate_series(1, 100000) i;
    INSERT INTO tlds (id, name, created, updated, version)
        SELECT lpad(i::text, 32, '0')::uuid, 't' || i, '2026-11-21Z', '1970-01-01Z', 1 FROM generate_series(1, 100000) i;
    INSERT INTO tld_sources (tld_id, source) SELECT id, 'psl' FROM tlds;
    INSERT INTO blocklist (id, pattern, created, updated, version)
        SELECT lpad(i::text, 32, '0')::uuid, 'p' || i, '2026-11-21Z', '1970-01-01Z', 1 FROM generate_series(1, 100000) i;
    INSERT INTO import_jobs (id, report, ended, beat)
        SELECT lpad(i::text, 32, '0')::uuid, '{}', i % 10000 <> 0, '2026-11-21Z' FROM generate_series(1, 100000) i;
    INSERT INTO history (at, zone_key, zone_id, owner_id, account, user_login, face, request_id, action, changes, forced, revision,
                         subject_kind, subject)
        SELECT now(), ''::bytea, 0, 0, 'acme', 'u', 'tlds', 'r', 'tld.create', '[]', '[]', 1, 1 + i % 2, name
        FROM (SELECT name, row_number() OVER () AS i FROM tlds) AS numbered;
    ANALYZE;
";

/// Does something on a connection of its own, and ends it.
pub(crate) fn ask(url: &str, work: impl AsyncFnOnce(&tokio_postgres::Client)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("connects");
        let driver = tokio::spawn(connection);
        work(&client).await;
        drop(client);
        let _ = driver.await;
    });
}

/// Waits until every other connection has ended, and so reported its counts.
pub(crate) async fn alone(client: &tokio_postgres::Client) {
    const OTHERS: &str =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    while client.query_one(OTHERS, &[]).await.expect("counted").get::<_, i64>(0) > 0 {
        tokio::task::yield_now().await;
    }
}

/// How often each table was read from end to end.
pub(crate) fn sequential_scans(url: &str) -> BTreeMap<String, i64> {
    let mut scans = BTreeMap::new();
    ask(url, async |client| {
        alone(client).await;
        for row in client
            .query("SELECT relname::text, seq_scan FROM pg_stat_user_tables WHERE seq_scan > 0", &[])
            .await
            .expect("counted")
        {
            scans.insert(row.get(0), row.get(1));
        }
    });
    scans
}

fn named(names: &[Name]) -> TextFilter {
    TextFilter { names: Some(names.to_vec()), ..TextFilter::default() }
}

fn starting(prefix: &str) -> TextFilter {
    TextFilter { starts_with: Some(prefix.into()), ..TextFilter::default() }
}

/// Every question of the port about what grows, but for those that read everything because they ask about everything: which names end with
/// a text or have it in them, how many name servers are shown in all, how many patterns there are, and what all rules and patterns are.
fn read_everything(store: &dyn Store, big: ZoneId) {
    let read = jobs::read(store, move |snapshot| {
        let some = [name("z7.org"), name("a.z8.org")];
        snapshot.zone(&name("z7.org"))?;
        snapshot.zones_among(&some)?;
        snapshot.zones_below(&name("z7.org"), 10)?;
        snapshot.foreign_zone_below(&name("z7.org"), AccountId(1))?;
        let filters = [
            ZoneFilter::default(),
            ZoneFilter { visible_to: Some(AccountId(1)), ..ZoneFilter::default() },
            ZoneFilter { suffix: Some(name("z7.org")), kind: Some(ZoneKind::Forward), ..ZoneFilter::default() },
            ZoneFilter { ns: Some(name("nowhere.net")), ..ZoneFilter::default() },
        ];
        for filter in &filters {
            snapshot.zone_names(filter, Some(&name("z5.org")), 100)?;
        }
        let top = name("n7.big.org");
        snapshot.set(big, &top, RecordType::TXT)?;
        snapshot.sets_around(big, std::slice::from_ref(&top), &[name("big.org")])?;
        let under = SetFilter { under: Some(top.clone()), ..SetFilter::default() };
        snapshot.sets(big, &under, None, 100)?;
        snapshot.sets(big, &SetFilter::default(), Some(&(top.clone(), RecordType::A)), 100)?;
        snapshot.keys_below(big, &top, 10)?;
        snapshot.aliases_among(&some)?;
        snapshot.pointers_to(&some, 10)?;
        snapshot.addressed_among(&[(big, top)])?;
        snapshot.ns_without_address(big, &name("big.org"), 10)?;
        snapshot.targets_that_are_aliases(big, 10)?;
        snapshot.zone_head(&name("z7.org"))?;
        snapshot.served_below(&name("z7.org"))?;
        snapshot.zones_numbered(&[big])?;
        let selections = [
            ZoneSelection::default(),
            ZoneSelection { visible_to: Some(AccountId(1)), kind: Some(ZoneKind::Forward), ..ZoneSelection::default() },
            ZoneSelection { filter: named(&some), ..ZoneSelection::default() },
            ZoneSelection { filter: starting("z7"), ..ZoneSelection::default() },
        ];
        for selection in &selections {
            for order in [Order::Id, Order::IdDescending, Order::Name, Order::NameDescending] {
                snapshot.zone_page(selection, order, 5, 100)?;
            }
            snapshot.count_zones(selection)?;
        }
        for filter in [TextFilter::default(), named(&some), starting("h7")] {
            for order in [Order::Id, Order::IdDescending, Order::Name, Order::NameDescending] {
                snapshot.host_page(&filter, order, 5, 100)?;
            }
        }
        snapshot.count_hosts(&named(&some))?;
        snapshot.count_hosts(&starting("h7"))?;
        snapshot.ns_targets_of(big)?;
        probes::ask_everything(snapshot, big)?;
        policy_probes::ask_everything(snapshot)?;
        let mine = HistoryFilter { visible_to: Some(AccountId(1)), since: Some(now()), ..HistoryFilter::default() };
        snapshot.entries(&name("z7.org"), &mine, Some(1 << 40), 10)?;
        history_probes::ask_everything(snapshot)?;
        snapshot.session(SessionId(uuid::Uuid::from_u128(7)))?;
        snapshot.attempts("a7")?;
        Ok(())
    });
    read.expect("readable");
}

/// Every kind of write to what grows.
fn write_everything(store: &dyn Store, big: ZoneId) {
    let written = jobs::write(store, move |tx| {
        let mut new = zone(tx, "new.org")?;
        new.revision = 2;
        tx.update_zone(&new, true)?;
        let record = Record { number: 1, rdata: Rdata::parse(RecordType::MX, "10 mail.example.net").expect("rdata") };
        let (owner, at) = (name("new.big.org"), now());
        let set = RecordSet {
            owner: owner.clone(),
            rtype: RecordType::MX,
            ttl: None,
            origin: Origin::User,
            records: vec![record],
            spellings: Default::default(),
            cut: None,
            revision: 1,
            created: at,
            updated: at,
        };
        tx.insert_sets(big, std::slice::from_ref(&set))?;
        tx.update_sets(big, std::slice::from_ref(&set))?;
        tx.delete_sets(big, &[(owner, RecordType::MX)])?;
        tx.delete_zone(new.id)?;
        tx.insert_hosts(&[Host::referred_to(name("new.net"), at)])?;
        let host = tx.hosts_among(&[name("new.net")])?.pop().expect("there");
        tx.update_host(&host)?;
        tx.delete_hosts(&[host.id])?;
        tx.end_session(SessionId(uuid::Uuid::from_u128(7)), at)?;
        tx.sweep_sessions(at, 100)?;
        tx.put_attempts("a7", domesday_app::ports::Attempts { failures: 2, since: at })?;
        tx.clear_attempts("a8")?;
        policy_probes::change_everything(tx)
    });
    written.expect("written");
}

/// The store on a database that holds so many, its counts at zero, and the zone `big.org`.
pub(crate) fn given_many() -> (Given, Arc<dyn Store>, ZoneId) {
    let given = Given::on(Database::postgres());
    let big = given.write(|tx| zone(tx, "big.org")).id;
    given.by_hand(MANY);
    // Filling the tables scanned them; what counts is what comes after.
    given.store.close();
    ask(given.database.url(), async |client| {
        alone(client).await;
        client.batch_execute("SELECT pg_stat_reset()").await.expect("reset");
    });
    let store = given.another();
    (given, store, big)
}

#[test]
fn no_statement_scans_a_table_that_grows() {
    let (given, store, big) = given_many();
    read_everything(&*store, big);
    write_everything(&*store, big);
    // A connection reports its counts when it ends.
    store.close();
    let scanned = sequential_scans(given.database.url());
    let wrong: Vec<_> = scanned.iter().filter(|(table, _)| GROWING.contains(&table.as_str())).collect();
    assert!(wrong.is_empty(), "read from end to end: {wrong:?} of {scanned:?}");
}
