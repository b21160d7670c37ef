//! Domesday's session tokens, password hashes and signed attestations, and the chance and the time they are made of.
//!
//! All of it stands on two crates: `ring` for chance, digests, message authentication and signatures, `argon2` for passwords; a third one,
//! behind the feature `keygen`, makes RSA keys and nothing else. Each module implements one port of `domesday_app::ports`. Public beside
//! them are the keys themselves, and the verifier that needs no registry ([`verify_document`]).

mod chance;
mod jws;
mod keys;
mod passwords;
mod provider;
mod time;
mod tokens;
mod verify;

pub use chance::{NoChance, SystemChance};
pub use keys::{FileSigner, KeyDirectory, KeyDirectoryError, KeyFault, PublicKey, SigningFailed, SigningKey};
pub use passwords::{Argon2Passwords, BadCost, PasswordCost};
pub use time::SystemClock;
pub use tokens::{SessionTokens, TokensUnusable, WeakSecret, configured_secret};
pub use verify::{
    BadKeyDocument, KeyDocument, Unverified, Verified, VerifiedClaim, check_status, key_documents, verify_document,
};
