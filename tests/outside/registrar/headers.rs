//! The headers of this face (`docs/spec/registrar.md` sections 1 and 12): types, versions, transaction ids, conditions.

use super::wire::{
    World, at_once, contact, domain, done, info, person, refused, registration, session, text, tld, told,
};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn section_1_a_body_is_json_and_says_so(server: &Server) {
        let World { acme, .. } = World::of(server);
        let body = registration(&acme, "blue.st", &json!({})).to_string();
        for kind in ["text/plain", "text/json", "application/x-www-form-urlencoded", "application/jsonx", "application", "",
            "application/json-patch+json"] {
            refused(acme.request("PUT", "/domains").body(kind, body.clone()), 400, 2001, &[("", "content-type")]);
        }
        for kind in ["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"; x=y",
            " application/json "] {
            done(acme.request("POST", "/domains/validate").body(kind, body.clone()), 200);
        }
        for kind in ["text/plain", "", "nonsense"] {
            done(acme.get("/domains").header("Content-Type", kind), 200);
            refused(acme.request("POST", "/domains/none.st/restore").header("Content-Type", kind), 404, 2303, &[("path:name", "unknown")]);
        }
    }

    fn section_1_two_versions_are_served(server: &Server) {
        let World { acme, .. } = World::of(server);
        for version in ["1.0", "2.0", " 2.0 "] {
            told(&acme.get("/domains").header("Api-Version", version).expect(200));
        }
        for version in ["", "1", "2", "1.1", "3.0", "2.0.0", "v2.0", "2.0, 2.0", "latest", "\u{e9}"] {
            let of_everyone = [
                acme.get("/domains"), acme.get("/auth"), acme.get("/domains/blue.st"), acme.put("/domains", &json!({})),
                acme.delete("/domains/blue.st"),
                acme.post("/domains/blue.st/transfer", &json!({"op": "query"})), acme.post("/domains/blue.st/epp", &json!({})),
                acme.put("/auth", &json!({})), acme.post("/domains/blue.st/restore", &json!({})),
            ];
            for call in of_everyone {
                refused(call.header("Api-Version", version), 400, 2100, &[("header:Api-Version", "version-not-served")]);
            }
            // Who may not make clients is told that first.
            let clients = acme.put("/clients", &json!({})).header("Api-Version", version).expect(403);
            assert_eq!(told(&clients)["code"], 2201, "{version:?}: {clients}");
        }
        let twice = acme.get("/domains").header("Api-Version", "1.0").header("Api-Version", "2.0");
        refused(twice, 400, 2100, &[("header:Api-Version", "version-not-served")]);
        refused(server.nobody().get("/domains").header("Api-Version", "9"), 401, 2200, &[("", "unauthenticated")]);
    }

    fn section_1_transaction_ids_and_keys_are_printable_ascii(server: &Server) {
        let World { acme, .. } = World::of(server);
        let long = "x".repeat(128);
        for header in ["Api-ClientTransactionId", "Idempotency-Key"] {
            for id in ["a", "acme-17", "a b", "{\"a\":[1]}", "'; DROP TABLE x; --", long.as_str()] {
                let calls = [acme.get("/domains"), acme.post("/domains/validate", &registration(&acme, "blue.st", &json!({})))];
                for call in calls {
                    let body = done(call.header(header, id), 200);
                    let echoed = if header == "Idempotency-Key" { json!(null) } else { json!(id) };
                    assert_eq!(body["cltrid"], echoed, "{id}");
                }
            }
            let place = format!("header:{header}");
            for id in ["", "b\u{e4}r", "a\tb", format!("{long}x").as_str()] {
                for call in [acme.get("/domains"), acme.get("/auth"), acme.delete("/contacts/NONE"), acme.post("/domains/a.st/restore", &json!({}))] {
                    let body = refused(call.header(header, id), 400, 2005, &[(&place, "header")]);
                    assert!(body["cltrid"].is_null(), "{id:?}: {body}");
                }
            }
        }
        let twice = acme.get("/domains").header("Api-ClientTransactionId", "a").header("Api-ClientTransactionId", "b");
        refused(twice, 400, 2005, &[("header:Api-ClientTransactionId", "header")]);
        let both_wrong = acme.get("/domains?limit=x").header("Api-ClientTransactionId", "").header("Idempotency-Key", "");
        told(&both_wrong.expect(400));
        done(acme.get("/domains").header("Api-UserAgent", "st-client/7 \u{e9}"), 200);
    }

    fn section_1_every_token_header_is_taken(server: &Server) {
        let World { .. } = World::of(server);
        let session = session(server, "acme");
        let token = text(&session, "token").to_owned();
        for (name, value) in [
            ("Api-ClientToken", token.clone()), ("api-clienttoken", token.clone()), ("Authorization", format!("Bearer {token}")),
            ("Authorization", format!("Token {token}")), ("Auth-Token", token.clone()), ("X-Auth-Token", token.clone()),
        ] {
            let session = done(server.nobody().with_header(name, &value).get("/auth"), 200);
            assert_eq!(session["login"], "acme", "{name}");
        }
        let disagreeing = server.nobody().get("/auth").header("Api-ClientToken", &token).header("Auth-Token", "another");
        refused(disagreeing, 401, 2200, &[("", "unauthenticated")]);
    }

    fn section_1_the_tag_of_an_object_follows_what_is_shown(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]}));
        for (path, change) in [
            ("/domains/blue.st", json!({"add": {"status": ["clientHold"]}})), ("/contacts/ACME-1", json!({"chg": {"voice": "+46.1"}})),
            ("/hosts/ns1.blue.st", json!({"add": {"addr": ["192.0.2.2"]}})),
        ] {
            let first = acme.get(path).expect(200);
            assert!(first.etag().starts_with('"') && first.etag().ends_with('"'), "strong: {first}");
            assert_eq!(acme.get(path).expect(200).etag(), first.etag(), "{path}");
            let changed = acme.post(path, &change).if_match(&first.etag()).expect(200);
            let second = acme.get(path).expect(200);
            assert_eq!(changed.etag(), second.etag(), "the tag that a change gives is that of what it left: {path}");
            assert_ne!(first.etag(), second.etag(), "{path}");
        }
        let made = acme.put("/domains", &registration(&acme, "red.st", &json!({}))).expect(201);
        assert_eq!(made.header("location"), Some("/domains/red.st"));
        assert_eq!(made.etag(), acme.get("/domains/red.st").expect(200).etag());
    }

    fn section_1_the_tag_of_a_domain_covers_what_others_do_to_it(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({"authInfo": {"pw": "open sesame"}}));
        let tag = || acme.get("/domains/blue.st").expect(200).etag();
        let before = tag();
        done(acme.put("/hosts", &json!({"name": "ns1.blue.st", "addr": ["192.0.2.1"]})), 201);
        let with_host = tag();
        assert_ne!(before, with_host, "`hosts` is shown");
        done(zeta.post("/domains/blue.st/transfer", &json!({"op": "request", "authInfo": {"pw": "open sesame"}})), 202);
        assert_ne!(tag(), with_host, "`transfer` and the status are shown");
    }

    fn section_1_the_tag_of_a_domain_covers_what_time_does_to_it(server: &Server) {
        let World { admin, acme, .. } = World::of(server);
        tld(&admin, "brief", &json!({"add_grace": "PT2S"}));
        domain(&acme, "blue.brief", &json!({}));
        let look = || acme.get("/domains/blue.brief").expect(200);
        let first = look();
        assert_eq!(told(&first)["info"]["rgpStatus"], json!(["addPeriod"]), "{first}");
        let change = json!({"add": {"status": ["clientHold"]}});
        let later = (0..200).map(|_| look()).find(|answer| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            told(answer)["info"]["rgpStatus"] == json!([])
        });
        let later = later.expect("the grace ends");
        assert_ne!(later.etag(), first.etag(), "what is shown is another: {later}");
        refused(acme.post("/domains/blue.brief", &change).if_match(&first.etag()), 412, 2304, &[("header:If-Match", "stale")]);
        done(acme.post("/domains/blue.brief", &change).if_match(&look().etag()), 200);
    }

    fn x2_a_stale_condition_is_412_and_changes_nothing(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        tld(&admin, "sh", &json!({"add_grace": "P0D", "transfer_lock": "P0D"}));
        let code = json!({"authInfo": {"pw": "open sesame"}});
        for name in ["blue.st", "gone.sh"] {
            domain(&acme, name, &code);
        }
        done(acme.put("/hosts", &json!({"name": "ns1.blue.st", "addr": ["192.0.2.1"]})), 201);
        done(acme.delete("/domains/gone.sh"), 202);
        contact(&acme, "FREE-1");
        let day = info(&acme, "/domains/blue.st")["exDate"].as_str().expect("a date")[..10].to_owned();
        let old = acme.get("/contacts/FREE-1").expect(200).etag();
        done(acme.post("/contacts/FREE-1", &json!({"chg": {"fax": "+46.2"}})), 200);
        let state = || {
            let read = |path: &str| info(&acme, path);
            ["/domains/blue.st", "/domains/gone.sh", "/hosts/ns1.blue.st", "/contacts/FREE-1"].map(read)
        };
        let before = state();
        for tag in ["\"0.0\"", old.as_str(), "\"\"", "\"a\", \"b\""] {
            for call in [
                acme.post("/domains/blue.st", &json!({"add": {"status": ["clientHold"]}})), acme.delete("/domains/blue.st"),
                acme.post("/domains/blue.st/renew", &json!({"period": {"unit": "y", "value": 1}, "curExpDate": day})),
                acme.post("/domains/gone.sh/restore", &json!({})), acme.post("/hosts/ns1.blue.st", &json!({"add": {"addr": ["192.0.2.9"]}})),
                acme.delete("/hosts/ns1.blue.st"), acme.post("/contacts/FREE-1", &json!({"chg": {"fax": "+46.3"}})), acme.delete("/contacts/FREE-1"),
                zeta.post("/domains/blue.st/transfer", &json!({"op": "request", "authInfo": {"pw": "open sesame"}})),
                acme.post("/domains/blue.st?dry_run=true", &json!({"add": {"status": ["clientHold"]}})),
            ] {
                let answer = call.if_match(tag).expect(412);
                let body = told(&answer);
                assert_eq!((&body["code"], &body["errors"][0]["reason"]), (&json!(2304), &json!("stale")), "{answer}");
            }
        }
        assert_eq!(state(), before);
        for (path, change) in [("/domains/blue.st", json!({"add": {"status": ["clientHold"]}})),
            ("/contacts/FREE-1", json!({"chg": {"fax": "+46.3"}}))] {
            let tag = acme.get(path).expect(200).etag();
            refused(acme.post(path, &change).if_match(&format!("W/{tag}")), 412, 2304, &[("header:If-Match", "stale")]);
            done(acme.post(path, &change).if_match(&format!("\"x\", {tag}")), 200);
        }
        done(acme.delete("/contacts/FREE-1").if_match("*"), 200);
    }

    fn x2_without_a_condition_the_changes_of_two_both_stand(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        let statuses = ["clientHold", "clientRenewProhibited", "clientTransferProhibited", "clientDeleteProhibited"];
        at_once(&statuses, |status| done(acme.post("/domains/blue.st", &json!({"add": {"status": [status]}})), 200));
        let mut expected: Vec<&str> = statuses.into_iter().chain(["inactive"]).collect();
        expected.sort_unstable();
        assert_eq!(info(&acme, "/domains/blue.st")["status"], json!(expected));
        let tag = acme.get("/domains/blue.st").expect(200).etag();
        let answers = at_once(&statuses, |status| {
            acme.post("/domains/blue.st", &json!({"rem": {"status": [status]}})).if_match(&tag).send().status
        });
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 412).count(), 3, "{answers:?}");
    }

    fn section_1_what_stands_in_a_path_or_body_never_gets_into_headers(server: &Server) {
        let World { acme, .. } = World::of(server);
        for name in ["a%0d%0aX-Evil:%20y.st", "a%0aX-Evil.st", "%0d%0a%0d%0a%3Chtml%3E", "a%00b.st"] {
            for path in [format!("/domains/{name}"), format!("/domains/{name}/check"), format!("/hosts/{name}"), format!("/contacts/{name}"),
                format!("/whois/{name}")] {
                let answer = acme.get(&path).send();
                told(&answer);
                assert!([400, 404].contains(&answer.status) && answer.header("x-evil").is_none(), "{answer}");
            }
        }
        for id in ["a\r\nX-Evil: y", "a/b", "../x", "a b", "a\u{0}b"] {
            let answer = acme.put("/contacts", &person(id)).expect(400);
            assert_eq!(told(&answer)["code"], 2005, "{answer}");
            assert!(answer.header("x-evil").is_none() && answer.header("location").is_none(), "{answer}");
        }
        let made = acme.put("/contacts", &person("a._-9Z")).expect(201);
        assert_eq!(made.header("location"), Some("/contacts/a._-9Z"));
    }
}
