//! A body as the rules of policies read it: a tree of values in the order in which they were sent, numbers as they are written.
//!
//! An amount of money is exact, so a number that is not whole must not have been a binary fraction on its way in: the body is read once
//! for its grammar, and once more for its values, each number from its own text.

use std::fmt;

use domesday_app::refusal::{Refusal, Unreadable};
use domesday_domain::policy::Value;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::super::body::object;

/// The members of the object that a body is.
///
/// # Errors
/// As for every body of this face: none at all, no JSON, no object, a member named twice.
pub(super) fn members(body: &[u8]) -> Result<Value, Refusal> {
    // This bounds the depth too, so that what follows may call itself.
    object(body)?;
    serde_json::from_slice(body).map(|Exact(value)| value).map_err(|problem| {
        let detail = format!("the body is not JSON: {problem}");
        Refusal::Unreadable { how: Unreadable::Malformed, detail }
    })
}

/// A value read from its text.
struct Exact(Value);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&RawValue>::deserialize(deserializer)?.get();
        read(text).map(Self).map_err(D::Error::custom)
    }
}

fn read(text: &str) -> Result<Value, serde_json::Error> {
    Ok(match text.as_bytes().first() {
        Some(b'{') => Value::Members(serde_json::from_str::<Pairs>(text)?.0),
        Some(b'[') => {
            let values: Vec<Exact> = serde_json::from_str(text)?;
            Value::List(values.into_iter().map(|Exact(value)| value).collect())
        }
        Some(b'"') => Value::Text(serde_json::from_str(text)?),
        Some(b't' | b'f') => Value::Flag(serde_json::from_str(text)?),
        Some(b'n') => Value::Null,
        _ => text.parse().map_or_else(|_| Value::Decimal(text.to_owned()), Value::Number),
    })
}

/// The members of an object, in their order.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Pairs, A::Error> {
        let mut pairs = Vec::new();
        while let Some((member, Exact(value))) = members.next_entry()? {
            pairs.push((member, value));
        }
        Ok(Pairs(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_whole_or_as_they_are_written() {
        for text in ["250.00", "999999999999.9999", "1e2", "-0.0", "9223372036854775808", "1E+40", "0.1"] {
            let read = members(format!("{{\"amount\": {text} }}").as_bytes()).unwrap();
            assert_eq!(read, Value::Members(vec![("amount".into(), Value::Decimal(text.into()))]), "{text}");
        }
        for (text, number) in [("0", 0), ("-0", 0), ("-5", -5), ("9223372036854775807", i64::MAX)] {
            let read = members(format!("{{\"n\":{text}}}").as_bytes()).unwrap();
            assert_eq!(read, Value::Members(vec![("n".into(), Value::Number(number))]), "{text}");
        }
    }

    #[test]
    fn everything_else_is_what_it_says_in_the_order_in_which_it_says_it() {
        let text = r#" {"z":[true,null,{"b":"\u00e9","a":[]}],"a":{},"é\"":false} "#;
        let list = vec![
            Value::Flag(true),
            Value::Null,
            Value::Members(vec![("b".into(), "é".into()), ("a".into(), Value::List(Vec::new()))]),
        ];
        let expected = Value::Members(vec![
            ("z".into(), Value::List(list)),
            ("a".into(), Value::Members(Vec::new())),
            ("é\"".into(), Value::Flag(false)),
        ]);
        assert_eq!(members(text.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn what_no_body_may_be_is_refused_and_nothing_is_too_deep_to_be_judged() {
        let deep = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(members(deep(100).as_bytes()).is_ok());
        let bad = [
            "",
            "null",
            "[]",
            "{",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1e}",
            "{\"a\":1e400}",
            "{\"a\":\"\\ud800\"}",
            &deep(30_000),
        ];
        for bad in bad {
            assert!(members(bad.as_bytes()).is_err(), "{bad:.20}");
        }
        assert!(members(b"{\"a\":\"\xff\"}").is_err());
    }
}
