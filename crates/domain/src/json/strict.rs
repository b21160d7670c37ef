//! The parser: `serde_json`, with an eye on the names of members.

use std::cell::RefCell;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{JsonFault, number, scan};

/// Refuses what is not JSON, whatever its numbers are worth.
pub(super) fn check_form(text: &str) -> Result<(), JsonFault> {
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = IgnoredAny::deserialize(&mut parser).and_then(|_| parser.end());
    read.map_err(|problem| bad_json(text, &problem))
}

/// Reads a text whose form and numbers have been checked.
pub(super) fn value(text: &str) -> Result<Value, JsonFault> {
    let repeated = RefCell::new(None);
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = Strict { repeated: &repeated }.deserialize(&mut parser);
    read.map_err(|problem| match repeated.take() {
        None => bad_json(text, &problem),
        Some(member) => {
            let behind = offset(text, &problem);
            let offset = scan::string_before(text, behind).map_or(behind, |name| name.offset);
            let detail = "a member stands twice in one object";
            JsonFault { member: Some(member), ..JsonFault::new("duplicate_member", offset, detail) }
        }
    })
}

fn bad_json(text: &str, problem: &serde_json::Error) -> JsonFault {
    JsonFault::new("bad_json", offset(text, problem), format!("the text is not JSON: {problem}"))
}

/// Where a parser stopped, from its line and column: the octet that it could not take.
fn offset(text: &str, problem: &serde_json::Error) -> usize {
    if problem.is_eof() {
        return text.len();
    }
    let lines = text.split_inclusive('\n').take(problem.line().saturating_sub(1));
    let before: usize = lines.map(str::len).sum();
    let told = (before + problem.column().saturating_sub(1)).min(text.len());
    // Of a control character in a string the parser tells the octet before it.
    let is_control = text.as_bytes().get(told + 1).is_some_and(u8::is_ascii_control);
    if is_control && scan::is_in_string(text, told + 1) { told + 1 } else { told }
}

/// Reads a value, and notes the name of a member that stands twice.
#[derive(Clone, Copy)]
struct Strict<'a> {
    repeated: &'a RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| value.into(), Value::from))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(element) = elements.next_element_seed(self)? {
            all.push(element);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if all.contains_key(&name) {
                self.repeated.replace(Some(name));
                return Err(A::Error::custom("a member stands twice in one object"));
            }
            all.insert(name, members.next_value_seed(self)?);
        }
        Ok(Value::Object(all))
    }
}
