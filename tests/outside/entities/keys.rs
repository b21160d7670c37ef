//! Keys and their lives (S1–S6): published, kept secret, changed beside the running server.

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::given::{
    World, attested_by, claims, done, is_instant, last, members, path, read, refused, told, vouch, wrong,
};
use super::proof::{
    Fixed, Parts, activate, active_key, below, eventually, good, import, key, listed, openssl, private_key, revoke_key,
    succeeds, thumbprint,
};
use crate::given::with;

/// Ids and statuses of keys, as they are published.
fn published(client: &Client) -> Vec<String> {
    let set = read(client, "/meta/signing-keys");
    set["keys"].as_array().expect("keys").iter().map(|key| last(&key["kid"])).collect()
}

/// The status of a key, as its document has it.
fn status(server: &Server, id: &str) -> Value {
    key(server, id)["status"].clone()
}

both! {
    fn s1_a_key_document_holds_the_key_and_is_called_by_its_thumbprint(server: &Server) {
        let document = active_key(server);
        assert_eq!(members(&document), ["alg", "context", "created", "id", "kind", "publicKey", "publicKeyJwk", "status"]);
        let (pem, id) = (document["publicKey"].as_str().expect("PEM"), document["id"].as_str().expect("an id"));
        assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\n") && pem.ends_with("-----END PUBLIC KEY-----\n"), "{pem}");
        assert_eq!(id, format!("{}/meta/signing-keys/{}", server.url(), thumbprint(pem)));
        let rsa = private_key("rsa");
        assert_eq!(openssl(&["pkey", "-in", rsa.to_str().expect("a path"), "-pubout"], b""), pem.as_bytes());
        let jwk = &document["publicKeyJwk"];
        assert_eq!(members(jwk), ["alg", "e", "kid", "kty", "n", "use"]);
        assert_eq!(with(jwk.clone(), &json!({"n": null})), json!({"kty": "RSA", "e": "AQAB", "alg": "RS256", "use": "sig", "kid": id}));
        assert_eq!(document["context"], json!({"baseUrl": server.url(), "schemas": ["https://registries/schemas/signing-key.json"]}));
        assert_eq!((&document["kind"], &document["alg"], &document["status"]), (&json!("https://registries/key-types/rsa"), &json!("RS256"), &json!("active")));
        assert!(is_instant(&document["created"]), "{document}");
    }

    fn s2_s3_all_keys_but_revoked_ones_are_in_the_set_and_none_goes(server: &Server) {
        let (admin, first) = (server.admin(), last(&active_key(server)["id"]));
        let second = import(server, "ec");
        assert_eq!(published(&server.nobody()), [first.clone(), second.clone()]);
        activate(&admin, &second).expect(200);
        let retired = key(server, &first);
        assert!(retired["status"] == "retired" && is_instant(&retired["retiredAt"]), "{retired}");
        assert_eq!(published(&server.nobody()).len(), 2);
        let revoked = told(&revoke_key(&admin, &first).expect(200));
        assert!(revoked["status"] == "revoked" && revoked["reason"] == "the disk was stolen" && is_instant(&revoked["revokedAt"]), "{revoked}");
        assert_eq!(key(server, &first), revoked);
        let set = read(&server.nobody(), "/meta/signing-keys");
        assert_eq!((published(&server.nobody()), &set["keys"][0]), (vec![second.clone()], &key(server, &second)["publicKeyJwk"]));
        assert_eq!(members(&set["keys"][0]), ["alg", "crv", "kid", "kty", "use", "x", "y"]);
    }

    fn s3_key_answers_need_no_log_in_and_may_be_kept_by_anybody(server: &Server) {
        let id = last(&active_key(server)["id"]);
        for path in ["/meta/signing-keys".to_owned(), format!("/meta/signing-keys/{id}"), format!("/meta/signing-keys/{id}/")] {
            let answer = server.nobody().get(&path).expect(200);
            told(&answer);
            assert_eq!(answer.header("cache-control"), Some("public, max-age=300"), "{answer}");
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{answer}");
            let again = server.nobody().get(&path).header("If-None-Match", &answer.etag()).expect(304);
            assert_eq!((again.etag(), again.body.len()), (answer.etag(), 0));
            server.nobody().get(&path).header("If-None-Match", "\"1-x\"").expect(200);
            let head = server.nobody().head(&path).expect(200);
            assert_eq!((head.etag(), head.body.len()), (answer.etag(), 0));
        }
        for id in ["x", &"A".repeat(42), &"A".repeat(44), &format!("{}.", "A".repeat(42)), &"A".repeat(43), "%2e%2e", "..%2f..%2fsessions"] {
            refused(server.nobody().get(&format!("/meta/signing-keys/{id}")), 404, "not_found");
        }
        for method in ["PUT", "PATCH", "DELETE", "POST"] {
            refused(server.admin().request(method, &format!("/meta/signing-keys/{id}")), 405, "method_not_allowed");
        }
    }

    fn s2_s6_a_key_goes_only_where_its_life_leads(server: &Server) {
        let admin = server.admin();
        let (first, second) = (last(&active_key(server)["id"]), import(server, "ec"));
        let conflict = |answer: domesday_tests::client::Answer| {
            let body = told(&answer);
            assert_eq!((answer.status, &body["code"]), (409, &json!("key_state")), "{answer}");
        };
        conflict(revoke_key(&admin, &first));
        assert_eq!(told(&activate(&admin, &first).expect(200))["status"], "active", "what is so already");
        activate(&admin, &second).expect(200);
        assert_eq!((status(server, &first), status(server, &second)), (json!("retired"), json!("active")));
        conflict(activate(&admin, &first));
        conflict(revoke_key(&admin, &second));
        let revoked = told(&revoke_key(&admin, &first).expect(200));
        conflict(activate(&admin, &first));
        let again = admin.post(&format!("/meta/signing-keys/{first}/revoke"), &json!({"reason": "another"})).expect(200);
        assert_eq!(told(&again), revoked, "revoked is final, its reason too");
        refused(admin.post(&format!("/meta/signing-keys/{}/activate", "A".repeat(43)), &json!({})), 404, "not_found");
        refused(admin.post(&format!("/meta/signing-keys/{}/revoke", "A".repeat(43)), &json!({"reason": "x"})), 404, "not_found");
    }

    fn s6_keys_are_admins_and_reasons_have_words(server: &Server) {
        let (world, id) = (World::of(server), import(server, "ec"));
        let path = |what: &str| format!("/meta/signing-keys/{id}/{what}");
        for (what, body) in [("activate", json!({})), ("revoke", json!({"reason": "x"}))] {
            refused(server.nobody().post(&path(what), &body), 401, "not_authenticated");
            refused(world.zeta.post(&path(what), &body), 403, "forbidden");
        }
        let revoke = |body: Value| world.admin.post(&path("revoke"), &body);
        wrong(revoke(json!({})), &[("reason", "required")]);
        wrong(revoke(json!({"reason": ""})), &[("reason", "required")]);
        wrong(revoke(json!({"reason": "é".repeat(257)})), &[("reason", "too_long")]);
        wrong(revoke(json!({"reason": 7})), &[("reason", "wrong_type")]);
        refused(revoke(json!({"reason": "x", "note": "y"})), 400, "unknown_member");
        assert_eq!(status(server, &id), "new");
        assert_eq!(done(revoke(json!({"reason": "é".repeat(256)})), 200)["reason"], "é".repeat(256));
    }

    fn s5_keys_are_made_activated_and_revoked_beside_the_running_server(server: &Server) {
        let world = World::of(server);
        let first = last(&active_key(server)["id"]);
        let made: Value = serde_json::from_str(&succeeds(server, &["signing-key", "generate", "--algorithm", "es256", "--json"])).expect("JSON");
        let second = made["id"].as_str().expect("an id").to_owned();
        assert_eq!((&made["algorithm"], &made["status"]), (&json!("ES256"), &json!("new")));
        assert_eq!(listed(server), [(first.clone(), "active".to_owned()), (second.clone(), "new".to_owned())]);
        let file = server.database().directory().join(format!("data/signing-keys/{second}.pem"));
        assert_eq!(fs::metadata(&file).expect("the key's file").permissions().mode() & 0o777, 0o600);
        succeeds(server, &["signing-key", "activate", &second]);
        eventually("the activation shows over HTTP", || {
            server.nobody().get(&format!("/meta/signing-keys/{second}")).send().status == 200 && status(server, &second) == "active"
        });
        let (student, _) = world.attested_student("s1");
        assert_eq!(last(&read(&world.acme, &student)["attestations"][0]["signature"]["keyId"]), second);
        let refused = server.command(&["signing-key", "revoke", &second, "--reason", "x"], b"");
        assert!(refused.status == 1 && refused.stderr.contains("key_state"), "{}", refused.stderr);
        succeeds(server, &["signing-key", "revoke", &first, "--reason", "lost"]);
        eventually("the revocation shows over HTTP", || status(server, &first) == "revoked");
        for arguments in [["signing-key", "activate", &first], ["signing-key", "activate", "nonsense"]] {
            assert_eq!(server.command(&arguments, b"").status, 1, "{arguments:?}");
        }
        assert_eq!(server.command(&["signing-key", "revoke", &first], b"").status, 2, "a reason is needed");
    }

    fn s6_what_a_revoked_key_signed_is_signed_anew(server: &Server) {
        let world = World::of(server);
        let (one, former) = world.attested_student("s1");
        let (other, _) = world.attested_student("s2");
        let gone = vouch(&world.admin, &world.url, &other, "name");
        done(world.acme.patch(&other, &claims(&[("name", json!("Bea"))])), 200);
        let before = read(&world.acme, &one);
        let (first, second) = (last(&active_key(server)["id"]), import(server, "ec"));
        activate(&world.admin, &second).expect(200);
        revoke_key(&world.admin, &first).expect(200);
        let entities = [one.as_str(), &other, "/api/teacher/teacher-of-s1", "/api/teacher/teacher-of-s2"];
        eventually("all that counts is signed with the active key", || {
            entities.iter().all(|path| {
                let shown = read(&world.admin, path)["attestations"].clone();
                let list = shown.as_array().expect("attestations").iter();
                list.len() == 1 && list.clone().all(|envelope| last(&envelope["signature"]["keyId"]) == second)
            })
        });
        let after = read(&world.acme, &one);
        let (was, is) = (Parts::of(&before["attestations"][0]).signed(), Parts::of(&after["attestations"][0]).signed());
        let own = json!({"jti": null, "iat": null, "status": null});
        assert_eq!(with(was.clone(), &own), with(is.clone(), &own), "attestor, date, policy and end stay");
        assert!(was["jti"] != is["jti"] && was["iat"].as_i64() <= is["iat"].as_i64(), "{was} {is}");
        let old = read(&world.acme, &path(&former));
        assert_eq!(
            (&old["status"], &old["reason"], &old["supersededBy"]),
            (&json!("superseded"), &json!("resigned"), &after["attestations"][0]["id"])
        );
        assert_eq!(read(&world.acme, &path(&gone))["reason"], "value_changed", "what did not count is not signed anew");
        let events = read(&world.acme, &format!("{one}/history"))["events"].clone();
        assert_eq!((&events[0]["action"], &events[0]["attestation"]), (&json!("claim.resign"), &is["jti"]), "{events}");
        good(server, &world.url, &[&key(server, &second)], &after);
    }

    fn s6_after_a_change_of_address_all_is_signed_anew_when_asked_for(server: &Fixed) {
        let world = server.world();
        let (student, former) = world.attested_student("s1");
        let before = read(&world.acme, &student);
        let moved = "https://new.example";
        server.set("DOMESDAY__SERVER__PUBLIC_URL", moved);
        server.kill();
        server.start_again();
        let acme = server.log_in("acme");
        let between = read(&acme, &student);
        assert_eq!(between["id"], format!("{moved}{student}"));
        assert_eq!(between["attestations"], before["attestations"], "what was signed is shown as it was signed");
        assert_eq!(succeeds(server, &["attestation", "resign"]), "2 attestations signed anew\n");
        let after = read(&acme, &student);
        let (was, is) = (Parts::of(&before["attestations"][0]).signed(), Parts::of(&after["attestations"][0]).signed());
        assert_eq!((&is["iss"], &is["sub"], &is["attestor"]), (&json!(moved), &after["id"], &json!(format!("{moved}/api/teacher/teacher-of-s1"))));
        assert_eq!((&is["date"], &is["exp"], &is["policy"]["validFor"]), (&was["date"], &was["exp"], &was["policy"]["validFor"]));
        good(server, moved, &[&active_key(server)], &after);
        let old = read(&acme, &below(&former));
        assert_eq!((&old["status"], &old["reason"], &old["supersededBy"]), (&json!("superseded"), &json!("resigned"), &is["jti"]));
        assert_eq!(succeeds(server, &["attestation", "resign"]), "0 attestations signed anew\n");
        assert_eq!(read(&acme, &student), after);
    }

    fn s6_x5_a_server_that_was_killed_goes_on_signing_anew(server: &Fixed) {
        const STUDENTS: usize = 130;
        let world = server.world();
        let teacher = world.teacher("t1");
        let students: Vec<String> = (0..STUDENTS).map(|number| world.student(&format!("s{number}"))).collect();
        for student in &students {
            attested_by(world.attests(&teacher, student));
        }
        let (first, second) = (last(&active_key(server)["id"]), import(server, "ec"));
        activate(&world.admin, &second).expect(200);
        revoke_key(&world.admin, &first).expect(200);
        server.kill();
        server.start_again();
        let acme = server.log_in("acme");
        let signed_with = |key: &str| {
            let entities = read(&acme, "/api/student/search?attested.school=true&limit=1000")["entities"].clone();
            let entities = entities.as_array().expect("entities").iter();
            entities.filter(|entity| last(&entity["attestations"][0]["signature"]["keyId"]) == key).count()
        };
        eventually("all are signed anew", || signed_with(&second) == STUDENTS);
        for student in &students {
            let shown = read(&acme, &format!("{student}/attestations"))["attestations"].clone();
            let states: Vec<&Value> = shown.as_array().expect("a list").iter().map(|one| &one["status"]).collect();
            assert_eq!(states, ["valid", "superseded"], "each once: {shown}");
        }
    }
}
