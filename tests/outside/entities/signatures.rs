//! What is signed, and what is shown of it (J1–J4).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    SAME_SCHOOL, World, attest, attested, attested_by, claims, declare, done, make, members, names, read, student,
    text, vouch,
};
use super::proof::{Parts, activate, active_key, eventually, good, import, key, seconds, succeeds};
use crate::given::with;

/// The one attestation that a thing shows.
fn only(shown: &Value) -> Value {
    let list = shown["attestations"].as_array().unwrap_or_else(|| panic!("no attestations: {shown}"));
    assert_eq!(list.len(), 1, "{shown}");
    list[0].clone()
}

/// A payload without what another signature of the same statement has its own of.
fn lasting(signed: &Value) -> Value {
    with(signed.clone(), &json!({"jti": null, "iat": null, "status": null}))
}

both! {
    fn j1_j2_all_that_matters_is_signed_and_nothing_else(server: &Server) {
        let world = World::of(server);
        let (teacher, student) = (world.teacher("t1"), world.student("s1"));
        let verification = json!({"method": "documents", "evidence": "school report", "reference": "42", "trustFramework": "none"});
        let body = json!({"attestor": world.at(&teacher), "value": "Hill", "verification": verification});
        let answer = world.zeta.post(&format!("{student}/school/attest"), &body).expect(200);
        let id = answer.header("x-registry-attestation").expect("its URL").to_owned();
        let envelope = only(&answer.json());
        let parts = Parts::of(&envelope);
        let key = active_key(server);
        assert_eq!(parts.header, format!(r#"{{"alg":"RS256","kid":{},"typ":"attestation+jwt"}}"#, key["id"]));
        let (date, entity) = (text(&envelope["date"]), world.at(&student));
        let expected = json!({
            "context": {"baseUrl": world.url, "schemas": ["https://registries/schemas/entity.json"]},
            "iss": world.url, "sub": entity, "jti": id, "iat": seconds(&date), "exp": seconds(&date) + 31_536_000,
            "id": entity, "kind": world.at("/api/student"), "claims": [{"id": format!("{entity}/school"), "value": "Hill"}],
            "attestor": world.at(&teacher), "date": date, "status": {"uri": id},
            "policy": {"attestorKind": world.at("/api/teacher"), "condition": SAME_SCHOOL, "validFor": 31_536_000},
            "verification": verification
        });
        assert_eq!(parts.signed(), expected);
        assert_eq!(parts.signature.len(), 256);
    }

    fn j1_what_the_registry_attests_has_no_policy_and_no_end(server: &Server) {
        let world = World::of(server);
        let student = world.student("s1");
        let id = vouch(&world.admin, &world.url, &student, "school");
        let envelope = only(&read(&world.acme, &student));
        let signed = Parts::of(&envelope).signed();
        assert_eq!(members(&signed), ["attestor", "claims", "context", "date", "iat", "id", "iss", "jti", "kind", "status", "sub"]);
        assert_eq!((&signed["attestor"], &signed["jti"]), (&json!(world.url), &json!(id)));
        assert_eq!(members(&envelope), ["attestor", "claims", "date", "id", "signature"]);
    }

    fn j1_a_policy_is_signed_with_the_members_that_are_set(server: &Server) {
        let world = World::of(server);
        let (teacher, student) = (world.teacher("t1"), world.student("s1"));
        done(world.acme.patch(&student, &claims(&[("pin", json!("1234"))])), 200);
        attested_by(attest(&world.admin, &format!("{student}/pin"), &world.at(&teacher), &json!("1234")));
        let signed = Parts::of(&only(&read(&world.acme, &student))).signed();
        assert_eq!(signed["policy"], json!({"attestorKind": world.at("/api/teacher")}));
        assert!(signed.get("exp").is_none() && signed.get("verification").is_none(), "{signed}");
    }

    fn j1_values_are_signed_in_their_canonical_form(server: &Server) {
        let world = World::of(server);
        let said = json!({"b": [1.50, 1e2, -0.0, "A\u{30a}\u{c5}"], "a": {"z": null, "é": true}});
        let path = make(&world.zeta, "teacher", "t1", &[("name", json!("T")), ("grade", json!(7)), ("about", said)]);
        vouch(&world.admin, &world.url, &path, "about");
        let entity = read(&world.zeta, &path);
        let payload = Parts::of(&only(&entity)).payload;
        assert!(payload.contains("\"value\":{\"a\":{\"z\":null,\"é\":true},\"b\":[1.5,100,0,\"A\u{30a}\u{c5}\"]}"), "{payload}");
        let grade = world.admin.post(&format!("{path}/grade/attest"), &json!({})).body("application/json", format!(r#"{{"attestor":"{}","value":7.0}}"#, world.url));
        attested_by(grade);
        let shown = read(&world.zeta, &format!("{path}/grade"));
        let payload = Parts::of(&only(&shown)).payload;
        assert!(payload.contains(r#""value":7}"#), "{payload}");
    }

    fn j3_the_envelope_is_shown_from_what_was_signed_whatever_became_of_the_kind(server: &Server) {
        let world = World::of(server);
        let (path, id) = world.attested_student("s1");
        let before = only(&read(&world.acme, &path));
        let parts = Parts::of(&before);
        let (header, signed): (Value, Value) = (serde_json::from_str(&parts.header).expect("JSON"), parts.signed());
        assert_eq!(members(&before), ["attestor", "claims", "date", "expires", "id", "signature"]);
        assert_eq!((&before["id"], &before["attestor"], &before["date"]), (&signed["jti"], &signed["attestor"], &signed["date"]));
        assert_eq!((&before["id"], &before["claims"]), (&json!(id), &json!([signed["claims"][0]["id"]])));
        assert_eq!((json!(seconds(&text(&before["expires"]))), &before["signature"]["keyId"]), (signed["exp"].clone(), &header["kid"]));
        assert_eq!(members(&before["signature"]), ["keyId", "type", "value"]);
        let mut other = student();
        other["claims"][2]["attestationPolicy"] = json!({"attestorKind": "student", "validFor": 3600});
        done(world.admin.put("/api/student", &other), 200);
        done(world.acme.patch(&path, &claims(&[("name", json!("Bea")), ("school", json!("Hill"))])), 200);
        assert_eq!(only(&read(&world.acme, &path)), before);
        assert_eq!(only(&read(&world.acme, &format!("{path}/school"))), before);
    }

    fn j3_a_claim_shows_the_attestations_of_the_entity_that_are_its_own(server: &Server) {
        let world = World::of(server);
        let (path, _) = world.attested_student("s1");
        vouch(&world.admin, &world.url, &path, "name");
        let entity = read(&world.acme, &path);
        assert_eq!(attested(&entity), ["school", "name"], "oldest first");
        for (at, claim) in ["school", "name"].into_iter().enumerate() {
            let shown = read(&world.acme, &format!("{path}/{claim}"));
            assert_eq!(members(&shown), ["attestations", "context", "id", "value"]);
            assert_eq!((only(&shown), &shown["id"]), (entity["attestations"][at].clone(), &json!(format!("{}/{claim}", world.at(&path)))));
        }
        assert_eq!(names(&entity), ["name", "school"]);
    }

    fn j4_a_key_on_p_256_signs_as_es256(server: &Server) {
        let world = World::of(server);
        let (path, _) = world.attested_student("s1");
        let before = only(&read(&world.acme, &path));
        let id = import(server, "ec");
        activate(&world.admin, &id).expect(200);
        let teacher = "/api/teacher/teacher-of-s1";
        attested_by(world.attests(teacher, &path));
        let after = only(&read(&world.acme, &path));
        let (was, is) = (Parts::of(&before), Parts::of(&after));
        let types = ["jws-rsa256", "jws-es256"].map(|name| json!(format!("https://registries/signature-types/{name}")));
        assert_eq!([&before["signature"]["type"], &after["signature"]["type"]], [&types[0], &types[1]]);
        let document = key(server, &id);
        assert_eq!(is.header, format!(r#"{{"alg":"ES256","kid":{},"typ":"attestation+jwt"}}"#, document["id"]));
        assert_eq!((is.signature.len(), &document["kind"]), (64, &json!("https://registries/key-types/ec")));
        let same = json!({"date": null, "exp": null});
        assert_eq!(with(lasting(&was.signed()), &same), with(lasting(&is.signed()), &same), "another key, the same statement");
        good(server, &world.url, &[&document], &read(&world.acme, &path));
    }

    fn j4_each_signature_is_of_the_key_that_is_active_when_it_is_made(server: &Server) {
        let world = World::of(server);
        declare(&world.admin, "thing", &json!({"ids": "client", "claims": [{"subject": "name", "value": "string"}]}));
        let (first, second) = (text(&active_key(server)["id"]), import(server, "ec"));
        let signer = |name: &str| {
            let path = make(&world.admin, "thing", name, &[("name", json!("x"))]);
            vouch(&world.admin, &world.url, &path, "name");
            text(&only(&read(&world.admin, &path))["signature"]["keyId"])
        };
        assert_eq!(signer("a"), first, "a new key does not sign before it is activated");
        succeeds(server, &["signing-key", "activate", &second]);
        eventually("the server signs with the key that the command line activated", || {
            signer(&format!("b{}", domesday_tests::chance::word())).ends_with(&second)
        });
    }
}
