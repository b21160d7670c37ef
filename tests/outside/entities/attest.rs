//! Attesting a claim (`docs/spec/attestations.md` section 7: A1 to A15).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    self, World, at_once, attest, attested, attested_by, claims, declare, done, is_instant, kind, last, make, members,
    path, read, refused, revision, roles, text, told, vouch, wrong,
};

both! {
    fn a12_the_answer_is_the_entity_with_the_attestation_in_it(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let before = read(&world.acme, &student);
        let answer = attest(&world.zeta, &format!("{student}/school"), &teacher, &json!("Hill")).expect(200);
        let entity = told(&answer);
        let url = answer.header("x-registry-attestation").expect("its URL").to_owned();
        assert!(url.starts_with(&format!("{}/meta/attestations/", world.url)) && last(&json!(url)).len() == 22, "{url}");
        let one = &entity["attestations"][0];
        assert_eq!(members(one), ["attestor", "claims", "date", "expires", "id", "signature"]);
        assert_eq!((&one["id"], &one["attestor"]), (&json!(url), &json!(format!("{}{teacher}", world.url))));
        assert_eq!(one["claims"], json!([format!("{}{student}/school", world.url)]));
        assert!(is_instant(&one["date"]) && is_instant(&one["expires"]) && text(&one["date"]) < text(&one["expires"]), "{one}");
        assert_eq!(members(&one["signature"]), ["keyId", "type", "value"]);
        assert_eq!(one["signature"]["type"], "https://registries/signature-types/jws-rsa256");
        assert_eq!(text(&one["signature"]["value"]).split('.').count(), 3);
        let key = read(&server.nobody(), &path(&text(&one["signature"]["keyId"])));
        assert_eq!((&key["id"], &key["status"]), (&one["signature"]["keyId"], &json!("active")));
        assert_eq!(given::names(&entity), ["school"], "as its caller sees it");
        assert_eq!(entity["metadata"]["revision"], revision(&before) + 1);
        let after = world.acme.get(&student).expect(200);
        assert_eq!((&after.json()["attestations"], revision(&after.json())), (&entity["attestations"], revision(&entity)));
        assert!(answer.etag().starts_with(&format!("\"{}-", revision(&entity))), "{answer}");
        let registry = attest(&world.admin, &format!("{student}/name"), &format!("{}/", world.url), &json!("Ann")).expect(200);
        let one = told(&registry)["attestations"].as_array().unwrap().iter().find(|one| one["attestor"] == world.url.as_str()).unwrap().clone();
        assert_eq!(members(&one), ["attestor", "claims", "date", "id", "signature"], "without an end there is none");
    }

    fn a12_an_attestor_has_one_valid_attestation_a_claim(server: &Server) {
        let world = World::of(server);
        let (student, teacher, other) = (world.student("ann"), world.teacher("tea"), world.teacher("tom"));
        let claim = format!("{student}/school");
        let ids: Vec<String> = (0..3).map(|_| attested_by(attest(&world.zeta, &claim, &teacher, &json!("Hill")))).collect();
        let third = attested_by(attest(&world.zeta, &claim, &other, &json!("Hill")));
        let by_registry = vouch(&world.admin, &world.url, &student, "school");
        let shown: Vec<String> = read(&world.acme, &student)["attestations"].as_array().unwrap().iter().map(|one| text(&one["id"])).collect();
        assert_eq!(shown, [ids[2].clone(), third, by_registry]);
        for (old, new) in [(&ids[0], &ids[1]), (&ids[1], &ids[2])] {
            let status = read(&world.acme, &path(old));
            assert_eq!((&status["status"], &status["reason"], &status["supersededBy"]), (&json!("superseded"), &json!("renewed"), &json!(new)), "{status}");
        }
        let actions: Vec<String> = read(&world.acme, &format!("{student}/history"))["events"].as_array().unwrap().iter().map(|event| text(&event["action"])).collect();
        assert_eq!(actions.iter().filter(|action| *action == "claim.attest").count(), 5, "one line a request: {actions:?}");
        let clients = vec![world.zeta.clone(); 8];
        let answers = at_once(&clients, |client| attest(client, &claim, &teacher, &json!("Hill")).send().status);
        assert!(answers.iter().all(|status| [200, 503].contains(status)) && answers.contains(&200), "{answers:?}");
        assert_eq!(attested(&read(&world.acme, &student)).len(), 3);
    }

    fn a1_what_is_not_there_or_not_for_him_is_404(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let hill = json!("Hill");
        for path in ["/api/none/x/school", "/api/student/none/school", &format!("{student}/none"), &format!("{student}/School"), "/api/student/none/none"] {
            let answer = attest(&world.zeta, path, &teacher, &hill).send();
            told(&answer);
            assert_eq!(answer.status, 404, "{answer}");
        }
        refused(attest(&server.nobody(), &format!("{student}/school"), &teacher, &hill), 401, "not_authenticated");
        let lone = server.user("lone", "lone", &["attestor"]);
        for attestor in [teacher.as_str(), "teacher/none", &world.url, "", "https://evil.example/api/teacher/x"] {
            refused(attest(&lone, &format!("{student}/school"), attestor, &hill), 404, "not_found");
        }
        refused(lone.request("POST", &format!("{student}/school/attest")).body("application/json", "{"), 404, "not_found");
        let registrar = server.user("zack", "zeta", &["registrar"]);
        refused(attest(&registrar, &format!("{student}/school"), &teacher, &hill), 404, "not_found");
        let reader = server.user("rita", "press", &["reader"]);
        refused(attest(&reader, &format!("{student}/school"), &teacher, &hill), 403, "attestor_not_yours");
        refused(attest(&reader, &format!("{student}/pin"), &teacher, &hill), 404, "not_found");
    }

    fn a2_a_claim_without_a_value_is_missing(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        for body in [json!({"attestor": teacher, "value": "x"}), json!({"junk": 1})] {
            refused(world.acme.post(&format!("{student}/email/attest"), &body), 404, "claim_missing");
        }
        refused(attest(&world.zeta, &format!("{student}/pin"), &teacher, &json!("1")), 404, "claim_missing");
        refused(attest(&world.admin, &format!("{student}/email"), &world.url, &json!("1")), 404, "claim_missing");
    }

    fn a3_a_body_that_is_wrong_is_told_whole(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let to = format!("{student}/school/attest");
        let send = |body: &Value| world.acme.post(&to, body);
        wrong(send(&json!({})), &[("attestor", "required"), ("value", "required")]);
        refused(send(&json!({"attestor": teacher, "value": null})), 400, "wrong_type");
        wrong(send(&json!({"attestor": 7, "value": "x", "junk": 1})), &[("attestor", "wrong_type"), ("junk", "unknown_member")]);
        for bad in ["", "tea", "/api/teacher", "teacher/tea/school", "../x"] {
            wrong(send(&json!({"attestor": bad, "value": "x"})), &[("attestor", "bad_id")]);
        }
        let long = "x".repeat(257);
        for (verification, field, code) in [
            (json!("x"), "verification", "wrong_type"), (json!({"method": ""}), "verification.method", "required"), (json!({"evidence": long}), "verification.evidence", "too_long"),
            (json!({"reference": 7}), "verification.reference", "wrong_type"), (json!({"document": "x"}), "verification.document", "unknown_member"),
            (json!({"trustFramework": null}), "verification.trustFramework", "wrong_type"),
        ] {
            wrong(world.zeta.post(&to, &json!({"attestor": teacher, "value": "Hill", "verification": verification})), &[(field, code)]);
        }
        for (body, code) in [("{", "bad_json"), ("", "bad_json"), (r#"{"value":"a","value":"b"}"#, "duplicate_member"), (r#"{"value":9007199254740993}"#, "inexact_number")] {
            refused(world.acme.request("POST", &to).body("application/json", body), 400, code);
        }
        refused(world.acme.request("POST", &to).body("text/plain", "{}"), 415, "unsupported_media_type");
        refused(send(&json!({"attestor": teacher, "value": "x"})).header("Accept", "text/html"), 406, "not_acceptable");
        assert_eq!(attested(&read(&world.acme, &student)), Vec::<String>::new());
        let named = json!({"method": "a", "evidence": "é".repeat(256), "reference": "r", "trustFramework": "t"});
        done(world.zeta.post(&to, &json!({"attestor": teacher, "value": "Hill", "verification": named})), 200);
        done(world.zeta.post(&to, &json!({"attestor": teacher, "value": "Hill", "verification": {}})), 200);
    }

    fn a4_who_acts_for_an_attestor_is_its_owners_attestor(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let claim = format!("{student}/school");
        let hill = json!("Hill");
        for attestor in [teacher.as_str(), "teacher/none", "none/none", &world.url, "clients/zeta"] {
            refused(attest(&world.acme, &claim, attestor, &hill), 403, "attestor_not_yours");
        }
        refused(attest(&server.user("ada", "acme", &["registrar"]), &claim, "student/ann", &hill), 403, "attestor_not_yours");
        refused(attest(&world.zeta, &claim, &world.url, &hill), 403, "attestor_not_yours");
        done(attest(&world.zeta, &claim, &teacher, &hill), 200);
        done(attest(&world.admin, &claim, &teacher, &hill), 200);
        done(attest(&world.admin, &claim, &world.url, &hill), 200);
        assert_eq!(attested(&read(&world.acme, &student)).len(), 2, "one of the teacher, one of the registry");
    }

    fn a5_to_a7_what_the_policy_says_of_the_attestor(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        refused(attest(&world.admin, "/api/clients/acme/handle", &world.url, &json!("acme")), 403, "registry_kept");
        refused(attest(&world.acme, "/api/clients/acme/handle", "clients/acme", &json!("acme")), 403, "registry_kept");
        refused(attest(&world.zeta, &format!("{student}/name"), &teacher, &json!("Ann")), 403, "no_policy");
        refused(attest(&world.acme, &format!("{student}/school"), "clients/acme", &json!("Hill")), 403, "attestor_kind");
        refused(attest(&world.acme, &format!("{student}/school"), &student, &json!("Hill")), 403, "attestor_kind");
        let policy = json!({"attestorKind": "peer"});
        declare(&world.admin, "peer", &kind(&json!([{"subject": "a", "value": "any", "attestationPolicy": policy}]), &json!({"ids": "client", "roles": roles()})));
        let [one, two] = ["one", "two"].map(|id| make(&world.acme, "peer", id, &[("a", json!(1))]));
        refused(attest(&world.acme, &format!("{one}/a"), &one, &json!(1)), 403, "attestor_is_entity");
        refused(attest(&world.admin, &format!("{one}/a"), &one, &json!(2)), 403, "attestor_is_entity");
        done(attest(&world.acme, &format!("{one}/a"), &two, &json!(1)), 200);
    }

    fn a8_the_condition_is_asked_before_the_value_is_compared(server: &Server) {
        let world = World::of(server);
        let student = world.student("ann");
        let claim = format!("{student}/school");
        let teacher = make(&world.zeta, "teacher", "tea", &[("name", json!("Tea")), ("school", json!("Hill"))]);
        let body = refused(attest(&world.zeta, &claim, &teacher, &json!("Hill")), 403, "condition_unknown");
        assert_eq!(body["absent"], json!(["{ATTESTOR}.school"]), "names, never values: {body}");
        vouch(&world.admin, &world.url, &teacher, "school");
        let dale = make(&world.zeta, "teacher", "dale", &[("name", json!("D")), ("school", json!("Dale"))]);
        vouch(&world.admin, &world.url, &dale, "school");
        for guess in ["Hill", "Moor", "hill"] {
            let body = refused(attest(&world.zeta, &claim, &dale, &json!(guess)), 403, "condition_false");
            assert!(body.get("absent").is_none() && !body.to_string().contains("Hill"), "{body}");
        }
        // What he proposes makes it true, and is not what is stored: that is all he learns.
        refused(attest(&world.zeta, &claim, &dale, &json!("Dale")), 409, "value_differs");
        refused(attest(&world.zeta, &claim, &teacher, &json!("Dale")), 409, "value_differs");
        for other in [json!("hill"), json!(["Hill"]), json!(7), json!("Hill ")] {
            let body = refused(attest(&world.zeta, &claim, &teacher, &other), 409, "value_differs");
            assert!(!body.to_string().contains("Hill"), "{body}");
            refused(attest(&world.admin, &claim, &world.url, &other), 409, "value_differs");
        }
        assert_eq!(attested(&read(&world.acme, &student)), Vec::<String>::new());
        done(attest(&world.zeta, &claim, &teacher, &json!("Hill")), 200);
    }

    fn a9_the_value_is_compared_as_json(server: &Server) {
        let world = World::of(server);
        let student = make(&world.acme, "student", "ann", &[("name", json!("Ann")), ("extra", json!({"a": 1, "b": [0.5]})), ("marks", json!([1, 2]))]);
        let send = |claim: &str, value: &str| {
            let body = format!("{{\"attestor\":\"{}\",\"value\":{value}}}", world.url);
            world.admin.request("POST", &format!("{student}/{claim}/attest")).body("application/json", body)
        };
        for (claim, value) in [("extra", r#"{"b":[5e-1],"a":1.0}"#), ("marks", "[1.0,2]"), ("name", r#""\u0041nn""#)] {
            done(send(claim, value), 200);
        }
        for (claim, value) in [("extra", r#"{"b":[0.5],"a":true}"#), ("extra", r#"{"b":[0.5]}"#), ("marks", "[2,1]"), ("marks", "[1,2,2]"), ("marks", "[\"1\",2]"), ("name", "\"ann\"")] {
            refused(send(claim, value), 409, "value_differs");
        }
    }

    fn a10_eight_others_are_enough(server: &Server) {
        let world = World::of(server);
        let (student, claim) = (world.student("ann"), "/api/student/ann/pin");
        done(world.acme.patch(&student, &claims(&[("pin", json!("1"))])), 200);
        let teachers: Vec<String> = (0..9).map(|index| make(&world.zeta, "teacher", &format!("t{index}"), &[("name", json!("T"))])).collect();
        for teacher in &teachers[..8] {
            done(attest(&world.zeta, claim, teacher, &json!("1")), 200);
        }
        refused(attest(&world.zeta, claim, &teachers[8], &json!("1")), 409, "too_many_attestations");
        refused(attest(&world.admin, claim, &world.url, &json!("1")), 409, "too_many_attestations");
        done(attest(&world.zeta, claim, &teachers[3], &json!("1")), 200);
        assert_eq!(attested(&read(&world.acme, &student)).len(), 8);
        let first = read(&world.acme, claim)["attestations"][0]["id"].clone();
        done(world.zeta.post(&format!("{}/revoke", path(&text(&first))), &json!({"reason": "withdrawn"})), 200);
        done(attest(&world.zeta, claim, &teachers[8], &json!("1")), 200);
        done(world.acme.patch(&student, &claims(&[("pin", json!("2"))])), 200);
        done(attest(&world.admin, claim, &world.url, &json!("2")), 200);
        assert_eq!(attested(&read(&world.acme, &student)), ["pin"]);
    }

    fn a14_the_registry_attests_first_attestors_and_nobody_else_changes_them(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let one = attested_by(attest(&world.zeta, &format!("{student}/school"), &teacher, &json!("Hill")));
        let before = read(&world.acme, &student)["attestations"].clone();
        for client in [&world.acme, &world.zeta, &world.admin] {
            for method in ["PUT", "PATCH", "DELETE", "POST"] {
                refused(client.request(method, &path(&one)).json(&json!({})), 405, "method_not_allowed");
            }
        }
        let sent = json!({"attestations": [], "claims": [{"id": "name", "value": "Bea"}]});
        done(world.acme.patch(&student, &sent), 200);
        done(world.zeta.patch(&teacher, &claims(&[("school", json!("Dale")), ("grade", json!(2))])), 200);
        assert_eq!(read(&world.acme, &student)["attestations"], before, "it states what was so on its date");
    }

    fn a15_the_user_who_acted_stands_in_the_history_only(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let clerk = server.user("clerk-of-zeta", "zeta", &["attestor"]);
        let answer = attest(&clerk, &format!("{student}/school"), &teacher, &json!("Hill")).expect(200);
        assert!(!answer.text().contains("clerk-of-zeta"), "{answer}");
        let event = read(&world.acme, &format!("{student}/history"))["events"][0].clone();
        assert_eq!((&event["action"], &event["user"], &event["account"]), (&json!("claim.attest"), &json!("clerk-of-zeta"), &json!("zeta")), "{event}");
        assert_eq!(event["attestation"].as_str(), answer.header("x-registry-attestation"), "{event}");
    }
}
