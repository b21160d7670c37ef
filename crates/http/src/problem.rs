//! Refusals as problem details (RFC 9457; rule Z17): the one place of this face's form where a kind of refusal gets its status.
//!
//! What an answer may reveal is decided here too: a defect shows its id and nothing of its cause.

mod document;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, ETAG, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use domesday_app::entities::DenialKind;
use domesday_app::refusal::{Refusal, Unreadable};

pub(crate) use document::Document;

/// For how long a caller should wait who met an overload, in seconds.
const BUSY_FOR: u64 = 1;

/// A refusal on its way to a client: what handlers return as their error.
#[derive(Debug)]
pub(crate) struct Problem {
    refusal: Refusal,
    request_id: String,
}

impl Problem {
    /// The refusal of the request with this id.
    pub(crate) fn new(refusal: Refusal, request_id: impl Into<String>) -> Self {
        Self { refusal, request_id: request_id.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Class::of(&self.refusal).title)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        Class::of(&self.refusal).status
    }

    fn error_response(&self) -> HttpResponse {
        let document = Document::of(&self.refusal, &self.request_id);
        let mut response = HttpResponse::build(self.status_code());
        add_headers(&self.refusal, "Bearer realm=\"domesday\"", &mut response);
        document.send(&mut response)
    }
}

/// The answer where no such path is served.
pub(crate) fn no_such_path(request_id: &str) -> HttpResponse {
    let class = Class { status: StatusCode::NOT_FOUND, slug: "not-found", title: "Not found" };
    let detail = "nothing is served at this path; GET /openapi.json lists what is".to_owned();
    Document::new(&class, "not_found", detail, request_id).send(&mut HttpResponse::NotFound())
}

/// The answer to a method that the path does not take.
pub(crate) fn method_not_allowed(allow: &'static str, request_id: &str) -> HttpResponse {
    let class =
        Class { status: StatusCode::METHOD_NOT_ALLOWED, slug: "method-not-allowed", title: "Method not allowed" };
    let document = Document::new(&class, "method_not_allowed", format!("this path takes {allow}"), request_id);
    document.send(HttpResponse::MethodNotAllowed().insert_header((ALLOW, allow)))
}

/// The answer to a request whose address and headers are larger together than `most` bytes.
pub(crate) fn head_too_large(most: usize, request_id: &str) -> HttpResponse {
    let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    let class = Class { status, slug: "head-too-large", title: "Request head too large" };
    let detail = format!("address and headers of a request have at most {most} bytes");
    Document::new(&class, "head_too_large", detail, request_id).send(&mut HttpResponse::build(status))
}

/// The answer when a handler failed in a way that no refusal describes; the cause is in the log under the request's id.
pub(crate) fn internal(request_id: &str) -> HttpResponse {
    Problem::new(Refusal::Broken { id: request_id.to_owned() }, request_id).error_response()
}

/// The status of a refusal.
pub(crate) fn status(refusal: &Refusal) -> StatusCode {
    Class::of(refusal).status
}

/// A class of refusals: its status and its words.
struct Class {
    status: StatusCode,
    slug: &'static str,
    title: &'static str,
}

impl Class {
    fn of(refusal: &Refusal) -> Self {
        let (status, slug, title) = match refusal {
            Refusal::Unauthenticated { .. } => (StatusCode::UNAUTHORIZED, "unauthenticated", "Not authenticated"),
            Refusal::Forbidden { .. } => (StatusCode::FORBIDDEN, "forbidden", "Forbidden"),
            Refusal::Missing { .. } => (StatusCode::NOT_FOUND, "not-found", "Not found"),
            Refusal::Unreadable { how: Unreadable::NotAcceptable, .. } => {
                (StatusCode::NOT_ACCEPTABLE, "not-acceptable", "Not acceptable")
            }
            Refusal::Unreadable { how: Unreadable::UnsupportedMediaType, .. } => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Unsupported media type")
            }
            Refusal::Unreadable { how: Unreadable::TooLarge, .. } => {
                (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large")
            }
            Refusal::Unreadable { how: Unreadable::Malformed, .. } => {
                (StatusCode::BAD_REQUEST, "malformed", "Malformed")
            }
            Refusal::PreconditionMissing { .. } => {
                (StatusCode::PRECONDITION_REQUIRED, "precondition-required", "Precondition required")
            }
            Refusal::Stale { .. } => (StatusCode::PRECONDITION_FAILED, "stale", "Stale"),
            Refusal::Invalid { .. } => (StatusCode::BAD_REQUEST, "invalid", "Invalid"),
            Refusal::BadFile { .. } => (StatusCode::BAD_REQUEST, "bad-file", "Bad zone file"),
            Refusal::BadList(_) => (StatusCode::BAD_REQUEST, "bad-list", "Bad list of TLDs"),
            Refusal::Denied(denial) => return Self::of_denial(denial.kind),
            Refusal::Conflict { .. } | Refusal::Objected(_) => (StatusCode::CONFLICT, "conflict", "Conflict"),
            Refusal::Quota { .. } => (StatusCode::FORBIDDEN, "over-quota", "Over quota"),
            Refusal::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests"),
            Refusal::Busy
            | Refusal::SessionBusy
            | Refusal::Unpublished(_)
            | Refusal::OutOfNumbers
            | Refusal::LostRace
            | Refusal::NotLocked(_) => (StatusCode::SERVICE_UNAVAILABLE, "busy", "Busy"),
            Refusal::Unknown => (StatusCode::INTERNAL_SERVER_ERROR, "outcome-unknown", "Outcome unknown"),
            Refusal::Broken { .. } | Refusal::Failed(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error")
            }
        };
        Self { status, slug, title }
    }

    fn of_denial(kind: DenialKind) -> Self {
        let (status, slug, title) = match kind {
            DenialKind::Missing => (StatusCode::NOT_FOUND, "not-found", "Not found"),
            DenialKind::KeptElsewhere(_) => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "Method not allowed")
            }
            DenialKind::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "Forbidden"),
            DenialKind::Conflict => (StatusCode::CONFLICT, "conflict", "Conflict"),
            DenialKind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Unavailable"),
        };
        Self { status, slug, title }
    }
}

/// The headers that a refusal brings in every form; `challenge` is the face's way to show credentials.
pub(crate) fn add_headers(refusal: &Refusal, challenge: &'static str, response: &mut HttpResponseBuilder) {
    match refusal {
        Refusal::Unauthenticated { .. } => {
            response.insert_header((WWW_AUTHENTICATE, challenge));
        }
        Refusal::Stale { current: Some(tag) } => {
            response.insert_header((ETAG, tag.to_string()));
        }
        Refusal::TooMany { retry_after } => {
            response.insert_header((RETRY_AFTER, *retry_after));
        }
        Refusal::Busy
        | Refusal::SessionBusy
        | Refusal::Unpublished(_)
        | Refusal::OutOfNumbers
        | Refusal::LostRace
        | Refusal::NotLocked(_) => {
            response.insert_header((RETRY_AFTER, BUSY_FOR));
        }
        Refusal::Denied(denial) => match denial.kind {
            DenialKind::KeptElsewhere(allow) => drop(response.insert_header((ALLOW, allow))),
            DenialKind::Unavailable => drop(response.insert_header((RETRY_AFTER, BUSY_FOR))),
            DenialKind::Missing | DenialKind::Forbidden | DenialKind::Conflict => {}
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use domesday_app::entities::{Clash, Denial};
    use domesday_dns::Name;
    use domesday_domain::finding::{Conflict, ConflictKind, FieldError};
    use domesday_domain::precondition::Tag;
    use serde_json::{Value, json};

    use super::*;

    async fn answered(refusal: Refusal) -> (HttpResponse, Value) {
        let problem = Problem::new(refusal, "r1");
        let body = to_bytes(problem.error_response().into_body()).await.unwrap();
        (problem.error_response(), serde_json::from_slice(&body).unwrap())
    }

    #[actix_web::test]
    async fn a_problem_has_every_member_of_its_class() {
        let error = FieldError::new("ns[0]", "bad_host_name", "no");
        let (response, body) = answered(Refusal::Invalid { errors: vec![error], forcible: false }).await;
        assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
        let expected = json!({
            "type": "/problems/invalid", "title": "Invalid", "status": 400, "detail": "1 field is wrong: see errors", "code": "bad_host_name",
            "request_id": "r1", "errors": [{"field": "ns[0]", "code": "bad_host_name", "detail": "no"}], "forcible": false,
        });
        assert_eq!(body, expected);
    }

    #[actix_web::test]
    async fn conflicts_are_counted_beyond_the_first_hundred() {
        let conflict = Conflict {
            code: "zone_not_empty",
            kind: ConflictKind::Zone,
            name: Name::parse("a.org").unwrap(),
            rtype: None,
            zone: None,
            managed_by: None,
            detail: "left".into(),
            forcible: true,
        };
        let (_, body) = answered(Refusal::Conflict { conflicts: vec![conflict; 101], forcible: true }).await;
        assert_eq!((body["conflicts"].as_array().unwrap().len(), &body["conflicts_total"]), (100, &json!(101)));
    }

    #[actix_web::test]
    async fn h7_rules_about_entities_name_what_stands_against_a_request() {
        let clash = Clash::of([("claim", "school".to_owned())], "it narrows");
        let (_, body) = answered(Denial::conflict("kind_change_refused", "no").with(vec![clash]).into()).await;
        assert_eq!((&body["code"], &body["status"]), (&json!("kind_change_refused"), &json!(409)));
        assert_eq!(body["conflicts"], json!([{"claim": "school", "detail": "it narrows"}]));
        let (_, body) = answered(Denial::conflict("value_differs", "no").into()).await;
        assert_eq!(body["conflicts"], json!([{"detail": "no"}]));
        let absent = vec!["{ENTITY}.home".to_owned()];
        let unknown = Denial::forbidden("condition_unknown", "no").without_values_of(absent);
        let (_, body) = answered(unknown.into()).await;
        assert_eq!((&body["absent"], body.get("conflicts")), (&json!(["{ENTITY}.home"]), None));
        let error = FieldError { offset: Some(17), ..FieldError::new("condition", "condition_syntax", "no") };
        let (_, body) = answered(Refusal::Invalid { errors: vec![error], forcible: false }).await;
        assert_eq!(body["errors"][0]["offset"], json!(17));
    }

    #[actix_web::test]
    async fn s6_a_session_that_idled_out_is_told_as_any_other_that_is_dead() {
        let (dead, (idled, told)) =
            (answered(Refusal::unauthenticated()).await.1, answered(Refusal::idled_out()).await);
        assert_eq!((idled.status().as_u16(), &told, &told["code"]), (401, &dead, &json!("unauthenticated")));
    }

    #[actix_web::test]
    async fn headers_tell_what_to_do_next() {
        let (unauthenticated, _) = answered(Refusal::unauthenticated()).await;
        assert!(unauthenticated.headers().get("www-authenticate").unwrap().to_str().unwrap().starts_with("Bearer"));
        let (stale, _) = answered(Refusal::Stale { current: Some(Tag::InZone { zone: 17, revision: 2 }) }).await;
        assert_eq!(stale.headers().get("etag").unwrap(), "\"17.2\"");
        let (too_many, _) = answered(Refusal::TooMany { retry_after: 7 }).await;
        assert_eq!(too_many.headers().get("retry-after").unwrap(), "7");
        let (busy, _) = answered(Refusal::Busy).await;
        assert!(busy.headers().contains_key("retry-after"));
    }

    #[actix_web::test]
    async fn the_cause_of_a_defect_is_not_told() {
        let (response, body) = answered(Refusal::Failed("secret table".into())).await;
        assert_eq!(response.status(), 500);
        assert!(!body.to_string().contains("secret") && body["detail"].as_str().unwrap().contains("r1"), "{body}");
    }
}
