//! What was sent (rules W3, W6, W10): the body read within its limit, its form, and the arguments in it and in the query.

use actix_web::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName};
use actix_web::{HttpRequest, web};

use super::arguments::Arguments;
use super::failure::Failure;
use super::format::{BadBody, Format, Formats, Limits, merge, query, read};
use super::message::{Code, Message, Source};
use super::texts;
use crate::patience::Patience;

/// A body of at most `most` bytes.
///
/// # Errors
/// INVALID_DATA: it is larger, compressed, or ends too early.
pub(super) async fn body(request: &HttpRequest, mut payload: web::Payload, most: usize) -> Result<Vec<u8>, Failure> {
    let headers = request.headers();
    let too_large = || invalid(&format!("a body has at most {} KiB here", most >> 10));
    let announced = header(headers, &CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    if let Some(encoding) = header(headers, &CONTENT_ENCODING).filter(|name| !name.eq_ignore_ascii_case("identity")) {
        return Err(invalid(&format!("bodies are taken uncompressed, not as {encoding}")));
    }
    let mut body = Vec::with_capacity(announced.unwrap_or_default().min(64 << 10));
    let patience = Patience::with(request);
    loop {
        match patience.next(&mut payload).await {
            Ok(None) => return Ok(body),
            Ok(Some(Ok(piece))) if body.len() + piece.len() <= most => body.extend_from_slice(&piece),
            Ok(Some(Ok(_))) => return Err(too_large()),
            Ok(Some(Err(_))) => return Err(invalid("it ended before it was whole")),
            Err(late) => return Err(invalid(&late.to_string())),
        }
    }
}

fn invalid(text: &str) -> Failure {
    Message::error(Code::InvalidData, Source::ApiA, format!("body: {text}")).into()
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// The forms of a request by its headers and the beginning of its body; none if its body's is not known.
pub(super) fn formats(headers: &HeaderMap, body: &[u8]) -> Option<Formats> {
    let accepts: Vec<&str> = headers.get_all(ACCEPT).map(|value| value.to_str().unwrap_or_default()).collect();
    let accept = (!accepts.is_empty()).then(|| accepts.join(", "));
    Format::of_request(header(headers, &CONTENT_TYPE), accept.as_deref(), body)
}

/// The arguments in a body and a query string (rule W3).
///
/// # Errors
/// INVALID_REQUEST: a form that is not known. INVALID_DATA: what does not parse.
pub(super) fn arguments(request: &HttpRequest, formats: Option<Formats>, body: &[u8]) -> Result<Arguments, Failure> {
    let Some(formats) = formats else {
        return Err(texts::no_format(header(request.headers(), &CONTENT_TYPE).unwrap_or_default()));
    };
    let told = |bad: BadBody| Failure::from(Message::error(Code::InvalidData, Source::ApiA, bad.to_string()));
    let asked = query(request.query_string()).map_err(told)?;
    let sent = read(formats.body, body, Limits::default()).map_err(told)?;
    Ok(Arguments::of(merge(asked, sent)))
}
