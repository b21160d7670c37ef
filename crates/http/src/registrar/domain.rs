//! One domain: read, changed, renewed, restored, deleted.

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, web};
use domesday_app::domains::{CheckDomain, DeleteDomain, ReadDomain, RenewDomain, RestoreDomain};
use domesday_app::objection::{Ground, Objection};
use domesday_domain::actor::Permission;
use domesday_domain::fault::Fault;
use serde_json::Value;

use super::answer::Answer;
use super::call::Call;
use super::domains::READ;
use super::refusals::{Changing, Checking, Reading};
use super::refused::Refused;
use super::sent::Sent;
use super::{forms, outcomes, shapes, show};

/// Whether a name is free: a hint, no promise.
#[utoipa::path(
    get, path = "/domains/{name}/check", tag = "registrar: domains", operation_id = "check_domain",
    params(("name" = String, Path), shapes::Headers),
    responses((status = 200, description = "Whether it is free", body = shapes::DomainChecked), Checking)
)]
pub(crate) async fn check(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    let checked = call.ask(CheckDomain { name: call.part("name") }).await?;
    let Value::Object(members) = show::availability(&checked) else { return Ok(call.send(&Answer::done())) };
    match checked.availability {
        Ok(_) => Ok(call.send(&Answer { members, ..Answer::done() })),
        Err(problem) => {
            let malformed = Objection::new(Ground::Malformed, "path:name", "bad-name", problem);
            Err(call.refused(&malformed.into()).beside(members))
        }
    }
}

/// A domain of one's own.
#[utoipa::path(
    get, path = "/domains/{name}", tag = "registrar: domains", operation_id = "read_domain",
    params(("name" = String, Path), shapes::Headers),
    responses((status = 200, description = "The domain", body = shapes::DomainRead, headers(("ETag" = String))), Reading)
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    let info = call.ask(ReadDomain { name: call.part("name") }).await?;
    let answer = Answer::done().with("info", show::domain(&info)).header(ETAG, info.tag().to_string());
    Ok(call.send(&answer))
}

/// A domain of another account, for its code.
#[utoipa::path(
    post, path = "/domains/{name}/epp", tag = "registrar: domains", operation_id = "read_domain_with_code",
    params(("name" = String, Path), shapes::Headers), request_body = shapes::Coded,
    responses((status = 200, description = "The domain", body = shapes::DomainRead, headers(("ETag" = String))), Changing)
)]
pub(crate) async fn read_with_code(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    call.mode();
    call.begin(false).await?;
    let mut sent = Sent::of(&call, payload).await;
    let form = sent.form(&call, |reader, body| {
        let place = "/authInfo/pw";
        let code = forms::code(reader, body);
        if code.is_none() {
            reader.wrong(Fault::missing(place, "a domain of another account is shown for its code"));
        }
        code.unwrap_or_default()
    });
    sent.settle(&call, call.registry().admit(call.caller(), Permission::KeepRegistrations).await)?;
    let code = sent.settle(&call, form.well_formed().cloned())?;
    let read = call.registry().read_with_code(call.caller(), &call.part("name"), &code).await;
    let info = sent.settle(&call, read)?;
    let answer = Answer::done().with("info", show::domain(&info)).header(ETAG, info.tag().to_string());
    Ok(call.send(&sent.warn(answer)))
}

/// Change a domain.
#[utoipa::path(
    post, path = "/domains/{name}", tag = "registrar: domains", operation_id = "update_domain",
    params(("name" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    request_body = shapes::DomainUpdate,
    responses(
        (status = 200, description = "Changed; `authInfo` only if its code was", body = shapes::DomainUpdated,
            headers(("ETag" = String))),
        Changing,
    )
)]
pub(crate) async fn update(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    let form = sent.form(&call, forms::domain_update);
    let (name, precondition) = (call.part("name"), call.precondition());
    let prepared = call.registry().prepare_update(call.caller(), name, precondition, form).await;
    let command = sent.settle(&call, prepared)?;
    call.mutate(mode, &sent, command).await
}

/// Delete a domain: at once in its first days, else it can be restored for a while.
#[utoipa::path(
    delete, path = "/domains/{name}", tag = "registrar: domains", operation_id = "delete_domain",
    params(("name" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    responses(
        (status = 200, description = "Gone", body = shapes::Done),
        (status = 202, description = "Deleted, and restorable; code 1001 in version 2.0", body = shapes::DomainDeleted),
        Changing,
    )
)]
pub(crate) async fn delete(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    sent.take_nothing(&call);
    let command = DeleteDomain { name: call.part("name"), precondition: call.precondition() };
    call.mutate(mode, &sent, command).await
}

/// Renew a domain. Its expiry of now is named, so that a repetition cannot renew twice.
#[utoipa::path(
    post, path = "/domains/{name}/renew", tag = "registrar: domains", operation_id = "renew_domain",
    params(("name" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    request_body = shapes::Renewal,
    responses((status = 200, description = "Renewed", body = shapes::Renewed, headers(("ETag" = String))), Changing)
)]
pub(crate) async fn renew(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    let form = sent.form(&call, forms::renewal);
    let command = RenewDomain { name: call.part("name"), precondition: call.precondition(), form };
    call.mutate(mode, &sent, command).await
}

/// Restore a domain that was deleted.
#[utoipa::path(
    post, path = "/domains/{name}/restore", tag = "registrar: domains", operation_id = "restore_domain",
    params(("name" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    responses((status = 200, description = "Restored", body = shapes::Restored, headers(("ETag" = String))), Changing)
)]
pub(crate) async fn restore(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    sent.take_nothing(&call);
    let command = RestoreDomain { name: call.part("name"), precondition: call.precondition() };
    call.mutate_telling(mode, &sent, command, outcomes::restored).await
}
