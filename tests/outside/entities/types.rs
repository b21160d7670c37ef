//! What types claims have, who may attest them, and under which conditions, as kinds declare it (`docs/spec/attestations.md` K1 to K3).

use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{self, World, claims, declare, done, kind, kinds, read, refused, told, wrong};

/// Declares a kind with these claims, or tries to.
fn put(admin: &Client, claims: &Value) -> Answer {
    let answer = admin.put("/api/sample", &kind(claims, &json!({}))).send();
    told(&answer);
    answer
}

/// A declaration with one claim of this policy.
fn policy(policy: &Value) -> Value {
    kind(
        &json!([{"subject": "a", "value": "string"}, {"subject": "b", "value": "any", "attestationPolicy": policy}]),
        &json!({}),
    )
}

/// The place of what a policy that is refused says.
const POLICY: &str = "claims[1].attestationPolicy";

both! {
    fn section_4_a_policy_names_a_kind_that_is_there_or_its_own(server: &Server) {
        let admin = kinds(server);
        let try_policy = |given: Value| {
            let answer = admin.put("/api/sample", &policy(&given)).send();
            (told(&answer), answer)
        };
        for given in [json!({"attestorKind": "sample"}), json!({"attestorKind": "clients"}), json!({"attestorKind": "teacher", "condition": null, "validFor": null}),
            json!({"attestorKind": "teacher", "validFor": 3600}), json!({"attestorKind": "teacher", "validFor": 315_360_000}), json!(null)] {
            assert!(try_policy(given.clone()).1.is_success(), "{given}");
        }
        wrong(admin.put("/api/sample", &policy(&json!({"attestorKind": "none"}))), &[(&format!("{POLICY}.attestorKind"), "unknown_kind")]);
        for (given, field) in [
            (json!({"attestorKind": "Teacher"}), "attestorKind"), (json!({"attestorKind": 7}), "attestorKind"), (json!({"attestorKind": ""}), "attestorKind"),
            (json!({"attestorKind": "teacher", "validFor": 3599}), "validFor"), (json!({"attestorKind": "teacher", "validFor": 315_360_001}), "validFor"),
            (json!({"attestorKind": "teacher", "validFor": 3600.5}), "validFor"), (json!({"attestorKind": "teacher", "validFor": "1"}), "validFor"),
            (json!({"attestorKind": "teacher", "condition": ""}), "condition"), (json!({"attestorKind": "teacher", "condition": " \t\n"}), "condition"),
            (json!({"attestorKind": "teacher", "condition": 1}), "condition"), (json!({"attestorKind": "teacher", "condition": true}), "condition"),
        ] {
            let (_, answer) = try_policy(given.clone());
            assert_eq!(answer.status, 400, "{given}: {answer}");
            let fields: Vec<String> = answer.errors().into_iter().map(|(field, _)| field).collect();
            assert_eq!(fields, [format!("{POLICY}.{field}")], "{given}");
        }
        let last = read(&admin, "/api/sample");
        assert_eq!(last["claims"][1].get("attestationPolicy"), None, "{last}");
    }

    fn k1_a_claim_takes_what_its_type_says(server: &Server) {
        let admin = server.admin();
        let types = json!({
            "s": "string", "n": "number", "i": "integer", "b": "boolean", "d": "date", "t": "date-time", "e": "email", "u": "url", "x": "any",
            "o": {"country": "string", "number": "integer", "ext?": "string"}, "l": ["integer"], "m": [{"a?": ["email"], "b": "any"}], "z": {}
        });
        let declared: Vec<Value> = types.as_object().unwrap().iter().map(|(name, value)| json!({"subject": name, "value": value})).collect();
        declare(&admin, "sample", &kind(&json!(declared), &json!({})));
        let one = |name: &str, value: &Value| admin.post("/api/sample", &claims(&[(name, value.clone())])).send();
        for (name, values) in [
            ("s", json!(["", "é\u{1f600}", "7", " "])), ("n", json!([0, -1.5, 1e300, 9_007_199_254_740_991_i64])), ("i", json!([0, -7, 1.0, 1e3])), ("b", json!([true, false])),
            ("d", json!(["2026-01-02", "2024-02-29"])), ("t", json!(["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.5+12:00", "2026-01-02T03:04:05+1200"])),
            ("e", json!(["ann@example.org", "a+b@sub.example.org"])), ("u", json!(["https://example.org/x?y#z", "http://127.0.0.1:1/"])),
            ("x", json!([1, "a", [null], {"a": null}, false, [], {}])), ("o", json!([{"country": "GB", "number": 1}, {"country": "", "number": -1, "ext": ""}])),
            ("l", json!([[], [1, 2, 1]])), ("m", json!([[], [{"b": null}, {"a": [], "b": [1]}]])), ("z", json!([{}])),
        ] {
            for value in values.as_array().unwrap() {
                let answer = one(name, value).expect(201);
                told(&answer);
            }
        }
        for (name, values) in [
            ("s", json!([7, true, [], {}, ["a"]])), ("n", json!(["1", true, [1]])), ("i", json!([1.5, "1", true, 1e21])), ("b", json!([0, "true", []])),
            ("d", json!(["2026-1-2", "2026-02-30", "2025-02-29", "2026-01-02T00:00:00Z", 20_260_102, ""])), ("t", json!(["2026-01-02", "2026-01-02T25:00:00Z", "now", 0])),
            ("e", json!(["ann", "@example.org", "ann@", "a b@example.org", 7])), ("u", json!(["example.org", "/x", "", 7, "https://", "http:///x"])),
            ("o", json!([{"country": "GB"}, {"country": "GB", "number": 1, "more": 1}, {"country": "GB", "number": null}, {"country": "GB", "number": 1, "ext": null}, [], "GB", {"country": "GB", "number": 1, "ext?": ""}])),
            ("l", json!([[1, null], ["1"], 1, {}, [[1]]])), ("m", json!([[{}], [{"a": ["no"], "b": 1}], [{"a": null, "b": 1}]])), ("z", json!([{"a": 1}, [], "x"])),
        ] {
            for value in values.as_array().unwrap() {
                let answer = one(name, value);
                told(&answer);
                let all = answer.status == 400 && answer.errors().iter().all(|(field, code)| field.starts_with("claims[0].value") && code == "wrong_type");
                assert!(all, "{name} {value}: {answer}");
            }
        }
    }

    fn k1_types_are_words_objects_and_arrays_of_one(server: &Server) {
        let admin = server.admin();
        for (value, place) in [
            (json!("String"), ""), (json!("text"), ""), (json!(null), ""), (json!(7), ""), (json!([]), ""), (json!(["string", "string"]), ""), (json!({"a": "int"}), ".a"),
            (json!([{"a?": "x"}]), "[0].a?"), (json!({"a": "any", "a?": "any"}), ""), (json!({"": "any"}), ""), ((0..33).fold(json!("any"), |inner, _| json!([inner])), ""),
        ] {
            let answer = put(&admin, &json!([{"subject": "a", "value": value}]));
            assert_eq!(answer.status, 400, "{value}: {answer}");
            let errors = answer.errors();
            assert!(errors.len() == 1 && errors[0].0.starts_with(&format!("claims[0].value{place}")), "{value}: {answer}");
        }
        let many = |count: usize| json!((0..count).map(|index| json!({"subject": format!("c{index}"), "value": "any"})).collect::<Vec<_>>());
        assert_eq!(put(&admin, &many(65)).expect(400).errors(), [("claims".to_owned(), "too_long".to_owned())]);
        put(&admin, &many(64)).expect(201);
        for name in ["a", "Z9_-", &"x".repeat(64)] {
            put(&admin, &json!([{"subject": name, "value": "any"}])).expect(200);
        }
        for name in ["", "9a", "_a", "a b", "a.b", "é", &"x".repeat(65), "attest", "attestations", "history", "search", "{ENTITY}", "a\u{0}"] {
            assert_eq!(put(&admin, &json!([{"subject": name, "value": "any"}])).expect(400).errors(), [("claims[0].subject".to_owned(), "bad_name".to_owned())], "{name:?}");
        }
        for id in ["https://elsewhere.example/any/kind/{entity-id}/school", "sample/*/school", "/api/sample/%7Bentity-id%7D/school", "school"] {
            let answer = put(&admin, &json!([{"id": id, "value": "any"}])).expect(200);
            assert_eq!(answer.json()["claims"][0]["subject"], "school", "{id}");
        }
        assert!(put(&admin, &json!([{"subject": "school", "id": "x/y/school", "value": "any"}])).is_success());
    }

    fn k2_without_a_policy_the_registry_alone_attests(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let value = json!("Ann");
        refused(given::attest(&world.zeta, &format!("{student}/name"), &teacher, &value), 403, "no_policy");
        for claim in ["name", "school"] {
            given::vouch(&world.admin, &world.url, &student, claim);
        }
        let entity = read(&world.acme, &student);
        assert!(entity["attestations"].as_array().unwrap().iter().all(|one| one["attestor"] == world.url.as_str()), "{entity}");
        assert_eq!(given::attested(&entity), ["name", "school"]);
    }

    fn k3_conditions_are_read_when_they_are_declared(server: &Server) {
        let admin = kinds(server);
        let condition = |text: &str| admin.put("/api/sample", &policy(&json!({"attestorKind": "teacher", "condition": text}))).send();
        let failing = |text: &str| {
            let answer = condition(text);
            let body = told(&answer);
            let error = &body["errors"][0];
            assert_eq!((answer.status, &error["field"]), (400, &json!(format!("{POLICY}.condition"))), "{text}: {answer}");
            (given::text(&error["code"]), error["offset"].as_u64().unwrap_or_else(|| panic!("no offset: {answer}")))
        };
        for (text, code, offset) in [
            ("{ATTESTOR}.school = {ENTITY}.a", "condition_syntax", 18), ("{ATTESTOR}.school ==", "condition_syntax", 20), ("true", "condition_syntax", 4), ("{attestor}.school == 1", "condition_syntax", 0),
            ("{ATTESTOR} .school == 1", "condition_syntax", 0), ("null == null", "condition_syntax", 0), ("{ENTITY}.a == \"\\ud800\"", "condition_syntax", 14),
            ("{ENTITY}.none == 1", "condition_claim", 0), ("1 == {ATTESTOR}.phone", "condition_claim", 5), ("{ENTITY}.a == 1 && {ATTESTOR}.a == 1", "condition_claim", 19),
            ("{ENTITY}.a == 9007199254740992", "condition_limit", 14), ("{ENTITY}.a.b.c.d.e == 1", "condition_limit", 0), ("!!!!!!!!!1 == 1", "condition_limit", 8),
        ] {
            assert_eq!(failing(text), (code.to_owned(), offset), "{text}");
        }
        assert_eq!(failing(&format!("1 == 1{}", " ".repeat(1019))), ("condition_limit".to_owned(), 1024));
        for text in ["{ENTITY}.a.any.thing.deep == 1", "{ATTESTOR}.@id != {ENTITY}.@kind", "\t{ATTESTOR}.schools\n!= \"\\u0041\" ", "({ENTITY}.b in {ATTESTOR}.schools) || !(1.0 == 1)"] {
            let answer = condition(text);
            assert!(answer.is_success(), "{answer}");
            assert_eq!(told(&answer)["claims"][1]["attestationPolicy"]["condition"], text, "it is kept byte for byte");
        }
        let own = kind(&json!([{"subject": "x", "value": "any", "attestationPolicy": {"attestorKind": "own", "condition": "{ATTESTOR}.y == {ENTITY}.x"}}, {"subject": "y", "value": "any"}]), &json!({}));
        done(admin.put("/api/own", &own), 201);
        let missing = kind(&json!([{"subject": "x", "value": "any", "attestationPolicy": {"attestorKind": "own", "condition": "{ATTESTOR}.y == {ENTITY}.x"}}]), &json!({}));
        refused(admin.put("/api/own", &missing), 400, "condition_claim");
    }
}
