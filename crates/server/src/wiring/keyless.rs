//! A signer without keys: commands that sign nothing leave the key directory alone, which may be another user's.

use domesday_app::ports::{PublicKeyInfo, Signer, SignerError};
use domesday_domain::signing_key::SigningAlgorithm;

/// Signs nothing.
pub(super) struct Keyless;

impl Keyless {
    fn refused() -> SignerError {
        SignerError::Broken("this command was started without signing keys".to_owned())
    }
}

impl Signer for Keyless {
    fn holds(&self, _: &str) -> Result<bool, SignerError> {
        Ok(false)
    }

    fn held(&self) -> Vec<PublicKeyInfo> {
        Vec::new()
    }

    fn sign(&self, key: &str, _: &str, _: &[u8]) -> Result<String, SignerError> {
        Err(SignerError::NoKey(key.to_owned()))
    }

    fn generate(&self, _: SigningAlgorithm) -> Result<PublicKeyInfo, SignerError> {
        Err(Self::refused())
    }

    fn import(&self, _: &str) -> Result<PublicKeyInfo, SignerError> {
        Err(Self::refused())
    }
}
