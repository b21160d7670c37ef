//! What is sent of an entity: claims by id, read against its kind (`attestations.md` E2, E4, E5).

use std::collections::BTreeMap;

use domesday_domain::entity::{ClaimName, EntityId, Kind, read_claim};
use domesday_domain::finding::Findings;
use domesday_domain::json;
use serde_json::Value;

/// The most bytes that all claims of an entity have, in canonical form.
const MOST_BYTES: usize = 64 << 10;

/// A claim as it is sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimDraft {
    /// Its id: a name, a path or a URL; none if it is missing or of a wrong type, which is told already.
    pub id: Option<String>,
    /// What it is to say; none if the member is missing.
    pub value: Option<Value>,
}

/// An entity as it is sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntityDraft {
    /// Its id, if one was sent along.
    pub id: Option<String>,
    /// Its kind, if it was sent along.
    pub kind: Option<String>,
    /// Whose it is to be: an account's name, or its URL as a client.
    pub owner: Option<String>,
    /// What it is to say; none if the member is missing.
    pub claims: Option<Vec<ClaimDraft>>,
}

/// Claims as they were read: none for one that is to go.
pub(super) type ReadClaims = BTreeMap<ClaimName, Option<Value>>;

/// Reads claims; what is wrong goes to the findings, and the ids of entities that the claims name come back.
pub(super) fn read(
    kind: &Kind,
    claims: &[ClaimDraft],
    findings: &mut Findings,
) -> (ReadClaims, Vec<(String, EntityId)>) {
    let (mut read, mut named) = (ReadClaims::new(), Vec::new());
    for (place, claim) in claims.iter().enumerate() {
        let Some(id) = &claim.id else { continue };
        let field = format!("claims[{place}].id");
        let name = match read_claim(id) {
            Ok((entity, name)) => {
                named.extend(entity.map(|entity| (field.clone(), entity)));
                name
            }
            Err(fault) => {
                findings.error(field, fault.code(), fault.to_string());
                continue;
            }
        };
        let Some(declared) = kind.claims.iter().find(|declared| declared.name == name) else {
            findings.error(field, "unknown_claim", format!("{} has no claim {name}", kind.name));
            continue;
        };
        if read.contains_key(&name) {
            findings.error(field, "duplicate_claim", format!("{name} is given twice"));
            continue;
        }
        let field = format!("claims[{place}].value");
        let value = match &claim.value {
            None => {
                findings.error(field, "required", "a claim has an `id` and a `value`");
                // Its name was given: the claim is not missing as well.
                Some(Value::Null)
            }
            Some(Value::Null) => None,
            Some(value) => match declared.read_value(value) {
                Ok(value) => Some(value),
                Err(fault) => {
                    findings.error(format!("{field}{}", fault.place), fault.code, fault.detail);
                    // It was given: that it is wrong is told, not that it is missing.
                    Some(Value::Null)
                }
            },
        };
        read.insert(name, value);
    }
    (read, named)
}

/// Required claims that are not there.
pub(super) fn require(kind: &Kind, there: impl Fn(&ClaimName) -> bool, findings: &mut Findings) {
    for declared in kind.claims.iter().filter(|declared| declared.required && !there(&declared.name)) {
        findings.error("claims", "required", format!("{} needs the claim {}", kind.name, declared.name));
    }
}

/// Whether all claims together are of a size that is kept.
pub(super) fn check_size<'a>(claims: impl Iterator<Item = (&'a ClaimName, &'a Value)>, findings: &mut Findings) {
    let bytes: usize = claims.map(|(name, value)| name.as_str().len() + json::canonical(value).len()).sum();
    if bytes > MOST_BYTES {
        findings.error(
            "claims",
            "too_long",
            format!("the claims of an entity have at most {MOST_BYTES} bytes together"),
        );
    }
}
