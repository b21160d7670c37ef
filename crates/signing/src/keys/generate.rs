//! Making keys, with the cargo feature `keygen` (rule S5).
//!
//! `ring` makes EC keys but no RSA keys; those come from `graviola`, which has no open advisory and panics on processors that lack what
//! it needs. So it is asked first, and it makes the key and nothing else: `ring` reads, tries and uses it.

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use zeroize::Zeroizing;

use super::private::SigningKey;
use super::{KeyFault, pem};

impl SigningKey {
    /// Makes an RSA key of 2048, 3072 or 4096 bits: some tenths of a second for the first of them.
    ///
    /// # Errors
    /// [`KeyFault::NoGenerator`] for another size, on a processor that cannot, or without chance from the operating system.
    pub fn generate_rsa(bits: usize) -> Result<Self, KeyFault> {
        rsa(bits)
    }

    /// Makes an EC key on P-256.
    ///
    /// # Errors
    /// [`KeyFault::NoGenerator`] without chance from the operating system.
    pub fn generate_ec() -> Result<Self, KeyFault> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        let made = made.map_err(|_| KeyFault::NoGenerator("the operating system gives no random bytes"))?;
        Self::from_pem(&pem::write("PRIVATE KEY", made.as_ref()))
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
fn rsa(bits: usize) -> Result<SigningKey, KeyFault> {
    use graviola::signing::rsa::{KeySize, SigningKey as MadeKey};

    let size = match bits {
        2048 => KeySize::Rsa2048,
        3072 => KeySize::Rsa3072,
        4096 => KeySize::Rsa4096,
        _ => return Err(KeyFault::NoGenerator("RSA keys are made with 2048, 3072 or 4096 bits")),
    };
    if !graviola::util::is_cpu_supported() {
        return Err(KeyFault::NoGenerator("this processor cannot make RSA keys; make one elsewhere and import it"));
    }
    let failed = |_| KeyFault::NoGenerator("the operating system gives no random bytes");
    let mut room = Zeroizing::new(vec![0; 4096]);
    let made = MadeKey::generate(size).map_err(failed)?;
    let octets = made.to_pkcs1_der(&mut room).map_err(failed)?;
    SigningKey::from_pkcs1_der(octets)
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn rsa(_: usize) -> Result<SigningKey, KeyFault> {
    Err(KeyFault::NoGenerator("this processor cannot make RSA keys; make one elsewhere and import it"))
}
