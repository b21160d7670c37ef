//! What a name server's use costs: PostgreSQL itself counts the pages of each index it reads, and where 100 000 zones and 100 000 cuts name
//! one name server (some 1400 pages in the index of targets), the questions about it read a few.

use std::collections::BTreeMap;

use domesday_app::ports::{Order, Snapshot, Stored, TextFilter};
use domesday_dns::{Name, RecordType};
use domesday_domain::record::Origin;
use domesday_domain::zone::ZoneId;

use crate::jobs;
use crate::plans::{alone, ask, given_many};
use crate::zones::name;

/// The questions that a change of a name server or a cut asks, and first pages of lists.
pub(crate) fn ask_everything(snapshot: &mut dyn Snapshot, big: ZoneId) -> Stored<()> {
    let names = ["ns.net", "h7.net", "nobody.net"].map(name);
    let zones = [big, ZoneId(big.0 + 7), ZoneId(i64::MAX)];
    assert_eq!(snapshot.hosts_among(&names)?.len(), 2);
    assert_eq!(snapshot.used_as_ns(&names)?, [name("ns.net")]);
    assert_eq!(snapshot.used_as_ns_in(&zones, &names)?.len(), 2);
    assert_eq!(snapshot.targets_below(&name("net"))?, ["ns1.example.net", "ns2.example.net", "ns.net"].map(name));
    assert_eq!(snapshot.targets_below(&Name::root())?.len(), 3);
    assert_eq!(snapshot.ns_users(&names, None, 10)?.len(), 10);
    assert_eq!(snapshot.ns_users(&names, Some(big), 10)?.len(), 10);
    assert_eq!(snapshot.cuts_among(&zones, &["c7.big.org", "n7.big.org", "c7.z7.org"].map(name))?.len(), 1);
    assert_eq!(snapshot.cuts(big, &[], Some(&name("c7.big.org")), 10)?.len(), 10);
    assert_eq!(snapshot.cuts(big, &[Origin::ExplicitDelegation], None, 10)?.len(), 10);
    let at = ["n7.big.org", "c7.big.org", "x.big.org"].map(name);
    assert_eq!(snapshot.sets_at(&zones, &at, &[RecordType::TXT, RecordType::AAAA])?.len(), 1);
    let used = TextFilter { names: Some(names.to_vec()), ..TextFilter::default() };
    assert_eq!(snapshot.host_page(&used, Order::Name, 0, 10)?.len(), 2);
    assert_eq!(snapshot.count_hosts(&used)?, 2);
    assert_eq!(snapshot.host_page(&TextFilter::default(), Order::NameDescending, 5, 10)?.len(), 10);
    Ok(())
}

#[test]
fn a_name_server_of_everybody_costs_a_probe() {
    let (given, store, big) = given_many();
    // From the sixth time on the planner may take one plan for all values.
    jobs::read(&*store, move |snapshot| (0..7).try_for_each(|_| ask_everything(snapshot, big))).expect("readable");
    // A connection reports its counts when it ends.
    store.close();
    ask(given.database.url(), async |client| {
        alone(client).await;
        let counts = "SELECT indexrelname::text, idx_blks_read + idx_blks_hit FROM pg_statio_user_indexes \
                      WHERE relname IN ('zones', 'record_sets', 'record_targets', 'hosts')";
        let rows = client.query(counts, &[]).await.expect("counted");
        let read: BTreeMap<String, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        assert!(read.get("record_targets_by_target").is_some_and(|pages| *pages > 0), "pages read, by index: {read:?}");
        assert!(read.values().all(|pages| *pages <= 1000), "pages read, by index: {read:?}");
    });
}
