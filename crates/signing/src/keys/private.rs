//! Private keys: read from PEM, written to it, and signed with.

use std::fmt;

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use zeroize::Zeroizing;

use super::der::{self, KeyType, Reader};
use super::{KeyFault, PublicKey, pem};

/// A signature could not be made, or the one that was made does not verify with the public key (rule J4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature could not be made, or does not verify")]
pub struct SigningFailed;

/// A private key with its public half. Its octets are wiped when it is dropped, and it shows nothing of them.
pub struct SigningKey {
    public: PublicKey,
    pair: Pair,
    /// The DER of its PKCS#8 form.
    pkcs8: Zeroizing<Vec<u8>>,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    P256(Box<EcdsaKeyPair>),
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("id", &self.public.id()).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Reads PEM text: PKCS#8 (`BEGIN PRIVATE KEY`), or PKCS#1 for RSA (`BEGIN RSA PRIVATE KEY`). What is read has signed once, and
    /// the signature was verified.
    ///
    /// # Errors
    /// [`KeyFault`]: the text is something else, or a key that rule S1 does not allow. Of RSA keys those of 2048, 3072 and 4096 bits
    /// can be signed with, of EC keys those that carry their public half, which is how every tool writes them.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        let block = pem::read(text)?;
        match block.label {
            "PRIVATE KEY" => Self::from_pkcs8_der(&block.der),
            "RSA PRIVATE KEY" => Self::from_pkcs1_der(&block.der),
            other => {
                Err(KeyFault::Label { found: other.to_owned(), wanted: "PRIVATE KEY (PKCS#8) or RSA PRIVATE KEY" })
            }
        }
    }

    fn from_pkcs8_der(octets: &[u8]) -> Result<Self, KeyFault> {
        let (key_type, key) = split(octets).ok_or(KeyFault::Damaged("it is no PrivateKeyInfo"))?;
        match key_type.ok_or(KeyFault::Type)? {
            KeyType::Rsa => Self::from_pkcs1_der(key),
            KeyType::P256 => Self::from_sec1_der(key),
        }
    }

    /// Reads an RSAPrivateKey (RFC 8017 A.1.2).
    pub(super) fn from_pkcs1_der(octets: &[u8]) -> Result<Self, KeyFault> {
        // Before `ring` looks at it: its words for a wrong size are less plain.
        let (modulus, exponent) = public_numbers(octets).ok_or(KeyFault::Damaged("it is no RSAPrivateKey"))?;
        let public = der::element(der::SEQUENCE, &[&der::unsigned(modulus), &der::unsigned(exponent)]);
        let public = PublicKey::from_pkcs1_der(&public)?;
        if !modulus.len().is_multiple_of(128) {
            return Err(KeyFault::Unusable("of RSA keys those of 2048, 3072 and 4096 bits are signed with".to_owned()));
        }
        let pair = RsaKeyPair::from_der(octets).map_err(|rejected| KeyFault::Unusable(rejected.to_string()))?;
        Self::tried(public, Pair::Rsa(Box::new(pair)), wrap(KeyType::Rsa, octets))
    }

    /// Reads the ECPrivateKey (RFC 5915) of a key on P-256.
    pub(super) fn from_sec1_der(octets: &[u8]) -> Result<Self, KeyFault> {
        let pkcs8 = wrap(KeyType::P256, octets);
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &SystemRandom::new());
        let pair = pair.map_err(|rejected| KeyFault::Unusable(rejected.to_string()))?;
        let public = PublicKey::from_point(pair.public_key().as_ref())?;
        Self::tried(public, Pair::P256(Box::new(pair)), pkcs8)
    }

    fn tried(public: PublicKey, pair: Pair, pkcs8: Zeroizing<Vec<u8>>) -> Result<Self, KeyFault> {
        let key = Self { public, pair, pkcs8 };
        // `ring` finds out only by signing whether the parts of an RSA key fit each other.
        key.sign(b"trial").map_err(|failed| KeyFault::Unusable(failed.to_string()))?;
        Ok(key)
    }

    /// Its public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The PEM text of its PKCS#8 form: the secret itself, for the one file that it is kept in.
    pub fn to_pkcs8_pem(&self) -> Zeroizing<String> {
        pem::write("PRIVATE KEY", &self.pkcs8)
    }

    /// Signs a message: RS256 as long as the modulus, ES256 as the 64 octets r‖s. The signature was verified (rule J4). Some tenths of a
    /// millisecond for RSA.
    ///
    /// # Errors
    /// [`SigningFailed`].
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let chance = SystemRandom::new();
        let signature = match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &chance, message, &mut signature).map_err(|_| SigningFailed)?;
                signature
            }
            Pair::P256(pair) => pair.sign(&chance, message).map_err(|_| SigningFailed)?.as_ref().to_vec(),
        };
        self.public.verifies(message, &signature).then_some(signature).ok_or(SigningFailed)
    }
}

/// The type and the key's own octets of a PrivateKeyInfo, or of the later OneAsymmetricKey (RFC 5958); attributes, and a public key
/// beside the private one, are passed over.
fn split(octets: &[u8]) -> Option<(Option<KeyType>, &[u8])> {
    let mut outer = Reader::new(octets);
    let mut inner = outer.sequence()?;
    matches!(inner.unsigned()?, [] | [1]).then_some(())?;
    let read = (inner.key_type()?, inner.element(der::OCTET_STRING)?);
    outer.is_done().then_some(read)
}

/// Modulus and public exponent of an RSAPrivateKey.
fn public_numbers(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut outer = Reader::new(octets);
    let mut inner = outer.sequence()?;
    inner.unsigned()?;
    let read = (inner.unsigned()?, inner.unsigned()?);
    outer.is_done().then_some(read)
}

/// The PrivateKeyInfo around a key's own octets.
fn wrap(key_type: KeyType, key: &[u8]) -> Zeroizing<Vec<u8>> {
    let key = Zeroizing::new(der::element(der::OCTET_STRING, &[key]));
    Zeroizing::new(der::element(der::SEQUENCE, &[&der::unsigned(&[]), &der::identifier(key_type), &key]))
}

#[cfg(test)]
mod tests;
