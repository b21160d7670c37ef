//! The members of a JSON object, taken one by one, so that every wrong one is found in one pass.
//!
//! Bodies are strict (rule Z6): a member that is missing, unknown or of a wrong type is a finding of its own. Types are JSON's: the text
//! `"5"` and the number `5.0` are no integers.

use std::net::IpAddr;

use domesday_dns::mailbox::Email;
use domesday_domain::account::AccountName;
use domesday_domain::finding::Findings;
use domesday_domain::name::{HostName, ZoneName};
use domesday_domain::timers::MAX_SECONDS;
use serde_json::{Map, Value};

/// Why a value was refused: a stable word, and a sentence for people.
pub(crate) type Fault = (&'static str, String);

/// An object's members, and what was wrong with those taken so far.
#[derive(Debug)]
pub(crate) struct Members {
    fields: Map<String, Value>,
    prefix: String,
    findings: Findings,
}

impl Members {
    /// The members of a body.
    pub(crate) fn of(fields: Map<String, Value>) -> Self {
        Self::within(fields, String::new())
    }

    /// The members of an object inside a body; `prefix` precedes their names in findings, as in `changes[3].`.
    pub(crate) fn within(fields: Map<String, Value>, prefix: String) -> Self {
        Self { fields, prefix, findings: Findings::new() }
    }

    /// A member as it stands.
    pub(crate) fn take(&mut self, member: &str) -> Option<Value> {
        self.fields.remove(member)
    }

    /// A member as it stands, to take parts of it away before it is taken itself.
    pub(crate) fn part(&mut self, member: &str) -> Option<&mut Value> {
        self.fields.get_mut(member)
    }

    /// Whether a member is there, still to be taken.
    pub(crate) fn has(&self, member: &str) -> bool {
        self.fields.contains_key(member)
    }

    /// A member that may be missing.
    pub(crate) fn optional<T>(&mut self, member: &str, read: impl FnOnce(&Value) -> Result<T, Fault>) -> Option<T> {
        let value = self.take(member)?;
        read(&value).map_err(|fault| self.wrong(member, fault)).ok()
    }

    /// A member that must be there.
    pub(crate) fn required<T>(&mut self, member: &str, read: impl FnOnce(&Value) -> Result<T, Fault>) -> Option<T> {
        if !self.has(member) {
            self.missing(member);
            return None;
        }
        self.optional(member, read)
    }

    /// A member that may be missing, or null.
    pub(crate) fn nullable<T>(
        &mut self,
        member: &str,
        read: impl FnOnce(&Value) -> Result<T, Fault>,
    ) -> Option<Option<T>> {
        self.optional(member, |value| if value.is_null() { Ok(None) } else { read(value).map(Some) })
    }

    /// A member that is a list, each item read by itself; none if it is missing, or anything in it is wrong.
    pub(crate) fn list<T>(
        &mut self,
        member: &str,
        mut read: impl FnMut(&Value, String, &mut Findings) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.take(member)?;
        let Value::Array(items) = value else {
            self.wrong(member, wrong_type("a list", &value));
            return None;
        };
        let mut all = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            all.extend(read(item, format!("{}{member}[{place}]", self.prefix), &mut self.findings));
        }
        (all.len() == items.len()).then_some(all)
    }

    /// The members still to be taken.
    pub(crate) fn names(&self) -> Vec<String> {
        self.fields.keys().cloned().collect()
    }

    /// Notes that a member is missing.
    pub(crate) fn missing(&mut self, member: &str) {
        self.wrong(member, ("missing", format!("{member} is required")));
    }

    /// Notes what is wrong with a member.
    pub(crate) fn wrong(&mut self, member: &str, (code, detail): Fault) {
        self.findings.error(format!("{}{member}", self.prefix), code, detail);
    }

    /// Takes over what was found elsewhere.
    pub(crate) fn absorb(&mut self, findings: Findings) {
        self.findings.absorb(findings);
    }

    /// What precedes the members' names in findings.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Everything that was wrong, members that nobody took among it.
    pub(crate) fn finish(mut self) -> Findings {
        for member in std::mem::take(&mut self.fields).keys() {
            self.wrong(member, ("unknown_member", format!("{member} is no member here")));
        }
        self.findings
    }
}

/// The fault of a value of another JSON type.
pub(crate) fn wrong_type(expected: &str, found: &Value) -> Fault {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(number) if number.is_f64() => "a number with a fraction, or beyond every range",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    ("wrong_type", format!("expected {expected}, found {found}"))
}

/// A text.
pub(crate) fn text(value: &Value) -> Result<&str, Fault> {
    value.as_str().ok_or_else(|| wrong_type("a text", value))
}

/// A truth value.
pub(crate) fn flag(value: &Value) -> Result<bool, Fault> {
    value.as_bool().ok_or_else(|| wrong_type("true or false", value))
}

fn integer(value: &Value, range: std::ops::RangeInclusive<u32>) -> Result<u32, Fault> {
    let outside = || ("out_of_range", format!("expected {} to {}", range.start(), range.end()));
    match value {
        Value::Number(number) if !number.is_f64() => {
            let fits =
                number.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| range.contains(number));
            fits.ok_or_else(outside)
        }
        _ => Err(wrong_type("an integer", value)),
    }
}

/// A number of seconds.
pub(crate) fn seconds(value: &Value) -> Result<u32, Fault> {
    integer(value, 0..=MAX_SECONDS)
}

/// A serial.
pub(crate) fn serial(value: &Value) -> Result<u32, Fault> {
    integer(value, 1..=u32::MAX)
}

/// A zone's name.
pub(crate) fn zone_name(value: &Value) -> Result<ZoneName, Fault> {
    ZoneName::parse(text(value)?).map_err(|problem| ("bad_name", problem.to_string()))
}

/// A host's name.
pub(crate) fn host_name(value: &Value) -> Result<HostName, Fault> {
    HostName::parse(text(value)?).map_err(|problem| ("bad_host_name", problem.to_string()))
}

/// An e-mail address or RNAME.
pub(crate) fn email(value: &Value) -> Result<Email, Fault> {
    Email::parse(text(value)?).map_err(|problem| ("bad_email", problem.to_string()))
}

/// An account's name.
pub(crate) fn account(value: &Value) -> Result<AccountName, Fault> {
    AccountName::parse(text(value)?).map_err(|problem| ("bad_account", problem.to_string()))
}

/// An address that others can reach (rule D9).
pub(crate) fn address(value: &Value) -> Result<IpAddr, Fault> {
    let written = text(value)?;
    let bad = |why: &str| ("bad_address", format!("{written:?} {why}"));
    let address: IpAddr = written.parse().map_err(|_| bad("is no IPv4 or IPv6 address"))?;
    let link_local = match address.to_canonical() {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    };
    let canonical = address.to_canonical();
    if canonical.is_unspecified() || canonical.is_loopback() || canonical.is_multicast() || link_local {
        return Err(bad("is unspecified, loopback, link-local or multicast: no name server answers there"));
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn integers_are_neither_texts_nor_fractions() {
        for (value, code) in [
            (json!("5"), "wrong_type"),
            (json!(5.0), "wrong_type"),
            (json!(true), "wrong_type"),
            (json!(null), "wrong_type"),
            (json!(-1), "out_of_range"),
            (json!(2_147_483_648u64), "out_of_range"),
            (json!(u64::MAX), "out_of_range"),
        ] {
            assert_eq!(seconds(&value).unwrap_err().0, code, "{value}");
        }
        assert_eq!(seconds(&json!(2_147_483_647)), Ok(2_147_483_647));
        assert_eq!(serial(&json!(0)).unwrap_err().0, "out_of_range");
    }

    #[test]
    fn addresses_nobody_reaches_are_bad() {
        for text in [
            "0.0.0.0",
            "::",
            "127.0.0.1",
            "::1",
            "169.254.1.1",
            "fe80::1",
            "224.0.0.1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "1.2.3",
            "",
        ] {
            assert_eq!(address(&json!(text)).unwrap_err().0, "bad_address", "{text}");
        }
        assert!(address(&json!("192.0.2.1")).is_ok() && address(&json!("2001:db8::1")).is_ok());
    }

    #[test]
    fn what_nobody_takes_is_refused() {
        let Value::Object(fields) = json!({"a": 1, "b": null}) else { unreachable!() };
        let mut members = Members::within(fields, "changes[3].".into());
        assert_eq!(members.optional("a", seconds), Some(1));
        assert_eq!(members.required("c", seconds), None);
        let findings = members.finish();
        let errors: Vec<_> = findings.errors().iter().map(|error| (error.field.as_str(), error.code)).collect();
        assert_eq!(errors, [("changes[3].c", "missing"), ("changes[3].b", "unknown_member")]);
    }
}
