//! Changes and lifted findings as the JSON that clients see and both databases keep (rule H2), members in the order of the page.

use domesday_domain::finding::Warning;
use domesday_domain::history::{Change, Changes, CutContent, SetContent, Value};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A value of the domain, as JSON.
struct Shown<'a, T>(&'a T);

impl Serialize for Shown<'_, Value> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Number(number) => number.serialize(serializer),
            Value::Text(text) => text.serialize(serializer),
            Value::Flag(flag) => flag.serialize(serializer),
            Value::List(texts) => texts.serialize(serializer),
        }
    }
}

impl Serialize for Shown<'_, Option<SetContent>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(content) = self.0 else { return serializer.serialize_unit() };
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("ttl", &content.ttl)?;
        map.serialize_entry("records", &content.records)?;
        map.end()
    }
}

impl Serialize for Shown<'_, Option<CutContent>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(content) = self.0 else { return serializer.serialize_unit() };
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("ttl", &content.set.ttl)?;
        map.serialize_entry("records", &content.set.records)?;
        map.serialize_entry("comment", &content.comment)?;
        map.serialize_entry("origin", content.origin.delegation_word())?;
        map.end()
    }
}

impl Serialize for Shown<'_, Change> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.0 {
            Change::Zone { member, from, to } => {
                map.serialize_entry("what", "zone")?;
                map.serialize_entry("member", member)?;
                map.serialize_entry("from", &Shown(from))?;
                map.serialize_entry("to", &Shown(to))?;
            }
            Change::RecordSet { name, rtype, from, to } => {
                map.serialize_entry("what", "recordset")?;
                map.serialize_entry("name", &name.to_string())?;
                map.serialize_entry("type", &rtype.to_string())?;
                map.serialize_entry("from", &Shown(from))?;
                map.serialize_entry("to", &Shown(to))?;
            }
            Change::Delegation { name, from, to } => {
                map.serialize_entry("what", "delegation")?;
                map.serialize_entry("name", &name.to_string())?;
                map.serialize_entry("from", &Shown(from))?;
                map.serialize_entry("to", &Shown(to))?;
            }
        }
        map.end()
    }
}

impl Serialize for Shown<'_, Changes> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Changes::Each(each) => serializer.collect_seq(each.iter().map(Shown)),
            Changes::Counted { by_type, before, after } => {
                let mut list = serializer.serialize_seq(Some(by_type.len() + 1))?;
                for (rtype, count) in by_type {
                    list.serialize_element(&Counted { what: "recordsets", rtype: rtype.to_string(), count: *count })?;
                }
                list.serialize_element(&Files { what: "zonefile", sha256_before: before, sha256_after: after })?;
                list.end()
            }
        }
    }
}

#[derive(serde::Serialize)]
struct Counted {
    what: &'static str,
    #[serde(rename = "type")]
    rtype: String,
    count: u64,
}

#[derive(serde::Serialize)]
struct Files<'a> {
    what: &'static str,
    sha256_before: &'a Option<String>,
    sha256_after: &'a Option<String>,
}

#[derive(serde::Serialize)]
struct Lifted<'a> {
    code: &'a str,
    subject: &'a str,
    detail: &'a str,
}

/// What changed.
///
/// # Errors
/// None that can happen: no key here is anything but a text.
pub(crate) fn changes(changes: &Changes) -> serde_json::Result<String> {
    serde_json::to_string(&Shown(changes))
}

/// What force lifted, or a rule let through.
///
/// # Errors
/// As [`changes`].
pub(super) fn forced(warnings: &[Warning]) -> serde_json::Result<String> {
    let lifted = warnings.iter().map(|w| Lifted { code: w.code, subject: &w.subject, detail: &w.detail });
    serde_json::to_string(&lifted.collect::<Vec<_>>())
}
