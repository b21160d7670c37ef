//! The history: newest first, paged by number, and read only by whose the zone was; entries about what is no zone beside it.

use domesday_app::ports::{HistoryFilter, NewEntry, PolicyEntry, SubjectEntry};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::history::SubjectKind;
use domesday_domain::serial::Serial;
use domesday_domain::zone::ZoneId;

use crate::contract;
use crate::zones::{name, now};

/// An entry about a zone of this account.
pub(crate) fn entry(owner: i64, revision: i64) -> NewEntry {
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
        note: None,
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

contract!(n1_a_note_is_kept_as_it_was_written, |given| {
    let note = "move www\n\tnow … ü";
    given.write(move |tx| {
        tx.insert_entry(&entry(1, 1))?;
        tx.insert_entry(&NewEntry { note: Some(note.into()), ..entry(1, 2) })
    });
    let all = given.read(|snapshot| snapshot.entries(&name("example.org"), &HistoryFilter::default(), None, 9));
    assert_eq!(all.into_iter().map(|entry| entry.note).collect::<Vec<_>>(), [Some(note.to_owned()), None]);
});

contract!(n1_the_newest_entries_are_passed_over, |given| {
    given.write(|tx| (1..=5).try_for_each(|revision| tx.insert_entry(&entry(1 + revision % 2, revision))));
    let read = |filter: HistoryFilter, limit| {
        let entries = given.read(move |snapshot| snapshot.entries(&name("example.org"), &filter, None, limit));
        entries.into_iter().map(|entry| entry.revision).collect::<Vec<_>>()
    };
    let after = |passed_over| HistoryFilter { passed_over, ..HistoryFilter::default() };
    assert_eq!(read(after(0), 2), [5, 4]);
    assert_eq!(read(after(2), 2), [3, 2]);
    assert_eq!(read(after(4), 2), [1]);
    assert!(read(after(5), 2).is_empty() && read(after(u64::MAX), 2).is_empty());
    let of_two = HistoryFilter { visible_to: Some(AccountId(2)), ..after(1) };
    assert_eq!(read(of_two, 9), [3, 1]);
});

contract!(n2_the_newest_entries_of_zones_are_told_without_what_changed, |given| {
    given.write(|tx| {
        for (revision, (zone, owner, action)) in [
            ("b.org", 1, "zone.create"),
            ("a.org", 2, "zone.import"),
            ("b.org", 1, "zone.delete"),
            ("b.org", 2, "zone.create"),
        ]
        .into_iter()
        .enumerate()
        {
            let revision = i64::try_from(revision).unwrap_or_default();
            tx.insert_entry(&NewEntry { zone: name(zone), action, ..entry(owner, revision) })?;
            tx.insert_subject_entry(&SubjectEntry {
                owner: Some(AccountId(owner)),
                ..about(SubjectKind::Domain, "[]")
            })?;
        }
        Ok(())
    });
    let read = |zone: Option<&str>, visible_to: Option<i64>, limit| {
        let zone = zone.map(name);
        let heads = given.read(move |snapshot| snapshot.entry_heads(zone.as_ref(), visible_to.map(AccountId), limit));
        heads.into_iter().map(|head| (head.zone.to_string(), head.action)).collect::<Vec<_>>()
    };
    let all = [("b.org", "zone.create"), ("b.org", "zone.delete"), ("a.org", "zone.import"), ("b.org", "zone.create")]
        .map(|(zone, action)| (zone.to_owned(), action.to_owned()));
    assert_eq!(read(None, None, 9), all);
    assert_eq!(read(None, None, 2), all[..2]);
    assert_eq!(read(None, Some(1), 9), [all[1].clone(), all[3].clone()]);
    assert_eq!(read(Some("b.org"), None, 2), all[..2]);
    assert_eq!(read(Some("b.org"), Some(2), 9), all[..1]);
    assert!(read(Some("org"), None, 9).is_empty() && read(None, Some(3), 9).is_empty());
});

contract!(n2_an_entry_is_found_by_its_number_by_whose_the_zone_was, |given| {
    let subject = given.write(|tx| {
        tx.insert_entry(&entry(1, 1))?;
        tx.insert_entry(&NewEntry { zone: name("a.org"), ..entry(1, 2) })?;
        tx.insert_subject_entry(&about(SubjectKind::Account, "[]"))
    });
    let newest = |text| given.read(move |snapshot| snapshot.newest_entry(&name(text)));
    let (one, other) = (newest("example.org").expect("there"), newest("a.org").expect("there"));
    assert!(one < other);
    assert_eq!(newest("b.org"), None);
    given.write(|tx| tx.insert_entry(&entry(2, 3)));
    assert!(newest("example.org") > Some(other), "its newest");
    let read = |id, visible_to: Option<i64>| {
        let head = given.read(move |snapshot| snapshot.entry_head(id, visible_to.map(AccountId)));
        head.map(|head| (head.id, head.at, head.zone, head.account, head.action))
    };
    let expected =
        (one, now() + chrono::TimeDelta::seconds(1), name("example.org"), "acme".into(), "zone.update".into());
    assert_eq!(read(one, None), Some(expected.clone()));
    assert_eq!(read(one, Some(1)), Some(expected));
    assert_eq!(read(one, Some(2)), None);
    assert_eq!((read(subject, None), read(subject, Some(7)), read(1 << 40, None)), (None, None, None));
});

/// An entry about what is no zone.
pub(crate) fn about(kind: SubjectKind, changes: &str) -> SubjectEntry {
    SubjectEntry {
        at: now(),
        kind,
        subject: "com".into(),
        owner: (kind == SubjectKind::Account).then_some(AccountId(7)),
        account: "acme".into(),
        user: "jane".into(),
        face: "tlds",
        request_id: format!("r-{changes}"),
        action: "tld.create",
        changes: changes.into(),
        forced: "[]".into(),
        revision: 1,
    }
}

contract!(c3_entries_about_rules_are_read_on_from_one_of_them, |given| {
    let numbers = given.write(|tx| {
        let first = tx.insert_subject_entry(&about(SubjectKind::NamePolicy, "[1]"))?;
        tx.insert_entry(&entry(1, 1))?;
        tx.insert_subject_entry(&about(SubjectKind::Account, "[2]"))?;
        let second = tx.insert_subject_entry(&about(SubjectKind::NamePolicy, r#"[{"b":1, "a":"\u0000"}]"#))?;
        Ok([first, second, tx.insert_subject_entry(&about(SubjectKind::NamePolicy, "[4]"))?])
    });
    let after = |number, limit| given.read(move |snapshot| snapshot.policy_entries(number, limit));
    let wanted: Vec<_> = numbers
        .into_iter()
        .zip(["[1]", r#"[{"b":1, "a":"\u0000"}]"#, "[4]"])
        .map(|(revision, changes)| PolicyEntry {
            revision,
            request_id: format!("r-{changes}"),
            changes: changes.into(),
        })
        .collect();
    assert!(numbers.is_sorted() && numbers[0] > 0);
    assert_eq!(after(0, 10), wanted);
    assert_eq!(after(numbers[0], 1), wanted[1..2]);
    assert_eq!(after(numbers[0] + 1, 10), wanted[1..]);
    assert!(after(numbers[2], 10).is_empty());
});

contract!(h1_entries_about_what_is_no_zone_are_in_no_zones_history, |given| {
    given.write(|tx| {
        tx.insert_subject_entry(&about(SubjectKind::Account, "[]"))?;
        tx.insert_entry(&NewEntry { zone: Name::root(), ..entry(1, 5) })
    });
    let all = given.read(|snapshot| snapshot.entries(&Name::root(), &HistoryFilter::default(), None, 10));
    assert_eq!(all.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [5]);
});

contract!(q9_entries_about_one_thing_are_newest_first_and_as_written, |given| {
    let entry = |subject: &str, owner: i64, seconds: i64| SubjectEntry {
        subject: subject.into(),
        owner: Some(AccountId(owner)),
        at: now() + chrono::TimeDelta::seconds(seconds),
        revision: seconds,
        ..about(SubjectKind::Entity, r#"[{"b":1, "a":"æ\u0000"}]"#)
    };
    let numbers = given.write(move |tx| {
        tx.insert_subject_entry(&about(SubjectKind::EntityKind, "[1]"))?;
        tx.insert_subject_entry(&entry("student/y", 7, 9))?;
        let of_x = [(7, 1), (8, 2), (7, 3), (7, 4)].map(|(owner, seconds)| entry("student/x", owner, seconds));
        of_x.iter().map(|entry| tx.insert_subject_entry(entry)).collect::<Result<Vec<_>, _>>()
    });
    let read = |filter: HistoryFilter, marker: Option<i64>, limit| {
        given.read(move |snapshot| snapshot.subject_entries(SubjectKind::Entity, "student/x", &filter, marker, limit))
    };
    let revisions = |entries: Vec<domesday_app::ports::StoredSubjectEntry>| {
        entries.into_iter().map(|entry| entry.revision).collect::<Vec<_>>()
    };
    let all = read(HistoryFilter::default(), None, 9);
    let newest = all.first().expect("four");
    assert_eq!((newest.id, newest.at), (numbers[3], now() + chrono::TimeDelta::seconds(4)));
    assert_eq!((newest.subject.as_str(), newest.changes.as_str()), ("student/x", r#"[{"b":1, "a":"æ\u0000"}]"#));
    let told = [&newest.account, &newest.user, &newest.face, &newest.action];
    assert_eq!(told.map(String::as_str), ["acme", "jane", "tlds", "tld.create"]);
    assert!(newest.request_id.starts_with("r-[{"));
    assert_eq!(revisions(all), [4, 3, 2, 1]);
    assert_eq!(revisions(read(HistoryFilter::default(), Some(numbers[2]), 1)), [2], "older than the marker");
    let of_seven = HistoryFilter { visible_to: Some(AccountId(7)), ..HistoryFilter::default() };
    assert_eq!(revisions(read(of_seven, None, 9)), [4, 3, 1]);
    let at = |seconds| Some(now() + chrono::TimeDelta::seconds(seconds));
    let between = HistoryFilter { since: at(2), until: at(4), ..HistoryFilter::default() };
    assert_eq!(revisions(read(between, None, 9)), [3, 2]);
});
