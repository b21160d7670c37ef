//! Public keys: read from PEM, SubjectPublicKeyInfo or a JWK, named by their thumbprint, and verified with.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use domesday_domain::signing_key::SigningAlgorithm;
use ring::digest::{SHA256, digest};
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::{Map, Value};

use super::der::{self, KeyType};
use super::{KeyFault, LEAST_BITS, MOST_BITS, pem};

/// A coordinate of a point on P-256, most significant octet first.
type Coordinate = [u8; 32];

/// A public key that a signature can be verified with.
///
/// Whether a point is on its curve is found out by verifying: with one that is not, no signature is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(Material);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Material {
    /// Modulus and exponent, without leading zeros.
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    /// A point on P-256.
    P256 { x: Coordinate, y: Coordinate },
}

impl PublicKey {
    /// Reads PEM text of a SubjectPublicKeyInfo (`BEGIN PUBLIC KEY`).
    ///
    /// # Errors
    /// [`KeyFault`]: the text is something else, or a key of a type or size that rule S1 does not allow.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        let block = pem::read(text)?;
        match block.label {
            "PUBLIC KEY" => Self::from_spki_der(&block.der),
            other => Err(KeyFault::Label { found: other.to_owned(), wanted: "PUBLIC KEY" }),
        }
    }

    /// Reads the DER of a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// As [`PublicKey::from_pem`].
    pub fn from_spki_der(octets: &[u8]) -> Result<Self, KeyFault> {
        let (key_type, key) = der::public_key(octets).ok_or(KeyFault::Damaged("it is no SubjectPublicKeyInfo"))?;
        match key_type.ok_or(KeyFault::Type)? {
            KeyType::Rsa => Self::from_pkcs1_der(key),
            KeyType::P256 => Self::from_point(key),
        }
    }

    /// Reads the DER of an RSAPublicKey (RFC 8017 A.1.1).
    pub(super) fn from_pkcs1_der(octets: &[u8]) -> Result<Self, KeyFault> {
        let (modulus, exponent) = der::rsa_numbers(octets).ok_or(KeyFault::Damaged("it is no RSAPublicKey"))?;
        Self::rsa(modulus, exponent)
    }

    /// Reads an uncompressed point: 4, then both coordinates.
    pub(super) fn from_point(octets: &[u8]) -> Result<Self, KeyFault> {
        let coordinates = octets.strip_prefix(&[4]).and_then(|rest| rest.split_at_checked(32));
        let (x, y) = coordinates.ok_or(KeyFault::Damaged("its point is not uncompressed"))?;
        Self::p256(x, y)
    }

    /// Reads the members of a JWK (RFC 7517) that make a public key: `kty` with `n` and `e`, or with `crv`, `x` and `y`.
    ///
    /// # Errors
    /// [`KeyFault`]: a member is missing or not in base64url, or rule S1 does not allow the key.
    pub fn from_jwk(jwk: &Map<String, Value>) -> Result<Self, KeyFault> {
        let text = |name| jwk.get(name).and_then(Value::as_str);
        let octets = |name| {
            let read = text(name).and_then(|digits| BASE64.decode(digits).ok());
            read.ok_or(KeyFault::Damaged("a member of the JWK is missing or not in base64url"))
        };
        match (text("kty"), text("crv")) {
            (Some("RSA"), _) => Self::rsa(&octets("n")?, &octets("e")?),
            (Some("EC"), Some("P-256")) => Self::p256(&octets("x")?, &octets("y")?),
            _ => Err(KeyFault::Type),
        }
    }

    fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, KeyFault> {
        let (modulus, exponent) = (digits(modulus), digits(exponent));
        let bits = bits(modulus);
        if !(LEAST_BITS..=MOST_BITS).contains(&bits) {
            return Err(KeyFault::Size(bits));
        }
        let number = exponent.iter().take(6).fold(0_u64, |number, octet| number << 8 | u64::from(*octet));
        if !(65_537..1 << 33).contains(&number) || number.is_multiple_of(2) {
            return Err(KeyFault::Exponent);
        }
        Ok(Self(Material::Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() }))
    }

    fn p256(x: &[u8], y: &[u8]) -> Result<Self, KeyFault> {
        let coordinate = |octets: &[u8]| {
            Coordinate::try_from(octets).map_err(|_| KeyFault::Damaged("a coordinate of its point has not 32 octets"))
        };
        Ok(Self(Material::P256 { x: coordinate(x)?, y: coordinate(y)? }))
    }

    /// The one algorithm that it is used with (rule S1).
    pub fn algorithm(&self) -> SigningAlgorithm {
        match self.0 {
            Material::Rsa { .. } => SigningAlgorithm::Rs256,
            Material::P256 { .. } => SigningAlgorithm::Es256,
        }
    }

    /// The DER of its SubjectPublicKeyInfo.
    pub fn to_spki_der(&self) -> Vec<u8> {
        let (key_type, key) = match &self.0 {
            Material::Rsa { modulus, exponent } => {
                (KeyType::Rsa, der::element(der::SEQUENCE, &[&der::unsigned(modulus), &der::unsigned(exponent)]))
            }
            Material::P256 { x, y } => (KeyType::P256, [&[4][..], x, y].concat()),
        };
        let bits = der::element(der::BIT_STRING, &[&[0], &key]);
        der::element(der::SEQUENCE, &[&der::identifier(key_type), &bits])
    }

    /// The PEM text of its SubjectPublicKeyInfo.
    pub fn to_pem(&self) -> String {
        pem::write("PUBLIC KEY", &self.to_spki_der()).to_string()
    }

    /// The members of its JWK that make the key, sorted by name: `e kty n`, or `crv kty x y`.
    pub fn to_jwk(&self) -> Vec<(&'static str, String)> {
        match &self.0 {
            Material::Rsa { modulus, exponent } => {
                vec![("e", BASE64.encode(exponent)), ("kty", "RSA".to_owned()), ("n", BASE64.encode(modulus))]
            }
            Material::P256 { x, y } => vec![
                ("crv", "P-256".to_owned()),
                ("kty", "EC".to_owned()),
                ("x", BASE64.encode(x)),
                ("y", BASE64.encode(y)),
            ],
        }
    }

    /// Its id: the RFC 7638 SHA-256 thumbprint, 43 characters of base64url (rule S1).
    pub fn id(&self) -> String {
        // No value has a character that JSON escapes.
        let members: Vec<String> = self.to_jwk().iter().map(|(name, value)| format!(r#""{name}":"{value}""#)).collect();
        BASE64.encode(digest(&SHA256, format!("{{{}}}", members.join(",")).as_bytes()))
    }

    /// Whether this is its signature over this message: for RS256 as long as the modulus, for ES256 the 64 octets r‖s.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.0 {
            Material::Rsa { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
            Material::P256 { x, y } => {
                let point = [&[4][..], x, y].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok()
            }
        }
    }
}

/// A number without leading zeros.
fn digits(octets: &[u8]) -> &[u8] {
    let start = octets.iter().position(|octet| *octet != 0).unwrap_or(octets.len());
    octets.get(start..).unwrap_or_default()
}

fn bits(digits: &[u8]) -> usize {
    digits.first().map_or(0, |first| digits.len() * 8 - first.leading_zeros() as usize)
}

#[cfg(test)]
mod tests;
