//! `/accounts` and `/accounts/{account}`.

use super::{change, column, etag, made};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn an_account_is_made_listed_read_and_changed(server: &Server) {
        let admin = server.admin();
        let answer = admin.post("/accounts", &json!({"name": "Acme", "zones_quota": 3})).expect(201);
        assert_eq!(answer.header("location"), Some("/accounts/Acme"), "{answer}");
        let account = answer.json();
        let expected = [("name", json!("Acme")), ("disabled", json!(false)), ("suspended", json!(false)), ("zones_quota", json!(3))];
        for (member, value) in expected {
            assert_eq!(account[member], value, "{member}: {answer}");
        }
        let read = admin.get("/accounts/aCME").expect(200);
        assert_eq!((read.json(), read.etag()), (account.clone(), answer.etag()), "in any case");
        admin.get("/accounts/Acme").header("If-None-Match", &answer.etag()).expect(304);
        assert!(admin.head("/accounts/Acme").expect(200).body.is_empty());
        assert_eq!(column(&admin.get("/accounts").expect(200), "name"), ["Acme", "registry"]);

        let changed = change(&admin, "/accounts/acme", &json!({"suspended": true, "zones_quota": null})).expect(204);
        assert_ne!(changed.etag(), answer.etag());
        let now = admin.get("/accounts/acme").expect(200);
        assert_eq!(now.etag(), changed.etag());
        assert_eq!((&now.json()["suspended"], &now.json()["zones_quota"]), (&json!(true), &json!(null)), "{now}");
        let whole = admin.patch("/accounts/acme", &json!({"suspended": false})).if_match(&now.etag());
        let whole = whole.header("Prefer", "return=representation").expect(200);
        assert_eq!((whole.json()["suspended"].clone(), whole.header("preference-applied")), (json!(false), Some("return=representation")));
    }

    fn z7_a_handle_that_is_taken_in_any_case_is_409(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        for taken in ["acme", "ACME", "registry"] {
            let answer = admin.post("/accounts", &json!({ "name": taken })).send();
            given::conflict(&answer, "account_exists", false);
            assert_eq!(answer.json()["conflicts"][0]["kind"], "account", "{answer}");
        }
    }

    fn of_many_who_make_one_account_one_does(server: &Server) {
        let admin = server.admin();
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let makers: Vec<_> = (0..12).map(|number| {
                let (admin, name) = (admin.clone(), if number % 2 == 0 { "acme" } else { "ACME" });
                scope.spawn(move || admin.post("/accounts", &json!({ "name": name })).send().status)
            }).collect();
            makers.into_iter().map(|maker| maker.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 11, "{statuses:?}");
    }

    fn z6_every_wrong_member_is_named_and_nothing_is_made(server: &Server) {
        let admin = server.admin();
        given::fields(&admin.post("/accounts", &json!({"zones_quota": "3", "colour": "red"})).send(), &["colour", "name", "zones_quota"]);
        for bad in ["", "ab", "a b", "seventeen-letters", "search", "a/b", "a\u{0}b", "ænglisc"] {
            given::error(&admin.post("/accounts", &json!({ "name": bad })).send(), "name", "bad_account_name");
        }
        given::error(&admin.post("/accounts", &json!({"name": "acme", "zones_quota": -2})).send(), "zones_quota", "out_of_range");
        assert_eq!(column(&admin.get("/accounts").expect(200), "name"), ["registry"]);
    }

    fn z14_lists_have_pages(server: &Server) {
        let admin = server.admin();
        for name in ["Ccc", "aaa", "Bbb"] {
            made(&admin, name);
        }
        let first = admin.get("/accounts?limit=2").expect(200);
        assert_eq!(column(&first, "name"), ["aaa", "Bbb"]);
        let link = first.header("link").expect("a next page").to_owned();
        let next = link.trim_start_matches('<').split('>').next().unwrap();
        let second = admin.get(next).expect(200);
        assert_eq!((column(&second, "name"), second.header("link")), (vec![json!("Ccc"), json!("registry")], None));
        assert_eq!(column(&admin.get("/accounts?marker=BBB&limit=1").expect(200), "name"), ["Ccc"]);
        given::fields(&admin.get("/accounts?limit=0&colour=red").send(), &["colour", "limit"]);
    }

    fn z3_a_change_needs_the_tag_of_now(server: &Server) {
        let admin = server.admin();
        let old = made(&admin, "acme").etag();
        let missing = admin.patch("/accounts/acme", &json!({"suspended": true})).expect(428);
        assert_eq!(missing.code(), "precondition_required");
        admin.patch("/accounts/acme", &json!({"suspended": true})).if_match(&old).expect(204);
        let stale = admin.patch("/accounts/acme", &json!({"suspended": "x"})).if_match(&old).expect(412);
        assert_eq!((stale.code(), stale.etag()), ("stale".to_owned(), etag(&admin, "/accounts/acme")));
        admin.patch("/accounts/acme", &json!({"suspended": false})).if_match("*").expect(204);
        assert_eq!(etag(&admin, "/accounts/acme"), old, "the same state");
    }

    fn z5_what_is_as_it_is_already_is_no_change(server: &Server) {
        let admin = server.admin();
        let answer = made(&admin, "acme");
        for same in [json!({}), answer.json(), json!({"name": "ACME", "disabled": false})] {
            let unchanged = change(&admin, "/accounts/acme", &same).expect(204);
            assert_eq!(unchanged.etag(), answer.etag(), "{same}");
        }
        assert_eq!(column(&admin.get("/accounts/acme/history").expect(200), "action"), ["account.create"]);
        let wrong = json!({"name": "other", "id": 99, "created": "2020-01-01T00:00:00Z", "disabled": null});
        let answer = change(&admin, "/accounts/acme", &wrong);
        given::fields(&answer, &["created", "disabled", "id", "name"]);
        assert!(answer.has_error("name", "name_immutable") && answer.has_error("id", "read_only"), "{answer}");
    }

    fn z18_a_dry_run_keeps_nothing(server: &Server) {
        let admin = server.admin();
        let tried = admin.post("/accounts?dry_run=true", &json!({"name": "acme"})).expect(200);
        assert_eq!(tried.json(), json!({"would": 201, "warnings": []}));
        admin.get("/accounts/acme").expect(404);
        made(&admin, "acme");
        given::conflict(&admin.post("/accounts?dry_run=true", &json!({"name": "acme"})).send(), "account_exists", false);
        let tried = admin.patch("/accounts/acme?dry_run=1", &json!({"disabled": true})).if_match("*").expect(200);
        assert_eq!(tried.json()["would"], 204);
        assert_eq!(admin.get("/accounts/acme").expect(200).json()["disabled"], false);
    }

    fn a_disabled_account_is_refused_at_once_and_its_zones_stay(server: &Server) {
        let admin = server.admin();
        let jane = server.user("jane", "acme", &["hostmaster"]);
        given::created(&jane, "example.org");
        change(&admin, "/accounts/acme", &json!({"disabled": true})).expect(204);
        jane.get("/zones").expect(401);
        let pair = json!({"login": "jane", "password": domesday_tests::server::PASSWORD});
        server.nobody().post("/sessions", &pair).expect(401);
        given::read(&admin, "example.org");
        change(&admin, "/accounts/acme", &json!({"disabled": false})).expect(204);
        jane.get("/zones").expect(401);
        server.log_in("jane").get("/zones").expect(200);
    }

    fn a_suspended_account_reads_and_writes_nothing(server: &Server) {
        let admin = server.admin();
        let (jane, root) = (server.user("jane", "acme", &["hostmaster"]), server.user("root", "acme", &["admin"]));
        root.get("/accounts").expect(200);
        change(&admin, "/accounts/acme", &json!({"suspended": true})).expect(204);
        jane.get("/zones").expect(200);
        assert_eq!(jane.post("/zones", &given::zone("example.org")).expect(403).code(), "suspended");
        assert_eq!(root.post("/accounts", &json!({"name": "mine"})).expect(403).code(), "suspended");
        for path in ["/accounts", "/accounts/acme/users", "/accounts/acme/history", "/history?subject=account/acme", "/tlds", "/blocklist"] {
            root.get(path).expect(200);
        }
        assert_eq!(root.post("/tlds", &json!({"name": "st"})).send().status, 403);
    }

    fn a_quota_counts_from_the_next_zone_on_whatever_face_set_it(server: &Server) {
        let admin = server.admin();
        let jane = server.user("jane", "acme", &["hostmaster"]);
        change(&admin, "/accounts/acme", &json!({"zones_quota": 1})).expect(204);
        assert_eq!(admin.get("/v2/quotas/acme").expect(200).json()["zones"], 1);
        given::created(&jane, "a.org");
        assert_eq!(jane.post("/zones", &given::zone("b.org")).expect(403).code(), "over_quota");
        admin.patch("/v2/quotas/acme", &json!({"zones": 2})).expect(200);
        assert_eq!(admin.get("/accounts/acme").expect(200).json()["zones_quota"], 2);
        given::created(&jane, "b.org");
    }

    fn an_admin_of_any_account_administers_all_and_nobody_else_any(server: &Server) {
        let root = server.user("root", "acme", &["admin"]);
        let others = server.user("others", "acme", &["hostmaster", "registrar", "attestor", "reader"]);
        for path in ["/accounts", "/accounts/acme", "/accounts/registry/users", "/accounts/acme/users/root", "/accounts/acme/keys", "/accounts/acme/history"] {
            root.get(path).expect(200);
            assert_eq!(others.get(path).expect(403).code(), "forbidden", "{path}");
        }
        for path in ["/accounts/nobodys", "/accounts/nobodys/users", "/accounts/acme/users/nobody", "/accounts/acme/keys/99"] {
            root.get(path).expect(404);
            others.get(path).expect(403);
        }
        for (method, path) in [("POST", "/accounts"), ("PATCH", "/accounts/acme"), ("PATCH", "/accounts/acme/users/others")] {
            others.request(method, path).json(&json!({"roles": ["admin"]})).expect(403);
        }
    }
}
