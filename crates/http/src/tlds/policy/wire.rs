//! Policies and special names as clients see them, members in the order of the specification.

use chrono::SecondsFormat;
use domesday_domain::policy::{PolicyVersion, SpecialName, Value};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

/// A policy with its version (`registrar.md` section 7).
pub(super) struct Shown<'a>(pub(super) &'a PolicyVersion);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(version) = self;
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("preset", &version.preset.to_string())?;
        members.serialize_entry("version", &version.number)?;
        members.serialize_entry("validFrom", &version.valid_from.to_rfc3339_opts(SecondsFormat::Secs, true))?;
        for (member, value) in version.policy.members() {
            members.serialize_entry(member, &Told(&value))?;
        }
        members.end()
    }
}

/// An entry about names (rule P1).
pub(super) struct ShownName<'a>(pub(super) &'a SpecialName);

impl Serialize for ShownName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = self.0.members();
        serializer.collect_map(members.iter().map(|(member, value)| (member, Told(value))))
    }
}

/// A page of entries.
pub(super) struct ShownNames<'a>(pub(super) &'a [SpecialName]);

impl Serialize for ShownNames<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names: Vec<ShownName<'_>> = self.0.iter().map(ShownName).collect();
        serializer.collect_map([("names", names)])
    }
}

/// A value, members in their order.
struct Told<'a>(&'a Value);

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::Number(number) => serializer.serialize_i64(*number),
            Value::Decimal(text) => {
                RawValue::from_string(text.clone()).map_err(S::Error::custom)?.serialize(serializer)
            }
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(values) => serializer.collect_seq(values.iter().map(Told)),
            Value::Members(members) => {
                serializer.collect_map(members.iter().map(|(member, value)| (member, Told(value))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use domesday_domain::policy::PolicyPatch;

    use super::*;

    #[test]
    fn section_7_a_policy_is_shown_with_its_preset_version_and_instant_first() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::microseconds(1_999_999);
        let version = PolicyVersion::create(&PolicyPatch::default(), now).unwrap();
        let text = serde_json::to_string(&Shown(&version)).unwrap();
        let start = r#"{"preset":"default","version":1,"validFrom":"1970-01-01T00:00:01Z","registrations":"open","accredited":"all","#;
        assert!(text.starts_with(start), "{text}");
        let end = r#""sandbox_year":null,"contacts":{"registrant":"optional","admin":"optional","tech":"optional","billing":"optional","registrant_privacy":"optional","admin_privacy":"optional","tech_privacy":"optional","billing_privacy":"optional"}}"#;
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn p1_an_entry_is_shown_with_its_pattern_first() {
        let members = |members: &[(&str, Value)]| {
            Value::Members(members.iter().map(|(member, value)| ((*member).to_owned(), value.clone())).collect())
        };
        let fee = members(&[("currency", "eur".into()), ("amount", Value::Decimal("0250.50".into()))]);
        let name = SpecialName::read("BÜCHER", &members(&[("kind", "premium".into()), ("fee", fee)])).unwrap();
        let shown = serde_json::to_string(&ShownNames(std::slice::from_ref(&name))).unwrap();
        let expected = r#"{"names":[{"match":"xn--bcher-kva","kind":"premium","account":null,"fee":{"amount":"250.50","currency":"EUR"},"reason":null}]}"#;
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_number_is_written_as_it_was_read() {
        let list = Value::List(vec![Value::Decimal("1.50".into()), Value::Number(-3), Value::Null, Value::Flag(true)]);
        assert_eq!(serde_json::to_string(&Told(&list)).unwrap(), "[1.50,-3,null,true]");
    }
}
