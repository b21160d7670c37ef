//! Refusals in this face's form (rule R2, RFC 9083 section 6).

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, HeaderName, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use domesday_app::objection::Ground;
use domesday_app::refusal::Refusal;

use super::answer::conformance;
use super::call::{Call, MEDIA_TYPE};
use super::notices;
use super::settings::RdapSettings;
use super::shapes::Error;

/// For how long a caller should wait who met an overload, in seconds.
const BUSY_FOR: u64 = 1;

/// A refusal on its way to a client of this face: what handlers return as their error.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    header: Option<(HeaderName, String)>,
    error: Box<Error>,
}

impl Refused {
    /// A refusal of the registry, as it is told.
    pub(super) fn of(refusal: &Refusal, call: &Call) -> Self {
        let (status, detail) = told(refusal);
        let mut refused = Self::plain(status, &detail, call.settings(), &call.place("help", ""));
        refused.header = match refusal {
            Refusal::TooMany { retry_after } => Some((RETRY_AFTER, retry_after.to_string())),
            _ if status == StatusCode::SERVICE_UNAVAILABLE => Some((RETRY_AFTER, BUSY_FOR.to_string())),
            _ => None,
        };
        refused
    }

    /// A refusal of the face's own.
    pub(super) fn plain(status: StatusCode, detail: &str, settings: &RdapSettings, help: &str) -> Self {
        let error = Error {
            rdap_conformance: conformance(settings.profile),
            error_code: status.as_u16(),
            title: status.canonical_reason().unwrap_or_default(),
            description: vec![detail.to_owned()],
            notices: notices::of_service(settings, help),
        };
        Self { status, header: None, error: Box::new(error) }
    }

    /// The path does not take the method.
    pub(super) fn method_not_allowed(allow: &'static str, call: &Call) -> Self {
        let detail = format!("this path takes {allow}");
        let refused = Self::plain(StatusCode::METHOD_NOT_ALLOWED, &detail, call.settings(), &call.place("help", ""));
        Self { header: Some((ALLOW, allow.to_owned())), ..refused }
    }
}

/// The status of a refusal, and a sentence for people.
fn told(refusal: &Refusal) -> (StatusCode, String) {
    match refusal {
        Refusal::Objected(objections) => {
            let objection = objections.list.first();
            let detail = objection.map(|objection| objection.detail.clone()).unwrap_or_default();
            let is_missing = objection.is_some_and(|objection| objection.ground == Ground::NotThere);
            (if is_missing { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST }, detail)
        }
        Refusal::TooMany { retry_after } => (
            StatusCode::TOO_MANY_REQUESTS,
            format!("too many requests from this address: try again in {retry_after} s"),
        ),
        Refusal::Busy | Refusal::SessionBusy | Refusal::LostRace | Refusal::NotLocked(_) | Refusal::OutOfNumbers => {
            (StatusCode::SERVICE_UNAVAILABLE, "the registry is busy, or its database is away: try again".to_owned())
        }
        Refusal::Broken { id } => (StatusCode::INTERNAL_SERVER_ERROR, defect(id)),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, defect("unknown")),
    }
}

/// What is told of a defect: where it is in the log, and no more.
pub(super) fn defect(id: &str) -> String {
    format!("a defect of the server; it is in its log under {id}")
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with {}", self.status)
    }
}

impl std::error::Error for Refused {}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        answer.content_type(MEDIA_TYPE);
        answer.insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*")).insert_header((CACHE_CONTROL, "no-store"));
        if let Some((name, value)) = &self.header {
            answer.insert_header((name.clone(), value.as_str()));
        }
        answer.json(&self.error)
    }
}
