//! `/accounts/{account}/users` and one of them.

use super::{change, column, etag, made, made_user};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

both! {
    fn a_user_is_made_listed_read_and_logs_in(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        let answer = made_user(&admin, "ACME", "jane", &["reader", "hostmaster"]);
        assert_eq!(answer.header("location"), Some("/accounts/acme/users/jane"), "{answer}");
        let user = answer.json();
        let expected = [("account", json!("acme")), ("login", json!("jane")), ("roles", json!(["hostmaster", "reader"])), ("disabled", json!(false))];
        for (member, value) in expected {
            assert_eq!(user[member], value, "{member}: {answer}");
        }
        assert!(!answer.text().contains(PASSWORD) && !answer.text().contains("argon2"), "{answer}");
        let read = admin.get("/accounts/acme/users/jane").expect(200);
        assert_eq!((read.json(), read.etag()), (user.clone(), answer.etag()));
        admin.get("/accounts/acme/users/jane").header("If-None-Match", &answer.etag()).expect(304);
        made_user(&admin, "acme", "Jane", &["reader"]);
        assert_eq!(column(&admin.get("/accounts/acme/users").expect(200), "login"), ["Jane", "jane"]);
        assert_eq!(column(&admin.get("/accounts/acme/users?limit=1&marker=Jane").expect(200), "login"), ["jane"]);
        given::created(&server.log_in("jane"), "example.org");
    }

    fn logins_of_any_form_have_a_path(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        for (login, path) in [("jane@example.org", "jane@example.org"), ("a+b%25?#", "a%2Bb%2525%3F%23"), ("æ", "%C3%A6")] {
            let answer = made_user(&admin, "acme", login, &["reader"]);
            assert_eq!(answer.header("location"), Some(format!("/accounts/acme/users/{path}").as_str()));
            assert_eq!(admin.get(&format!("/accounts/acme/users/{path}")).expect(200).json()["login"], login);
        }
    }

    fn z6_every_wrong_member_of_a_user_is_named(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        let wrong = json!({"login": "a b", "roles": [], "password": "short"});
        given::fields(&admin.post("/accounts/acme/users", &wrong).send(), &["login", "password", "roles"]);
        let wrong = json!({"roles": ["king", 5, "reader", "reader"], "password": null, "x": {}});
        given::fields(&admin.post("/accounts/acme/users", &wrong).send(), &["login", "password", "roles[0]", "roles[1]", "roles[3]", "x"]);
        let secret = "not-to-be-echoed ".repeat(100);
        let long = admin.post("/accounts/acme/users", &json!({"login": "jane", "roles": ["reader"], "password": secret})).send();
        given::error(&long, "password", "bad_password");
        assert!(!long.text().contains("not-to-be-echoed"), "{long}");
        assert_eq!(admin.get("/accounts/acme/users").expect(200).json(), json!([]));
        admin.post("/accounts/nobodys/users", &json!({})).expect(404);
    }

    fn z7_a_login_that_is_taken_in_its_account_is_409(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        made(&admin, "other");
        made_user(&admin, "acme", "jane", &["reader"]);
        let again = admin.post("/accounts/acme/users", &json!({"login": "jane", "roles": ["admin"]})).send();
        given::conflict(&again, "login_exists", false);
        made_user(&admin, "other", "jane", &["reader"]);
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let maker = || admin.post("/accounts/acme/users", &json!({"login": "joe", "roles": ["reader"]})).send().status;
            let makers: Vec<_> = (0..8).map(|_| scope.spawn(maker)).collect();
            makers.into_iter().map(|maker| maker.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 7, "{statuses:?}");
    }

    fn new_roles_count_at_once_and_close_the_users_sessions(server: &Server) {
        let admin = server.admin();
        let jane = server.user("jane", "acme", &["reader"]);
        jane.post("/zones", &given::zone("example.org")).expect(403);
        change(&admin, "/accounts/acme/users/jane", &json!({"roles": ["reader"]})).expect(204);
        jane.get("/zones").expect(200);
        change(&admin, "/accounts/acme/users/jane", &json!({"roles": ["hostmaster"]})).expect(204);
        jane.get("/zones").expect(401);
        given::created(&server.log_in("jane"), "example.org");
    }

    fn a_new_password_closes_the_users_sessions_and_the_old_one_is_none(server: &Server) {
        let admin = server.admin();
        let jane = server.user("jane", "acme", &["reader"]);
        let path = "/accounts/acme/users/jane";
        let before = etag(&admin, path);
        let changed = change(&admin, path, &json!({"password": "another password"})).expect(204);
        assert_ne!(changed.etag(), before, "so that two who set one do not undo each other");
        admin.patch(path, &json!({"password": "a third password"})).if_match(&before).expect(412);
        jane.get("/zones").expect(401);
        let log_in = |password: &str| server.nobody().post("/sessions", &json!({"login": "jane", "password": password}));
        log_in(PASSWORD).expect(401);
        log_in("a third password").expect(401);
        log_in("another password").expect(201);
        given::error(&change(&admin, path, &json!({"password": "short"})), "password", "bad_password");
        log_in("another password").expect(201);
    }

    fn a_disabled_user_is_refused_at_once_on_every_face(server: &Server) {
        let admin = server.admin();
        let jane = server.user("jane", "acme", &["reader"]);
        let key = admin.post("/accounts/acme/keys", &json!({"user": "jane"})).expect(201).json();
        let machine = server.nobody().with_token(key["key"].as_str().unwrap());
        for path in ["/zones", "/v2/quotas", "/api/v1/nameservers/"] {
            machine.get(path).expect(200);
        }
        let path = "/accounts/acme/users/jane";
        let whole = admin.patch(path, &json!({"disabled": true})).if_match(&etag(&admin, path));
        assert_eq!(whole.header("Prefer", "return=representation").expect(200).json()["disabled"], true);
        for caller in [&jane, &machine] {
            for path in ["/zones", "/v2/quotas", "/api/v1/nameservers/", "/sessions/current", "/history?subject=account/acme"] {
                caller.get(path).expect(401);
            }
        }
        server.nobody().post("/sessions", &json!({"login": "jane", "password": PASSWORD})).expect(401);
        change(&admin, path, &json!({"disabled": false})).expect(204);
        machine.get("/zones").expect(200);
        jane.get("/zones").expect(401);
    }

    fn z5_what_a_user_is_called_stays(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        let user = made_user(&admin, "acme", "jane", &["reader"]);
        let path = "/accounts/acme/users/jane";
        assert_eq!(change(&admin, path, &user.json()).expect(204).etag(), user.etag());
        let wrong = json!({"login": "joe", "account": "other", "id": "1", "created": 5, "roles": []});
        let answer = change(&admin, path, &wrong);
        given::fields(&answer, &["account", "created", "id", "login", "roles"]);
        assert!(answer.has_error("login", "name_immutable") && answer.has_error("id", "read_only"), "{answer}");
        admin.patch(path, &json!({"roles": ["admin"]})).expect(428);
        assert_eq!(admin.get(path).expect(200).etag(), user.etag());
    }

    fn z18_a_dry_run_of_a_user_keeps_nothing(server: &Server) {
        let admin = server.admin();
        let jane = server.user("jane", "acme", &["reader"]);
        let tried = admin.post("/accounts/acme/users?dry_run=true", &json!({"login": "joe", "roles": ["reader"], "password": PASSWORD}));
        assert_eq!(tried.expect(200).json()["would"], 201);
        admin.get("/accounts/acme/users/joe").expect(404);
        let tried = admin.patch("/accounts/acme/users/jane?dry_run=true", &json!({"disabled": true, "password": "another password"}));
        assert_eq!(tried.if_match("*").expect(200).json()["would"], 204);
        jane.get("/zones").expect(200);
        server.log_in("jane").get("/zones").expect(200);
    }
}
