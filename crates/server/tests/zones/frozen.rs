//! A frozen zone takes no writes, and what follows from elsewhere still happens (`dynect.md` Z5).

use domesday_app::delegations::{DelegationUpdate, DeleteDelegation, UpdateDelegation};
use domesday_app::records::ReadSet;
use domesday_app::zones::{ImportOptions, ImportZone, ZoneText, ZoneUpdate};
use domesday_dns::RecordType;
use domesday_domain::account::AccountName;
use domesday_domain::actor::Role;
use domesday_domain::finding::Force;
use domesday_domain::precondition::Precondition;
use domesday_domain::serial::SerialStyle;
use domesday_domain::zone::ZonePatch;

use crate::given::{
    actions, add, delegate, delete, elsewhere, freeze, hostmaster, made, name, read, retry, update, zone, zone_name,
};
use crate::house::with;
use crate::{contract, told};

contract!(z5_while_frozen_every_write_is_refused, |house| {
    let acme = hostmaster(house, "acme").await;
    let through_zones = elsewhere(&acme);
    made(house, &acme, "x.org", SerialStyle::Day).await;
    house.registry.run(&acme, delegate("x.org", "cut.x.org")).await.expect("it is delegated");
    house.registry.run(&acme, freeze("x.org", true)).await.expect("it is frozen");
    let before = zone(house, "x.org").await;
    let file = "$ORIGIN x.org.\n@ 3600 IN SOA ns1.provider.net. h.x.org. 5 10800 3600 1814400 3600\n@ IN NS ns1.provider.net.\n";
    for caller in [&acme, &through_zones, &house.root] {
        let registry = &house.registry;
        let frozen = |word: String| assert_eq!(word, "zone_frozen");
        frozen(told(registry.run(caller, update("x.org", retry(700))).await));
        let patch = ZonePatch { serial: Some(before.serial.get() + 1), ..ZonePatch::default() };
        frozen(told(registry.run(caller, update("x.org", ZoneUpdate { patch, ..ZoneUpdate::default() })).await));
        frozen(told(registry.run(caller, add("x.org", "www.x.org", "192.0.2.1")).await));
        frozen(told(registry.run(caller, delegate("x.org", "other.x.org")).await));
        let comment = DelegationUpdate { comment: Some(Some("theirs".into())), ..DelegationUpdate::default() };
        let comment = UpdateDelegation {
            zone: zone_name("x.org"),
            child: name("cut.x.org"),
            precondition: Precondition::Exists,
            update: read(comment),
            unconditional: false,
            force: Force::Everything,
        };
        frozen(told(registry.run(caller, comment).await));
        let cut = DeleteDelegation {
            zone: zone_name("x.org"),
            child: name("cut.x.org"),
            precondition: Precondition::None,
            force: Force::Everything,
        };
        frozen(told(registry.run(caller, cut).await));
        frozen(told(registry.run(caller, delete("x.org")).await));
        let options = ImportOptions { replace: true, precondition: Precondition::Exists, ..ImportOptions::default() };
        let text = read(ZoneText::read(file.as_bytes(), None));
        frozen(told(registry.run(caller, ImportZone { text, options: read(options), progress: None }).await));
    }
    let owner = AccountName::parse("registry").ok();
    let given = house.registry.run(&house.root, update("x.org", ZoneUpdate { owner, ..ZoneUpdate::default() })).await;
    assert_eq!(told(given), "zone_frozen");
    assert_eq!(zone(house, "x.org").await, before);
    house.registry.run(&acme, freeze("x.org", false)).await.expect("it is thawed");
    assert_eq!(told(house.registry.run(&through_zones, add("x.org", "www.x.org", "192.0.2.1")).await), "ok");
});

contract!(z5_freezing_steps_no_serial_and_is_told_once, |house| {
    let acme = hostmaster(house, "acme").await;
    let before = made(house, &acme, "x.org", SerialStyle::Day).await;
    for frozen in [true, true, false, false, true] {
        let after = house.registry.run(&acme, freeze("x.org", frozen)).await.expect("it always works");
        assert_eq!((after.frozen, after.serial, after.serial_updated), (frozen, before.serial, before.serial_updated));
        assert_eq!(zone(house, "x.org").await, after);
    }
    assert_eq!(zone(house, "x.org").await.revision, before.revision + 3);
    let told = ["dynect zone.freeze", "dynect zone.thaw", "dynect zone.freeze", "dynect zone.create"];
    assert_eq!(actions(house, "x.org").await, told);
});

contract!(z5_what_follows_from_child_zones_still_happens, |house| {
    let acme = hostmaster(house, "acme").await;
    made(house, &acme, "x.org", SerialStyle::Increment).await;
    house.registry.run(&acme, freeze("x.org", true)).await.expect("it is frozen");
    made(house, &acme, "sub.x.org", SerialStyle::Increment).await;
    let key = read((name("sub.x.org"), RecordType::NS));
    let (cut, _) = house.ask(ReadSet { zone: zone_name("x.org"), key }).await;
    assert_eq!(cut.records.len(), 2);
    assert_eq!(zone(house, "x.org").await.serial.get(), 2);
    house.registry.run(&acme, delete("sub.x.org")).await.expect("it is deleted");
    let parent = zone(house, "x.org").await;
    assert_eq!((parent.serial.get(), parent.frozen), (3, true));
});

contract!(z5_who_may_not_write_a_zone_may_not_freeze_it, |house| {
    let acme = hostmaster(house, "acme").await;
    let other = hostmaster(house, "other").await;
    house.user("acme", "reader", &[Role::Reader]).await;
    made(house, &acme, "x.org", SerialStyle::Day).await;
    assert_eq!(told(house.registry.run(&other, freeze("x.org", true)).await), "missing");
    let reader = with(&house.session("reader").await.token);
    assert_eq!(told(house.registry.run(&reader, freeze("x.org", true)).await), "forbidden");
    assert_eq!(told(house.registry.run(&acme, freeze("y.org", true)).await), "missing");
    assert_eq!(told(house.registry.rehearse(&acme, freeze("x.org", true)).await), "ok");
    assert!(!zone(house, "x.org").await.frozen);
    assert_eq!(told(house.registry.run(&house.root, freeze("x.org", true)).await), "ok");
});
