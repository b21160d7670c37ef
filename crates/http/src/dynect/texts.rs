//! What clients read and match, word for word (section 8 and the rules that it leaves out). Nothing here is to be reworded.
//!
//! What fails is a [`Failure`] with all its lines, what succeeds a [`Message`]; the names of records and nodes are given without a final dot.

mod done;

pub(super) use done::*;

use actix_web::http::StatusCode;

use super::failure::Failure;
use super::message::{Code, Message, Source};

/// A required field is absent, null or empty; `field` with its path (W7).
pub(super) fn missing(field: &str) -> Message {
    Message::error(Code::MissingData, Source::ApiA, format!("{field}: required field missing"))
}

/// A field that says nothing here (W5).
pub(super) fn unnecessary(field: &str) -> Message {
    Message::warn(Code::InvalidData, Source::ApiA, format!("{field}: unnecessary field passed in"))
}

/// A method that a resource lacks (W2), with those that it has.
pub(super) fn no_method(method: &str, allow: String) -> Failure {
    let info = format!("Resource does not support {method} requests");
    Failure::from(Message::error(Code::InvalidRequest, Source::ApiA, info)).allow(allow)
}

/// A resource that there never was (U5); it is named as it was asked for.
pub(super) fn no_resource(name: &str) -> Failure {
    Message::error(Code::InvalidRequest, Source::ApiA, format!("request: No such resource, {name}")).into()
}

/// A path with more or fewer parts than a resource has.
pub(super) fn no_path(resource: &str) -> Failure {
    let info = format!("request: {resource} takes no path of this form");
    Message::error(Code::InvalidRequest, Source::ApiA, info).into()
}

/// A body whose `Content-Type` is none of those listed, and which does not look like JSON (W10).
pub(super) fn no_format(content_type: &str) -> Failure {
    let given = if content_type.is_empty() { "none" } else { content_type };
    let info =
        format!("request: Content-Type must be application/json, text/xml, application/yaml or text/html, not {given}");
    Message::error(Code::InvalidRequest, Source::ApiA, info).into()
}

/// A service that is left out (U5), by the name of its resource.
pub(super) fn not_offered(resource: &str) -> Failure {
    let info = format!("{resource}: This service is not offered here");
    Message::error(Code::IllegalOperation, Source::Bll, info).into()
}

/// A service that the original itself had given up (E4), by the name of its resource.
pub(super) fn deprecated(resource: &str) -> Failure {
    let info = format!("{resource}: This request is deprecated and not offered here");
    Message::error(Code::DeprecatedRequest, Source::ApiA, info).into()
}

/// No token (S6).
pub(super) fn no_token() -> Failure {
    missing("token").into()
}

/// A session that was not used for too long (S6).
pub(super) fn idled_out() -> Failure {
    let info = "login: inactivity logout";
    Failure::from(Message::error(Code::InvalidData, Source::ApiB, info)).and(credentials())
}

/// A token that is not good, or no longer (S6).
pub(super) fn bad_token() -> Failure {
    let info = "login: Bad or expired credentials";
    Failure::from(Message::error(Code::InvalidData, Source::ApiB, info)).and(credentials())
}

/// A log-in that is not right, whatever of it (S7).
pub(super) fn bad_log_in() -> Failure {
    let info = "login: Credentials you entered did not match those in our database. Please try again";
    Failure::from(Message::error(Code::InvalidData, Source::ApiB, info)).and(credentials())
}

fn credentials() -> Message {
    Message::info("login: There was a problem with your credentials")
}

/// An API key is no session that could be closed (S2).
pub(super) fn no_log_out() -> Failure {
    let info = "logout: An API key is a standing session and has no log-out";
    Message::error(Code::IllegalOperation, Source::ApiB, info).into()
}

/// A second request in a session (Q1).
pub(super) fn session_busy() -> Failure {
    let info = "token: This session already has a job running";
    Failure::from(Message::error(Code::OperationFailed, Source::ApiB, info)).retry_after(1)
}

/// Beyond the limit of requests a minute (S9).
pub(super) fn rate_exceeded(limit: u32, seconds: u64) -> Failure {
    let info = format!("rate: Rate limit exceeded, {limit} requests a minute, try again in {seconds} seconds");
    Failure::from(Message::error(Code::RateLimitExceeded, Source::ApiB, info)).retry_after(seconds)
}

/// No such job, or another session's (J3).
pub(super) fn no_job() -> Failure {
    Message::error(Code::NotFound, Source::ApiB, "job: No such job").into()
}

/// A job that ended with its node (J9).
pub(super) fn job_lost() -> Failure {
    let info = "job: The server stopped while this job ran; nothing was changed";
    Message::error(Code::OperationFailed, Source::ApiB, info).into()
}

/// A job that is asked for too often (J6).
pub(super) fn asked_too_often() -> Failure {
    let info = "job: Maximum number of redirects reached, ask again in 5 seconds";
    Failure::from(Message::error(Code::OperationFailed, Source::ApiB, info))
        .retry_after(5)
        .answered_with(StatusCode::TOO_MANY_REQUESTS)
}

/// A result beyond what is kept of a job (J10).
pub(super) fn too_large() -> Failure {
    Message::error(Code::OperationFailed, Source::ApiB, "job: Result too large, ask for less").into()
}

/// A job that runs (J5).
pub(super) fn still_running() -> Message {
    Message { source: Source::ApiB, ..Message::info("job: Still running") }
}

/// A change whose outcome cannot be learned now (J9).
pub(super) fn outcome_unknown(job: i64) -> Failure {
    Message::fatal(Code::UnknownError, format!("job: Outcome not known yet, get /REST/Job/{job}")).into()
}

/// A defect, under the id by which the log tells its cause (E4).
pub(super) fn internal(incident: &str) -> Failure {
    Message::fatal(Code::InternalError, format!("system: Internal error, incident {incident}")).into()
}

/// The registry is busy, stopping, or its database away (E4).
pub(super) fn unavailable() -> Failure {
    let info = "system: The registry is busy, try again in 1 second";
    Failure::from(Message::error(Code::ServiceUnavailable, Source::ApiB, info)).retry_after(1)
}

/// No such zone, or another account's.
pub(super) fn no_zone() -> Failure {
    Message::error(Code::NotFound, Source::ApiB, "zone: No such zone").into()
}

/// The same where one was to be deleted.
pub(super) fn no_zone_to_delete() -> Failure {
    no_zone().and(Message::info("remove: No such zone in your account"))
}

/// The zone takes no writes (Z5).
pub(super) fn frozen() -> Message {
    Message::error(Code::IllegalOperation, Source::Bll, "zone: Zone is frozen, thaw it first")
}

/// There is such a zone.
pub(super) fn zone_exists() -> Message {
    Message::error(Code::TargetExists, Source::Bll, "name: Name already exists")
}

/// It is the caller's own.
pub(super) fn zone_is_yours() -> Message {
    Message::info("create: You already have this zone.")
}

/// AllRecord, ANYRecord and NodeList of a node that is not there.
pub(super) fn no_node_in_tree() -> Failure {
    Failure::from(Message::error(Code::NotFound, Source::ApiB, "node: Node is not in the zone"))
        .and(Message::info("get_tree: Node name not found within the zone"))
}

/// The records of a node that is not there.
pub(super) fn no_node_of_records() -> Failure {
    no_node().and(Message::info("detail: Host is not in this zone"))
}

/// One record of a node that is not there.
pub(super) fn no_node_of_record() -> Failure {
    no_node().and(Message::info("get: Host not found in this zone"))
}

/// A failure, told in another way if it is that a node is not there.
pub(super) fn if_no_node(failure: Failure, told: impl FnOnce() -> Failure) -> Failure {
    if failure == no_node_of_record() { told() } else { failure }
}

fn no_node() -> Failure {
    Message::error(Code::NotFound, Source::ApiB, "node: Not in zone").into()
}

/// No such record at this node, of this type.
pub(super) fn no_record() -> Failure {
    Message::error(Code::NotFound, Source::ApiB, "id: No such record").into()
}

/// The set has this value already (R4).
pub(super) fn record_exists() -> Message {
    Message::error(Code::TargetExists, Source::Dyn, "make: Cannot duplicate existing record data")
}

/// The line that ends the refusal of a record that is there already.
pub(super) fn record_not_added() -> Message {
    Message::info("add: Record not added")
}

/// The line that ends the refusal of a bad value; of A and AAAA as the original wrote it.
pub(super) fn could_not_create(rtype: &str) -> Message {
    Message::info(format!("add: Could not create {rtype} record"))
}

/// No such task, or not visible (N2).
pub(super) fn no_task() -> Failure {
    Message::error(Code::NotFound, Source::ApiB, "task: No such task").into()
}

/// A task is complete when its id is told (N2).
pub(super) fn task_is_complete() -> Failure {
    Message::error(Code::IllegalOperation, Source::Bll, "task: Task is already complete").into()
}

/// Too many staged changes in a session (C9).
pub(super) fn too_many_staged() -> Failure {
    Message::error(Code::OperationFailed, Source::Bll, "zone: Too many unpublished changes").into()
}

/// Users and contacts are read here, and written elsewhere (U4), by the name of their resource.
pub(super) fn read_only(resource: &str) -> Failure {
    let info = format!("{resource}: Only to be read here");
    Message::error(Code::IllegalOperation, Source::Bll, info).into()
}

#[cfg(test)]
mod tests;
