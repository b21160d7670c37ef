//! A policy: its members as they are shown.

use domesday_domain::policy::{Policy, Preset, Value};
use serde_json::Value as Json;

use super::{Unreadable, read, written};

/// A value as JSON. A policy has no numbers but whole ones; another one would be a text.
fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Number(number) => Json::from(*number),
        Value::Decimal(text) | Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Members(members) => members.iter().map(|(name, value)| (name.clone(), json(value))).collect(),
    }
}

fn value(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Flag(flag),
        Json::Number(number) => number.as_i64().map_or_else(|| Value::Decimal(number.to_string()), Value::Number),
        Json::String(text) => Value::Text(text),
        Json::Array(items) => Value::List(items.into_iter().map(value).collect()),
        Json::Object(members) => Value::Members(members.into_iter().map(|(name, json)| (name, value(json))).collect()),
    }
}

/// A policy as a document.
pub(crate) fn policy_document(policy: &Policy) -> Result<String, Unreadable> {
    let members: Json = policy.members().into_iter().map(|(name, value)| (name.to_owned(), json(&value))).collect();
    written(&members)
}

/// The policy of a document.
pub(crate) fn policy(preset: Preset, document: &str) -> Result<Policy, Unreadable> {
    Ok(Policy::from_stored(preset, &value(read(document)?)))
}
