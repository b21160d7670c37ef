//! What is the same request (rule I5): method, path, and the body as canonical JSON.

use std::num::NonZeroU32;

use ring::digest::{Context, SHA256};
use ring::pbkdf2;
use serde_json::{Map, Number, Value};

/// The most whole number that a floating-point number tells apart from its neighbours.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The SHA-256 of a request: its method, its path in one spelling, and its body, whose members may stand in any order and whose numbers may
/// be written in any way. No body is another request than an empty one. A body with a secret in it costs some milliseconds more.
pub fn request(method: &str, path: &str, body: Option<&Value>) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    for part in [method, path] {
        context.update(&part.len().to_be_bytes());
        context.update(part.as_bytes());
    }
    let mut text = String::new();
    if let Some(body) = body {
        write(body, &mut text);
        context.update(text.as_bytes());
    }
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    if body.is_some_and(has_secret) {
        // What is kept must not be a quicker way to a secret than its own hash.
        let salt = [method, path].concat();
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, STRETCHED, salt.as_bytes(), text.as_bytes(), &mut digest);
    }
    digest
}

/// How often the digest of a body with a secret in it is hashed: some milliseconds.
const STRETCHED: NonZeroU32 = NonZeroU32::MIN.saturating_add(9_999);

/// Whether a body has a code or a password in it that its sender chose.
fn has_secret(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| {
            let is_secret = matches!(name.as_str(), "pw" | "password");
            (is_secret && value.as_str().is_some_and(|text| !text.is_empty())) || has_secret(value)
        }),
        Value::Array(values) => values.iter().any(has_secret),
        _ => false,
    }
}

/// A value as it is written whatever its members' order was.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => write_number(number, text),
        Value::Array(values) => {
            text.push('[');
            for value in values {
                write(value, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => write_members(members, text),
        Value::Null | Value::Bool(_) | Value::String(_) => text.push_str(&value.to_string()),
    }
}

fn write_members(members: &Map<String, Value>, text: &mut String) {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_unstable_by_key(|(name, _)| *name);
    text.push('{');
    for (name, value) in members {
        text.push_str(&Value::from(name.as_str()).to_string());
        text.push(':');
        write(value, text);
        text.push(',');
    }
    text.push('}');
}

/// `1`, `1.0` and `1e0` are one number.
fn write_number(number: &Number, text: &mut String) {
    let whole = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT);
    match whole {
        Some(whole) => text.push_str(&format!("{}", whole as i64)),
        None => text.push_str(&number.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(body: &str) -> [u8; 32] {
        request("POST", "/domains/blue.st/renew", Some(&serde_json::from_str(body).unwrap()))
    }

    #[test]
    fn i5_a_kept_digest_is_no_quick_way_to_a_code() {
        let [with, other, without] =
            [r#"{"authInfo":{"pw":"open sesame"}}"#, r#"{"authInfo":{"pw":"open sesam"}}"#, "{}"];
        assert_ne!(digest(with), digest(other));
        assert_eq!(digest(with), digest(with));
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert!(has_secret(&value(with)) && !has_secret(&value(without)));
        assert!(!has_secret(&value(r#"{"authInfo":{"pw":""}}"#)) && has_secret(&value(r#"[{"password":"x"}]"#)));
    }

    #[test]
    fn i5_bodies_that_say_the_same_are_the_same() {
        let body = r#"{"curExpDate":"2026-11-21","period":{"unit":"y","value":1}}"#;
        for same in [
            r#"{ "period" : {"value":1, "unit":"y"}, "curExpDate":"2026-11-21" }"#,
            r#"{"period":{"value":1.0,"unit":"\u0079"},"curExpDate":"2026-11-21"}"#,
            r#"{"period":{"value":1e0,"unit":"y"},"curExpDate":"2026-11-21"}"#,
        ] {
            assert_eq!(digest(body), digest(same), "{same}");
        }
    }

    #[test]
    fn i5_bodies_that_differ_in_anything_are_others() {
        let bodies = [
            "{}",
            "[]",
            "null",
            r#"{"a":1}"#,
            r#"{"a":"1"}"#,
            r#"{"a":1.5}"#,
            r#"{"a":-1}"#,
            r#"{"a":18446744073709551615}"#,
            r#"{"a":18446744073709551614}"#,
            r#"{"a":9007199254740993}"#,
            r#"{"a":9007199254740992}"#,
            r#"{"a":[1]}"#,
            r#"{"a":[1,[]]}"#,
            r#"{"a":[[1]]}"#,
            r#"{"a":[2,1]}"#,
            r#"{"a":[1,2]}"#,
            r#"{"a":{"b":1}}"#,
            r#"{"a":{},"b":1}"#,
            r#"{"a":true}"#,
            r#"{"a":"\","}"#,
            r#"{"A":1}"#,
        ];
        for (place, one) in bodies.iter().enumerate() {
            for other in &bodies[place + 1..] {
                assert_ne!(digest(one), digest(other), "{one} and {other}");
            }
        }
    }

    #[test]
    fn i3_method_and_path_are_of_the_request() {
        let mut all = vec![
            request("POST", "/a", None),
            request("PUT", "/a", None),
            request("POST", "/ab", None),
            request("POST", "/a", Some(&Value::Null)),
            request("POST/", "a", None),
        ];
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 5);
    }
}
