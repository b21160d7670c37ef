//! A signing key as anybody may read it (`attestations.md` S2, S3): from memory, without a log-in.

use domesday_domain::signing_key::{PublicSigningKey, is_key_id};

use super::unknown;
use crate::refusal::Refusal;
use crate::registry::Registry;

impl Registry {
    /// A key by its id. A text that is no key's id is told so without a look (rule S3).
    ///
    /// # Errors
    /// `not_found`; [`Refusal::Busy`] when the database is away.
    pub async fn signing_key(&self, id: &str) -> Result<PublicSigningKey, Refusal> {
        if !is_key_id(id) {
            return Err(unknown(id));
        }
        let known = |keys: &[PublicSigningKey]| keys.iter().find(|key| key.id == id).cloned();
        if let Some(key) = known(&self.signing_keys().await?) {
            return Ok(key);
        }
        // It may have been made a moment ago, on another node or by the command line.
        self.forget_keys();
        known(&self.signing_keys().await?).ok_or_else(|| unknown(id))
    }
}
