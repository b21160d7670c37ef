//! Step 3: keys that are revoked, unknown, of another type, or not the one that their id names.

use super::*;

/// The step that refuses an honest attestation when these are the keys that were fetched; none if it passes.
fn step_with(key: &SigningKey, documents: &[Value]) -> Option<u8> {
    let keys: Vec<_> = documents.iter().flat_map(|document| key_documents(document).unwrap()).collect();
    verify_document(R, &keys, &entity(&[honest(key)]), now()).err().map(|refusal| refusal.step)
}

/// The JWK Set of these keys, as the registry serves it.
fn key_set(keys: &[&SigningKey]) -> Value {
    let jwk = |key: &&SigningKey| {
        let mut jwk = json!({"alg": key.public().algorithm().as_str(), "use": "sig", "kid": key_url(key)});
        for (name, value) in key.public().to_jwk() {
            jwk[name] = value.into();
        }
        jwk
    };
    json!({"keys": keys.iter().map(jwk).collect::<Vec<_>>()})
}

#[test]
fn a_revoked_key() {
    assert_eq!(step_with(&given::RSA, &[key_document(&given::RSA, "revoked")]), Some(3));
}

#[test]
fn a_retired_key_passes() {
    for status in ["retired", "active", "new"] {
        assert_eq!(step_with(&given::RSA, &[key_document(&given::RSA, status)]), None, "{status}");
    }
    for status in ["Revoked", "REVOKED", "", "lost"] {
        assert_eq!(step_with(&given::RSA, &[key_document(&given::RSA, status)]), Some(3), "{status}");
    }
}

#[test]
fn a_set_of_keys_serves_as_well() {
    let set = key_set(&[&given::EC, &given::RSA]);
    for key in [&*given::RSA, &*given::EC] {
        assert_eq!(step_with(key, std::slice::from_ref(&set)), None);
    }
    assert_eq!(step_with(&given::OTHER_RSA, std::slice::from_ref(&set)), Some(3), "not in it");
    let revoked = key_document(&given::RSA, "revoked");
    for documents in [[set.clone(), revoked.clone()], [revoked, set]] {
        assert_eq!(step_with(&given::RSA, &documents), Some(3), "one word of revocation is enough");
    }
    assert_eq!(step_with(&given::RSA, &[json!({"keys": []})]), Some(3));
    assert_eq!(step_with(&given::RSA, &[]), Some(3));
}

#[test]
fn a_thumbprint_that_is_not_the_id() {
    let swapped = with(&key_document(&given::RSA, "active"), "/publicKey", given::OTHER_RSA.public().to_pem());
    assert_eq!(step_with(&given::RSA, &[swapped]), Some(3));
    // The forger's key under the registry's name, over the forger's own signature.
    let forged = envelope(&signed(header(&given::RSA), payload(), &given::OTHER_RSA), &given::RSA);
    let keys = key_documents(&with(&key_document(&given::OTHER_RSA, "active"), "/id", key_url(&given::RSA))).unwrap();
    assert_eq!(verify_document(R, &keys, &forged, now()).unwrap_err().step, 3);
    let mut set = key_set(&[&given::OTHER_RSA]);
    set["keys"][0]["kid"] = key_url(&given::RSA).into();
    assert_eq!(verify_document(R, &key_documents(&set).unwrap(), &forged, now()).unwrap_err().step, 3);
}

#[test]
fn the_pem_decides_and_not_the_jwk_beside_it() {
    let other: Value = given::OTHER_RSA
        .public()
        .to_jwk()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .collect();
    assert_eq!(step_with(&given::RSA, &[with(&key_document(&given::RSA, "active"), "/publicKeyJwk", other)]), None);
}

#[test]
fn a_key_of_rs256_under_a_header_of_es256() {
    let rsa = &*given::RSA;
    let header = with(&header(rsa), "/alg", "ES256");
    let forged = with(
        &envelope(&signed(header, payload(), rsa), rsa),
        "/signature/type",
        given::EC.public().algorithm().signature_type(),
    );
    assert_eq!(step(&forged), 3);
    for (key, other) in [(rsa, "ES256"), (&*given::EC, "RS256"), (rsa, "rs256"), (rsa, "none"), (rsa, "PS256")] {
        let document = with(&key_document(key, "active"), "/alg", other);
        assert_eq!(step_with(key, &[document]), Some(3), "a document that says {other}");
    }
}

#[test]
fn a_key_that_cannot_be_read() {
    let document = key_document(&given::RSA, "active");
    let pem = given::RSA.public().to_pem();
    for bad in
        ["", "x", &pem.replacen("AQAB", "AAAA", 1).replace("M", "N"), &*given::RSA.to_pkcs8_pem(), &pem.repeat(2)]
    {
        assert_eq!(step_with(&given::RSA, &[with(&document, "/publicKey", bad)]), Some(3));
    }
}

#[test]
fn what_is_no_key_document_is_told_when_it_is_read() {
    let document = key_document(&given::RSA, "active");
    for member in ["/id", "/alg", "/status", "/publicKey"] {
        assert!(key_documents(&without(&document, member)).is_err(), "no {member}");
        assert!(key_documents(&with(&document, member, 1)).is_err(), "{member} is no text");
    }
    let set = key_set(&[&given::RSA]);
    for member in ["/keys/0/kid", "/keys/0/alg"] {
        assert!(key_documents(&without(&set, member)).is_err(), "no {member}");
    }
    assert!(key_documents(&with(&set, "/keys/0/use", "enc")).is_err());
    for other in [json!(null), json!([]), json!("x"), json!({}), json!({"keys": {}}), json!({"keys": [1]})] {
        assert!(key_documents(&other).is_err(), "{other}");
    }
    assert_eq!(key_documents(&document).unwrap()[0].id(), key_url(&given::RSA));
}
