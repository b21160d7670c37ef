//! What is required of registrants: told, overdue, held, met, lapsed (rule L12; `attestations.md` N4 to N7).

use chrono::TimeDelta;
use domesday_domain::contact::ContactDraft;
use domesday_domain::history::SubjectKind;
use serde_json::json;

use crate::registrants::{Deeds, requiring, second};
use crate::{lives, told};

lives!(l12_an_open_claim_is_told_holds_the_domain_when_it_is_due_and_its_attestation_lifts_that, |world| {
    world.tld(&requiring(&[("email", "P15D")])).await;
    world.contact("acme", "ANN").await;
    let created = world.register("acme", "blue.st", Some("ANN")).await.expect("it is registered");
    let begun = created.info.stored.registration.created;
    let due = begun + TimeDelta::days(15);
    assert_eq!(world.claims("blue.st").await, [("email".to_owned(), "pending", due)]);
    let data = json!({
        "event": "contact.verification_required", "name": "blue.st", "contact": "ANN", "claim": "email",
        "cause": "unattested", "due": second(due), "entity": "https://registry.example/api/contacts/ANN",
        "claimId": "https://registry.example/api/contacts/ANN/email",
    });
    let required = ("CLAIM_REQUIRED".to_owned(), "blue.st".to_owned(), begun, data.clone());
    assert_eq!(world.said("acme").await, [required], "by its own command, all the same");
    assert_eq!(world.found_by_claim("acme", "pending").await, ["blue.st"]);
    world.house.pass_until(due - TimeDelta::milliseconds(1));
    world.work().await;
    assert!(world.is_delegated("blue.st").await);
    world.house.pass_until(due);
    let statuses = world.read("blue.st").await.unwrap().view.statuses;
    assert_eq!(statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>(), ["serverHold"], "to the instant");
    assert!(world.is_delegated("blue.st").await, "no worker ran");
    assert_eq!(world.work().await, 1);
    assert!(!world.is_delegated("blue.st").await, "out of the zone");
    assert_eq!(world.work().await, 0, "once");
    let (word, _, at, lapsed) = world.said("acme").await.pop().unwrap();
    let mut expected = data.clone();
    expected["event"] = json!("contact.lapsed");
    assert_eq!((word.as_str(), at, lapsed), ("CLAIM_OVERDUE", due, expected));
    assert_eq!(world.found_by_claim("acme", "overdue").await, ["blue.st"]);
    world.house.pass(3600);
    let attestation = world.attest("ANN", "email", json!("ann@example.org")).await;
    assert!(world.is_delegated("blue.st").await, "back in that transaction");
    let (word, _, _, met) = world.said("acme").await.pop().unwrap();
    let mut expected = data;
    let members = expected.as_object_mut().unwrap();
    members.remove("cause");
    members.remove("due");
    members.insert("event".into(), json!("contact.verified"));
    members.insert("attestation".into(), json!(format!("https://registry.example/meta/attestations/{attestation}")));
    assert_eq!((word.as_str(), met), ("CLAIM_MET", expected));
    assert_eq!((world.found_by_claim("acme", "met").await.len(), world.said("acme").await.len()), (1, 3));
    let deeds = world.house.ask(Deeds(SubjectKind::Contact, "ANN")).await;
    let expected =
        ["contact.create", "contact.verification_required", "contact.lapsed", "claim.attest", "contact.verified"];
    assert_eq!(deeds, expected);
    let deeds = world.house.ask(Deeds(SubjectKind::Domain, "blue.st")).await;
    assert_eq!(deeds.iter().filter(|deed| *deed == "domain.claims").count(), 3);
});

lives!(n5_a_met_claim_opens_when_its_contact_changes_and_a_second_change_is_not_told, |world| {
    world.tld(&requiring(&[("email", "P15D"), ("voice", "P3D")])).await;
    world.contact("acme", "ANN").await;
    let voice = |text: &str| ContactDraft { voice: Some(text.into()), ..ContactDraft::default() };
    world.change("acme", "ANN", voice("+1.5551234")).await;
    world.attest("ANN", "email", json!("ann@example.org")).await;
    world.attest("ANN", "voice", json!("+1.5551234")).await;
    for name in ["blue.st", "red.st"] {
        world.register("acme", name, Some("ANN")).await.expect("it is registered");
    }
    assert_eq!(world.said("acme").await, [], "all is attested");
    world.house.pass(60);
    world.change("acme", "ANN", ContactDraft { email: Some("ann@example.org".into()), ..voice("+1.5551234") }).await;
    assert_eq!(world.said("acme").await, [], "it says the same");
    world.mail("acme", "ANN", "ann@example.net").await;
    let now = world.house.registry.clock().now();
    let said = world.said("acme").await;
    let names: Vec<_> = said.iter().map(|(_, name, at, _)| (name.as_str(), *at)).collect();
    assert_eq!(names, [("blue.st", now), ("red.st", now)], "one a domain and claim");
    assert!(said.iter().all(|(word, _, _, data)| word == "CLAIM_REQUIRED" && data["cause"] == "changed"));
    let due = now + TimeDelta::days(15);
    assert_eq!(said[0].3["due"], second(due), "a new window");
    world.house.pass(60);
    world.mail("acme", "ANN", "ann@example.com").await;
    assert_eq!(world.said("acme").await.len(), 2, "open already");
    assert_eq!(world.claims("red.st").await[0], ("email".to_owned(), "pending", due), "as it was due");
    world.change("acme", "ANN", voice("")).await;
    let causes: Vec<_> = world.said("acme").await.into_iter().map(|(_, _, _, data)| data["cause"].clone()).collect();
    assert_eq!(causes, ["changed", "changed", "removed", "removed"]);
    assert_eq!(world.claims("blue.st").await[1].1, "pending");
    let deeds = world.house.ask(Deeds(SubjectKind::Contact, "ANN")).await;
    let ended = deeds.iter().filter(|deed| *deed == "claim.supersede").count();
    assert_eq!(ended, 2, "an entry for each attestation that ended: {deeds:?}");
});

lives!(n5_a_revoked_attestation_opens_the_claim, |world| {
    world.tld(&requiring(&[("email", "P15D")])).await;
    world.contact("acme", "ANN").await;
    let attestation = world.attest("ANN", "email", json!("ann@example.org")).await;
    world.register("acme", "blue.st", Some("ANN")).await.expect("it is registered");
    world.house.pass(60);
    world.revoke(attestation).await;
    let now = world.house.registry.clock().now();
    assert_eq!(world.causes_said("acme").await, [("CLAIM_REQUIRED".to_owned(), "revoked".to_owned(), now)]);
    assert_eq!(world.claims("blue.st").await, [("email".to_owned(), "pending", now + TimeDelta::days(15))]);
    world.revoke(attestation).await;
    assert_eq!(world.said("acme").await.len(), 1, "once");
});

lives!(l13_an_attestation_that_runs_out_while_nobody_looks_is_told_in_order_with_its_own_instants, |world| {
    world.tld(&requiring(&[("email", "P15D")])).await;
    world.contact("acme", "ANN").await;
    let until = world.house.registry.clock().now() + TimeDelta::days(40);
    world.vouch("ANN", until).await;
    world.register("acme", "blue.st", Some("ANN")).await.expect("it is registered");
    assert_eq!(world.claims("blue.st").await[0].1, "met");
    let due = until + TimeDelta::days(15);
    world.house.pass_until(until);
    assert_eq!(world.claims("blue.st").await, [("email".to_owned(), "pending", due)], "at that instant");
    world.house.pass_until(due + TimeDelta::days(30));
    assert_eq!(world.work().await, 1);
    assert!(!world.is_delegated("blue.st").await);
    let expected = [("CLAIM_REQUIRED", "expired", until), ("CLAIM_OVERDUE", "expired", due)];
    assert_eq!(world.causes_said("acme").await, expected.map(|(word, cause, at)| (word.into(), cause.into(), at)));
});

lives!(l12_a_new_registrant_gets_a_new_window_only_if_the_old_claim_was_met, |world| {
    world.tld(&requiring(&[("email", "P15D")])).await;
    for id in ["ANN", "BOB", "EVE"] {
        world.contact("acme", id).await;
    }
    let begun = world.register("acme", "blue.st", Some("ANN")).await.expect("it is registered");
    let due = begun.info.stored.registration.created + TimeDelta::days(15);
    world.house.pass(86_400);
    world.give("acme", "blue.st", "BOB").await;
    assert_eq!(world.claims("blue.st").await, [("email".to_owned(), "pending", due)], "no new window");
    let (_, _, _, data) = world.said("acme").await.pop().unwrap();
    assert_eq!(
        (&data["contact"], &data["cause"], &data["due"]),
        (&json!("BOB"), &json!("unattested"), &json!(second(due)))
    );
    world.attest("EVE", "email", json!("ann@example.org")).await;
    world.give("acme", "blue.st", "EVE").await;
    let (word, _, _, data) = world.said("acme").await.pop().unwrap();
    assert_eq!((word.as_str(), &data["contact"]), ("CLAIM_MET", &json!("EVE")));
    world.house.pass(86_400);
    world.give("acme", "blue.st", "").await;
    let opened = world.house.registry.clock().now() + TimeDelta::days(15);
    assert_eq!(world.claims("blue.st").await, [("email".to_owned(), "pending", opened)], "it was met: a new window");
    let (_, _, _, data) = world.said("acme").await.pop().unwrap();
    let expected = json!({
        "event": "contact.verification_required", "name": "blue.st", "claim": "email", "cause": "missing",
        "due": second(opened),
    });
    assert_eq!(data, expected, "there is no registrant");
    assert_eq!(world.said("acme").await.len(), 4);
});

lives!(l12_without_a_window_create_needs_the_proof_and_its_loss_holds_the_domain_at_once, |world| {
    world.tld(&requiring(&[("email", "P0D")])).await;
    world.contact("acme", "ANN").await;
    assert_eq!(told(world.register("acme", "blue.st", Some("ANN")).await), "Policy claim-unmet");
    assert_eq!(told(world.register("acme", "blue.st", None).await), "Policy claim-unmet");
    assert_eq!(world.said("acme").await, [], "nothing of a refused command stays");
    world.attest("ANN", "email", json!("ann@example.org")).await;
    assert_eq!(told(world.register("acme", "blue.st", Some("ANN")).await), "ok");
    assert!(world.is_delegated("blue.st").await);
    world.house.pass(60);
    world.mail("acme", "ANN", "ann@example.net").await;
    assert!(!world.is_delegated("blue.st").await, "in the transaction of the change");
    let now = world.house.registry.clock().now();
    let expected = [("CLAIM_REQUIRED", "changed", now), ("CLAIM_OVERDUE", "changed", now)];
    assert_eq!(world.causes_said("acme").await, expected.map(|(word, cause, at)| (word.into(), cause.into(), at)));
    assert_eq!(world.work().await, 0, "nothing is left due");
});
