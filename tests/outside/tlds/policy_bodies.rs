//! Bodies of policies and their names (`docs/spec/registrar.md` section 7): their type, their size, their grammar.

use super::policy::{content, preset};
use super::policy_refused::{made, paths};
use super::{refused, wrong};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

both! {
    fn lists_have_an_end(server: &Server) {
        let admin = server.admin();
        let path = made(&admin, "st");
        let handles = |count: usize| (0..count).map(|number| format!("r{number:04}")).collect::<Vec<_>>();
        let thousand = admin.patch(&path, &json!({"accredited": handles(1000)})).expect(200).json();
        assert_eq!(thousand["accredited"].as_array().map(Vec::len), Some(1000));
        for (member, value) in [
            ("accredited", json!(handles(1001))),
            ("expiry_notices", json!(vec!["P1D"; 17])),
            ("required_claims", json!(vec![json!({}); 1000])),
            ("idn_scripts", json!(vec!["Latn"; 65])),
            ("ds_digests", json!(vec![2; 257])),
        ] {
            wrong(&admin.patch(&path, &json!({ member: value })).send(), &[member]);
        }
        let large = json!({"sink": "x".repeat(64 << 10)});
        for call in [admin.put(&path, &large), admin.patch(&path, &large), admin.put(&format!("{path}/names/a"), &large)] {
            refused(&call.send(), 413, "request_too_large");
        }
        let unknown: serde_json::Map<String, Value> = (0..2000).map(|number| (format!("m{number}"), json!(number))).collect();
        assert_eq!(paths(&admin.patch(&path, &Value::Object(unknown)).send()).len(), 2000);
    }

    fn a_body_is_one_object_of_its_type(server: &Server) {
        let admin = server.admin();
        let path = made(&admin, "st");
        let name = format!("{path}/names/gold");
        for (method, path) in [("PUT", &path), ("PATCH", &path), ("PUT", &name)] {
            let send = |kind: &str, body: &str| admin.request(method, path).body(kind, body).send();
            for (body, status, word) in [
                ("", 400, "empty_request_body"),
                ("null", 400, "empty_request_body"),
                ("[]", 400, "invalid_object"),
                ("[{\"min_ns\":1}]", 400, "invalid_object"),
                ("\"st\"", 400, "invalid_object"),
                ("7", 400, "invalid_object"),
                ("{", 400, "invalid_json"),
                ("{'a':1}", 400, "invalid_json"),
                ("{\"min_ns\":1,\"min_ns\":2}", 400, "invalid_json"),
                ("{\"contacts\":{\"tech\":null,\"tech\":null}}", 400, "invalid_json"),
                ("{\"min_ns\":1e999}", 400, "invalid_json"),
                ("{\"min_ns\":01}", 400, "invalid_json"),
                ("{\"sink\":\"\\ud800\"}", 400, "invalid_json"),
            ] {
                refused(&send("application/json", body), status, word);
            }
            let deep = format!("{{\"a\":{}{}}}", "[".repeat(30_000), "]".repeat(30_000));
            refused(&send("application/json", &deep), 400, "invalid_json");
            for kind in ["text/plain", "application/json-patch+json", "application/x-www-form-urlencoded", "*/*"] {
                refused(&send(kind, "{}"), 415, "unsupported_content_type");
            }
            let merge = send("application/merge-patch+json", "{}");
            assert_eq!(merge.status, if method == "PATCH" { 200 } else { 415 }, "{merge}");
            refused(&admin.request(method, path).send(), 400, "empty_request_body");
            let picky = admin.request(method, path).body("application/json", "{}").header("Accept", "text/html");
            refused(&picky.send(), 406, "not_acceptable");
        }
        assert_eq!(content(&admin.get(&path).expect(200), 1), preset("default"));
    }
}
