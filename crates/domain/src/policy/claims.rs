//! What a TLD wants attested of a registrant, and how soon (rule L12).

use super::PolicyDuration;
use super::value::{Read, Show, Value, duration, expected, word};
use crate::contact::ContactField;
use crate::fault::{Fault, below};

/// A claim that has to be attested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequiredClaim {
    /// The claim; only these of a contact can be attested (`attestations.md` section 13).
    pub claim: ContactField,
    /// How long after create, or a change of registrant, it may be open.
    pub within: PolicyDuration,
}

pub(super) fn read_claim(value: &Value, place: &str) -> Read<RequiredClaim> {
    let Value::Members(members) = value else { return expected("an object with `claim` and `within`", place) };
    let (mut claim, mut within, mut faults) = (None, None, Vec::new());
    for (member, value) in members {
        let place = below(place, member);
        let wrong = match member.as_str() {
            "claim" => word(value, &place).map(|read| claim = Some(read)),
            "within" => duration(value, &place).map(|read| within = Some(read)),
            _ => Err(vec![Fault::malformed(place, "unknown-member", "a required claim has `claim` and `within`")]),
        };
        faults.extend(wrong.err().unwrap_or_default());
    }
    for (member, _) in [("claim", claim.is_none()), ("within", within.is_none())].iter().filter(|(_, none)| *none) {
        if !members.iter().any(|(given, _)| given == member) {
            faults.push(Fault::missing(below(place, member), "a required claim has `claim` and `within`"));
        }
    }
    match (claim, within) {
        (Some(claim), Some(within)) if faults.is_empty() => Ok(RequiredClaim { claim, within }),
        _ => Err(faults),
    }
}

impl Show for RequiredClaim {
    fn show(&self) -> Value {
        Value::Members(vec![("claim".to_owned(), self.claim.show()), ("within".to_owned(), self.within.show())])
    }
}
