//! Whole lives, year by year.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use domesday_domain::policy::Value;
use domesday_domain::registration::Lifecycle;

use crate::{lives, told};

fn at(text: &str) -> DateTime<Utc> {
    let text = format!("{text}+00:00");
    DateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%:z").map(|at| at.to_utc()).expect("an instant")
}

fn noon(year: i32, month: u32, day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, month, day, 12, 0, 0).single().expect("a noon")
}

fn st(members: &[(&'static str, Value)]) -> Vec<(&'static str, Value)> {
    let optional = Value::Members(vec![("registrant".to_owned(), "optional".into())]);
    [("preset", "st".into()), ("contacts", optional)].into_iter().chain(members.iter().cloned()).collect()
}

lives!(l6_a_life_under_st_from_birth_to_its_name_being_free_again, |world| {
    world.tld(&st(&[])).await;
    world.house.pass_until(noon(2027, 3, 1));
    let created = world.create("acme", "blue.st", 1).await.expect("it is registered");
    assert_eq!(created.info.view.expires, noon(2028, 3, 1));
    assert_eq!(world.stands("blue.st").await, (true, true), "delegation and glue");
    // Nobody did anything: notices, expiry and hold on the day, deletion after 40 days.
    world.house.pass_until(noon(2028, 3, 1) - TimeDelta::milliseconds(1));
    assert_eq!(world.read("blue.st").await.unwrap().view.lifecycle, Lifecycle::Registered);
    world.work().await;
    world.house.pass_until(noon(2028, 3, 1));
    let expired = world.read("blue.st").await.unwrap();
    assert_eq!(expired.view.lifecycle, Lifecycle::Expired);
    assert!(expired.view.statuses.iter().any(|status| status.as_str() == "serverHold"));
    assert_eq!(world.stands("blue.st").await, (true, true), "no worker ran");
    assert_eq!(world.work().await, 1);
    assert_eq!(world.stands("blue.st").await, (false, false), "out of the zone, glue too");
    // Renewed in time it is back at once; the old expiry counts.
    let renewed = world.renew("acme", "blue.st", 1).await.expect("it is renewed");
    assert_eq!(renewed.after.view.expires, noon(2029, 3, 1));
    assert_eq!(world.stands("blue.st").await, (true, true));
    // Nobody looks for years.
    world.house.pass_until(noon(2033, 1, 1));
    assert!(world.read("blue.st").await.is_none(), "gone, though nobody has written so");
    assert_eq!(world.work().await, 1);
    assert_eq!(world.stands("blue.st").await, (false, false));
    let messages = world.messages("acme").await;
    let words: Vec<_> = messages.iter().map(|(word, _, at)| (word.as_str(), *at)).collect();
    let expiry = noon(2029, 3, 1);
    let days = TimeDelta::days;
    assert_eq!(
        words,
        [
            ("DOMAIN_30D_EXPIRE_NOTICE", noon(2028, 3, 1) - days(30)),
            ("DOMAIN_14D_EXPIRE_NOTICE", noon(2028, 3, 1) - days(14)),
            ("DOMAIN_EXPIRE", noon(2028, 3, 1)),
            ("DOMAIN_30D_EXPIRE_NOTICE", expiry - days(30)),
            ("DOMAIN_14D_EXPIRE_NOTICE", expiry - days(14)),
            ("DOMAIN_EXPIRE", expiry),
            ("DOMAIN_REDEMPTION", expiry + days(40)),
            ("DOMAIN_DELETE", expiry + days(75)),
        ],
        "each missed event in order, with its own instant"
    );
    let again = world.create("zeta", "blue.st", 1).await.expect("the name is free");
    assert_ne!(again.info.stored.registration.roid, created.info.stored.registration.roid);
});

lives!(l5_auto_renewal_goes_on_year_after_year_and_a_deletion_takes_the_last_one_back, |world| {
    world.tld(&[("preset", "default".into()), ("ns_parent", "any".into())]).await;
    world.house.pass_until(at("2024-02-29 08:00:00"));
    world.create("acme", "leap.st", 1).await.expect("it is registered");
    world.house.pass_until(at("2028-03-01 00:00:00"));
    let info = world.read("leap.st").await.unwrap();
    assert_eq!(info.view.expires, at("2029-02-28 08:00:00"), "L3: each year is clamped");
    let renewals: Vec<_> = {
        world.work().await;
        world.messages("acme").await.into_iter().map(|(word, _, at)| (word, at)).collect()
    };
    let on = |year: i32| ("DOMAIN_AUTORENEW".to_owned(), at(&format!("{year}-02-28 08:00:00")));
    assert_eq!(renewals, [2025, 2026, 2027, 2028].map(on));
    let deleted = world.delete("acme", "leap.st").await.expect("it is deleted");
    assert_eq!(deleted.after.unwrap().view.expires, at("2028-02-28 08:00:00"), "L7: the last year is taken off");
    assert_eq!(world.stands("leap.st").await, (false, false), "L7: out of the zone in that transaction");
    world.house.pass(86_400);
    let restored = world.restore("acme", "leap.st").await.expect("it is restored");
    assert_eq!(restored.after.view.expires, at("2029-02-28 08:00:00"), "L11: the fewest years");
    assert_eq!(world.stands("leap.st").await, (true, true), "L11: back in the zone");
});

lives!(t3_at_its_instant_a_transfer_takes_place_though_no_worker_ran, |world| {
    world.tld(&st(&[("transfer_lock", "P0D".into())])).await;
    world.create("acme", "blue.st", 1).await.expect("it is registered");
    world.house.pass(3600);
    let asked = world.transfer("zeta", "blue.st", "request").await.expect("it is asked for");
    assert!(asked.pending);
    let due = asked.info.acted;
    world.house.pass_until(due - TimeDelta::milliseconds(1));
    let before = world.read("blue.st").await.unwrap();
    assert_eq!(before.sponsor.as_str(), "acme");
    assert!(before.view.statuses.iter().any(|status| status.as_str() == "pendingTransfer"));
    world.house.pass_until(due);
    let after = world.read("blue.st").await.unwrap();
    assert_eq!((after.sponsor.as_str(), after.view.transfer.is_none()), ("zeta", true));
    assert!(world.transfer("acme", "blue.st", "reject").await.is_err(), "it is too late");
    assert_eq!(world.work().await, 1);
    let written = world.read("blue.st").await.unwrap();
    assert_eq!((&written.view, written.tag()), (&after.view, after.tag()), "what was read is what is written");
    for side in ["acme", "zeta"] {
        let last = world.messages(side).await.pop().unwrap();
        assert_eq!((last.0.as_str(), last.2), ("TRANSFER_SUCCESS", due), "{side}");
    }
    assert_eq!(
        told(world.transfer("yolo", "blue.st", "request").await),
        "BadCode wrong-code",
        "D7: the code is erased"
    );
    assert!(world.stands("blue.st").await.0, "it never left the zone");
    assert_eq!(told(world.delete("acme", "blue.st").await), "Denied not-sponsor");
    assert_eq!(told(world.delete("zeta", "blue.st").await), "ok");
});

lives!(l8_a_deletion_waits_for_those_who_use_the_hosts_below, |world| {
    world.tld(&st(&[])).await;
    world.create("acme", "blue.st", 1).await.expect("it is registered");
    let used = world.create_with("zeta", "red.st", &["ns1.blue.st"]).await.expect("it uses acme's host");
    assert_eq!(used.info.stored.hosts.len(), 1);
    assert_eq!(told(world.delete("acme", "blue.st").await), "InUse hosts-linked");
    // L9: time does not ask.
    world.renew("zeta", "red.st", 9).await.expect("it is renewed");
    let expires = world.read("blue.st").await.unwrap().view.expires;
    world.house.pass_until(expires + TimeDelta::days(41));
    world.work().await;
    assert_eq!(world.stands("blue.st").await, (false, true), "held; its host serves red.st, and has its glue");
    let told_so: Vec<_> = world.messages("zeta").await.into_iter().map(|(word, name, _)| (word, name)).collect();
    assert_eq!(told_so, [("HOST_PARENT_DELETED".to_owned(), "ns1.blue.st".to_owned())]);
    world.house.pass_until(expires + TimeDelta::days(76));
    world.work().await;
    assert_eq!(world.stands("blue.st").await, (false, false), "purged; its host has no addresses any more");
    assert_eq!(world.messages("zeta").await.len(), 2, "told again at the purge");
    assert_eq!(world.read("red.st").await.unwrap().stored.hosts[0].1.to_string(), "ns1.blue.st", "still named");
});

lives!(l2_a_policy_change_never_rewrites_the_past, |world| {
    world.tld(&st(&[])).await;
    world.house.pass_until(noon(2027, 1, 1));
    world.create("acme", "blue.st", 1).await.expect("it is registered");
    world.house.pass_until(noon(2028, 1, 11));
    // It expired ten days ago under a policy that deletes after 40 days.
    world.policy(&st(&[("expire_delete_after", "P20D".into())])).await;
    world.house.pass_until(noon(2028, 2, 9));
    assert_eq!(world.read("blue.st").await.unwrap().view.lifecycle, Lifecycle::Expired);
    world.house.pass_until(noon(2028, 2, 10));
    assert_eq!(world.read("blue.st").await.unwrap().view.lifecycle, Lifecycle::Redemption);
});

lives!(q2_what_time_did_is_no_callers_transaction_whoever_met_it_first, |world| {
    world.tld(&st(&[])).await;
    world.create("acme", "blue.st", 1).await.expect("it is registered");
    let expires = world.read("blue.st").await.unwrap().view.expires;
    world.house.pass_until(expires);
    // No worker ran: the renewal writes the expiry first.
    world.renew("acme", "blue.st", 1).await.expect("it is renewed");
    let causes = world.causes("acme").await;
    assert_eq!(causes.last(), Some(&("DOMAIN_EXPIRE".to_owned(), None)), "{causes:?}");
});
