//! Step 7: what the registry says now of attestations and keys. Only addresses below the registry that the caller named are asked.

use std::time::Duration;

use anyhow::{Context, anyhow};
use domesday_domain::json;
use domesday_signing::{KeyDocument, Verified, check_status, key_documents};
use serde_json::Value;

/// How long a registry may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The most bytes of an answer.
const MOST_BYTES: u64 = 1 << 20;

/// The documents of the keys that a document names, as far as they are this registry's.
///
/// # Errors
/// A key's document that cannot be had or read.
pub(super) fn keys(registry: &str, document: &Value) -> anyhow::Result<Vec<KeyDocument>> {
    let listed = document.get("attestations").and_then(Value::as_array).map(Vec::as_slice);
    let envelopes = listed.unwrap_or(std::slice::from_ref(document)).iter();
    let mut named: Vec<&str> =
        envelopes.filter_map(|envelope| envelope.pointer("/signature/keyId").and_then(Value::as_str)).collect();
    named.sort_unstable();
    named.dedup();
    let below = format!("{registry}/meta/signing-keys/");
    let mut keys = Vec::new();
    for url in named.into_iter().filter(|url| url.starts_with(&below)) {
        keys.extend(key_documents(&get(url)?).with_context(|| url.to_owned())?);
    }
    Ok(keys)
}

/// Whether an attestation is valid now, and its key not revoked.
///
/// # Errors
/// That it is not, or that the registry cannot be asked.
pub(super) fn check(registry: &str, verified: &Verified) -> anyhow::Result<()> {
    let (status, key) = verified.addresses(registry)?;
    let keys = key_documents(&get(key)?).with_context(|| key.to_owned())?;
    Ok(check_status(verified, &get(status)?, &keys)?)
}

fn get(url: &str) -> anyhow::Result<Value> {
    let agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).build().new_agent();
    let mut answer = agent.get(url).header("accept", "application/json").call().with_context(|| url.to_owned())?;
    let bytes = answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec().with_context(|| url.to_owned())?;
    json::read(&bytes).map_err(|fault| anyhow!("{url}: {}", fault.detail))
}
