//! Migrations: applied once, both databases alike, and a database that moved beyond this program is refused with words.

use diesel::connection::SimpleConnection;
use diesel::{Connection as _, SqliteConnection};
use domesday_app::ports::{Comparison, Condition, Edition, HistoryFilter, HostField, Search, Sought};
use domesday_domain::host::Host;
use domesday_store::{OpenError, Options, open};
use domesday_tests::database::Database;

use crate::contract;
use crate::plans::ask;

contract!(opening_again_changes_nothing, |given| {
    given.write(|tx| crate::zones::account(tx, "kept"));
    let again = given.another();
    assert!(again.check().expect("it answers"));
    again.close();
    assert_eq!(given.read(|snapshot| snapshot.accounts()).len(), 1);
});

#[test]
fn a_database_contracted_beyond_this_program_is_refused_with_words() {
    let database = Database::sqlite();
    open(&Options::for_url(database.url())).expect("opens").close();
    let path = database.url().trim_start_matches("sqlite:").to_owned();
    let mut raw = SqliteConnection::establish(&path).expect("a file");
    raw.batch_execute("UPDATE compatibility SET oldest_level = 99").expect("written");
    let refused = open(&Options::for_url(database.url())).err().expect("refused");
    assert!(matches!(refused, OpenError::TooOld { needed: 99, .. }));
    assert!(refused.to_string().contains("newer release"), "{refused}");
}

contract!(a_database_of_the_release_before_is_expanded_and_keeps_what_it_holds, |given| {
    given.write(|tx| {
        crate::zones::zone(tx, "kept.org")?;
        let addresses = ["192.0.2.1", "2001:db8::1"].map(|text| text.parse().expect("an address")).into();
        tx.insert_hosts(&[Host {
            addresses,
            ..Host::referred_to(crate::zones::name("ns.kept.org"), crate::zones::now())
        }])?;
        tx.insert_entry(&crate::history::entry(1, 1))
    });
    let kept = given.read(|snapshot| snapshot.hosts_among(&[crate::zones::name("ns.kept.org")]));
    let back = |name: &str, sqlite: &'static str, postgres: &'static str| {
        let version: String = name.split('_').next().unwrap_or_default().replace('-', "");
        let back = if given.database.is_postgres() { postgres } else { sqlite };
        given.by_hand(&format!("{back} DELETE FROM __diesel_schema_migrations WHERE version = '{version}'"));
        let refused =
            open(&Options { migrate: false, ..Options::for_url(given.database.url()) }).err().expect("refused");
        assert!(matches!(&refused, OpenError::Unmigrated(missing) if missing.contains(name)), "{refused}");
    };
    given.store.close();
    back(
        "2026-11-26-000000_dynect",
        include_str!("../../../../migrations/sqlite/2026-11-26-000000_dynect/down.sql"),
        include_str!("../../../../migrations/postgres/2026-11-26-000000_dynect/down.sql"),
    );
    back(
        "2026-11-25-000000_attestations",
        include_str!("../../../../migrations/sqlite/2026-11-25-000000_attestations/down.sql"),
        include_str!("../../../../migrations/postgres/2026-11-25-000000_attestations/down.sql"),
    );
    back(
        "2026-11-24-000000_registrations",
        include_str!("../../../../migrations/sqlite/2026-11-24-000000_registrations/down.sql"),
        include_str!("../../../../migrations/postgres/2026-11-24-000000_registrations/down.sql"),
    );
    back(
        "2026-11-23-000000_tlds",
        include_str!("../../../../migrations/sqlite/2026-11-23-000000_tlds/down.sql"),
        include_str!("../../../../migrations/postgres/2026-11-23-000000_tlds/down.sql"),
    );
    let expanded = given.another();
    let read = crate::jobs::read(&*expanded, |snapshot| {
        let kept = snapshot.accounts()?.into_iter().map(|account| account.zones_quota).collect::<Vec<_>>();
        let entries = snapshot.entries(&crate::zones::name("example.org"), &HistoryFilter::default(), None, 9)?;
        Ok((kept, entries.len(), snapshot.edition()?, snapshot.policy_entries(0, 9)?, snapshot.tld_patterns()?))
    });
    assert_eq!(read.expect("readable"), (vec![None], 1, Edition::default(), Vec::new(), Vec::new()));
    for (field, address) in [(HostField::V4, "192.0.2.1"), (HostField::V6, "2001:db8::1")] {
        let comparison = Comparison::In(vec![Sought::Text(address.into())]);
        let search = Search { conditions: vec![Condition { field, comparison }], ..crate::searches::everything() };
        let found = crate::jobs::read(&*expanded, move |snapshot| {
            let found = snapshot.search_hosts(&search)?;
            snapshot.hosts_numbered(&found.rows)
        });
        assert_eq!(found.expect("readable"), kept, "{address}");
    }
    expanded.close();
});

#[test]
fn an_expansion_by_a_later_program_is_fine() {
    let database = Database::sqlite();
    open(&Options::for_url(database.url())).expect("opens").close();
    let path = database.url().trim_start_matches("sqlite:").to_owned();
    let mut raw = SqliteConnection::establish(&path).expect("a file");
    raw.batch_execute("ALTER TABLE zones ADD COLUMN later TEXT; INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')")
        .expect("written");
    let store = open(&Options::for_url(database.url())).expect("opens");
    assert!(store.check().expect("it answers"));
    store.close();
}

#[test]
fn a_migration_gives_way_to_a_long_read_and_holds_up_nobody_else() {
    const WAITS: &str = "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database WHERE NOT granted AND datname = current_database()";
    let database = Database::postgres();
    // One statement may take less than the read that is in the way.
    let options = Options { timeout_seconds: 1, ..Options::for_url(database.url()) };
    open(&options).expect("opens").close();
    let back = include_str!("../../../../migrations/postgres/2026-11-26-000000_dynect/down.sql");
    ask(database.url(), async |client| {
        client.batch_execute(back).await.expect("done");
        let forget = "DELETE FROM __diesel_schema_migrations WHERE version = '20261126000000'";
        client.batch_execute(forget).await.expect("done");
        client.batch_execute("BEGIN; SELECT name FROM zones").await.expect("a read that lasts");
        let opening = std::thread::spawn(move || open(&options).map(|store| store.close()));
        for _ in 0..2 {
            while client.query_one(WAITS, &[]).await.expect("counted").get::<_, i64>(0) == 0 {
                assert!(!opening.is_finished(), "it has not waited");
                tokio::task::yield_now().await;
            }
            let url = database.url().to_owned();
            let other = async |client: &tokio_postgres::Client| {
                client.batch_execute("SELECT name FROM zones").await.expect("a read behind it");
            };
            std::thread::spawn(move || ask(&url, other)).join().expect("it was served");
        }
        client.batch_execute("COMMIT").await.expect("the long read ends");
        opening.join().expect("no panic").expect("opens");
    });
}

#[test]
fn missing_migrations_are_refused_where_they_may_not_be_applied() {
    let database = Database::sqlite();
    let refused = open(&Options { migrate: false, ..Options::for_url(database.url()) }).err().expect("refused");
    assert!(matches!(refused, OpenError::Unmigrated(_)), "{refused}");
}

#[test]
fn a_url_of_no_known_database_is_refused_without_showing_its_password() {
    let refused = open(&Options::for_url("mysql://root:secret@h/db")).err().expect("refused").to_string();
    assert!(refused.contains("mysql") && !refused.contains("secret"), "{refused}");
}
