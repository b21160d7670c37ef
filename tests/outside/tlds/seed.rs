//! The seed's own page: its requests as they are written there, made JSON, and every member of its answers.

use super::{column, members, text};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

/// The seed's answer to a POST, less what the system sets.
const POST: &str = r#"{
    "tlds": {
        "name": "*.bd",
        "description": "obtained from http://publicsuffix.org"
    }
}"#;

both! {
    fn a_tld_is_created_as_written(server: &Server) {
        let answer = server.admin().request("POST", "/tlds").body("application/json", POST).expect(201);
        let body = answer.json();
        assert_eq!(members(&body), ["tlds"]);
        let tld = &body["tlds"];
        assert_eq!(tld["name"], "*.bd");
        assert_eq!(tld["description"], "obtained from http://publicsuffix.org");
        assert_eq!(text(tld, "id").len(), 36, "VARCHAR 36");
        let created = text(tld, "created_at");
        let form: String = created.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
        assert_eq!(form, "0000-00-00T00:00:00.000000", "like 2013-12-09T19:56:26.000000");
    }

    fn all_tlds_are_listed_when_no_id_is_given(server: &Server) {
        let admin = server.admin();
        let given = [
            ("com", "obtained from http://data.iana.org/TLD/tlds-alpha-by-domain.txt"),
            ("co.uk", "obtained from http://mozilla.org/MPL/2.0/"),
        ];
        for (name, description) in given {
            admin.post("/tlds", &json!({"tlds": {"name": name, "description": description}})).expect(201);
        }
        let body = admin.get("/tlds").expect(200).json();
        assert_eq!(members(&body), ["tlds"]);
        let rows = body["tlds"].as_array().unwrap();
        assert_eq!(rows.len(), 2);
        for (row, (name, description)) in rows.iter().zip(given) {
            assert_eq!((text(row, "name"), text(row, "description")), (name, description));
            for member in ["id", "created_at"] {
                assert!(!text(row, member).is_empty(), "{member} is required");
            }
        }
    }

    fn one_tld_is_returned_when_an_id_is_given(server: &Server) {
        let admin = server.admin();
        let made = admin.request("POST", "/tlds").body("application/json", POST).expect(201).json();
        admin.post("/tlds", &json!({"tlds": {"name": "com"}})).expect(201);
        let read = admin.get(&format!("/tlds/{}", text(&made["tlds"], "id"))).expect(200).json();
        assert_eq!(read, made, "only the specific entry");
    }

    fn put_is_no_operation(server: &Server) {
        let admin = server.admin();
        let made = admin.request("POST", "/tlds").body("application/json", POST).expect(201).json();
        let item = format!("/tlds/{}", text(&made["tlds"], "id"));
        for path in ["/tlds", item.as_str()] {
            admin.put(path, &json!({"tlds": {"name": "com"}})).expect(405);
        }
        assert_eq!(admin.get(&item).expect(200).json(), made);
        assert_eq!(column(&admin.get("/tlds").expect(200).json()["tlds"], "name"), ["*.bd"]);
    }

    fn a_tld_that_is_not_wanted_is_deleted_and_a_new_one_added_instead(server: &Server) {
        let admin = server.admin();
        let made = admin.request("POST", "/tlds").body("application/json", POST).expect(201).json();
        let item = format!("/tlds/{}", text(&made["tlds"], "id"));
        let gone = admin.delete(&item).expect(204);
        assert!(gone.body.is_empty(), "the return body is empty: {gone}");
        admin.get(&item).expect(404);
        let again = admin.request("POST", "/tlds").body("application/json", POST).expect(201).json();
        assert_ne!(again["tlds"]["id"], made["tlds"]["id"], "an id is never reused");
    }

    fn the_schemas_limits_hold(server: &Server) {
        let admin = server.admin();
        let name = |last: usize| format!("{}.{}", vec!["a".repeat(63); 3].join("."), "b".repeat(last));
        let cases = [
            (json!({"name": name(61)}), 201),
            (json!({"name": name(62)}), 400),
            (json!({"name": null}), 400),
            (json!({}), 400),
            (json!({"name": "a", "description": "d".repeat(160)}), 201),
            (json!({"name": "b", "description": "d".repeat(161)}), 400),
            (json!({"name": "c", "description": null}), 201),
            (json!({"name": "d"}), 201),
        ];
        for (tld, status) in cases {
            admin.post("/tlds", &json!({"tlds": tld})).expect(status);
        }
        for row in admin.get("/tlds").expect(200).json()["tlds"].as_array().unwrap() {
            assert_eq!((&row["version"], &row["updated_at"]), (&json!(1), &json!(null)), "required, and null until a change");
        }
    }

    fn the_wildcard_stands_only_at_the_topmost_level(server: &Server) {
        let admin = server.admin();
        for name in ["*.bd", "*.sch.uk"] {
            admin.post("/tlds", &json!({"tlds": {"name": name}})).expect(201);
        }
        for name in ["bd.*", "a.*.bd", "a*.bd", "*", "*.*.bd"] {
            admin.post("/tlds", &json!({"tlds": {"name": name}})).expect(400);
        }
    }

    fn only_who_was_given_admin_rights_may(server: &Server) {
        let other = server.user("support", "acme", &["hostmaster", "registrar", "attestor", "reader"]);
        other.request("POST", "/tlds").body("application/json", POST).expect(403);
        other.get("/tlds").expect(403);
        server.user("operator", "operations", &["admin"]).request("POST", "/tlds").body("application/json", POST).expect(201);
    }
}
