//! The keys that attestations are signed with (`attestations.md` S1, S4, S5): what they are, how they are written, where they are kept.
//!
//! A public key is plain data, and verifying with it is pure. A private key is a value that signs; its octets are wiped when it goes,
//! it shows nothing of itself, and the only text of it is the file that it is kept in. Signing stands on `ring` directly, with the key
//! read once: `jsonwebtoken` would read it anew for each signature, write its header in an order of its own and check less of one than
//! section 11 asks for.

mod directory;
#[cfg(feature = "keygen")]
mod generate;
#[cfg(test)]
pub(crate) mod given;
mod pem;
mod private;
mod public;
mod signer;

use domesday_domain::der;

pub use directory::{KeyDirectory, KeyDirectoryError};
pub use private::{SigningFailed, SigningKey};
pub use public::PublicKey;
pub use signer::FileSigner;

/// The most bits of an RSA modulus (rule S1).
const MOST_BITS: usize = 4096;

/// The least bits of an RSA modulus (rule S1).
const LEAST_BITS: usize = 2048;

/// Why a text is no key, or not one that is used here. No text repeats a part of a private key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// It is not one PEM block.
    #[error("this is not PEM text: {0}")]
    Pem(&'static str),
    /// It is a PEM block of something else.
    #[error("a PEM block `{found}` is not the wanted one: {wanted}")]
    Label {
        /// What the block calls itself.
        found: String,
        /// What it should.
        wanted: &'static str,
    },
    /// It has a passphrase.
    #[error("the key is encrypted; `openssl pkey -in FILE` writes it without its passphrase")]
    Encrypted,
    /// It is an EC key in the form of SEC 1.
    #[error("an EC key has to come as PKCS#8 (`BEGIN PRIVATE KEY`); `openssl pkey -in FILE` writes it so")]
    Sec1,
    /// The block is not what its label says.
    #[error("the key is damaged: {0}")]
    Damaged(&'static str),
    /// It is of another type or another curve.
    #[error("only RSA keys (rsaEncryption) and EC keys on P-256 are used")]
    Type,
    /// An RSA modulus too short or too long.
    #[error("an RSA key has {LEAST_BITS} to {MOST_BITS} bits, and this one {0}")]
    Size(usize),
    /// An RSA exponent that is even, small or huge.
    #[error("the public exponent of an RSA key is odd, at least 65537 and at most 33 bits long")]
    Exponent,
    /// A private key whose parts do not fit each other, or whose length cannot be signed with.
    #[error("no signature can be made with this key: {0}")]
    Unusable(String),
    /// It cannot be made here.
    #[error("{0}")]
    NoGenerator(&'static str),
}
