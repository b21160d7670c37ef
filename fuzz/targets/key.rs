//! Keys: what is read as a public key is written as what is read as the same, in each form, and keeps its id; a private key signs.
#![no_main]

use domesday_signing::{PublicKey, SigningKey, key_documents};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

fn check(key: &PublicKey) {
    assert_eq!(PublicKey::from_pem(&key.to_pem()).as_ref(), Ok(key));
    assert_eq!(PublicKey::from_spki_der(&key.to_spki_der()).as_ref(), Ok(key));
    let jwk: Map<String, Value> = key.to_jwk().into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
    assert_eq!(PublicKey::from_jwk(&jwk).as_ref(), Ok(key));
    assert_eq!(key.id().len(), 43);
    assert!(!key.verifies(b"a message", &[0; 64]) && !key.verifies(b"a message", &[]));
}

fuzz_target!(|octets: &[u8]| {
    PublicKey::from_spki_der(octets).iter().for_each(check);
    let Ok(text) = std::str::from_utf8(octets) else { return };
    PublicKey::from_pem(text).iter().for_each(check);
    if let Ok(key) = SigningKey::from_pem(text) {
        let signature = key.sign(b"a message").unwrap_or_else(|fault| panic!("{fault}"));
        assert!(key.public().verifies(b"a message", &signature) && !key.public().verifies(b"another", &signature));
        let again = SigningKey::from_pem(&key.to_pkcs8_pem()).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(again.public(), key.public());
        check(key.public());
    }
    if let Ok(document) = domesday_domain::json::read(octets) {
        document.as_object().and_then(|jwk| PublicKey::from_jwk(jwk).ok()).iter().for_each(check);
        let documents = key_documents(&document).unwrap_or_default();
        let most = document.get("keys").and_then(Value::as_array).map_or(1, Vec::len);
        assert!(documents.len() <= most);
    }
});
