//! Step 2: the header says how it was signed and with which key, and nothing that would change what a signature means.

use domesday_domain::json;
use domesday_domain::signing_key::{SigningAlgorithm, is_key_id};
use serde_json::Value;

use super::{Unverified, ensure};
use crate::jws::TYPE;

/// Members that bring a key along, or change what is signed.
const FORBIDDEN: [&str; 6] = ["crit", "b64", "jku", "jwk", "x5u", "x5c"];

/// What a header says.
#[derive(Debug)]
pub(super) struct Header {
    /// The algorithm that is claimed; which one is right, the key decides.
    pub(super) algorithm: SigningAlgorithm,
    /// The URL of the key.
    pub(super) key: String,
}

/// Reads a header and compares it with the envelope's `signature`.
pub(super) fn check(registry: &str, header: &[u8], envelope: &Value) -> Result<Header, Unverified> {
    let header = json::read(header).map_err(|fault| Unverified::new(2, format!("the header: {fault}")))?;
    let members = header.as_object().ok_or_else(|| Unverified::new(2, "the header is no object"))?;
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let beside = |name: &str| envelope.get("signature")?.get(name)?.as_str();
    ensure(text("typ") == Some(TYPE), 2, "`typ` is not `attestation+jwt`")?;
    let algorithm = text("alg").and_then(SigningAlgorithm::parse);
    let algorithm = algorithm.ok_or_else(|| Unverified::new(2, "`alg` is neither RS256 nor ES256"))?;
    ensure(beside("type") == Some(algorithm.signature_type()), 2, "`alg` and `signature.type` do not agree")?;
    if let Some(name) = FORBIDDEN.into_iter().find(|name| members.contains_key(*name)) {
        return Err(Unverified::new(2, format!("the header has the member `{name}`")));
    }
    let key = text("kid").ok_or_else(|| Unverified::new(2, "the header names no key"))?;
    ensure(beside("keyId") == Some(key), 2, "`kid` and `signature.keyId` do not agree")?;
    let id = key.strip_prefix(registry).and_then(|path| path.strip_prefix("/meta/signing-keys/"));
    ensure(id.is_some_and(is_key_id), 2, "`kid` is no key of this registry")?;
    Ok(Header { algorithm, key: key.to_owned() })
}
