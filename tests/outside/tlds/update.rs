//! `PATCH /v2/tlds/{id}` (T6, T7): only that form changes rules.

use super::{NO_ID, explained, imported, names, path, path2, refused, rule, rules, sorted, text, wrong};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn sources(client: &Client, rule: &str) -> Value {
    explained(client, &format!("a.{rule}"), "")["rule"]["sources"].clone()
}

both! {
    fn t6_only_what_is_sent_changes(server: &Server) {
        let admin = server.admin();
        let tld = admin.post("/v2/tlds", &json!({"name": "com", "description": "one"})).expect(201).json();
        let answer = admin.patch(&path2(&tld), &json!({"description": "two"})).expect(200);
        let changed = answer.json();
        assert_eq!(answer.etag(), "\"2\"");
        assert_eq!((text(&changed, "name"), text(&changed, "description")), ("com", "two"));
        assert_eq!((&changed["id"], &changed["created_at"], &changed["links"]), (&tld["id"], &tld["created_at"], &tld["links"]));
        assert!(text(&changed, "updated_at") > text(&tld, "created_at"), "{answer}");
        let renamed = admin.patch(&path2(&tld), &json!({"name": "NET"})).expect(200).json();
        assert_eq!((text(&renamed, "name"), text(&renamed, "description")), ("net", "two"));
        assert_eq!(admin.get(&path(&tld)).expect(200).json()["tlds"]["version"], 3);
        assert_eq!(names(&admin, ""), ["net"]);
    }

    fn t6_null_clears_the_description_and_the_empty_one_does_not(server: &Server) {
        let admin = server.admin();
        let tld = admin.post("/v2/tlds", &json!({"name": "com", "description": "one"})).expect(201).json();
        for description in [json!(""), json!(null)] {
            let changed = admin.patch(&path2(&tld), &json!({"description": description})).expect(200).json();
            assert_eq!(changed["description"], description);
        }
        assert_eq!(admin.get(&path(&tld)).expect(200).json()["tlds"]["version"], 3);
    }

    fn t6_equal_values_change_nothing(server: &Server) {
        let admin = server.admin();
        let tld = admin.post("/v2/tlds", &json!({"name": "com", "description": "one"})).expect(201).json();
        let list = admin.get("/tlds").expect(200).etag();
        let same = [
            json!({}),
            json!({"name": "com"}),
            json!({"name": "COM"}),
            json!({"description": "one"}),
            json!({"tlds": {}}),
            json!({"name": "com", "description": "one", "id": tld["id"]}),
            json!({"id": text(&tld, "id").to_uppercase()}),
        ];
        for body in same {
            let answer = admin.patch(&path2(&tld), &body).expect(200);
            assert_eq!((answer.json(), answer.etag().as_str()), (tld.clone(), "\"1\""), "{body}");
        }
        assert_eq!(admin.get("/tlds").expect(200).etag(), list, "no new edition of the list");
    }

    fn t6_what_may_not_be_sent_is_named(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        let item = path2(&tld);
        for (body, members) in [
            (json!({"id": NO_ID}), vec!["id"]),
            (json!({"id": 5}), vec!["id"]),
            (json!({"name": null}), vec!["name"]),
            (json!({"name": 1, "description": 2}), vec!["name", "description"]),
            (json!({"name": "a..b"}), vec!["name"]),
            (json!({"name": "net."}), vec!["name"]),
            (json!({"description": "x".repeat(161)}), vec!["description"]),
            (
                json!({"created_at": tld["created_at"], "updated_at": null, "version": 1, "links": {}}),
                vec!["created_at", "links", "updated_at", "version"],
            ),
            (json!({"colour": "red"}), vec!["colour"]),
        ] {
            wrong(&admin.patch(&item, &body).send(), &members);
        }
        refused(&admin.patch(&item, &json!({"tlds": {"description": "x"}, "name": "net"})).send(), 400, "invalid_object");
        assert_eq!(admin.get(&path(&tld)).expect(200).json()["tlds"], tld);
        let answer = admin.patch(&item, &json!({"tlds": {"description": "enveloped"}})).expect(200);
        assert_eq!(answer.json()["description"], "enveloped");
    }

    fn t6_a_change_adds_the_source_manual_and_a_rename_leaves_only_that(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"source": "list", "text": "com\nnet\n"}));
        assert_eq!(sources(&admin, "com"), json!(["list"]));
        let found = admin.get("/v2/tlds?name=com").expect(200).json()["tlds"][0].clone();
        admin.patch(&path2(&found), &json!({"name": "com"})).expect(200);
        assert_eq!(sources(&admin, "com"), json!(["list"]), "nothing was changed");
        admin.patch(&path2(&found), &json!({"description": "ours"})).expect(200);
        let mut both: Vec<String> = serde_json::from_value(sources(&admin, "com")).unwrap();
        both.sort();
        assert_eq!(both, ["list", "manual"]);
        admin.patch(&path2(&found), &json!({"name": "org"})).expect(200);
        assert_eq!(sources(&admin, "org"), json!(["manual"]));
        let report = imported(&admin, &json!({"source": "list", "text": "net\n", "prune": true}));
        assert_eq!(report["removed"], json!({"count": 0, "names": []}), "what is renamed is no longer the list's: {report}");
    }

    fn t6_a_rename_onto_another_rule_is_refused(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com", "xn--3e0b707e"]);
        let tld = rule(&admin, "net");
        for name in ["com", "COM", "한국", "xn--3e0b707e"] {
            let message = refused(&admin.patch(&path2(&tld), &json!({"name": name})).send(), 409, "duplicate_tld");
            assert!(message.starts_with("Duplicate Tld"), "{message}");
        }
        wrong(&admin.patch(&path2(&tld), &json!({"name": "!www.ck"})).send(), &["name"]);
        rule(&admin, "*.ck");
        admin.patch(&path2(&tld), &json!({"name": "!www.ck"})).expect(200);
        assert_eq!(sorted(&admin, ""), ["!www.ck", "*.ck", "com", "xn--3e0b707e"]);
    }

    fn t7_if_match_is_honoured_and_not_required(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        let item = path2(&tld);
        let stale = admin.patch(&item, &json!({"description": "no"})).if_match("\"2\"").send();
        refused(&stale, 412, "precondition_failed");
        for etags in ["\"1\"", "\"9\", \"2\"", "*"] {
            admin.patch(&item, &json!({"description": etags})).if_match(etags).expect(200);
        }
        admin.patch(&item, &json!({"description": "free"})).expect(200);
        refused(&admin.patch(&item, &json!({"description": "no"})).if_match("\"4\"").send(), 412, "precondition_failed");
        assert_eq!(admin.get(&item).expect(200).etag(), "\"5\"");
    }

    fn a_dry_run_checks_all_and_changes_nothing(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com"]);
        let tld = rule(&admin, "net");
        let item = format!("{}?dry_run=true", path2(&tld));
        let answer = admin.patch(&item, &json!({"name": "org", "description": "x"})).expect(200).json();
        assert_eq!(answer, json!({"would": 200, "affected_zones": {"count": 0, "names": [], "complete": true}}));
        refused(&admin.patch(&item, &json!({"name": "com"})).send(), 409, "duplicate_tld");
        refused(&admin.patch(&item, &json!({})).if_match("\"7\"").send(), 412, "precondition_failed");
        assert_eq!(admin.get(&path(&tld)).expect(200).json()["tlds"], tld);
    }

    fn a_change_is_in_force_at_once(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        admin.patch(&path2(&tld), &json!({"name": "net"})).expect(200);
        assert_ne!(explained(&admin, "a.com", "")["verdict"], "allowed");
        assert_eq!(explained(&admin, "a.net", "")["verdict"], "allowed");
    }
}
