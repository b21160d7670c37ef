//! A zone that is made from its file through the DynECT face (`dynect.md` Z8).

use domesday_app::notes::{ReadTask, TaskKind};
use domesday_app::zones::{ImportOptions, ImportZone, ZoneText};
use domesday_domain::serial::SerialStyle;

use crate::given::{hostmaster, made, read, retry, update, zone, zone_name};
use crate::{contract, told};

const FILE: &str = "$TTL 300\n@ 3600 IN SOA ns1.provider.net. h.x.org. 5 10800 3600 1814400 3600\n@ IN NS ns1.provider.net.\n\
                    www IN A 192.0.2.1\n";

/// The import of a file that must be of a zone.
fn import(text: &str, file: &str) -> ImportZone {
    let name = zone_name(text);
    let origin = name.as_name().clone();
    let options = ImportOptions {
        name: Some(name),
        serial_style: SerialStyle::Increment,
        serial_hidden: true,
        ..ImportOptions::default()
    };
    let text = read(ZoneText::read(file.as_bytes(), Some(origin)));
    ImportZone { text, options: read(options), progress: None }
}

contract!(z8_a_zone_made_from_its_file_has_a_style_and_hides_its_serial, |house| {
    let acme = hostmaster(house, "acme").await;
    let report = house.registry.run(&acme, import("x.org", FILE)).await.expect("it is imported");
    let stored = zone(house, "x.org").await;
    assert_eq!(report.zone, stored);
    assert_eq!((stored.serial_told(), stored.serial.get(), stored.serial_style), (0, 5, SerialStyle::Increment));
    let task = ReadTask { id: report.entry.expect("it is told") };
    let task = house.registry.ask(&acme, task).await.expect("it is there");
    assert_eq!((task.kind, task.zone.to_string(), task.account), (TaskKind::Import, "x.org".into(), "acme".into()));
    house.run(update("x.org", retry(700))).await;
    assert_eq!(zone(house, "x.org").await.serial_told(), 6);
});

contract!(z8_the_file_must_be_of_the_zone, |house| {
    let acme = hostmaster(house, "acme").await;
    let other = format!("$ORIGIN y.org.\n{FILE}");
    assert_eq!(told(house.registry.run(&acme, import("x.org", &other)).await), "file:other_zone");
    made(house, &acme, "x.org", SerialStyle::Day).await;
    assert_eq!(told(house.registry.run(&acme, import("x.org", FILE)).await), "zone_exists");
    assert_eq!(told(house.registry.run(&acme, import("y.org", &other)).await), "ok");
});
