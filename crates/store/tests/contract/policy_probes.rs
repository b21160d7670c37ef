//! What questions about rules, imports and accounts cost: PostgreSQL itself counts the pages of each index it reads, and of 100 000 rows
//! a page of a list reads those of the page.

use std::collections::BTreeMap;

use domesday_app::ports::{Edition, ListOrder, Snapshot, Stored, TextMatch, UnitOfWork};
use domesday_domain::account::AccountId;
use domesday_domain::history::SubjectKind;
use domesday_domain::tld::TldPattern;
use uuid::Uuid;

use crate::blocklist::entry;
use crate::history::about;
use crate::import_jobs::job;
use crate::jobs;
use crate::plans::{alone, ask, given_many};
use crate::tld_pages::KEYS;
use crate::tlds::{source, tld};
use crate::zones::{name, now};

/// The questions, with pages from the middle of every order. A text with `*` is not among them: it is looked for in all rows.
pub(crate) fn ask_everything(snapshot: &mut dyn Snapshot) -> Stored<()> {
    let middle = snapshot.tld_named(&TldPattern::parse("t50000").expect("a rule"))?.expect("there");
    assert_eq!(snapshot.tld(middle.id)?, Some(middle.clone()));
    assert_eq!(snapshot.tld_sources(middle.id)?.len(), 1);
    let blocked = snapshot.block_entry_with(&entry("p50000", 0).pattern)?.expect("there");
    assert_eq!(snapshot.block_entry(blocked.id)?, Some(blocked.clone()));
    for key in KEYS {
        for descending in [false, true] {
            let order = ListOrder { text: None, key, descending };
            assert_eq!(snapshot.tld_page(&order, Some(&middle), 20)?.len(), 20, "{order:?}");
            assert_eq!(snapshot.tld_page(&order, None, 20)?.len(), 20, "{order:?}");
            assert_eq!(snapshot.block_page(&order, Some(&blocked), 20)?.len(), 20, "{order:?}");
            let exact = |text: &str| ListOrder { text: Some(TextMatch::Exact(text.into())), ..order.clone() };
            assert_eq!(snapshot.tld_page(&exact("t7"), None, 20)?.len(), 1);
            assert_eq!(snapshot.block_page(&exact("p7"), None, 20)?.len(), 1);
        }
    }
    snapshot.edition()?;
    assert_eq!(snapshot.policy_entries(0, 20)?.len(), 20);
    let late = snapshot.policy_entries(150_000, 20)?;
    assert!(late.len() == 20 && late.iter().all(|entry| entry.revision > 150_000));
    assert!(snapshot.import_job(Uuid::from_u128(7))?.is_some());
    assert_eq!(snapshot.zone_standings(Some(&name("org")), Some(&name("z5.org")), 20)?.len(), 20);
    assert!(snapshot.account_numbered(AccountId(1))?.is_some());
    assert_eq!(snapshot.count_zones_of(AccountId(1), 1000)?, 1000);
    Ok(())
}

/// Every kind of write to rules, block list and imports.
pub(crate) fn change_everything(tx: &mut dyn UnitOfWork) -> Stored<()> {
    let list = source("psl");
    let ids = [1 << 100, 1 << 101].map(Uuid::from_u128);
    tx.insert_tlds(&[tld("new", 1 << 100), tld("newer", 1 << 101)], &list)?;
    tx.update_tld(&tld("newest", 1 << 101))?;
    tx.add_source(&ids, &source("iana"))?;
    tx.withdraw_source(&ids, &list)?;
    tx.withdraw_other_sources(ids[0], &list)?;
    tx.delete_tlds(&ids)?;
    tx.insert_block_entry(&entry("new", 1 << 100))?;
    tx.update_block_entry(&entry("newer", 1 << 100))?;
    tx.delete_block_entry(ids[0])?;
    tx.insert_import_job(&job(1 << 50, 0))?;
    tx.beat_import_job(Uuid::from_u128(1 << 50), now())?;
    tx.end_import_job(Uuid::from_u128(1 << 50), "{}")?;
    tx.silent_import_jobs(now(), None)?;
    let revision = tx.insert_subject_entry(&about(SubjectKind::NamePolicy, "[]"))?;
    tx.set_edition(Edition { revision, stamp: 1 })?;
    tx.set_zones_quota(AccountId(1), Some(3))
}

#[test]
fn section_12_a_page_costs_no_more_than_the_page() {
    let (given, store, _) = given_many();
    // From the sixth time on the planner may take one plan for all values.
    jobs::read(&*store, |snapshot| (0..7).try_for_each(|_| ask_everything(snapshot))).expect("readable");
    let silent = jobs::write(&*store, |tx| tx.silent_import_jobs(now(), None)).expect("readable");
    assert_eq!(silent.len(), 10);
    // A connection reports its counts when it ends.
    store.close();
    ask(given.database.url(), async |client| {
        alone(client).await;
        let counts = "SELECT indexrelname::text, idx_blks_read + idx_blks_hit FROM pg_statio_user_indexes";
        let rows = client.query(counts, &[]).await.expect("counted");
        let read: BTreeMap<String, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        for index in ["tlds_by_created", "blocklist_by_updated", "history_of_policy", "import_jobs_under_way"] {
            assert!(read.get(index).is_some_and(|pages| *pages > 0), "pages read, by index: {read:?}");
        }
        assert!(read.values().all(|pages| *pages <= 1000), "pages read, by index: {read:?}");
    });
}
