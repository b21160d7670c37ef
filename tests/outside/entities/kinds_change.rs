//! Kinds that change while there are entities (`docs/spec/attestations.md` K4, K5).

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    self, World, attest, claims, declare, done, kind, kinds, make, read, refused, roles, said, text, told,
};
use crate::given::with;

/// The kind that changes.
fn sample() -> Value {
    json!([
        {"subject": "a", "value": "string", "required": true}, {"subject": "i", "value": "integer"}, {"subject": "d", "value": "date"}, {"subject": "l", "value": ["email"]},
        {"subject": "o", "value": {"x": "integer", "y?": "string"}}, {"subject": "n", "value": "number", "indexed": true}
    ])
}

/// The declaration with these claims.
fn body(claims: &Value) -> Value {
    kind(claims, &json!({"ids": "client", "roles": roles()}))
}

/// The claims with one changed, or, without changes, gone.
fn changed(name: &str, changes: Option<&Value>) -> Value {
    let claims = sample().as_array().unwrap().clone().into_iter().filter_map(|claim| match changes {
        _ if claim["subject"] != name => Some(claim),
        Some(changes) => Some(with(claim, changes)),
        None => None,
    });
    json!(claims.collect::<Vec<_>>())
}

/// The claims and one more.
fn more(claim: Value) -> Value {
    let mut claims = sample();
    claims.as_array_mut().unwrap().push(claim);
    claims
}

/// Sends a declaration that must be refused; gives each `(claim, change)`.
fn refusals(admin: &Client, claims: &Value) -> Vec<(String, String)> {
    let before = read(admin, "/api/sample");
    let refusal = refused(admin.put("/api/sample", &body(claims)), 409, "kind_change_refused");
    assert_eq!(read(admin, "/api/sample"), before, "nothing was changed");
    let conflicts = refusal["conflicts"].as_array().unwrap().iter();
    let mut told: Vec<_> = conflicts
        .map(|one| {
            text(&one["detail"]);
            (text(&one["claim"]), text(&one["change"]))
        })
        .collect();
    told.sort();
    told
}

both! {
    fn k4_before_the_first_entity_anything_may_change(server: &Server) {
        let world = World::of(server);
        declare(&world.admin, "sample", &body(&sample()));
        for claims in [json!([]), json!([{"subject": "a", "value": "boolean", "required": true}]), json!([{"subject": "b", "value": "any"}]), sample()] {
            done(world.admin.put("/api/sample", &body(&claims)), 200);
        }
        let path = make(&world.acme, "sample", "x", &[("a", json!("1"))]);
        told(&world.acme.delete(&path).expect(204));
        assert_eq!(refusals(&world.admin, &changed("i", None)).len(), 1, "it has held one");
    }

    fn k4_afterwards_only_what_leaves_every_entity_good(server: &Server) {
        let world = World::of(server);
        let admin = &world.admin;
        declare(admin, "sample", &body(&sample()));
        make(&world.acme, "sample", "x", &[("a", json!("1")), ("o", json!({"x": 1})), ("d", json!("2026-01-02"))]);
        for (claims, claim) in [
            (changed("i", None), "i"), (changed("i", Some(&json!({"required": true}))), "i"), (changed("i", Some(&json!({"value": "string"}))), "i"),
            (changed("n", Some(&json!({"value": "integer"}))), "n"), (changed("d", Some(&json!({"value": "date-time"}))), "d"), (changed("a", Some(&json!({"value": "email"}))), "a"),
            (changed("l", Some(&json!({"value": "string"}))), "l"), (changed("l", Some(&json!({"value": ["url"]}))), "l"), (changed("o", Some(&json!({"value": {"x": "integer"}}))), "o"),
            (changed("o", Some(&json!({"value": {"x": "integer", "y": "string"}}))), "o"), (changed("o", Some(&json!({"value": {"x": "integer", "y?": "string", "z": "any"}}))), "o"),
            (more(json!({"subject": "new", "value": "any", "required": true})), "new"),
        ] {
            let told = refusals(admin, &claims);
            assert_eq!(told.iter().map(|(claim, _)| claim.as_str()).collect::<Vec<_>>(), [claim], "{claims}");
        }
        let all = json!([{"subject": "a", "value": "integer", "required": true}, {"subject": "i", "value": "integer", "required": true}, {"subject": "new", "value": "any", "required": true}]);
        let told: Vec<String> = refusals(admin, &all).into_iter().map(|(claim, _)| claim).collect();
        for claim in ["a", "d", "i", "l", "n", "new", "o"] {
            assert!(told.contains(&claim.to_owned()), "all of it: {claim}: {told:?}");
        }
        for (index, claims) in [
            changed("a", Some(&json!({"required": null}))), changed("i", Some(&json!({"value": "number"}))), changed("d", Some(&json!({"value": "string"}))),
            changed("l", Some(&json!({"value": ["string"]}))), changed("l", Some(&json!({"value": ["any"]}))), changed("o", Some(&json!({"value": {"x?": "number", "y?": "any", "z?": "url"}}))),
            changed("o", Some(&json!({"value": "any"}))),
        ].into_iter().enumerate() {
            let fresh = format!("fresh{index}");
            declare(admin, &fresh, &body(&sample()));
            make(&world.acme, &fresh, "x", &[("a", json!("1"))]);
            done(admin.put(&format!("/api/{fresh}"), &body(&claims)), 200);
        }
        let wider = json!([
            {"subject": "extra", "value": "any"}, {"subject": "n", "value": "any", "private": true}, {"subject": "o", "value": {"x?": "number", "y?": "any", "z?": "url"}},
            {"subject": "l", "value": ["string"], "indexed": true}, {"subject": "d", "value": "string", "attestationPolicy": {"attestorKind": "teacher"}},
            {"subject": "i", "value": "number", "unique": true}, {"subject": "a", "value": "string"}
        ]);
        let after = done(admin.put("/api/sample", &kind(&wider, &json!({"public": true}))), 200);
        assert_eq!((&after["public"], &after["ids"]), (&json!(true), &json!("server")), "either way");
        assert_eq!(said(&read(admin, "/api/sample/x")), [("o".to_owned(), json!({"x": 1})), ("d".to_owned(), json!("2026-01-02")), ("a".to_owned(), json!("1"))], "in the kind's order");
        let back = kind(&wider, &json!({"ids": "client", "roles": roles(), "public": false}));
        done(admin.put("/api/sample", &back), 200);
        done(world.acme.patch("/api/sample/x", &claims(&[("o", json!({"z": "https://example.org/"})), ("d", json!("any"))])), 200);
    }

    fn k4_what_is_stored_must_be_unique_before_it_is_called_so(server: &Server) {
        let world = World::of(server);
        let declaration = |unique: bool| body(&json!([{"subject": "a", "value": "any", "unique": unique}]));
        declare(&world.admin, "sample", &declaration(false));
        let [one, two] = ["x", "y"].map(|id| make(&world.acme, "sample", id, &[("a", json!({"k": 1, "l": [1.0]}))]));
        make(&world.acme, "sample", "z", &[("a", json!({"k": "1"}))]);
        make(&world.acme, "sample", "without", &[]);
        let refusal = refused(world.admin.put("/api/sample", &declaration(true)), 409, "claim_not_unique");
        let told = refusal["conflicts"].to_string();
        assert!([&one, &two].iter().any(|path| told.contains(&format!("{}{path}\"", world.url))) && !told.contains("/z\""), "{refusal}");
        for index in 0..15 {
            make(&world.acme, "sample", &format!("same{index}"), &[("a", json!({"l": [1], "k": 1.0}))]);
        }
        let refusal = refused(world.admin.put("/api/sample", &declaration(true)), 409, "claim_not_unique");
        assert!((1..=10).contains(&refusal["conflicts"].as_array().unwrap().len()), "{refusal}");
        for path in (0..15).map(|index| format!("/api/sample/same{index}")).chain([two]) {
            told_gone(&world.acme, &path);
        }
        done(world.admin.put("/api/sample", &declaration(true)), 200);
        refused(world.acme.post("/api/sample", &claims(&[("a", json!({"k": 1, "l": [1]}))])), 409, "claim_not_unique");
        done(world.admin.put("/api/sample", &declaration(false)), 200);
        done(world.acme.post("/api/sample", &claims(&[("a", json!({"k": 1, "l": [1]}))])), 201);
    }

    fn k5_no_condition_names_a_claim_that_is_gone(server: &Server) {
        let admin = kinds(server);
        let without_school = kind(&json!([{"subject": "name", "value": "string"}]), &json!({}));
        let refusal = refused(admin.put("/api/teacher", &without_school), 409, "claim_in_use");
        let told = refusal["conflicts"].to_string();
        assert!(told.contains("student") && told.contains("school"), "it names kinds and claims: {refusal}");
        let other = json!([{"subject": "x", "value": "any", "attestationPolicy": {"attestorKind": "teacher", "condition": "{ATTESTOR}.grade == 1 || {ATTESTOR}.school == \"x\""}}]);
        declare(&admin, "other", &kind(&other, &json!({})));
        let refusal = refused(admin.put("/api/teacher", &without_school), 409, "claim_in_use");
        assert!(refusal["conflicts"].as_array().unwrap().len() >= 3 && refusal.to_string().contains("grade"), "{refusal}");
        for kind_ in ["other", "student"] {
            done(admin.put(&format!("/api/{kind_}"), &kind(&json!([{"subject": "name", "value": "string"}]), &json!({}))), 200);
        }
        done(admin.put("/api/teacher", &without_school), 200);
    }

    fn k5_a_policy_that_changes_touches_no_attestation_made(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        given::attested_by(attest(&world.zeta, &format!("{student}/school"), &teacher, &json!("Hill")));
        let before = read(&world.acme, &student)["attestations"].clone();
        let mut declaration = given::student();
        let at = |declaration: &mut Value, policy: Value| {
            for claim in declaration["claims"].as_array_mut().unwrap() {
                if claim["subject"] == "school" {
                    claim["attestationPolicy"] = policy.clone();
                }
            }
        };
        for policy in [json!({"attestorKind": "student"}), json!({"attestorKind": "teacher", "condition": "1 == 2", "validFor": 3600}), Value::Null] {
            at(&mut declaration, policy);
            done(world.admin.put("/api/student", &declaration), 200);
            assert_eq!(read(&world.acme, &student)["attestations"], before);
        }
        refused(attest(&world.zeta, &format!("{student}/school"), &teacher, &json!("Hill")), 403, "no_policy");
        let found = done(world.acme.post("/api/student/search", &json!({"query": {"claims": [{"id": "school", "attested": true}]}})), 200);
        assert_eq!(found["entities"].as_array().unwrap().len(), 1, "{found}");
    }
}

/// Deletes an entity.
fn told_gone(client: &Client, path: &str) {
    told(&client.delete(path).expect(204));
}
