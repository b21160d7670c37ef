//! Two servers on one PostgreSQL: keys are known to both, and sign where their files are (S4, X5); what one attests the other shows.

use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::{Node, PASSWORD};
use serde_json::json;
use std::fs;

use super::given::{at_once, attest, attested, attested_by, done, last, read, refused, text, told};
use super::proof::{Fixed, activate, active_key, below, eventually, good, import, listed, private_key, revoke_key};

/// Logs a user in at a node.
fn at(node: &Node, login: &str) -> Client {
    let session = node.nobody().post("/sessions", &json!({"login": login, "password": PASSWORD})).expect(201).json();
    node.nobody().with_token(session["token"].as_str().expect("a token"))
}

/// A server, and a node of the same registry with a key directory of its own that is empty.
fn with_a_keyless_node() -> (Fixed, Node) {
    let server = Fixed::start(Database::postgres());
    server.set("DOMESDAY__SIGNING__KEY_DIR", "other-keys");
    let node = server.another_node();
    server.set("DOMESDAY__SIGNING__KEY_DIR", "data/signing-keys");
    (server, node)
}

#[test]
fn s4_a_key_that_was_activated_on_one_node_signs_on_the_other_only_with_its_file() {
    let (server, node) = with_a_keyless_node();
    let world = server.world();
    let (student, _) = world.attested_student("s1");
    let (zeta, admin) = (at(&node, "zeta"), at(&node, "admin"));
    let there = || {
        let attestor = world.at("/api/teacher/teacher-of-s1");
        attest(&zeta, &format!("{student}/school"), &attestor, &json!("Hill"))
    };
    refused(there(), 503, "signing_unavailable");
    let (first, second) = (last(&active_key(&server)["id"]), import(&server, "ec"));
    eventually("the other node publishes the new key", || {
        node.nobody().get(&format!("/meta/signing-keys/{second}")).send().status == 200
    });
    refused(admin.post(&format!("/meta/signing-keys/{second}/activate"), &json!({})), 409, "key_state");
    assert_eq!(listed(&server)[0], (first.clone(), "active".to_owned()), "nothing was changed");
    activate(&world.admin, &second).expect(200);
    let started = std::time::Instant::now();
    eventually("the other node tells of it", || {
        read(&node.nobody(), &format!("/meta/signing-keys/{second}"))["status"] == "active"
    });
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    refused(there(), 503, "signing_unavailable");
    attested_by(world.attests("/api/teacher/teacher-of-s1", &student));
    let directory = server.database().directory();
    let given = directory.join("other-keys/given.pem");
    fs::copy(private_key("ec"), &given).expect("a file");
    fs::set_permissions(&given, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("its mode");
    let answer = there().expect(200);
    assert_eq!(
        last(&told(&answer)["attestations"][0]["signature"]["keyId"]),
        second,
        "a file that comes later is found"
    );
    good(&server, &world.url, &[&active_key(&server)], &read(&world.acme, &student));
}

#[test]
fn what_one_node_attests_and_takes_back_the_other_shows() {
    let server = Fixed::start(Database::postgres());
    let node = server.another_node();
    let world = server.world();
    let (student, url) = world.attested_student("s1");
    let (zeta, acme) = (at(&node, "zeta"), at(&node, "acme"));
    assert_eq!(read(&acme, &student), read(&world.acme, &student));
    done(zeta.post(&format!("{}/revoke", below(&url)), &json!({"reason": "error"})), 200);
    assert!(attested(&read(&world.acme, &student)).is_empty());
    let nodes = [world.zeta.clone(), zeta];
    let calls: Vec<usize> = (0..16).collect();
    let statuses = at_once(&calls, |number| {
        let attestor = world.at("/api/teacher/teacher-of-s1");
        let call = attest(&nodes[number % 2], &format!("{student}/school"), &attestor, &json!("Hill"));
        call.send().status
    });
    assert!(statuses.contains(&200) && statuses.iter().all(|status| [200, 503].contains(status)), "{statuses:?}");
    assert_eq!(attested(&read(&acme, &student)), ["school"], "one of them is valid");
    assert_eq!(read(&acme, &student), read(&world.acme, &student));
}

#[test]
fn s6_two_nodes_sign_what_a_revoked_key_signed_anew_once() {
    let server = Fixed::start(Database::postgres());
    let _node = server.another_node();
    let world = server.world();
    let students: Vec<String> = (0..8).map(|number| world.attested_student(&format!("s{number}")).0).collect();
    let (first, second) = (last(&active_key(&server)["id"]), import(&server, "ec"));
    activate(&world.admin, &second).expect(200);
    revoke_key(&world.admin, &first).expect(200);
    let signed_with = |student: &String| last(&read(&world.acme, student)["attestations"][0]["signature"]["keyId"]);
    eventually("all are signed anew", || students.iter().all(|student| signed_with(student) == second));
    for student in &students {
        let events = read(&world.acme, &format!("{student}/history"))["events"].clone();
        let resigned = events.as_array().expect("events").iter().filter(|event| event["action"] == "claim.resign");
        assert_eq!((resigned.count(), attested(&read(&world.acme, student)).len()), (1, 1), "{student}");
        assert!(text(&events[0]["attestation"]).starts_with(&world.url), "{events}");
    }
}
