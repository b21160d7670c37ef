//! Claims that no two entities say alike (`docs/spec/attestations.md` E8).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{World, at_once, claims, declare, done, kind, make, read, refused, roles, told};

/// An address, as a claim.
fn email(value: &str) -> Value {
    claims(&[("name", json!("X")), ("email", json!(value))])
}

both! {
    fn e8_no_two_live_entities_say_the_same(server: &Server) {
        let world = World::of(server);
        let ann = make(&world.acme, "student", "ann", &[("name", json!("Ann")), ("email", json!("ann@example.org"))]);
        let bob = make(&world.acme, "student", "bob", &[("name", json!("Bob")), ("email", json!("bob@example.org"))]);
        let zoe = make(&world.zeta, "student", "zoe", &[("name", json!("Zoe"))]);
        for call in [world.acme.post("/api/student", &email("ann@example.org")), world.acme.patch(&bob, &email("ann@example.org")), world.acme.put(&bob, &email("ann@example.org"))] {
            let body = refused(call, 409, "claim_not_unique");
            assert_eq!((&body["conflicts"][0]["claim"], &body["conflicts"][0]["entity"]), (&json!("email"), &json!(format!("{}{ann}", world.url))), "{body}");
        }
        for call in [world.zeta.post("/api/student", &email("ann@example.org")), world.zeta.patch(&zoe, &email("ann@example.org"))] {
            let body = refused(call, 409, "claim_not_unique");
            assert_eq!(body["conflicts"][0]["claim"], "email");
            assert!(!body.to_string().contains("/ann") && !body.to_string().contains("ann@"), "what he may not read is not named: {body}");
        }
        assert_eq!(read(&world.acme, &bob)["metadata"]["revision"], 1);
        for value in ["Ann@example.org", "ann@example.com"] {
            done(world.zeta.patch(&zoe, &email(value)), 200);
        }
        done(world.acme.patch(&ann, &email("ann@example.org")), 200);
        done(world.acme.patch(&ann, &claims(&[("email", json!(null))])), 200);
        done(world.acme.patch(&bob, &email("ann@example.org")), 200);
        told(&world.acme.delete(&bob).expect(204));
        done(world.zeta.patch(&zoe, &email("ann@example.org")), 200);
        make(&world.acme, "student", "cid", &[("name", json!("Cid"))]);
        make(&world.acme, "student", "dan", &[("name", json!("Dan"))]);
    }

    fn e8_the_same_is_by_value_not_by_spelling(server: &Server) {
        let world = World::of(server);
        declare(&world.admin, "thing", &kind(&json!([{"subject": "a", "value": "any", "unique": true}, {"subject": "b", "value": "string", "unique": true}]), &json!({"roles": roles()})));
        let send = |value: &str| world.acme.request("POST", "/api/thing").body("application/json", format!("{{\"claims\":[{{\"id\":\"a\",\"value\":{value}}}]}}"));
        for value in ["1", r#"{"a":1,"b":[2]}"#, r#""1""#, "true", "[1,2]", "\"x\"", "[]", "{}", "false", "0.5"] {
            done(send(value), 201);
        }
        for value in ["1.0", "1e0", r#"{"b":[2.0],"a":1}"#, r#""\u0031""#, "[1,2.0]", "5e-1"] {
            refused(send(value), 409, "claim_not_unique");
        }
        for value in ["[2,1]", "\"X\"", "\"x \"", "[[]]", "0", r#"{"a":1,"b":[2],"c":null}"#] {
            done(send(value), 201);
        }
        let both = claims(&[("a", json!(1)), ("b", json!("taken"))]);
        done(world.zeta.post("/api/thing", &claims(&[("b", json!("taken"))])), 201);
        let body = refused(world.acme.post("/api/thing", &both), 409, "claim_not_unique");
        let named: Vec<&Value> = body["conflicts"].as_array().unwrap().iter().map(|one| &one["claim"]).collect();
        assert_eq!(named, ["a", "b"], "all of them: {body}");
    }

    fn e8_of_many_at_once_one_succeeds(server: &Server) {
        let world = World::of(server);
        let clients: Vec<_> = (0..12).map(|index| if index % 2 == 0 { world.acme.clone() } else { world.zeta.clone() }).collect();
        for round in ["a@example.org", "b@example.org"] {
            let answers = at_once(&clients, |client| client.post("/api/student", &email(round)).send());
            let made = answers.iter().filter(|answer| answer.status == 201).count();
            assert_eq!(made, 1, "{round}");
            for answer in answers.iter().filter(|answer| answer.status != 201) {
                told(answer);
                assert_eq!((answer.status, answer.code().as_str()), (409, "claim_not_unique"), "{answer}");
            }
        }
        let asked = json!({"claims": [{"id": "x/same/name", "value": "x"}]});
        let taken = at_once(&clients, |client| client.post("/api/student", &asked).send().status);
        assert_eq!((taken.iter().filter(|status| **status == 201).count(), taken.iter().filter(|status| **status == 409).count()), (1, 11));
    }
}
