//! Steps 1 to 4: texts, headers and signatures that are not what they have to be.

use ring::hmac;

use super::*;

/// An honest envelope with a header made by hand, signed with the right key.
fn under(header: impl ToString) -> Value {
    envelope(&signed(header, payload(), &given::RSA), &given::RSA)
}

/// The envelope's signature in its three parts.
fn parts(envelope: &Value) -> Vec<String> {
    envelope["signature"]["value"].as_str().unwrap().split('.').map(ToOwned::to_owned).collect()
}

fn with_value(value: impl Into<Value>) -> Value {
    with(&honest(&given::RSA), "/signature/value", value)
}

#[test]
fn none_in_any_case() {
    for none in ["none", "None", "NONE", "nOnE", " none", "none\0", ""] {
        let header = with(&header(&given::RSA), "/alg", none);
        assert_eq!(step(&under(&header)), 2, "{none:?}, signed");
        let unsigned = format!("{}.{}.", BASE64.encode(header.to_string()), BASE64.encode(payload().to_string()));
        assert_eq!(step(&with_value(unsigned.clone())), 1, "{none:?}, with an empty signature");
        assert_eq!(step(&with_value(unsigned + "AA")), 2, "{none:?}, with any signature");
    }
}

#[test]
fn an_empty_signature() {
    let parts = parts(&honest(&given::RSA));
    assert_eq!(step(&with_value(format!("{}.{}.", parts[0], parts[1]))), 1);
    assert_eq!(step(&with_value(format!("{}.{}", parts[0], parts[1]))), 1);
}

#[test]
fn hs256_keyed_with_the_public_key() {
    let public = given::RSA.public();
    let pem = public.to_pem();
    for secret in [pem.as_bytes(), pem.trim_end().as_bytes(), &public.to_spki_der(), &public.to_spki_der()[24..]] {
        for algorithm in ["HS256", "RS256"] {
            let header = with(&header(&given::RSA), "/alg", algorithm);
            let signed = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(payload().to_string()));
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes());
            let forged = with_value(format!("{signed}.{}", BASE64.encode(tag.as_ref())));
            assert_eq!(step(&forged), if algorithm == "HS256" { 2 } else { 4 });
        }
    }
}

#[test]
fn other_algorithms_and_other_types() {
    for algorithm in ["RS384", "RS512", "PS256", "ES384", "EdDSA", "rs256", "RS256 ", "ES256", "HS256"] {
        assert_eq!(step(&under(with(&header(&given::RSA), "/alg", algorithm))), 2, "{algorithm}");
    }
    for typ in ["JWT", "attestation", "Attestation+JWT", "application/attestation+jwt", ""] {
        assert_eq!(step(&under(with(&header(&given::RSA), "/typ", typ))), 2, "{typ}");
    }
    for name in ["/alg", "/typ", "/kid"] {
        assert_eq!(step(&under(without(&header(&given::RSA), name))), 2, "no {name}");
        for other in [json!(null), json!(1), json!(["RS256"]), json!({})] {
            assert_eq!(step(&under(with(&header(&given::RSA), name, other))), 2, "{name}");
        }
    }
}

#[test]
fn a_key_in_the_header() {
    let forger = &*given::OTHER_RSA;
    let jwk: Value =
        forger.public().to_jwk().into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    let brought = [
        ("/jwk", jwk),
        ("/x5c", json!([BASE64.encode(forger.public().to_spki_der())])),
        ("/jku", json!("https://evil.example/keys")),
        ("/x5u", json!("https://evil.example/certificate")),
    ];
    for (name, value) in brought {
        let header = with(&header(&given::RSA), name, value);
        assert_eq!(
            step(&envelope(&signed(&header, payload(), forger), &given::RSA)),
            2,
            "{name}, the forger's signature"
        );
        assert_eq!(step(&under(&header)), 2, "{name}, the right signature");
        assert_eq!(step(&under(with(&header, name, Value::Null))), 2, "{name}, null");
    }
    assert_eq!(step(&envelope(&signed(header(&given::RSA), payload(), forger), &given::RSA)), 4, "just another key");
}

#[test]
fn crit_and_b64() {
    for (name, value) in
        [("/crit", json!([])), ("/crit", json!(["exp"])), ("/b64", json!(false)), ("/b64", json!(true))]
    {
        assert_eq!(step(&under(with(&header(&given::RSA), name, value))), 2, "{name}");
    }
    let both = with(&with(&header(&given::RSA), "/b64", false), "/crit", json!(["b64"]));
    assert_eq!(step(&under(both)), 2);
}

#[test]
fn the_kid_of_another_key() {
    let other = key_url(&given::EC);
    let in_header = under(with(&header(&given::RSA), "/kid", other.as_str()));
    assert_eq!(step(&in_header), 2, "`keyId` still names the right one");
    assert_eq!(step(&with(&in_header, "/signature/keyId", other.as_str())), 3, "a key of another algorithm");
    assert_eq!(step(&with(&honest(&given::RSA), "/signature/keyId", other)), 2, "`kid` still names the right one");
    let foreign = key_url(&given::OTHER_RSA);
    let both = with(&under(with(&header(&given::RSA), "/kid", foreign.as_str())), "/signature/keyId", foreign);
    assert_eq!(step(&both), 3, "a key nobody gave");
    let keys = [KEYS.clone(), key_documents(&key_document(&given::OTHER_RSA, "active")).unwrap()].concat();
    assert_eq!(verify_document(R, &keys, &both, now()).unwrap_err().step, 4, "another key of this algorithm");
}

#[test]
fn the_kid_of_a_similar_origin_and_of_other_paths() {
    let forger = &*given::OTHER_RSA;
    let id = forger.public().id();
    for kid in [
        format!("{R}.evil.example/meta/signing-keys/{id}"),
        format!("{R}@evil.example/meta/signing-keys/{id}"),
        format!("{R}:8443/meta/signing-keys/{id}"),
        format!("https://evil.example/{R}/meta/signing-keys/{id}"),
        format!("http://registry.example/meta/signing-keys/{id}"),
        format!("HTTPS://REGISTRY.EXAMPLE/meta/signing-keys/{id}"),
        format!("{R}//meta/signing-keys/{id}"),
        format!("{R}/meta/signing-keys//{id}"),
        format!("{R}/meta/signing-keys/{id}/"),
        format!("{R}/meta/signing-keys/{id}?"),
        format!("{R}/meta/signing-keys/{id}\n"),
        format!("{R}/meta/signing-keys/../signing-keys/{id}"),
        format!("{R}/api/signing-keys/{id}"),
        format!("/meta/signing-keys/{id}"),
        id.clone(),
        String::new(),
    ] {
        let header = with(&header(&given::RSA), "/kid", kid.as_str());
        let forged = with(&envelope(&signed(header, payload(), forger), &given::RSA), "/signature/keyId", kid.as_str());
        // Even if somebody had been talked into taking the forger's document.
        let keys = key_documents(&with(&key_document(forger, "active"), "/id", kid.as_str())).unwrap();
        assert_eq!(verify_document(R, &keys, &forged, now()).unwrap_err().step, 2, "{kid:?}");
    }
}

#[test]
fn a_kid_with_slashes_quotes_or_dots() {
    for part in ["/", "\"", "'", "..", "../..", "%2F", "\\", " ", "\0", "=", "+", "é"] {
        let rest = "a".repeat(43 - part.chars().count());
        for id in [format!("{part}{rest}"), format!("{rest}{part}"), part.to_owned()] {
            let kid = format!("{R}/meta/signing-keys/{id}");
            let forged = with(&under(with(&header(&given::RSA), "/kid", kid.as_str())), "/signature/keyId", kid);
            assert_eq!(step(&forged), 2, "{id:?}");
        }
    }
}

#[test]
fn the_json_serialisation() {
    let parts = parts(&honest(&given::RSA));
    let flattened = json!({"protected": parts[0], "payload": parts[1], "signature": parts[2]});
    let general = json!({"payload": parts[1], "signatures": [{"protected": parts[0], "signature": parts[2]}]});
    for serialised in [flattened, general] {
        assert_eq!(step(&with_value(serialised.to_string())), 1);
        assert_eq!(step(&with_value(serialised)), 1);
    }
}

#[test]
fn repeated_members_of_the_header() {
    let text = header(&given::RSA).to_string();
    for again in [r#""alg":"none","#, r#""alg":"RS256","#, r#""x":1,"\u0078":1,"#, r#""x":{"y":1,"y":2},"#] {
        assert_eq!(step(&under(text.replacen('{', &format!("{{{again}"), 1))), 2, "{again}");
    }
    for other in ["", "[]", "null", "{", "{}{}", "\"\"", "{\"alg\":\"RS256\"}\0", "\u{feff}{}"] {
        assert!(matches!(step(&under(other)), 1 | 2), "{other:?}");
    }
}

#[test]
fn four_parts_padding_and_foreign_characters() {
    let honest = honest(&given::RSA);
    let [head, body, end] = &parts(&honest)[..] else { panic!("three parts") };
    for bad in [
        format!("{head}.{body}.{end}."),
        format!("{head}.{body}.{end}.{end}"),
        format!(".{head}.{body}.{end}"),
        format!("{head}..{body}.{end}"),
        format!("{head}.{body}.{end}="),
        format!("{head}.{body}.{end}=="),
        format!("{head}=.{body}.{end}"),
        format!("{head}.{body}.{end}\n"),
        format!(" {head}.{body}.{end}"),
        format!("{head}.{body}\r\n.{end}"),
        format!("{head}.{body}.+{}", &end[1..]),
        format!("{head}.{body}./{}", &end[1..]),
        format!("{head}.{body}.%{}", &end[1..]),
        format!("{head}.{body}.é"),
        "..".to_owned(),
        String::new(),
    ] {
        assert_eq!(step(&with_value(bad.clone())), 1, "{bad}");
    }
    assert_eq!(step(&without(&honest, "/signature/value")), 1);
}

#[test]
fn es256_with_another_form_of_signature() {
    let honest = honest(&given::EC);
    let [head, body, end] = &parts(&honest)[..] else { panic!("three parts") };
    let fixed = BASE64.decode(end).unwrap();
    // The DER form: a SEQUENCE of two INTEGERs.
    let number = |octets: &[u8]| {
        let start = octets.iter().position(|octet| *octet != 0).unwrap();
        let zero = if octets[start] >= 0x80 { &[0][..] } else { &[] };
        let digits = [zero, &octets[start..]].concat();
        [&[2, u8::try_from(digits.len()).unwrap()], &digits[..]].concat()
    };
    let numbers = [number(&fixed[..32]), number(&fixed[32..])].concat();
    let der = [&[0x30, u8::try_from(numbers.len()).unwrap()], &numbers[..]].concat();
    let halves = [&fixed[32..], &fixed[..32]].concat();
    for bad in
        [der, fixed[..63].to_vec(), [&fixed[..], &[0]].concat(), [&[0], &fixed[..]].concat(), halves, vec![0; 64]]
    {
        let forged = with(&honest, "/signature/value", format!("{head}.{body}.{}", BASE64.encode(bad)));
        assert_eq!(step(&forged), 4);
    }
}

#[test]
fn the_type_beside_the_signature() {
    for (key, other) in [(&*given::RSA, &*given::EC), (&*given::EC, &*given::RSA)] {
        let honest = honest(key);
        assert_eq!(step(&with(&honest, "/signature/type", other.public().algorithm().signature_type())), 2);
        assert_eq!(step(&with(&honest, "/signature/type", key.public().algorithm().as_str())), 2);
        assert_eq!(step(&without(&honest, "/signature/type")), 2);
        assert_eq!(step(&without(&honest, "/signature/keyId")), 2);
    }
}
