//! Bodies: read within a limit, and JSON strictly, before the command that asks for them when it is their turn (rule Z1).
//!
//! What cannot be read is no answer yet: it becomes an [`Input`] that refuses when the command takes it, after 401, 403 and 404.
//! An object that names a member twice is malformed, for programs differ in which of the two they would believe.

use std::fmt;

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{HttpRequest, web};
use domesday_app::input::Input;
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_domain::finding::Findings;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::accept;
use crate::members::{self, Members};
use crate::patience::Patience;
use crate::query::Parameters;

/// The types of a body that holds an object.
pub(crate) const OBJECT: &[&str] = &[accept::JSON];

/// The types of a body that holds changes of an object.
pub(crate) const CHANGES: &[&str] = &[accept::JSON, "application/merge-patch+json"];

/// What a change asks for, read as far as it could be.
pub(crate) struct Written<T> {
    /// The body.
    pub(crate) input: Input<T>,
    /// Lift what is forcible (rule Z15).
    pub(crate) force: bool,
    /// Only try it (rule Z18).
    pub(crate) dry_run: bool,
}

/// Reads a change: its query parameters and its JSON body.
pub(crate) async fn written<T>(
    request: &HttpRequest,
    payload: web::Payload,
    types: &[&str],
    most: usize,
    read: impl FnOnce(&mut Members) -> T,
) -> Written<T> {
    let mut parameters = Parameters::of(request);
    let asked = parameters.flag("force");
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    // Which rules may be lifted is not known with an unclear `force`, so none of them are asked.
    let mut unclear = parameters.has_errors();
    let mut findings = parameters.finish();
    let mut members = match object(request, payload, types, most).await {
        Ok(fields) => Members::of(fields),
        Err(refusal) => {
            return Written { input: Input::unreadable(refusal), force: asked.unwrap_or_default(), dry_run };
        }
    };
    let has_force = members.has("force");
    let told = members.optional("force", members::flag);
    if let (Some(asked), Some(told)) = (asked, told)
        && asked != told
    {
        members.wrong("force", ("contradiction", "force in the query says otherwise".to_owned()));
        unclear = true;
    }
    unclear |= has_force && told.is_none();
    let value = read(&mut members);
    findings.absorb(members.finish());
    let input = if unclear { Input::unreadable(invalid(&findings)) } else { Input::read(value, findings) };
    Written { input, force: told.or(asked).unwrap_or_default(), dry_run }
}

fn invalid(findings: &Findings) -> Refusal {
    Refusal::Invalid { errors: findings.errors().to_vec(), forcible: false }
}

/// The JSON object in a body.
async fn object(
    request: &HttpRequest,
    payload: web::Payload,
    types: &[&str],
    most: usize,
) -> Result<Map<String, Value>, Refusal> {
    accept::json(request)?;
    check_type(request, types)?;
    let body = bytes(request, payload, most).await?;
    let malformed = |detail: String| Refusal::Unreadable { how: Unreadable::Malformed, detail };
    match serde_json::from_slice(&body) {
        Ok(Strict(Value::Object(fields))) => Ok(fields),
        Ok(Strict(other)) => Err(malformed(members::wrong_type("a JSON object", &other).1)),
        Err(problem) => Err(malformed(format!("the body is not JSON: {problem}"))),
    }
}

/// Refuses a body of another type, or one that is compressed.
pub(crate) fn check_type(request: &HttpRequest, types: &[&str]) -> Result<(), Refusal> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let unsupported = |detail: String| Err(Refusal::Unreadable { how: Unreadable::UnsupportedMediaType, detail });
    if let Some(encoding) = header(CONTENT_ENCODING).filter(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
        return unsupported(format!("bodies are taken uncompressed, not as {encoding}"));
    }
    let given = header(CONTENT_TYPE).and_then(|value| value.split(';').next()).map(str::trim).unwrap_or_default();
    if types.iter().any(|known| known.eq_ignore_ascii_case(given)) {
        return Ok(());
    }
    let given = if given.is_empty() { "none" } else { given };
    unsupported(format!("Content-Type must be {}, not {given}", types.join(" or ")))
}

/// A body, if it is no longer than `most`.
pub(crate) async fn bytes(
    request: &HttpRequest,
    mut payload: web::Payload,
    most: usize,
) -> Result<web::BytesMut, Refusal> {
    let too_large =
        || Refusal::Unreadable { how: Unreadable::TooLarge, detail: format!("a body here has at most {most} bytes") };
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let mut body = web::BytesMut::with_capacity(announced.unwrap_or_default().min(64 << 10));
    let patience = Patience::with(request);
    while let Some(chunk) = next(&mut payload, patience).await? {
        if body.len() + chunk.len() > most {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The next piece of a body; none at its end.
async fn next(payload: &mut web::Payload, patience: Patience) -> Result<Option<web::Bytes>, Refusal> {
    let broken = |detail: String| Refusal::Unreadable { how: Unreadable::Malformed, detail };
    match patience.next(payload).await {
        Ok(piece) => {
            piece.transpose().map_err(|problem| broken(format!("the body ended before it was whole: {problem}")))
        }
        Err(late) => Err(broken(format!("the body: {late}"))),
    }
}

/// A JSON value whose objects name no member twice.
pub(crate) struct Strict(pub(crate) Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
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
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(member) = members.next_key::<String>()? {
            if all.contains_key(&member) {
                return Err(de::Error::custom(format_args!("the member {member:?} stands twice in one object")));
            }
            let Strict(value) = members.next_value()?;
            all.insert(member, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_named_twice_is_malformed() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"\u0061":2}}]"#] {
            assert!(serde_json::from_str::<Strict>(text).is_err(), "{text}");
        }
        let text = r#"{"a":[1,-2,3.5,"x",null,true,{"a":{}}]}"#;
        assert_eq!(serde_json::from_str::<Strict>(text).unwrap().0, serde_json::from_str::<Value>(text).unwrap());
    }
}
