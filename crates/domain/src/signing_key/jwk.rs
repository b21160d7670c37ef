//! The members of a key's JWK (RFC 7517) that make the key: read from its PEM text, which is what is stored.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::PublicSigningKey;
use crate::der::{self, KeyType};

/// How many octets a coordinate of a point on P-256 has.
const COORDINATE: usize = 32;

impl PublicSigningKey {
    /// The members of its JWK that make the key, in the order in which they are shown: `kty n e`, or `kty crv x y`. None if the stored text
    /// is no key of this type: it was not stored here, or is damaged.
    pub fn jwk_members(&self) -> Option<Vec<(&'static str, String)>> {
        let digits: String = self.pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let octets = STANDARD.decode(digits).ok()?;
        let (key_type, key) = der::public_key(&octets)?;
        let text = |octets: &[u8]| URL_SAFE_NO_PAD.encode(octets);
        match key_type? {
            KeyType::Rsa => {
                let (modulus, exponent) = der::rsa_numbers(key)?;
                Some(vec![("kty", "RSA".to_owned()), ("n", text(modulus)), ("e", text(exponent))])
            }
            KeyType::P256 => {
                // Uncompressed: 4, then both coordinates.
                let (x, y) = key.strip_prefix(&[4])?.split_at_checked(COORDINATE)?;
                let point = vec![("kty", "EC".to_owned()), ("crv", "P-256".to_owned()), ("x", text(x)), ("y", text(y))];
                (y.len() == COORDINATE).then_some(point)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::signing_key::SigningAlgorithm;

    /// Written by openssl, as are the members expected of them.
    const RSA: &str = "-----BEGIN PUBLIC KEY-----\n\
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsYv8Ntyi9WGfpOV7qVp+\n\
        8IbTr5wXibayx+wOkge1MGiIlGU7Ie4HiIzD3/IJ279G81gE+uy+MTtojyKicfg9\n\
        ur6RCYlPurI8iRFqwMDw/m+wAGpVsOErqRQs0ZRB/13RTDDVS/amBYCbhiyu16jw\n\
        vWILjr4tnqRm7cdseM415nM0lj6LOVXHS6w1jV6gSkAJ6Y8L/FD2rhVx56vUWNGs\n\
        zyEuMf559yRw/xep/cx+/muYdANdENDj8vIAWP5XLETJHrkj443PhvYVuhDGomQh\n\
        As85mK2BN0fEqKiRQNy2AnRN+JkAT2NinlYHN36ieGUs5tobzsztWM5+1ISnrOVT\n\
        DQIDAQAB\n\
        -----END PUBLIC KEY-----\n";
    const EC: &str = "-----BEGIN PUBLIC KEY-----\n\
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKvTv44cMUtlmwMmBwEE2l9oZUmpX\n\
        SXayzuHX83p+UWZ38bhUs3ixVsnHL09eNfXxSWmsChRq0eXrsWEooy7Ucg==\n\
        -----END PUBLIC KEY-----\n";

    fn members(pem: &str) -> Option<Vec<(&'static str, String)>> {
        let key = PublicSigningKey::new(String::new(), SigningAlgorithm::Rs256, pem.to_owned(), DateTime::UNIX_EPOCH);
        key.jwk_members()
    }

    #[test]
    fn section_10_the_members_of_a_jwk_are_those_of_the_pem() {
        let modulus = "sYv8Ntyi9WGfpOV7qVp-8IbTr5wXibayx-wOkge1MGiIlGU7Ie4HiIzD3_IJ279G81gE-uy-MTtojyKicfg9ur6RCYlPurI8iRFqwMDw_m-wAGpVsOErqRQs0ZRB_13RTDDVS_amBYCbhiyu16jwvWILjr4tnqRm7cdseM415nM0lj6LOVXHS6w1jV6gSkAJ6Y8L_FD2rhVx56vUWNGszyEuMf559yRw_xep_cx-_muYdANdENDj8vIAWP5XLETJHrkj443PhvYVuhDGomQhAs85mK2BN0fEqKiRQNy2AnRN-JkAT2NinlYHN36ieGUs5tobzsztWM5-1ISnrOVTDQ";
        let rsa = [("kty", "RSA"), ("n", modulus), ("e", "AQAB")];
        assert_eq!(members(RSA), Some(rsa.map(|(name, value)| (name, value.to_owned())).to_vec()));
        let (x, y) = ("KvTv44cMUtlmwMmBwEE2l9oZUmpXSXayzuHX83p-UWY", "d_G4VLN4sVbJxy9PXjX18UlprAoUatHl67FhKKMu1HI");
        let ec = [("kty", "EC"), ("crv", "P-256"), ("x", x), ("y", y)];
        assert_eq!(members(EC), Some(ec.map(|(name, value)| (name, value.to_owned())).to_vec()));
    }

    #[test]
    fn section_10_what_is_no_key_has_no_members() {
        // Of Ed25519, from RFC 8410 section 10.1.
        let ed25519 = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
        let cut = EC.replace("cg==", "");
        for bad in [
            "",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
            ed25519,
            &cut,
            &RSA.replace("MIIB", "MIIC"),
        ] {
            assert_eq!(members(bad), None, "{bad}");
        }
    }
}
