//! What is accepted as a private key, and that it stays private.
#![cfg(feature = "keygen")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::keys::given;

/// The key's own octets: an RSAPrivateKey or an ECPrivateKey.
fn inner(key: &SigningKey) -> Vec<u8> {
    split(&key.pkcs8).unwrap().1.to_vec()
}

fn refusal(label: &str, octets: &[u8]) -> String {
    SigningKey::from_pem(&pem::write(label, octets)).unwrap_err().to_string()
}

#[test]
fn s4_a_key_is_read_back_as_it_was_written() {
    for key in [&*given::RSA, &*given::EC] {
        let read = SigningKey::from_pem(&key.to_pkcs8_pem()).unwrap();
        assert_eq!(read.public(), key.public());
        assert!(key.public().verifies(b"message", &read.sign(b"message").unwrap()));
    }
}

#[test]
fn s4_rsa_keys_come_as_pkcs_1_too() {
    let pkcs1 = pem::write("RSA PRIVATE KEY", &inner(&given::RSA));
    let read = SigningKey::from_pem(&pkcs1).unwrap();
    assert_eq!(read.public(), given::RSA.public());
    assert_eq!(*read.to_pkcs8_pem(), *given::RSA.to_pkcs8_pem(), "written as PKCS#8");
}

#[test]
fn s4_ec_keys_as_sec_1_are_refused_with_the_way_out() {
    let parameters = pem::write("EC PARAMETERS", &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]);
    let sec1 = pem::write("EC PRIVATE KEY", &inner(&given::EC));
    for text in [sec1.to_string(), format!("{}{}", *parameters, *sec1)] {
        let fault = SigningKey::from_pem(&text).unwrap_err();
        assert_eq!(fault, KeyFault::Sec1);
        assert!(fault.to_string().contains("openssl pkey"), "{fault}");
    }
}

#[test]
fn s1_what_is_no_private_key_of_ours_is_refused() {
    for label in ["PUBLIC KEY", "CERTIFICATE", "OPENSSH PRIVATE KEY", "DSA PRIVATE KEY"] {
        assert!(refusal(label, &[1; 32]).contains(label));
    }
    assert!(refusal("ENCRYPTED PRIVATE KEY", &[1; 32]).contains("encrypted"));
    assert!(refusal("PRIVATE KEY", &[1; 32]).contains("damaged"));
    assert!(refusal("RSA PRIVATE KEY", &inner(&given::EC)).contains("damaged"));
    // Of Ed25519, from RFC 8410 section 10.3.
    let ed25519 = STANDARD.decode("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC").unwrap();
    assert!(refusal("PRIVATE KEY", &ed25519).contains("P-256"));
    let (_, rsa) = split(&given::RSA.pkcs8).unwrap();
    let as_ec = wrap(KeyType::P256, rsa);
    assert!(refusal("PRIVATE KEY", &as_ec).contains("no signature can be made"));
}

#[test]
fn s1_a_private_key_that_does_not_fit_its_public_half_is_refused() {
    let mut ec = inner(&given::EC);
    // The secret number begins after the version and the head of its OCTET STRING.
    ec[20] ^= 1;
    assert!(refusal("PRIVATE KEY", &wrap(KeyType::P256, &ec)).contains("no signature can be made"));
    let rsa = inner(&given::RSA);
    // The last number is the coefficient, the one before it the second exponent of the remainders.
    for place in [rsa.len() - 5, rsa.len() - 150] {
        let mut rsa = rsa.clone();
        rsa[place] ^= 1;
        assert!(refusal("RSA PRIVATE KEY", &rsa).contains("no signature can be made"), "at {place}");
    }
}

#[test]
fn s1_the_size_of_an_rsa_key_is_told_before_anything_else() {
    let number = |octets: usize| der::unsigned(&vec![0xff; octets]);
    for (octets, bits) in [(128, 1024), (520, 4160)] {
        let head = [der::unsigned(&[]), number(octets), der::unsigned(&[1, 0, 1])].concat();
        let key = der::element(der::SEQUENCE, &[&head]);
        let fault = refusal("RSA PRIVATE KEY", &key);
        assert!(fault.contains("2048 to 4096 bits") && fault.contains(&bits.to_string()), "{fault}");
    }
    let head = [der::unsigned(&[]), number(320), der::unsigned(&[1, 0, 1])].concat();
    let fault = refusal("RSA PRIVATE KEY", &der::element(der::SEQUENCE, &[&head]));
    assert!(fault.contains("2048, 3072 and 4096 bits"), "a public key of 2560 bits verifies, but: {fault}");
}

#[test]
fn s4_a_private_key_is_not_seen_by_accident() {
    for key in [&*given::RSA, &*given::EC] {
        let shown = format!("{key:?}");
        assert!(shown.contains(&key.public().id()) && shown.len() < 100, "{shown}");
    }
}

#[test]
fn j4_signatures_are_as_long_as_their_algorithm_says() {
    assert_eq!(given::RSA.sign(b"message").unwrap().len(), 256);
    assert_eq!(
        given::RSA.sign(b"message").unwrap(),
        given::RSA.sign(b"message").unwrap(),
        "PKCS#1 v1.5 has no chance in it"
    );
    for _ in 0..50 {
        assert_eq!(given::EC.sign(b"message").unwrap().len(), 64);
    }
}

#[test]
fn s5_keys_are_made_with_the_sizes_that_can_be_signed_with() {
    assert_eq!(SigningKey::generate_rsa(3072).unwrap().sign(b"message").unwrap().len(), 384);
    for bits in [0, 1024, 2047, 2560, 8192] {
        assert!(matches!(SigningKey::generate_rsa(bits), Err(KeyFault::NoGenerator(_))), "{bits}");
    }
    assert_ne!(given::RSA.public().id(), given::OTHER_RSA.public().id());
}
