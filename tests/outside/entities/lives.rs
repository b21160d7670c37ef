//! Entities as they are made, changed and deleted (`docs/spec/attestations.md` E2 to E7, E9).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    self, World, attest, attested, attested_by, claims, declare, done, kind, make, names, path, read, refused,
    revision, roles, said, text, told, vouch, wrong,
};
use crate::given::with;

/// The entries of an entity's history, newest first, as `(action, claim)`.
fn actions(client: &domesday_tests::client::Client, path: &str) -> Vec<String> {
    let events = read(client, &format!("{path}/history"));
    events["events"].as_array().unwrap().iter().map(|event| text(&event["action"])).collect()
}

both! {
    fn e2_the_id_is_the_servers_or_the_one_that_is_asked_for(server: &Server) {
        let world = World::of(server);
        let post = |kind: &str, ids: &[&str]| {
            let claims: Vec<Value> = ids.iter().map(|id| json!({"id": id, "value": "x"})).collect();
            world.acme.post(&format!("/api/{kind}"), &json!({ "claims": claims }))
        };
        let id = |call: domesday_tests::client::Call| given::last(&done(call, 201)["id"]);
        for placeholder in ["name", "{entity-id}/name", "student/*/name", "/api/student/-/name", "/api/student/%7Bentity-id%7D/name", "https://registry.example/api/x/{entity-id}/name",
            "http://other.example:9/{entity-id}/name/"] {
            assert_eq!(id(post("student", &[placeholder])).len(), 22, "{placeholder}");
        }
        for (asked, spelt) in [("ann", "/api/student/ann/name"), ("b.o~b_-1", "https://elsewhere.example/api/student/b.o~b_-1/name"), ("Ann", "student/Ann/name")] {
            assert_eq!(id(post("student", &[spelt])), asked);
            refused(post("student", &[spelt]), 409, "id_taken");
        }
        assert_eq!(id(post("student", &["x/eve/name", "{entity-id}/school", "eve/pin"])), "eve");
        refused(post("student", &["x/one/name", "x/two/school"]), 400, "bad_id");
        let whole = |id: &str, claim: &str| world.acme.post("/api/student", &json!({"id": id, "claims": [{"id": claim, "value": "x"}]}));
        assert_eq!(id(whole("/api/student/fay", "name")), "fay");
        wrong(whole("/api/student/gus", "x/hal/name"), &[("id", "bad_id")]);
        wrong(whole("/api/teacher/gus", "name"), &[("id", "bad_id")]);
        for bad in ["search", "c%20d", &"y".repeat(65), "%00", "a%2fb"] {
            refused(post("student", &[&format!("x/{bad}/name")]), 400, "bad_id");
        }
        assert_eq!(id(post("student", &[&format!("x/{}/name", "y".repeat(64))])).len(), 64);
        told(&world.acme.delete("/api/student/ann").expect(204));
        for client in [&world.acme, &world.zeta] {
            let body = refused(client.post("/api/student", &json!({"claims": [{"id": "x/ann/name", "value": "x"}]})), 409, "id_taken");
            assert!(!body["conflicts"].as_array().unwrap().is_empty(), "ids are never reused: {body}");
        }
        declare(&world.admin, "served", &kind(&json!([{"subject": "name", "value": "string"}]), &json!({"roles": roles()})));
        assert_ne!(id(post("served", &["served/mine/name"])), "mine", "the server makes them");
        for method in ["PATCH", "PUT"] {
            let call = |id: &str| world.acme.request(method, "/api/student/eve").json(&json!({"claims": [{"id": id, "value": "y"}]}));
            for good in ["name", "https://any.example/q/eve/name", "{entity-id}/name", "-/name"] {
                done(call(good), 200);
            }
            for bad in ["student/ann/name", "https://any.example/api/student/Eve/name"] {
                wrong(call(bad), &[("claims[0].id", "bad_id")]);
            }
        }
    }

    fn e3_only_admins_say_whose_an_entity_is(server: &Server) {
        let world = World::of(server);
        let at = world.student("ann");
        vouch(&world.admin, &world.url, &at, "school");
        for (call, status) in [
            (world.acme.post("/api/student", &with(claims(&[("name", json!("B"))]), &json!({"owner": "zeta"}))), 403),
            (world.acme.post("/api/student", &with(claims(&[("name", json!("B"))]), &json!({"owner": "acme"}))), 403),
            (world.acme.patch(&at, &json!({"owner": "zeta"})), 403), (world.acme.put(&at, &with(claims(&[("name", json!("B"))]), &json!({"owner": "zeta"}))), 403),
        ] {
            let answer = call.expect(status);
            told(&answer);
            assert_eq!(answer.code(), "forbidden");
        }
        wrong(world.admin.patch(&at, &json!({"owner": "nobody-here"})), &[("owner", "unknown_account")]);
        wrong(world.admin.patch(&at, &json!({"owner": 7})), &[("owner", "wrong_type")]);
        let same = done(world.admin.patch(&at, &json!({"owner": "acme"})), 200);
        let moved = done(world.admin.patch(&at, &json!({"owner": "zeta"})), 200);
        assert_eq!((revision(&moved), &moved["metadata"]["owner"]), (revision(&same) + 1, &json!(format!("{}/api/clients/zeta", world.url))));
        assert_eq!(attested(&moved), ["school"], "what it says is attested still");
        refused(world.acme.get(&at), 404, "not_found");
        done(world.zeta.patch(&at, &claims(&[("name", json!("Zed"))])), 200);
        assert_eq!(actions(&world.zeta, &at)[1], "entity.owner");
        let made = done(world.admin.post("/api/student", &with(claims(&[("name", json!("B"))]), &json!({"owner": "acme"}))), 201);
        assert_eq!(made["metadata"]["owner"], format!("{}/api/clients/acme", world.url));
        let at = path(&text(&made["id"]));
        let by_url = done(world.admin.patch(&at, &json!({"owner": format!("{}/api/clients/zeta", world.url)})), 200);
        assert_eq!(by_url["metadata"]["owner"], format!("{}/api/clients/zeta", world.url));
        let own = done(world.admin.post("/api/student", &claims(&[("name", json!("B"))])), 201);
        assert_eq!(own["metadata"]["owner"], format!("{}/api/clients/registry", world.url));
    }

    fn e5_a_patch_replaces_what_it_names_and_a_put_everything(server: &Server) {
        let world = World::of(server);
        let at = make(&world.acme, "student", "ann", &[("name", json!("Ann")), ("school", json!("Hill")), ("extra", json!({"a": 1}))]);
        let patched = done(world.acme.patch(&at, &claims(&[("school", json!("Dale")), ("marks", json!([1]))])), 200);
        assert_eq!(names(&patched), ["name", "school", "marks", "extra"]);
        let without = done(world.acme.patch(&at, &claims(&[("extra", json!(null)), ("marks", json!(null))])), 200);
        assert_eq!(names(&without), ["name", "school"]);
        refused(world.acme.get(&format!("{at}/extra")), 404, "not_found");
        assert_eq!(done(world.acme.patch(&at, &claims(&[("extra", json!(null))])), 200), without, "it was gone");
        refused(world.acme.patch(&at, &claims(&[("name", json!(null))])), 400, "required");
        let put = done(world.acme.put(&at, &claims(&[("name", json!("Bea")), ("pin", json!("1234"))])), 200);
        assert_eq!(said(&put), [("name".to_owned(), json!("Bea")), ("pin".to_owned(), json!("1234"))]);
        refused(world.acme.put(&at, &claims(&[("school", json!("Hill"))])), 400, "required");
        refused(world.acme.put(&at, &json!({})), 400, "required");
        done(world.acme.put(&at, &claims(&[("name", json!("Bea")), ("pin", json!(null))])), 200);
        assert_eq!(names(&read(&world.acme, &at)), ["name"]);
        assert_eq!(done(world.acme.patch(&at, &json!({})), 200), read(&world.acme, &at));
        refused(world.acme.put("/api/student/none", &claims(&[("name", json!("x"))])), 404, "not_found");
        refused(world.acme.get("/api/student/none"), 404, "not_found");
        let nothing = claims(&[("name", json!("N")), ("school", json!(null)), ("email", json!(null))]);
        assert_eq!(names(&done(world.acme.post("/api/student", &nothing), 201)), ["name"], "null is: no such claim");
    }

    fn e6_what_changes_nothing_leaves_no_trace(server: &Server) {
        let world = World::of(server);
        let at = make(&world.acme, "student", "ann", &[("name", json!("Ann")), ("marks", json!([1, 2])), ("extra", json!({"a": 1, "b": [null]}))]);
        let before = world.acme.get(&at).expect(200);
        let body = r#"{"claims":[{"id":"name","value":"\u0041nn"},{"id":"extra","value":{"b":[null],"a":1.0e0}},{"id":"marks","value":[1.0,2]},{"id":"email","value":null}]}"#;
        for method in ["PATCH", "PUT"] {
            let after = world.acme.request(method, &at).body("application/json", body).expect(200);
            assert_eq!((told(&after), after.etag()), (told(&before), before.etag()), "{method}");
        }
        assert_eq!(actions(&world.acme, &at), ["entity.create"]);
        for (value, expected) in [(json!([2, 1]), 2), (json!([2, 1]), 2), (json!([2, 1.5]), 3)] {
            assert_eq!(revision(&done(world.acme.patch(&at, &claims(&[("marks", value)])), 200)), expected);
        }
        assert_eq!(actions(&world.acme, &at), ["entity.update", "entity.update", "entity.create"]);
        for bad in [claims(&[("name", json!(7))]), claims(&[("none", json!(7))]), json!({"x": 1})] {
            told(&world.acme.patch(&at, &bad).expect(400));
        }
        assert_eq!(revision(&read(&world.acme, &at)), 3);
    }

    fn e7_an_edit_ends_what_it_touches_and_nothing_else(server: &Server) {
        let world = World::of(server);
        let at = make(&world.acme, "student", "ann", &[("name", json!("Ann")), ("school", json!("Hill")), ("marks", json!([1])), ("extra", json!({"a": 1, "b": 2}))]);
        let all = ["name", "school", "marks", "extra"].map(|claim| vouch(&world.admin, &world.url, &at, claim));
        let revision_before = revision(&read(&world.acme, &at));
        let same = r#"{"claims":[{"id":"name","value":"Ann"},{"id":"extra","value":{"b":2.0,"a":1}},{"id":"marks","value":[1.0]}]}"#;
        let kept = told(&world.acme.request("PATCH", &at).body("application/json", same).expect(200));
        assert_eq!((attested(&kept).len(), revision(&kept)), (4, revision_before), "sending the same again voids nothing");
        let changed = done(world.acme.patch(&at, &claims(&[("name", json!("ann")), ("email", json!("ann@example.org"))])), 200);
        assert_eq!(attested(&changed), ["school", "marks", "extra"]);
        let went = done(world.acme.patch(&at, &claims(&[("school", json!(null)), ("name", json!("Ann"))])), 200);
        assert_eq!(attested(&went), ["marks", "extra"], "the old value does not bring it back");
        refused(world.acme.put(&at, &claims(&[("name", json!("Bea")), ("marks", json!(["1"]))])), 400, "wrong_type");
        assert_eq!(attested(&read(&world.acme, &at)), ["marks", "extra"]);
        let put = done(world.acme.put(&at, &claims(&[("name", json!("Ann")), ("extra", json!({"a": 1, "b": 2})), ("marks", json!([1, 1]))])), 200);
        assert_eq!(attested(&put), ["extra"]);
        for (attestation, status, reason) in [(&all[0], "superseded", Some("value_changed")), (&all[1], "superseded", Some("claim_removed")), (&all[2], "superseded", Some("value_changed")), (&all[3], "valid", None)] {
            let status_document = read(&world.acme, &path(attestation));
            assert_eq!((status_document["status"].as_str(), status_document["reason"].as_str()), (Some(status), reason), "{status_document}");
        }
    }

    fn e9_a_deleted_entity_is_gone_but_for_its_past(server: &Server) {
        let world = World::of(server);
        let (at, teacher) = (world.student("ann"), world.teacher("tea"));
        let attestation = attested_by(attest(&world.zeta, &format!("{at}/school"), &teacher, &json!("Hill")));
        let other = make(&world.acme, "student", "bob", &[("name", json!("Bob")), ("school", json!("Hill"))]);
        attested_by(attest(&world.zeta, &format!("{other}/school"), &teacher, &json!("Hill")));
        refused(world.zeta.delete(&at), 403, "forbidden");
        let gone = world.acme.delete(&at).expect(204);
        told(&gone);
        assert_eq!((gone.header("content-type"), gone.header("etag"), gone.body.len()), (None, None, 0));
        for client in [&world.acme, &world.admin] {
            for path in [at.clone(), format!("{at}/name")] {
                refused(client.get(&path), 404, "not_found");
            }
            refused(client.delete(&at), 404, "not_found");
            refused(client.patch(&at, &claims(&[])), 404, "not_found");
            assert_eq!(actions(client, &at)[0], "entity.delete");
            let past = read(client, &format!("{at}/attestations"));
            assert_eq!((&past["attestations"][0]["id"], &past["attestations"][0]["status"], &past["attestations"][0]["reason"]),
                (&json!(attestation), &json!("superseded"), &json!("entity_deleted")));
        }
        for path in ["history", "attestations"] {
            refused(world.zeta.get(&format!("{at}/{path}")), 404, "not_found");
            refused(server.nobody().get(&format!("{at}/{path}")), 401, "not_authenticated");
        }
        told(&world.zeta.delete(&teacher).expect(204));
        assert_eq!(attested(&read(&world.acme, &other)), ["school"], "what a deleted attestor said stays");
        refused(attest(&world.zeta, &format!("{other}/school"), &teacher, &json!("Hill")), 404, "not_found");
        refused(attest(&world.admin, &format!("{other}/school"), &teacher, &json!("Hill")), 403, "attestor_not_yours");
    }
}
