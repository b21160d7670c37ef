//! Log-in, and the many ways to say who calls (`docs/spec/README.md`, "Who may call" and "Sessions").

use crate::given;
use domesday_tests::both;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

both! {
    fn log_in_opens_a_session_and_says_who_one_is(server: &Server) {
        let answer = server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201);
        assert_eq!(answer.header("location"), Some("/sessions/current"));
        let session = answer.json();
        assert_eq!(session["user"], "admin", "{answer}");
        assert_eq!(session["account"], "registry", "{answer}");
        assert!(session["roles"].as_array().unwrap().contains(&json!("admin")), "{answer}");
        for member in ["id", "token", "created", "expires"] {
            assert!(!session[member].is_null(), "{member} is missing: {answer}");
        }
        assert!(session["expires"].as_str().unwrap() > session["created"].as_str().unwrap(), "{answer}");
        let client = server.nobody().with_token(session["token"].as_str().unwrap());
        let current = client.get("/sessions/current").expect(200).json();
        for member in ["id", "account", "user", "roles", "created", "expires"] {
            assert_eq!(current[member], session[member], "{member}");
        }
    }

    fn log_in_with_an_account_must_name_the_users_own(server: &Server) {
        let pair = |account: &str| json!({"login": "admin", "password": PASSWORD, "account": account});
        server.nobody().post("/sessions", &pair("registry")).expect(201);
        let refused = server.nobody().post("/sessions", &pair("nobodys")).expect(401);
        assert_eq!(refused.code(), "bad_credentials");
    }

    fn a_wrong_password_and_an_unknown_login_are_refused_alike(server: &Server) {
        let wrong = server.nobody().post("/sessions", &json!({"login": "admin", "password": "x"})).expect(401);
        let unknown = server.nobody().post("/sessions", &json!({"login": "nobody", "password": "x"})).expect(401);
        assert_eq!(wrong.code(), "bad_credentials");
        assert_eq!(wrong.json()["detail"], unknown.json()["detail"]);
        assert_eq!(wrong.code(), unknown.code());
    }

    fn after_ten_wrong_passwords_one_is_told_how_long_to_wait(server: &Server) {
        let log_in = |password: &str| server.nobody().post("/sessions", &json!({"login": "admin", "password": password}));
        for _ in 0..10 {
            assert_eq!(log_in("x").expect(401).code(), "bad_credentials");
        }
        for password in ["x", PASSWORD] {
            let throttled = log_in(password).expect(429);
            assert_eq!(throttled.header("content-type"), Some("application/problem+json"), "{throttled}");
            let seconds: u64 = throttled.header("retry-after").and_then(|text| text.parse().ok()).expect("seconds");
            assert!((1..=301).contains(&seconds), "{throttled}");
        }
    }

    fn a_log_in_names_every_wrong_member(server: &Server) {
        let answer = server.nobody().post("/sessions", &json!({"login": 5, "pass": "x"})).send();
        given::fields(&answer, &["login", "pass", "password"]);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        server.nobody().request("POST", "/sessions").body("application/json", "{").expect(400);
        server.nobody().request("POST", "/sessions").body("application/x-www-form-urlencoded", "login=a").expect(415);
    }

    fn every_spelling_of_the_header_is_accepted(server: &Server) {
        let session = server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
        let token = session["token"].as_str().unwrap();
        let spellings = [
            ("Authorization", format!("Bearer {token}")),
            ("Authorization", format!("bearer {token}")),
            ("Authorization", format!("Token {token}")),
            ("Auth-Token", token.to_owned()),
            ("Api-ClientToken", token.to_owned()),
            ("X-Auth-Token", token.to_owned()),
        ];
        for (name, value) in &spellings {
            let client = server.nobody().with_header(name, value);
            client.get("/zones").expect(200);
            assert_eq!(client.get("/sessions/current").expect(200).json()["id"], session["id"], "{name}");
        }
    }

    fn asking_for_the_head_of_ones_session_is_asking_for_it(server: &Server) {
        let admin = server.admin();
        let got = admin.get("/sessions/current").expect(200);
        let head = admin.head("/sessions/current").expect(200);
        assert!(head.body.is_empty(), "{head}");
        for name in ["content-type", "content-length", "cache-control"] {
            assert_eq!(head.header(name), got.header(name), "{name}");
        }
        server.nobody().head("/sessions/current").expect(401);
    }

    fn a_final_slash_is_accepted(server: &Server) {
        let session = server.nobody().post("/sessions/", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
        let client = server.nobody().with_token(session["token"].as_str().unwrap());
        assert_eq!(client.get("/sessions/current/").expect(200).json()["id"], session["id"]);
        client.head("/sessions/current/").expect(200);
        client.delete("/sessions/current/").expect(204);
        client.get("/sessions/current/").expect(401);
    }

    fn a_session_that_was_closed_is_refused_at_once(server: &Server) {
        let (first, second) = (server.admin(), server.admin());
        first.get("/zones").expect(200);
        first.delete("/sessions/current").expect(204);
        first.get("/zones").expect(401);
        first.get("/sessions/current").expect(401);
        first.delete("/sessions/current").expect(401);
        second.get("/zones").expect(200);
    }

    fn tokens_that_nobody_issued_are_refused(server: &Server) {
        let session = server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
        let token = session["token"].as_str().unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        assert_eq!(parts.len(), 3, "a token is a JWT");
        let mut forged: Vec<String> = ["", "x", "a.b.c"].map(str::to_owned).into();
        forged.push(token[..token.len() - 2].to_owned());
        forged.push(format!("{}.{}.", parts[0], parts[1]));
        // {"alg":"none","typ":"JWT"}
        forged.push(format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", parts[1]));
        for token in forged {
            let answer = server.nobody().with_token(&token).get("/zones").expect(401);
            assert!(answer.header("www-authenticate").is_some(), "{answer}");
        }
    }

    fn a_session_outlives_a_restart(server: &Server) {
        let session = server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
        server.kill();
        server.start_again();
        server.nobody().with_token(session["token"].as_str().unwrap()).get("/sessions/current").expect(200);
    }

    fn a_user_who_is_disabled_is_refused_at_once(server: &Server) {
        let reader = server.user("reader1", "acme", &["reader"]);
        reader.get("/zones").expect(200);
        let output = server.command(&["user", "disable", "reader1"], b"");
        assert_eq!(output.status, 0, "{output:?}");
        reader.get("/zones").expect(401);
        server.nobody().post("/sessions", &json!({"login": "reader1", "password": PASSWORD})).expect(401);
    }

    fn an_api_key_stands_in_for_a_session(server: &Server) {
        let _ = server.user("robot", "acme", &["reader"]);
        let output = server.command(&["key", "create", "--user", "robot", "--account", "acme"], b"");
        assert_eq!(output.status, 0, "{output:?}");
        let printed: Vec<&str> = output.stdout.split_whitespace().collect();
        let key = printed.iter().max_by_key(|word| word.len()).expect("a key");
        server.nobody().with_token(key).get("/zones").expect(200);
        server.nobody().with_header("X-Auth-Token", key).get("/zones").expect(200);
        server.nobody().with_token(&format!("{key}x")).get("/zones").expect(401);
    }

    fn the_open_pages_need_nobody(server: &Server) {
        for path in ["/health", "/openapi.json", "/docs/"] {
            server.nobody().get(path).expect(200);
        }
    }
}
