//! `DELETE /tlds/{id}` and `DELETE /v2/tlds/{id}` (T3, T5, T7).

use super::{FORMS, explained, names, path, path2, refused, rule, rules, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn t3_a_rule_is_deleted_with_nothing_said(server: &Server) {
        let admin = server.admin();
        for path in [path, path2] {
            let tld = rule(&admin, "com");
            let gone = admin.delete(&path(&tld)).expect(204);
            assert!(gone.body.is_empty() && gone.header("domesday-warning").is_none(), "{gone}");
            refused(&admin.delete(&path(&tld)).send(), 404, "tld_not_found");
        }
        assert!(names(&admin, "").is_empty());
    }

    fn t3_a_body_is_ignored_whatever_it_is(server: &Server) {
        let admin = server.admin();
        let bodies: [(&str, &str); 4] = [
            ("application/json", "{\"tlds\": {\"name\": \"net\"}}"),
            ("application/json", "{"),
            ("text/plain", "x"),
            ("application/json", ""),
        ];
        for path in [path, path2] {
            for (kind, body) in bodies {
                let tld = rule(&admin, "com");
                admin.request("DELETE", &path(&tld)).body(kind, body).expect(204);
            }
        }
        assert!(names(&admin, "").is_empty());
    }

    fn t3_asked_for_the_deleted_rule_is_told_on_both_paths(server: &Server) {
        let admin = server.admin();
        for path in [path, path2] {
            let tld = rule(&admin, "com");
            let answer = admin.delete(&path(&tld)).header("Prefer", "return=representation").expect(200);
            let body = answer.json();
            assert_eq!(body["affected_zones"], json!({"count": 0, "names": [], "complete": true}), "{answer}");
            assert_eq!((&body["tlds"]["id"], &body["tlds"]["name"]), (&tld["id"], &tld["name"]), "{answer}");
            admin.get(&path(&tld)).expect(404);
        }
    }

    fn t3_a_rule_in_use_is_deleted_and_the_zones_stay(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["net"]);
        let tld = rule(&admin, "com");
        let zone = given::created(&admin, "shop.com").json();
        let gone = admin.delete(&path(&tld)).expect(204);
        assert_eq!(gone.header("domesday-warning"), Some("zones_affected;count=1"));
        assert_eq!(given::read(&admin, "shop.com")["id"], zone["id"]);
        let etag = admin.get("/zones/shop.com").expect(200).etag();
        admin.patch("/zones/shop.com", &json!({"email": "other@example.org"})).if_match(&etag).expect(204);
        assert_eq!(explained(&admin, "other.com", "")["reasons"][0]["code"], "no_tld", "only new ones are refused");
    }

    fn t5_without_the_last_rule_the_list_is_open_again(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        assert_eq!(explained(&admin, "shop.net", "")["reasons"][0]["code"], "no_tld");
        admin.delete(&path(&tld)).expect(204);
        assert_eq!(explained(&admin, "shop.net", "")["reasons"][0]["code"], "open");
        given::created(&admin, "shop.net");
    }

    fn t7_if_match_is_honoured_and_not_required(server: &Server) {
        let admin = server.admin();
        for path in [path, path2] {
            let tld = rule(&admin, "com");
            admin.patch(&path2(&tld), &json!({"description": "x"})).expect(200);
            refused(&admin.delete(&path(&tld)).if_match("\"1\"").send(), 412, "precondition_failed");
            admin.get(&path(&tld)).expect(200);
            admin.delete(&path(&tld)).if_match("\"2\"").expect(204);
        }
    }

    fn a_dry_run_says_what_would_be_and_keeps_the_rule(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        for form in FORMS {
            let item = format!("{form}/{}?dry_run=true", text(&tld, "id"));
            let answer = admin.delete(&item).expect(200);
            assert_eq!(answer.json(), json!({"would": 204, "affected_zones": {"count": 0, "names": [], "complete": true}}));
            refused(&admin.delete(&item).if_match("\"2\"").send(), 412, "precondition_failed");
        }
        assert_eq!(admin.get(&path(&tld)).expect(200).json()["tlds"], tld);
    }

    fn a_deleted_rules_name_is_free_in_the_next_moment(server: &Server) {
        let admin = server.admin();
        for _ in 0..5 {
            let tld = rule(&admin, "com");
            admin.delete(&path2(&tld)).expect(204);
        }
        assert!(names(&admin, "").is_empty());
    }
}
