//! Signing attestations: bytes go in, a signature comes out, and no secret type crosses.

use domesday_domain::signing_key::SigningAlgorithm;

/// What is known to all of a key that was made or imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKeyInfo {
    /// Its RFC 7638 SHA-256 thumbprint: 43 characters of base64url (`attestations.md` S1).
    pub id: String,
    /// Its one algorithm.
    pub algorithm: SigningAlgorithm,
    /// The public key as PEM text of its SubjectPublicKeyInfo.
    pub pem: String,
}

/// Why the signer did not do what was asked. The texts are for operators; none repeats a part of a private key.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
    /// This node has not the private key.
    #[error("this node has not the private key {0}")]
    NoKey(String),
    /// This build, or this processor, cannot make such a key; importing one is the other way (S5).
    #[error("no such key can be made here: {0}")]
    NoGenerator(String),
    /// What was given is no private key that can sign here.
    #[error("{0}")]
    BadKey(String),
    /// This node's keys cannot be looked at: the directory, or a file that was put there since, is wrong.
    #[error("{0}")]
    Keys(String),
    /// Anything else: the disk, the operating system's chance, or a signature that does not verify.
    #[error("{0}")]
    Broken(String),
}

/// Signs with keys that never leave their adapter. All of it may read files, and most of it is slow: never on an async thread, nor
/// inside a transaction (`attestations.md` A13).
pub trait Signer: Send + Sync {
    /// Whether this node has the private key of this id. A key whose file was put there after the start is found too.
    ///
    /// # Errors
    /// [`SignerError::Keys`].
    fn holds(&self, key: &str) -> Result<bool, SignerError>;
    /// The keys whose private halves this node has, by id.
    fn held(&self) -> Vec<PublicKeyInfo>;
    /// A compact JWS over this payload, byte for byte, signed with that key; its header is `alg`, this `kid` and `typ`, nothing else.
    /// Each signature was verified with the public key before it is given (J4).
    ///
    /// # Errors
    /// [`SignerError::NoKey`]; [`SignerError::Keys`]; [`SignerError::Broken`].
    fn sign(&self, key: &str, kid: &str, payload: &[u8]) -> Result<String, SignerError>;
    /// Makes a key of this algorithm, RSA with 2048 bits, and keeps it where this node's keys are.
    ///
    /// # Errors
    /// [`SignerError::NoGenerator`]; [`SignerError::Broken`].
    fn generate(&self, algorithm: SigningAlgorithm) -> Result<PublicKeyInfo, SignerError>;
    /// Takes a private key from PEM text (PKCS#8; RSA also PKCS#1) and keeps it where this node's keys are. One that is there already
    /// stays as it is.
    ///
    /// # Errors
    /// [`SignerError::BadKey`]; [`SignerError::Broken`].
    fn import(&self, pem: &str) -> Result<PublicKeyInfo, SignerError>;
}
