//! The document of an error: its members, and what of a refusal goes into which.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, HttpResponseBuilder};
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_app::tlds::ReportedError;
use domesday_domain::finding::FieldError;
use domesday_domain::tld::list::ListFaults;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::super::form::Subject;
use super::super::openstack_id;

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenStackError)]
pub(crate) struct Document {
    /// The status once more.
    code: u16,
    /// A stable word for programs.
    #[serde(rename = "type")]
    kind: String,
    /// A sentence for people.
    message: String,
    /// The request, as in `x-openstack-request-id`.
    request_id: String,
    /// Every wrong member, parameter or line of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<ErrorList>,
    /// How many lines of a list are wrong; the first hundred are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenStackErrorList)]
struct ErrorList {
    errors: Vec<PathError>,
}

/// Something wrong in one place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenStackPathError)]
struct PathError {
    /// The member or parameter, or the way to it through members and lists; or `text` and a line of it.
    #[schema(value_type = Vec<StepShape>)]
    path: Vec<Value>,
    /// A sentence for people.
    message: String,
}

/// A step of the way, for the OpenAPI document only.
#[derive(ToSchema)]
#[schema(as = OpenStackPathStep)]
#[serde(untagged)]
#[expect(dead_code, reason = "the steps are made as JSON")]
enum StepShape {
    /// A member or parameter.
    Member(String),
    /// A place in a list, from 0; or a line, from 1.
    Place(u64),
}

/// How many wrong lines an answer lists.
const LISTED: usize = 100;

const BAD_LIST: &str = "the list was refused and nothing was changed (see errors)";

/// The type of an error in a member or parameter, or in the request as a whole.
fn error_type(code: &'static str) -> &'static str {
    match code {
        "empty_request_body"
        | "invalid_json"
        | "invalid_uuid"
        | "invalid_limit"
        | "invalid_marker"
        | "marker_not_found"
        | "invalid_sort_key"
        | "invalid_sort_dir"
        | "quota_resource_unknown" => code,
        "unknown_parameter" | "repeated" | "malformed" | "bad_value" | "missing_parameter" => "bad_request",
        _ => "invalid_object",
    }
}

fn unreadable_type(how: Unreadable) -> &'static str {
    match how {
        Unreadable::NotAcceptable => "not_acceptable",
        Unreadable::UnsupportedMediaType => "unsupported_content_type",
        Unreadable::TooLarge => "request_too_large",
        Unreadable::Malformed => "invalid_json",
    }
}

/// What is wrong, with where it is: these clients show the message alone.
fn sentence(error: &FieldError, subject: &Subject) -> String {
    let field = if subject.pointers { error.field.trim_start_matches('/') } else { error.field.as_str() };
    match field {
        field if error.detail.starts_with(field) => error.detail.clone(),
        field => format!("{field}: {}", error.detail),
    }
}

/// What is wrong with a list, as far as one sentence goes.
fn first_of(faults: &ListFaults) -> String {
    let first = faults.first.first().map_or_else(String::new, |fault| match fault.line {
        Some(line) => format!(", first of all line {line}: {}", fault.message),
        None => format!(": {}", fault.message),
    });
    format!("{BAD_LIST}; {} wrong{first}", faults.total)
}

/// Where something is wrong: the member, or the members and places of lists that a JSON pointer (RFC 6901) leads through.
fn path(field: &str, subject: &Subject) -> Vec<Value> {
    let Some(pointer) = field.strip_prefix('/').filter(|_| subject.pointers) else { return vec![field.into()] };
    let step = |(depth, step): (usize, &str)| match step.parse::<u64>() {
        Ok(place) if depth > 0 && step.bytes().all(|octet| octet.is_ascii_digit()) => place.into(),
        _ => step.replace("~1", "/").replace("~0", "~").into(),
    };
    pointer.split('/').enumerate().map(step).collect()
}

impl ErrorList {
    fn of_fields(errors: &[FieldError], subject: &Subject) -> Option<Self> {
        let placed = errors.iter().filter(|error| !error.field.is_empty());
        let errors: Vec<PathError> = placed
            .map(|error| PathError { path: path(&error.field, subject), message: error.detail.clone() })
            .collect();
        (!errors.is_empty()).then_some(Self { errors })
    }
}

impl Document {
    /// What a refusal about this subject is told as.
    pub(super) fn of(refusal: &Refusal, status: StatusCode, subject: &Subject, request_id: &str) -> Self {
        let plain = |kind: &str, message: &str| Self::new(status, kind, message, request_id);
        match refusal {
            Refusal::Unauthenticated { detail, .. } => plain("unauthorized", detail),
            Refusal::Forbidden { code, detail } => plain(code, detail),
            Refusal::Missing { .. } => plain(subject.missing, &format!("Could not find {}", subject.title)),
            Refusal::Unreadable { how, detail } => plain(unreadable_type(*how), detail),
            Refusal::Stale { .. } => {
                plain("precondition_failed", "it has changed: read it again and use its ETag of now")
            }
            Refusal::PreconditionMissing { detail } => plain("precondition_failed", detail),
            Refusal::Invalid { errors, .. } => {
                let kind = errors.first().map_or("invalid_object", |first| error_type(first.code));
                let message: Vec<String> = errors.iter().map(|error| sentence(error, subject)).collect();
                Self { errors: ErrorList::of_fields(errors, subject), ..plain(kind, &message.join("; ")) }
            }
            Refusal::BadFile { lines, .. } => {
                let at = |line: u64| vec!["text".into(), line.into()];
                let faults = lines.iter().take(LISTED);
                let errors = faults.map(|fault| PathError { path: at(fault.line), message: fault.detail.clone() });
                Self { errors: Some(ErrorList { errors: errors.collect() }), ..plain("invalid_object", BAD_LIST) }
            }
            Refusal::BadList(faults) => {
                let told = ReportedError::of(faults).into_iter();
                let errors = told.map(|error| PathError { path: error.path, message: error.message }).collect();
                let plain = plain("invalid_object", &first_of(faults));
                Self { errors: Some(ErrorList { errors }), total: Some(faults.total), ..plain }
            }
            Refusal::Conflict { conflicts, .. } => match conflicts.first() {
                Some(first) if !first.code.starts_with("duplicate") => plain(first.code, &first.detail),
                first => plain(first.map_or("conflict", |first| first.code), &format!("Duplicate {}", subject.title)),
            },
            // Rules of registrars are not asked on this face; if one ever is, it says what it has to say.
            Refusal::Objected(objections) => match objections.list.first() {
                Some(first) => plain(first.reason, &first.detail),
                None => plain("conflict", "it is not allowed now"),
            },
            Refusal::Denied(denial) => plain(denial.code, &denial.detail),
            Refusal::Quota { detail } => plain("over_quota", detail),
            Refusal::TooMany { .. } => plain("service_unavailable", "too many attempts: try again later"),
            Refusal::Busy
            | Refusal::SessionBusy
            | Refusal::Unpublished(_)
            | Refusal::OutOfNumbers
            | Refusal::LostRace
            | Refusal::NotLocked(_) => plain(
                "service_unavailable",
                "the registry is overloaded or its database away: nothing was changed, try again",
            ),
            Refusal::Unknown => {
                plain("unknown", "the database did not say whether the change was kept: read before you try again")
            }
            Refusal::Broken { .. } | Refusal::Failed(_) => {
                plain("unknown", &format!("something failed inside; the log tells what, under {request_id}"))
            }
        }
    }

    pub(super) fn new(status: StatusCode, kind: &str, message: &str, request_id: &str) -> Self {
        Self {
            code: status.as_u16(),
            kind: kind.to_owned(),
            message: message.to_owned(),
            request_id: openstack_id(request_id),
            errors: None,
            total: None,
        }
    }

    pub(super) fn send(&self, mut response: HttpResponseBuilder) -> HttpResponse {
        response.json(self)
    }
}
