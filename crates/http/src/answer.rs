//! What every success has in common: warnings in header and body (rule Z16), the serial, and the answer to a dry run (rule Z18).

use std::fmt::{Display, Write};
use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderName};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use domesday_domain::finding::Warning;
use domesday_domain::serial::Serial;
use serde::Serialize;
use utoipa::ToSchema;

use crate::caller::Visit;
use crate::prefer::{PREFERENCE_APPLIED, REPRESENTATION, wants_representation};
use crate::problem::Problem;
use crate::query::Parameters;
use crate::{accept, etag};

/// How many warnings the header names; the rest is counted.
const NAMED: usize = 20;

/// The header that tells what was let through.
const WARNING: HeaderName = HeaderName::from_static("domesday-warning");

/// The header that tells a zone's serial after a change.
const SERIAL: HeaderName = HeaderName::from_static("domesday-serial");

/// What force lifted, or a rule let through.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Warning)]
pub(crate) struct WireWarning {
    /// A stable word for programs.
    code: &'static str,
    /// What it is about: a name or a field.
    subject: String,
    /// A sentence for people.
    detail: String,
}

impl WireWarning {
    /// Warnings as clients see them.
    pub(crate) fn all(warnings: &[Warning]) -> Vec<Self> {
        let wire = |warning: &Warning| Self {
            code: warning.code,
            subject: warning.subject.clone(),
            detail: warning.detail.clone(),
        };
        warnings.iter().map(wire).collect()
    }
}

/// What a change would do that was only tried.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DryRun {
    /// The status it would be answered with.
    would: u16,
    /// What would be let through.
    warnings: Vec<WireWarning>,
}

/// What answers a change that may only be tried, for the OpenAPI document only.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what is written elsewhere")]
pub(crate) enum OrDryRun<T> {
    /// It was done.
    Done(T),
    /// It was only tried.
    Tried(DryRun),
}

/// A success being put together.
pub(crate) struct Success<'a> {
    response: HttpResponseBuilder,
    warnings: &'a [Warning],
}

impl<'a> Success<'a> {
    /// A change that was made; or, in a dry run, the whole answer about one that was not.
    pub(crate) fn of(status: StatusCode, warnings: &'a [Warning], dry_run: bool) -> ControlFlow<HttpResponse, Self> {
        let mut response = HttpResponse::build(if dry_run { StatusCode::OK } else { status });
        if let Some(list) = warning_list(warnings) {
            response.insert_header((WARNING, list));
        }
        if dry_run {
            return ControlFlow::Break(
                response.json(DryRun { would: status.as_u16(), warnings: WireWarning::all(warnings) }),
            );
        }
        ControlFlow::Continue(Self { response, warnings })
    }

    /// With the serial after the change.
    pub(crate) fn serial(mut self, serial: Serial) -> Self {
        self.response.insert_header((SERIAL, serial.get()));
        self
    }

    /// With the tag of what is there now.
    pub(crate) fn etag(mut self, tag: &impl Display) -> Self {
        self.response.insert_header((ETAG, tag.to_string()));
        self
    }

    /// With a header.
    pub(crate) fn header(mut self, name: HeaderName, value: String) -> Self {
        self.response.insert_header((name, value));
        self
    }

    /// The warnings, for the body.
    pub(crate) fn wire_warnings(&self) -> Vec<WireWarning> {
        WireWarning::all(self.warnings)
    }

    /// With a body.
    pub(crate) fn json(mut self, body: &impl Serialize) -> HttpResponse {
        self.response.json(body)
    }

    /// Without one.
    pub(crate) fn empty(mut self) -> HttpResponse {
        self.response.finish()
    }
}

/// A thing as it was read, under its tag; 304 if the caller has it already.
///
/// # Errors
/// A form that cannot be given, and parameters: none are taken.
pub(crate) fn found(
    visit: &Visit,
    request: &HttpRequest,
    tag: &impl Display,
    body: &impl Serialize,
) -> Result<HttpResponse, Problem> {
    visit.settle(accept::json(request).and_then(|()| Parameters::of(request).settle()))?;
    let tag = tag.to_string();
    if etag::is_known(request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok().insert_header((ETAG, tag)).json(body))
}

/// A thing that was changed, without warnings: 204, or with `Prefer: return=representation` the thing (rule Z5).
pub(crate) fn changed(request: &HttpRequest, tag: &impl Display, body: &impl Serialize, dry_run: bool) -> HttpResponse {
    let whole = wants_representation(request);
    let status = if whole { StatusCode::OK } else { StatusCode::NO_CONTENT };
    match Success::of(status, &[], dry_run) {
        ControlFlow::Break(dry_run) => dry_run,
        ControlFlow::Continue(success) if whole => {
            success.etag(tag).header(PREFERENCE_APPLIED, REPRESENTATION.to_owned()).json(body)
        }
        ControlFlow::Continue(success) => success.etag(tag).empty(),
    }
}

/// The warnings as a list of RFC 9651; none if there are none.
pub(crate) fn warning_list(warnings: &[Warning]) -> Option<String> {
    let mut list = String::new();
    for warning in warnings.iter().take(NAMED) {
        let gap = if list.is_empty() { "" } else { ", " };
        let subject: String = warning.subject.chars().flat_map(quotable).collect();
        // Writing to a string cannot fail.
        let _ = write!(list, "{gap}{};subject=\"{subject}\"", warning.code);
    }
    let more = warnings.len().saturating_sub(NAMED);
    if more > 0 {
        let _ = write!(list, ", more;count={more}");
    }
    (!list.is_empty()).then_some(list)
}

/// Adds the warnings to an answer that is no change.
pub(crate) fn warn(response: &mut HttpResponseBuilder, warnings: &[Warning]) {
    if let Some(list) = warning_list(warnings) {
        response.insert_header((WARNING, list));
    }
}

/// A character in a quoted string: escaped if it must be, replaced if it may not stand there.
fn quotable(character: char) -> impl Iterator<Item = char> {
    let escape = matches!(character, '"' | '\\').then_some('\\');
    let shown = if matches!(character, ' '..='~') { character } else { '?' };
    escape.into_iter().chain([shown])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warning(subject: &str) -> Warning {
        Warning { code: "soa_relation", subject: subject.into(), detail: String::new() }
    }

    #[test]
    fn warnings_are_a_structured_list() {
        assert_eq!(warning_list(&[]), None);
        let list = warning_list(&[warning("refresh"), warning("a\"\\\nü")]);
        assert_eq!(list.as_deref(), Some(r#"soa_relation;subject="refresh", soa_relation;subject="a\"\\??""#));
    }

    #[test]
    fn after_twenty_warnings_the_rest_is_counted() {
        let list = warning_list(&vec![warning("x"); 23]).unwrap();
        assert_eq!(list.matches("subject").count(), 20);
        assert!(list.ends_with(", more;count=3"));
    }
}
