//! What of a zone is told and published, and when its serial is hidden.

use super::*;

fn zone() -> Zone {
    let host = HostName::parse("ns.example.net").unwrap();
    Zone {
        id: ZoneId(1),
        name: ZoneName::parse("example.org").unwrap(),
        owner: Owner { id: AccountId(1), name: AccountName::parse("acme").unwrap() },
        content: ZoneContent {
            ns: vec![host.clone()],
            primary_ns: host,
            email: Email::parse("h@example.org").unwrap(),
            timers: Timers { refresh: 10800, retry: 3600, expire: 1814400, ttl: 3600 },
            default_ttl: 3600,
            ns_ttl: None,
        },
        serial: Serial::new(7).unwrap(),
        serial_style: SerialStyle::Increment,
        serial_hidden: true,
        ns_numbers: vec![1],
        frozen: false,
        registry_zone: false,
        revision: 1,
        next_record: 100,
        created: DateTime::<Utc>::UNIX_EPOCH,
        updated: DateTime::<Utc>::UNIX_EPOCH,
        serial_updated: DateTime::<Utc>::UNIX_EPOCH,
    }
}

#[test]
fn z5_style_and_freezing_are_told_and_not_published() {
    let before = zone();
    let owner = Owner { id: AccountId(2), name: AccountName::parse("other").unwrap() };
    let after = Zone { serial_style: SerialStyle::Epoch, frozen: true, owner, ..zone() };
    let changes = before.differences(&after);
    let member = |member, from, to| Change::Zone { member, from, to };
    let text = |text: &str| Value::Text(text.to_owned());
    let expected = [
        member("owner", text("acme"), text("other")),
        member("serial_style", text("increment"), text("epoch")),
        member("frozen", Value::Flag(false), Value::Flag(true)),
    ];
    assert_eq!(changes, expected);
    assert!(changes.iter().all(|change| !change.is_published()));
    let content = ZoneContent { default_ttl: 60, ..zone().content };
    assert!(before.differences(&Zone { content, ..zone() }).iter().all(Change::is_published));
}

#[test]
fn z2_a_hidden_serial_is_told_as_0_until_it_steps() {
    let mut zone = zone();
    assert_eq!(zone.serial_told(), 0);
    zone.step(false, DateTime::<Utc>::UNIX_EPOCH);
    assert_eq!((zone.serial_told(), zone.serial.get(), zone.revision), (0, 7, 2));
    zone.step(true, DateTime::<Utc>::UNIX_EPOCH);
    assert_eq!((zone.serial_told(), zone.serial.get(), zone.revision), (8, 8, 3));
}
