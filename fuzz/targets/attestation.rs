//! Attestations: whatever document is shown, with whatever keys, what verifies is what the registry signed, and nothing else.
//! The first line is a document, the second one keys, an empty one the honest ones; or a change of the signature: `=`, a place, and
//! what stands there instead.
#![no_main]

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use domesday_domain::json;
use domesday_signing::{KeyDocument, Verified, key_documents, verify_document};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const REGISTRY: &str = "https://registry.example";

/// Signed with the key of the example in RFC 7515, appendix A.3, which everybody has.
const ENTITY: &str = include_str!("../seeds/attestation/entity");

/// Ten seconds after it was signed.
const NOW: TimeDelta = TimeDelta::seconds(1_767_323_055);

struct Honest {
    entity: Value,
    keys: Vec<KeyDocument>,
    verified: Verified,
}

static HONEST: LazyLock<Honest> = LazyLock::new(|| {
    let mut lines = ENTITY.lines().filter_map(|line| json::read(line.as_bytes()).ok());
    let (entity, keys) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let keys = key_documents(&keys).unwrap_or_else(|fault| panic!("{fault}"));
    let verified = verify_document(REGISTRY, &keys, &entity, now()).unwrap_or_else(|fault| panic!("{fault}")).remove(0);
    Honest { entity, keys, verified }
});

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + NOW
}

/// The honest entity with some of its signature replaced; none if nothing is changed by that.
fn changed(octets: &[u8]) -> Option<Value> {
    let (place, instead) = octets.split_first_chunk::<2>()?;
    let mut entity = HONEST.entity.clone();
    let value = entity.pointer_mut("/attestations/0/signature/value")?;
    let honest = value.as_str()?.to_owned();
    let mut signature = honest.clone().into_bytes();
    let start = usize::from(u16::from_be_bytes(*place)) % signature.len();
    let end = (start + instead.len()).min(signature.len());
    signature.splice(start..end, instead.iter().copied());
    let signature = String::from_utf8(signature).ok()?;
    let differs = signature != honest;
    *value = signature.into();
    differs.then_some(entity)
}

fuzz_target!(|octets: &[u8]| {
    let Honest { entity, keys, verified: honest } = &*HONEST;
    if let Some(forged) = octets.strip_prefix(b"=").and_then(changed) {
        assert!(verify_document(REGISTRY, keys, &forged, now()).is_err(), "{forged}");
    }
    let mut lines = octets.split(|octet| *octet == b'\n');
    let document = lines.next().and_then(|line| json::read(line).ok());
    let given = lines.next().and_then(|line| json::read(line).ok()).and_then(|given| key_documents(&given).ok());
    let (document, given) = (document.as_ref().unwrap_or(entity), given.as_ref().unwrap_or(keys));
    for verified in verify_document(REGISTRY, given, document, now()).unwrap_or_default() {
        assert_eq!(&verified, honest, "{document}");
        let claims = document.get("claims").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for claim in claims.iter().filter(|claim| claim["id"].as_str() == Some(&honest.claims[0].id)) {
            assert_eq!(claim.get("value"), Some(&honest.claims[0].value), "{document}");
        }
    }
});
