//! One fault as it is told (rule E2), and which faults a refusal has.

use domesday_app::objection::Objection;
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_domain::finding::{Conflict, FieldError};
use serde_json::{Value, json};

use super::super::codes::Code;
use super::super::version::Version;
use super::{UNKNOWN_MEMBER, VERSION_NOT_SERVED};

/// A fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Told {
    /// Its code.
    pub(in super::super) code: Code,
    /// A stable word for programs.
    pub(in super::super) reason: &'static str,
    /// Where, if it is about one place.
    pub(in super::super) place: Option<String>,
    /// A sentence for people.
    pub(in super::super) detail: String,
}

impl Told {
    /// Every fault of a refusal, in its order: at least one.
    pub(super) fn all(refusal: &Refusal, version: Version) -> Vec<Self> {
        let one = |code, reason, detail: &str| vec![Self { code, reason, place: None, detail: detail.to_owned() }];
        match refusal {
            // The same whichever it was (rule A8).
            Refusal::Unauthenticated { .. } => {
                let detail = "a valid login and password, or the token that they give, is needed";
                one(Code::AUTHENTICATION, "unauthenticated", detail)
            }
            Refusal::Forbidden { code, detail } => one(Code::AUTHORIZATION, code, detail),
            Refusal::Missing { what } => one(Code::NOT_THERE, "unknown", &format!("there is no {what}")),
            Refusal::Unreadable { how, detail } => one(Code::SYNTAX, unreadable(*how), detail),
            Refusal::PreconditionMissing { detail } => one(Code::MISSING, "precondition-required", detail),
            Refusal::Stale { .. } => {
                let detail = "it has changed: read it again and use its ETag of now".to_owned();
                let place = Some("header:If-Match".to_owned());
                vec![Self { code: Code::PROHIBITED, reason: "stale", place, detail }]
            }
            Refusal::Invalid { errors, .. } => errors.iter().map(Self::of_field).collect(),
            Refusal::Conflict { conflicts, .. } => conflicts.iter().map(Self::of_conflict).collect(),
            Refusal::Objected(objections) => {
                objections.list.iter().map(|objection| Self::of_objection(objection, version)).collect()
            }
            Refusal::Denied(denial) => one(Code::POLICY, denial.code, &denial.detail),
            Refusal::BadFile { .. } | Refusal::BadList(_) => one(Code::SYNTAX, "malformed", "it cannot be read"),
            Refusal::Quota { detail } => one(Code::POLICY, "over-quota", detail),
            Refusal::TooMany { retry_after } => {
                one(Code::LIMIT, "too-many", &format!("too many requests: try again in {retry_after} seconds"))
            }
            Refusal::Busy
            | Refusal::SessionBusy
            | Refusal::Unpublished(_)
            | Refusal::OutOfNumbers
            | Refusal::LostRace
            | Refusal::NotLocked(_) => {
                let detail = "the registry is overloaded or its database away: nothing was changed, try again";
                one(Code::FAILED, "busy", detail)
            }
            Refusal::Unknown => {
                let detail = "the database did not say whether the change was kept: read before you try again";
                one(Code::FAILED, "outcome-unknown", detail)
            }
            Refusal::Broken { .. } | Refusal::Failed(_) => {
                one(Code::FAILED, "internal", "something failed inside; the log tells what, under this svtrid")
            }
        }
    }

    fn of_objection(objection: &Objection, version: Version) -> Self {
        let Objection { ground, place, reason, detail } = objection;
        let place = (!place.is_empty()).then(|| place.clone());
        Self { code: Code::of(*ground, version.foreign()), reason, place, detail: detail.clone() }
    }

    fn of_field(error: &FieldError) -> Self {
        let code = match error.code {
            UNKNOWN_MEMBER => Code::SYNTAX,
            VERSION_NOT_SERVED => Code::VERSION,
            exists if exists.ends_with("_exists") => Code::EXISTS,
            _ => Code::POLICY,
        };
        let place = (!error.field.is_empty()).then(|| error.field.clone());
        Self { code, reason: error.code, place, detail: error.detail.clone() }
    }

    fn of_conflict(conflict: &Conflict) -> Self {
        let code = if conflict.code.ends_with("_exists") { Code::EXISTS } else { Code::POLICY };
        Self { code, reason: conflict.code, place: None, detail: conflict.detail.clone() }
    }

    /// As it is shown, with its place in the request as it was sent and what stands there.
    pub(super) fn json(self, value: &impl Fn(&str) -> (String, Value)) -> Value {
        let Self { code, reason, place, detail } = self;
        let (field, value) = match place {
            Some(place) => {
                let (field, value) = value(&place);
                (Value::from(field), value)
            }
            None => (Value::Null, Value::Null),
        };
        json!({"code": code.0, "reason": reason, "field": field, "value": value, "message": detail})
    }
}

fn unreadable(how: Unreadable) -> &'static str {
    match how {
        Unreadable::NotAcceptable => "not-acceptable",
        Unreadable::UnsupportedMediaType => "content-type",
        Unreadable::TooLarge => "too-large",
        Unreadable::Malformed => "malformed",
    }
}
