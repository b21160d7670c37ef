//! Step 5: what was signed is a statement of this registry, about one entity, and neither run out nor of the future.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domesday_domain::json;
use serde_json::Value;

use super::{Unverified, Verified, VerifiedClaim, ensure};

/// How far `iat` may be ahead: clocks differ.
const MOST_AHEAD: TimeDelta = TimeDelta::seconds(300);

/// Reads a payload whose signature was verified with the key of this URL.
pub(super) fn check(registry: &str, key: &str, payload: &[u8], now: DateTime<Utc>) -> Result<Verified, Unverified> {
    let payload = json::read(payload).map_err(|fault| Unverified::new(5, format!("the payload: {fault}")))?;
    let text = |name: &str| {
        let text = payload.get(name).and_then(Value::as_str);
        text.ok_or_else(|| Unverified::new(5, format!("`{name}` is missing, or no text")))
    };
    ensure(text("iss")? == registry, 5, "`iss` is not this registry")?;
    let (entity, kind) = (text("id")?, text("kind")?);
    ensure(text("sub")? == entity, 5, "`sub` and `id` do not agree")?;
    ensure(below(kind, &format!("{registry}/api")), 5, "`kind` is no kind of this registry")?;
    ensure(below(entity, kind), 5, "`id` is no entity of this kind")?;
    let issued = instant(&payload, "iat")?.ok_or_else(|| Unverified::new(5, "`iat` is missing"))?;
    ensure(issued <= now + MOST_AHEAD, 5, "`iat` is more than 300 seconds ahead")?;
    let expires = instant(&payload, "exp")?;
    ensure(expires.is_none_or(|expires| expires > now), 5, "the attestation has expired")?;
    Ok(Verified {
        attestation: text("jti")?.to_owned(),
        entity: entity.to_owned(),
        kind: kind.to_owned(),
        claims: claims(&payload, entity)?,
        attestor: text("attestor")?.to_owned(),
        date: text("date")?.to_owned(),
        issued,
        expires,
        key: key.to_owned(),
    })
}

fn claims(payload: &Value, entity: &str) -> Result<Vec<VerifiedClaim>, Unverified> {
    let claims = payload.get("claims").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    ensure(!claims.is_empty(), 5, "no claim is signed")?;
    let mut seen = HashSet::new();
    let read = |claim: &Value| {
        let (id, value) = (claim.get("id").and_then(Value::as_str), claim.get("value"));
        let (id, value) =
            id.zip(value).ok_or_else(|| Unverified::new(5, "a signed claim has no `id` or no `value`"))?;
        ensure(below(id, entity), 5, "a signed claim is not this entity's")?;
        ensure(seen.insert(id.to_owned()), 5, "a claim is signed twice")?;
        Ok(VerifiedClaim { id: id.to_owned(), value: value.clone() })
    };
    claims.iter().map(read).collect()
}

/// A member of whole seconds since 1970; none if it is not there.
fn instant(payload: &Value, name: &str) -> Result<Option<DateTime<Utc>>, Unverified> {
    let Some(value) = payload.get(name) else { return Ok(None) };
    let instant = value.as_i64().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    instant.map(Some).ok_or_else(|| Unverified::new(5, format!("`{name}` is no number of seconds")))
}

/// Whether a URL is another one, a slash and one segment: not empty, nothing that leads elsewhere, and nothing that ends a path.
pub(super) fn below(url: &str, parent: &str) -> bool {
    let segment = url.strip_prefix(parent).and_then(|rest| rest.strip_prefix('/'));
    let foreign = |character: char| character.is_control() || " /\\?#\"".contains(character);
    segment.is_some_and(|segment| !matches!(segment, "" | "." | "..") && !segment.contains(foreign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_leads_nowhere_else() {
        for good in ["https://r.example/api/a", "https://r.example/api/a.b~c-d_e", "https://r.example/api/%2A"] {
            assert!(below(good, "https://r.example/api"), "{good}");
        }
        for bad in [
            "",
            "/",
            "x",
            "/..",
            "/.",
            "/a/b",
            "/a/",
            "//a",
            "/a?b",
            "/a#b",
            "/a\\b",
            "/a b",
            "/a\n",
            ".evil.example/a",
        ] {
            assert!(!below(&format!("https://r.example/api{bad}"), "https://r.example/api"), "{bad}");
        }
    }
}
