//! Reading one claim of a declaration.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::KindDraft;
use crate::condition::Condition;
use crate::entity::{ClaimDeclaration, ClaimName, ClaimType, Policy, place, read_claim};

/// For how many seconds attestations may count: an hour to ten years.
const VALID_FOR: RangeInclusive<u32> = 3600..=315_360_000;

const MEMBERS: [&str; 8] = ["subject", "id", "value", "required", "unique", "indexed", "private", "attestationPolicy"];

impl KindDraft<'_> {
    /// The claim, if it has a name; whatever it says otherwise, if there are faults.
    pub(super) fn claim(&mut self, element: &Value, at: &str) -> Option<ClaimDeclaration> {
        let Some(members) = element.as_object() else {
            self.expected(at, "an object with `subject` and `value`");
            return None;
        };
        self.refuse_unknown(members, at, &MEMBERS);
        let name = self.claim_name(members, at);
        let value = self.claim_type(members.get("value"), &place::field(at, "value"));
        let [required, unique, indexed, private] =
            ["required", "unique", "indexed", "private"].map(|name| self.flag(members, at, name));
        if private && unique {
            let detail = "a private claim is not unique: who is refused a value would learn that somebody has it";
            self.findings.error(place::field(at, "private"), "private_unique", detail);
        }
        let policy = self.policy(members.get("attestationPolicy"), &place::field(at, "attestationPolicy"));
        let indexed = indexed || unique;
        Some(ClaimDeclaration { name: name?, value, required, unique, indexed, private, policy })
    }

    fn claim_name(&mut self, members: &Map<String, Value>, at: &str) -> Option<ClaimName> {
        let bare = |text: &str| ClaimName::parse(text).map_err(|problem| (problem.code(), problem.to_string()));
        let last = |text: &str| match read_claim(text) {
            Ok((_, name)) => Ok(name),
            Err(fault) => Err((fault.code(), fault.to_string())),
        };
        let subject = self.name_of(members.get("subject"), &place::field(at, "subject"), bare);
        let id = self.name_of(members.get("id"), &place::field(at, "id"), last);
        if !members.contains_key("subject") && !members.contains_key("id") {
            self.findings.error(place::field(at, "subject"), "required", "a claim has a name, `subject` or `id`");
        }
        if let (Some(subject), Some(id)) = (&subject, &id)
            && subject != id
        {
            let detail = format!("its last segment is {id}, and `subject` is {subject}");
            self.findings.error(place::field(at, "id"), "bad_id", detail);
        }
        subject.or(id)
    }

    fn name_of(
        &mut self,
        value: Option<&Value>,
        at: &str,
        read: impl Fn(&str) -> Result<ClaimName, (&'static str, String)>,
    ) -> Option<ClaimName> {
        let Some(text) = value?.as_str() else {
            self.expected(at, "the name of a claim");
            return None;
        };
        read(text).map_err(|(code, detail)| self.findings.error(at, code, detail)).ok()
    }

    fn claim_type(&mut self, value: Option<&Value>, at: &str) -> ClaimType {
        let Some(value) = value else {
            self.findings.error(at, "required", "a claim has a type");
            return ClaimType::Any;
        };
        ClaimType::read(value).unwrap_or_else(|faults| {
            for fault in faults {
                self.findings.error(format!("{at}{}", fault.place), fault.code, fault.detail);
            }
            ClaimType::Any
        })
    }

    /// The policy; none, too, if it has faults.
    fn policy(&mut self, value: Option<&Value>, at: &str) -> Option<Policy> {
        let value = value.filter(|value| !value.is_null())?;
        let Some(members) = value.as_object() else {
            self.expected(at, "an object with `attestorKind`");
            return None;
        };
        self.refuse_unknown(members, at, &["attestorKind", "condition", "validFor"]);
        let kind_at = place::field(at, "attestorKind");
        let attestor_kind = match members.get("attestorKind") {
            None => {
                self.findings.error(kind_at, "required", "a policy names the kind of its attestors");
                None
            }
            Some(Value::String(text)) => {
                (self.reference)(text).map_err(|(code, detail)| self.findings.error(kind_at, code, detail)).ok()
            }
            Some(_) => {
                self.expected(&kind_at, "a kind");
                None
            }
        };
        let condition = self.condition(members.get("condition"), &place::field(at, "condition"));
        let valid_for = self.valid_for(members.get("validFor"), &place::field(at, "validFor"));
        attestor_kind.map(|attestor_kind| Policy { attestor_kind, condition, valid_for })
    }

    /// The condition; none if there is none, and if it is wrong, which is a finding: a fault never opens a policy.
    fn condition(&mut self, value: Option<&Value>, at: &str) -> Option<Condition> {
        let value = value.filter(|value| !value.is_null())?;
        let Some(text) = value.as_str() else {
            self.expected(at, "a condition's text");
            return None;
        };
        Condition::parse(text)
            .map_err(|error| {
                let code = error.code();
                self.findings.error_at(at, error.offset, code, error.detail);
            })
            .ok()
    }

    fn valid_for(&mut self, value: Option<&Value>, at: &str) -> Option<u32> {
        let value = value.filter(|value| !value.is_null())?;
        let Some(seconds) = value.as_i64() else {
            self.expected(at, "a whole number of seconds");
            return None;
        };
        let found = u32::try_from(seconds).ok().filter(|seconds| VALID_FOR.contains(seconds));
        if found.is_none() {
            let detail = format!("attestations count for {} to {} seconds", VALID_FOR.start(), VALID_FOR.end());
            self.findings.error(at, "out_of_range", detail);
        }
        found
    }
}
