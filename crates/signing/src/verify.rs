//! Verifying attestations without the registry that made them (`attestations.md` section 11).
//!
//! Pure: what was fetched comes in by parameter, and so does the time. Nothing in a document is believed before its signature is
//! verified: not the algorithm, which has to be the key's; not the key, which has to be one of those given; not the registry, which
//! the caller names. Documents come as JSON that was read strictly, by `domesday_domain::json::read`: with a member twice in it there
//! would be two documents, and only one of them verified.
//!
//! What is verified is an entity document, as `GET /api/{kind}/{id}` gives it, or one attestation out of it, the envelope. An object with
//! the member `attestations` is an entity document, one with the member `signature` an envelope; one with both, or neither, is refused.
//! So no member that is added to an entity document makes it pass as an envelope, whose claims are compared with no entity's.

mod document;
mod header;
mod keys;
mod payload;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::jws::Parts;

pub use keys::{BadKeyDocument, KeyDocument, key_documents};

/// Why an attestation is not to be relied on, or a document with attestations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("step {step}: {detail}{}", of(attestation.as_deref()))]
pub struct Unverified {
    /// The step of section 11 that refuses it, 1 to 7; 1 also for a document that has nothing to verify.
    pub step: u8,
    /// A sentence for people; no claim's value is in it (rule P3).
    pub detail: String,
    /// The `id` of the attestation, as its envelope has it, which nobody has verified; none if it has none.
    pub attestation: Option<String>,
}

fn of(attestation: Option<&str>) -> String {
    attestation.map(|id| format!(" (attestation {id:?})")).unwrap_or_default()
}

impl Unverified {
    fn new(step: u8, detail: impl Into<String>) -> Self {
        Self { step, detail: detail.into(), attestation: None }
    }
}

/// Fails at a step of section 11 unless something holds.
fn ensure(holds: bool, step: u8, detail: &str) -> Result<(), Unverified> {
    if holds { Ok(()) } else { Err(Unverified::new(step, detail)) }
}

/// A claim as it was signed.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedClaim {
    /// Its URL.
    pub id: String,
    /// Its value.
    pub value: Value,
}

/// What an attestation says that passed steps 1 to 6: it was so on `date`.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The attestation's URL (`jti`).
    pub attestation: String,
    /// The entity's URL.
    pub entity: String,
    /// The URL of its kind.
    pub kind: String,
    /// The claims that are attested; at least one.
    pub claims: Vec<VerifiedClaim>,
    /// The URL of the attestor; of the registry, if it attested by itself.
    pub attestor: String,
    /// The second of the decision, RFC 3339.
    pub date: String,
    /// When it was signed.
    pub issued: DateTime<Utc>,
    /// When it runs out, if it does.
    pub expires: Option<DateTime<Utc>>,
    /// The URL of the key that signed it.
    pub key: String,
}

impl Verified {
    /// The URLs that step 7 gets: that of the attestation's status and that of its key. Both are below the registry.
    ///
    /// # Errors
    /// [`Unverified`] at step 7, if the status would have to be asked for elsewhere.
    pub fn addresses(&self, registry: &str) -> Result<(&str, &str), Unverified> {
        let below = payload::below(&self.attestation, &format!("{}/meta/attestations", bare(registry)));
        ensure(below, 7, "its status is not kept by this registry")?;
        Ok((&self.attestation, &self.key))
    }
}

/// Verifies a document: every attestation of an entity document, of which there has to be at least one, or a single envelope. For an
/// envelope step 6 compares what it says with what was signed, and nothing with an entity, since there is none.
///
/// `registry` is the registry's URL from the caller's own settings, never from the document; `keys` are what [`key_documents`] made
/// of the documents fetched from it.
///
/// # Errors
/// [`Unverified`], for the first attestation that fails at its first step that fails.
pub fn verify_document(
    registry: &str,
    keys: &[KeyDocument],
    document: &Value,
    now: DateTime<Utc>,
) -> Result<Vec<Verified>, Unverified> {
    match (document.get("attestations"), document.get("signature")) {
        (Some(attestations), None) => {
            let attestations = attestations.as_array().map(Vec::as_slice).unwrap_or_default();
            ensure(!attestations.is_empty(), 1, "the document has no attestations")?;
            attestations
                .iter()
                .map(|envelope| {
                    let entity = |verified: &Verified| document::check_entity(document, verified);
                    verify_envelope(bare(registry), keys, envelope, now, entity)
                })
                .collect()
        }
        (None, Some(_)) => Ok(vec![verify_envelope(bare(registry), keys, document, now, |_| Ok(()))?]),
        _ => Err(Unverified::new(
            1,
            "this is neither an entity document, with `attestations`, nor an attestation, with `signature`",
        )),
    }
}

/// Step 7, over what was fetched from [`Verified::addresses`] a moment ago: that it is so *now*.
///
/// # Errors
/// [`Unverified`] at step 7.
pub fn check_status(verified: &Verified, status: &Value, fresh_keys: &[KeyDocument]) -> Result<(), Unverified> {
    let text = |name| status.get(name).and_then(Value::as_str);
    let check = || {
        ensure(text("id") == Some(&verified.attestation), 7, "the status document is another attestation's")?;
        match text("status") {
            Some("valid") => keys::find(fresh_keys, &verified.key).map(drop),
            Some(other) => Err(Unverified::new(7, format!("the attestation is {other:?} now, not valid"))),
            None => Err(Unverified::new(7, "the status document has no status")),
        }
    };
    check().map_err(|refusal| Unverified { step: 7, attestation: Some(verified.attestation.clone()), ..refusal })
}

/// A registry's URL as it stands in documents: without a slash at its end.
fn bare(registry: &str) -> &str {
    registry.trim_end_matches('/')
}

fn verify_envelope(
    registry: &str,
    keys: &[KeyDocument],
    envelope: &Value,
    now: DateTime<Utc>,
    entity: impl FnOnce(&Verified) -> Result<(), Unverified>,
) -> Result<Verified, Unverified> {
    let steps = || {
        let value = envelope.pointer("/signature/value").and_then(Value::as_str);
        let value = value.ok_or_else(|| Unverified::new(1, "the envelope has no `signature.value`"))?;
        let parts = Parts::of(value);
        let parts = parts.ok_or_else(|| Unverified::new(1, "the signature is not three parts of base64url"))?;
        let header = header::check(registry, &parts.header, envelope)?;
        let key = keys::find(keys, &header.key)?;
        ensure(key.algorithm() == header.algorithm, 3, "the key is used with another algorithm")?;
        ensure(key.verifies(parts.signed.as_bytes(), &parts.signature), 4, "the signature is not this key's")?;
        let verified = payload::check(registry, &header.key, &parts.payload, now)?;
        document::check_envelope(envelope, &verified)?;
        entity(&verified)?;
        Ok(verified)
    };
    steps().map_err(|refusal: Unverified| {
        let attestation = envelope.get("id").and_then(Value::as_str).map(ToOwned::to_owned);
        Unverified { attestation, ..refusal }
    })
}

#[cfg(test)]
mod tests;
