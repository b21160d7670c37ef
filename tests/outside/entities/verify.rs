//! Verifying without us (section 11): with openssl, PyJWT and jose, which know nothing of Domesday, and with `domesday attestation verify`.

use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::{Output, PASSWORD, Server, binary, root};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

use super::fetched::{Fetched, changed, directory};
use super::given::{attest, attested_by, done, last, members, path, read, text};
use super::proof::{Fixed, PUBLIC, active_key, good, import, key, refused_at, run, verified};

/// Writes the registry's set of keys where others' programs look for it.
fn write_keys(server: &Server) {
    fs::write(directory(server).join("keys.json"), server.nobody().get("/meta/signing-keys").expect(200).body)
        .expect("a file");
}

/// What another program says of a signature, with the set of keys in `keys.json` and the signature in `att.jws`.
fn others(server: &Server, jws: &str, program: &str, arguments: &[&str]) -> (bool, Vec<u8>, String) {
    fs::write(directory(server).join("att.jws"), jws).expect("a file");
    run(directory(server), program, arguments, b"")
}

/// A Python that has PyJWT: the distribution's, or whichever is first.
fn python() -> &'static str {
    if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" }
}

/// The script of section 11, which documents quote.
fn script() -> String {
    fs::read_to_string(root().join("tests/fixtures/signing/verify.sh")).expect("the script")
}

both! {
    fn section_11_openssl_alone_verifies_a_signature(server: &Server) {
        let fetched = Fetched::of(server);
        fs::write(directory(server).join("key.pem"), fetched.key["publicKey"].as_str().expect("PEM")).expect("a file");
        let (_, told, errors) = others(server, &fetched.jws(), "sh", &["-c", &script()]);
        let parts = fetched.parts();
        let expected = format!("Verified OK\n{}{}{}", parts.header, parts.payload, last(&fetched.key["id"]));
        assert_eq!(String::from_utf8_lossy(&told), expected, "{errors}");
        for jws in changed(&fetched.jws()) {
            let (_, told, _) = others(server, &jws, "sh", &["-c", &script()]);
            let told = String::from_utf8_lossy(&told);
            assert!(told.contains("Verification failure") && !told.contains("Verified OK"), "{told}");
        }
    }

    fn section_11_pyjwt_verifies_signatures_of_both_algorithms(server: &Server) {
        let script = root().join("tests/fixtures/signing/verify.py");
        let check = |fetched: &Fetched| {
            write_keys(server);
            let arguments = [script.to_str().expect("a path"), &fetched.world.url, "keys.json", "att.jws"];
            let (done, told, errors) = others(server, &fetched.jws(), python(), &arguments);
            assert!(done, "{errors}");
            assert_eq!(serde_json::from_slice::<Value>(&told).expect("JSON"), fetched.parts().signed());
            for jws in changed(&fetched.jws()) {
                let (done, told, _) = others(server, &jws, python(), &arguments);
                assert!(!done && told.is_empty(), "{jws}");
            }
            let (done, _, errors) = others(server, &fetched.jws(), python(), &[arguments[0], "https://evil.example", "keys.json", "att.jws"]);
            assert!(!done && errors.contains("Invalid issuer"), "{errors}");
        };
        let fetched = Fetched::of(server);
        check(&fetched);
        check(&fetched.on_p_256(server));
    }

    fn section_11_jose_verifies_signatures_of_both_algorithms(server: &Server) {
        let check = |fetched: &Fetched| {
            write_keys(server);
            let arguments = ["jws", "ver", "-i", "att.jws", "-k", "keys.json", "-O-"];
            let (done, told, errors) = others(server, &fetched.jws(), "jose", &arguments);
            assert!(done, "{errors}");
            assert_eq!(String::from_utf8_lossy(&told), fetched.parts().payload);
            for jws in changed(&fetched.jws()) {
                assert!(!others(server, &jws, "jose", &arguments).0, "{jws}");
            }
            fs::write(directory(server).join("key.json"), fetched.key["publicKeyJwk"].to_string()).expect("a file");
            let (_, told, _) = others(server, "", "jose", &["jwk", "thp", "-i", "key.json", "-a", "S256"]);
            assert_eq!(String::from_utf8_lossy(&told).trim(), last(&fetched.key["id"]));
        };
        let fetched = Fetched::of(server);
        check(&fetched);
        check(&fetched.on_p_256(server));
    }

    fn section_11_the_command_line_verifies_documents_and_envelopes(server: &Server) {
        let fetched = Fetched::of(server);
        let (document, url) = (&fetched.document, &fetched.world.url);
        let told = good(server, url, &[&fetched.key], document);
        let envelope = &document["attestations"][0];
        assert_eq!(told.as_array().map(Vec::len), Some(1));
        assert_eq!((&told[0]["attestation"], &told[0]["attestor"], &told[0]["date"]), (&envelope["id"], &envelope["attestor"], &envelope["date"]));
        assert_eq!((&told[0]["entity"], &told[0]["claims"][0]["value"]), (&document["id"], &json!("Hill")));
        assert_eq!(good(server, &format!("{url}/"), &[&fetched.key], envelope), told);
        let set = read(&server.nobody(), "/meta/signing-keys");
        assert_eq!(good(server, url, &[&set], document), told);
        let other = key(server, &import(server, "ec"));
        assert_eq!(good(server, url, &[&other, &fetched.key], document), told, "several files");
        let last = server.command(&["attestation", "verify", "--registry", url, "--keys", "key0.json", "key1.json", "document.json"], b"");
        assert!(last.status == 0 && last.stdout.starts_with("good "), "the document stands last: {}{}", last.stdout, last.stderr);
        refused_at("no document of the key", 3, &verified(server, url, &[&other], document));
        let plain = server.command(&["attestation", "verify", "--registry", url, "--keys", "key1.json", "--", "document.json"], b"");
        assert!(plain.status == 0 && plain.stdout.starts_with("good ") && plain.stdout.contains("/school"), "{}{}", plain.stdout, plain.stderr);
        let piped = server.command(&["attestation", "verify", "--registry", url, "--keys=key1.json", "-"], document.to_string().as_bytes());
        assert_eq!(piped.stdout, plain.stdout, "{}", piped.stderr);
    }

    fn the_example_of_the_page_ends_with_a_verified_attestation(server: &Server) {
        let page = fs::read_to_string(root().join("docs/api/attestations.md")).expect("the page");
        let example = page.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let session = json!({"login": "admin", "password": PASSWORD});
        let token = text(&server.nobody().post("/sessions", &session).expect(201).json()["token"]);
        let programs = binary().parent().expect("a directory").display();
        let here = example.replace("http://127.0.0.1:8053", &server.url());
        assert_ne!(here, example, "the address is in it");
        let script = format!("set -e; PATH=\"{programs}:$PATH\"; TOKEN={token}\n{here}");
        let (done, told, errors) = run(directory(server), "sh", &["-c", &script], b"");
        let told = String::from_utf8_lossy(&told).into_owned();
        let expected = format!("good  {}/api/student/s1/school  attested by {}/api/teacher/t1 on ", server.url(), server.url());
        assert!(done && told.lines().last().is_some_and(|line| line.contains(&expected)), "{told}{errors}");
    }

    fn section_11_exit_codes_tell_refused_from_misused(server: &Server) {
        let fetched = Fetched::of(server);
        let url = fetched.world.url.as_str();
        good(server, url, &[&fetched.key], &fetched.document);
        let verify = |arguments: &[&str]| {
            let all = [&["attestation", "verify"], arguments].concat();
            let Output { status, stderr, .. } = server.command(&all, b"");
            assert!(!stderr.is_empty(), "{arguments:?}");
            status
        };
        for usage in [
            &[][..], &["document.json"], &["--registry", url], &["--registry", url, "document.json"], &["--registry", url, "--keys", "key0.json"],
            &["--registry", url, "--online"],
            &["--keys", "key0.json", "document.json"], &["--registry", url, "--keys", "key0.json", "--offline", "document.json"],
        ] {
            assert_eq!(verify(usage), 2, "{usage:?}");
        }
        for (file, content) in [("twice.json", fetched.document.to_string().replacen('{', "{\"id\":\"x\",", 1)), ("broken.json", "{".to_owned()), ("empty.json", "{}".to_owned())] {
            fs::write(directory(server).join(file), content).expect("a file");
            assert_eq!(verify(&["--registry", url, "--keys=key0.json", file]), 1, "{file} as the document");
            assert_eq!(verify(&["--registry", url, &format!("--keys={file}"), "document.json"]), 1, "{file} as the key");
        }
        assert_eq!(verify(&["--registry", url, "--keys=key0.json", "missing.json"]), 1);
        assert_eq!(verify(&["--registry", "nonsense", "--keys=key0.json", "document.json"]), 1);
    }

    fn section_11_online_it_is_so_now(server: &Server) {
        let fetched = Fetched::of(server);
        let url = fetched.world.url.as_str();
        let file = directory(server).join("online.json");
        fs::write(&file, fetched.document.to_string()).expect("a file");
        let online = || server.command(&["attestation", "verify", "--registry", url, "--online", "online.json"], b"");
        let told = online();
        assert!(told.status == 0 && told.stdout.starts_with("good "), "{}{}", told.stdout, told.stderr);
        good(server, url, &[&fetched.key], &fetched.document);
        let both = server.command(&["attestation", "verify", "--registry", url, "--keys=key0.json", "--online", "online.json"], b"");
        assert_eq!(both.stdout, told.stdout, "{}", both.stderr);
        let renewed = attest(&fetched.world.zeta, &format!("{}/school", fetched.student), &fetched.world.at("/api/teacher/teacher-of-s1"), &json!("Hill"));
        attested_by(renewed);
        refused_at("renewed", 7, &online());
        good(server, url, &[&fetched.key], &fetched.document);
        let current = read(&fetched.world.acme, &fetched.student);
        fs::write(&file, current.to_string()).expect("a file");
        assert_eq!(online().status, 0);
        let id = text(&current["attestations"][0]["id"]);
        done(fetched.world.zeta.post(&format!("{}/revoke", path(&id)), &json!({"reason": "error"})), 200);
        refused_at("revoked", 7, &online());
    }
}

#[test]
fn section_11_the_script_is_the_one_of_the_page() {
    let page = |name: &str| fs::read_to_string(root().join(name)).expect(name);
    assert!(page("docs/spec/attestations.md").contains(&format!("```sh\n{}```", script())));
    assert!(page("docs/api/attestations.md").contains("`tests/fixtures/signing/verify.sh`"));
}

#[test]
fn section_11_another_prefix_of_the_registrys_address_is_another_registry() {
    let server = Fixed::start(Database::sqlite());
    let world = server.world();
    let (student, _) = world.attested_student("s1");
    let (document, keys) = (read(&world.acme, &student), active_key(&server));
    assert_eq!(members(&document), ["attestations", "claims", "context", "id", "kind", "metadata"]);
    good(&server, PUBLIC, &[&keys], &document);
    refused_at("without its path", 2, &verified(&server, "https://registry.example", &[&keys], &document));
}
