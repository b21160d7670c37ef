//! Requests that are sent again (`docs/spec/registrar.md` rules I2–I5): what was done is done once, whoever loses an answer.

use super::wire::{
    World, at_once, client, contact, domain, done, info, log_in, person, refused, registration, session, text, tld,
    told,
};
use domesday_tests::both;
use domesday_tests::client::{Answer, Call};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

/// A call with this transaction id.
fn with(call: Call, id: &str) -> Call {
    call.header("Api-ClientTransactionId", id)
}

/// Panics unless an answer is the first one given again.
fn again(first: &Answer, second: &Answer) {
    let (mut one, mut two) = (told(first), told(second));
    assert_eq!((first.status, second.header("api-replayed")), (second.status, Some("true")), "{second}");
    assert_eq!((&two["replayed"], one.get("replayed")), (&json!(true), None), "{second}");
    assert_ne!(one["svtrid"], two["svtrid"], "never reused");
    for (header, body) in [("etag", first), ("location", first)] {
        assert_eq!(body.header(header), second.header(header), "{header}");
    }
    for body in [&mut one, &mut two] {
        for member in ["svtrid", "time", "replayed"] {
            body.as_object_mut().expect("an object").remove(member);
        }
        for place in ["/creData/authInfo", "/authInfo"] {
            if let Some(info) = body.pointer_mut(place) {
                info["pw"] = Value::Null;
            }
        }
    }
    assert_eq!(one, two);
}

/// Panics if an answer was given before.
fn fresh(answer: &Answer) {
    assert!(told(answer).get("replayed").is_none() && answer.header("api-replayed").is_none(), "{answer}");
}

both! {
    fn i3_a_repeat_gets_the_first_answer_as_long_as_nothing_changed(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        let create = || with(acme.put("/domains", &registration(&acme, "blue.st", &json!({}))), "run-1");
        let first = create().expect(201);
        fresh(&first);
        assert!(told(&first)["creData"]["authInfo"]["pw"].is_string(), "{first}");
        let second = create().expect(201);
        again(&first, &second);
        assert_eq!(told(&second)["creData"]["authInfo"]["pw"], Value::Null, "I5: clear codes are not stored");
        let hold = || with(acme.post("/domains/blue.st", &json!({"add": {"status": ["clientHold"]}})), "run-1");
        let held = hold().expect(200);
        fresh(&held);
        again(&held, &hold().expect(200));
        let lift = || with(acme.post("/domains/blue.st", &json!({"rem": {"status": ["clientHold"]}})), "run-1");
        fresh(&lift().expect(200));
        fresh(&hold().expect(200));
        refused(create(), 409, 2302, &[("/name", "in-use")]);
        let other = with(zeta.put("/domains", &registration(&zeta, "blue.st", &json!({}))), "run-1");
        refused(other, 409, 2302, &[("/name", "in-use")]);
        assert_eq!(info(&acme, "/domains/blue.st")["status"], json!(["clientHold", "inactive"]));
    }

    fn i3_another_body_is_another_command(server: &Server) {
        let World { acme, .. } = World::of(server);
        for name in ["one.st", "two.st", "three.st"] {
            fresh(&with(acme.put("/domains", &registration(&acme, name, &json!({}))), "same").expect(201));
        }
        let fax = |number: &str| with(acme.post("/contacts/ACME-1", &json!({"chg": {"fax": number}})), "same");
        let mut last = None;
        for number in ["+46.1", "+46.2", "+46.1"] {
            let answer = fax(number).expect(200);
            fresh(&answer);
            assert_eq!(info(&acme, "/contacts/ACME-1")["fax"], number);
            last = Some(answer);
        }
        again(&last.expect("an answer"), &fax("+46.1").expect(200));
    }

    fn i3_a_deletion_is_repeated_as_long_as_the_thing_is_absent(server: &Server) {
        let World { acme, .. } = World::of(server);
        contact(&acme, "FREE-1");
        domain(&acme, "blue.st", &json!({}));
        done(acme.put("/hosts", &json!({"name": "ns1.blue.st", "addr": ["192.0.2.1"]})), 201);
        for path in ["/contacts/FREE-1", "/hosts/ns1.blue.st", "/domains/blue.st"] {
            let delete = || with(acme.delete(path), "del");
            let first = delete().expect(200);
            fresh(&first);
            again(&first, &delete().expect(200));
            refused(with(acme.delete(path), "another"), 404, 2303,
                &[(if path.starts_with("/contacts") { "path:id" } else { "path:name" }, "unknown")]);
        }
        contact(&acme, "FREE-1");
        let gone = with(acme.delete("/contacts/FREE-1"), "del").expect(200);
        fresh(&gone);
        assert_eq!(acme.get("/contacts/FREE-1").send().status, 404);
    }

    fn i3_renewals_restores_and_transfers_are_repeated_too(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        tld(&admin, "sh", &json!({"add_grace": "P0D", "transfer_lock": "P0D"}));
        domain(&acme, "blue.sh", &json!({"authInfo": {"pw": "open sesame"}}));
        let before = info(&acme, "/domains/blue.sh")["exDate"].as_str().expect("a date").to_owned();
        let renew = || with(acme.post("/domains/blue.sh/renew", &json!({"period": {"unit": "y", "value": 1}, "curExpDate": &before[..10]})), "r");
        let first = renew().expect(200);
        again(&first, &renew().expect(200));
        let after = text(&info(&acme, "/domains/blue.sh"), "exDate").to_owned();
        assert_eq!(after[..4].parse::<u32>().unwrap(), before[..4].parse::<u32>().unwrap() + 1, "renewed once");
        let delete = || with(acme.delete("/domains/blue.sh"), "r");
        again(&delete().expect(202), &delete().expect(202));
        let restore = || with(acme.post("/domains/blue.sh/restore", &json!({})), "r");
        again(&restore().expect(200), &restore().expect(200));
        let ask = || with(zeta.post("/domains/blue.sh/transfer", &json!({"op": "request", "authInfo": {"pw": "open sesame"}})), "r");
        let first = ask().expect(202);
        again(&first, &ask().expect(202));
        assert_eq!(told(&acme.get("/notifications").expect(200))["searchInf"]["rows_count"], 1, "told once");
        let reject = || with(acme.post("/domains/blue.sh/transfer", &json!({"op": "reject"})), "r");
        again(&reject().expect(200), &reject().expect(200));
    }

    fn i2_errors_are_not_kept(server: &Server) {
        let World { acme, .. } = World::of(server);
        for version in ["1.0", "2.0"] {
            let name = format!("v{}.st", &version[..1]);
            let hold = || with(acme.post(&format!("/domains/{name}"), &json!({"add": {"status": ["clientHold"]}})), "early").header("Api-Version",
                version);
            refused(hold(), 404, 2303, &[("path:name", "unknown")]);
            domain(&acme, &name, &json!({}));
            let done = hold().expect(200);
            fresh(&done);
            again(&done, &hold().expect(200));
            if version == "2.0" {
                refused(with(acme.delete("/contacts/ACME-1"), "early").header("Api-Version", "2.0"), 409, 2002,
                    &[("header:Api-ClientTransactionId", "transaction-id-reused")]);
            }
        }
    }

    fn i4_in_version_2_the_id_alone_decides(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        let two = |call: Call| with(call, "id-1").header("Api-Version", "2.0");
        let hold = || two(acme.post("/domains/blue.st", &json!({"add": {"status": ["clientHold"]}})));
        domain(&acme, "blue.st", &json!({}));
        domain(&zeta, "red.st", &json!({}));
        let first = hold().expect(200);
        fresh(&first);
        done(acme.post("/domains/blue.st", &json!({"rem": {"status": ["clientHold"]}})), 200);
        again(&first, &hold().expect(200));
        done(acme.delete("/domains/blue.st"), 200);
        again(&first, &hold().expect(200));
        for call in [
            acme.post("/domains/blue.st", &json!({"add": {"status": ["clientRenewProhibited"]}})), acme.delete("/domains/blue.st"),
            acme.put("/contacts", &person("X-1")), acme.post("/domains/red.st", &json!({"add": {"status": ["clientHold"]}})),
        ] {
            let body = refused(two(call), 409, 2002, &[("header:Api-ClientTransactionId", "transaction-id-reused")]);
            assert_eq!(body["errors"][0]["value"], "id-1");
        }
        fresh(&two(zeta.post("/domains/red.st", &json!({"add": {"status": ["clientHold"]}}))).expect(200));
        let _ = server.user("acme2", "acme", &["registrar"]);
        let second = log_in(server, "acme2");
        fresh(&two(second.put("/contacts", &person("X-1"))).expect(201));
        fresh(&two(admin.post("/clients/acme", &json!({"name": "Acme"}))).expect(200));
        // Version 1.0 has its own memory: there an id is no promise.
        fresh(&with(acme.put("/contacts", &person("X-2")), "id-1").expect(201));
    }

    fn i4_an_idempotency_key_takes_the_ids_place_in_both_versions(server: &Server) {
        let World { acme, .. } = World::of(server);
        for (version, id) in [("1.0", "K-1"), ("2.0", "K-2")] {
            let keyed = |call: Call, transaction: &str| with(call, transaction).header("Idempotency-Key", id).header("Api-Version", version);
            let create = |transaction: &str| keyed(acme.put("/contacts", &person(id)), transaction);
            let first = create("a").expect(201);
            done(acme.delete(&format!("/contacts/{id}")), 200);
            let second = create("b").expect(201);
            assert_eq!((&told(&second)["replayed"], text(&told(&second), "cltrid")), (&json!(true), "b"), "the key counts, not the id");
            assert_eq!(told(&second)["creData"], told(&first)["creData"]);
            assert_eq!(acme.get(&format!("/contacts/{id}")).send().status, 404, "what was answered again was not done again");
            refused(keyed(acme.put("/contacts", &person("other")), "a"), 409, 2002, &[("header:Idempotency-Key", "transaction-id-reused")]);
        }
    }

    fn i4_twins_that_run_at_once_are_one(server: &Server) {
        let World { acme, .. } = World::of(server);
        let node = server.another_node();
        let token = text(&session(server, "acme"), "token").to_owned();
        let here = server.nobody().with_header("Api-ClientToken", &token);
        let there = node.nobody().with_header("Api-ClientToken", &token);
        for (version, header) in [("1.0", "Api-ClientTransactionId"), ("2.0", "Api-ClientTransactionId"), ("1.0", "Idempotency-Key"),
            ("2.0", "Idempotency-Key")] {
            let name = format!("{}{}.st", header[..1].to_lowercase(), &version[..1]);
            let body = registration(&acme, &name, &json!({}));
            let answers = at_once(&[&here, &there, &here, &there, &here, &there], |caller| {
                caller.put("/domains", &body).header(header, &format!("twin {name}")).header("Api-Version", version).send()
            });
            let firsts: Vec<&Answer> = answers.iter().filter(|answer| answer.header("api-replayed").is_none()).collect();
            assert!(answers.iter().all(|answer| answer.status == 201), "{}", answers.iter().map(ToString::to_string).collect::<String>());
            assert_eq!(firsts.len(), 1, "{version} {header}");
            assert!(told(firsts[0])["creData"]["authInfo"]["pw"].is_string());
            for answer in answers.iter().filter(|answer| answer.header("api-replayed").is_some()) {
                assert_eq!(told(answer)["creData"]["authInfo"]["pw"], Value::Null);
            }
        }
    }

    fn i5_bodies_that_say_the_same_are_the_same(server: &Server) {
        let World { acme, .. } = World::of(server);
        let send = |body: &str| {
            let call = acme.request("PUT", "/hosts").body("application/json; charset=utf-8", body.to_owned());
            with(call, "spelt").header("Api-Version", "2.0").send()
        };
        domain(&acme, "blue.st", &json!({}));
        let first = send(r#"{"name":"ns1.blue.st","addr":[{"version":"v4","address":"192.0.2.1"}]}"#).expect(201);
        again(&first, &send("{ \"addr\" : [ { \"address\": \"192.0.2.1\", \"versi\\u006fn\":\"v4\" } ],\r\n \"name\": \"ns1.blue.st\" } "));
        for other in [r#"{"name":"ns1.blue.st","addr":[]}"#, r#"{"name":"ns1.blue.st"}"#, "", "{}", r#"{"name":"NS1.blue.st","addr":[{"version":"v4","address":"192.0.2.1"}]}"#] {
            let answer = send(other);
            assert_eq!(told(&answer)["code"], 2002, "{other}: {answer}");
        }
        let slash = with(acme.put("/hosts/", &json!({"name": "ns1.blue.st", "addr": [{"version": "v4", "address": "192.0.2.1"}]})), "spelt");
        again(&first, &slash.header("Api-Version", "2.0").send());
    }

    fn i5_a_code_is_told_once_and_never_again(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        let create = || with(acme.put("/domains", &registration(&acme, "blue.st", &json!({"authInfo": {"pw": "open sesame"}}))),
            "c").header("Api-Version", "2.0");
        assert_eq!(told(&create().expect(201))["creData"]["authInfo"]["pw"], "open sesame");
        let second = create().expect(201);
        assert!(told(&second)["creData"]["authInfo"]["pw"].is_null() && !second.text().contains("sesame"), "{second}");
        let renew = || with(acme.post("/domains/blue.st", &json!({"chg": {"authInfo": {"generate": true}}})), "g").header("Api-Version", "2.0");
        let made = renew().expect(200);
        let code = text(&told(&made)["authInfo"], "pw").to_owned();
        assert_eq!(code.len(), 24, "D6: {made}");
        let repeated = renew().expect(200);
        assert!(told(&repeated)["authInfo"]["pw"].is_null() && !repeated.text().contains(&code), "{repeated}");
        done(zeta.post("/domains/blue.st/epp", &json!({"authInfo": {"pw": code}})), 200);
        let answer = zeta.post("/domains/blue.st/epp", &json!({"authInfo": {"pw": "open sesame"}})).expect(403);
        assert_eq!(told(&answer)["code"], 2202, "{answer}");
    }

    fn i2_logging_in_is_exempt(server: &Server) {
        let World { admin, .. } = World::of(server);
        client(&admin, "eta", &json!({"tokenTtl": 3600}));
        let log_in = |id: &str| with(server.nobody().put("/auth", &json!({"login": "eta", "password": PASSWORD})), id).header("Api-Version", "2.0");
        let first = log_in("a").expect(200);
        let caller = server.nobody().with_header("Api-ClientToken", text(&told(&first), "token"));
        fresh(&with(caller.delete("/auth"), "a").header("Api-Version", "2.0").expect(200));
        let second = log_in("a").expect(200);
        fresh(&second);
        assert_ne!(told(&first)["token"], told(&second)["token"]);
        let caller = server.nobody().with_header("Api-ClientToken", text(&told(&second), "token"));
        fresh(&with(caller.put("/contacts", &person("X-1")), "a").header("Api-Version", "2.0").expect(201));
    }

    fn i1_a_rehearsal_keeps_no_answer_and_uses_up_no_id(server: &Server) {
        let World { acme, .. } = World::of(server);
        let create = |query: &str| with(acme.put(&format!("/contacts{query}"), &person("X-1")), "d").header("Api-Version", "2.0");
        fresh(&create("?dry_run=true").expect(200));
        fresh(&create("?dry_run=true").expect(200));
        let other = with(acme.put("/contacts?dry_run=true", &person("X-2")), "d").header("Api-Version", "2.0");
        fresh(&other.expect(200));
        let first = create("").expect(201);
        fresh(&first);
        again(&first, &create("").expect(201));
        assert_eq!(acme.get("/contacts/X-2").send().status, 404);
    }
}
