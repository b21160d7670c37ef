//! The history: newest first, paged by number, and read only by whose the zone was.

use domesday_app::ports::{HistoryFilter, NewEntry};
use domesday_domain::account::AccountId;
use domesday_domain::serial::Serial;
use domesday_domain::zone::ZoneId;

use crate::contract;
use crate::zones::{name, now};

fn entry(owner: i64, revision: i64) -> NewEntry {
    NewEntry {
        at: now() + chrono::TimeDelta::seconds(revision),
        zone: name("example.org"),
        zone_id: ZoneId(7),
        owner: AccountId(owner),
        account: "acme".into(),
        user: "jane".into(),
        face: "zones",
        request_id: "r".into(),
        action: "zone.update",
        cause: None,
        changes: r#"[{"what":"zone","b":1,"a":"æ\u0000"}]"#.into(),
        forced: "[]".into(),
        serial_before: None,
        serial_after: Serial::new(u32::MAX),
        revision,
    }
}

contract!(h1_entries_are_newest_first_and_as_written, |given| {
    given.write(|tx| (1..=3).try_for_each(|revision| tx.insert_entry(&entry(1, revision))));
    let all = given.read(|snapshot| snapshot.entries(&name("example.org"), &HistoryFilter::default(), None, 10));
    assert_eq!(all.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [3, 2, 1]);
    let newest = all.first().expect("three");
    assert_eq!((newest.changes.as_str(), newest.serial_after), (entry(1, 3).changes.as_str(), Some(u32::MAX.into())));
    let marker = newest.id;
    let older =
        given.read(move |snapshot| snapshot.entries(&name("example.org"), &HistoryFilter::default(), Some(marker), 1));
    assert_eq!(older.first().map(|entry| entry.revision), Some(2));
    let since = HistoryFilter {
        since: Some(now() + chrono::TimeDelta::seconds(2)),
        until: Some(now() + chrono::TimeDelta::seconds(3)),
        ..HistoryFilter::default()
    };
    let between = given.read(move |snapshot| snapshot.entries(&name("example.org"), &since, None, 10));
    assert_eq!(between.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [2]);
    assert!(
        given.read(|snapshot| snapshot.entries(&name("a.example.org"), &HistoryFilter::default(), None, 10)).is_empty()
    );
});

contract!(h3_entries_are_read_by_whose_the_zone_was, |given| {
    given.write(|tx| {
        tx.insert_entry(&entry(1, 1))?;
        tx.insert_entry(&entry(2, 2))
    });
    let of_two = HistoryFilter { visible_to: Some(AccountId(2)), ..HistoryFilter::default() };
    let seen = given.read(move |snapshot| snapshot.entries(&name("example.org"), &of_two, None, 10));
    assert_eq!(seen.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [2]);
});
