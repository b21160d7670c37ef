//! What a kind declares of one claim: its type, what is demanded of it, and who may attest it.

use serde_json::{Map, Value};

use super::claim_type::{MOST_LEVELS, MOST_OCTETS};
use super::{ClaimName, ClaimType, KindName};
use crate::condition::Condition;
use crate::json;

/// A claim of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimDeclaration {
    /// What it is called; no two of a kind are called the same.
    pub name: ClaimName,
    /// What values it takes.
    pub value: ClaimType,
    /// Every entity has it.
    pub required: bool,
    /// No two live entities of the kind have the same value (rule E8). Never with `private`.
    pub unique: bool,
    /// Entities can be found by it (rule Q3); always so if it is unique.
    pub indexed: bool,
    /// Only who is named in section 6 reads it, whatever the kind's roles.
    pub private: bool,
    /// Who may attest it; without one the registry only (rule K2).
    pub policy: Option<Policy>,
}

/// Who may attest a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Of which kind an attestor is.
    pub attestor_kind: KindName,
    /// What has to be true of attestor and entity; without one the kind alone decides.
    pub condition: Option<Condition>,
    /// For how many seconds an attestation counts, 3600 to 315360000; without a number for ever.
    pub valid_for: Option<u32>,
}

/// What is wrong with a claim's value. It is told without the value (rule P3).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct ValueFault {
    /// `wrong_type`, `too_long`, `too_deep` or `bad_value`.
    pub code: &'static str,
    /// Where in the value, as in `.address[0]`; empty for the whole.
    pub place: String,
    /// A sentence for people.
    pub detail: String,
}

impl ClaimDeclaration {
    /// A claim of which nothing is demanded but its type.
    pub fn new(name: ClaimName, value: ClaimType) -> Self {
        Self { name, value, required: false, unique: false, indexed: false, private: false, policy: None }
    }

    /// Takes a value: of the declared type, not null, at most 8 KiB in canonical form, 32 arrays and objects in one another, no U+0000. Its
    /// numbers come out as [`json::read`] makes them.
    ///
    /// # Errors
    /// [`ValueFault`]: the first place that is wrong, and how many more there are.
    pub fn read_value(&self, value: &Value) -> Result<Value, ValueFault> {
        let fault = |code, place: &str, detail: String| Err(ValueFault { code, place: place.to_owned(), detail });
        if json::depth(value) > MOST_LEVELS {
            return fault(
                "too_deep",
                "",
                format!("a value has at most {MOST_LEVELS} arrays and objects in one another"),
            );
        }
        let value = json::normal(value);
        if json::canonical(&value).len() > MOST_OCTETS {
            return fault("too_long", "", format!("a value has at most {MOST_OCTETS} octets in canonical form"));
        }
        if json::has_nul(&value) {
            return fault("bad_value", "", "a value has no U+0000 in any string or name".to_owned());
        }
        if value.is_null() {
            return fault("wrong_type", "", "null is no value of a claim".to_owned());
        }
        match self.value.check(&value).err().unwrap_or_default().as_slice() {
            [] => Ok(value),
            [(place, detail)] => fault("wrong_type", place, detail.clone()),
            [(place, detail), rest @ ..] => {
                fault("wrong_type", place, format!("{detail}; more places that are wrong: {}", rest.len()))
            }
        }
    }

    /// As it is stored: as it would be sent, with bare names.
    pub(super) fn to_json(&self) -> Value {
        let mut members = Map::new();
        members.insert("subject".to_owned(), self.name.as_str().into());
        members.insert("value".to_owned(), self.value.to_json());
        let flags = [
            ("required", self.required),
            ("unique", self.unique),
            ("indexed", self.indexed),
            ("private", self.private),
        ];
        members.extend(flags.into_iter().filter(|(_, set)| *set).map(|(name, _)| (name.to_owned(), true.into())));
        members.extend(self.policy.as_ref().map(|policy| ("attestationPolicy".to_owned(), policy.to_json())));
        Value::Object(members)
    }
}

impl Policy {
    fn to_json(&self) -> Value {
        let mut members = Map::new();
        members.insert("attestorKind".to_owned(), self.attestor_kind.as_str().into());
        let condition = self.condition.as_ref().map(|condition| condition.text().into());
        members.extend(condition.map(|condition| ("condition".to_owned(), condition)));
        members.extend(self.valid_for.map(|seconds| ("validFor".to_owned(), seconds.into())));
        Value::Object(members)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claim(declared: &Value) -> ClaimDeclaration {
        ClaimDeclaration::new(ClaimName::parse("a").unwrap(), ClaimType::read(declared).unwrap())
    }

    fn told(declared: &Value, value: &Value) -> (&'static str, String) {
        let fault = claim(declared).read_value(value).unwrap_err();
        (fault.code, fault.place)
    }

    #[test]
    fn section_1_a_value_is_kept_as_rfc_8785_writes_it() {
        let value = json!({"b": 1.0, "a": [-0.0]});
        assert_eq!(claim(&json!("any")).read_value(&value), Ok(json!({"a": [0], "b": 1})));
        assert_eq!(claim(&json!("integer")).read_value(&json!(5.0)), Ok(json!(5)));
    }

    #[test]
    fn section_1_values_have_limits() {
        let text = |length: usize| json!("é".repeat(length / 2));
        assert!(claim(&json!("string")).read_value(&text(MOST_OCTETS - 2)).is_ok());
        assert_eq!(told(&json!("string"), &text(MOST_OCTETS)), ("too_long", String::new()));
        let nested = |levels| (0..levels).fold(json!(0), |inner, _| json!([inner]));
        assert!(claim(&json!("any")).read_value(&nested(32)).is_ok());
        assert_eq!(told(&json!("any"), &nested(33)), ("too_deep", String::new()));
        assert_eq!(told(&json!("any"), &json!({"a": ["\0"]})), ("bad_value", String::new()));
        assert_eq!(told(&json!("any"), &json!({"\0": 1})), ("bad_value", String::new()));
        assert_eq!(told(&json!("any"), &json!(null)), ("wrong_type", String::new()));
    }

    #[test]
    fn e4_nothing_is_coerced_and_nothing_repeated() {
        assert_eq!(told(&json!("integer"), &json!("42")), ("wrong_type", String::new()));
        assert_eq!(told(&json!("boolean"), &json!("true")), ("wrong_type", String::new()));
        let declared = json!({"a": ["integer"], "b": "url"});
        let fault = claim(&declared).read_value(&json!({"a": [1, "secret"], "b": "secret"})).unwrap_err();
        assert_eq!((fault.code, fault.place.as_str()), ("wrong_type", ".a[1]"));
        assert_eq!(fault.detail, "expected an integer; more places that are wrong: 1");
    }
}
