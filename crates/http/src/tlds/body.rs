//! Bodies of this face: a JSON object, bare or alone in its envelope (rules T1, T2).

use actix_web::{HttpRequest, web};
use domesday_app::input::Input;
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_domain::finding::Findings;
use serde_json::{Map, Value};

use super::call::Call;
use super::form::{Place, Subject, TLD, whole};
use crate::accept;
use crate::body::{self, Strict};
use crate::members::{Members, wrong_type};

/// How large the body of one object may be.
pub(super) const OBJECT_BYTES: usize = 64 << 10;

/// The type of a body, which is none if there is nothing in it: refuses every other type, and what is larger than `most`.
pub(super) async fn typed(
    request: &HttpRequest,
    payload: web::Payload,
    types: &[&str],
    most: usize,
) -> Result<web::BytesMut, Refusal> {
    accept::json(request)?;
    match body::check_type(request, types) {
        Ok(()) => body::bytes(request, payload, most).await,
        // Nothing at all is of no type.
        Err(refusal) => body::bytes(request, payload, 0).await.map_err(|_| refusal),
    }
}

/// The body of one object.
pub(super) async fn of_object(request: &HttpRequest, payload: web::Payload) -> Result<web::BytesMut, Refusal> {
    typed(request, payload, body::OBJECT, OBJECT_BYTES).await
}

/// Reads a row: `findings` is what was wrong with the parameters beside it.
pub(super) async fn row<T>(
    call: &Call,
    request: &HttpRequest,
    payload: web::Payload,
    findings: Findings,
    read: impl FnOnce(&mut Members) -> T,
) -> Input<T> {
    let fields = of_object(request, payload).await.and_then(|body| object(&body));
    input(fields.and_then(|fields| opened(call.place(), fields)), findings, read)
}

/// Reads a body that has no envelope.
pub(super) async fn bare<T>(
    request: &HttpRequest,
    payload: web::Payload,
    findings: Findings,
    read: impl FnOnce(&mut Members) -> T,
) -> Input<T> {
    input(of_object(request, payload).await.and_then(|body| object(&body)), findings, read)
}

fn input<T>(
    fields: Result<Map<String, Value>, Refusal>,
    mut findings: Findings,
    read: impl FnOnce(&mut Members) -> T,
) -> Input<T> {
    match fields {
        Ok(fields) => {
            let mut members = Members::of(fields);
            let value = read(&mut members);
            findings.absorb(members.finish());
            Input::read(value, findings)
        }
        Err(refusal) => Input::unreadable(refusal),
    }
}

/// The members of the object that a body is.
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if body.is_empty() {
        return Err(whole("empty_request_body", "the body is empty: a JSON object is expected"));
    }
    match serde_json::from_slice(body) {
        Ok(Strict(Value::Object(fields))) => Ok(fields),
        Ok(Strict(Value::Null)) => Err(whole("empty_request_body", "the body is null: a JSON object is expected")),
        Ok(Strict(other)) => Err(whole("invalid_object", wrong_type("a JSON object", &other).1)),
        Err(problem) => {
            let detail = format!("the body is not JSON: {problem}");
            Err(Refusal::Unreadable { how: Unreadable::Malformed, detail })
        }
    }
}

/// What is in the envelope, if there is one.
fn opened(place: &Place, mut fields: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    let key = place.key();
    let Some(held) = fields.remove(key) else { return Ok(fields) };
    let mut findings = Findings::new();
    for other in fields.keys() {
        findings.error(other, "beside_envelope", format!("{other} stands beside {key}, which has to stand alone"));
    }
    match held {
        Value::Object(held) if findings.is_clean() => return Ok(held),
        Value::Object(_) => {}
        other => findings.error(key, "wrong_type", held_wrong(place.subject, key, &other)),
    }
    Err(Refusal::Invalid { errors: findings.errors().to_vec(), forcible: false })
}

fn held_wrong(subject: &Subject, key: &str, held: &Value) -> String {
    let detail = wrong_type("one object", held).1;
    match held {
        Value::Array(_) if *subject == TLD => format!("{key} holds one TLD: POST /tlds/import takes many at once"),
        _ => format!("{key}: {detail}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{OWN_BLOCKLIST, OWN_TLDS, V2_BLOCKLIST};
    use super::*;

    fn codes(refusal: Refusal) -> Vec<(String, &'static str)> {
        let Refusal::Invalid { errors, .. } = refusal else { unreachable!("{refusal:?}") };
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn t1_a_body_is_one_object() {
        for (body, code) in [
            ("", "empty_request_body"),
            ("null", "empty_request_body"),
            (" null\n", "empty_request_body"),
            ("[]", "invalid_object"),
            ("\"com\"", "invalid_object"),
            ("7", "invalid_object"),
        ] {
            assert_eq!(codes(object(body.as_bytes()).unwrap_err()), [(String::new(), code)], "{body}");
        }
        for body in ["{", "{'name': 'com'}", r#"{"name": "com", "name": "com"}"#, "\u{feff}", "  "] {
            let refusal = object(body.as_bytes()).unwrap_err();
            assert!(matches!(refusal, Refusal::Unreadable { how: Unreadable::Malformed, .. }), "{body}");
        }
    }

    #[test]
    fn t2_an_envelope_stands_alone_and_holds_one_object() {
        let open = |place: &Place, body: Value| {
            let Value::Object(fields) = body else { unreachable!() };
            opened(place, fields).map(Value::Object)
        };
        let row = json!({"name": "com"});
        assert_eq!(open(&OWN_TLDS, json!({"tlds": row})).unwrap(), row);
        assert_eq!(open(&OWN_TLDS, row.clone()).unwrap(), row, "a bare object will do");
        let entry = json!({"pattern": "x"});
        assert_eq!(open(&OWN_BLOCKLIST, json!({"blocklist": entry})).unwrap(), entry);
        assert_eq!(open(&V2_BLOCKLIST, json!({"blacklists": entry})).unwrap(), entry);
        let beside = open(&OWN_TLDS, json!({"tlds": row, "name": "net"})).unwrap_err();
        assert_eq!(codes(beside), [("name".to_owned(), "beside_envelope")]);
        for held in [json!([row]), json!(null), json!("com"), json!(7)] {
            let Refusal::Invalid { errors, .. } = open(&OWN_TLDS, json!({"tlds": held})).unwrap_err() else {
                unreachable!()
            };
            assert_eq!((errors[0].field.as_str(), errors[0].code), ("tlds", "wrong_type"));
            assert_eq!(errors[0].detail.contains("/tlds/import"), held.is_array(), "{}", errors[0].detail);
        }
    }
}
