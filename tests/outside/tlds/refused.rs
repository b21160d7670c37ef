//! Errors, row by row (section 9), on both paths alike.

use super::{FORMS, NO_ID, error, is_uuid, names, path, path2, refused, request_id, rule, text};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn a_body_that_is_missing_or_null(server: &Server) {
        let admin = server.admin();
        let item = path2(&rule(&admin, "com"));
        for (method, path) in
            [("POST", "/tlds"), ("POST", "/v2/tlds"), ("PATCH", item.as_str()), ("POST", "/blocklist"), ("POST", "/tlds/import")]
        {
            for body in ["", "null", " null "] {
                refused(&admin.request(method, path).body("application/json", body).send(), 400, "empty_request_body");
            }
        }
        for form in FORMS {
            refused(&admin.request("POST", form).send(), 400, "empty_request_body");
        }
    }

    fn a_body_that_is_no_json_or_no_object(server: &Server) {
        let admin = server.admin();
        let item = path2(&rule(&admin, "com"));
        for (method, path) in [("POST", "/tlds"), ("POST", "/v2/tlds"), ("PATCH", item.as_str())] {
            let send = |body: &str| admin.request(method, path).body("application/json", body).send();
            for body in [
                "{",
                "{\"name\": \"net\"",
                "{\"name\": \"net\"} x",
                "name=net",
                "{'name': 'net'}",
                "{\"name\": \u{1}}",
                "nul",
                " ",
            ] {
                refused(&send(body), 400, "invalid_json");
            }
            for body in ["[]", "[{\"name\": \"net\"}]", "5", "\"net\"", "true", "{\"tlds\": []}", "{\"colour\": 1}"] {
                refused(&send(body), 400, "invalid_object");
            }
        }
        refused(&admin.request("POST", "/tlds").body("application/json", "{}").send(), 400, "invalid_object");
    }

    fn an_id_that_is_none(server: &Server) {
        let admin = server.admin();
        for form in FORMS {
            for method in ["GET", "DELETE"] {
                assert_eq!(
                    refused(&admin.request(method, &format!("{form}/foo")).send(), 400, "invalid_uuid"),
                    "Invalid UUID tld_id: foo"
                );
            }
        }
        assert_eq!(refused(&admin.patch("/v2/tlds/foo", &json!({})).send(), 400, "invalid_uuid"), "Invalid UUID tld_id: foo");
    }

    fn nobody_and_who_may_not(server: &Server) {
        let dead = server.admin();
        dead.delete("/sessions/current").expect(204);
        let other = server.user("support", "acme", &["hostmaster", "registrar", "attestor", "reader"]);
        for form in FORMS {
            for client in [
                server.nobody(),
                dead.clone(),
                server.nobody().with_token("a.b.c"),
                server.nobody().with_header("X-Auth-Token", ""),
            ] {
                let answer = client.get(form).send();
                refused(&answer, 401, "unauthorized");
                assert!(answer.header("www-authenticate").is_some(), "{answer}");
            }
            refused(&other.get(form).send(), 403, "forbidden");
        }
    }

    fn what_is_not_there(server: &Server) {
        let admin = server.admin();
        for form in FORMS {
            for method in ["GET", "DELETE"] {
                assert_eq!(
                    refused(&admin.request(method, &format!("{form}/{NO_ID}")).send(), 404, "tld_not_found"),
                    "Could not find Tld"
                );
            }
            for rest in ["/foo/bar", "/explain/x", "/import/x/y"] {
                refused(&admin.get(&format!("{form}{rest}")).send(), 404, "not_found");
            }
            refused(&admin.get(&format!("{form}.json")).send(), 404, "not_found");
            refused(&admin.get(&format!("{form}/{NO_ID}.json")).send(), 400, "invalid_uuid");
        }
        for path in ["/v2/nothing", "/v2/zones", "/v2/tld", "/v2/tlds.xml", "/v2/quotas/a/b"] {
            refused(&admin.get(path).send(), 404, "not_found");
        }
        assert_eq!(
            refused(&admin.patch(&format!("/v2/tlds/{NO_ID}"), &json!({})).send(), 404, "tld_not_found"),
            "Could not find Tld"
        );
    }

    fn methods_that_a_route_has_not(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        let (seeds, other) = (path(&tld), path2(&tld));
        for (path, methods, allowed) in [
            ("/tlds", &["PUT", "PATCH", "DELETE"][..], &["GET", "POST"][..]),
            ("/v2/tlds", &["PUT", "PATCH", "DELETE"], &["GET", "POST"]),
            (seeds.as_str(), &["PUT", "PATCH", "POST"], &["GET", "DELETE"]),
            (other.as_str(), &["PUT", "POST"], &["GET", "PATCH", "DELETE"]),
            ("/tlds/explain", &["PUT", "PATCH", "POST", "DELETE"], &["GET"]),
            ("/tlds/import", &["GET", "PUT", "PATCH", "DELETE"], &["POST"]),
            ("/v2/quotas", &["POST", "PUT", "PATCH", "DELETE"], &["GET"]),
            ("/v2/quotas/registry", &["POST", "PUT"], &["GET", "PATCH", "DELETE"]),
        ] {
            for method in methods {
                let answer = admin.request(method, path).json(&json!({})).send();
                refused(&answer, 405, "method_not_allowed");
                let allow = answer.header("allow").unwrap_or_else(|| panic!("no Allow: {answer}"));
                let told: Vec<&str> = allow.split(',').map(str::trim).collect();
                for method in allowed {
                    assert!(told.contains(method), "{answer}");
                }
                assert!(!told.contains(method), "{answer}");
            }
        }
        assert_eq!(admin.get(&seeds).expect(200).json()["tlds"], tld);
    }

    fn the_same_name_again(server: &Server) {
        let admin = server.admin();
        rule(&admin, "com");
        let net = path2(&rule(&admin, "net"));
        for answer in [
            admin.post("/tlds", &json!({"name": "com"})).send(),
            admin.post("/v2/tlds", &json!({"name": "com"})).send(),
            admin.patch(&net, &json!({"name": "com"})).send(),
        ] {
            assert!(refused(&answer, 409, "duplicate_tld").starts_with("Duplicate Tld"), "{answer}");
        }
    }

    fn bodies_of_other_types_or_too_large(server: &Server) {
        let admin = server.admin();
        let item = path2(&rule(&admin, "com"));
        let body = json!({"name": "net"}).to_string();
        for (method, path) in [("POST", "/tlds"), ("POST", "/v2/tlds"), ("PATCH", item.as_str())] {
            for kind in [
                "application/json-patch+json",
                "application/merge-patch+json",
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/xml",
                "json",
                "*/*",
            ] {
                refused(&admin.request(method, path).body(kind, body.clone()).send(), 415, "unsupported_content_type");
            }
            let large = json!({"name": "net", "description": "x".repeat(64 << 10)});
            refused(&admin.request(method, path).json(&large).send(), 413, "request_too_large");
        }
        admin.request("POST", "/tlds").body("application/json; charset=utf-8", body.clone()).expect(201);
        admin.request("POST", "/v2/tlds").body("Application/JSON", body.replace("net", "org")).expect(201);
        let padded = format!("{}{}", " ".repeat((64 << 10) - 20), json!({"name": "padded"}));
        assert!(padded.len() <= 64 << 10);
        admin.request("POST", "/tlds").body("application/json", padded).expect(201);
    }

    fn answers_that_are_not_json_are_not_given(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        for path in ["/tlds", "/v2/tlds", &path(&tld), &path2(&tld), "/tlds/explain?name=a.com", "/blocklist", "/v2/quotas"] {
            let answer = admin.get(path).header("Accept", "text/html").expect(406);
            error(&answer);
            for accept in ["*/*", "application/*", "application/json", "text/html, application/json;q=0.5"] {
                admin.get(path).header("Accept", accept).expect(200);
            }
        }
        admin.post("/tlds", &json!({"name": "net"})).header("Accept", "application/xml").expect(406);
        assert_eq!(names(&admin, ""), ["com"], "and nothing was done");
    }

    fn every_answer_has_an_id_of_its_request(server: &Server) {
        let (nobody, admin) = (server.nobody(), server.admin());
        let tld = rule(&admin, "com");
        let mut ids = Vec::new();
        for answer in [
            admin.get("/tlds").expect(200),
            admin.get("/v2/tlds").expect(200),
            admin.get(&path(&tld)).expect(200),
            admin.head("/tlds").expect(200),
            admin.post("/v2/tlds", &json!({"name": "net"})).expect(201),
            admin.patch(&path2(&tld), &json!({})).expect(200),
            nobody.get("/tlds").expect(401),
            admin.put("/tlds", &json!({})).expect(405),
            admin.get("/tlds/foo").expect(400),
            admin.get("/v2/nothing").expect(404),
            admin.get("/blocklist").expect(200),
            admin.get("/v2/quotas").expect(200),
            admin.get("/tlds/explain?name=a.com").expect(200),
            admin.post("/tlds/import", &json!({"text": "org\n"})).expect(200),
            admin.delete(&path(&tld)).expect(204),
        ] {
            ids.push(request_id(&answer));
        }
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "each its own");
        let zone = admin.get("/tlds/foo").header("X-Request-ID", "abc-123").send();
        let told = text(&zone.json(), "request_id").to_owned();
        assert!(told.strip_prefix("req-").is_some_and(is_uuid), "{zone}");
    }
}
