//! Refusals in this face's words (rule E5): the one place where a kind of refusal gets its code, and with it its HTTP status.
//!
//! What an answer may reveal is decided here: a defect shows its id only. Where section 8 has a text, that is the text; else the sentence
//! of the rule, and the rule's word at its end.

use domesday_app::entities::{Denial, DenialKind};
use domesday_app::objection::{Ground, Objection, Objections};
use domesday_app::refusal::{IDLED_OUT, LineFault, Refusal, Unreadable};
pub(super) use domesday_app::staging::LIFTED;
use domesday_app::staging::{ConflictingChange, TOO_MANY_STAGED, Unpublished};
use domesday_domain::finding::{Conflict, ConflictKind, FieldError, Force, Lifted, ManagedBy, Warning};
use domesday_domain::tld::list::ListFaults;

use super::arguments::Wrong;
use super::failure::Failure;
use super::message::{Code, Message, Source};
use super::texts;
use crate::paths;

/// How many lines tell what stands in the way; the rest is counted.
const LISTED: usize = 100;

/// What is lifted unasked where a zone is deleted (rules E6, Z6); where else, `LIFTED` says.
pub(super) const LIFTED_AT_DELETE: Force = Force::Only(&[lifted("zone_not_empty"), lifted("ns_in_use")]);

const fn lifted(code: &'static str) -> Lifted {
    Lifted { code, kind: None }
}

/// A refusal as it is told in the answer of this job; `incident` is the id by which the log knows the request.
pub(super) fn told(refusal: &Refusal, job: i64, incident: &str) -> Failure {
    match refusal {
        Refusal::Unauthenticated { code: IDLED_OUT, .. } => texts::idled_out(),
        // Too many wrong log-ins are wrong log-ins (rule S7).
        Refusal::Unauthenticated { code: "bad_credentials", .. } | Refusal::TooMany { .. } => texts::bad_log_in(),
        Refusal::Unauthenticated { .. } => texts::bad_token(),
        Refusal::Forbidden { code, detail } => {
            Message::error(Code::PermissionDenied, Source::Bll, coded("user", detail, code)).into()
        }
        Refusal::Missing { what } => missing(what),
        Refusal::Unreadable { how, detail } => unreadable(*how, detail),
        Refusal::PreconditionMissing { detail } => {
            Message::error(Code::MissingData, Source::ApiA, format!("request: {detail}")).into()
        }
        Refusal::Stale { .. } => {
            let info = coded("zone", "It was changed by someone else meanwhile", "stale");
            Message::error(Code::OperationFailed, Source::Bll, info).into()
        }
        Refusal::Invalid { errors, .. } => listed(errors.iter().map(of_field)),
        Refusal::Conflict { conflicts, .. } => listed(conflicts.iter().map(of_conflict)),
        Refusal::BadFile { lines, .. } => listed(lines.iter().map(of_line)),
        Refusal::BadList(faults) => of_list(faults),
        Refusal::Objected(objections) => of_objections(objections),
        Refusal::Denied(denial) => of_denial(denial),
        Refusal::Quota { detail } if detail == TOO_MANY_STAGED => texts::too_many_staged(),
        Refusal::Quota { detail } => {
            Message::error(Code::OperationFailed, Source::Bll, coded("zone", detail, "over_quota")).into()
        }
        Refusal::Unpublished(unpublished) => of_unpublished(unpublished),
        Refusal::SessionBusy => texts::session_busy(),
        Refusal::Busy | Refusal::LostRace | Refusal::NotLocked(_) => texts::unavailable(),
        Refusal::Unknown => texts::outcome_unknown(job),
        Refusal::Broken { id } => texts::internal(id),
        Refusal::Failed(_) | Refusal::OutOfNumbers => texts::internal(incident),
    }
}

/// The word of wrong fields of rdata, which are told as the table of fields tells them.
pub(super) const RDATA: &str = "bad_rdata";

/// All that is wrong with arguments, a line each (rule W7).
pub(super) fn wrong_arguments(wrong: Vec<Wrong>) -> Failure {
    let line = |wrong: Wrong| match &wrong {
        Wrong::Missing(field) => texts::missing(field),
        Wrong::Rdata(line) => Message::error(Code::InvalidData, Source::Dyn, line.clone()),
        Wrong::Invalid(..) => Message::error(Code::InvalidData, Source::ApiA, wrong.to_string()),
    };
    Failure::new(wrong.into_iter().map(line).collect())
}

/// What was let through, as WARN lines: what this API lifted unasked is ILLEGAL_OPERATION (rule E6), so is what else a rule warns of.
pub(super) fn warned(warnings: &[Warning]) -> impl Iterator<Item = Message> + '_ {
    warnings.iter().map(|warning| {
        let info = coded(&warning.subject, &warning.detail, warning.code);
        Message::warn(Code::IllegalOperation, Source::Bll, info)
    })
}

/// `<field or step>: <text> (<code>)`.
fn coded(step: &str, text: &str, code: &str) -> String {
    format!("{step}: {text} ({code})")
}

/// What was looked for begins with its kind.
fn missing(what: &str) -> Failure {
    let kind = what.split(' ').next().unwrap_or_default();
    match kind {
        "zone" => texts::no_zone(),
        "task" => texts::no_task(),
        "node" => texts::no_node_of_record(),
        "record" => texts::no_record(),
        _ => Message::error(Code::NotFound, Source::ApiB, format!("{kind}: No such {kind}")).into(),
    }
}

fn unreadable(how: Unreadable, detail: &str) -> Failure {
    let code = match how {
        Unreadable::NotAcceptable | Unreadable::UnsupportedMediaType => Code::InvalidRequest,
        Unreadable::TooLarge | Unreadable::Malformed => Code::InvalidData,
    };
    Message::error(code, Source::ApiA, format!("body: {detail}")).into()
}

/// The first hundred lines, and how many there are more.
fn listed(lines: impl ExactSizeIterator<Item = Message>) -> Failure {
    let more = lines.len().saturating_sub(LISTED);
    let mut messages: Vec<Message> = lines.take(LISTED).collect();
    if more > 0 {
        messages.push(Message::info(format!("… and {more} more")));
    }
    Failure::new(messages)
}

/// What a member of the registry's zones is called here.
fn field(member: &str) -> &str {
    match member {
        "name" => "zone",
        "email" => "rname",
        "default_ttl" => "ttl",
        "ttl" => "minimum",
        other => other,
    }
}

fn of_field(error: &FieldError) -> Message {
    if error.code == RDATA {
        return Message::error(Code::InvalidData, Source::Dyn, format!("{}: {}", error.field, error.detail));
    }
    Message::error(Code::InvalidData, Source::Bll, coded(field(&error.field), &error.detail, error.code))
}

fn of_conflict(conflict: &Conflict) -> Message {
    match conflict.code {
        "zone_frozen" => return texts::frozen(),
        "zone_exists" => return texts::zone_exists(),
        "record_exists" => return texts::record_exists(),
        _ => {}
    }
    let step = match conflict.kind {
        ConflictKind::Zone | ConflictKind::Tld | ConflictKind::BlocklistEntry => "zone",
        ConflictKind::RecordSet | ConflictKind::Delegation | ConflictKind::RegisteredName => "node",
        ConflictKind::NameServer => "ns",
    };
    let text = match &conflict.managed_by {
        Some(manager) => format!("{}, see {}", conflict.detail, managed_by(manager)),
        None => conflict.detail.clone(),
    };
    Message::error(Code::IllegalOperation, Source::Bll, coded(step, &text, conflict.code))
}

/// Where to change it instead (rule R11).
fn managed_by(manager: &ManagedBy) -> String {
    match manager {
        ManagedBy::Zone(zone) => paths::zone(zone),
        ManagedBy::Delegation(zone, cut) => paths::delegation(zone, cut),
        ManagedBy::Domain(name) => paths::domain(name),
        ManagedBy::Host(name) => paths::host(name),
    }
}

fn of_line(fault: &LineFault) -> Message {
    let text = match fault.line {
        0 => fault.detail.clone(),
        line => format!("line {line}: {}", fault.detail),
    };
    Message::error(Code::InvalidData, Source::Bll, coded("file", &text, fault.code))
}

/// Rule C9: a line a change, and what came of it all.
fn of_unpublished(unpublished: &Unpublished) -> Failure {
    let line = |conflict: &ConflictingChange| {
        let code = if conflict.moved { Code::OperationFailed } else { Code::IllegalOperation };
        let change = conflict.change.map(|id| format!("change {id}, ")).unwrap_or_default();
        let rtype = conflict.rtype.map(|rtype| format!(" {rtype}")).unwrap_or_default();
        let value = conflict.value.as_ref().map(|value| format!(" {value}")).unwrap_or_default();
        let info = format!("publish: {change}{}{rtype}{value}: {}", conflict.owner, conflict.detail);
        Message::error(code, Source::Bll, info)
    };
    let lines: Vec<Message> = unpublished.conflicts.iter().map(line).collect();
    Failure::new(lines).and(texts::not_published(&unpublished.zone.to_string(), unpublished.total))
}

fn of_list(faults: &ListFaults) -> Failure {
    let line = |fault: &domesday_domain::tld::list::ListFault| {
        let text = fault.line.map_or_else(|| fault.message.clone(), |line| format!("line {line}: {}", fault.message));
        Message::error(Code::InvalidData, Source::Bll, coded("file", &text, "bad_list"))
    };
    listed(faults.first.iter().map(line))
}

fn of_objections(objections: &Objections) -> Failure {
    let line = |objection: &Objection| {
        let (code, source) = match objection.ground {
            Ground::Missing => (Code::MissingData, Source::ApiA),
            Ground::OutOfRange | Ground::Malformed | Ground::Policy => (Code::InvalidData, Source::Bll),
            Ground::Denied | Ground::BadCode | Ground::NoCode => (Code::PermissionDenied, Source::Bll),
            Ground::Exists => (Code::TargetExists, Source::Bll),
            Ground::NotThere => (Code::NotFound, Source::ApiB),
            Ground::UseError
            | Ground::NotRenewable
            | Ground::NotTransferable
            | Ground::TransferPending
            | Ground::NoTransferPending
            | Ground::Prohibited
            | Ground::InUse => (Code::IllegalOperation, Source::Bll),
        };
        let place = objection.place.rsplit(['/', ':']).next().unwrap_or_default();
        Message::error(code, source, coded(place, &objection.detail, objection.reason))
    };
    listed(objections.list.iter().map(line))
}

fn of_denial(denial: &Denial) -> Failure {
    let code = match denial.kind {
        DenialKind::Missing => Code::NotFound,
        DenialKind::KeptElsewhere(_) | DenialKind::Conflict => Code::IllegalOperation,
        DenialKind::Forbidden => Code::PermissionDenied,
        DenialKind::Unavailable => return texts::unavailable(),
    };
    Message::error(code, Source::Bll, coded("entity", &denial.detail, denial.code)).into()
}

#[cfg(test)]
mod tests;
