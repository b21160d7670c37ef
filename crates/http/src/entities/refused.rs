//! Refusals of this face: problem documents as on the zones face (rule H7), with words of its own.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use domesday_app::refusal::{Refusal, Unreadable};

use crate::problem::{self, Document, add_headers};

/// How many wrong fields an answer lists: a body made of nothing else would come back many times as long.
const ERRORS_LISTED: usize = 1000;

/// How callers show who they are.
const CHALLENGE: &str = "Bearer";

/// A refusal on its way to a client of this face.
#[derive(Debug)]
pub(crate) struct Refused {
    refusal: Refusal,
    request_id: String,
}

impl Refused {
    /// The refusal of the request with this id.
    pub(super) fn new(refusal: Refusal, request_id: &str) -> Self {
        Self { refusal, request_id: request_id.to_owned() }
    }

    /// Whether the caller may see, and may not do.
    pub(super) fn is_forbidden(&self) -> bool {
        self.status_code() == StatusCode::FORBIDDEN
    }

    /// The word for programs, where this face has another one.
    fn word(&self) -> Option<&'static str> {
        match &self.refusal {
            Refusal::Unauthenticated { .. } => Some("not_authenticated"),
            Refusal::Unreadable { how: Unreadable::TooLarge, .. } => Some("body_too_large"),
            Refusal::Unreadable { how: Unreadable::Malformed, .. } => Some("bad_json"),
            _ => None,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with {}", self.status_code())
    }
}

impl std::error::Error for Refused {}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        problem::status(&self.refusal)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        add_headers(&self.refusal, CHALLENGE, &mut response);
        let document = Document::of(&self.refusal, &self.request_id);
        let word = self.word().unwrap_or(document.code()).to_owned();
        document.called(&word).listing(ERRORS_LISTED).send(&mut response)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use domesday_app::entities::Denial;
    use domesday_domain::finding::FieldError;
    use domesday_domain::precondition::Tag;
    use serde_json::{Value, json};

    use super::*;

    async fn answered(refusal: Refusal) -> (HttpResponse, Value) {
        let refused = Refused::new(refusal, "r1");
        let body = to_bytes(refused.error_response().into_body()).await.unwrap();
        (refused.error_response(), serde_json::from_slice(&body).unwrap())
    }

    fn unreadable(how: Unreadable) -> Refusal {
        Refusal::Unreadable { how, detail: "d".into() }
    }

    #[actix_web::test]
    async fn h7_every_refusal_has_its_status_and_its_word() {
        for (refusal, status, word) in [
            (Refusal::unauthenticated(), 401, "not_authenticated"),
            (Refusal::forbidden("forbidden", "d"), 403, "forbidden"),
            (Refusal::missing("x"), 404, "not_found"),
            (Denial::missing("unknown_kind", "d").into(), 404, "unknown_kind"),
            (Denial::kept_elsewhere("GET, HEAD", "d").into(), 405, "method_not_allowed"),
            (unreadable(Unreadable::NotAcceptable), 406, "not_acceptable"),
            (Denial::conflict("value_differs", "d").into(), 409, "value_differs"),
            (Refusal::Stale { current: Some(Tag::Version(4)) }, 412, "stale"),
            (unreadable(Unreadable::TooLarge), 413, "body_too_large"),
            (unreadable(Unreadable::UnsupportedMediaType), 415, "unsupported_media_type"),
            (unreadable(Unreadable::Malformed), 400, "bad_json"),
            (Refusal::Busy, 503, "busy"),
            (Denial::unavailable("signing_unavailable", "d").into(), 503, "signing_unavailable"),
        ] {
            let (response, body) = answered(refusal).await;
            assert_eq!((response.status().as_u16(), body["code"].as_str()), (status, Some(word)));
            assert_eq!((&body["status"], &body["request_id"]), (&json!(status), &json!("r1")));
            assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
            assert_eq!(response.headers().contains_key("retry-after"), status == 503, "{word}");
        }
    }

    #[actix_web::test]
    async fn h9_who_has_no_log_in_is_asked_for_a_bearer_token() {
        let (response, _) = answered(Refusal::unauthenticated()).await;
        assert_eq!(response.headers().get("www-authenticate").unwrap(), "Bearer");
        let (response, _) = answered(Denial::kept_elsewhere("GET, HEAD", "d").into()).await;
        assert_eq!(response.headers().get("allow").unwrap(), "GET, HEAD");
    }

    #[actix_web::test]
    async fn h7_wrong_fields_are_told_and_force_is_not_spoken_of() {
        let error = FieldError { offset: Some(3), ..FieldError::new("body", "bad_json", "d") };
        let (_, body) = answered(Refusal::Invalid { errors: vec![error], forcible: false }).await;
        assert_eq!(body["errors"], json!([{"field": "body", "code": "bad_json", "detail": "d", "offset": 3}]));
        assert_eq!((&body["code"], body.get("forcible")), (&json!("bad_json"), None));
    }

    #[actix_web::test]
    async fn a_body_of_nothing_but_faults_does_not_come_back_many_times_as_long() {
        let errors = vec![FieldError::new("claims[7]", "wrong_type", "expected an object"); 130_000];
        let (_, body) = answered(Refusal::Invalid { errors, forcible: false }).await;
        assert_eq!(body["errors"].as_array().map(Vec::len), Some(ERRORS_LISTED));
        assert!(body["detail"].as_str().is_some_and(|detail| detail.contains("130000")), "{}", body["detail"]);
    }
}
