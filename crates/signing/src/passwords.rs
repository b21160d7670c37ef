//! Passwords as argon2id hashes in PHC strings; slow on purpose, and as slow for a user who does not exist.
//!
//! A stored hash is verified at the cost it names itself, so raising the cost needs no migration. The stand-in for a missing hash is made
//! once, at today's cost.

use std::alloc::{Layout, handle_alloc_error};
use std::sync::OnceLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domesday_app::ports::Passwords;
use ring::digest::{SHA256, digest};

/// What hashing a password costs, the owner and an attacker alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes; more than one gains nothing here, since each hash has one thread.
    pub lanes: u32,
}

impl Default for PasswordCost {
    /// 19 MiB, two passes, one lane: about 20 ms.
    fn default() -> Self {
        Self { memory: 19 * 1024, passes: 2, lanes: 1 }
    }
}

impl PasswordCost {
    /// Some tens of microseconds: for secrets with at least 128 bits of chance.
    pub const QUICK: Self = Self { memory: 64, passes: 1, lanes: 1 };

    /// Next to nothing: for tests that log in often.
    pub const CHEAP: Self = Self { memory: 8, passes: 1, lanes: 1 };
}

/// A cost that argon2 does not know.
#[derive(Debug, thiserror::Error)]
#[error("no such password cost: {0}")]
pub struct BadCost(String);

/// Passwords hashed with argon2id.
#[derive(Debug)]
pub struct Argon2Passwords {
    hasher: Argon2<'static>,
    /// For secrets that nobody guesses, whatever a guess costs.
    quick: Argon2<'static>,
    stand_in: OnceLock<String>,
}

impl Argon2Passwords {
    /// Hashes at this cost.
    ///
    /// # Errors
    /// [`BadCost`].
    pub fn new(cost: PasswordCost) -> Result<Self, BadCost> {
        let argon2id = |cost: PasswordCost| {
            let params = Params::new(cost.memory, cost.passes, cost.lanes, None).map_err(|e| BadCost(e.to_string()))?;
            Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
        };
        let (hasher, quick) = (argon2id(cost)?, argon2id(PasswordCost::QUICK)?);
        Ok(Self { hasher, quick, stand_in: OnceLock::new() })
    }

    fn fits(&self, password: &str, hash: &str) -> Option<bool> {
        let hash = PasswordHash::new(hash).ok()?;
        Some(self.hasher.verify_password(password.as_bytes(), &hash).is_ok())
    }
}

impl Passwords for Argon2Passwords {
    fn hash(&self, password: &str, salt: [u8; 16]) -> String {
        match self.hasher.hash_password_with_salt(password.as_bytes(), &salt) {
            Ok(hash) => hash.to_string(),
            // The cost and the salt's length are known to be right: what can be lacking is memory, and that ends any Rust program.
            Err(_) => handle_alloc_error(Layout::new::<[u8; 1024]>()),
        }
    }

    fn hash_random(&self, secret: &str, salt: [u8; 16]) -> String {
        match self.quick.hash_password_with_salt(secret.as_bytes(), &salt) {
            Ok(hash) => hash.to_string(),
            Err(_) => handle_alloc_error(Layout::new::<[u8; 1024]>()),
        }
    }

    fn verify(&self, password: &str, hash: Option<&str>) -> bool {
        if let Some(fits) = hash.and_then(|hash| self.fits(password, hash)) {
            return fits;
        }
        let stand_in = self.stand_in.get_or_init(|| self.hash("nobody's", *b"no salt for none"));
        let _ = std::hint::black_box(self.fits(password, stand_in));
        false
    }

    fn digest(&self, text: &[u8]) -> [u8; 32] {
        let mut out = [0; 32];
        out.copy_from_slice(digest(&SHA256, text).as_ref());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> Argon2Passwords {
        Argon2Passwords::new(PasswordCost::CHEAP).unwrap()
    }

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hash = cheap().hash("correct horse", [1; 16]);
        assert!(cheap().verify("correct horse", Some(&hash)));
        for wrong in ["", "correct hors", "correct horse ", "Correct horse", "correct horse\0"] {
            assert!(!cheap().verify(wrong, Some(&hash)), "{wrong:?}");
        }
    }

    #[test]
    fn the_salt_makes_hashes_differ() {
        assert_ne!(cheap().hash("same", [1; 16]), cheap().hash("same", [2; 16]));
    }

    #[test]
    fn the_default_is_argon2id_with_19_mib_and_two_passes() {
        let hash = Argon2Passwords::new(PasswordCost::default()).unwrap().hash("p", [0; 16]);
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }

    #[test]
    fn a_hash_of_another_cost_still_fits() {
        let hash = Argon2Passwords::new(PasswordCost { memory: 32, passes: 2, lanes: 2 }).unwrap().hash("p", [3; 16]);
        assert!(cheap().verify("p", Some(&hash)));
    }

    #[test]
    fn no_password_fits_a_missing_or_damaged_hash() {
        for password in ["", "nobody's"] {
            assert!(!cheap().verify(password, None));
            for damaged in ["", "!", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA", "plain"] {
                assert!(!cheap().verify(password, Some(damaged)), "{damaged}");
            }
        }
    }

    #[test]
    fn a_cost_that_argon2_refuses_is_refused_at_once() {
        assert!(Argon2Passwords::new(PasswordCost { memory: 1, passes: 1, lanes: 1 }).is_err());
        assert!(Argon2Passwords::new(PasswordCost { memory: 64, passes: 0, lanes: 1 }).is_err());
    }

    #[test]
    fn long_and_foreign_passwords_are_hashed_whole() {
        let long = "ø".repeat(512);
        let hash = cheap().hash(&long, [4; 16]);
        assert!(cheap().verify(&long, Some(&hash)));
        assert!(!cheap().verify(&long[..long.len() - 2], Some(&hash)));
    }

    #[test]
    fn digests_are_sha_256() {
        let hex: String = cheap().digest(b"abc").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
