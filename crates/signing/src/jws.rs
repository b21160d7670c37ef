//! The compact JWS of an attestation (`attestations.md` J4): three parts of base64url, joined by dots.
//!
//! Its header has one form when it is written here; what a header may be that was written elsewhere is the verifier's business.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::Value;

use crate::keys::{SigningFailed, SigningKey};

/// The `typ` of an attestation's header.
pub(crate) const TYPE: &str = "attestation+jwt";

/// Signs a payload, byte for byte, under a header of exactly `alg`, `kid` and `typ`.
pub(crate) fn sign(key: &SigningKey, kid: &str, payload: &[u8]) -> Result<String, SigningFailed> {
    let (algorithm, kid) = (key.public().algorithm().as_str(), Value::from(kid));
    let header = format!(r#"{{"alg":"{algorithm}","kid":{kid},"typ":"{TYPE}"}}"#);
    let signed = format!("{}.{}", BASE64.encode(header), BASE64.encode(payload));
    let signature = key.sign(signed.as_bytes())?;
    Ok(format!("{signed}.{}", BASE64.encode(signature)))
}

/// A compact JWS taken apart, with nothing in it believed yet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parts<'a> {
    /// What was signed: the first two parts with their dot.
    pub(crate) signed: &'a str,
    /// The octets of the header.
    pub(crate) header: Vec<u8>,
    /// The octets of the payload.
    pub(crate) payload: Vec<u8>,
    /// The octets of the signature.
    pub(crate) signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    /// Takes a text apart: exactly three parts of base64url, none empty, no padding, and no spare bit set, so that no two texts
    /// have the same octets.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let octets = |part: &str| BASE64.decode(part).ok().filter(|octets| !octets.is_empty());
        // A fourth part would leave a dot in the second, which is no base64url.
        Some(Self { signed, header: octets(header)?, payload: octets(payload)?, signature: octets(signature)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn j4_three_parts_of_base64url_and_nothing_else() {
        let parts = Parts::of("AQ.Ag.-_8").unwrap();
        assert_eq!(
            (parts.signed, parts.header, parts.payload, parts.signature),
            ("AQ.Ag", vec![1], vec![2], vec![0xfb, 0xff])
        );
        for bad in [
            "",
            ".",
            "..",
            "AQ",
            "AQ.Ag",
            "AQ.Ag.",
            ".Ag.Aw",
            "AQ..Aw",
            "AQ.Ag.Aw.",
            "AQ.Ag.Aw.BA",
            "AQ.Ag.Aw==",
            "AQ.Ag.+/8",
            "AQ.Ag. Aw",
            "AQ.Ag.Aw\n",
            "AQ.Ag.A",
            "AQ.Ag.Ax",
            "AQ.Ag.é",
            "AQ.Ag.Aw\0",
        ] {
            assert_eq!(Parts::of(bad), None, "{bad:?}");
        }
    }
}
