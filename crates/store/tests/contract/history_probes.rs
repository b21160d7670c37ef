//! What the views of the history cost: PostgreSQL itself counts the pages of each index it reads, and among 100 000 entries of one account's
//! zones, and as many about what is no zone after them, the newest and a single one are a few.

use std::collections::BTreeMap;

use domesday_app::ports::{HistoryFilter, Snapshot, Stored};
use domesday_domain::account::AccountId;

use crate::jobs;
use crate::plans::{alone, ask, given_many};
use crate::zones::name;

/// The questions of notes and tasks (`dynect.md` N1, N2).
pub(crate) fn ask_everything(snapshot: &mut dyn Snapshot) -> Stored<()> {
    let (zone, mine, theirs) = (name("z7.org"), Some(AccountId(1)), Some(AccountId(2)));
    assert_eq!(snapshot.entry_heads(None, None, 100)?.len(), 100);
    assert_eq!(snapshot.entry_heads(None, mine, 100)?.len(), 100);
    assert_eq!(snapshot.entry_heads(None, theirs, 100)?.len(), 0);
    for visible_to in [None, mine] {
        let of_zone = snapshot.entry_heads(Some(&zone), visible_to, 100)?;
        assert_eq!(of_zone.len(), 1);
        let id = of_zone.first().map(|head| head.id).unwrap_or_default();
        assert_eq!(snapshot.newest_entry(&zone)?, Some(id));
        assert_eq!(snapshot.entry_head(id, visible_to)?.map(|head| head.zone), Some(zone.clone()));
        let filter = HistoryFilter { visible_to, passed_over: 1, ..HistoryFilter::default() };
        assert_eq!(snapshot.entries(&zone, &filter, None, 1000)?.len(), 0);
    }
    assert_eq!(snapshot.entry_heads(Some(&zone), theirs, 100)?.len(), 0);
    Ok(())
}

#[test]
fn p3_notes_and_tasks_are_a_range_of_an_index() {
    let (given, store, _) = given_many();
    // From the sixth time on the planner may take one plan for all values.
    jobs::read(&*store, |snapshot| (0..7).try_for_each(|_| ask_everything(snapshot))).expect("readable");
    // A connection reports its counts when it ends.
    store.close();
    ask(given.database.url(), async |client| {
        alone(client).await;
        let counts = "SELECT indexrelname::text, idx_blks_read + idx_blks_hit FROM pg_statio_user_indexes \
                      WHERE relname = 'history'";
        let rows = client.query(counts, &[]).await.expect("counted");
        let read: BTreeMap<String, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        for index in ["history_by_owner", "history_of_zones", "history_by_zone", "history_pkey"] {
            assert!(read.get(index).is_some_and(|pages| *pages > 0), "pages read, by index: {read:?}");
        }
        assert!(read.values().all(|pages| *pages <= 200), "pages read, by index: {read:?}");
    });
}
