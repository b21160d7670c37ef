//! Refusals in this face's form (rules E2–E4): the code, every fault of the class that failed, and what stands in the way.
//!
//! What an answer may reveal is decided here: a defect shows its id only, a secret is never echoed, and who may not log in is told the same
//! whatever was wrong.

mod fault;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, ETAG, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use domesday_app::objection::Blocker;
use domesday_app::refusal::{Refusal, Unreadable};
use serde_json::{Map, Value, json};

use super::answer::{Answer, Stamp};
use super::codes::Code;
pub(super) use fault::Told;

/// For how long a caller should wait who met an overload, in seconds.
const BUSY_FOR: u64 = 1;

/// The same after too many wrong codes (rule D8): the rest of the hour is not known here, so all of it.
const CODES_REFUSED_FOR: u64 = 3600;

/// A member that no version of the API knows.
pub(super) const UNKNOWN_MEMBER: &str = "unknown-member";

/// A version that is not served.
pub(super) const VERSION_NOT_SERVED: &str = "version-not-served";

/// A refusal on its way to a client of this face: what handlers return as their error.
#[derive(Debug)]
pub(crate) struct Refused {
    answer: Box<Answer>,
    stamp: Box<Stamp>,
}

impl Refused {
    /// A refusal as it is told. `value` finds what a place of the request holds.
    pub(super) fn new(refusal: &Refusal, stamp: &Stamp, value: impl Fn(&str) -> (String, Value)) -> Self {
        let list = Told::all(refusal, stamp.version);
        let code = list.iter().map(|told| told.code).min().unwrap_or(Code::FAILED);
        let cause = list.iter().find(|told| told.code == code).map(|told| told.detail.clone());
        let status = status(refusal, code, &list);
        let mut answer = Answer { cause, headers: headers(refusal, status), ..Answer::new(status, code) };
        answer.members.insert("errors".into(), list.into_iter().map(|told| told.json(&value)).collect());
        if let Refusal::Objected(objections) = refusal {
            let blockers = (&*objections.blockers, objections.blockers_total);
            add_blockers(blockers, matches!(code, Code::EXISTS | Code::IN_USE), &mut answer.members);
        }
        Self { answer: Box::new(answer), stamp: Box::new(stamp.clone()) }
    }

    /// With members of the operation's own.
    pub(super) fn beside(mut self, members: Map<String, Value>) -> Self {
        self.answer.members.extend(members);
        self
    }

    /// A refusal of the face's own, about no object.
    fn plain(code: Code, status: StatusCode, reason: &'static str, detail: &str, stamp: &Stamp) -> Self {
        let told = Told { code, reason, place: None, detail: detail.to_owned() };
        let errors: Value = [told.json(&|place: &str| (place.to_owned(), Value::Null))].into_iter().collect();
        let answer = Answer { cause: Some(detail.to_owned()), ..Answer::new(status, code) }.with("errors", errors);
        Self { answer: Box::new(answer), stamp: Box::new(stamp.clone()) }
    }

    /// Nothing is served at the path.
    pub(super) fn no_such_path(stamp: &Stamp) -> Self {
        let detail = "nothing is served at this path; GET /openapi.json lists what is";
        Self::plain(Code::UNKNOWN_COMMAND, StatusCode::NOT_FOUND, "unknown-path", detail, stamp)
    }

    /// The path does not take the method.
    pub(super) fn method_not_allowed(allow: &'static str, stamp: &Stamp) -> Self {
        let detail = format!("this path takes {allow}");
        let status = StatusCode::METHOD_NOT_ALLOWED;
        let mut refused = Self::plain(Code::UNKNOWN_COMMAND, status, "method-not-allowed", &detail, stamp);
        refused.answer.headers.push((ALLOW, allow.to_owned()));
        refused
    }

    /// The path is one that ST serves and this registry does not.
    pub(super) fn not_implemented(stamp: &Stamp) -> Self {
        let detail = "this registry has no billing; `graces` of a domain tell what is refunded";
        Self::plain(Code::UNIMPLEMENTED, StatusCode::NOT_IMPLEMENTED, "not-implemented", detail, stamp)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with {}", self.answer.code.0)
    }
}

impl std::error::Error for Refused {}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        self.answer.status
    }

    fn error_response(&self) -> HttpResponse {
        self.answer.send(&self.stamp)
    }
}

/// The status: of the code, but for those that depend on more.
fn status(refusal: &Refusal, code: Code, list: &[Told]) -> StatusCode {
    let is_for = |reason: &str| list.iter().any(|told| told.reason == reason);
    match refusal {
        Refusal::Unreadable { how: Unreadable::TooLarge, .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::Busy
        | Refusal::SessionBusy
        | Refusal::Unpublished(_)
        | Refusal::OutOfNumbers
        | Refusal::LostRace
        | Refusal::NotLocked(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ if code == Code::PROHIBITED && is_for("stale") => StatusCode::PRECONDITION_FAILED,
        _ if code == Code::BAD_CODE && is_for("too-many-attempts") => StatusCode::TOO_MANY_REQUESTS,
        _ => code.status(),
    }
}

/// The headers that it brings.
fn headers(refusal: &Refusal, status: StatusCode) -> Vec<(HeaderName, String)> {
    let header = match refusal {
        Refusal::Unauthenticated { .. } => Some((WWW_AUTHENTICATE, "Bearer realm=\"domesday\"".to_owned())),
        Refusal::Stale { current: Some(tag) } => Some((ETAG, tag.to_string())),
        Refusal::TooMany { retry_after } => Some((RETRY_AFTER, retry_after.to_string())),
        Refusal::Busy
        | Refusal::SessionBusy
        | Refusal::Unpublished(_)
        | Refusal::OutOfNumbers
        | Refusal::LostRace
        | Refusal::NotLocked(_) => Some((RETRY_AFTER, BUSY_FOR.to_string())),
        _ if status == StatusCode::TOO_MANY_REQUESTS => Some((RETRY_AFTER, CODES_REFUSED_FOR.to_string())),
        _ => None,
    };
    header.into_iter().collect()
}

/// What stands in the way (rule E4): always told with the codes that say so, else only if there is anything.
fn add_blockers((list, total): (&[Blocker], u64), always: bool, members: &mut Map<String, Value>) {
    if list.is_empty() && !always {
        return;
    }
    let one = |blocker: &Blocker| {
        let sponsor = blocker.sponsor.as_ref().map(ToString::to_string);
        json!({"type": blocker.kind, "name": blocker.name, "sponsor": sponsor})
    };
    members.insert("blockers".into(), list.iter().map(one).collect());
    members.insert("blockersTotal".into(), total.into());
}

#[cfg(test)]
mod tests;
