//! Hostile bodies: each is refused in this face's own form, quickly, and changes nothing.

use super::{FORMS, error, names, path2, refused, rule, wrong};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn members_that_come_twice_are_no_json(server: &Server) {
        let admin = server.admin();
        let item = path2(&rule(&admin, "com"));
        for (method, path) in [("POST", "/tlds"), ("POST", "/v2/tlds"), ("PATCH", item.as_str())] {
            for body in [
                r#"{"name": "net", "name": "org"}"#,
                r#"{"name": "net", "n\u0061me": "net"}"#,
                r#"{"tlds": {"name": "net", "name": "net"}}"#,
                r#"{"tlds": {"name": "net"}, "tlds": {"name": "net"}}"#,
                r#"{"description": null, "description": null, "name": "net"}"#,
                r#"{"name": "net", "junk": {"a": 1, "a": 2}}"#,
            ] {
                refused(&admin.request(method, path).body("application/json", body).send(), 400, "invalid_json");
            }
        }
        assert_eq!(names(&admin, ""), ["com"]);
    }

    fn deep_nesting_is_refused(server: &Server) {
        let admin = server.admin();
        for form in FORMS {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                let body = format!("{{\"name\": {}1{}}}", open.repeat(9000), close.repeat(9000));
                let answer = admin.request("POST", form).body("application/json", body).expect(400);
                error(&answer);
            }
            let unclosed = format!("{{\"name\": {}", "[".repeat(60_000));
            error(&admin.request("POST", form).body("application/json", unclosed).expect(400));
        }
        admin.get("/tlds").expect(200);
    }

    fn what_is_not_utf_8_is_no_json(server: &Server) {
        let admin = server.admin();
        let utf16: Vec<u8> = r#"{"name": "net"}"#.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let latin1 = b"{\"name\": \"br\xf8d.no\"}".to_vec();
        let cut = b"{\"name\": \"\xe6\x97\"}".to_vec();
        for form in FORMS {
            for body in [utf16.clone(), latin1.clone(), cut.clone(), vec![0; 64], vec![0xff, 0xfe]] {
                refused(&admin.request("POST", form).body("application/json", body).send(), 400, "invalid_json");
            }
            for body in [r#"{"name": "a\ud800b"}"#, r#"{"name": "net", "description": "\udc00"}"#] {
                error(&admin.request("POST", form).body("application/json", body).expect(400));
            }
        }
        assert!(names(&admin, "").is_empty());
    }

    fn nul_stands_in_no_text(server: &Server) {
        let admin = server.admin();
        let item = path2(&rule(&admin, "com"));
        for form in FORMS {
            wrong(&admin.post(form, &json!({"name": "a\0b", "description": "c\0d"})).send(), &["name", "description"]);
        }
        wrong(&admin.patch(&item, &json!({"description": "\0"})).send(), &["description"]);
        wrong(&admin.post("/blocklist", &json!({"pattern": "ab", "description": "c\0d"})).send(), &["description"]);
        error(&admin.get("/tlds/explain?name=a%00&name=b").expect(400));
        error(&admin.get("/tlds/%00").expect(400));
    }

    fn wrong_types_are_never_taken_for_texts(server: &Server) {
        let admin = server.admin();
        let item = path2(&rule(&admin, "com"));
        for value in [json!(5), json!(1.5), json!(true), json!(["net"]), json!({"name": "net"})] {
            for form in FORMS {
                wrong(&admin.post(form, &json!({"name": value, "description": value})).send(), &["name", "description"]);
                let held = if value.is_object() { json!({ "tlds": value }) } else { value.clone() };
                refused(&admin.post(form, &json!({ "tlds": held })).send(), 400, "invalid_object");
            }
            wrong(&admin.patch(&item, &json!({"name": value, "description": value})).send(), &["name", "description"]);
        }
        refused(&admin.post("/tlds", &json!([{"name": "net"}])).send(), 400, "invalid_object");
        assert_eq!(names(&admin, ""), ["com"]);
    }

    fn a_huge_body_is_refused_whatever_it_holds(server: &Server) {
        let admin = server.admin();
        for form in FORMS {
            for body in [
                " ".repeat(100_000),
                "[".repeat(100_000),
                format!("{{\"name\": \"{}\"}}", "a".repeat(100_000)),
                "x".repeat(3_000_000),
            ] {
                refused(&admin.request("POST", form).body("application/json", body).send(), 413, "request_too_large");
            }
            let long = format!("{form}?name={}", "a".repeat(20_000));
            assert_eq!(admin.get(&long).send().status, 200, "a long filter finds nothing");
        }
        let many = json!({"name": "net"}).to_string().replacen(
            '{',
            &format!("{{{}", (0..2000).map(|n| format!("\"m{n}\": {n}, ")).collect::<String>()),
            1,
        );
        let answer = admin.request("POST", "/tlds").body("application/json", many).send();
        refused(&answer, 400, "invalid_object");
        assert!(names(&admin, "").is_empty());
    }

    fn a_body_that_claims_to_be_compressed_is_no_way_in(server: &Server) {
        let admin = server.admin();
        for encoding in ["gzip", "br", "identity, gzip", "nonsense"] {
            let call = admin
                .request("POST", "/tlds")
                .header("Content-Encoding", encoding)
                .body("application/json", "{\"name\": \"net\"}");
            let answer = call.send();
            assert!((400..500).contains(&answer.status) || answer.status == 201, "{answer}");
            if answer.status != 201 {
                error(&answer);
            }
        }
    }
}
