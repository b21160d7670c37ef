//! What claims say (`docs/spec/attestations.md` section 1, E4, and the seed's clients of section 16).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{World, claims, done, make, names, path, read, refused, said, text, told, wrong};

both! {
    fn section_1_values_come_back_in_canonical_form_and_strings_as_sent(server: &Server) {
        let world = World::of(server);
        let at = make(&world.acme, "student", "ann", &[("name", json!("Ann"))]);
        for (sent, stored) in [
            ("1.0", "1"), ("-0", "0"), ("1e2", "100"), ("0.10", "0.1"), ("1E-7", "1e-7"), ("1e21", "1e+21"), ("[1.50,2.0]", "[1.5,2]"), ("9007199254740991", "9007199254740991"),
            (r#"{"b":1,"a":{"d":[],"c":null}}"#, r#"{"a":{"c":null,"d":[]},"b":1}"#), (r#""\u0041\/\u00e9\n""#, r#""A/é\n""#), ("true", "true"), (r#"{"\u20ac":1,"\r":2,"1":3}"#, r#"{"\r":2,"1":3,"€":1}"#),
        ] {
            let body = format!("{{\"claims\":[{{\"id\":\"extra\",\"value\":{sent}}}]}}");
            told(&world.acme.request("PATCH", &at).body("application/json", body).expect(200));
            let answer = world.acme.get(&format!("{at}/extra")).expect(200);
            assert!(answer.text().contains(&format!("\"value\":{stored}")), "{sent}: {answer}");
        }
        for name in ["", "  a  ", "A\u{308}", "Ä", "\u{202e}gnp", "\u{1f468}\u{200d}\u{1f469}", "ﬁ", "ß", "\u{feff}", "%2e%2e", "<script>", "{ENTITY}.name", "'; DROP TABLE x;--", "\u{1}\u{7f}"] {
            let entity = done(world.acme.patch(&at, &claims(&[("name", json!(name))])), 200);
            assert_eq!(said(&entity)[0], ("name".to_owned(), json!(name)), "neither folded nor normalised");
            assert_eq!(read(&world.acme, &at), entity);
        }
    }

    fn e4_claims_that_are_no_claims_are_named(server: &Server) {
        let world = World::of(server);
        let send = |claims: Value| world.acme.post("/api/student", &json!({ "claims": claims }));
        for (claims, expected) in [
            (json!([{"id": "name", "value": "x"}, {"id": "name", "value": "x"}]), vec![("claims[1].id", "duplicate_claim")]),
            (json!([{"id": "name", "value": "x"}, {"id": "https://any.example/a/{entity-id}/name", "value": null}]), vec![("claims[1].id", "duplicate_claim")]),
            (json!([{"id": "name", "value": "x"}, {"id": "Name", "value": "x"}]), vec![("claims[1].id", "unknown_claim")]),
            (json!([{"id": "name", "value": "x"}, {"id": "name/x", "value": "x"}]), vec![("claims[1].id", "unknown_claim")]),
            (json!([{"id": "name", "value": "x"}, {"id": "attestations", "value": "x"}]), vec![("claims[1].id", "bad_name")]),
            (json!([{"id": "name", "value": "x"}, {"id": "", "value": "x"}]), vec![("claims[1].id", "bad_id")]),
            (json!([{"id": "name", "value": "x"}, {"id": "https://any.example", "value": "x"}]), vec![("claims[1].id", "bad_id")]),
            (json!([{"id": "name"}]), vec![("claims[0].value", "required")]), (json!([{"value": "x"}]), vec![("claims", "required"), ("claims[0].id", "required")]),
            (json!([{"id": "name", "value": 7}]), vec![("claims[0].value", "wrong_type")]), (json!([]), vec![("claims", "required")]),
            (json!([{"id": "name", "value": null}]), vec![("claims", "required")]), (json!([{"id": "name", "value": "x"}, {"id": "email", "value": "x"}]), vec![("claims[1].value", "wrong_type")]),
            (json!([{"id": "name", "value": "x"}, {"id": "phone", "value": {"country": "GB", "number": "1"}}]), vec![("claims[1].value.number", "wrong_type")]),
        ] {
            wrong(send(claims), &expected);
        }
        refused(world.acme.post("/api/student", &json!({})), 400, "required");
        refused(send(json!({"id": "name", "value": "x"})), 400, "wrong_type");
        let found = read(&world.acme, "/api/student/search");
        assert_eq!(found["entities"], json!([]), "nothing was made");
    }

    fn section_16_clients_send_what_they_have_seen(server: &Server) {
        let world = World::of(server);
        let headers = |call: domesday_tests::client::Call| call.header("Accept", "application/vnd.registry.v1+json");
        let template = |name: &str| format!("http://registry.other.example/api/student/{{entity-id}}/{name}");
        let body = json!({"claims": [{"id": template("name"), "value": "Ann"}, {"id": template("school"), "value": "Hill"}]});
        let made = done(headers(world.acme.post("/api/student/", &body)), 201);
        let at = path(&text(&made["id"]));
        assert_eq!(names(&made), ["name", "school"]);
        done(headers(world.acme.get(&at)).header("Content-Type", "application/json"), 200);
        done(headers(world.acme.patch(&at, &json!({"claims": [{"id": template("school"), "value": "Dale"}]}))), 200);
        for as_text in [json!("1"), json!("true"), json!("[1]")] {
            refused(world.acme.patch(&at, &claims(&[("marks", as_text)])), 400, "wrong_type");
        }
        let found = headers(world.acme.request("GET", "/api/student/search")).json(&json!({"query": {"claims": [{"id": template("school"), "value": "Dale"}]}}));
        assert_eq!(done(found, 200)["entities"][0]["id"], made["id"]);
        told(&headers(world.acme.delete(&at)).header("Content-Type", "application/json").expect(204));
    }
}
