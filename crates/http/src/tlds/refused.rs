//! Refusals in OpenStack's form (`tlds.md` section 9): `{"code", "type", "message", "request_id"}`, always an object.
//!
//! Clients of this API make keyword arguments of it, and take 422, 428 and 429 for success: these are never used. What an answer may
//! reveal is as on the other faces: a defect shows its id only.

mod document;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::ALLOW;
use actix_web::{HttpResponse, ResponseError};
use domesday_app::refusal::{Refusal, Unreadable};

use super::form::Subject;
use crate::problem::add_headers;
pub(crate) use document::Document;

/// A refusal on its way to a client of this face.
#[derive(Debug)]
pub(crate) struct Refused {
    refusal: Refusal,
    subject: &'static Subject,
    request_id: String,
}

impl Refused {
    /// The refusal of the request with this id, about this subject.
    pub(super) fn new(refusal: Refusal, subject: &'static Subject, request_id: &str) -> Self {
        Self { refusal, subject, request_id: request_id.to_owned() }
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
        match &self.refusal {
            Refusal::Unauthenticated { .. } => StatusCode::UNAUTHORIZED,
            Refusal::Forbidden { .. } => StatusCode::FORBIDDEN,
            Refusal::Missing { .. } => StatusCode::NOT_FOUND,
            Refusal::Unreadable { how: Unreadable::NotAcceptable, .. } => StatusCode::NOT_ACCEPTABLE,
            Refusal::Unreadable { how: Unreadable::UnsupportedMediaType, .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refusal::Unreadable { how: Unreadable::TooLarge, .. } | Refusal::Quota { .. } => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Refusal::Unreadable { how: Unreadable::Malformed, .. }
            | Refusal::Invalid { .. }
            | Refusal::BadFile { .. }
            | Refusal::BadList(_) => StatusCode::BAD_REQUEST,
            Refusal::PreconditionMissing { .. } | Refusal::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            Refusal::Conflict { .. } | Refusal::Objected(_) | Refusal::Denied(_) => StatusCode::CONFLICT,
            Refusal::TooMany { .. }
            | Refusal::Busy
            | Refusal::SessionBusy
            | Refusal::Unpublished(_)
            | Refusal::OutOfNumbers
            | Refusal::LostRace
            | Refusal::NotLocked(_) => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::Unknown | Refusal::Broken { .. } | Refusal::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        add_headers(&self.refusal, "Bearer realm=\"domesday\"", &mut response);
        let document = Document::of(&self.refusal, self.status_code(), self.subject, &self.request_id);
        document.send(response)
    }
}

/// The answer to a method that the path does not take.
pub(super) fn method_not_allowed(allow: &'static str, request_id: &str) -> HttpResponse {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    let mut response = HttpResponse::build(status);
    response.insert_header((ALLOW, allow));
    Document::new(status, "method_not_allowed", &format!("this path takes {allow}"), request_id).send(response)
}

/// The answer where nothing is served.
pub(super) fn no_such_path(request_id: &str) -> HttpResponse {
    let status = StatusCode::NOT_FOUND;
    let message = "nothing is served at this path; GET /openapi.json lists what is";
    Document::new(status, "not_found", message, request_id).send(HttpResponse::build(status))
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use domesday_dns::Name;
    use domesday_domain::finding::{Conflict, ConflictKind, FieldError};
    use domesday_domain::tld::list::{Section, read};
    use serde_json::{Value, json};

    use super::super::form::{ACCOUNT, BLACKLIST, POLICY_SUBJECT, TLD, whole};
    use super::*;

    const ID: &str = "01a20125-ade7-724f-b440-d572bbe9690f";

    async fn answered(refusal: Refusal, subject: &'static Subject) -> (u16, Value) {
        let response = Refused::new(refusal, subject, ID).error_response();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body()).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    fn invalid(errors: &[(&str, &'static str)]) -> Refusal {
        let error = |(field, code): &(&str, &'static str)| FieldError::new(*field, code, "d");
        Refusal::Invalid { errors: errors.iter().map(error).collect(), forcible: false }
    }

    #[actix_web::test]
    async fn section_9_every_error_has_its_words() {
        for (refusal, subject, status, kind, message) in [
            (Refusal::missing("x"), &TLD, 404, "tld_not_found", "Could not find Tld"),
            (Refusal::missing("x"), &BLACKLIST, 404, "blacklist_not_found", "Could not find Blacklist"),
            (Refusal::missing("x"), &ACCOUNT, 404, "account_not_found", "Could not find Account"),
            (whole("invalid_uuid", "Invalid UUID tld_id: foo"), &TLD, 400, "invalid_uuid", "Invalid UUID tld_id: foo"),
            (invalid(&[("limit", "invalid_limit")]), &TLD, 400, "invalid_limit", "limit: d"),
            (invalid(&[("colour", "unknown_parameter")]), &TLD, 400, "bad_request", "colour: d"),
            (invalid(&[("name", "wrong_type"), ("id", "read_only")]), &TLD, 400, "invalid_object", "name: d; id: d"),
        ] {
            let (told, body) = answered(refusal, subject).await;
            assert_eq!((told, &body["code"], &body["type"]), (status, &json!(status), &json!(kind)), "{body}");
            assert_eq!(
                (&body["message"], &body["request_id"]),
                (&json!(message), &json!(format!("req-{ID}"))),
                "{body}"
            );
        }
    }

    #[actix_web::test]
    async fn section_9_fields_are_paths_and_the_request_as_a_whole_has_none() {
        let (_, body) = answered(invalid(&[("description", "too_long"), ("links", "read_only")]), &TLD).await;
        let expected = json!([{"path": ["description"], "message": "d"}, {"path": ["links"], "message": "d"}]);
        assert_eq!(body["errors"]["errors"], expected);
        let (_, body) = answered(whole("empty_request_body", "d"), &TLD).await;
        assert_eq!((body["type"].as_str(), body.get("errors")), (Some("empty_request_body"), None));
    }

    #[actix_web::test]
    async fn section_7_members_within_members_are_paths_too_where_they_are_pointers() {
        let errors =
            [("/required_claims/0/within", "duration"), ("/a~1b~0c", "unknown-member"), ("/7", "x"), ("limit", "x")];
        let (_, body) = answered(invalid(&errors), &POLICY_SUBJECT).await;
        let paths: Vec<&Value> =
            body["errors"]["errors"].as_array().unwrap().iter().map(|error| &error["path"]).collect();
        assert_eq!(
            paths,
            [&json!(["required_claims", 0, "within"]), &json!(["a/b~c"]), &json!(["7"]), &json!(["limit"])]
        );
        assert!(body["message"].as_str().unwrap().starts_with("required_claims/0/within: d; "), "{body}");
        let (_, body) = answered(invalid(&[("/a/b", "unknown_member")]), &TLD).await;
        assert_eq!(body["errors"]["errors"][0]["path"], json!(["/a/b"]));
    }

    #[actix_web::test]
    async fn what_is_in_the_way_is_told_and_not_called_a_duplicate() {
        let conflict = |code| {
            let (kind, name) = (ConflictKind::Tld, Name::root());
            let conflict = Conflict {
                code,
                kind,
                name,
                rtype: None,
                zone: None,
                managed_by: None,
                detail: "d".into(),
                forcible: false,
            };
            Refusal::Conflict { conflicts: vec![conflict], forcible: false }
        };
        let (status, body) = answered(conflict("policy_in_use"), &POLICY_SUBJECT).await;
        assert_eq!((status, &body["type"], &body["message"]), (409, &json!("policy_in_use"), &json!("d")));
        let (_, body) = answered(conflict("duplicate_tld"), &TLD).await;
        assert_eq!(body["message"], "Duplicate Tld");
    }

    #[actix_web::test]
    async fn i2_lines_at_fault_are_paths_and_counted() {
        let faults = read(&"com\nco..uk\n".repeat(101), None, Section::All).unwrap_err();
        let (status, body) = answered(Refusal::BadList(faults), &TLD).await;
        assert_eq!((status, &body["total"]), (400, &json!(101)));
        let errors = body["errors"]["errors"].as_array().unwrap();
        assert_eq!((errors.len(), &errors[1]["path"]), (100, &json!(["text", 4])));
    }

    #[actix_web::test]
    async fn section_9_statuses_that_clients_take_for_success_are_never_used() {
        for (refusal, status) in [
            (Refusal::PreconditionMissing { detail: "d".into() }, 412),
            (Refusal::TooMany { retry_after: 7 }, 503),
            (Refusal::Quota { detail: "d".into() }, 413),
            (Refusal::Busy, 503),
        ] {
            assert_eq!(answered(refusal, &TLD).await.0, status);
        }
    }

    #[actix_web::test]
    async fn the_cause_of_a_defect_is_not_told() {
        let (status, body) = answered(Refusal::Failed("secret table".into()), &TLD).await;
        assert_eq!((status, &body["type"]), (500, &json!("unknown")));
        assert!(!body.to_string().contains("secret") && body["message"].as_str().unwrap().contains(ID), "{body}");
    }
}
