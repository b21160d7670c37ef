//! Which keys there are, how they are named, and examples from the RFCs.
#![cfg(feature = "keygen")]

use serde_json::json;

use super::*;
use crate::keys::given;

/// The modulus of the example of RFC 7638 section 3.1, of 2048 bits.
const MODULUS: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

fn jwk(members: &Value) -> Result<PublicKey, KeyFault> {
    PublicKey::from_jwk(members.as_object().unwrap())
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<PublicKey, KeyFault> {
    jwk(&json!({"kty": "RSA", "n": BASE64.encode(modulus), "e": BASE64.encode(exponent)}))
}

/// The key of RFC 7515 appendix A.3.
fn example() -> PublicKey {
    let (x, y) = ("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
    jwk(&json!({"kty": "EC", "crv": "P-256", "x": x, "y": y})).unwrap()
}

#[test]
fn s1_an_id_is_the_thumbprint_of_rfc_7638() {
    let key = jwk(&json!({"kty": "RSA", "e": "AQAB", "n": MODULUS, "alg": "RS256", "kid": "2011-04-29"})).unwrap();
    assert_eq!(key.id(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    let members = r#"{"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    assert_eq!(example().id(), BASE64.encode(digest(&SHA256, members.as_bytes())));
    assert_eq!(example().id().len(), 43);
}

#[test]
fn s1_every_form_of_a_key_is_the_same_key() {
    for key in [given::RSA.public(), given::EC.public(), &example()] {
        assert_eq!(PublicKey::from_pem(&key.to_pem()).as_ref(), Ok(key));
        assert_eq!(PublicKey::from_spki_der(&key.to_spki_der()).as_ref(), Ok(key));
        let members = key.to_jwk().into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
        assert_eq!(PublicKey::from_jwk(&members).as_ref(), Ok(key));
    }
}

#[test]
fn s1_rsa_keys_have_2048_to_4096_bits() {
    let exponent = [1, 0, 1];
    for (octets, first, bits) in
        [(256, 0x80, None), (512, 0xff, None), (256, 0x7f, Some(2047)), (513, 1, Some(4097)), (0, 0, Some(0))]
    {
        let mut modulus = vec![0xff; octets];
        modulus.iter_mut().take(1).for_each(|octet| *octet = first);
        let read = rsa(&modulus, &exponent);
        assert_eq!(read.err(), bits.map(KeyFault::Size));
        // Zeros before it make it no longer.
        assert_eq!(rsa(&[&[0, 0], &modulus[..]].concat(), &exponent).err(), bits.map(KeyFault::Size));
    }
}

#[test]
fn s1_rsa_exponents_are_odd_and_at_least_65537() {
    let modulus = BASE64.decode(MODULUS).unwrap();
    for good in [&[1, 0, 1][..], &[1, 0, 3], &[0, 1, 0, 1], &[1, 0, 0, 0, 1]] {
        assert!(rsa(&modulus, good).is_ok(), "{good:?}");
    }
    for bad in [&[][..], &[0], &[1], &[3], &[17], &[0xff, 0xff], &[1, 0, 2], &[2, 0, 0, 0, 1], &[1, 0, 0, 0, 0, 0, 1]] {
        assert_eq!(rsa(&modulus, bad).err(), Some(KeyFault::Exponent), "{bad:?}");
    }
}

#[test]
fn s1_other_types_and_curves_are_refused() {
    let okp = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    for other in [okp, json!({"kty": "oct", "k": "AAAA"}), json!({"kty": "EC", "crv": "P-384"}), json!({})] {
        assert_eq!(jwk(&other).err(), Some(KeyFault::Type), "{other}");
    }
    // Of Ed25519, from RFC 8410 section 10.1.
    let ed25519 = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    assert_eq!(PublicKey::from_pem(ed25519).err(), Some(KeyFault::Type));
    let (x, good) = (BASE64.encode([1; 32]), json!({"kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ"}));
    assert!(matches!(jwk(&good), Err(KeyFault::Damaged(_))), "short coordinates");
    for digits in ["A+A", "AQ==", "A", "é"] {
        let bad = json!({"kty": "EC", "crv": "P-256", "x": x, "y": digits});
        assert!(matches!(jwk(&bad), Err(KeyFault::Damaged(_))), "{digits}");
    }
}

#[test]
fn s1_compressed_points_and_trailing_octets_are_refused() {
    let spki = example().to_spki_der();
    let mut longer = spki.clone();
    longer.push(0);
    let mut compressed = spki.clone();
    compressed[26] = 2;
    for bad in [longer, compressed, spki[..spki.len() - 1].to_vec(), Vec::new()] {
        assert!(matches!(PublicKey::from_spki_der(&bad), Err(KeyFault::Damaged(_))), "{bad:?}");
    }
}

#[test]
fn s1_other_blocks_are_named_in_the_refusal() {
    for label in ["CERTIFICATE", "RSA PUBLIC KEY", "PRIVATE KEY", "RSA PRIVATE KEY"] {
        let fault = PublicKey::from_pem(&pem::write(label, &example().to_spki_der())).unwrap_err();
        assert!(fault.to_string().contains(label), "{fault}");
    }
}

#[test]
fn j4_es256_is_the_64_octets_of_rfc_7515() {
    let message = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let signature = BASE64
        .decode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
        .unwrap();
    assert!(example().verifies(message.as_bytes(), &signature));
    assert!(!example().verifies(message.as_bytes(), &signature[..63]));
    assert!(!example().verifies(message.as_bytes(), &[&signature[..], &[0]].concat()));
    assert!(!example().verifies(&message.as_bytes()[1..], &signature));
    assert!(!given::EC.public().verifies(message.as_bytes(), &signature));
    assert!(!given::RSA.public().verifies(message.as_bytes(), &signature));
    assert!(!example().verifies(message.as_bytes(), &[0; 64]), "no zeros");
}

#[test]
fn s1_with_a_point_off_its_curve_no_signature_is_good() {
    let Material::P256 { x, mut y } = example().0 else { panic!("an EC key") };
    y[31] ^= 1;
    let off = PublicKey(Material::P256 { x, y });
    assert!(!off.verifies(b"message", &given::EC.sign(b"message").unwrap()));
}
