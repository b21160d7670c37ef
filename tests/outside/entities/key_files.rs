//! The files of private keys (S4, S5): read when they are nobody else's to read, made at a first start, nowhere else to be found.

use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use super::given::{World, attested_by, last, read, refused};
use super::proof::{
    Fixed, activate, active_key, encoded, good, import, key, listed, openssl, private_key, revoke_key, run, succeeds,
    thumbprint,
};

both! {
    fn s5_what_cannot_sign_is_not_imported(server: &Server) {
        let directory = server.database().directory().to_owned();
        let made = |name: &str, arguments: &[&str]| {
            let (done, pem, told) = run(&directory, "openssl", arguments, b"");
            assert!(done, "openssl {arguments:?}: {told}");
            fs::write(directory.join(name), pem).expect("a file");
        };
        made("short", &["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"]);
        made("p384", &["genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]);
        made("edwards", &["genpkey", "-algorithm", "ED25519"]);
        made("public", &["pkey", "-in", private_key("rsa").to_str().expect("a path"), "-pubout"]);
        fs::write(directory.join("nothing"), "").expect("a file");
        for name in ["short", "p384", "edwards", "public", "nothing", "missing"] {
            let refused = server.command(&["signing-key", "import", name], b"");
            assert!(refused.status == 1 && !refused.stderr.is_empty(), "{name}: {}{}", refused.stdout, refused.stderr);
        }
        assert_eq!(listed(server).len(), 1);
        made("old", &["rsa", "-in", private_key("rsa").to_str().expect("a path"), "-traditional"]);
        assert!(fs::read_to_string(directory.join("old")).expect("PEM").starts_with("-----BEGIN RSA PRIVATE KEY"));
        succeeds(server, &["signing-key", "import", "old"]);
        assert_eq!(listed(server).len(), 1, "PKCS#1 is read too, and it is the key that is there");
    }

    fn s4_a_private_key_is_nowhere_but_in_its_file(server: &Server) {
        let world = World::of(server);
        world.attested_student("s1");
        let (first, second) = (last(&active_key(server)["id"]), import(server, "ec"));
        activate(&world.admin, &second).expect(200);
        revoke_key(&world.admin, &first).expect(200);
        let mut seen = server.log().into_bytes();
        for path in ["/meta/signing-keys".to_owned(), format!("/meta/signing-keys/{first}"), format!("/meta/signing-keys/{second}"), "/openapi.json".to_owned(), "/metrics".to_owned()] {
            seen.extend(world.admin.get(&path).expect(200).body);
        }
        let directory = server.database().directory();
        for file in fs::read_dir(directory).expect("the directory").map(|entry| entry.expect("an entry").path()) {
            if file.is_file() {
                seen.extend(fs::read(file).expect("a file"));
            }
        }
        for name in ["rsa", "ec"] {
            let pem = fs::read_to_string(private_key(name)).expect("PEM");
            let der = openssl(&["pkey", "-outform", "DER"], pem.as_bytes());
            // Of RSA the last of the secret numbers; of the other its only one, a string of 32 bytes.
            let secret = if name == "rsa" { &der[der.len() - 64..] } else { &der[7..39] };
            assert!(name == "rsa" || der[2..7] == [2, 1, 1, 4, 32], "{der:?}");
            let hexadecimal: String = secret.iter().map(|octet| format!("{octet:02x}")).collect();
            let line = pem.lines().nth(2).expect("a line").to_owned();
            for trace in [secret, line.as_bytes(), hexadecimal.as_bytes(), encoded(&secret[..24]).as_bytes(), b"PRIVATE KEY"] {
                assert!(!seen.windows(trace.len()).any(|window| window == trace), "{name} is seen");
            }
        }
    }

    fn s4_a_server_does_not_start_when_others_may_read_a_key(server: &Fixed) {
        let file = server.database().directory().join("data/signing-keys/given.pem");
        server.kill();
        for mode in [0o640, 0o604, 0o620] {
            fs::set_permissions(&file, Permissions::from_mode(mode)).expect("its mode");
            let told = server.command(&["serve"], b"");
            assert!(told.status == 1 && told.stderr.contains("given.pem") && told.stderr.contains("0600"), "{mode:o}: {}", told.stderr);
        }
        fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("its mode");
        server.start_again();
        let broken = file.with_file_name("broken.pem");
        fs::write(&broken, "-----BEGIN PRIVATE KEY-----\n").expect("a file");
        fs::set_permissions(&broken, Permissions::from_mode(0o600)).expect("its mode");
        server.kill();
        let told = server.command(&["serve"], b"");
        assert!(told.status == 1 && told.stderr.contains("broken.pem"), "{}", told.stderr);
    }

    fn a10_without_the_active_keys_file_all_is_served_and_nothing_attested(server: &Fixed) {
        let world = server.world();
        let (student, _) = world.attested_student("s1");
        let id = last(&active_key(server)["id"]);
        server.kill();
        server.set("DOMESDAY__SIGNING__KEY_DIR", "elsewhere");
        server.start_again();
        let world = World { admin: server.admin(), acme: server.log_in("acme"), zeta: server.log_in("zeta"), ..world };
        assert_eq!(read(&world.acme, &student)["attestations"].as_array().map(Vec::len), Some(1));
        assert_eq!(key(server, &id)["status"], "active");
        let call = || world.attests("/api/teacher/teacher-of-s1", &student);
        refused(call(), 503, "signing_unavailable");
        let second = import(server, "ec");
        refused(call(), 503, "signing_unavailable");
        activate(&world.admin, &second).expect(200);
        attested_by(call());
        let elsewhere = server.database().directory().join("elsewhere");
        assert_eq!(fs::metadata(&elsewhere).expect("made").permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn s5_a_first_start_without_any_key_makes_and_activates_one() {
    let server = Server::start_with(Database::sqlite(), &[("DOMESDAY__SIGNING__KEY_DIR", "own/keys")]);
    let document = active_key(&server);
    let id = last(&document["id"]);
    assert_eq!(
        (thumbprint(document["publicKey"].as_str().expect("PEM")), &document["alg"]),
        (id.clone(), &json!("RS256"))
    );
    assert_ne!(
        document["publicKey"].as_str().expect("PEM").as_bytes(),
        openssl(&["pkey", "-in", private_key("rsa").to_str().expect("a path"), "-pubout"], b"")
    );
    let directory = server.database().directory().join("own/keys");
    let mode = |path: &std::path::Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode(&directory), mode(&directory.join(format!("{id}.pem")))), (0o700, 0o600));
    let world = World::of(&server);
    let (student, _) = world.attested_student("s1");
    good(&server, &world.url, &[&document], &read(&world.acme, &student));
    server.kill();
    server.start_again();
    assert_eq!(listed(&server), [(id, "active".to_owned())], "a second start makes no second key");
}
