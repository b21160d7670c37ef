//! Every attack that section 11 lists, and some more; and that nothing honest is refused.
#![cfg(feature = "keygen")]

mod changed;
mod documents;
mod headers;
mod key_documents;
mod payloads;
mod status;

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::*;
use crate::keys::{SigningKey, given};

const R: &str = "https://registry.example";
const ENTITY: &str = "https://registry.example/api/student/GcivYPrwdeIOREu4UqCpOg";
const CLAIM: &str = "https://registry.example/api/student/GcivYPrwdeIOREu4UqCpOg/school";
const ATTESTATION: &str = "https://registry.example/meta/attestations/3q2-7wAbCdEfGhIjKlMnOw";
const ISSUED: i64 = 1_767_323_045;
const LIFE: i64 = 31_536_000;

/// Ten seconds after it was signed.
fn now() -> DateTime<Utc> {
    at(10)
}

/// So many seconds after it was signed.
fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(ISSUED, 0).unwrap() + TimeDelta::seconds(seconds)
}

fn key_url(key: &SigningKey) -> String {
    format!("{R}/meta/signing-keys/{}", key.public().id())
}

fn key_document(key: &SigningKey, status: &str) -> Value {
    let public = key.public();
    json!({
        "context": {"baseUrl": R, "schemas": ["https://registries/schemas/signing-key.json"]}, "id": key_url(key),
        "kind": public.algorithm().key_kind(), "publicKey": public.to_pem(), "alg": public.algorithm().as_str(),
        "status": status, "created": "2026-01-01T00:00:00Z",
    })
}

/// The documents of both keys of the registry.
static KEYS: LazyLock<Vec<KeyDocument>> = LazyLock::new(|| {
    let documents = [key_document(&given::RSA, "active"), key_document(&given::EC, "retired")];
    documents.iter().flat_map(|document| key_documents(document).unwrap()).collect()
});

fn payload() -> Value {
    json!({
        "context": {"baseUrl": R, "schemas": ["https://registries/schemas/entity.json"]}, "iss": R, "sub": ENTITY, "jti": ATTESTATION,
        "iat": ISSUED, "exp": ISSUED + LIFE, "id": ENTITY, "kind": format!("{R}/api/student"),
        "claims": [{"id": CLAIM, "value": "UP Public School"}], "attestor": format!("{R}/api/teacher/RBFrXEOG890jZBUf1VpuyA"),
        "date": "2026-01-02T03:04:05Z", "status": {"uri": ATTESTATION},
        "policy": {"attestorKind": format!("{R}/api/teacher"), "validFor": LIFE},
    })
}

fn header(key: &SigningKey) -> Value {
    json!({"alg": key.public().algorithm().as_str(), "kid": key_url(key), "typ": "attestation+jwt"})
}

/// A compact JWS over any two texts, signed with any key.
#[expect(clippy::needless_pass_by_value, reason = "most callers make the texts on the spot")]
fn signed(header: impl ToString, payload: impl ToString, key: &SigningKey) -> String {
    let signed = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(payload.to_string()));
    let signature = key.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", BASE64.encode(signature))
}

/// An envelope as the registry would show it, around any signature.
fn envelope(jws: &str, key: &SigningKey) -> Value {
    json!({
        "id": ATTESTATION, "attestor": format!("{R}/api/teacher/RBFrXEOG890jZBUf1VpuyA"), "date": "2026-01-02T03:04:05Z",
        "expires": "2027-01-02T03:04:05Z", "claims": [CLAIM],
        "signature": {"type": key.public().algorithm().signature_type(), "value": jws, "keyId": key_url(key)},
    })
}

/// An honest one.
fn honest(key: &SigningKey) -> Value {
    envelope(&signed(header(key), payload(), key), key)
}

fn entity(attestations: &[Value]) -> Value {
    json!({
        "context": {"baseUrl": R, "schemas": ["https://registries/schemas/entity.json"]}, "id": ENTITY, "kind": format!("{R}/api/student"),
        "claims": [{"id": format!("{ENTITY}/name"), "value": "Ann"}, {"id": CLAIM, "value": "UP Public School"}],
        "attestations": attestations, "metadata": {"created": "2026-01-01T00:00:00Z", "revision": 4},
    })
}

fn verified(document: &Value) -> Result<Vec<Verified>, Unverified> {
    verify_document(R, &KEYS, document, now())
}

/// The step that refuses a document, with its reason.
fn refusal(document: &Value) -> (u8, String) {
    let refusal = verified(document).expect_err("it has to be refused");
    (refusal.step, refusal.detail)
}

/// The step that refuses an entity document with this envelope; the envelope by itself has to be refused at the same.
fn step(envelope: &Value) -> u8 {
    let (step, detail) = refusal(&entity(std::slice::from_ref(envelope)));
    assert_eq!(refusal(envelope), (step, detail));
    step
}

/// A document with a member changed, or added.
fn with(document: &Value, pointer: &str, value: impl Into<Value>) -> Value {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(elements) => elements[name.parse::<usize>().unwrap()] = value.into(),
        parent => parent[name] = value.into(),
    }
    document
}

/// A document with a member gone.
fn without(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    document
}

#[test]
fn what_the_registry_signed_is_verified() {
    for key in [&*given::RSA, &*given::EC] {
        let honest = honest(key);
        for document in [entity(std::slice::from_ref(&honest)), honest] {
            let [verified] = &verified(&document).unwrap()[..] else { panic!("one attestation") };
            assert_eq!((verified.attestation.as_str(), verified.entity.as_str()), (ATTESTATION, ENTITY));
            assert_eq!(verified.claims, [VerifiedClaim { id: CLAIM.into(), value: "UP Public School".into() }]);
            assert_eq!((verified.issued, verified.expires), (at(0), Some(at(LIFE))));
            assert_eq!((verified.date.as_str(), &verified.key), ("2026-01-02T03:04:05Z", &key_url(key)));
        }
    }
}

#[test]
fn a_registry_below_a_path_and_one_named_with_a_slash_are_verified() {
    let moved = |value: Value| -> Value {
        serde_json::from_str(&value.to_string().replace(R, "http://[::1]:8080/reg")).unwrap()
    };
    let keys = key_documents(&moved(key_document(&given::EC, "active"))).unwrap();
    let jws = signed(moved(header(&given::EC)), moved(payload()), &given::EC);
    let document = moved(entity(&[envelope(&jws, &given::EC)]));
    for registry in ["http://[::1]:8080/reg", "http://[::1]:8080/reg/"] {
        assert!(verify_document(registry, &keys, &document, now()).is_ok(), "{registry}");
    }
    for registry in
        ["http://[::1]:8080", "http://[::1]:8080/", "http://[::1]:8080/re", "http://[::1]:8080/reg/x", "", R]
    {
        assert_eq!(verify_document(registry, &keys, &document, now()).unwrap_err().step, 2, "{registry}");
    }
}

#[test]
fn a_refusal_names_step_and_attestation_and_no_value() {
    let secret = "a value nobody should see in a log";
    let told = verified(&with(&entity(&[honest(&given::RSA)]), "/claims/1/value", secret)).unwrap_err();
    assert_eq!((told.step, told.attestation.as_deref()), (6, Some(ATTESTATION)));
    let text = told.to_string();
    assert!(text.starts_with("step 6: ") && text.contains(ATTESTATION), "{text}");
    assert!(!text.contains(secret) && !text.contains("UP Public School"), "{text}");
}
