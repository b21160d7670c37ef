//! Which of several faults answers (section 3), at each method of each route.

use super::{NO_ID, path, path2, refused, rule, wrong};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

/// Every route of rules with the methods that it has.
const ROUTES: [(&str, &[&str]); 8] = [
    ("/tlds", &["GET", "POST"]),
    ("/v2/tlds", &["GET", "POST"]),
    ("/tlds/foo", &["GET", "DELETE"]),
    ("/v2/tlds/foo", &["GET", "PATCH", "DELETE"]),
    ("/tlds/import", &["POST"]),
    ("/tlds/import/foo", &["GET"]),
    ("/v2/quotas/nobodys", &["GET", "PATCH", "DELETE"]),
    ("/v2/blacklists/foo", &["GET", "PATCH", "DELETE"]),
];

/// A request of which everything is wrong that can be: its query, its type and its body.
fn all_wrong(client: &Client, method: &str, path: &str) -> domesday_tests::client::Call {
    client.request(method, &format!("{path}?limit=0&limit=x")).body("text/html", "{").if_match("\"99\"")
}

both! {
    fn nobody_is_told_nothing_but_that(server: &Server) {
        let nobody = server.nobody();
        for (path, _) in ROUTES {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                refused(&all_wrong(&nobody, method, path).send(), 401, "unauthorized");
            }
        }
        for path in ["/tlds/foo/bar", "/v2/nothing", "/v2/tlds/foo/bar"] {
            refused(&nobody.get(path).send(), 401, "unauthorized");
        }
    }

    fn a_method_that_is_not_there_comes_before_who_may(server: &Server) {
        let other = server.user("support", "acme", &["hostmaster", "reader"]);
        for (path, methods) in ROUTES {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                let answer = all_wrong(&other, method, path).send();
                match methods.contains(&method) {
                    true => refused(&answer, 403, "forbidden"),
                    false => refused(&answer, 405, "method_not_allowed"),
                };
            }
        }
        for path in ["/tlds/foo/bar", "/v2/nothing", "/v2/tlds/foo/bar"] {
            refused(&other.get(path).send(), 404, "not_found");
        }
    }

    fn who_may_not_learns_nothing_of_what_is_there(server: &Server) {
        let admin = server.admin();
        let other = server.user("support", "acme", &["hostmaster", "reader"]);
        let there = path(&rule(&admin, "com"));
        let gone = format!("/tlds/{NO_ID}");
        let told = |path: &str| {
            let answer = other.get(path).send();
            let message = refused(&answer, 403, "forbidden");
            (answer.status, message)
        };
        assert_eq!(told(&there), told(&gone));
        assert_eq!(told(&there), told("/tlds/foo"));
    }

    fn the_type_comes_before_the_body_and_the_id(server: &Server) {
        let admin = server.admin();
        for (method, path) in [
            ("POST", "/tlds"),
            ("POST", "/v2/tlds"),
            ("PATCH", "/v2/tlds/foo"),
            ("POST", "/tlds/import"),
            ("POST", "/blocklist"),
            ("PATCH", "/v2/quotas/nobodys"),
        ] {
            refused(&all_wrong(&admin, method, path).send(), 415, "unsupported_content_type");
        }
    }

    fn a_bad_request_comes_before_the_search_for_the_id(server: &Server) {
        let admin = server.admin();
        let gone = format!("/v2/tlds/{NO_ID}");
        refused(&admin.patch("/v2/tlds/foo", &json!({"name": 5})).send(), 400, "invalid_uuid");
        wrong(&admin.patch(&gone, &json!({"name": 5})).if_match("\"9\"").send(), &["name"]);
        refused(&admin.patch(&gone, &json!({"name": "com"})).if_match("\"9\"").send(), 404, "tld_not_found");
        refused(&admin.delete(&gone).if_match("\"9\"").send(), 404, "tld_not_found");
    }

    fn a_version_that_moved_on_comes_before_a_name_that_is_taken(server: &Server) {
        let admin = server.admin();
        rule(&admin, "com");
        let item = path2(&rule(&admin, "net"));
        let taken = json!({"name": "com"});
        refused(&admin.patch(&item, &taken).if_match("\"9\"").send(), 412, "precondition_failed");
        refused(&admin.patch(&item, &taken).if_match("\"1\"").send(), 409, "duplicate_tld");
        wrong(&admin.patch(&item, &json!({"name": "a..b"})).if_match("\"9\"").send(), &["name"]);
    }

    fn parameters_that_a_route_has_not_are_refused_before_anything_is_done(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        let (item, item2) = (path(&tld), path2(&tld));
        let net = json!({"name": "net"});
        for call in [
            admin.post("/tlds?colour=red", &net),
            admin.post("/v2/tlds?limit=1", &net),
            admin.post("/tlds?dry_run=maybe", &net),
            admin.post("/tlds?dry_run=true&dry_run=true", &net),
            admin.get(&format!("{item}?dry_run=true")),
            admin.delete(&format!("{item}?dry-run=true")),
            admin.patch(&format!("{item2}?dryrun=1"), &net),
            admin.get("/v2/quotas?limit=1"),
            admin.post("/blocklist?colour=red", &json!({"pattern": "bad"})),
            admin.delete("/v2/quotas/registry?colour=red"),
            // Members of a JSON body are no parameters, and a bare text's are.
            admin.post("/tlds/import?dry_run=true", &json!({"text": "net\n"})),
            admin.request("POST", "/tlds/import?colour=red").body("text/plain", "net\n"),
            admin.request("POST", "/tlds/import?source=a&source=b").body("text/plain", "net\n"),
            admin.request("POST", "/tlds/import?dry_run=maybe").body("text/plain", "net\n"),
        ] {
            refused(&call.send(), 400, "bad_request");
        }
        assert_eq!(admin.get("/tlds").expect(200).json(), json!({"tlds": [tld]}));
        assert_eq!(admin.get("/blocklist").expect(200).json(), json!({"blocklist": []}));
    }
}
