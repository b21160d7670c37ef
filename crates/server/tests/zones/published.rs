//! A publish with nothing staged: it steps nothing, and is told of where it is the first one or has notes (`dynect.md` Z2, C10, N1).

use domesday_app::notes::{NoteKind, ReadNotes};
use domesday_app::registry::Caller;
use domesday_app::staging::{Publish, Published};
use domesday_domain::account::SessionId;
use domesday_domain::serial::SerialStyle;
use uuid::Uuid;

use crate::contract;
use crate::given::{actions, add, elsewhere, hostmaster, made, zone, zone_name};
use crate::house::House;

async fn publish(house: &House, caller: &Caller, notes: Option<&str>) -> Published {
    let command = Publish {
        zone: zone_name("x.org"),
        holder: SessionId(Uuid::nil()),
        notes: notes.map(str::to_owned),
        targets: Vec::new(),
    };
    house.registry.run(caller, command).await.expect("it is published")
}

contract!(z2_the_first_publish_reveals_the_serial_without_a_step, |house| {
    let acme = hostmaster(house, "acme").await;
    let before = made(house, &acme, "x.org", SerialStyle::Increment).await;
    let first = publish(house, &acme, None).await;
    assert_eq!((first.zone.serial_told(), first.zone.serial, first.zone.revision), (1, before.serial, before.revision));
    assert_eq!(zone(house, "x.org").await, first.zone);
    assert_eq!(actions(house, "x.org").await, ["dynect zone.publish", "dynect zone.create"]);
    let second = publish(house, &acme, None).await;
    assert_eq!((second.zone, second.task), (first.zone, first.task), "its newest entry is still the same");
    assert_eq!(actions(house, "x.org").await.len(), 2);
    house.registry.run(&elsewhere(&acme), add("x.org", "www.x.org", "192.0.2.1")).await.expect("it is added");
    assert_eq!(zone(house, "x.org").await.serial_told(), 2);
});

contract!(c10_notes_alone_are_told_and_step_nothing, |house| {
    let acme = hostmaster(house, "acme").await;
    made(house, &acme, "x.org", SerialStyle::Increment).await;
    let first = publish(house, &acme, Some("first\nand only")).await;
    let second = publish(house, &acme, Some("second")).await;
    assert_eq!(second.zone, first.zone);
    assert!(second.task > first.task);
    let asked = ReadNotes { zone: zone_name("x.org"), limit: 2, offset: 0 };
    let notes = house.registry.ask(&acme, asked).await.expect("notes are read");
    let told: Vec<_> = notes.iter().map(|note| (note.text.as_str(), note.serial, note.kind)).collect();
    assert_eq!(told, [("second", 1, NoteKind::Publish), ("first\nand only", 1, NoteKind::Publish)]);
});
