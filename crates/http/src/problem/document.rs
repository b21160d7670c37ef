//! The document of a problem: its members, and what of a refusal goes into which.

use std::collections::BTreeMap;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, HttpResponseBuilder};
use domesday_app::entities::{Denial, DenialKind};
use domesday_app::refusal::{IDLED_OUT, LineFault, Refusal, Unreadable};
use domesday_domain::finding::{Conflict, FieldError, ManagedBy};
use domesday_domain::tld::list::ListFault;
use serde::Serialize;
use utoipa::ToSchema;

use super::Class;
use crate::paths;

/// How many conflicts an answer lists; `conflicts_total` tells how many there are.
const LISTED: usize = 100;

/// What went wrong, as `application/problem+json` (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Document {
    /// The class of problem.
    #[serde(rename = "type")]
    kind: String,
    /// The class in words.
    title: &'static str,
    /// The status once more.
    status: u16,
    /// A sentence for people.
    detail: String,
    /// A stable word for programs.
    code: String,
    /// The request, as in `X-Request-ID` and in the log.
    request_id: String,
    /// Every wrong field, or line of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<WrongField>>,
    /// What the request collides with, the first hundred.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<InTheWayShape>>)]
    conflicts: Option<Vec<InTheWay>>,
    /// How many conflicts there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    conflicts_total: Option<usize>,
    /// Where to change it instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    managed_by: Option<String>,
    /// Whether `force` alone would let it pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    forcible: Option<bool>,
    /// References of a condition that have no value: names, never values.
    #[serde(skip_serializing_if = "Option::is_none")]
    absent: Option<Vec<String>>,
}

/// A wrong field of the request, or a wrong line of a file.
#[derive(Debug, Serialize, ToSchema)]
struct WrongField {
    /// Where, as in `ns[1].addresses[0]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Where in a file, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// A stable word for programs.
    code: &'static str,
    /// A sentence for people.
    detail: String,
    /// The byte, from 0, where the fault is: of the body, or of a text that is itself a language.
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<usize>,
}

/// What stands against a request.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum InTheWay {
    /// Something stored, by its name.
    Stored(Collision),
    /// What a rule about entities, accounts or keys names: members that say what, and `detail`.
    Clash(BTreeMap<String, String>),
}

/// The same, for the OpenAPI document only.
#[derive(ToSchema)]
#[schema(as = InTheWay)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what is written as a map")]
enum InTheWayShape {
    /// Something stored, by its name.
    Stored(Collision),
    /// What a rule about entities, accounts or keys names.
    Clash(ClashShape),
}

/// What a rule names, for the OpenAPI document only: at least `detail`.
#[derive(ToSchema)]
#[schema(as = Clash)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes what is written as a map")]
struct ClashShape {
    /// The kind; or what kind of object it is: `account`, `user` or `key`.
    kind: Option<String>,
    /// The account's name; or the account's and the user's.
    name: Option<String>,
    /// The claim.
    claim: Option<String>,
    /// What of a kind would change.
    change: Option<String>,
    /// The claim that a condition names.
    names: Option<String>,
    /// The URL of another entity, where the caller may see it.
    entity: Option<String>,
    /// The id that is, or was, another's.
    id: Option<String>,
    /// The signing key.
    key: Option<String>,
    /// How the key stands.
    status: Option<String>,
    /// A sentence for people.
    detail: String,
}

/// Something stored that the request collides with.
#[derive(Debug, Serialize, ToSchema)]
struct Collision {
    /// What kind of object it is: `zone`, `record_set`, `delegation` or `name_server`.
    kind: &'static str,
    /// Its name.
    name: String,
    /// Its record type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    rtype: Option<String>,
    /// The zone it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    /// A stable word for programs.
    code: &'static str,
    /// Where to change it instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    managed_by: Option<String>,
    /// A sentence for people.
    detail: String,
}

impl Document {
    pub(super) fn new(class: &Class, code: &str, detail: String, request_id: &str) -> Self {
        Self {
            kind: format!("/problems/{}", class.slug),
            title: class.title,
            status: class.status.as_u16(),
            detail,
            code: code.to_owned(),
            request_id: request_id.to_owned(),
            errors: None,
            conflicts: None,
            conflicts_total: None,
            managed_by: None,
            forcible: None,
            absent: None,
        }
    }

    /// The document of a refusal.
    pub(crate) fn of(refusal: &Refusal, request_id: &str) -> Self {
        let class = Class::of(refusal);
        let plain = |code: &str, detail: String| Self::new(&class, code, detail, request_id);
        match refusal {
            Refusal::Unauthenticated { code: IDLED_OUT, detail } => plain("unauthenticated", detail.clone()),
            Refusal::Unauthenticated { code, detail } | Refusal::Forbidden { code, detail } => {
                plain(code, detail.clone())
            }
            Refusal::Missing { what } => plain("not_found", format!("there is no {what}")),
            Refusal::Unreadable { how, detail } => plain(unreadable_code(*how), detail.clone()),
            Refusal::PreconditionMissing { detail } => plain("precondition_required", detail.clone()),
            Refusal::Stale { current: Some(_) } => {
                plain("stale", "it has changed: read it again and use the ETag given here".into())
            }
            Refusal::Stale { current: None } => {
                plain("stale", "the condition names something that is not there".into())
            }
            Refusal::Invalid { errors, forcible } => Self {
                errors: Some(errors.iter().map(WrongField::of_field).collect()),
                forcible: Some(*forcible),
                ..plain(
                    common_code(errors.iter().map(|error| error.code), "invalid"),
                    summary(errors.len(), "field is", "fields are"),
                )
            },
            Refusal::BadFile { lines, forcible } => Self {
                errors: Some(lines.iter().map(WrongField::of_line).collect()),
                forcible: Some(*forcible),
                ..plain("bad_file", summary(lines.len(), "line is", "lines are"))
            },
            Refusal::BadList(faults) => Self {
                errors: Some(faults.first.iter().map(WrongField::of_fault).collect()),
                ..plain(
                    "bad_list",
                    summary(usize::try_from(faults.total).unwrap_or(usize::MAX), "line is", "lines are"),
                )
            },
            Refusal::Conflict { conflicts, forcible } => Self {
                conflicts_total: Some(conflicts.len()),
                managed_by: conflicts.iter().find_map(|conflict| conflict.managed_by.as_ref()).map(managed_by),
                conflicts: Some(
                    conflicts.iter().take(LISTED).map(|one| InTheWay::Stored(Collision::of(one))).collect(),
                ),
                forcible: Some(*forcible),
                ..plain(conflicts.first().map_or("conflict", |first| first.code), conflict_summary(conflicts))
            },
            Refusal::Denied(denial) => Self {
                conflicts: (denial.kind == DenialKind::Conflict).then(|| clashes(denial)),
                absent: (!denial.absent.is_empty()).then(|| denial.absent.clone()),
                ..plain(denial.code, denial.detail.clone())
            },
            // Registrars' rules are told by their own face; here only what such a refusal comes to.
            Refusal::Objected(objections) => match objections.list.first() {
                Some(first) => plain(first.reason, first.detail.clone()),
                None => plain("conflict", "the request collides with what is stored".to_owned()),
            },
            Refusal::Quota { detail } => plain("over_quota", detail.clone()),
            Refusal::TooMany { retry_after } => {
                plain("too_many", format!("too many attempts: try again in {retry_after} seconds"))
            }
            Refusal::Busy
            | Refusal::SessionBusy
            | Refusal::Unpublished(_)
            | Refusal::OutOfNumbers
            | Refusal::LostRace
            | Refusal::NotLocked(_) => {
                plain("busy", "the registry is overloaded or its database away: nothing was changed, try again".into())
            }
            Refusal::Unknown => {
                let detail = "the database did not say whether the change was kept: read before you try again".into();
                plain("outcome_unknown", detail)
            }
            Refusal::Broken { id } => {
                plain("internal", format!("something failed inside; the log tells what, under {id}"))
            }
            Refusal::Failed(_) => {
                plain("internal", format!("something failed inside; the log tells what, under {request_id}"))
            }
        }
    }

    /// The same under another word, and without what only faces with `force` have.
    #[must_use]
    pub(crate) fn called(self, code: &str) -> Self {
        Self { code: code.to_owned(), forcible: None, conflicts_total: None, ..self }
    }

    /// The same with so many wrong fields at most; its sentence tells how many there are.
    pub(crate) fn listing(mut self, most: usize) -> Self {
        if let Some(errors) = &mut self.errors {
            errors.truncate(most);
        }
        self
    }

    /// The word for programs.
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// The answer.
    pub(crate) fn send(&self, response: &mut HttpResponseBuilder) -> HttpResponse {
        // A structure of texts and numbers: writing it cannot fail, and an empty body would still carry the status.
        let body = serde_json::to_string(self).unwrap_or_default();
        response.insert_header((CONTENT_TYPE, "application/problem+json")).body(body)
    }
}

/// All that stands against a request about entities; the rule itself, where it names nothing.
fn clashes(denial: &Denial) -> Vec<InTheWay> {
    let told = |members: &[(&'static str, String)], detail: &str| {
        let members = members.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        InTheWay::Clash(members.chain([("detail".to_owned(), detail.to_owned())]).collect())
    };
    match denial.conflicts.as_slice() {
        [] => vec![told(&[], &denial.detail)],
        clashes => clashes.iter().map(|clash| told(&clash.members, &clash.detail)).collect(),
    }
}

fn unreadable_code(how: Unreadable) -> &'static str {
    match how {
        Unreadable::NotAcceptable => "not_acceptable",
        Unreadable::UnsupportedMediaType => "unsupported_media_type",
        Unreadable::TooLarge => "too_large",
        Unreadable::Malformed => "malformed",
    }
}

/// The code that all items share, or the word for a mixture.
fn common_code<'a>(mut codes: impl Iterator<Item = &'a str>, mixture: &'a str) -> &'a str {
    let first = codes.next().unwrap_or(mixture);
    if codes.all(|code| code == first) { first } else { mixture }
}

fn summary(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one} wrong: see errors") } else { format!("{count} {many} wrong: see errors") }
}

fn conflict_summary(conflicts: &[Conflict]) -> String {
    match conflicts {
        [only] => only.detail.clone(),
        [first, rest @ ..] => format!("{}; and {} more, see conflicts", first.detail, rest.len()),
        [] => "the request collides with what is stored".to_owned(),
    }
}

fn managed_by(manager: &ManagedBy) -> String {
    match manager {
        ManagedBy::Zone(zone) => paths::zone(zone),
        ManagedBy::Delegation(zone, cut) => paths::delegation(zone, cut),
        ManagedBy::Domain(name) => paths::domain(name),
        ManagedBy::Host(name) => paths::host(name),
    }
}

impl WrongField {
    fn of_field(error: &FieldError) -> Self {
        let (field, detail) = (Some(error.field.clone()), error.detail.clone());
        Self { field, line: None, code: error.code, detail, offset: error.offset }
    }

    fn of_fault(fault: &ListFault) -> Self {
        Self { field: None, line: fault.line, code: "bad_list", detail: fault.message.clone(), offset: None }
    }

    fn of_line(fault: &LineFault) -> Self {
        Self { field: None, line: Some(fault.line), code: fault.code, detail: fault.detail.clone(), offset: None }
    }
}

impl Collision {
    fn of(conflict: &Conflict) -> Self {
        Self {
            kind: conflict.kind.as_str(),
            name: conflict.name.to_string(),
            rtype: conflict.rtype.map(|rtype| rtype.to_string()),
            zone: conflict.zone.as_ref().map(ToString::to_string),
            code: conflict.code,
            managed_by: conflict.managed_by.as_ref().map(managed_by),
            detail: conflict.detail.clone(),
        }
    }
}
