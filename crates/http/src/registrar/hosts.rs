//! Hosts (section 6).

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, web};
use domesday_app::collections::Span;
use domesday_app::host_objects::{
    CheckHost, CreateHost, DeleteHost, HostInfo, HostReferences, ReadHost, SearchHosts, UpdateHost,
};
use domesday_app::objection::{Ground, Objection};
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::call::Call;
use super::collection;
use super::domains::READ;
use super::head::pairs;
use super::refusals::{Changing, Checking, Creating, Reading};
use super::refused::Refused;
use super::sent::Sent;
use super::{forms, shapes, show};

/// Search hosts below one's own domains; without `do=search`, all of them.
#[utoipa::path(
    get, path = "/hosts", tag = "registrar: hosts", operation_id = "search_hosts",
    params(shapes::Headers, shapes::Searching),
    responses((status = 200, description = "A page of hosts", body = shapes::HostResults), Reading)
)]
pub(crate) async fn search(call: Call) -> Result<HttpResponse, Refused> {
    let pairs = collection::begin(&call).await?;
    let page = call.ask(SearchHosts { pairs }).await?;
    let row = |info: &HostInfo| (info.host.name.to_string(), show::host(info));
    Ok(call.send(&collection::answer(&call, &page, row)))
}

/// Make a host below a domain of one's own.
#[utoipa::path(
    put, path = "/hosts", tag = "registrar: hosts", operation_id = "create_host",
    params(shapes::Headers, shapes::Mutating, shapes::Repeating), request_body = shapes::NewHost,
    responses(
        (status = 201, description = "Made", body = shapes::HostCreated, headers(("ETag" = String), ("Location" = String))),
        (status = 200, description = "What it would be, in a rehearsal", body = shapes::Rehearsed),
        Creating,
    )
)]
pub(crate) async fn create(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    let form = sent.form(&call, forms::new_host);
    call.mutate(mode, &sent, CreateHost { form }).await
}

/// Whether a host can be made: a hint, no promise.
#[utoipa::path(
    get, path = "/hosts/{name}/check", tag = "registrar: hosts", operation_id = "check_host",
    params(("name" = String, Path), shapes::Headers),
    responses((status = 200, description = "Whether it is free", body = shapes::HostChecked), Checking)
)]
pub(crate) async fn check(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    let checked = call.ask(CheckHost { name: call.part("name") }).await?;
    let avail = u8::from(matches!(checked.free, Ok(true)));
    let mut members = Map::from_iter([("name".to_owned(), checked.name.into()), ("avail".to_owned(), avail.into())]);
    match checked.free {
        Ok(free) => {
            members.extend((!free).then(|| ("reason".to_owned(), "In use".into())));
            Ok(call.send(&Answer { members, ..Answer::done() }))
        }
        Err(problem) => {
            let malformed = Objection::new(Ground::Malformed, "path:name", "bad-name", problem);
            Err(call.refused(&malformed.into()).beside(members))
        }
    }
}

/// A host, whosesoever it is.
#[utoipa::path(
    get, path = "/hosts/{name}", tag = "registrar: hosts", operation_id = "read_host",
    params(("name" = String, Path), shapes::Headers),
    responses((status = 200, description = "The host", body = shapes::HostRead, headers(("ETag" = String))), Reading)
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    let info = call.ask(ReadHost { name: call.part("name") }).await?;
    let answer = Answer::done().with("info", show::host(&info)).header(ETAG, info.tag().to_string());
    Ok(call.send(&answer))
}

/// Change a host, or rename it.
#[utoipa::path(
    post, path = "/hosts/{name}", tag = "registrar: hosts", operation_id = "update_host",
    params(("name" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    request_body = shapes::HostUpdate,
    responses((status = 200, description = "Changed", body = shapes::HostUpdated, headers(("ETag" = String))), Changing)
)]
pub(crate) async fn update(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    let form = sent.form(&call, forms::host_change);
    let command = UpdateHost { name: call.part("name"), precondition: call.precondition(), form };
    call.mutate(mode, &sent, command).await
}

/// Delete a host that nothing uses.
#[utoipa::path(
    delete, path = "/hosts/{name}", tag = "registrar: hosts", operation_id = "delete_host",
    params(("name" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    responses((status = 200, description = "Gone", body = shapes::Done), Changing)
)]
pub(crate) async fn delete(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    sent.take_nothing(&call);
    let command = DeleteHost { name: call.part("name"), precondition: call.precondition() };
    call.mutate(mode, &sent, command).await
}

/// The domains that a host serves.
#[utoipa::path(
    get, path = "/hosts/{name}/references", tag = "registrar: hosts", operation_id = "list_host_references",
    params(("name" = String, Path), shapes::Headers, shapes::Paging),
    responses((status = 200, description = "A page of domains", body = shapes::References), Reading)
)]
pub(crate) async fn references(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, collection::wrong_paging(&call)).await?;
    let Span { limit, offset } = Span::read(&pairs(call.request())).unwrap_or(Span { limit: 0, offset: 0 });
    let users = call.ask(HostReferences { name: call.part("name"), offset, limit }).await?;
    let domains: Value = users
        .domains
        .iter()
        .map(|(name, sponsor)| json!({"name": name.to_string(), "sponsor": sponsor.as_str()}))
        .collect();
    Ok(call.send(&Answer::done().with("domains", domains).with("rows_count", users.count)))
}
