//! Step 6: what the envelope and the entity show is what was signed.

use chrono::SecondsFormat;
use domesday_domain::json;
use serde_json::Value;

use super::{Unverified, Verified, VerifiedClaim, ensure};

/// Compares an envelope with what was signed. Its `signature` was compared in step 2.
pub(super) fn check_envelope(envelope: &Value, signed: &Verified) -> Result<(), Unverified> {
    let shows = |name: &str, text: &str| envelope.get(name).and_then(Value::as_str) == Some(text);
    ensure(shows("id", &signed.attestation), 6, "`id` of the envelope is not the signed `jti`")?;
    ensure(shows("attestor", &signed.attestor), 6, "`attestor` of the envelope is not the signed one")?;
    ensure(shows("date", &signed.date), 6, "`date` of the envelope is not the signed one")?;
    let expires = match signed.expires {
        Some(expires) => shows("expires", &expires.to_rfc3339_opts(SecondsFormat::Secs, true)),
        None => envelope.get("expires").is_none(),
    };
    ensure(expires, 6, "`expires` of the envelope is not the signed `exp`")?;
    let shown = envelope.get("claims").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_shown = |claim: &VerifiedClaim| shown.iter().any(|id| id.as_str() == Some(&claim.id));
    // No signed id stands twice: as many, and each one there, is the same set, without a repetition.
    let same = shown.len() == signed.claims.len() && signed.claims.iter().all(is_shown);
    ensure(same, 6, "`claims` of the envelope are not the signed ones")
}

/// Compares an entity document with what was signed.
pub(super) fn check_entity(entity: &Value, signed: &Verified) -> Result<(), Unverified> {
    let shows = |name: &str, text: &str| entity.get(name).and_then(Value::as_str) == Some(text);
    ensure(shows("id", &signed.entity), 6, "the attestation is another entity's")?;
    ensure(shows("kind", &signed.kind), 6, "the attestation is another kind's")?;
    let claims = entity.get("claims").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for signed in &signed.claims {
        let mut shown = claims.iter().filter(|claim| claim.get("id").and_then(Value::as_str) == Some(&signed.id));
        let (claim, second) = (shown.next(), shown.next());
        let value = claim.and_then(|claim| claim.get("value"));
        let lacks = || Unverified::new(6, format!("the entity has no value of {}", signed.id));
        let value = value.ok_or_else(lacks)?;
        ensure(second.is_none(), 6, &format!("the entity has {} twice", signed.id))?;
        ensure(json::equal(value, &signed.value), 6, &format!("the value of {} is not the signed one", signed.id))?;
    }
    Ok(())
}
