//! Keys for tests: made once a process, since making an RSA key takes its time.
#![cfg(feature = "keygen")]

use std::sync::LazyLock;

use super::SigningKey;

/// An RSA key of 2048 bits.
pub(crate) static RSA: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate_rsa(2048).unwrap());

/// Another one.
pub(crate) static OTHER_RSA: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate_rsa(2048).unwrap());

/// An EC key.
pub(crate) static EC: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate_ec().unwrap());
