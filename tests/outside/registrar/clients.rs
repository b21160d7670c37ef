//! Who may call what, and clients (`docs/spec/registrar.md` rules A2–A4, A9, A10).

use super::wire::{
    World, contact, domain, done, fails, info, log_in, members, person, refused, registration, text, tld, told,
};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

both! {
    fn a2_a_command_on_anothers_object_is_refused(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]}));
        contact(&acme, "FREE-1");
        let day = info(&acme, "/domains/blue.st")["exDate"].as_str().expect("a date")[..10].to_owned();
        for call in [
            zeta.post("/domains/blue.st", &json!({"add": {"status": ["clientHold"]}})), zeta.delete("/domains/blue.st"),
            zeta.post("/domains/blue.st/renew", &json!({"period": {"value": 1}, "curExpDate": day})),
            zeta.post("/domains/blue.st/restore", &json!({})),
            zeta.post("/contacts/FREE-1", &json!({"chg": {"fax": "+46.1"}})), zeta.delete("/contacts/FREE-1"), zeta.delete("/contacts/free-1"),
            zeta.post("/hosts/ns1.blue.st", &json!({"add": {"addr": ["192.0.2.2"]}})), zeta.delete("/hosts/ns1.blue.st"),
            zeta.put("/hosts", &json!({"name": "ns2.blue.st", "addr": ["192.0.2.2"]})),
            zeta.put("/domains", &registration(&acme, "red.st", &json!({}))),
            zeta.get("/domains/blue.st/transfers"), zeta.get("/contacts/FREE-1/references"),
        ] {
            let body = told(&call.expect(403));
            assert!(body["code"] == 2201 || body["code"] == 2203, "{body}");
        }
        assert_eq!(info(&zeta, "/hosts/ns1.blue.st")["addr"], json!([{"v4": "192.0.2.1"}]), "host data is public");
        assert_eq!(told(&zeta.get("/domains").expect(200))["searchInf"]["rows_count"], 0);
    }

    fn a3_a_reader_reads_what_is_its_accounts_and_writes_nothing(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]}));
        let _ = server.user("lector", "acme", &["reader"]);
        let reader = log_in(server, "lector");
        for path in [
            "/auth", "/domains", "/domains/blue.st", "/domains/red.st/check", "/domains/blue.st/transfers", "/contacts", "/contacts/ACME-1",
            "/contacts/X-1/check",
            "/contacts/ACME-1/references", "/hosts", "/hosts/ns1.blue.st", "/hosts/ns1.blue.st/references", "/hosts/a.st/check", "/notifications",
            "/whois/blue.st",
            "/clients/acme", "/clients/lector",
        ] {
            done(reader.get(path), 200);
        }
        assert_eq!(info(&reader, "/domains/blue.st"), info(&acme, "/domains/blue.st"));
        for (method, path) in [
            ("PUT", "/domains"), ("POST", "/domains/blue.st"), ("DELETE", "/domains/blue.st"), ("POST", "/domains/blue.st/renew"),
            ("POST", "/domains/blue.st/restore"),
            ("POST", "/domains/blue.st/transfer"), ("PUT", "/contacts"), ("POST", "/contacts/ACME-1"), ("DELETE", "/contacts/ACME-1"),
            ("PUT", "/hosts"),
            ("POST", "/hosts/ns1.blue.st"), ("DELETE", "/hosts/ns1.blue.st"), ("DELETE", "/notifications/1"), ("POST", "/notifications/1/read"),
            ("PUT", "/clients"), ("POST", "/clients/acme"), ("GET", "/clients"), ("POST", "/domains/validate"), ("POST", "/contacts/validate"),
            ("PUT", "/domains?dry_run=true"), ("DELETE", "/domains/blue.st?dry_run=true"),
        ] {
            fails(reader.request(method, path), 403, 2201);
        }
    }

    fn a3_other_roles_have_nothing_here(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        let _ = server.user("master", "acme", &["hostmaster"]);
        let master = log_in(server, "master");
        done(master.get("/auth"), 200);
        for (method, path) in [
            ("GET", "/domains"), ("GET", "/domains/blue.st"), ("GET", "/domains/red.st/check"), ("GET", "/contacts"), ("GET", "/hosts"),
            ("GET", "/whois/blue.st"),
            ("GET", "/notifications"), ("GET", "/clients/acme"), ("PUT", "/domains"), ("DELETE", "/domains/blue.st"), ("GET", "/clients"),
        ] {
            fails(master.request(method, path), 403, 2201);
        }
    }

    fn a3_an_admin_names_the_sponsor_and_sees_all(server: &Server) {
        let World { admin, acme, .. } = World::of(server);
        refused(admin.put("/contacts", &person("REG-1")), 400, 2003, &[("/clID", "required")]);
        done(admin.put("/contacts", &given::with(person("REG-1"), &json!({"clID": "ACME"}))), 201);
        assert_eq!(info(&acme, "/contacts/REG-1")["clID"], "acme");
        let body = |sponsor: &str| json!({"name": "blue.st", "contacts": {"registrant": "REG-1"}, "clID": sponsor});
        refused(admin.put("/domains", &json!({"name": "blue.st"})), 400, 2003, &[("/clID", "required")]);
        refused(admin.put("/domains", &body("nobody")), 404, 2303, &[("/clID", "unknown")]);
        done(admin.put("/domains", &body("acme")), 201);
        done(admin.post("/domains/blue.st", &json!({"add": {"status": ["serverDeleteProhibited"]}, "reason": "a court"})), 200);
        assert_eq!(info(&admin, "/domains/blue.st")["clID"], "acme");
        fails(acme.delete("/domains/blue.st"), 409, 2304);
        fails(acme.post("/domains/blue.st", &json!({"rem": {"status": ["serverDeleteProhibited"]}})), 422, 2004);
        assert_eq!(info(&acme, "/domains/blue.st")["status"], json!(["inactive", "serverDeleteProhibited"]));
    }

    fn a4_a_suspended_account_answers_and_lets_go_but_gets_nothing_new(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        tld(&admin, "sh", &json!({"add_grace": "P0D", "transfer_lock": "P0D"}));
        let code = json!({"authInfo": {"pw": "open sesame"}});
        for name in ["one.st", "two.st", "free.st"] {
            domain(&acme, name, &code);
        }
        domain(&acme, "gone.sh", &json!({}));
        domain(&zeta, "theirs.st", &code);
        done(acme.delete("/domains/gone.sh"), 202);
        let request = json!({"op": "request", "authInfo": {"pw": "open sesame"}});
        for name in ["one.st", "two.st"] {
            done(zeta.post(&format!("/domains/{name}/transfer"), &request), 202);
        }
        let day = info(&acme, "/domains/free.st")["exDate"].as_str().expect("a date")[..10].to_owned();
        let new = registration(&acme, "new.st", &json!({}));
        done(admin.post("/clients/acme", &json!({"suspended": true})), 200);
        assert_eq!(done(acme.get("/clients/acme"), 200)["client"]["suspended"], true);
        for call in [
            acme.put("/domains", &new), acme.post("/domains/validate", &new), acme.put("/domains?dry_run=true", &new),
            acme.post("/domains/free.st/renew", &json!({"period": {"value": 1}, "curExpDate": day})),
            acme.post("/domains/gone.sh/restore", &json!({})),
            acme.post("/domains/theirs.st/transfer", &request), acme.put("/contacts", &person("NEW-1")),
            acme.put("/hosts", &json!({"name": "ns1.free.st"})),
        ] {
            refused(call, 403, 2201, &[("", "suspended")]);
        }
        done(acme.get("/domains/new.st/check"), 200);
        done(acme.get("/domains/free.st"), 200);
        done(acme.post("/domains/one.st/transfer", &json!({"op": "query"})), 200);
        done(acme.post("/domains/one.st/transfer", &json!({"op": "reject"})), 200);
        done(acme.post("/domains/two.st/transfer", &json!({"op": "approve"})), 200);
        let id = done(acme.get("/notifications"), 200)["searchRes"].as_object().and_then(|rows| rows.keys().next().cloned()).expect("a message");
        done(acme.post(&format!("/notifications/{id}/read"), &json!({})), 200);
        done(acme.delete(&format!("/notifications/{id}")), 200);
        done(acme.delete("/domains/free.st"), 200);
        done(admin.post("/clients/acme", &json!({"suspended": false})), 200);
        done(acme.put("/domains", &new), 201);
    }

    fn a4_an_account_that_a_tld_does_not_accredit_gets_nothing_there(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        tld(&admin, "club", &json!({"accredited": ["ZETA"], "add_grace": "P0D", "transfer_lock": "P0D"}));
        domain(&zeta, "blue.club", &json!({"authInfo": {"pw": "open sesame"}}));
        let of_acme = json!({"name": "red.club", "contacts": {"registrant": "ACME-1"}, "clID": "acme"});
        done(admin.put("/domains", &of_acme), 201);
        let day = info(&acme, "/domains/red.club")["exDate"].as_str().expect("a date")[..10].to_owned();
        let renewal = json!({"period": {"value": 1}, "curExpDate": day});
        for call in [
            acme.put("/domains", &registration(&acme, "new.club", &json!({}))), acme.post("/domains/red.club/renew", &renewal),
            acme.post("/domains/blue.club/transfer", &json!({"op": "request", "authInfo": {"pw": "open sesame"}})),
        ] {
            let body = told(&call.expect(403));
            assert_eq!((&body["code"], &body["errors"][0]["reason"]), (&json!(2201), &json!("not-accredited")), "{body}");
        }
        assert_eq!(done(acme.get("/domains/new.club/check"), 200)["avail"], 1, "a check still works");
        done(acme.post("/domains/red.club", &json!({"add": {"status": ["clientHold"]}})), 200);
        done(acme.delete("/domains/red.club"), 202);
        let body = told(&acme.post("/domains/red.club/restore", &json!({})).expect(403));
        assert_eq!(body["errors"][0]["reason"], "not-accredited", "{body}");
        domain(&acme, "red.st", &json!({}));
    }

    fn a10_a_client_is_made_shown_and_changed(server: &Server) {
        let World { admin, acme, .. } = World::of(server);
        let all = json!({
            "login": "eta", "password": "sesame open", "handle": "Eta-Inc", "name": "Eta \u{e9} Inc", "email": "ops@eta.example", "ianaId": "9999",
            "rdapUrl": "https://rdap.eta.example/", "url": "https://eta.example/", "abuse": {"email": "abuse@eta.example", "voice": "+46.85551234"},
            "roles": ["registrar", "reader"], "tokenTtl": 120, "mutationsPerMinute": 100, "readsPerMinute": "200", "suspended": false,
        });
        let made = admin.put("/clients", &all).expect(201);
        assert_eq!(made.header("location"), Some("/clients/eta"));
        let shown = told(&made)["client"].clone();
        assert_eq!(
            members(&shown),
            [
                "abuse", "counts", "email", "handle", "ianaId", "login", "mutationsPerMinute", "name", "rdapUrl", "readsPerMinute", "roles",
                "suspended", "tokenTtl",
                "url",
            ]
        );
        for (member, value) in all.as_object().into_iter().flatten().filter(|(member, _)| !["password", "ianaId", "readsPerMinute",
            "roles"].contains(&member.as_str())) {
            assert_eq!(shown[member], *value, "{member}");
        }
        assert_eq!((&shown["ianaId"], &shown["readsPerMinute"]), (&json!(9999), &json!(200)));
        assert_eq!(done(admin.get("/clients/eta"), 200)["client"], shown);
        let eta = server.nobody().with_header("Api-ClientToken",
            text(&done(server.nobody().put("/auth", &json!({"login": "eta", "password": "sesame open"})), 200), "token"));
        assert_eq!(done(eta.get("/clients/eta"), 200)["client"], shown, "one's own");
        fails(eta.get("/clients/acme"), 403, 2201);
        fails(acme.get("/clients/nobody"), 404, 2303);
        fails(acme.get("/clients"), 403, 2201);
        fails(acme.post("/clients/acme", &json!({"suspended": false})), 403, 2201);
        let handles: Vec<String> = done(admin.get("/clients"),
            200)["clients"].as_array().unwrap().iter().map(|client| text(client, "handle").to_owned()).collect();
        assert_eq!(handles, ["acme", "Eta-Inc", "registry", "zeta"]);
        let changed = done(admin.post("/clients/eta", &json!({"name": "", "email": "new@eta.example", "abuse": {"voice": ""}, "tokenTtl": null})),
            200);
        let client = &changed["client"];
        assert_eq!((&client["name"], text(client, "email"), &client["tokenTtl"]), (&json!(null), "new@eta.example", &json!(120)));
        assert_eq!(client["abuse"], json!({"email": "abuse@eta.example", "voice": null}), "what is absent stays");
        fails(admin.post("/clients/nobody", &json!({"name": "x"})), 404, 2303);
        fails(admin.post("/clients/eta", &json!({"login": "theta"})), 422, 2306);
        fails(admin.post("/clients/eta", &json!({"handle": "theta"})), 422, 2306);
        assert!(!done(admin.get("/clients"), 200).to_string().contains("sesame"));
    }

    fn a10_counts_tell_what_a_client_has(server: &Server) {
        let World { acme, zeta, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}], "authInfo": {"pw": "open sesame"}}));
        done(zeta.post("/domains/blue.st/transfer", &json!({"op": "request", "authInfo": {"pw": "open sesame"}})), 202);
        let counts = done(acme.get("/clients/acme"), 200)["client"]["counts"].clone();
        assert_eq!(counts, json!({"domains": 1, "contacts": 1, "hosts": 1, "messages": 1}));
        assert_eq!(done(zeta.get("/clients/zeta"), 200)["client"]["counts"], json!({"domains": 0, "contacts": 1, "hosts": 0, "messages": 0}));
    }

    fn a2_a10_handles_are_unique_whatever_the_case_and_have_their_form(server: &Server) {
        let World { admin, .. } = World::of(server);
        let new = |login: &str, more: serde_json::Value| admin.put("/clients", &given::with(json!({"login": login, "password": PASSWORD}), &more));
        refused(new("eta", json!({"handle": "ACME"})), 409, 2302, &[("/handle", "handle-taken")]);
        refused(new("acme", json!({"handle": "other"})), 409, 2302, &[("/login", "login-taken")]);
        let body = fails(new("acme", json!({})), 409, 2302);
        assert_eq!(body["errors"].as_array().map(Vec::len), Some(2), "every fault of the class: {body}");
        for handle in ["ab", "search", "SEARCH", "a b", "a.b", "\u{e9}ta", "a\0b", "seventeen-letters"] {
            refused(new("eta", json!({"handle": handle})), 400, 2005, &[("/handle", "handle")]);
        }
        for (login, handle) in [("user1", "a_b"), ("user2", "-9-"), ("user3", "sixteen-letters_")] {
            done(new(login, json!({"handle": handle})), 201);
        }
        refused(new("", json!({"password": "short"})), 400, 2003, &[("/login", "required"), ("/password", "password")]);
    }

    fn a10_passwords_have_8_to_128_characters(server: &Server) {
        let World { admin, .. } = World::of(server);
        for (number, password) in ["x".repeat(7), "x".repeat(129), "\u{e9}".repeat(7), String::new()].into_iter().enumerate() {
            let body = fails(admin.put("/clients", &json!({"login": format!("bad{number}"), "password": password})), 400,
                if password.is_empty() { 2003 } else { 2005 });
            assert_eq!(body["errors"][0]["field"], "/password");
        }
        for (number, password) in ["x".repeat(8), "x".repeat(128), "\u{e9}".repeat(128)].into_iter().enumerate() {
            let login = format!("good{number}");
            done(admin.put("/clients", &json!({"login": login, "password": password})), 201);
            done(server.nobody().put("/auth", &json!({"login": login, "password": password})), 200);
        }
    }

    fn a10_every_wrong_member_of_a_client_is_named(server: &Server) {
        let World { admin, .. } = World::of(server);
        let wrong = json!({
            "login": "a b", "password": "x", "email": "nobody", "ianaId": "x", "url": "ftp://x", "rdapUrl": "javascript:x", "abuse": {"email": "@", "voice": "112"},
            "roles": ["registrar", "king"], "tokenTtl": [], "suspended": "perhaps",
        });
        let body = fails(admin.put("/clients", &wrong), 400, 2005);
        let mut fields: Vec<&str> = body["errors"].as_array().unwrap().iter().map(|error| text(error, "field")).collect();
        fields.sort_unstable();
        let named = ["/abuse/email", "/abuse/voice", "/email", "/ianaId", "/login", "/password", "/rdapUrl", "/roles/1", "/suspended", "/tokenTtl",
            "/url"];
        for place in named {
            assert!(fields.contains(&place), "{place}: {body}");
        }
        for (member, value) in [("tokenTtl", 0), ("tokenTtl", 86_401), ("mutationsPerMinute", -1), ("ianaId", 0)] {
            let body = fails(admin.put("/clients", &json!({"login": "eta", "password": PASSWORD, member: value})), 422, 2004);
            assert_eq!(body["errors"][0]["field"], format!("/{member}"));
        }
        fails(admin.get("/clients/eta"), 404, 2303);
    }

    fn a9_beyond_its_limit_an_account_waits(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        let _ = server.user("acme2", "acme", &["registrar"]);
        let second = log_in(server, "acme2");
        done(admin.post("/clients/acme", &json!({"mutationsPerMinute": 3})), 200);
        let change = |number: usize| json!({"chg": {"fax": format!("+46.{number}")}});
        // A minute may end between two of them: of seven in a row one at least is beyond three.
        let answers: Vec<_> = (0..7).map(|number| {
            let caller = if number % 2 == 0 { &acme } else { &second };
            caller.post("/contacts/ACME-1", &change(number)).send()
        }).collect();
        assert!(answers.iter().all(|answer| [200, 429].contains(&answer.status)) && answers[..3].iter().all(|answer| answer.status == 200));
        let last = answers.iter().rfind(|answer| answer.status == 429).expect("one that is beyond the limit");
        assert_eq!(told(last)["code"], 2502, "{last}");
        let seconds: u64 = last.header("retry-after").and_then(|text| text.parse().ok()).expect("seconds");
        assert!((1..=60).contains(&seconds), "{last}");
        done(acme.get("/contacts/ACME-1"), 200);
        done(zeta.post("/contacts/ZETA-1", &change(1)), 200);
        done(admin.post("/clients/acme", &json!({"mutationsPerMinute": 0, "readsPerMinute": 2})), 200);
        let statuses: Vec<u16> = (0..5).map(|_| acme.get("/contacts/ACME-1").send().status).collect();
        assert!(statuses.contains(&429), "{statuses:?}");
        done(acme.post("/contacts/ACME-1", &change(9)), 200);
        done(admin.post("/clients/acme", &json!({"readsPerMinute": ""})), 200);
        done(acme.get("/contacts/ACME-1"), 200);
    }
}
