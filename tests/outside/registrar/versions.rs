//! The matters in which the two versions differ (`docs/spec/registrar.md` section 1): numbers and shapes, never what is done.

use super::wire::{
    World, contact, domain, done, fails, info, log_in, person, refused, registration, text, tld, told, warnings,
};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Call;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Sends a call in a version, and gives the body of an answer with this status.
fn spoken(call: Call, version: &str, status: u16) -> Value {
    told(&call.header("Api-Version", version).expect(status))
}

both! {
    fn section_1_what_is_accepted_and_pending_is_1000_or_1001(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        tld(&admin, "sh", &json!({"add_grace": "P0D", "transfer_lock": "P0D"}));
        for (version, code, name, other) in [("1.0", 1000, "one.sh", "uno.sh"), ("2.0", 1001, "two.sh", "due.sh")] {
            domain(&acme, name, &json!({}));
            domain(&acme, other, &json!({"authInfo": {"pw": "open sesame"}}));
            assert_eq!(spoken(acme.delete(&format!("/domains/{name}")), version, 202)["code"], code);
            let request = zeta.post(&format!("/domains/{other}/transfer"), &json!({"op": "request", "authInfo": {"pw": "open sesame"}}));
            let body = spoken(request, version, 202);
            assert_eq!((&body["code"], text(&body["trnData"], "trStatus")), (&json!(code), "pending"));
            let reject = acme.post(&format!("/domains/{other}/transfer"), &json!({"op": "reject"}));
            assert_eq!(spoken(reject, version, 200)["code"], 1000, "what is done is 1000 in both");
        }
    }

    fn section_1_lists_of_messages_and_the_end_of_a_session_have_their_codes(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({"authInfo": {"pw": "open sesame"}}));
        for (version, none, some) in [("1.0", 1000, 1000), ("2.0", 1300, 1301)] {
            let empty = spoken(zeta.get("/notifications"), version, 200);
            assert_eq!((&empty["code"], &empty["searchInf"]["rows_count"]), (&json!(none), &json!(0)));
            done(zeta.post("/domains/blue.st/transfer", &json!({"op": "request", "authInfo": {"pw": "open sesame"}})), 202);
            for path in ["/notifications", "/notifications?do=search"] {
                assert_eq!(spoken(acme.get(path), version, 200)["code"], some, "{path}");
            }
            done(zeta.post("/domains/blue.st/transfer", &json!({"op": "cancel"})), 200);
            let mine = spoken(zeta.get("/notifications"), version, 200);
            assert_eq!(mine["code"], some, "a cancelled transfer is told to both: {mine}");
            for row in mine["searchRes"].as_object().map(|rows| rows.values().cloned().collect()).unwrap_or(mine["searchRes"].as_array().cloned().unwrap_or_default()) {
                done(zeta.post(&format!("/notifications/{}/read", row["id"]), &json!({})), 200);
            }
        }
        for (version, code) in [("1.0", 1000), ("2.0", 1500)] {
            let session = log_in(server, "acme");
            assert_eq!(spoken(session.delete("/auth"), version, 200)["code"], code);
            refused(session.get("/auth"), 401, 2200, &[("", "unauthenticated")]);
        }
    }

    fn section_1_a_foreign_object_is_2203_to_the_first_and_2201_to_the_second(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        contact(&acme, "FREE-1");
        for path in ["/domains/blue.st", "/contacts/FREE-1", "/contacts/ACME-1"] {
            for (version, code) in [("1.0", 2203), ("2.0", 2201)] {
                let body = spoken(zeta.get(path), version, 403);
                assert_eq!((&body["code"], &body["errors"][0]["code"]), (&json!(code), &json!(code)), "{path} {version}: {body}");
                assert!(body.get("info").is_none() && !body.to_string().contains("Jane"), "C5: {body}");
                let change = spoken(zeta.post(path, &json!({"add": {"status": ["clientDeleteProhibited"]}})), version, 403);
                assert_eq!(change["code"], 2201, "a command on it is 2201 in both: {change}");
            }
        }
    }

    fn section_1_a_member_that_nobody_knows_is_a_warning_or_an_error(server: &Server) {
        let World { acme, .. } = World::of(server);
        let more = json!({"colour": "red", "period": {"unit": "y", "value": 1, "leap": true}, "authInfo": {"pw": "open sesame", "hint": 1},
            "gone": null});
        let body = registration(&acme, "blue.st", &more);
        refused(
            acme.put("/domains", &body).header("Api-Version", "2.0"),
            400,
            2001,
            &[("/colour", "unknown-member"), ("/period/leap", "unknown-member"), ("/authInfo/hint", "unknown-member")],
        );
        refused(acme.get("/domains/blue.st"), 404, 2303, &[("path:name", "unknown")]);
        let made = done(acme.put("/domains", &body), 201);
        assert_eq!(warnings(&made), ["unknown-member"; 3], "{made}");
        for place in ["/colour", "/period/leap", "/authInfo/hint"] {
            assert!(made["warnings"].to_string().contains(place), "{place}: {made}");
        }
        for (call, place) in [
            (acme.post("/domains/blue.st", &json!({"add": {"status": ["clientHold"], "x/y": 1}})), "/add/x~1y"),
            (acme.put("/contacts", &super::given::with(person("X-1"), &json!({"role": 1}))), "/role"),
            (acme.put("/hosts", &json!({"name": "ns1.blue.st", "ttl": 5})), "/ttl"),
            (acme.post("/domains/blue.st/restore", &json!({"report": {}})), "/report"),
            (acme.put("/auth", &json!({"login": "acme", "password": "x", "otp": 5})), "/otp"),
        ] {
            refused(call.header("Api-Version", "2.0"), 400, 2001, &[(place, "unknown-member")]);
        }
        assert_eq!(info(&acme, "/domains/blue.st")["status"], json!(["inactive"]));
    }

    fn section_1_results_are_an_object_or_a_list_in_the_same_order(server: &Server) {
        let World { acme, .. } = World::of(server);
        for name in ["blue.st", "red.st", "amber.st"] {
            domain(&acme, name, &json!({}));
        }
        let path = "/domains?do=search&sort_field=name&sort_direction=desc";
        let first = acme.get(path).expect(200);
        let order: Vec<usize> = ["\"red.st\":{", "\"blue.st\":{", "\"amber.st\":{"].map(|key| first.text().find(key).expect("a key")).into();
        assert!(order.is_sorted(), "an object in the order of the result: {first}");
        let second = spoken(acme.get(path), "2.0", 200);
        let rows = second["searchRes"].as_array().expect("a list");
        assert_eq!(rows.iter().map(|row| text(row, "name")).collect::<Vec<_>>(), ["red.st", "blue.st", "amber.st"]);
        for row in rows {
            assert_eq!(told(&first)["searchRes"][text(row, "name")], *row);
        }
        for (version, none) in [("1.0", json!({})), ("2.0", json!([]))] {
            for path in ["/hosts", "/notifications", "/domains?do=search&field[name][eq]=none.st"] {
                assert_eq!(spoken(acme.get(path), version, 200)["searchRes"], none, "{path}");
            }
        }
    }

    fn section_1_the_same_things_are_refused_with_the_same_status(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        for (path, body) in [
            ("/domains/none.st", json!({"add": {"status": ["clientHold"]}})), ("/domains/blue.st", json!({})),
            ("/domains/blue.st", json!({"add": {"status": ["serverHold"]}})),
            ("/domains/blue.st/renew", json!({})), ("/domains/blue.st/restore", json!({})), ("/domains/blue.st/transfer", json!({"op": "leap"})),
            ("/domains/blue.st/transfer", json!({"op": "approve"})), ("/domains/blue.st/epp", json!({"authInfo": {"pw": "wrong code"}})),
        ] {
            for client in [&acme, &zeta] {
                let [one, two] = ["1.0", "2.0"].map(|version| client.post(path, &body).header("Api-Version", version).send());
                assert_eq!((one.status, &told(&one)["code"]), (two.status, &told(&two)["code"]), "{one} {two}");
            }
        }
    }

    fn section_1_every_code_has_its_status(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        tld(&admin, "late", &json!({"transfer_lock": "P60D"}));
        let code = json!({"authInfo": {"pw": "open sesame"}});
        for name in ["blue.st", "red.st", "fresh.late"] {
            domain(&acme, name, &code);
        }
        done(acme.post("/domains/red.st", &json!({"add": {"status": ["clientDeleteProhibited"]}})), 200);
        let ask = |name: &str, code: &str| zeta.post(&format!("/domains/{name}/transfer"), &json!({"op": "request", "authInfo": {"pw": code}}));
        done(ask("blue.st", "open sesame"), 202);
        let nobody = server.nobody();
        let new = registration(&acme, "blue.st", &json!({}));
        let renewal = json!({"period": {"value": 1}, "curExpDate": "2001-01-01"});
        for (call, status, code) in [
            (acme.get("/domains/a/b/c"), 404, 2000), (acme.request("PATCH", "/domains"), 405, 2000),
            (acme.request("PUT", "/domains").body("application/json", "{"), 400, 2001),
            (acme.request("PUT", "/domains").body("application/json", "x".repeat(300_000)), 413, 2001),
            (acme.post("/domains/blue.st/transfer", &json!({"op": "request", "authInfo": {"pw": "open sesame"}})), 409, 2002),
            (acme.put("/domains", &json!({})), 400, 2003),
            (acme.post("/domains/red.st/renew", &renewal), 422, 2004), (acme.get("/domains/-.st"), 400, 2005),
            (acme.get("/domains").header("Api-Version", "3"), 400, 2100),
            (acme.get("/billing"), 501, 2101), (ask("fresh.late", "open sesame"), 409, 2106), (nobody.get("/domains"), 401, 2200),
            (zeta.delete("/domains/red.st"), 403, 2201),
            (ask("red.st", "wrong code"), 403, 2202), (zeta.get("/domains/red.st"), 403, 2203), (ask("blue.st", "open sesame"), 409, 2300),
            (acme.post("/domains/red.st/transfer", &json!({"op": "approve"})), 409, 2301), (acme.put("/domains", &new), 409, 2302),
            (acme.get("/domains/none.st"), 404, 2303),
            (acme.delete("/domains/red.st"), 409, 2304), (acme.delete("/domains/blue.st").if_match("\"0\""), 412, 2304),
            (acme.delete("/contacts/ACME-1"), 409, 2305),
            (acme.post("/domains/red.st", &json!({"add": {"status": ["clientDeleteProhibited"]}})), 422, 2306),
        ] {
            fails(call, status, code);
        }
        for _ in 0..9 {
            fails(ask("red.st", "wrong code"), 403, 2202);
        }
        let body = fails(ask("red.st", "open sesame"), 429, 2202);
        assert_eq!(body["errors"][0]["reason"], "too-many-attempts", "D8: the right one too: {body}");
        for _ in 0..10 {
            fails(nobody.put("/auth", &json!({"login": "zeta", "password": "wrong"})), 401, 2200);
        }
        fails(nobody.put("/auth", &json!({"login": "zeta", "password": "wrong"})), 429, 2502);
    }
}
