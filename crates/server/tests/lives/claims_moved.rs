//! What is required of registrants when the policy changes, a domain goes into other hands, or much happens at once (rules L12, T5, X1).

use chrono::TimeDelta;
use serde_json::json;

use crate::lives;
use crate::registrants::{requiring, second};

lives!(n6_a_tightened_policy_reaches_every_domain_by_the_worker_and_counts_from_its_beginning, |world| {
    world.tld(&requiring(&[])).await;
    world.contact("acme", "ANN").await;
    world.contact("zeta", "BOB").await;
    world.attest("BOB", "email", json!("ann@example.org")).await;
    // More than one transaction's worth.
    let names: Vec<String> = (0..105).map(|number| format!("n{number}.st")).collect();
    for name in &names {
        world.register("acme", name, Some("ANN")).await.expect("it is registered");
    }
    world.register("zeta", "red.st", Some("BOB")).await.expect("it is registered");
    world.house.pass(3600);
    world.policy(&requiring(&[("email", "P15D")])).await;
    let begun = world.house.registry.clock().now();
    let due = begun + TimeDelta::days(15);
    assert_eq!(world.claims("n0.st").await, [], "until the worker has been there");
    // A command that meets one first judges it.
    world.house.pass(60);
    world.renew("acme", "n7.st", 1).await.expect("it is renewed");
    assert_eq!(world.claims("n7.st").await, [("email".to_owned(), "pending", due)]);
    assert_eq!(world.work().await, 105);
    assert_eq!(world.work().await, 0);
    let said = world.said("acme").await;
    assert_eq!(said.len(), 105, "one a domain");
    assert!(said.iter().all(|(word, _, at, data)| {
        word == "CLAIM_REQUIRED" && *at == begun && data["cause"] == "policy" && data["due"] == second(due)
    }));
    assert_eq!((world.said("zeta").await, world.claims("red.st").await[0].1), (Vec::new(), "met"));
    // Sooner, then not at all.
    world.house.pass(60);
    world.policy(&requiring(&[("email", "P5D")])).await;
    let sooner = world.house.registry.clock().now() + TimeDelta::days(5);
    world.work().await;
    assert_eq!(world.claims("n9.st").await, [("email".to_owned(), "pending", sooner)]);
    assert_eq!(world.said("acme").await.len(), 210, "who is to be held sooner is told");
    world.policy(&requiring(&[])).await;
    world.work().await;
    assert_eq!((world.claims("n9.st").await, world.said("acme").await.len()), (Vec::new(), 210), "without a word");
    world.house.pass_until(sooner);
    world.work().await;
    assert!(world.is_delegated("n9.st").await, "nothing holds it");
});

lives!(t5_a_transfer_by_time_has_the_copy_of_a_registrant_verified_from_its_instant_on, |world| {
    world.tld(&requiring(&[("email", "P15D")])).await;
    for id in ["SHARED", "ALONE"] {
        world.contact("acme", id).await;
        world.attest(id, "email", json!("ann@example.org")).await;
    }
    for (name, registrant) in [("blue.st", "SHARED"), ("red.st", "SHARED"), ("green.st", "ALONE")] {
        world.register("acme", name, Some(registrant)).await.expect("it is registered");
    }
    let mut due = Vec::new();
    for name in ["blue.st", "green.st"] {
        due.push(world.transfer("zeta", name, "request").await.expect("it is asked for").info.acted);
    }
    world.house.pass_until(due[0] + TimeDelta::days(30));
    world.work().await;
    let copy = world.read("blue.st").await.unwrap().contacts.into_values().next().unwrap();
    let said = world.said("zeta").await;
    let of_blue = said.iter().filter(|(_, name, _, _)| name == "blue.st");
    let of_blue: Vec<_> =
        of_blue.map(|(word, _, at, data)| (word.as_str(), *at, data["contact"].as_str().unwrap_or_default())).collect();
    let overdue = due[0] + TimeDelta::days(15);
    let expected = [
        ("TRANSFER_SUCCESS", due[0], ""),
        ("CLAIM_REQUIRED", due[0], copy.as_str()),
        ("CLAIM_OVERDUE", overdue, copy.as_str()),
    ];
    assert_eq!(of_blue, expected);
    assert_eq!(world.claims("blue.st").await, [("email".to_owned(), "overdue", overdue)]);
    assert!(!world.is_delegated("blue.st").await);
    assert_eq!(world.claims("green.st").await[0].1, "met", "what moves keeps its attestations");
    assert_eq!(world.claims("red.st").await[0].1, "met");
    assert_eq!(said.len(), 4, "of green.st only its transfer");
    world.attest(copy.as_str(), "email", json!("ann@example.org")).await;
    assert!(world.is_delegated("blue.st").await);
});

lives!(t5_a_transfer_that_is_approved_has_the_copy_of_a_registrant_verified_at_once, |world| {
    world.tld(&requiring(&[("email", "P15D")])).await;
    world.contact("acme", "SHARED").await;
    world.attest("SHARED", "email", json!("ann@example.org")).await;
    for name in ["blue.st", "red.st"] {
        world.register("acme", name, Some("SHARED")).await.expect("it is registered");
    }
    world.transfer("zeta", "blue.st", "request").await.expect("it is asked for");
    world.house.pass(60);
    world.transfer("acme", "blue.st", "approve").await.expect("it is approved");
    let now = world.house.registry.clock().now();
    let last = world.causes_said("zeta").await.pop().unwrap();
    assert_eq!(last, ("CLAIM_REQUIRED".to_owned(), "unattested".to_owned(), now));
    assert_eq!(world.claims("blue.st").await, [("email".to_owned(), "pending", now + TimeDelta::days(15))]);
    world.house.pass_until(now + TimeDelta::days(15));
    world.work().await;
    assert!(!world.is_delegated("blue.st").await, "it falls due by itself");
});

lives!(x1_an_attestation_and_registrations_at_once_leave_no_claim_open, |world| {
    world.tld(&requiring(&[("email", "P15D")])).await;
    world.contact("acme", "ANN").await;
    let names: Vec<String> = (0..12).map(|number| format!("n{number}.st")).collect();
    let registered = futures_util::future::join_all(names.iter().map(|name| world.register("acme", name, Some("ANN"))));
    let (_, registered) =
        futures_util::future::join(world.attest("ANN", "email", json!("ann@example.org")), registered).await;
    assert!(registered.iter().all(Result::is_ok));
    for name in &names {
        assert_eq!(world.claims(name).await[0].1, "met", "{name}");
    }
    let said = world.said("acme").await;
    let of = |wanted: &str| said.iter().filter(|(word, _, _, _)| word == wanted).count();
    assert_eq!(of("CLAIM_REQUIRED"), of("CLAIM_MET"), "what was told open was told met");
});

lives!(x1_a_contact_that_changes_and_registrations_at_once_leave_no_claim_met, |world| {
    world.tld(&requiring(&[("email", "P15D")])).await;
    world.contact("acme", "ANN").await;
    world.attest("ANN", "email", json!("ann@example.org")).await;
    let names: Vec<String> = (0..12).map(|number| format!("n{number}.st")).collect();
    let registered = futures_util::future::join_all(names.iter().map(|name| world.register("acme", name, Some("ANN"))));
    let ((), registered) = futures_util::future::join(world.mail("acme", "ANN", "ann@example.net"), registered).await;
    assert!(registered.iter().all(Result::is_ok));
    for name in &names {
        assert_eq!(world.claims(name).await[0].1, "pending", "{name}");
    }
    assert_eq!(world.said("acme").await.len(), names.len(), "each is told once, of the registration or of the change");
});
