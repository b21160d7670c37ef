//! The `Signer` port over a directory of private keys.

use std::fmt::Display;
use std::sync::Arc;

use domesday_app::ports::{PublicKeyInfo, Signer, SignerError};
use domesday_domain::signing_key::SigningAlgorithm;

use super::{KeyDirectory, KeyFault, PublicKey, SigningKey};
use crate::jws;

/// Signs with the keys of a directory.
#[derive(Clone, Debug)]
pub struct FileSigner {
    directory: Arc<KeyDirectory>,
}

impl FileSigner {
    /// A signer with the keys of this directory.
    pub fn new(directory: Arc<KeyDirectory>) -> Self {
        Self { directory }
    }

    fn keep(&self, key: SigningKey) -> Result<PublicKeyInfo, SignerError> {
        self.directory.store(key).map(|key| key.public().into()).map_err(broken)
    }
}

impl From<&PublicKey> for PublicKeyInfo {
    fn from(key: &PublicKey) -> Self {
        Self { id: key.id(), algorithm: key.algorithm(), pem: key.to_pem() }
    }
}

impl Signer for FileSigner {
    fn holds(&self, key: &str) -> Result<bool, SignerError> {
        self.directory.get(key).map(|key| key.is_some()).map_err(|error| SignerError::Keys(error.to_string()))
    }

    fn held(&self) -> Vec<PublicKeyInfo> {
        let keys = self.directory.ids().into_iter().filter_map(|id| self.directory.get(&id).ok().flatten());
        keys.map(|key| key.public().into()).collect()
    }

    fn sign(&self, key: &str, kid: &str, payload: &[u8]) -> Result<String, SignerError> {
        let found = self.directory.get(key).map_err(|error| SignerError::Keys(error.to_string()))?;
        let key = found.ok_or_else(|| SignerError::NoKey(key.to_owned()))?;
        jws::sign(&key, kid, payload).map_err(broken)
    }

    fn generate(&self, algorithm: SigningAlgorithm) -> Result<PublicKeyInfo, SignerError> {
        make(algorithm).map_err(|fault| SignerError::NoGenerator(fault.to_string())).and_then(|key| self.keep(key))
    }

    fn import(&self, pem: &str) -> Result<PublicKeyInfo, SignerError> {
        SigningKey::from_pem(pem).map_err(|fault| SignerError::BadKey(fault.to_string())).and_then(|key| self.keep(key))
    }
}

/// What is told to operators only.
fn broken(cause: impl Display) -> SignerError {
    SignerError::Broken(cause.to_string())
}

#[cfg(feature = "keygen")]
fn make(algorithm: SigningAlgorithm) -> Result<SigningKey, KeyFault> {
    match algorithm {
        SigningAlgorithm::Rs256 => SigningKey::generate_rsa(2048),
        SigningAlgorithm::Es256 => SigningKey::generate_ec(),
    }
}

#[cfg(not(feature = "keygen"))]
fn make(_: SigningAlgorithm) -> Result<SigningKey, KeyFault> {
    Err(KeyFault::NoGenerator(
        "this program was built without the feature `keygen`; make a key elsewhere and import it",
    ))
}

#[cfg(test)]
mod tests;
