//! Refusals in mreg's form (rule M7): `{"type", "errors": [{"code", "detail", "attr"}]}`, whatever was asked for.
//!
//! `attr` is the member at fault as this wire names it; where it is a list, the detail tells which item. What rule M3 lifts is never in
//! the way, so it is left out of what a refusal lists. What an answer may reveal is as on the other faces: a defect shows its id only.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::ALLOW;
use actix_web::{HttpResponse, ResponseError};
use domesday_app::refusal::{IDLED_OUT, Refusal, Unreadable};
use domesday_domain::finding::{Conflict, FieldError, Lifted};
use domesday_domain::tld::list::ListFault;
use serde::Serialize;
use utoipa::ToSchema;

use super::{DELEGATIONS, ZONES};
use crate::problem::add_headers;

/// How many things an answer lists.
const LISTED: usize = 100;

/// Conflicts that these clients are told as something forbidden.
const FORBIDDEN: [&str; 4] = ["zone_not_empty", "zone_has_domains", "primary_not_in_ns", "over_quota"];

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MregErrors)]
pub(crate) struct Errors {
    /// `validation_error`, `client_error` or `server_error`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// At least one.
    errors: Vec<ErrorItem>,
}

/// One thing that went wrong.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MregError)]
struct ErrorItem {
    /// A stable word for programs.
    code: String,
    /// A sentence for people.
    detail: String,
    /// The member at fault, if it is one.
    attr: Option<String>,
}

/// A refusal on its way to a client of this face.
#[derive(Debug)]
pub(crate) struct Refused {
    refusal: Refusal,
    request_id: String,
    /// What the wire calls the list of name servers.
    servers: &'static str,
    lifted: &'static [Lifted],
}

impl Refused {
    /// The refusal of the request with this id.
    pub(super) fn new(refusal: Refusal, request_id: &str) -> Self {
        Self { refusal, request_id: request_id.to_owned(), servers: "primary_ns", lifted: &ZONES }
    }

    /// The same in the words of delegations.
    pub(super) fn of_delegations(self) -> Self {
        Self { servers: "nameservers", lifted: &DELEGATIONS, ..self }
    }

    fn in_the_way<'a>(&'a self, conflicts: &'a [Conflict]) -> Vec<&'a Conflict> {
        let is_lifted = |conflict: &&Conflict| {
            let kinds = self.lifted.iter().filter(|lifted| lifted.code == conflict.code);
            conflict.forcible && kinds.into_iter().any(|lifted| lifted.kind.is_none_or(|kind| kind == conflict.kind))
        };
        conflicts.iter().filter(|conflict| !is_lifted(conflict)).collect()
    }

    fn item(&self, code: &str, detail: impl Into<String>) -> ErrorItem {
        ErrorItem { code: code.to_owned(), detail: detail.into(), attr: None }
    }

    fn field(&self, error: &FieldError) -> ErrorItem {
        let (member, place) = error.field.split_once('[').unwrap_or((&error.field, ""));
        // What nobody knows here has the name that the caller gave it.
        let is_known = !error.code.starts_with("unknown_");
        let attr = match member {
            _ if !is_known => error.field.as_str(),
            "ns" => self.servers,
            "ttl" => "soa_ttl",
            "serial" => "serialno",
            other => other,
        };
        let place = place.split(']').next().and_then(|place| place.parse::<usize>().ok());
        let detail = match place {
            Some(place) => format!("item {}: {}", place + 1, error.detail),
            None => error.detail.clone(),
        };
        ErrorItem { code: error.code.to_owned(), detail, attr: Some(attr.to_owned()) }
    }

    fn conflict(&self, conflict: &Conflict) -> ErrorItem {
        let attr = (conflict.code == "primary_not_in_ns").then(|| "primary_ns".to_owned());
        ErrorItem { attr, ..self.item(conflict.code, conflict.detail.clone()) }
    }

    fn items(&self) -> Vec<ErrorItem> {
        let one = |code: &str, detail: &str| vec![self.item(code, detail)];
        match &self.refusal {
            Refusal::Unauthenticated { code: "unauthenticated" | IDLED_OUT, .. } => {
                one("unauthenticated", "a valid token is needed: log in with POST /api/token-auth/")
            }
            Refusal::Unauthenticated { code, detail } | Refusal::Forbidden { code, detail } => one(code, detail),
            Refusal::Missing { what } => one("not_found", &format!("there is no {what}")),
            Refusal::Unreadable { how, detail } => one(unreadable_code(*how), detail),
            Refusal::PreconditionMissing { detail } => one("precondition_required", detail),
            Refusal::Stale { .. } => one("stale", "it has changed: read it again and use its ETag of now"),
            Refusal::Invalid { errors, .. } => errors.iter().map(|error| self.field(error)).collect(),
            Refusal::BadFile { lines, .. } => {
                let line = |line: &domesday_app::refusal::LineFault| {
                    self.item(line.code, format!("line {}: {}", line.line, line.detail))
                };
                lines.iter().take(LISTED).map(line).collect()
            }
            Refusal::BadList(faults) => {
                let item = |fault: &ListFault| match fault.line {
                    Some(line) => self.item("bad_list", format!("line {line}: {}", fault.message)),
                    None => self.item("bad_list", fault.message.clone()),
                };
                faults.first.iter().map(item).collect()
            }
            Refusal::Conflict { conflicts, .. } => {
                let in_the_way = self.in_the_way(conflicts);
                in_the_way.into_iter().take(LISTED).map(|conflict| self.conflict(conflict)).collect()
            }
            Refusal::Objected(objections) => {
                let told = objections.list.iter().take(LISTED);
                told.map(|objection| self.item(objection.reason, objection.detail.clone())).collect()
            }
            Refusal::Denied(denial) => one(denial.code, &denial.detail),
            Refusal::Quota { detail } => one("over_quota", detail),
            Refusal::TooMany { retry_after } => {
                one("too_many", &format!("too many attempts: try again in {retry_after} seconds"))
            }
            Refusal::Busy
            | Refusal::SessionBusy
            | Refusal::Unpublished(_)
            | Refusal::OutOfNumbers
            | Refusal::LostRace
            | Refusal::NotLocked(_) => {
                one("busy", "the registry is overloaded or its database away: nothing was changed, try again")
            }
            Refusal::Unknown => one(
                "outcome_unknown",
                "the database did not say whether the change was kept: read before you try again",
            ),
            Refusal::Broken { id } => {
                one("internal", &format!("something failed inside; the log tells what, under {id}"))
            }
            Refusal::Failed(_) => {
                one("internal", &format!("something failed inside; the log tells what, under {}", self.request_id))
            }
        }
    }
}

fn unreadable_code(how: Unreadable) -> &'static str {
    match how {
        Unreadable::NotAcceptable => "not_acceptable",
        Unreadable::UnsupportedMediaType => "unsupported_media_type",
        Unreadable::TooLarge => "too_large",
        Unreadable::Malformed => "parse_error",
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
            Refusal::Forbidden { .. } | Refusal::Quota { .. } => StatusCode::FORBIDDEN,
            Refusal::Missing { .. } => StatusCode::NOT_FOUND,
            Refusal::Unreadable { how: Unreadable::NotAcceptable, .. } => StatusCode::NOT_ACCEPTABLE,
            Refusal::Unreadable { how: Unreadable::UnsupportedMediaType, .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refusal::Unreadable { how: Unreadable::TooLarge, .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Unreadable { how: Unreadable::Malformed, .. }
            | Refusal::Invalid { .. }
            | Refusal::BadFile { .. }
            | Refusal::BadList(_) => StatusCode::BAD_REQUEST,
            Refusal::PreconditionMissing { .. } => StatusCode::PRECONDITION_REQUIRED,
            Refusal::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            Refusal::Conflict { conflicts, .. } => {
                let in_the_way = self.in_the_way(conflicts);
                let forbidden = in_the_way.iter().all(|conflict| FORBIDDEN.contains(&conflict.code));
                if forbidden { StatusCode::FORBIDDEN } else { StatusCode::CONFLICT }
            }
            Refusal::Objected(_) | Refusal::Denied(_) => StatusCode::CONFLICT,
            Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Busy
            | Refusal::SessionBusy
            | Refusal::Unpublished(_)
            | Refusal::OutOfNumbers
            | Refusal::LostRace
            | Refusal::NotLocked(_) => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::Unknown | Refusal::Broken { .. } | Refusal::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let status = self.status_code();
        let mut response = HttpResponse::build(status);
        add_headers(&self.refusal, "Token realm=\"domesday\"", &mut response);
        let kind = match &self.refusal {
            Refusal::Invalid { .. } => "validation_error",
            _ if status.is_server_error() => "server_error",
            _ => "client_error",
        };
        response.json(Errors { kind, errors: self.items() })
    }
}

/// The answer to a method that the path does not take.
pub(super) fn method_not_allowed(allow: &'static str) -> HttpResponse {
    let item =
        ErrorItem { code: "method_not_allowed".to_owned(), detail: format!("this path takes {allow}"), attr: None };
    let errors = Errors { kind: "client_error", errors: vec![item] };
    HttpResponse::MethodNotAllowed().insert_header((ALLOW, allow)).json(errors)
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use domesday_dns::Name;
    use domesday_domain::finding::ConflictKind;
    use serde_json::{Value, json};

    use super::*;

    async fn answered(refused: Refused) -> (u16, Value) {
        let response = refused.error_response();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body()).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    fn conflict(code: &'static str, kind: ConflictKind, forcible: bool) -> Conflict {
        let name = Name::parse("a.org").unwrap();
        Conflict { code, kind, name, rtype: None, zone: None, managed_by: None, detail: "d".into(), forcible }
    }

    #[actix_web::test]
    async fn s6_a_session_that_idled_out_is_told_as_any_other_that_is_dead() {
        let dead = answered(Refused::new(Refusal::unauthenticated(), "r")).await;
        assert_eq!(answered(Refused::new(Refusal::idled_out(), "r")).await, dead);
        assert_eq!((dead.0, &dead.1["errors"][0]["code"]), (401, &json!("unauthenticated")));
    }

    #[actix_web::test]
    async fn m7_fields_have_the_names_of_this_wire() {
        let error = |field: &str| FieldError::new(field, "c", "d");
        let unknown = FieldError { code: "unknown_member", ..error("ttl") };
        let errors = vec![error("ns[1]"), error("ttl"), error("serial"), error("email"), unknown];
        let refusal = Refusal::Invalid { errors, forcible: false };
        let expected = |servers: &str| {
            json!({"type": "validation_error", "errors": [
                {"code": "c", "detail": "item 2: d", "attr": servers}, {"code": "c", "detail": "d", "attr": "soa_ttl"},
                {"code": "c", "detail": "d", "attr": "serialno"}, {"code": "c", "detail": "d", "attr": "email"},
                {"code": "unknown_member", "detail": "d", "attr": "ttl"},
            ]})
        };
        let refused = Refused::new(refusal.clone(), "r");
        assert_eq!(answered(refused).await, (400, expected("primary_ns")));
        assert_eq!(answered(Refused::new(refusal, "r").of_delegations()).await, (400, expected("nameservers")));
    }

    #[actix_web::test]
    async fn m3_what_is_lifted_is_not_in_the_way() {
        let zone = |code, forcible| conflict(code, ConflictKind::Zone, forcible);
        for (conflicts, status, left) in [
            (vec![zone("zone_frozen", false), zone("ns_address_missing", true)], 409, 1),
            (vec![zone("zone_not_empty", true), zone("zone_has_domains", false)], 403, 1),
            (vec![conflict("zone_not_empty", ConflictKind::RecordSet, true)], 403, 1),
            (vec![zone("primary_not_in_ns", true), zone("zone_frozen", false)], 409, 2),
        ] {
            let (told, body) = answered(Refused::new(Refusal::Conflict { conflicts, forcible: false }, "r")).await;
            assert_eq!((told, body["errors"].as_array().unwrap().len()), (status, left), "{body}");
        }
        let lost = || Refusal::Conflict { conflicts: vec![zone("records_below_cut", true)], forcible: true };
        let (_, body) = answered(Refused::new(lost(), "r").of_delegations()).await;
        assert_eq!(body["errors"][0]["code"], "records_below_cut", "a delegation would lose them");
    }

    #[actix_web::test]
    async fn the_cause_of_a_defect_is_not_told() {
        let (status, body) = answered(Refused::new(Refusal::Failed("secret table".into()), "r1")).await;
        assert_eq!((status, &body["type"]), (500, &json!("server_error")));
        let text = body.to_string();
        assert!(!text.contains("secret") && text.contains("r1"), "{text}");
    }
}
