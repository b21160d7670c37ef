//! Bodies (`docs/spec/attestations.md` H6, H7, and the sizes of section 1): one JSON object, read strictly, all its faults told at once.

use domesday_tests::both;
use domesday_tests::client::Answer;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{self, World, claims, declare, done, kind, make, read, refused, roles, told, wrong};
use crate::given::with;

/// Where the wrong JSON is.
fn offset(answer: &Answer, code: &str) -> Value {
    let body = told(answer);
    assert_eq!((answer.status, &body["errors"][0]["code"]), (400, &json!(code)), "{answer}");
    body["errors"][0]["offset"].clone()
}

both! {
    fn h6_what_is_not_one_json_object_is_refused_with_its_place(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        let send = |body: &[u8]| world.acme.request("PATCH", &path).body("application/json", body).send();
        for (body, at) in [
            (&b"{"[..], 1), (b"", 0), (b"{\"claims\":[],}", 13), (b"nope", 1), (b"{} {}", 3), (b"\xef\xbb\xbf{}", 0), (b"{\"a\": \"\xff\"}", 7),
            (b"{\"claims\": [{\"id\": \"name\", \"value\": NaN}]}", 36), (b"{\"a\": \"\x00\"}", 7), (b"\x00\x00", 0), (b"{'a':1}", 1), (b"{\"a\":01}", 6),
        ] {
            assert_eq!(offset(&send(body), "bad_json"), at, "{}", String::from_utf8_lossy(body));
        }
        for body in [&b"[]"[..], b"7", b"\"{}\"", b"null", b"[{\"claims\":[]}]"] {
            assert!([400].contains(&send(body).status), "{}", String::from_utf8_lossy(body));
            told(&send(body));
        }
        let deep = format!("{{\"claims\":[{{\"id\":\"extra\",\"value\":{}1{}}}]}}", "[".repeat(30_000), "]".repeat(30_000));
        offset(&send(deep.as_bytes()), "bad_json");
        for (body, at) in [
            (r#"{"claims":[],"claims":[]}"#, 13), (r#"{"claims":[],"cl\u0061ims":[]}"#, 13), (r#"{"claims":[{"id":"name","id":"name","value":"x"}]}"#, 24),
            (r#"{"claims":[{"id":"extra","value":[{"a":{"b":1,"b":1}}]}]}"#, 46), (r#"{"metadata":{"a":1,"a":2}}"#, 19), (r#"{"junk":{"a":1,"a":2}}"#, 15),
        ] {
            assert_eq!(offset(&send(body.as_bytes()), "duplicate_member"), at, "{body}");
        }
        for number in ["9007199254740992", "-9007199254740992", "1e400", "9007199254740993.0", "123456789012345678901234567890"] {
            let body = format!("{{\"claims\":[{{\"id\":\"extra\",\"value\":[{number}]}}]}}");
            assert_eq!(offset(&send(body.as_bytes()), "inexact_number"), 34, "{number}");
        }
        for number in ["9007199254740991", "-9007199254740991", "0.1", "1E300", "-0"] {
            let body = format!("{{\"claims\":[{{\"id\":\"extra\",\"value\":[{number}]}}]}}");
            told(&send(body.as_bytes()).expect(200));
        }
    }

    fn h6_what_was_read_can_be_sent_back_and_nothing_else_unknown(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        given::vouch(&world.admin, &world.url, &path, "school");
        let before = read(&world.acme, &path);
        assert_eq!(before["attestations"].as_array().unwrap().len(), 1);
        for method in ["PATCH", "PUT"] {
            assert_eq!(done(world.acme.request(method, &path).json(&before), 200), before, "{method}");
        }
        let odd = with(before.clone(), &json!({"context": 7, "attestations": "none", "metadata": [1]}));
        assert_eq!(done(world.acme.patch(&path, &odd), 200), before, "what the server owns is not looked at");
        for (changes, field, code) in [
            (json!({"owners": "x"}), "owners", "unknown_member"), (json!({"id": "/api/student/bob"}), "id", "bad_id"), (json!({"kind": "teacher"}), "kind", "bad_id"),
            (json!({"kind": "https://evil.example/api/student"}), "kind", "foreign_url"), (json!({"id": 7}), "id", "wrong_type"),
        ] {
            wrong(world.acme.patch(&path, &with(before.clone(), &changes)), &[(field, code)]);
        }
        wrong(world.acme.patch(&path, &json!({"claims": [{"id": "name", "value": "x", "note": 1}]})), &[("claims[0].note", "unknown_member")]);
        let schema = read(&world.admin, "/api/student");
        assert_eq!(done(world.admin.put("/api/student", &schema), 200), schema);
        wrong(world.admin.put("/api/student", &with(schema, &json!({"kind": "teacher"}))), &[("kind", "bad_id")]);
        assert_eq!(read(&world.acme, &path), before);
    }

    fn h7_all_that_is_wrong_is_told_at_once(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        let before = read(&world.acme, &path);
        let body = json!({"junk": 1, "id": "/api/student/x", "claims": [
            {"id": "name", "value": 7}, {"id": "none", "value": 1}, {"id": "phone", "value": {"country": 1, "junk": true}}, {"id": "email", "value": "no"},
            {"id": "school"}, {"value": 1}, {"id": "marks", "value": [1, "2"]}, {"id": "marks", "value": [1]}, 7, {"id": 9, "value": 1}
        ]});
        let answer = world.acme.patch(&path, &body).expect(400);
        told(&answer);
        let errors = answer.errors();
        for (field, code) in [
            ("junk", "unknown_member"), ("id", "bad_id"), ("claims[0].value", "wrong_type"), ("claims[1].id", "unknown_claim"), ("claims[3].value", "wrong_type"),
            ("claims[4].value", "required"), ("claims[5].id", "required"), ("claims[7].id", "duplicate_claim"), ("claims[8]", "wrong_type"), ("claims[9].id", "wrong_type"),
        ] {
            assert!(errors.contains(&(field.to_owned(), code.to_owned())), "{code} at {field}: {answer}");
        }
        for place in ["claims[2].value", "claims[6].value"] {
            assert!(errors.iter().any(|(field, code)| field.starts_with(place) && code == "wrong_type"), "{place}: {answer}");
        }
        assert_eq!(read(&world.acme, &path), before);
        let id = world.acme.patch(&path, &json!({"x": 1})).header("X-Request-ID", "my-own-7").expect(400);
        assert_eq!((id.json()["request_id"].as_str(), id.header("x-request-id")), (Some("my-own-7"), Some("my-own-7")));
    }

    fn section_1_bodies_are_256_kib_and_claims_8_and_64(server: &Server) {
        let world = World::of(server);
        let path = make(&world.acme, "student", "ann", &[("name", json!("Ann"))]);
        let patch = |body: &Value| world.acme.patch(&path, body);
        let most = "x".repeat((8 << 10) - 2);
        done(patch(&claims(&[("name", json!(most))])), 200);
        let value_wrong = |value: Value, code: &str| {
            let answer = patch(&claims(&[("extra", value)])).expect(400);
            told(&answer);
            assert!(answer.errors().iter().any(|(field, found)| field.starts_with("claims[0].value") && found == code), "{code}: {answer}");
        };
        value_wrong(json!(format!("{most}x")), "too_long");
        value_wrong(json!("\u{1}".repeat(1500)), "too_long");
        value_wrong((0..33).fold(json!(1), |inner, _| json!([inner])), "too_deep");
        value_wrong(json!("a\u{0}b"), "bad_value");
        value_wrong(json!({"a": [{"b\u{0}": 1}]}), "bad_value");
        done(patch(&claims(&[("extra", (0..32).fold(json!(1), |inner, _| json!([inner])))])), 200);
        done(patch(&claims(&[("extra", json!("\u{1}".repeat(1300)))])), 200);
        let wide: Vec<Value> = (0..9).map(|index| json!({"subject": format!("c{index}"), "value": "string"})).collect();
        declare(&world.admin, "wide", &kind(&json!(wide), &json!({"roles": roles()})));
        let said = |count: usize, length: usize| -> Value {
            let names: Vec<String> = (0..count).map(|index| format!("c{index}")).collect();
            claims(&names.iter().map(|name| (name.as_str(), json!("y".repeat(length)))).collect::<Vec<_>>())
        };
        refused(world.acme.post("/api/wide", &said(9, 8000)), 400, "too_long");
        let eight = world.acme.post("/api/wide", &said(8, 8000)).expect(201);
        let eight = given::path(eight.header("location").unwrap());
        refused(world.acme.patch(&eight, &claims(&[("c8", json!("y".repeat(8000)))])), 400, "too_long");
        let padded = |size: usize| {
            let body = json!({"claims": [], "metadata": ""}).to_string();
            body.replace("\"metadata\":\"\"", &format!("\"metadata\":\"{}\"", "m".repeat(size - body.len())))
        };
        done(world.acme.request("PATCH", &path).body("application/json", padded(256 << 10)), 200);
        refused(world.acme.request("PATCH", &path).body("application/json", padded((256 << 10) + 1)), 413, "body_too_large");
        refused(world.acme.request("POST", "/api/student/search").body("application/json", "[".repeat(300 << 10)), 413, "body_too_large");
    }
}
