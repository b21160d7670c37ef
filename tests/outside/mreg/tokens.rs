//! Tokens: logging in, whether one is good, logging out.

use super::{FORM, FORWARD, log_in, refused, user, with_token, wrong, zone};
use domesday_tests::both;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

both! {
    fn a_token_is_given_for_a_form_or_json_and_is_the_same_while_it_lives(server: &Server) {
        let pair = json!({"username": "admin", "password": PASSWORD});
        let first = server.nobody().post("/api/token-auth/", &pair).expect(200);
        assert_eq!(first.json().as_object().unwrap().keys().collect::<Vec<_>>(), ["token"], "{first}");
        assert_eq!(first.header("cache-control"), Some("no-store"));
        let form = format!("username=admin&password={}", PASSWORD.replace(' ', "%20"));
        for path in ["/api/token-auth/", "/api/token-auth"] {
            let again = server.nobody().request("POST", path).body(FORM, form.clone()).expect(200);
            assert_eq!(again.json(), first.json());
        }
        let token = first.json()["token"].as_str().unwrap().to_owned();
        server.kill();
        server.start_again();
        let client = with_token(server, &token);
        client.get("/api/token-is-valid/").expect(200);
        assert_eq!(server.nobody().post("/api/token-auth/", &pair).expect(200).json()["token"], token.as_str());
    }

    fn tokens_of_both_kinds_open_every_face(server: &Server) {
        let here = log_in(server, "admin");
        here.get("/zones").expect(200);
        assert_eq!(here.get("/sessions/current").expect(200).json()["user"], "admin");
        let elsewhere = server.admin();
        elsewhere.get("/api/v1/zones/forward/").expect(200);
        elsewhere.get("/api/token-is-valid/").expect(200);
        let _ = server.user("robot", "acme", &["reader"]);
        let output = server.command(&["key", "create", "--user", "robot", "--account", "acme"], b"");
        let key = output.stdout.split_whitespace().max_by_key(|word| word.len()).expect("a key").to_owned();
        with_token(server, &key).get("/api/token-is-valid").expect(200);
        let logout = with_token(server, &key).request("POST", "/api/token-logout/").send();
        refused(&logout, 403, "not_a_session", None);
    }

    fn a_log_in_has_no_session_in_common_with_one_of_fixed_life(server: &Server) {
        let (here, elsewhere) = (log_in(server, "admin"), server.admin());
        let session = |client: &domesday_tests::client::Client| client.get("/sessions/current").expect(200).json();
        assert_ne!(session(&here)["id"], session(&elsewhere)["id"]);
        elsewhere.delete("/sessions/current").expect(204);
        here.get("/api/token-is-valid/").expect(200);
    }

    fn a_wrong_pair_is_401_and_a_missing_member_400(server: &Server) {
        let log_in = |body: &serde_json::Value| server.nobody().post("/api/token-auth/", body).send();
        for pair in [("admin", "wrong"), ("nobody", PASSWORD), ("a b", "x"), ("other/admin", PASSWORD)] {
            let answer = log_in(&json!({"username": pair.0, "password": pair.1}));
            refused(&answer, 401, "bad_credentials", None);
            assert!(answer.header("www-authenticate").is_some(), "{answer}");
        }
        assert_eq!(wrong(&log_in(&json!({}))), ["password", "username"]);
        assert_eq!(wrong(&log_in(&json!({"username": "admin"}))), ["password"]);
        assert_eq!(wrong(&log_in(&json!({"username": 5, "password": null}))), ["password", "username"]);
        assert_eq!(wrong(&log_in(&json!({"username": "", "password": "x"}))), ["username"]);
        assert_eq!(wrong(&log_in(&json!({"username": "a", "password": "x", "account": "b"}))), ["account"]);
        let request = || server.nobody().request("POST", "/api/token-auth/");
        refused(&request().body("application/json", "{").send(), 400, "parse_error", None);
        refused(&request().body("application/json", "[]").send(), 400, "parse_error", None);
        refused(&request().body(FORM, "username=admin&password=%ff%fe&password=x").send(), 400, "wrong_type", Some("password"));
        refused(&request().body("text/plain", "x").send(), 415, "unsupported_media_type", None);
        refused(&request().send(), 415, "unsupported_media_type", None);
        refused(&request().body(FORM, "x".repeat(1 << 21)).send(), 413, "too_large", None);
        let get = server.nobody().get("/api/token-auth/").send();
        refused(&get, 405, "method_not_allowed", None);
        assert_eq!(get.header("allow"), Some("POST"));
    }

    fn a_login_of_several_accounts_is_named_with_its_account(server: &Server) {
        for account in ["acme", "other"] {
            let _ = server.command(&["account", "create", account], b"");
            let arguments = ["user", "create", "jane", "--account", account, "--role", "reader", "--password-stdin"];
            assert_eq!(server.command(&arguments, format!("{PASSWORD}\n").as_bytes()).status, 0);
        }
        let pair = |username: &str| json!({"username": username, "password": PASSWORD});
        refused(&server.nobody().post("/api/token-auth/", &pair("jane")).send(), 401, "bad_credentials", None);
        let acme = server.nobody().post("/api/token-auth/", &pair("acme/jane")).expect(200).json();
        let other = server.nobody().post("/api/token-auth/", &pair("OTHER/jane")).expect(200).json();
        assert_ne!(acme, other);
    }

    fn a_token_that_was_logged_out_is_dead_everywhere(server: &Server) {
        let client = log_in(server, "admin");
        client.head("/api/token-is-valid/").expect(200);
        let out = client.request("POST", "/api/token-logout/").expect(200);
        assert!(out.body.is_empty(), "{out}");
        for path in ["/api/token-is-valid/", "/api/v1/hosts/", "/api/v1/hosts/ns1.example.org"] {
            let answer = client.get(path).send();
            refused(&answer, 401, "unauthenticated", None);
            assert!(answer.header("www-authenticate").unwrap().starts_with("Token"), "{answer}");
        }
        client.get("/zones").expect(401);
        refused(&client.request("POST", "/api/token-logout").send(), 401, "unauthenticated", None);
        log_in(server, "admin").get("/api/token-is-valid/").expect(200);
    }

    fn after_ten_wrong_passwords_one_is_told_how_long_to_wait(server: &Server) {
        let log_in = |password: &str| {
            server.nobody().post("/api/token-auth/", &json!({"username": "admin", "password": password})).send()
        };
        for _ in 0..10 {
            refused(&log_in("x"), 401, "bad_credentials", None);
        }
        let throttled = log_in(PASSWORD);
        refused(&throttled, 429, "too_many", None);
        assert!(throttled.header("retry-after").and_then(|text| text.parse::<u64>().ok()).is_some(), "{throttled}");
        server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(429);
    }

    fn who_is_disabled_is_refused_at_once_and_who_is_suspended_writes_nothing(server: &Server) {
        let reader = user(server, "reader1", "acme", &["reader"]);
        let hostmaster = user(server, "hostmaster1", "other", &["hostmaster"]);
        assert_eq!(server.command(&["user", "disable", "reader1"], b"").status, 0);
        refused(&reader.get("/api/v1/hosts/?page_size=1").send(), 401, "unauthenticated", None);
        let pair = json!({"username": "reader1", "password": PASSWORD});
        refused(&server.nobody().post("/api/token-auth/", &pair).send(), 401, "bad_credentials", None);
        assert_eq!(server.command(&["account", "suspend", "other"], b"").status, 0);
        refused(&hostmaster.post(FORWARD, &zone("a.org")).send(), 403, "suspended", None);
        hostmaster.get(FORWARD).expect(200);
        log_in(server, "hostmaster1").get("/api/token-is-valid/").expect(200);
    }

    fn no_token_and_no_password_is_ever_logged(server: &Server) {
        let pair = json!({"username": "admin", "password": PASSWORD});
        let token = server.nobody().post("/api/token-auth/", &pair).expect(200).json()["token"].as_str().unwrap().to_owned();
        with_token(server, &token).get("/api/v1/zones/forward/?name=secret-name.org").expect(200);
        let log = server.log();
        for secret in [token.as_str(), PASSWORD, "secret-name"] {
            assert!(!log.contains(secret), "{secret} is in the log");
        }
    }
}
