//! Answers on their way out (rules W2, W9, W14, W15): in the form that was asked for, of a known length, whole.

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ALLOW, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER, USER_AGENT, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpResponse, HttpResponseBuilder};

use super::answer::Answer;
use super::format::Format;
use super::spool::{Spool, off_the_async_threads};
use super::{rows, texts};

/// How an answer goes out.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// In which form.
    pub(super) format: Format,
    /// The connection is to be closed: clients that do not notice when one was closed under them (rule W9).
    pub(super) close: bool,
    /// By which the log knows the request.
    pub(super) incident: String,
}

/// Whether a client is one of those whose connections are closed.
pub(super) fn closes(headers: &HeaderMap, agents: &[String]) -> bool {
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    agents.iter().any(|start| agent.starts_with(start.as_str()))
}

impl Way {
    /// Sends an answer.
    pub(super) async fn send(self, answer: Answer) -> HttpResponse {
        let (format, incident) = (self.format, self.incident.clone());
        let head = (answer.status, answer.retry_after, answer.allow.clone());
        let job = answer.job();
        let written = match answer.has_rows() {
            true => off_the_async_threads(move || answer.written(format)).await,
            false => answer.written(format),
        };
        match written {
            Ok(spool) => self.respond(head, None, spool),
            Err(error) => {
                let failed = Answer::of_failure(&rows::failed(&error, &incident), job);
                let head = (failed.status, None, None);
                self.respond(head, None, failed.written(format).unwrap_or_default())
            }
        }
    }

    /// Sends a client to its job (rule J4): with that and nothing else.
    pub(super) fn redirect(self, job: i64) -> HttpResponse {
        let uri = job_uri(job);
        let mut spool = Spool::new();
        // What is so short stays in memory.
        let _ = spool.push(&uri);
        let way = Self { format: Format::Html, ..self };
        way.respond((StatusCode::TEMPORARY_REDIRECT, None, None), Some(uri), spool)
    }

    /// Tells a client that its job still runs (rule J5): the same place, and an envelope in its form.
    pub(super) fn still_running(self, job: i64) -> HttpResponse {
        let answer = Answer::incomplete(&texts::still_running(), job);
        let spool = answer.written(self.format).unwrap_or_default();
        self.respond((answer.status, None, None), Some(job_uri(job)), spool)
    }

    fn respond(self, (status, retry_after, allow): Head, location: Option<String>, body: Spool) -> HttpResponse {
        let mut response = head(status, self.format);
        let mut add = |name: HeaderName, value: Option<String>| {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
                response.insert_header((name, value));
            }
        };
        add(RETRY_AFTER, retry_after.map(|seconds| seconds.to_string()));
        add(ALLOW, allow);
        add(LOCATION, location);
        if self.close {
            response.force_close();
        }
        response.body(SizedStream::new(body.length(), Box::pin(body.pieces())))
    }
}

/// Status, `Retry-After` and `Allow`.
type Head = (StatusCode, Option<u64>, Option<String>);

/// What every answer begins with (rule W15).
fn head(status: StatusCode, format: Format) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response.insert_header((CONTENT_TYPE, format.media_type())).insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"));
    response
}

/// An answer of no request that got as far as its form: in JSON.
pub(super) fn bare(answer: &Answer) -> HttpResponse {
    head(answer.status, Format::Json).body(answer.envelope_in(Format::Json))
}

/// Where a job is asked for: relative, without a final slash.
pub(super) fn job_uri(job: i64) -> String {
    format!("/REST/Job/{job}")
}
