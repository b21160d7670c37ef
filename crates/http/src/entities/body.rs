//! Bodies of this face: one JSON object, read strictly (rules H3, H4, H6), before the use case asks for it when it is its turn (rule H9).

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::{HttpRequest, web};
use domesday_app::input::Input;
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_domain::finding::{FieldError, Findings};
use domesday_domain::json::{self, JsonFault};
use serde_json::{Map, Value};

use super::call::Call;
use crate::members::{Members, wrong_type};
use crate::{accept, body};

/// The type that this API has for itself; the same JSON.
const VENDOR: &str = "application/vnd.registry.v1+json";

/// What bodies come as, and what answers may be asked for as.
const TYPES: [&str; 2] = [accept::JSON, VENDOR];

/// The most bytes of a body (section 1).
const MOST_BYTES: usize = 256 << 10;

/// What is wrong with a body as a whole stands here.
const WHOLE: &str = "body";

/// Refuses who takes neither of the two types (rule H3).
pub(super) fn acceptable(request: &HttpRequest) -> Result<(), Refusal> {
    accept::choose(request, &TYPES).map(drop)
}

/// The members of a body.
pub(super) async fn members(call: &Call, payload: web::Payload) -> Input<Map<String, Value>> {
    match object(call.request(), payload).await {
        Ok(fields) => Input::read(fields, Findings::new()),
        Err(refusal) => Input::unreadable(refusal),
    }
}

/// What a body says, as `read` takes it from its members; members that nobody took are wrong.
pub(super) async fn read<T>(call: &Call, payload: web::Payload, read: impl FnOnce(&mut Members) -> T) -> Input<T> {
    match object(call.request(), payload).await {
        Ok(fields) => {
            let mut members = Members::of(fields);
            let value = read(&mut members);
            Input::read(value, members.finish())
        }
        Err(refusal) => Input::unreadable(refusal),
    }
}

/// The object in a body that has to be there; 406 comes before everything that is wrong with it.
async fn object(request: &HttpRequest, payload: web::Payload) -> Result<Map<String, Value>, Refusal> {
    acceptable(request)?;
    let nothing = || FieldError { offset: Some(0), ..FieldError::new(WHOLE, "bad_json", "a JSON object is needed") };
    optional(request, payload).await?.ok_or_else(|| invalid(nothing()))
}

/// The object in a body; none if there is no body, whatever its headers say of it.
pub(super) async fn optional(
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<Option<Map<String, Value>>, Refusal> {
    let read = body::bytes(request, payload, MOST_BYTES).await;
    if read.as_ref().is_ok_and(web::BytesMut::is_empty) {
        return Ok(None);
    }
    check_type(request)?;
    match json::read(&read?).map_err(|fault| invalid(error(fault)))? {
        Value::Object(fields) => Ok(Some(fields)),
        other => {
            let (code, detail) = wrong_type("a JSON object", &other);
            Err(invalid(FieldError::new(WHOLE, code, detail)))
        }
    }
}

/// What is wrong with a text that should be JSON, at its byte.
fn error(fault: JsonFault) -> FieldError {
    FieldError { offset: Some(fault.offset), ..FieldError::new(WHOLE, fault.code, fault.detail) }
}

fn invalid(error: FieldError) -> Refusal {
    Refusal::Invalid { errors: vec![error], forcible: false }
}

/// Refuses a body of another type or charset, and one that is compressed. Without a type it is taken for JSON (rule H4).
fn check_type(request: &HttpRequest) -> Result<(), Refusal> {
    let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or("?").trim());
    let unsupported = |detail: String| Err(Refusal::Unreadable { how: Unreadable::UnsupportedMediaType, detail });
    if let Some(encoding) = header(CONTENT_ENCODING).filter(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
        return unsupported(format!("bodies are taken uncompressed, not as {encoding}"));
    }
    let Some(given) = header(CONTENT_TYPE).filter(|given| !given.is_empty()) else { return Ok(()) };
    let mut parts = given.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    if !TYPES.iter().any(|known| known.eq_ignore_ascii_case(media_type)) {
        return unsupported(format!("Content-Type must be {}, not {media_type}", TYPES.join(" or ")));
    }
    let charsets =
        parts.filter_map(|part| part.split_once('=')).filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let foreign =
        charsets.map(|(_, value)| value.trim().trim_matches('"')).find(|value| !value.eq_ignore_ascii_case("utf-8"));
    match foreign {
        None => Ok(()),
        Some(charset) => unsupported(format!("JSON is taken in UTF-8, not in {charset}")),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::FromRequest;
    use actix_web::test::TestRequest;

    use super::*;

    async fn taken(headers: &[(&str, &str)], body: &'static [u8]) -> Result<Map<String, Value>, Refusal> {
        let mut request = TestRequest::post().set_payload(body);
        for (name, value) in headers {
            request = request.append_header((*name, *value));
        }
        let (request, mut payload) = request.to_http_parts();
        let payload = web::Payload::from_request(&request, &mut payload).await.unwrap();
        object(&request, payload).await
    }

    fn how(read: &Result<Map<String, Value>, Refusal>) -> Option<Unreadable> {
        match read {
            Err(Refusal::Unreadable { how, .. }) => Some(*how),
            _ => None,
        }
    }

    #[actix_web::test]
    async fn h3_answers_are_json_by_either_name() {
        for (accept, served) in [
            ("*/*", true),
            ("application/*", true),
            ("application/json", true),
            ("application/vnd.registry.v1+json", true),
            ("application/json; version=2", true),
            ("text/html, application/json;q=0.1", true),
            ("text/html", false),
            ("application/json;q=0", false),
            ("*/*;q=0", false),
            ("application/vnd.registry.v2+json", false),
        ] {
            let request = TestRequest::get().append_header(("accept", accept)).to_http_request();
            assert_eq!(acceptable(&request).is_ok(), served, "{accept}");
        }
        assert!(acceptable(&TestRequest::get().to_http_request()).is_ok());
    }

    #[actix_web::test]
    async fn h4_a_body_is_json_in_utf_8_or_says_nothing() {
        for (given, good) in [
            ("application/json", true),
            ("application/vnd.registry.v1+json", true),
            ("Application/JSON; Charset=\"UTF-8\"", true),
            ("", true),
            ("application/json; charset=latin1", false),
            ("text/plain", false),
            ("application/merge-patch+json", false),
        ] {
            let read = taken(&[("content-type", given)], b"{}").await;
            assert_eq!(read.is_ok(), good, "{given}");
            assert_eq!(how(&read).is_none(), good, "{given}");
        }
        assert!(taken(&[], b"{}").await.is_ok());
        assert_eq!(how(&taken(&[("content-encoding", "gzip")], b"{}").await), Some(Unreadable::UnsupportedMediaType));
    }

    #[actix_web::test]
    async fn h9_a_type_is_refused_before_a_size_and_that_before_what_is_said() {
        static LARGE: [u8; MOST_BYTES + 1] = [b' '; MOST_BYTES + 1];
        assert_eq!(
            how(&taken(&[("content-type", "text/plain")], &LARGE).await),
            Some(Unreadable::UnsupportedMediaType)
        );
        assert_eq!(how(&taken(&[], &LARGE).await), Some(Unreadable::TooLarge));
        let nothing = [("content-type", "text/plain"), ("accept", "text/html")];
        assert_eq!(how(&taken(&nothing, b"{").await), Some(Unreadable::NotAcceptable));
    }

    #[actix_web::test]
    async fn h6_a_body_is_one_object_and_has_one_meaning() {
        for (body, code, offset) in [
            (&b""[..], "bad_json", Some(0)),
            (b"{\"a\":", "bad_json", Some(5)),
            (b"{\"a\":1,\"a\":2}", "duplicate_member", Some(7)),
            (b"{\"a\":[{\"b\":1,\"\\u0062\":2}]}", "duplicate_member", Some(13)),
            (b"{\"a\":9007199254740993}", "inexact_number", Some(5)),
            (b"[]", "wrong_type", None),
        ] {
            let Err(Refusal::Invalid { errors, .. }) = taken(&[], body).await else { unreachable!() };
            assert_eq!(errors.len(), 1);
            assert_eq!((errors[0].field.as_str(), errors[0].code, errors[0].offset), ("body", code, offset));
        }
        let read = taken(&[], b" {\"a\": 1.0} ").await.unwrap();
        assert_eq!(Value::Object(read), serde_json::json!({"a": 1}));
    }
}
