//! How an attestor checked: evidence is named, never enclosed, for what is signed cannot be redacted (`attestations.md` section 7).

use serde_json::{Map, Value};

use crate::finding::Findings;

/// The members, in the order in which they are signed.
const MEMBERS: [&str; 4] = ["method", "evidence", "reference", "trustFramework"];

/// The most characters that a member has.
const LONGEST: usize = 256;

/// What an attestor says about the check; at least one member is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification(Map<String, Value>);

impl Verification {
    /// Reads it; none if there is nothing in it. `place` is where it stands; what is wrong goes to `findings`.
    pub fn read(value: &Value, place: &str, findings: &mut Findings) -> Option<Self> {
        let Value::Object(given) = value else {
            findings.error(place, "wrong_type", "expected an object");
            return None;
        };
        for (name, value) in given {
            let field = format!("{place}.{name}");
            match value.as_str().map(|text| text.chars().count()) {
                _ if !MEMBERS.contains(&name.as_str()) => {
                    let known = MEMBERS.join(", ");
                    findings.error(field, "unknown_member", format!("a verification has {known}"));
                }
                None => findings.error(field, "wrong_type", "expected a text"),
                Some(0) => findings.error(field, "required", "it is empty: leave it out"),
                Some(characters) if characters > LONGEST => {
                    findings.error(field, "too_long", format!("more than {LONGEST} characters"));
                }
                Some(_) if value.as_str().is_some_and(|text| text.contains('\0')) => {
                    findings.error(field, "bad_value", "U+0000 cannot be kept");
                }
                Some(_) => {}
            }
        }
        (!given.is_empty()).then(|| Self(given.clone()))
    }

    /// What was signed of it.
    pub(super) fn from_signed(value: &Value) -> Option<Self> {
        value.as_object().filter(|members| !members.is_empty()).cloned().map(Self)
    }

    /// As it is signed.
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone())
    }
}
