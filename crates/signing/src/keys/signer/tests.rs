//! The port as the use cases see it.
#![cfg(feature = "keygen")]

use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use super::*;
use crate::keys::given;

/// A signer over a directory of its own, which is gone when the test is over.
struct Given {
    signer: FileSigner,
    directory: Arc<KeyDirectory>,
}

impl Given {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("domesday-signer-{}-{number}", std::process::id()));
        let directory = Arc::new(KeyDirectory::open(path).unwrap());
        Self { signer: FileSigner::new(directory.clone()), directory }
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.directory.path());
    }
}

#[test]
fn j4_the_header_is_alg_kid_and_typ_and_the_payload_goes_in_byte_for_byte() {
    let given = Given::new();
    for (key, algorithm) in [(&*given::RSA, "RS256"), (&*given::EC, "ES256")] {
        let info = given.signer.import(&key.to_pkcs8_pem()).unwrap();
        let kid = format!("https://registry.example/meta/signing-keys/{}", info.id);
        let payload = b"{\"b\": 1,  \"a\":\"\xc3\xa9\"}";
        let jws = given.signer.sign(&info.id, &kid, payload).unwrap();
        let parts: Vec<_> = jws.split('.').collect();
        let octets = |part: usize| BASE64.decode(parts[part]).unwrap();
        assert_eq!(parts.len(), 3);
        let header = format!(r#"{{"alg":"{algorithm}","kid":"{kid}","typ":"attestation+jwt"}}"#);
        assert_eq!(String::from_utf8(octets(0)).unwrap(), header);
        assert_eq!(octets(1), payload);
        let signed = format!("{}.{}", parts[0], parts[1]);
        assert!(PublicKey::from_pem(&info.pem).unwrap().verifies(signed.as_bytes(), &octets(2)));
    }
}

#[test]
fn s4_only_keys_that_are_here_sign() {
    let given = Given::new();
    let id = given::RSA.public().id();
    assert!(!given.signer.holds(&id).unwrap());
    assert!(matches!(given.signer.sign(&id, "kid", b"{}"), Err(SignerError::NoKey(key)) if key == id));
    given.signer.import(&given::RSA.to_pkcs8_pem()).unwrap();
    assert!(given.signer.holds(&id).unwrap());
    assert!(given.signer.sign(&id, "kid", b"{}").is_ok());
    assert!(!given.signer.holds(&given::EC.public().id()).unwrap());
    assert!(!given.signer.holds("../x").unwrap());
}

#[test]
fn s4_a_file_that_others_may_read_is_told_apart_from_a_key_that_is_not_here() {
    let given = Given::new();
    let id = given::RSA.public().id();
    let file = given.directory.path().join("new.pem");
    std::fs::write(&file, given::RSA.to_pkcs8_pem().as_bytes()).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    for told in [given.signer.holds(&id).unwrap_err(), given.signer.sign(&id, "kid", b"{}").unwrap_err()] {
        assert!(matches!(&told, SignerError::Keys(cause) if cause.contains("0600")), "{told}");
    }
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert!(given.signer.holds(&id).unwrap());
}

#[test]
fn s5_a_key_that_is_made_is_kept_and_signs() {
    let given = Given::new();
    for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
        let info = given.signer.generate(algorithm).unwrap();
        assert_eq!(info.algorithm, algorithm);
        let key = PublicKey::from_pem(&info.pem).unwrap();
        assert_eq!((key.id(), key.algorithm()), (info.id.clone(), algorithm));
        assert!(given.signer.holds(&info.id).unwrap());
        let again = KeyDirectory::open(given.directory.path()).unwrap();
        assert!(again.get(&info.id).unwrap().is_some(), "after a restart");
    }
}

#[test]
fn s5_a_key_imported_twice_is_one_key() {
    let given = Given::new();
    let first = given.signer.import(&given::EC.to_pkcs8_pem()).unwrap();
    assert_eq!(given.signer.import(&given::EC.to_pkcs8_pem()).unwrap(), first);
    assert_eq!(given.directory.ids(), [first.id]);
}

#[test]
fn s5_what_is_no_key_is_refused_without_repeating_it() {
    let given = Given::new();
    let pem = given::EC.to_pkcs8_pem();
    let secret = pem.lines().nth(1).unwrap();
    let text = format!("-----BEGIN PRIVATE KEY-----\n{secret}\n-----END PRIVATE KEY-----\n");
    for bad in [&text, &given::EC.public().to_pem(), "", secret] {
        let Err(SignerError::BadKey(told)) = given.signer.import(bad) else { panic!("{bad}") };
        assert!(!told.contains(&secret[..8]), "{told}");
    }
    assert!(given.directory.ids().is_empty());
}
