//! Domains as a collection: searched, and added to; and the rehearsal of that.

use actix_web::{HttpResponse, web};
use domesday_app::domains::draft::NewDomain;
use domesday_app::domains::{DomainInfo, SearchDomains};
use domesday_domain::actor::Permission;

use super::call::Call;
use super::collection;
use super::mutate::Mode;
use super::refusals::{Creating, Reading, Validating};
use super::refused::Refused;
use super::sent::Sent;
use super::{forms, shapes, show};

/// Search domains; without `do=search`, all of them.
#[utoipa::path(
    get, path = "/domains", tag = "registrar: domains", operation_id = "search_domains",
    params(shapes::Headers, shapes::Searching),
    responses((status = 200, description = "A page of domains", body = shapes::DomainResults), Reading)
)]
pub(crate) async fn search(call: Call) -> Result<HttpResponse, Refused> {
    let pairs = collection::begin(&call).await?;
    let page = call.ask(SearchDomains { pairs }).await?;
    let row = |info: &DomainInfo| (info.stored.registration.name.to_string(), show::domain(info));
    Ok(call.send(&collection::answer(&call, &page, row)))
}

/// Register a domain.
#[utoipa::path(
    put, path = "/domains", tag = "registrar: domains", operation_id = "create_domain",
    params(shapes::Headers, shapes::Mutating, shapes::Repeating), request_body = shapes::NewDomain,
    responses(
        (status = 201, description = "Registered; `authInfo.pw` is told this once", body = shapes::DomainCreated,
            headers(("ETag" = String), ("Location" = String))),
        (status = 200, description = "What it would be, in a rehearsal", body = shapes::Rehearsed),
        Creating,
    )
)]
pub(crate) async fn create(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    register(&call, payload, mode, None).await
}

/// Rehearse the registration of a domain: all its checks, and nothing kept.
#[utoipa::path(
    post, path = "/domains/validate", tag = "registrar: domains", operation_id = "validate_domain",
    params(shapes::Headers), request_body = shapes::NewDomain,
    responses((status = 200, description = "It would be registered", body = shapes::Rehearsed), Validating)
)]
pub(crate) async fn validate(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    call.mode();
    register(&call, payload, Mode::Rehearsal, None).await
}

/// Rehearse the registration of this domain.
#[utoipa::path(
    post, path = "/domains/{name}/validate", tag = "registrar: domains", operation_id = "validate_named_domain",
    params(("name" = String, Path), shapes::Headers), request_body = shapes::NewDomain,
    responses((status = 200, description = "It would be registered", body = shapes::Rehearsed), Validating)
)]
pub(crate) async fn validate_named(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    call.mode();
    let name = call.part("name");
    register(&call, payload, Mode::Rehearsal, Some(name)).await
}

async fn register(
    call: &Call,
    payload: web::Payload,
    mode: Mode,
    named: Option<String>,
) -> Result<HttpResponse, Refused> {
    call.begin(true).await?;
    let mut sent = Sent::of(call, payload).await;
    let form = sent.form(call, |reader, body| {
        let new = forms::new_domain(reader, body);
        NewDomain { name: new.name.or(named), ..new }
    });
    let command = sent.settle(call, call.registry().prepare_create(call.caller(), form).await)?;
    call.mutate(mode, &sent, command).await
}

/// What reading domains needs.
pub(super) const READ: Permission = Permission::ReadRegistrations;
