//! Logging in and out (`docs/spec/registrar.md` rules A1, A2, A5–A8): one token a login, dead at its instant.

use std::collections::HashSet;

use super::wire::{World, at_once, client, domain, done, fails, info, log_in, refused, session, text, told};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

/// Asks until the token is dead, which it is within seconds, and gives the last answer of a time at which it lived.
fn until_dead(client: &Client) -> Value {
    let mut last = Value::Null;
    for _ in 0..200 {
        let answer = client.get("/auth").send();
        let body = told(&answer);
        if answer.status == 401 {
            return last;
        }
        last = body;
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the token does not die: {last}");
}

both! {
    fn a1_everything_but_logging_in_needs_a_token(server: &Server) {
        let World { .. } = World::of(server);
        let nobody = server.nobody();
        for (method, path) in [
            ("GET", "/auth"), ("DELETE", "/auth"), ("GET", "/domains/blue.st/check"), ("PUT", "/domains"), ("GET", "/domains"),
            ("GET", "/domains/blue.st"),
            ("POST", "/domains/blue.st/epp"), ("POST", "/domains/blue.st"), ("DELETE", "/domains/blue.st"), ("POST", "/domains/blue.st/renew"),
            ("POST", "/domains/blue.st/restore"), ("POST", "/domains/blue.st/transfer"), ("GET", "/domains/blue.st/transfers"),
            ("POST", "/domains/validate"),
            ("POST", "/domains/x.st/validate"), ("GET", "/contacts/X-1/check"), ("PUT", "/contacts"), ("GET", "/contacts/ACME-1"),
            ("POST", "/contacts/ACME-1"),
            ("DELETE", "/contacts/ACME-1"), ("POST", "/contacts/validate"), ("PUT", "/hosts"), ("GET", "/hosts/a.st"), ("POST", "/hosts/a.st"),
            ("DELETE", "/hosts/a.st"),
            ("GET", "/hosts/a.st/references"), ("GET", "/contacts/ACME-1/references"), ("GET", "/contacts"), ("GET", "/hosts"),
            ("GET", "/notifications"),
            ("GET", "/notifications/1"), ("DELETE", "/notifications/1"), ("POST", "/notifications/1/read"), ("GET", "/whois/blue.st"),
            ("GET", "/clients"),
            ("GET", "/clients/acme"), ("PUT", "/clients"), ("POST", "/clients/acme"),
        ] {
            refused(nobody.request(method, path), 401, 2200, &[("", "unauthenticated")]);
            refused(nobody.request(method, path).header("Api-ClientToken", "a.b.c"), 401, 2200, &[("", "unauthenticated")]);
        }
    }

    fn a1_put_and_post_log_in_alike(server: &Server) {
        let World { .. } = World::of(server);
        let body = json!({"login": "acme", "password": PASSWORD});
        let first = server.nobody().put("/auth", &body).expect(200);
        for method in ["PUT", "POST"] {
            let again = server.nobody().request(method, "/auth/").json(&body).expect(200);
            for member in ["login", "token", "created", "expires"] {
                assert_eq!(told(&again)[member], told(&first)[member], "{member}");
            }
            assert_eq!(again.header("cache-control"), Some("no-store"), "{again}");
        }
        let session = told(&first);
        let life = session["expires"].as_i64().unwrap() - session["created"].as_i64().unwrap();
        assert_eq!((text(&session, "login"), life), ("acme", 86_400));
        refused(server.nobody().put("/auth", &json!({})), 400, 2003, &[("/login", "required"), ("/password", "required")]);
        refused(server.nobody().put("/auth", &json!({"login": "", "password": null})), 400, 2003,
            &[("/login", "required"), ("/password", "required")]);
        refused(server.nobody().request("PUT", "/auth"), 400, 2003, &[("/login", "required"), ("/password", "required")]);
        refused(server.nobody().put("/auth", &json!({"login": {}, "password": true})), 400, 2005,
            &[("/login", "wrong-type"), ("/password", "wrong-type")]);
    }

    fn a1_a_number_is_a_password_too(server: &Server) {
        let World { admin, .. } = World::of(server);
        client(&admin, "eta", &json!({"password": 12_345_678}));
        done(server.nobody().put("/auth", &json!({"login": "eta", "password": 12_345_678})), 200);
        done(server.nobody().put("/auth", &json!({"login": "eta", "password": "12345678"})), 200);
    }

    fn a2_every_user_of_an_account_acts_for_it(server: &Server) {
        let World { acme, .. } = World::of(server);
        let _ = server.user("acme2", "acme", &["registrar"]);
        let second = log_in(server, "acme2");
        domain(&acme, "blue.st", &json!({}));
        done(second.post("/domains/blue.st", &json!({"add": {"status": ["clientHold"]}})), 200);
        let shown = info(&acme, "/domains/blue.st");
        assert_eq!((text(&shown, "clID"), text(&shown, "crID"), text(&shown, "upID")), ("acme", "acme", "acme"));
        assert_ne!(session(server, "acme")["token"], session(server, "acme2")["token"], "each user has a session of its own");
        assert_eq!(done(second.get("/auth"), 200)["login"], "acme2");
    }

    fn a5_a_token_is_dead_from_the_instant_that_was_told(server: &Server) {
        let World { admin, .. } = World::of(server);
        client(&admin, "brief", &json!({"tokenTtl": 1}));
        let first = session(server, "brief");
        assert_eq!(first["expires"].as_i64().unwrap() - first["created"].as_i64().unwrap(), 1, "{first}");
        let caller = server.nobody().with_header("Api-ClientToken", text(&first, "token"));
        let last = until_dead(&caller);
        // Use does not extend it: every answer was given before the end that was told at first.
        assert!(last.is_null() || (last["expires"] == first["expires"] && last["reqtime"].as_i64() < first["expires"].as_i64()), "{first} {last}");
        let second = session(server, "brief");
        assert_ne!(second["token"], first["token"], "a new one comes after expiry");
        assert!(second["created"].as_i64() >= first["expires"].as_i64(), "{first} {second}");
        refused(caller.get("/auth"), 401, 2200, &[("", "unauthenticated")]);
        refused(caller.get("/domains"), 401, 2200, &[("", "unauthenticated")]);
    }

    fn a5_a_token_lives_a_minute_unless_the_account_says_otherwise(server: &Server) {
        let World { admin, .. } = World::of(server);
        client(&admin, "eta", &json!({}));
        for (ttl, life) in [(None, 60), (Some(json!(86_400)), 86_400), (Some(json!("2")), 2), (Some(json!("")), 60)] {
            if let Some(ttl) = ttl {
                done(admin.post("/clients/eta", &json!({ "tokenTtl": ttl })), 200);
            }
            let opened = session(server, "eta");
            assert_eq!(opened["expires"].as_i64().unwrap() - opened["created"].as_i64().unwrap(), life);
            let caller = server.nobody().with_header("Api-ClientToken", text(&opened, "token"));
            let seen = done(caller.get("/auth"), 200);
            assert_eq!((&seen["created"], &seen["expires"]), (&opened["created"], &opened["expires"]));
            done(caller.delete("/auth"), 200);
        }
    }

    fn a6_a_second_log_in_gives_the_same_token(server: &Server) {
        let World { .. } = World::of(server);
        let first = session(server, "acme");
        for _ in 0..3 {
            let again = session(server, "acme");
            for member in ["token", "created", "expires"] {
                assert_eq!(again[member], first[member], "{member}");
            }
        }
        let caller = server.nobody().with_header("Api-ClientToken", text(&first, "token"));
        done(caller.delete("/auth"), 200);
        for call in [caller.get("/auth"), caller.delete("/auth"), caller.get("/domains")] {
            refused(call, 401, 2200, &[("", "unauthenticated")]);
        }
        let other = session(server, "acme");
        assert_ne!(other["token"], first["token"], "after DELETE a new one comes");
        refused(caller.get("/auth"), 401, 2200, &[("", "unauthenticated")]);
    }

    fn a6_of_those_who_log_in_at_once_all_get_one_token(server: &Server) {
        let World { admin, .. } = World::of(server);
        client(&admin, "eta", &json!({"tokenTtl": 3600}));
        let node = server.another_node();
        let body = json!({"login": "eta", "password": PASSWORD});
        let callers = [server.nobody(), node.nobody(), server.nobody(), node.nobody(), server.nobody(), node.nobody()];
        let opened = at_once(&callers, |caller| {
            let body = done(caller.put("/auth", &body), 200);
            (text(&body, "token").to_owned(), body["created"].to_string(), body["expires"].to_string())
        });
        assert_eq!(opened.iter().collect::<HashSet<_>>().len(), 1, "{opened:?}");
        for caller in &callers {
            done(caller.get("/auth").header("Api-ClientToken", &opened[0].0), 200);
        }
    }

    fn a6_sessions_of_other_faces_do_not_count_and_are_accepted(server: &Server) {
        let World { .. } = World::of(server);
        let other = server.log_in("acme");
        done(other.get("/domains"), 200);
        let seen = done(other.get("/auth"), 200);
        let opened = session(server, "acme");
        assert_ne!(seen["created"].as_i64().zip(seen["expires"].as_i64()).map(|(from, to)| to - from), Some(86_400), "{seen}");
        let here = server.nobody().with_header("Api-ClientToken", text(&opened, "token"));
        done(other.delete("/auth"), 200);
        refused(other.get("/auth"), 401, 2200, &[("", "unauthenticated")]);
        done(here.get("/auth"), 200);
        assert_eq!(session(server, "acme")["token"], opened["token"]);
        here.get("/sessions/current").expect(200);
    }

    fn a7_an_api_key_has_no_end_and_cannot_be_ended(server: &Server) {
        let World { .. } = World::of(server);
        let output = server.command(&["key", "create", "--user", "acme", "--account", "acme"], b"");
        assert_eq!(output.status, 0, "{output:?}");
        let key = output.stdout.split_whitespace().find(|word| word.starts_with("ddk_")).expect("a key").to_owned();
        let robot = server.nobody().with_header("Api-ClientToken", &key);
        let seen = done(robot.get("/auth"), 200);
        assert_eq!((text(&seen, "login"), &seen["expires"]), ("acme", &Value::Null));
        assert!(seen["created"].is_u64() && seen["reqtime"].is_u64(), "{seen}");
        fails(robot.delete("/auth"), 403, 2201);
        domain(&robot, "blue.st", &json!({}));
        done(robot.get("/auth"), 200);
    }

    fn a8_whatever_is_wrong_is_told_with_the_same_words(server: &Server) {
        let World { admin, acme, .. } = World::of(server);
        client(&admin, "asleep", &json!({}));
        assert_eq!(server.command(&["account", "disable", "asleep"], b"").status, 0);
        let log_in = |login: &str, password: &str| server.nobody().put("/auth", &json!({"login": login, "password": password}));
        let mut texts = HashSet::new();
        let long = "x".repeat(5000);
        for call in [
            log_in("acme", "wrong"), log_in("nobody", PASSWORD), log_in("asleep", PASSWORD), log_in("a b\0", PASSWORD), log_in("zeta/acme", PASSWORD),
            log_in("acme", &long), log_in(&long, "x"), server.nobody().get("/auth"),
            server.nobody().get("/auth").header("Api-ClientToken", "ddk_none"),
            server.nobody().get("/auth").header("Api-ClientToken", ""), server.nobody().get("/auth").header("Authorization", "Basic YTpi"),
        ] {
            let body = refused(call, 401, 2200, &[("", "unauthenticated")]);
            texts.insert((text(&body, "message").to_owned(), body["errors"].to_string()));
        }
        done(acme.delete("/auth"), 200);
        let body = refused(acme.get("/auth"), 401, 2200, &[("", "unauthenticated")]);
        texts.insert((text(&body, "message").to_owned(), body["errors"].to_string()));
        assert_eq!(texts.len(), 1, "{texts:?}");
    }

    fn a8_ten_failed_log_ins_for_one_login_are_the_last_for_a_while(server: &Server) {
        let World { .. } = World::of(server);
        let log_in = |login: &str, password: &str| server.nobody().put("/auth", &json!({"login": login, "password": password}));
        for _ in 0..9 {
            refused(log_in("acme", "wrong"), 401, 2200, &[("", "unauthenticated")]);
        }
        done(log_in("acme", PASSWORD), 200);
        for _ in 0..10 {
            refused(log_in("acme", "wrong"), 401, 2200, &[("", "unauthenticated")]);
        }
        for password in ["wrong", PASSWORD] {
            let answer = log_in("acme", password).expect(429);
            assert_eq!(told(&answer)["code"], 2502, "{answer}");
            let seconds: u64 = answer.header("retry-after").and_then(|text| text.parse().ok()).expect("seconds");
            assert!((1..=301).contains(&seconds), "{answer}");
        }
        done(log_in("zeta", PASSWORD), 200);
    }

    fn a8_a_new_password_or_role_closes_the_users_sessions(server: &Server) {
        let World { admin, acme, zeta } = World::of(server);
        done(admin.post("/clients/acme", &json!({"name": "Acme Ltd", "tokenTtl": 3600, "suspended": false})), 200);
        done(acme.get("/auth"), 200);
        done(admin.post("/clients/acme", &json!({"password": "another long one"})), 200);
        refused(acme.get("/domains"), 401, 2200, &[("", "unauthenticated")]);
        refused(server.nobody().put("/auth", &json!({"login": "acme", "password": PASSWORD})), 401, 2200, &[("", "unauthenticated")]);
        done(server.nobody().put("/auth", &json!({"login": "acme", "password": "another long one"})), 200);
        done(admin.post("/clients/zeta", &json!({"roles": ["reader"]})), 200);
        refused(zeta.get("/domains"), 401, 2200, &[("", "unauthenticated")]);
        let reader = log_in(server, "zeta");
        fails(reader.delete("/contacts/ZETA-1"), 403, 2201);
    }
}
