//! `/accounts/{account}/keys` and one of them: shown once, for every face, disabled for good.

use super::{change, column, etag, made, made_user};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn a_key_is_shown_once_and_opens_every_face(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        made_user(&admin, "acme", "robot", &["reader"]);
        let answer = admin.post("/accounts/acme/keys", &json!({"user": "robot", "label": "backup"})).expect(201);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer}");
        let made = answer.json();
        let text = made["key"].as_str().expect("the key").to_owned();
        let path = format!("/accounts/acme/keys/{}", made["id"]);
        assert_eq!(answer.header("location"), Some(path.as_str()));
        let read = admin.get(&path).expect(200);
        assert_eq!((read.json(), read.etag()), (given::with(made.clone(), &json!({"key": null})), answer.etag()));
        let list = admin.get("/accounts/acme/keys").expect(200);
        let history = admin.get("/accounts/acme/history").expect(200);
        for shown in [&read, &list, &history] {
            assert!(!shown.text().contains(&text), "{shown}");
        }
        for (header, value) in [("Authorization", format!("Bearer {text}")), ("X-Auth-Token", text.clone()), ("Auth-Token", text)] {
            let machine = server.nobody().with_header(header, &value);
            machine.get("/zones").expect(200);
            machine.get("/v2/quotas").expect(200);
            machine.get("/api/v1/nameservers/").expect(200);
            assert_eq!(machine.get("/sessions/current").expect(200).json()["user"], "robot");
        }
    }

    fn a_disabled_key_is_refused_at_once_and_for_good(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        made_user(&admin, "acme", "robot", &["reader"]);
        let keys = [(); 2].map(|()| admin.post("/accounts/acme/keys", &json!({"user": "robot"})).expect(201).json());
        let machine = |number: usize| server.nobody().with_token(keys[number]["key"].as_str().unwrap());
        machine(0).get("/zones").expect(200);
        let path = format!("/accounts/acme/keys/{}", keys[0]["id"]);
        admin.patch(&path, &json!({"disabled": true})).expect(428);
        let old = etag(&admin, &path);
        let gone = change(&admin, &path, &json!({"disabled": true})).expect(204);
        assert_ne!(gone.etag(), old);
        machine(0).get("/zones").expect(401);
        machine(1).get("/zones").expect(200);
        admin.patch(&path, &json!({"disabled": true})).if_match(&old).expect(412);
        assert_eq!(change(&admin, &path, &json!({"disabled": true})).expect(204).etag(), gone.etag(), "twice is no error");
        given::error(&change(&admin, &path, &json!({"disabled": false})), "disabled", "final");
        assert_eq!(column(&admin.get("/accounts/acme/keys").expect(200), "disabled"), [true, false]);
        let actions = column(&admin.get("/accounts/acme/history").expect(200), "action");
        assert_eq!(actions.iter().filter(|action| **action == "key.disable").count(), 1, "{actions:?}");
    }

    fn keys_are_their_accounts_and_have_pages(server: &Server) {
        let admin = server.admin();
        for account in ["acme", "other"] {
            made(&admin, account);
            made_user(&admin, account, "robot", &["reader"]);
        }
        let ids = [(); 3].map(|()| admin.post("/accounts/acme/keys", &json!({"user": "robot"})).expect(201).json()["id"].clone());
        assert_eq!(column(&admin.get("/accounts/acme/keys").expect(200), "id"), ids);
        let page = admin.get(&format!("/accounts/acme/keys?limit=1&marker={}", ids[0])).expect(200);
        assert_eq!(column(&page, "id"), [ids[1].clone()]);
        assert!(page.header("link").is_some(), "{page}");
        assert_eq!(admin.get("/accounts/other/keys").expect(200).json(), json!([]));
        for stranger in [format!("/accounts/other/keys/{}", ids[0]), "/accounts/acme/keys/x".into(), "/accounts/acme/keys/99999999999999999999".into()] {
            admin.get(&stranger).expect(404);
            admin.patch(&stranger, &json!({"disabled": true})).if_match("*").expect(404);
        }
        given::fields(&admin.get("/accounts/acme/keys?marker=x").send(), &["marker"]);
    }

    fn z6_every_wrong_member_of_a_key_is_named(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        let answer = admin.post("/accounts/acme/keys", &json!({"user": "nobody", "label": "\n", "x": 1})).send();
        given::fields(&answer, &["label", "user", "x"]);
        assert!(answer.has_error("user", "unknown_user"), "{answer}");
        given::fields(&admin.post("/accounts/acme/keys", &json!({"label": "x".repeat(201)})).send(), &["label", "user"]);
        given::error(&admin.post("/accounts/acme/keys", &json!({"user": "admin"})).send(), "user", "unknown_user");
        assert_eq!(admin.get("/accounts/acme/keys").expect(200).json(), json!([]));
    }

    fn z18_a_dry_run_makes_no_key(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        made_user(&admin, "acme", "robot", &["reader"]);
        let tried = admin.post("/accounts/acme/keys?dry_run=true", &json!({"user": "robot"})).expect(200);
        assert_eq!(tried.json(), json!({"would": 201, "warnings": []}));
        assert_eq!(admin.get("/accounts/acme/keys").expect(200).json(), json!([]));
    }
}
