//! Kinds as they are declared (`docs/spec/attestations.md` section 4: K4, K6, K7).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    SAME_SCHOOL, World, claims, declare, done, is_instant, kind, kinds, make, members, path, read, refused, roles,
    said, student, teacher, text, told,
};
use crate::given::with;

both! {
    fn section_4_a_kind_is_made_by_an_admin_and_read_by_any_user(server: &Server) {
        let world = World::of(server);
        let (nobody, reader) = (server.nobody(), server.user("rita", "press", &["reader"]));
        let made = world.admin.put("/api/course", &json!({"claims": [{"subject": "title", "value": "string"}]})).expect(201);
        let schema = told(&made);
        assert_eq!(made.header("location"), Some(format!("{}/api/course", world.url).as_str()), "{made}");
        assert!(made.etag().starts_with("\"1-"), "{made}");
        for client in [&world.acme, &reader, &world.admin] {
            let answer = client.get("/api/course").expect(200);
            assert_eq!((told(&answer), answer.etag()), (schema.clone(), made.etag()));
            let kinds: Vec<String> = read(client, "/meta/kinds")["kinds"].as_array().unwrap().iter().map(text).collect();
            for kind in ["clients", "contacts", "course", "domains", "hosts", "student", "teacher", "zones"] {
                assert!(kinds.contains(&format!("{}/api/{kind}", world.url)), "{kind}: {kinds:?}");
            }
        }
        refused(nobody.get("/api/course"), 401, "not_authenticated");
        refused(nobody.get("/api/none"), 401, "not_authenticated");
        refused(world.acme.get("/api/none"), 404, "unknown_kind");
        for client in [&world.acme, &reader, &server.user("holly", "hosts", &["hostmaster"])] {
            refused(client.put("/api/course", &json!({"claims": []})), 403, "forbidden");
            refused(client.put("/api/another", &json!({"claims": []})), 403, "forbidden");
        }
        let open = json!({"public": true, "claims": [{"subject": "title", "value": "string"}]});
        done(world.admin.put("/api/course", &open), 200);
        assert_eq!(done(nobody.get("/api/course"), 200)["public"], true);
    }

    fn section_4_nobody_may_what_no_role_allows(server: &Server) {
        let world = World::of(server);
        declare(&world.admin, "closed", &kind(&json!([{"subject": "a", "value": "string"}]), &json!({})));
        refused(world.acme.post("/api/closed", &claims(&[])), 403, "forbidden");
        let made = world.admin.post("/api/closed", &with(claims(&[("a", json!("x"))]), &json!({"owner": "acme"}))).expect(201);
        let path = path(made.header("location").unwrap());
        assert_eq!(said(&read(&world.acme, &path)), [("a".to_owned(), json!("x"))], "its owner reads it");
        refused(world.acme.patch(&path, &claims(&[("a", json!("y"))])), 403, "forbidden");
        refused(world.acme.delete(&path), 403, "forbidden");
        refused(world.zeta.get(&path), 404, "not_found");
        let by_role = |roles: Value| done(world.admin.put("/api/closed", &kind(&json!([{"subject": "a", "value": "string"}]), &json!({"roles": roles}))), 200);
        by_role(json!({"update": ["attestor"]}));
        done(world.acme.patch(&path, &claims(&[("a", json!("y"))])), 200);
        refused(world.acme.post("/api/closed", &claims(&[])), 403, "forbidden");
        by_role(json!({"create": ["attestor", "reader"], "read": ["registrar"]}));
        done(world.acme.post("/api/closed", &claims(&[])), 201);
        refused(world.acme.patch(&path, &claims(&[("a", json!("z"))])), 403, "forbidden");
        assert_eq!(said(&read(&world.zeta, &path)), [("a".to_owned(), json!("y"))]);
        refused(world.zeta.patch(&path, &claims(&[])), 403, "forbidden");
    }

    fn section_4_what_is_wrong_with_a_declaration_is_told_at_once(server: &Server) {
        let admin = server.admin();
        let answer = admin.put("/api/sample", &json!({
            "public": "yes", "ids": "mine", "roles": {"create": ["registrar", "wizard"], "see": [], "read": "reader"}, "junk": 1,
            "claims": [
                {"value": "string"}, {"subject": "a"}, {"subject": "attest", "value": "string"}, {"subject": "b", "id": "x/c", "value": "string"},
                {"subject": "d", "value": "string", "private": true, "unique": true}, {"subject": "e", "value": "string", "required": 1, "nullable": true},
                {"subject": "f", "value": "any", "attestationPolicy": {"condition": "", "validFor": 10, "who": 1}}, 7, {"subject": "g", "value": "text"},
                {"subject": "g", "value": "string"}, {"id": "https://any.example/api/kind/{entity-id}/history", "value": "string"}, {"subject": "1x", "value": "string"}
            ]
        })).expect(400);
        told(&answer);
        let errors = answer.errors();
        for (field, code) in [
            ("public", "wrong_type"), ("ids", "wrong_type"), ("roles.create[1]", "unknown_role"), ("roles.see", "unknown_member"), ("roles.read", "wrong_type"),
            ("junk", "unknown_member"), ("claims[0].subject", "required"), ("claims[1].value", "required"), ("claims[2].subject", "bad_name"), ("claims[3].id", "bad_id"),
            ("claims[5].required", "wrong_type"), ("claims[5].nullable", "unknown_member"), ("claims[6].attestationPolicy.attestorKind", "required"),
            ("claims[6].attestationPolicy.condition", "condition_syntax"), ("claims[6].attestationPolicy.who", "unknown_member"), ("claims[7]", "wrong_type"),
            ("claims[8].value", "unknown_type"), ("claims[10].id", "bad_name"), ("claims[11].subject", "bad_name"),
        ] {
            assert!(errors.contains(&(field.to_owned(), code.to_owned())), "{code} at {field}: {answer}");
        }
        for place in ["claims[4]", "claims[6].attestationPolicy.validFor", "claims[9]"] {
            assert!(errors.iter().any(|(field, _)| field.starts_with(place)), "{place}: {answer}");
        }
        refused(admin.get("/api/sample"), 404, "unknown_kind");
        for body in [json!({}), json!({"claims": {}}), json!({"claims": null})] {
            assert!(admin.put("/api/sample", &body).expect(400).errors().iter().any(|(field, _)| field == "claims"), "{body}");
        }
    }

    fn k6_the_schema_is_told_in_both_spellings(server: &Server) {
        let world = World::of(server);
        let schema = read(&world.acme, "/api/student");
        let url = &world.url;
        assert_eq!(schema["context"], json!({"baseUrl": url, "schemas": ["https://registries/schemas/schema.json"]}));
        assert_eq!(schema["kind"], format!("{url}/api/student"));
        assert_eq!((&schema["public"], &schema["ids"]), (&json!(false), &json!("client")));
        assert_eq!(schema["roles"], roles());
        let claim = |name: &str| schema["claims"].as_array().unwrap().iter().find(|claim| claim["subject"] == name).unwrap().clone();
        assert_eq!(claim("name"), json!({"id": format!("{url}/api/student/{{entity-id}}/name"), "subject": "name", "value": "string", "required": true}));
        assert_eq!(claim("school"), json!({"id": format!("{url}/api/student/{{entity-id}}/school"), "subject": "school", "value": "string", "indexed": true,
            "attestationPolicy": {"attestorKind": format!("{url}/api/teacher"), "condition": SAME_SCHOOL, "validFor": 31_536_000}}));
        let email = claim("email");
        assert!(email["unique"] == true && email["indexed"] == true, "unique implies indexed: {email}");
        assert_eq!(claim("phone")["value"], json!({"country": "string", "number": "integer", "ext?": "string"}));
        assert_eq!(members(&claim("marks")), ["id", "subject", "value"]);
        assert_eq!(members(&claim("pin")["attestationPolicy"]), ["attestorKind"]);
        let order: Vec<String> = schema["claims"].as_array().unwrap().iter().map(|claim| text(&claim["subject"])).collect();
        assert_eq!(order, ["name", "phone", "school", "email", "marks", "extra", "pin"]);
        let metadata = &schema["metadata"];
        assert!(is_instant(&metadata["created"]) && is_instant(&metadata["lastUpdated"]), "{metadata}");
        let plain = done(world.admin.put("/api/plain", &json!({"claims": []})), 201);
        assert_eq!((&plain["public"], &plain["ids"], &plain["claims"]), (&json!(false), &json!("server"), &json!([])));
        assert!(plain["roles"].as_object().unwrap().values().all(|roles| *roles == json!([])), "{plain}");
    }

    fn k7_reserved_names_are_nobodys(server: &Server) {
        let admin = server.admin();
        let put = |name: &str| admin.put(&format!("/api/{name}"), &json!({"claims": []})).send();
        for name in ["v2", "V7", "v007", "token-x", "Token-Y", "search", "meta", "Meta", "SEARCH"] {
            let answer = put(name);
            assert!(answer.status == 400, "{name}: {answer}");
            told(&answer);
            assert_eq!(answer.code(), "reserved_kind", "{name}: {answer}");
        }
        for name in ["v", "v1a", "tokens", "metadata", "searches"] {
            told(&put(name).expect(201));
        }
        for name in ["9a", "a.b", "a%20b", "%C3%A9", &"x".repeat(65)] {
            let answer = put(name);
            told(&answer);
            assert!([400, 404].contains(&answer.status), "{name}: {answer}");
        }
        told(&put(&"x".repeat(64)).expect(201));
        for name in ["V", "TOKENS", "Clients", "CONTACTS"] {
            refused(admin.put(&format!("/api/{name}"), &json!({"claims": []})), 409, "kind_exists");
        }
    }

    fn k7_of_system_kinds_only_policy_and_privacy_change(server: &Server) {
        let world = World::of(server);
        let before = read(&world.admin, "/api/contacts");
        let claim = |schema: &Value, name: &str| schema["claims"].as_array().unwrap().iter().find(|claim| claim["subject"] == name).unwrap().clone();
        assert!(claim(&before, "email")["private"] == true && claim(&before, "email")["attestationPolicy"]["attestorKind"] == format!("{}/api/clients", world.url), "{before}");
        assert_eq!(done(world.admin.put("/api/contacts", &before), 200), before, "what was read can be sent back");
        let with_claims = |changes: &dyn Fn(&mut Value)| {
            let mut body = before.clone();
            for claim in body["claims"].as_array_mut().unwrap() {
                changes(claim);
            }
            world.admin.put("/api/contacts", &body)
        };
        let set = |name: &'static str, member: &'static str, value: Value| move |claim: &mut Value| {
            if claim["subject"] == name {
                claim[member] = value.clone();
            }
        };
        for (name, member, value) in [("email", "value", json!("string")), ("email", "required", json!(true)), ("sponsor", "private", json!(true)),
            ("sponsor", "attestationPolicy", json!({"attestorKind": "teacher"})), ("email", "unique", json!(true))] {
            let answer = with_claims(&set(name, member, value)).send();
            told(&answer);
            assert!([400, 409].contains(&answer.status), "{name}.{member}: {answer}");
        }
        for changes in [json!({"public": true}), json!({"ids": "client"}), json!({"roles": {"read": ["reader"]}}), json!({"claims": []})] {
            let answer = world.admin.put("/api/contacts", &with(before.clone(), &changes)).send();
            told(&answer);
            assert!([400, 409].contains(&answer.status), "{changes}: {answer}");
        }
        assert_eq!(read(&world.admin, "/api/contacts"), before);
        for name in ["clients", "domains", "hosts", "zones"] {
            let schema = world.admin.get(&format!("/api/{name}")).expect(200);
            let again = world.admin.put(&format!("/api/{name}"), &schema.json()).expect(200);
            assert_eq!((again.json(), again.etag()), (schema.json(), schema.etag()), "{name}");
            let mut open = schema.json();
            open["claims"][0]["private"] = json!(true);
            assert!([400, 409].contains(&world.admin.put(&format!("/api/{name}"), &open).send().status), "{name} has none that can be attested");
        }
        let tightened = json!({"attestorKind": "teacher", "validFor": 86_400});
        let after = done(with_claims(&set("email", "attestationPolicy", tightened)), 200);
        assert_eq!(claim(&after, "email")["attestationPolicy"], json!({"attestorKind": format!("{}/api/teacher", world.url), "validFor": 86_400}));
        let open = done(with_claims(&set("email", "private", json!(false))), 200);
        assert!(claim(&open, "email").get("private").is_none() && claim(&open, "voice")["private"] == true, "{open}");
        refused(world.acme.put("/api/contacts", &before), 403, "forbidden");
        let sent = json!({"claims": [{"id": "handle", "value": "x"}]});
        for method in ["POST", "PATCH", "PUT", "DELETE"] {
            let path = if method == "POST" { "/api/clients" } else { "/api/clients/acme" };
            refused(world.admin.request(method, path).json(&sent), 405, "method_not_allowed");
        }
    }

    fn k4_an_equal_declaration_changes_nothing(server: &Server) {
        let admin = kinds(server);
        let first = admin.get("/api/student").expect(200);
        for body in [student(), with(student(), &json!({"public": false}))] {
            let again = admin.put("/api/student", &body).expect(200);
            assert_eq!((again.etag(), again.json()), (first.etag(), first.json()));
        }
        let spelt = json!({"roles": roles(), "ids": "client", "claims": teacher()["claims"]});
        let before = read(&admin, "/api/teacher");
        assert_eq!(done(admin.put("/api/teacher", &spelt), 200), before);
        for clash in ["Student", "STUDENT"] {
            let body = refused(admin.put(&format!("/api/{clash}"), &student()), 409, "kind_exists");
            assert_eq!(body["conflicts"].as_array().unwrap().len(), 1, "{body}");
            refused(admin.get(&format!("/api/{clash}")), 404, "unknown_kind");
        }
        assert!(make(&admin, "student", "ann", &[("name", json!("Ann"))]).ends_with("/ann"), "reads stay as they are");
    }
}
