//! Nothing that is shown of an attestation can be changed unnoticed, in no place.

use super::*;

/// The pointers of all texts within a value.
fn texts(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(place, element)| texts(element, &format!("{at}/{place}"), found));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| texts(member, &format!("{at}/{name}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn every_character_of_the_signature_counts() {
    for key in [&*given::RSA, &*given::EC] {
        let honest = honest(key);
        let jws = honest["signature"]["value"].as_str().unwrap().as_bytes();
        for place in 0..jws.len() {
            for other in [jws[place] ^ 1, jws[place] ^ 0x20, if jws[place] == b'A' { b'B' } else { b'A' }, b'.'] {
                let mut forged = jws.to_vec();
                forged[place] = other;
                let forged = String::from_utf8(forged).unwrap();
                if forged.as_bytes() != jws {
                    let forged = with(&honest, "/signature/value", forged);
                    assert!(verified(&forged).is_err(), "{} at {place}", char::from(other));
                }
            }
        }
        for end in 0..jws.len() {
            let cut = std::str::from_utf8(&jws[..end]).unwrap();
            assert!(verified(&with(&honest, "/signature/value", cut)).is_err(), "cut at {end}");
        }
    }
}

#[test]
fn every_character_and_every_member_of_the_envelope_counts() {
    let honest = honest(&given::RSA);
    let mut pointers = Vec::new();
    texts(&honest, "", &mut pointers);
    assert_eq!(pointers.len(), 8, "{pointers:?}");
    for pointer in pointers.iter().filter(|pointer| *pointer != "/signature/value") {
        let text = honest.pointer(pointer).unwrap().as_str().unwrap();
        for place in 0..text.len() {
            for other in ["", "x", "/", " ", "é"].iter().filter(|other| **other != &text[place..=place]) {
                let changed = format!("{}{other}{}", &text[..place], &text[place + 1..]);
                assert!(verified(&with(&honest, pointer, changed)).is_err(), "{pointer} at {place}: {other:?}");
            }
        }
        for other in [json!(null), json!(1), json!([text]), json!({}), json!(text.to_uppercase() + "x")] {
            assert!(verified(&with(&honest, pointer, other)).is_err(), "{pointer}");
        }
    }
    for name in honest.as_object().unwrap().keys() {
        assert!(verified(&without(&honest, &format!("/{name}"))).is_err(), "{name}");
    }
    for name in honest["signature"].as_object().unwrap().keys() {
        assert!(verified(&without(&honest, &format!("/signature/{name}"))).is_err(), "{name}");
    }
}

#[test]
fn every_character_of_what_is_signed_counts_in_the_entity() {
    let document = entity(&[honest(&given::RSA)]);
    for pointer in ["/id", "/kind", "/claims/1/id", "/claims/1/value"] {
        let text = document.pointer(pointer).unwrap().as_str().unwrap();
        for place in 0..text.len() {
            let changed = format!(
                "{}{}{}",
                &text[..place],
                if &text[place..=place] == "x" { "y" } else { "x" },
                &text[place + 1..]
            );
            assert_eq!(refusal(&with(&document, pointer, changed)).0, 6, "{pointer} at {place}");
        }
    }
}

#[test]
fn every_octet_of_the_signed_texts_counts() {
    // Changed before the base64, so that the parts stay well formed: only the signature is left to notice it.
    let (head, body) = (header(&given::EC).to_string(), payload().to_string());
    let honest = honest(&given::EC);
    let signature = honest["signature"]["value"].as_str().unwrap().rsplit_once('.').unwrap().1;
    for place in 0..body.len() {
        let mut octets = body.clone().into_bytes();
        octets[place] ^= 1;
        let jws = format!("{}.{}.{signature}", BASE64.encode(&head), BASE64.encode(octets));
        assert_eq!(step(&with(&honest, "/signature/value", jws)), 4, "at {place}");
    }
    for place in 0..head.len() {
        let mut octets = head.clone().into_bytes();
        octets[place] ^= 1;
        let jws = format!("{}.{}.{signature}", BASE64.encode(octets), BASE64.encode(&body));
        assert!(matches!(step(&with(&honest, "/signature/value", jws)), 2..=4), "at {place}");
    }
}
