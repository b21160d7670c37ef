//! Lists of the block list (B3), and what else its routes answer.

use super::{NO_ID, column, encoded, members, refused, text};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

/// Both lists, each with the member that holds its rows.
const LISTS: [(&str, &str); 2] = [("/blocklist", "blocklist"), ("/v2/blacklists", "blacklists")];

fn patterns(client: &Client, query: &str) -> Vec<String> {
    let [seeds, other] =
        LISTS.map(|(path, rows)| column(&client.get(&format!("{path}{query}")).expect(200).json()[rows], "pattern"));
    assert_eq!(seeds, other, "{query}");
    seeds
}

fn entries(client: &Client, patterns: &[&str]) {
    for pattern in patterns {
        client.post("/blocklist", &json!({ "pattern": pattern })).expect(201);
    }
}

both! {
    fn the_lists_have_the_forms_of_those_of_rules(server: &Server) {
        let admin = server.admin();
        assert_eq!(admin.get("/blocklist").expect(200).json(), json!({"blocklist": []}));
        let all: Vec<String> = (0..25).map(|number| format!("bad{number}")).collect();
        entries(&admin, &all.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(admin.get("/blocklist").expect(200).json()["blocklist"].as_array().unwrap().len(), 25);
        let page = admin.get("/v2/blacklists").expect(200).json();
        assert_eq!((members(&page), members(&page["links"])), (vec!["blacklists", "links"], vec!["next", "self"]));
        assert_eq!(page["blacklists"].as_array().unwrap().len(), 20);
        let next = text(&page["links"], "next").to_owned();
        let rest = admin.get(next.strip_prefix(&server.url()).expect("of this server")).expect(200).json();
        assert_eq!(column(&rest["blacklists"], "pattern"), all[20..]);
        assert_eq!(members(&rest["links"]), ["self"]);
        let first = admin.get("/blocklist?limit=2").expect(200);
        assert!(first.header("link").is_some_and(|link| link.contains("rel=\"next\"")), "{first}");
    }

    fn b3_patterns_are_filtered_and_sorted_as_names_are(server: &Server) {
        let admin = server.admin();
        entries(&admin, &["b", "^a$", "B", "_x", "a.c"]);
        assert_eq!(patterns(&admin, "?sort_key=created_at&sort_dir=desc"), ["a.c", "_x", "B", "^a$", "b"]);
        for (filter, expected) in [
            ("b", vec!["b"]),
            ("^a$", vec!["^a$"]),
            ("*a*", vec!["^a$", "a.c"]),
            ("_*", vec!["_x"]),
            ("a_c", vec![]),
            ("%", vec![]),
            ("*.*", vec!["a.c"]),
        ] {
            let mut found = patterns(&admin, &format!("?pattern={}", encoded(filter)));
            found.sort();
            assert_eq!(found, expected, "{filter}");
        }
        assert_eq!(patterns(&admin, "?limit=2"), ["b", "^a$"]);
    }

    fn b3_what_is_not_understood_is_refused(server: &Server) {
        let admin = server.admin();
        for (path, _) in LISTS {
            for (query, kind) in [
                ("limit=0", "invalid_limit"),
                ("limit=x", "invalid_limit"),
                ("marker=x", "invalid_marker"),
                ("sort_dir=up", "invalid_sort_dir"),
                ("sort_key=version", "invalid_sort_key"),
                ("name=x", "bad_request"),
                ("pattern=a&pattern=a", "bad_request"),
                ("colour=red", "bad_request"),
            ] {
                refused(&admin.get(&format!("{path}?{query}")).send(), 400, kind);
            }
            refused(&admin.get(&format!("{path}?marker={NO_ID}")).send(), 400, "marker_not_found");
        }
    }

    fn b3_a_pattern_may_be_the_key_of_the_order(server: &Server) {
        let admin = server.admin();
        entries(&admin, &["b", "a", "B"]);
        assert_eq!(patterns(&admin, "?sort_key=pattern"), ["B", "a", "b"]);
    }

    fn its_routes_refuse_as_those_of_rules_do(server: &Server) {
        let (nobody, admin) = (server.nobody(), server.admin());
        let other = server.user("support", "acme", &["hostmaster", "reader"]);
        for (path, _) in LISTS {
            let item = format!("{path}/{NO_ID}");
            for (method, path) in
                [("GET", path), ("POST", path), ("GET", item.as_str()), ("PATCH", item.as_str()), ("DELETE", item.as_str())]
            {
                refused(&nobody.request(method, path).send(), 401, "unauthorized");
                refused(&other.request(method, path).send(), 403, "forbidden");
            }
            for (method, path, allowed) in [
                ("PUT", path, "POST"),
                ("PATCH", path, "GET"),
                ("DELETE", path, "GET"),
                ("PUT", item.as_str(), "PATCH"),
                ("POST", item.as_str(), "DELETE"),
            ] {
                let answer = admin.request(method, path).send();
                refused(&answer, 405, "method_not_allowed");
                assert!(answer.header("allow").is_some_and(|allow| allow.contains(allowed)), "{answer}");
            }
            for method in ["GET", "PATCH", "DELETE"] {
                let call =
                    |path: &str| if method == "PATCH" { admin.patch(path, &json!({})) } else { admin.request(method, path) };
                let message = refused(&call(&format!("{path}/foo")).send(), 400, "invalid_uuid");
                assert_eq!(message, "Invalid UUID blacklist_id: foo");
                refused(&call(&item).send(), 404, "blacklist_not_found");
            }
            refused(&admin.request("POST", path).body("text/plain", "x").send(), 415, "unsupported_content_type");
            refused(&admin.request("POST", path).body("application/json", "").send(), 400, "empty_request_body");
            refused(&admin.request("POST", path).body("application/json", "{").send(), 400, "invalid_json");
            let envelope = if path == "/blocklist" { "blocklist" } else { "blacklists" };
            refused(&admin.post(path, &json!({envelope: [{"pattern": "a"}]})).send(), 400, "invalid_object");
        }
        refused(&admin.get("/v2/blocklist").send(), 404, "not_found");
        refused(&admin.get("/blocklist.json").send(), 404, "not_found");
    }
}
