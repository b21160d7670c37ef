//! Serial styles hold for every face, and a serial is hidden until it matters (`dynect.md` Z2, Z3).

use domesday_app::registry::Caller;
use domesday_app::zones::ZoneUpdate;
use domesday_domain::account::AccountName;
use domesday_domain::history::Face;
use domesday_domain::serial::SerialStyle;

use crate::given::{actions, add, delegate, elsewhere, freeze, hostmaster, made, new_zone, retry, update, zone};
use crate::house::House;
use crate::{contract, told};

/// A day and a minute.
const LATER: i64 = 86_400 + 60;

async fn serials(house: &House, zones: &[&str]) -> Vec<u32> {
    let mut serials = Vec::new();
    for text in zones {
        serials.push(zone(house, text).await.serial.get());
    }
    serials
}

contract!(z3_each_style_has_its_first_serial_and_its_next, |house| {
    let acme = hostmaster(house, "acme").await;
    let zones = ["day.org", "increment.org", "epoch.org", "minute.org"];
    for (text, style) in zones.iter().zip(SerialStyle::ALL) {
        assert_eq!(made(house, &acme, text, style).await.serial_style, style);
    }
    assert_eq!(serials(house, &zones).await, [2026112100, 1, 1795262400, 2611211200]);
    let others = &house.root;
    let step = async |caller: &Caller| {
        for text in zones {
            let owner = format!("h{}.{text}", zone(house, text).await.revision);
            house.registry.run(caller, add(text, &owner, "192.0.2.1")).await.expect("it is added");
        }
    };
    // Through another face, at the same instant.
    step(others).await;
    assert_eq!(serials(house, &zones).await, [2026112101, 2, 1795262401, 2611211201]);
    house.pass(LATER);
    step(others).await;
    assert_eq!(serials(house, &zones).await, [2026112200, 3, 1795262400 + 86_460, 2611221201]);
    let dynect = Caller::system(Face::Dynect, "law".into());
    step(&dynect).await;
    assert_eq!(serials(house, &zones).await, [2026112201, 4, 1795262401 + 86_460, 2611221202]);
});

contract!(z2_a_serial_is_hidden_until_the_first_change_through_another_face, |house| {
    let acme = hostmaster(house, "acme").await;
    let zone_now = async || zone(house, "x.org").await;
    let shown = async || (zone_now().await.serial_told(), zone_now().await.serial.get());
    made(house, &acme, "x.org", SerialStyle::Increment).await;
    assert_eq!(shown().await, (0, 1));
    for frozen in [true, false] {
        house.registry.run(&acme, freeze("x.org", frozen)).await.expect("it always works");
        assert_eq!(shown().await, (0, 1), "it is neither a publish nor through another face");
    }
    assert_eq!(told(house.registry.run(&elsewhere(&acme), delegate("x.org", "www.y.org")).await), "name:outside_zone");
    house.registry.rehearse(&elsewhere(&acme), update("x.org", retry(700))).await.expect("it would be changed");
    house.registry.run(&elsewhere(&acme), update("x.org", retry(600))).await.expect("it is so already");
    assert_eq!(shown().await, (0, 1), "nothing was changed");
    house.registry.run(&elsewhere(&acme), update("x.org", retry(700))).await.expect("it is changed");
    assert_eq!(shown().await, (2, 2));
});

contract!(z2_a_change_that_is_not_published_reveals_the_serial_too, |house| {
    let acme = hostmaster(house, "acme").await;
    house.account("other").await;
    made(house, &acme, "x.org", SerialStyle::Increment).await;
    let owner = AccountName::parse("other").ok();
    let given = house.registry.run(&house.root, update("x.org", ZoneUpdate { owner, ..ZoneUpdate::default() })).await;
    assert_eq!(given.expect("it is given away").zone.serial_told(), 1);
    let stored = zone(house, "x.org").await;
    assert_eq!((stored.serial_told(), stored.revision), (1, 2));
});

contract!(z2_a_zone_that_follows_is_shown_with_its_step, |house| {
    let acme = hostmaster(house, "acme").await;
    made(house, &acme, "x.org", SerialStyle::Increment).await;
    made(house, &acme, "sub.x.org", SerialStyle::Increment).await;
    assert_eq!(zone(house, "x.org").await.serial_told(), 2, "it delegates the new zone");
    assert_eq!(zone(house, "sub.x.org").await.serial_told(), 0);
    assert_eq!(actions(house, "x.org").await, ["dynect zone.follow", "dynect zone.create"]);
});

contract!(z2_a_zone_that_is_made_elsewhere_has_nothing_to_hide, |house| {
    let acme = hostmaster(house, "acme").await;
    let mut elsewhere_made = new_zone("x.org", SerialStyle::Day);
    if let Ok((draft, _)) = elsewhere_made.draft.well_formed() {
        let draft = domesday_app::zones::ZoneDraft { serial_hidden: false, serial: Some(7), ..draft.clone() };
        elsewhere_made.draft = crate::given::read(draft);
    }
    let made = house.registry.run(&elsewhere(&acme), elsewhere_made).await.expect("the zone is made").zone;
    assert_eq!((made.serial_told(), made.serial.get(), made.serial_style), (7, 7, SerialStyle::Day));
});
