//! The deepest zone that holds a name, and the history as notes and tasks (`dynect.md` section 5, N1, N2).

use domesday_app::notes::{ListTasks, Note, NoteKind, ReadNotes, ReadTask, Task, TaskKind};
use domesday_app::registry::Caller;
use domesday_app::zones::ReadApex;
use domesday_domain::serial::SerialStyle;

use crate::given::{add, delete, elsewhere, freeze, hostmaster, made, name, zone_name};
use crate::house::House;
use crate::{contract, told};

async fn apex(house: &House, caller: &Caller, text: &str) -> String {
    match house.registry.ask(caller, ReadApex { name: name(text) }).await {
        Ok(zone) => zone.name.to_string(),
        Err(refusal) => told::<()>(Err(refusal)),
    }
}

async fn notes(house: &House, caller: &Caller, limit: usize, offset: u64) -> Vec<Note> {
    let wanted = ReadNotes { zone: zone_name("x.org"), limit, offset };
    house.registry.ask(caller, wanted).await.expect("notes are read")
}

async fn tasks(house: &House, caller: &Caller, wanted: ListTasks) -> Vec<Task> {
    house.registry.ask(caller, wanted).await.expect("tasks are listed")
}

contract!(the_apex_of_a_name_is_the_deepest_zone_that_the_caller_sees, |house| {
    let acme = hostmaster(house, "acme").await;
    let other = hostmaster(house, "other").await;
    made(house, &acme, "x.org", SerialStyle::Day).await;
    made(house, &house.root, "b.a.x.org", SerialStyle::Day).await;
    made(house, &acme, "c.x.org", SerialStyle::Day).await;
    for (asked, mine, all) in [
        ("x.org", "x.org", "x.org"),
        ("www.x.org", "x.org", "x.org"),
        ("www.b.a.x.org", "x.org", "b.a.x.org"),
        ("c.x.org", "c.x.org", "c.x.org"),
        ("d.c.x.org", "c.x.org", "c.x.org"),
        ("ax.org", "missing", "missing"),
        ("org", "missing", "missing"),
        (".", "missing", "missing"),
    ] {
        assert_eq!(apex(house, &acme, asked).await, mine, "{asked}");
        assert_eq!(apex(house, &house.root, asked).await, all, "{asked}");
        assert_eq!(apex(house, &other, asked).await, "missing", "{asked}");
    }
});

contract!(n1_there_is_a_note_for_each_entry_whichever_face_made_it, |house| {
    let acme = hostmaster(house, "acme").await;
    made(house, &acme, "x.org", SerialStyle::Increment).await;
    house.registry.run(&elsewhere(&acme), add("x.org", "www.x.org", "192.0.2.1")).await.expect("it is added");
    house.registry.run(&acme, freeze("x.org", true)).await.expect("it is frozen");
    house.registry.run(&acme, freeze("x.org", false)).await.expect("it is thawed");
    house.registry.run(&acme, delete("x.org")).await.expect("it is deleted");
    let all = notes(house, &acme, 1000, 0).await;
    let kinds: Vec<_> = all.iter().map(|note| (note.kind, note.serial)).collect();
    let publish = NoteKind::Publish;
    assert_eq!(kinds, [(NoteKind::Remove, 2), (publish, 2), (publish, 2), (publish, 2), (publish, 1)]);
    let texts: Vec<_> = all.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(
        texts[..4],
        [
            "x.org\n del NS ns1.provider.net.\n del NS ns2.provider.net.\nwww.x.org\n del A 192.0.2.1",
            "x.org\n set frozen false",
            "x.org\n set frozen true",
            "www.x.org\n add A 192.0.2.1",
        ]
    );
    assert!(texts[4].starts_with("x.org\n add NS ns1.provider.net.\n add NS ns2.provider.net.\n set "), "{}", texts[4]);
    assert!(all.iter().all(|note| note.user == "acme" && note.zone == name("x.org")));
    assert_eq!(notes(house, &acme, 2, 1).await, all[1..3]);
    assert_eq!(notes(house, &acme, 1000, 4).await, all[4..]);
    assert!(notes(house, &acme, 1000, 5).await.is_empty());
    assert_eq!(notes(house, &house.root, 1000, 0).await, all);
});

contract!(n1_notes_of_a_zone_are_read_by_whose_it_was, |house| {
    let acme = hostmaster(house, "acme").await;
    let other = hostmaster(house, "other").await;
    let asked = || ReadNotes { zone: zone_name("x.org"), limit: 9, offset: 0 };
    assert_eq!(told(house.registry.ask(&acme, asked()).await), "missing");
    made(house, &acme, "x.org", SerialStyle::Day).await;
    assert_eq!(told(house.registry.ask(&other, asked()).await), "missing");
    house.registry.run(&acme, delete("x.org")).await.expect("it is deleted");
    made(house, &other, "x.org", SerialStyle::Day).await;
    assert_eq!(notes(house, &acme, 9, 0).await.len(), 2);
    assert_eq!(notes(house, &acme, 9, 1).await.len(), 1);
});

contract!(n2_every_entry_of_a_zone_is_a_task, |house| {
    let acme = hostmaster(house, "acme").await;
    let other = hostmaster(house, "other").await;
    made(house, &acme, "x.org", SerialStyle::Day).await;
    made(house, &acme, "y.org", SerialStyle::Day).await;
    made(house, &other, "z.org", SerialStyle::Day).await;
    house.registry.run(&acme, delete("x.org")).await.expect("it is deleted");
    let seen = tasks(house, &acme, ListTasks::default()).await;
    let kinds: Vec<_> = seen.iter().map(|task| (task.zone.to_string(), task.kind)).collect();
    let (shutdown, provision) = (TaskKind::Shutdown, TaskKind::Provision);
    let expected = [("x.org", shutdown), ("y.org", provision), ("x.org", provision)];
    assert_eq!(kinds, expected.map(|(zone, kind)| (zone.to_owned(), kind)));
    assert!(seen.iter().all(|task| task.account == "acme"));
    assert_eq!(tasks(house, &house.root, ListTasks::default()).await.len(), 4);
    for task in &seen {
        assert_eq!(&house.registry.ask(&acme, ReadTask { id: task.id }).await.expect("it is there"), task);
        assert_eq!(told(house.registry.ask(&other, ReadTask { id: task.id }).await), "missing");
    }
    assert_eq!(told(house.registry.ask(&house.root, ReadTask { id: 1 << 40 }).await), "missing");
    let of = |zone: Option<&str>, name: Option<&str>, status: Option<&str>| ListTasks {
        zone: zone.map(crate::given::name),
        name: name.map(str::to_owned),
        status: status.map(str::to_owned),
    };
    for (wanted, fit) in [
        (of(Some("x.org"), None, None), vec![&seen[0], &seen[2]]),
        (of(Some("z.org"), None, None), vec![]),
        (of(None, Some("ProvisionZone"), Some("complete")), vec![&seen[1], &seen[2]]),
        (of(Some("x.org"), Some("ShutdownZone"), None), vec![&seen[0]]),
        (of(None, Some("ImportZonefile"), None), vec![]),
        (of(None, Some("nonsense"), None), vec![]),
        (of(None, None, Some("running")), vec![]),
    ] {
        assert_eq!(
            tasks(house, &acme, wanted.clone()).await,
            fit.into_iter().cloned().collect::<Vec<_>>(),
            "{wanted:?}"
        );
    }
});

contract!(n2_the_newest_100_are_listed, |house| {
    let acme = hostmaster(house, "acme").await;
    made(house, &acme, "x.org", SerialStyle::Day).await;
    for number in 0..105 {
        let frozen = number % 2 == 0;
        house.registry.run(&acme, freeze("x.org", frozen)).await.expect("it always works");
    }
    let listed = tasks(house, &acme, ListTasks::default()).await;
    assert_eq!(listed.len(), 100);
    assert!(listed.is_sorted_by(|newer, older| newer.id > older.id));
    let ids = |tasks: Vec<Task>| tasks.into_iter().map(|task| task.id).collect::<Vec<_>>();
    let of_zone = ListTasks { zone: Some(name("x.org")), ..ListTasks::default() };
    assert_eq!(ids(tasks(house, &acme, of_zone).await), ids(listed));
});
