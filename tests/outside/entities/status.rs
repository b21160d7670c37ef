//! What has become of an attestation, and who takes it back (S7, S8).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    World, attest, attested, attested_by, claims, done, is_instant, members, path, read, refused, revision, vouch,
    wrong,
};

/// Asks to revoke an attestation, whose path is given.
fn revoke(client: &domesday_tests::client::Client, attestation: &str, body: &Value) -> domesday_tests::client::Call {
    client.post(&format!("{attestation}/revoke"), body)
}

both! {
    fn s7_an_attestors_account_takes_back_what_it_attested(server: &Server) {
        let world = World::of(server);
        let (student, url) = world.attested_student("s1");
        let status = path(&url);
        let (before, body) = (read(&world.acme, &student), json!({"reason": "fraud", "note": "the report was not hers"}));
        let third = server.user("third", "third", &["registrar", "attestor"]);
        let hand = server.user("hand", "zeta", &["registrar", "reader"]);
        refused(revoke(&server.nobody(), &status, &body), 401, "not_authenticated");
        for other in [&third, &hand, &world.acme] {
            refused(revoke(other, &status, &body), 403, "forbidden");
        }
        wrong(revoke(&world.zeta, &status, &json!({})), &[("reason", "required")]);
        refused(revoke(&world.zeta, &status, &json!({"reason": "boredom"})), 400, "bad_value");
        refused(revoke(&world.zeta, &status, &json!({"reason": "error", "notes": "x"})), 400, "unknown_member");
        refused(revoke(&world.zeta, &format!("/meta/attestations/{}", "A".repeat(22)), &body), 404, "not_found");
        refused(revoke(&world.zeta, "/meta/attestations/x", &body), 404, "not_found");
        assert_eq!(read(&world.acme, &student), before, "nothing was changed");
        let revoked = done(revoke(&world.zeta, &status, &body), 200);
        assert_eq!((&revoked["status"], &revoked["reason"]), (&json!("revoked"), &json!("fraud")));
        let after = read(&world.acme, &student);
        assert_eq!((after["attestations"].clone(), revision(&after)), (json!([]), revision(&before) + 1));
        assert_eq!(done(revoke(&world.zeta, &status, &json!({"reason": "error"})), 200), revoked, "repeated, nothing happens");
        assert_eq!(revision(&read(&world.acme, &student)), revision(&after));
        let events = read(&world.acme, &format!("{student}/history"))["events"].clone();
        assert_eq!((&events[0]["action"], &events[0]["attestation"], &events[0]["account"]), (&json!("claim.revoke"), &json!(url), &json!("zeta")));
        let again = attested_by(world.attests("/api/teacher/teacher-of-s1", &student));
        assert_ne!(again, url, "it can be attested anew");
        assert_eq!(read(&world.acme, &status)["status"], "revoked", "which does not bring the old one back");
    }

    fn s7_what_the_registry_attested_admins_take_back(server: &Server) {
        let world = World::of(server);
        let student = world.student("s1");
        let status = path(&vouch(&world.admin, &world.url, &student, "name"));
        for other in [&world.acme, &world.zeta] {
            refused(revoke(other, &status, &json!({"reason": "withdrawn"})), 403, "forbidden");
        }
        assert_eq!(done(revoke(&world.admin, &status, &json!({"reason": "withdrawn"})), 200)["status"], "revoked");
        let (other, url) = world.attested_student("s2");
        done(revoke(&world.admin, &path(&url), &json!({"reason": "other"})), 200);
        assert!(attested(&read(&world.acme, &other)).is_empty());
    }

    fn s7_what_is_superseded_can_still_be_revoked(server: &Server) {
        let world = World::of(server);
        let (student, url) = world.attested_student("s1");
        done(world.acme.patch(&student, &claims(&[("school", json!("Dale"))])), 200);
        let old = read(&world.acme, &path(&url));
        assert_eq!((&old["status"], &old["reason"]), (&json!("superseded"), &json!("value_changed")));
        let before = revision(&read(&world.acme, &student));
        let revoked = done(revoke(&world.zeta, &path(&url), &json!({"reason": "error"})), 200);
        assert_eq!((&revoked["status"], &revoked["reason"]), (&json!("revoked"), &json!("error")));
        assert_eq!(revision(&read(&world.acme, &student)), before, "what an entity shows did not change");
    }

    fn s8_everybody_is_told_how_it_stands_and_who_may_read_the_claim_what_it_says(server: &Server) {
        let world = World::of(server);
        let (student, url) = world.attested_student("s1");
        let status = path(&url);
        let reader = server.user("reader", "other", &["reader"]);
        let third = server.user("third", "third", &["registrar", "attestor"]);
        let part = read(&server.nobody(), &status);
        assert_eq!(members(&part), ["id", "since", "status"]);
        assert!(part["id"] == json!(url) && part["status"] == "valid" && is_instant(&part["since"]), "{part}");
        assert_eq!(read(&third, &status), part);
        let envelope = read(&world.acme, &student)["attestations"][0].clone();
        for may_read in [&world.acme, &world.zeta, &world.admin, &reader] {
            let told = read(may_read, &status);
            assert_eq!((members(&told), &told["attestation"]), (vec!["attestation", "id", "since", "status"], &envelope));
        }
        server.nobody().head(&status).expect(200);
        for bad in ["x", &"A".repeat(22), &"A".repeat(23), "..%2f"] {
            refused(server.nobody().get(&format!("/meta/attestations/{bad}")), 404, "not_found");
        }
        done(revoke(&world.zeta, &status, &json!({"reason": "error", "note": "wrong student"})), 200);
        assert_eq!(members(&read(&server.nobody(), &status)), ["id", "reason", "since", "status"]);
        assert_eq!(members(&read(&reader, &status)), ["attestation", "id", "reason", "since", "status"]);
        for of_both_sides in [&world.acme, &world.zeta, &world.admin] {
            let told = read(of_both_sides, &status);
            assert_eq!(told["note"], "wrong student", "{told}");
        }
    }

    fn s8_a_private_claims_attestation_is_shown_to_who_may_read_it(server: &Server) {
        let world = World::of(server);
        let (teacher, student) = (world.teacher("t1"), world.student("s1"));
        done(world.acme.patch(&student, &claims(&[("pin", json!("1234"))])), 200);
        let call = attest(&world.admin, &format!("{student}/pin"), &world.at(&teacher), &json!("1234"));
        let status = path(&attested_by(call));
        let reader = server.user("reader", "other", &["reader"]);
        assert_eq!(members(&read(&reader, &status)), ["id", "since", "status"]);
        assert_eq!(attested(&read(&reader, &student)), Vec::<String>::new());
        for may_read in [&world.acme, &world.admin, &world.zeta] {
            assert_eq!(read(may_read, &status)["attestation"]["id"], read(&server.nobody(), &status)["id"]);
        }
    }

    fn s8_of_a_renewed_one_the_next_is_named(server: &Server) {
        let world = World::of(server);
        let (student, first) = world.attested_student("s1");
        let second = attested_by(world.attests("/api/teacher/teacher-of-s1", &student));
        let told = read(&server.nobody(), &path(&first));
        assert_eq!(members(&told), ["id", "reason", "since", "status", "supersededBy"]);
        assert_eq!((&told["status"], &told["reason"], &told["supersededBy"]), (&json!("superseded"), &json!("renewed"), &json!(second)));
        let listed = read(&world.acme, &format!("{student}/attestations"))["attestations"].clone();
        let ids: Vec<&Value> = listed.as_array().expect("a list").iter().map(|one| &one["id"]).collect();
        assert_eq!(ids, [&json!(second), &json!(first)], "newest first");
        for (filter, expected) in [("valid", vec![&second]), ("superseded", vec![&first]), ("revoked", vec![]), ("all", vec![&second, &first])] {
            let listed = read(&world.acme, &format!("{student}/attestations?status={filter}"))["attestations"].clone();
            assert_eq!(listed.as_array().expect("a list").iter().map(|one| one["id"].clone()).collect::<Vec<_>>(), expected.into_iter().map(|id| json!(id)).collect::<Vec<_>>(), "{filter}");
        }
    }

    fn s8_of_a_deleted_entity_the_status_stays(server: &Server) {
        let world = World::of(server);
        let (student, url) = world.attested_student("s1");
        world.acme.delete(&student).expect(204);
        let told = read(&server.nobody(), &path(&url));
        assert_eq!((&told["status"], &told["reason"]), (&json!("superseded"), &json!("entity_deleted")));
        assert!(read(&world.acme, &path(&url))["attestation"].is_object(), "its last owner reads it");
        assert!(read(&world.zeta, &path(&url)).get("attestation").is_none());
        assert_eq!(read(&world.acme, &format!("{student}/attestations"))["attestations"].as_array().map(Vec::len), Some(1));
    }
}
