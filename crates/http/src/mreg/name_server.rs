//! `/api/v1/nameservers/`: the rows of name servers, made and deleted on purpose (rules M1, M5). None is renamed.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::hosts::{CreateHost, DeleteHost, HostsWanted, PageHosts, ReadHost};
use domesday_dns::Name;
use domesday_domain::actor::Permission;
use serde::Deserialize;

use super::call::{Call, parameters};
use super::lists::{Page, asked};
use super::refusals::{Creating, Deleting, Reading};
use super::{BASE, Refused, body, draft, segment, shapes, wire};
use crate::accept;

/// A name server in a path.
#[derive(Debug, Deserialize)]
pub(crate) struct Of {
    name: String,
}

impl Of {
    async fn host(&self, call: &Call, needs: Permission) -> Result<Name, Refused> {
        call.found(Name::parse(&self.name).ok(), "name server of that name", needs).await
    }
}

/// A page of name servers.
#[utoipa::path(
    get, path = "/api/v1/nameservers", tag = "mreg", operation_id = "mreg_list_name_servers",
    params(
        ("page" = Option<u64>, Query, description = "From 1; or `last`"),
        ("page_size" = Option<u32>, Query, description = "100 if left out; more than 1000 is 1000"),
        ("id" = Option<i64>, Query, description = "With this number"),
        ("name" = Option<String>, Query, description = "Of this name"),
        ("name__startswith" = Option<String>, Query, description = "Whose name begins so, in any case"),
        ("name__endswith" = Option<String>, Query, description = "Whose name ends so, in any case"),
        ("name__contains" = Option<String>, Query, description = "Whose name has this in it, in any case"),
        ("ordering" = Option<String>, Query, description = "`name` (if left out), `-name`, `id` or `-id`"),
    ),
    responses((status = 200, description = "The page", body = Page<wire::NameServer>), Reading)
)]
pub(crate) async fn list(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let wanted = asked(&request, None, |asked| HostsWanted {
        filter: asked.filter,
        order: asked.order.unwrap_or(domesday_app::ports::Order::Name),
        page: asked.page,
    });
    let page = call.ask(PageHosts { wanted }).await?;
    Ok(HttpResponse::Ok().json(Page::of(&call, &request, page, wire::NameServer::from)))
}

/// Make a name server, so that it stays when nothing uses it.
#[utoipa::path(
    post, path = "/api/v1/nameservers", tag = "mreg", operation_id = "mreg_create_name_server",
    request_body(content(
        (shapes::NameServerDraft = "application/json"), (shapes::NameServerDraft = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 201, description = "The name server", body = wire::NameServer, headers(("Location" = String))),
        Creating,
    )
)]
pub(crate) async fn create(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let draft = body::read(&call, &request, payload, draft::host).await;
    let host = call.run(CreateHost { draft }).await?;
    let location = format!("{BASE}/nameservers/{}", segment(&host.name.to_string()));
    let mut response = HttpResponse::build(StatusCode::CREATED);
    Ok(response.insert_header((LOCATION, location)).json(wire::NameServer::from(host)))
}

/// Read a name server.
#[utoipa::path(
    get, path = "/api/v1/nameservers/{name}", tag = "mreg", operation_id = "mreg_read_name_server",
    params(("name" = String, Path)),
    responses((status = 200, description = "The name server", body = wire::NameServer), Reading)
)]
pub(crate) async fn read(call: Call, request: HttpRequest, path: web::Path<Of>) -> Result<HttpResponse, Refused> {
    let name = path.host(&call, Permission::ReadZones).await?;
    let host = call.ask(ReadHost { name }).await?;
    call.settle(accept::json(&request).and_then(|()| parameters(&request).settle()))?;
    Ok(HttpResponse::Ok().json(wire::NameServer::from(host)))
}

/// Delete a name server that nothing uses.
#[utoipa::path(
    delete, path = "/api/v1/nameservers/{name}", tag = "mreg", operation_id = "mreg_delete_name_server",
    params(("name" = String, Path)),
    responses((status = 204, description = "Deleted"), Deleting)
)]
pub(crate) async fn delete(call: Call, request: HttpRequest, path: web::Path<Of>) -> Result<HttpResponse, Refused> {
    let name = path.host(&call, Permission::WriteZones).await?;
    if let Err(refusal) = parameters(&request).settle() {
        // The command has no place for it, so what comes before it by rule Z1 is asked here.
        call.admit(Permission::WriteZones).await?;
        call.ask(ReadHost { name }).await?;
        return Err(call.refused(refusal));
    }
    call.run(DeleteHost { name }).await?;
    Ok(HttpResponse::NoContent().finish())
}
