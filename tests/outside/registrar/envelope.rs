//! What all answers have in common (`docs/spec/registrar.md` section 1, rules E1–E6): one envelope, every fault, the order of the classes.

use std::collections::HashSet;

use super::wire::{
    World, client, contact, domain, done, errors, info, log_in, members, person, refused, registration, text, tld,
    told, warnings,
};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

both! {
    fn e1_every_answer_has_one_envelope_and_an_id_of_its_own(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        let nobody = server.nobody();
        let calls = || [
            acme.get("/auth"), acme.get("/domains/blue.st"), acme.get("/domains/red.st/check"), acme.get("/contacts"), acme.get("/hosts/"),
            acme.get("/notifications?do=search"), acme.get("/whois/blue.st"), acme.get("/clients/acme"),
            acme.post("/domains/validate", &registration(&acme, "green.st", &json!({}))), acme.put("/contacts?dry_run=true", &person("X-1")),
            zeta.get("/domains/blue.st"), acme.get("/domains/none.st"), acme.get("/domains/-.st"), acme.get("/nowhere/near"),
            acme.get("/domains/blue.st/nowhere"), acme.request("PATCH", "/domains/blue.st"), acme.get("/billing/fees"), nobody.get("/domains"),
            nobody.put("/auth", &json!({})), nobody.put("/auth", &json!({"login": "acme", "password": "wrong one"})),
            acme.get("/domains?limit=x"), acme.put("/clients", &json!({})), acme.request("PUT", "/domains").body("application/json", "{"),
            acme.get("/contacts/NONE").header("Api-Version", "3.0"), acme.put("/domains", &registration(&acme, "blue.st", &json!({}))),
        ];
        let mut ids = HashSet::new();
        for (number, call) in calls().into_iter().enumerate() {
            let answer = call.header("X-Request-Id", "0198c5f2-6b1e-7c3a-9d52-1f0a7be4c001").send();
            if answer.header("content-type") == Some("application/problem+json") {
                assert!(answer.text().contains("not_found") && number == 13, "only what is no path of this face: {answer}");
                continue;
            }
            let body = told(&answer);
            assert!(body["cltrid"].is_null(), "{answer}");
            assert!(ids.insert(text(&body, "svtrid").to_owned()), "an id of another answer: {answer}");
        }
        for (number, call) in calls().into_iter().enumerate().filter(|(number, _)| *number != 13) {
            let id = format!("run 7/{number} ~");
            let body = told(&call.header("Api-ClientTransactionId", &id).send());
            assert_eq!(body["cltrid"], json!(id), "{body}");
            assert!(ids.insert(text(&body, "svtrid").to_owned()), "{body}");
        }
    }

    fn e2_every_fault_of_the_class_is_told_where_it_stands(server: &Server) {
        let World { acme, .. } = World::of(server);
        let wrong = json!({
            "name": ["blue.st"], "period": {"unit": "y"}, "contacts": {"tech": true}, "status": [{}, "ok"],
            "ns": ["a.example", {"addr": ["192.0.2.1"]}], "fee": {"amount": "1"},
            "secDNS": {"dsData": [{"keyTag": "x", "alg": 13, "digestType": 2, "digest": "AB"}]},
        });
        let body = refused(
            acme.put("/domains", &wrong).header("Api-ClientTransactionId", &"x".repeat(129)),
            400,
            2003,
            &[
                ("/name", "wrong-type"), ("/period/value", "required"), ("/contacts/tech", "wrong-type"), ("/status/0", "wrong-type"),
                ("/ns/1/name", "required"), ("/fee/currency", "required"), ("/secDNS/dsData/0/keyTag", "wrong-type"),
                ("header:Api-ClientTransactionId", "header"),
            ],
        );
        for (place, value) in [("/name", json!(["blue.st"])), ("/contacts/tech", json!(true)), ("/secDNS/dsData/0/keyTag", json!("x")),
            ("/period/value", Value::Null)] {
            let error = errors(&body).iter().find(|error| error["field"] == place).unwrap_or_else(|| panic!("{place}: {body}"));
            assert_eq!(error["value"], value, "{error}");
        }
        assert!(body["cltrid"].is_null(), "what is no id is not echoed: {body}");
        let body = refused(acme.get("/domains?limit=x&offset=-1"), 400, 2005, &[("query:limit", "range"), ("query:offset", "range")]);
        assert_eq!(errors(&body).iter().map(|error| text(error, "value")).collect::<HashSet<_>>(), HashSet::from(["x", "-1"]), "{body}");
        refused(acme.delete("/domains/blue.st?dry_run=perhaps&x"), 400, 2005, &[("query:dry_run", "parameter"), ("query:x", "parameter")]);
        let body = refused(acme.get("/domains/-x.st"), 400, 2005, &[("path:name", "bad-name")]);
        assert_eq!(errors(&body)[0]["value"], "-x.st");
        let body = refused(acme.get("/domains/a.st").header("Api-Version", "0.9"), 400, 2100, &[("header:Api-Version", "version-not-served")]);
        assert_eq!(errors(&body)[0]["value"], "0.9");
    }

    fn e2_no_secret_is_ever_echoed(server: &Server) {
        let World { admin, acme, .. } = World::of(server);
        let secret = "opensesame";
        domain(&acme, "blue.st", &json!({}));
        for (call, status) in [
            (server.nobody().put("/auth", &json!({"login": ["acme"], "password": [secret]})), 400),
            (server.nobody().put("/auth", &json!({"login": "acme", "password": secret})), 401),
            (server.nobody().get("/auth").header("Api-ClientToken", secret), 401),
            (acme.put("/domains", &json!({"name": {}, "authInfo": {"pw": [secret]}})), 400),
            (acme.put("/domains", &json!({"name": {}, "authInfo": [secret]})), 400),
            (acme.put("/domains", &registration(&acme, "red.st", &json!({"authInfo": {"pw": format!("{secret}\u{e9}")}}))), 422),
            (acme.post("/domains/blue.st", &json!({"chg": {"authInfo": {"pw": "sesame"}}})), 422),
            (acme.post("/domains/blue.st", &json!({"chg": [{"authInfo": {"pw": secret}}]})), 400),
            (acme.post("/domains/blue.st/transfer", &json!({"op": "request", "authInfo": {"pw": secret}})), 409),
            (admin.put("/clients", &json!({"login": "eta", "password": [secret]})), 400),
            (admin.put("/clients", &json!({"login": "eta", "password": {"a": secret}, "roles": [{"password": secret}]})), 400),
        ] {
            let answer = call.expect(status);
            told(&answer);
            assert!(!answer.text().contains("sesame"), "{answer}");
        }
        let short = admin.put("/clients", &json!({"login": "eta", "password": "sesame"})).expect(400);
        assert!(!short.text().contains("sesame"), "{short}");
        assert!(!server.log().contains("sesame") && !server.log().contains(PASSWORD));
    }

    fn e3_a_class_that_fails_hides_those_after_it(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        domain(&acme, "blue.st", &json!({"status": ["clientUpdateProhibited"]}));
        domain(&acme, "red.st", &json!({}));
        let used = acme.post("/domains/red.st", &json!({"add": {"status": ["clientHold"]}}));
        told(&used.header("Api-Version", "2.0").header("Api-ClientTransactionId", "used").expect(200));
        client(&admin, "lector", &json!({"roles": ["reader"]}));
        let (nobody, reader) = (server.nobody(), log_in(server, "lector"));

        // Each call has the faults of all that come after it too.
        let rest = json!({"add": {"contact": [{"tech": "NOBODY"}], "status": ["clientHold"]}, "rem": {"status": ["clientHold"]}});
        let malformed = json!({"add": {"contact": [{"tech": "NOBODY"}], "status": ["clientHold", {}]}, "rem": {"status": ["clientHold"]}});
        let call = |client: &Client, path: &str, body: &str| {
            client.request("POST", path).body("application/json", body).if_match("\"0.0\"").header("Api-Version", "2.0")
        };
        let (none, blue) = ("/domains/none.st", "/domains/blue.st");
        refused(call(&nobody, none, "{").header("Api-ClientTransactionId", "used"), 401, 2200, &[("", "unauthenticated")]);
        refused(call(&reader, none, "{").header("Api-ClientTransactionId", "used"), 403, 2201, &[("", "forbidden")]);
        refused(call(&zeta, none, "{").header("Api-ClientTransactionId", "used"), 400, 2001, &[("", "malformed")]);
        let strict = call(&acme, none, &malformed.to_string()).header("Api-ClientTransactionId", "used");
        refused(strict, 409, 2002, &[("header:Api-ClientTransactionId", "transaction-id-reused")]);
        refused(call(&zeta, none, &malformed.to_string()), 400, 2005, &[("/add/status/1", "wrong-type")]);
        refused(call(&zeta, none, &rest.to_string()), 404, 2303, &[("path:name", "unknown")]);
        refused(call(&zeta, blue, &rest.to_string()), 403, 2201, &[("path:name", "not-sponsor")]);
        refused(call(&acme, blue, &rest.to_string()), 412, 2304, &[("header:If-Match", "stale")]);
        let fresh = |path: &str| acme.post(path, &rest);
        refused(fresh(blue), 409, 2304, &[("path:name", "status-prohibits-operation")]);
        refused(fresh("/domains/red.st"), 404, 2303, &[("/add/contact/0/tech", "unknown")]);
        let policy = json!({"add": {"status": ["clientHold"]}, "rem": {"status": ["clientHold"]}});
        let body = told(&acme.post("/domains/red.st", &policy).expect(422));
        assert_eq!(body["code"], 2306, "{body}");
        assert_eq!(info(&acme, "/domains/red.st")["status"], json!(["clientHold", "inactive"]), "nothing of all that was done");
    }

    fn e3_who_may_not_comes_before_what_cannot_be_read(server: &Server) {
        let World { admin, acme, .. } = World::of(server);
        tld(&admin, "shut", &json!({"accredited": ["zeta"]}));
        domain(&acme, "blue.st", &json!({}));
        done(admin.post("/clients/acme", &json!({"suspended": true})), 200);
        for (method, path) in [
            ("PUT", "/domains"), ("POST", "/domains/blue.st/renew"), ("POST", "/domains/blue.st/restore"), ("POST", "/domains/validate"),
            ("PUT", "/domains?dry_run=true"),
        ] {
            let answer = acme.request(method, path).body("application/json", "{").expect(403);
            assert_eq!(told(&answer)["code"], 2201, "{answer}");
        }
    }

    fn e4_what_is_in_the_way_is_told_and_counted(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        for number in 0..102 {
            domain(&acme, &format!("d{number}.st"), &json!({}));
        }
        let body = refused(acme.delete("/contacts/ACME-1"), 409, 2305, &[("path:id", "linked")]);
        let blockers = body["blockers"].as_array().expect("blockers");
        assert_eq!((blockers.len(), &body["blockersTotal"]), (100, &json!(102)), "{body}");
        for blocker in blockers {
            assert_eq!(members(blocker), ["name", "sponsor", "type"], "{body}");
            assert_eq!((text(blocker, "type"), text(blocker, "sponsor")), ("domain", "acme"), "{body}");
        }
        let names: HashSet<&str> = blockers.iter().map(|blocker| text(blocker, "name")).collect();
        assert_eq!(names.len(), 100, "each once");
        let body = refused(zeta.put("/domains", &registration(&zeta, "d1.st", &json!({}))), 409, 2302, &[("/name", "in-use")]);
        assert_eq!((&body["blockers"], &body["blockersTotal"]), (&json!([{"type": "domain", "name": "d1.st", "sponsor": "acme"}]), &json!(1)));
        let body = refused(zeta.put("/contacts", &person("acme-1")), 409, 2302, &[("/id", "in-use")]);
        assert_eq!(body["blockersTotal"], 1, "{body}");
        assert!(!body.to_string().contains("Jane"), "C5: another's data: {body}");
    }

    fn e4_a_success_with_a_risk_is_told_with_a_warning(server: &Server) {
        let World { acme, .. } = World::of(server);
        let body = domain(&acme, "blue.st", &json!({"ns": ["ns1.nobody.st"]}));
        assert_eq!(warnings(&body), ["parent-unknown"], "{body}");
        for warning in body["warnings"].as_array().into_iter().flatten() {
            assert_eq!(members(warning), ["message", "reason"], "{body}");
        }
        assert!(domain(&acme, "red.st", &json!({})).get("warnings").is_none(), "without a risk there is none");
    }

    fn e5_instants_are_whole_seconds_in_utc(server: &Server) {
        let World { acme, .. } = World::of(server);
        let made = domain(&acme, "blue.st", &json!({}));
        let shown = info(&acme, "/domains/blue.st");
        for (name, value) in [
            ("creData.crDate", &made["creData"]["crDate"]), ("creData.exDate", &made["creData"]["exDate"]), ("crDate", &shown["crDate"]),
            ("exDate", &shown["exDate"]), ("until", &shown["graces"][0]["until"]), ("contact", &info(&acme, "/contacts/ACME-1")["crDate"]),
        ] {
            let text = value.as_str().unwrap_or_else(|| panic!("{name}: {value}"));
            let form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            assert_eq!(form, "0000-00-00T00:00:00Z", "{name}: {text}");
        }
        let session = done(acme.get("/auth"), 200);
        assert!(["created", "expires", "reqtime"].into_iter().all(|member| session[member].is_u64()), "{session}");
    }

    fn e6_what_is_not_served_is_told_in_this_faces_form(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        for (method, path) in [
            ("GET", "/domains/blue.st/nowhere"), ("POST", "/auth/nowhere"), ("GET", "/contacts/a/b/c"), ("PUT", "/whois"), ("GET", "/hosts//x/y"),
            ("DELETE", "/notifications/1/2/3"), ("GET", "/clients/a/b"),
        ] {
            refused(acme.request(method, path), 404, 2000, &[("", "unknown-path")]);
            refused(server.nobody().request(method, path), 404, 2000, &[("", "unknown-path")]);
        }
        for (method, path, allow) in [
            ("PATCH", "/auth", "GET, HEAD, PUT, POST, DELETE"), ("POST", "/domains", "GET, HEAD, PUT"),
            ("PUT", "/domains/blue.st", "GET, HEAD, POST, DELETE"),
            ("POST", "/domains/blue.st/check/", "GET, HEAD"), ("GET", "/domains/blue.st/renew", "POST"), ("GET", "/domains/blue.st/validate", "POST"),
            ("OPTIONS", "/contacts", "GET, HEAD, PUT"), ("DELETE", "/whois/blue.st", "GET, HEAD"), ("PUT", "/clients/acme", "GET, HEAD, POST"),
            ("POST", "/notifications/7", "GET, HEAD, DELETE"), ("GET", "/notifications/7/read", "POST"),
        ] {
            let answer = acme.request(method, path).expect(405);
            let body = told(&answer);
            assert_eq!((&body["code"], answer.header("allow")), (&json!(2000), Some(allow)), "{answer}");
        }
        for (method, path) in [("GET", "/billing"), ("POST", "/billing/"), ("PUT", "/billing/credit/7"), ("DELETE", "/billing/x")] {
            refused(acme.request(method, path), 501, 2101, &[("", "not-implemented")]);
        }
    }

    fn e6_head_works_wherever_get_does(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]}));
        for path in [
            "/auth", "/domains", "/domains/blue.st", "/domains/blue.st/check", "/domains/blue.st/transfers", "/contacts", "/contacts/ACME-1",
            "/contacts/ACME-1/check", "/contacts/ACME-1/references", "/hosts", "/hosts/ns1.blue.st", "/hosts/ns1.blue.st/check",
            "/hosts/ns1.blue.st/references", "/notifications", "/whois/blue.st", "/clients/acme",
        ] {
            let (got, head) = (acme.get(path).expect(200), acme.head(path).expect(200));
            assert!(head.body.is_empty(), "{head}");
            for name in ["etag", "content-type", "cache-control"] {
                assert_eq!(head.header(name), got.header(name), "{name} of {path}");
            }
        }
        for (path, status) in [("/domains/none.st", 404), ("/domains/-.st", 400), ("/billing/x", 501), ("/domains/a/b/c", 404),
            ("/domains/validate", 405)] {
            assert!(acme.head(path).expect(status).body.is_empty(), "{path}");
        }
        server.nobody().head("/domains").expect(401);
        contact(&acme, "X-1");
    }
}
