//! What verifiers refuse (section 11), each at its step: not only what nobody signed, but what the registry's own key signed and should not
//! have.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::fetched::{Fetched, changed};
use super::given::{claims, done, last, read};
use super::proof::{activate, encoded, good, import, key, openssl, refused_at, revoke_key, verified};

both! {
    fn section_11_what_was_not_signed_so_is_refused(server: &Server) {
        let fetched = Fetched::of(server);
        let parts = fetched.parts();
        let [head, body, signature]: [String; 3] =
            fetched.jws().split('.').map(str::to_owned).collect::<Vec<_>>().try_into().expect("three parts");
        for none in ["none", "None", "NONE", "nOnE"] {
            let header = encoded(parts.header.replace("RS256", none));
            fetched.refuses(server, none, 1, &fetched.signed_so(format!("{header}.{body}.")));
            fetched.refuses(server, none, 2, &fetched.signed_so(format!("{header}.{body}.{signature}")));
        }
        fetched.refuses(server, "an empty signature", 1, &fetched.signed_so(format!("{head}.{body}.")));
        for (what, jws) in [
            ("two parts", format!("{head}.{body}")), ("four parts", format!("{head}.{body}.{signature}.x")), ("padding", format!("{head}.{body}.{signature}=")),
            ("blanks", format!("{head}.{body}.{signature} ")), ("JSON as text", json!({"protected": head, "payload": body, "signature": signature}).to_string()),
        ] {
            fetched.refuses(server, what, 1, &fetched.signed_so(jws));
        }
        fetched.refuses(server, "JSON serialisation", 1, &fetched.signed_so(json!({"protected": head, "payload": body, "signature": signature})));
        for (jws, step) in changed(&fetched.jws()).into_iter().zip([2, 4, 4]) {
            // A changed header may still be one: then it is the signature that is not right.
            let told = verified(server, &fetched.world.url, &[&fetched.key], &fetched.signed_so(jws));
            assert!(told.status == 1 && (2..=4).any(|step| told.stderr.contains(&format!("step {step}: "))), "step {step}: {}", told.stderr);
        }
        let secret: String = fetched.key["publicKey"].as_str().expect("PEM").bytes().map(|octet| format!("{octet:02x}")).collect();
        for (alg, step) in [("HS256", 2), ("RS256", 4)] {
            let header = encoded(parts.header.replace("RS256", alg));
            let mac = openssl(&["dgst", "-sha256", "-mac", "HMAC", "-macopt", &format!("hexkey:{secret}"), "-binary"], format!("{header}.{body}").as_bytes());
            fetched.refuses(server, "keyed with the public key", step, &fetched.signed_so(format!("{header}.{body}.{}", encoded(mac))));
        }
        fetched.refuses(server, "an envelope without a signature", 1, &fetched.with("/signature", json!({})));
    }

    fn section_11_headers_that_change_what_a_signature_means_are_refused(server: &Server) {
        let fetched = Fetched::of(server);
        let id = last(&fetched.key["id"]);
        let url = &fetched.world.url;
        let jwk = fetched.key["publicKeyJwk"].to_string();
        for member in [
            r#""crit":["exp"]"#, r#""b64":true"#, r#""jku":"https://evil.example/keys""#, &format!(r#""jwk":{jwk}"#), r#""x5u":"https://evil.example""#, r#""x5c":[]"#,
            r#""alg":"RS256""#, r#""typ":"attestation+jwt""#,
        ] {
            fetched.refuses(server, member, 2, &fetched.header("{\"alg\"", &format!("{{{member},\"alg\"")));
        }
        for kind in ["JWT", "attestation+JWT", ""] {
            fetched.refuses(server, "another type", 2, &fetched.header("attestation+jwt", kind));
        }
        for alg in ["ES256", "RS512", "rs256", "PS256"] {
            fetched.refuses(server, alg, 2, &fetched.header("RS256", alg));
        }
        for kid in [
            format!("{url}.evil.example/meta/signing-keys/{id}"), format!("https://evil.example/meta/signing-keys/{id}"), id.clone(),
            format!("{url}/meta/signing-keys/{id}/"), format!("{url}/meta/signing-keys/x/{}", &id[2..]), format!("{url}/meta/signing-keys/{}\"", &id[1..]),
            format!("{url}/meta/signing-keys/../signing-keys/{id}"), format!("{url}/meta/signing-keys/{}..", &id[2..]), format!("{url}/meta//signing-keys/{id}"),
            format!("{url}/meta/signing-keys/{id}?x"), format!("{url}@evil.example/meta/signing-keys/{id}"),
        ] {
            fetched.refuses(server, &kid, 2, &fetched.kid(&kid));
        }
        let own = &fetched.with("/signature/keyId", json!(format!("{url}/meta/signing-keys/{}", "A".repeat(43))));
        fetched.refuses(server, "another key beside than in the header", 2, own);
        let other = key(server, &import(server, "ec"));
        let stranger = fetched.kid(other["id"].as_str().expect("a URL"));
        refused_at("the key of another algorithm", 3, &verified(server, url, &[&fetched.key, &other], &stranger));
        let mut posing = fetched.key.clone();
        posing["id"] = other["id"].clone();
        refused_at("a key under another's id", 3, &verified(server, url, &[&posing], &stranger));
        fetched.refuses(server, "another signature type", 2, &fetched.with("/signature/type", json!("https://registries/signature-types/jws-es256")));
    }

    fn section_11_payloads_that_say_another_thing_are_refused(server: &Server) {
        let fetched = Fetched::of(server);
        let signed = fetched.parts().signed();
        let url = &fetched.world.url;
        good(server, url, &[&fetched.key], &fetched.payload("{", "{"));
        let (iss, sub, iat, exp) = (&signed["iss"], &signed["sub"], &signed["iat"], &signed["exp"]);
        let claim = signed["claims"][0].to_string();
        for (what, step, from, to) in [
            ("a member twice", 5, format!("\"sub\":{sub}"), format!("\"sub\":{sub},\"sub\":{sub}")),
            ("another issuer", 5, format!("\"iss\":{iss}"), "\"iss\":\"https://evil.example\"".to_owned()),
            ("another subject", 5, format!("\"sub\":{sub}"), format!("\"sub\":\"{url}/api/student/s2\"")),
            ("a claim signed twice", 5, claim.clone(), format!("{claim},{claim}")),
            ("no claim", 5, claim.clone(), String::new()),
            ("a claim of another entity", 5, claim.clone(), claim.replace("/s1/", "/s2/")),
            ("from the future", 5, format!("\"iat\":{iat}"), "\"iat\":4102444800".to_owned()),
            ("over already", 5, format!("\"exp\":{exp}"), "\"exp\":1000000000".to_owned()),
            ("another end than the envelope", 6, format!("\"exp\":{exp}"), "\"exp\":4102444800".to_owned()),
            ("another value", 6, "\"Hill\"".to_owned(), "\"Dale\"".to_owned()),
        ] {
            fetched.refuses(server, what, step, &fetched.payload(&from, &to));
        }
    }

    fn section_11_documents_that_show_another_thing_are_refused(server: &Server) {
        let fetched = Fetched::of(server);
        let (world, url) = (&fetched.world, &fetched.world.url);
        let other = world.teacher("t2");
        for (place, value) in [
            ("/attestor", json!(world.at(&other))), ("/attestor", json!(url)), ("/date", json!("2026-01-01T00:00:00Z")), ("/expires", json!("2099-01-01T00:00:00Z")),
            ("/id", json!(format!("{url}/meta/attestations/{}", "A".repeat(22)))), ("/claims", json!([world.at("/api/student/s1/name")])), ("/claims", json!([])),
        ] {
            fetched.refuses(server, place, 6, &fetched.with(place, value));
        }
        let mut named = fetched.document["attestations"][0]["claims"].clone();
        named.as_array_mut().expect("claims").push(json!(world.at("/api/student/s1/name")));
        fetched.refuses(server, "one claim more", 6, &fetched.with("/claims", named));
        let mut old = fetched.document.clone();
        old["claims"][1]["value"] = json!("Dale");
        fetched.refuses(server, "another value", 6, &old);
        let moved: Value = serde_json::from_str(&fetched.document.to_string().replace("/student/s1", "/student/s2")).expect("JSON");
        fetched.refuses(server, "moved to another entity", 6, &moved);
        world.student("s2");
        let mut real = read(&world.acme, "/api/student/s2");
        real["attestations"] = fetched.document["attestations"].clone();
        fetched.refuses(server, "shown by another entity that says the same", 6, &real);
        done(world.acme.patch(&fetched.student, &claims(&[("school", json!("Dale"))])), 200);
        let mut now = read(&world.acme, &fetched.student);
        assert_eq!(now["attestations"], json!([]));
        fetched.refuses(server, "nothing to verify", 1, &now);
        now["attestations"] = fetched.document["attestations"].clone();
        fetched.refuses(server, "an attestation of a value that was", 6, &now);
        let elsewhere = verified(server, "https://registry.example", &[&fetched.key], &fetched.document);
        refused_at("another registry than the verifier's", 2, &elsewhere);
    }

    fn section_11_a_retired_key_passes_and_a_revoked_one_does_not(server: &Server) {
        let fetched = Fetched::of(server);
        let url = &fetched.world.url;
        let (admin, id) = (&fetched.world.admin, last(&fetched.key["id"]));
        activate(admin, &import(server, "ec")).expect(200);
        let retired = key(server, &id);
        assert_eq!(retired["status"], "retired");
        good(server, url, &[&retired], &fetched.document);
        revoke_key(admin, &id).expect(200);
        let revoked = key(server, &id);
        refused_at("a revoked key", 3, &verified(server, url, &[&revoked], &fetched.document));
        refused_at("one document that says so is enough", 3, &verified(server, url, &[&retired, &revoked], &fetched.document));
        let set = read(&server.nobody(), "/meta/signing-keys");
        refused_at("the set does not have it any more", 3, &verified(server, url, &[&set], &fetched.document));
    }
}
