//! `/blocklist` and `/v2/blacklists`: patterns whose names nobody but an admin makes zones of (rules B1, B3).

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::blocklist::{CreateBlockEntry, DeleteBlockEntry, ListBlocklist, ReadBlockEntry, UpdateBlockEntry};

use super::call::Call;
use super::refusals::{Changing, Creating, Deleting, Listing, Reading};
use super::{Refused, answer, body, draft, query, shapes};
use crate::etag;
use crate::query::Parameters;

/// All entries; or, with `limit`, a page of them and a link to the next one.
#[utoipa::path(
    get, path = "/blocklist", tag = "TLDs", operation_id = "list_blocklist",
    params(shapes::BlockListParameters, shapes::Known),
    responses(
        (status = 200, description = "The entries", body = shapes::BlockEntryList,
            headers(("ETag" = String), ("Link" = Option<String>, description = "The next page"))),
        (status = 304, description = "The caller has them already", headers(("ETag" = String))),
        Listing,
    )
)]
pub(crate) async fn list(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let page = call.ask(ListBlocklist { query: query::rows(call.place(), &request) }).await?;
    Ok(answer::page(&call, &request, page))
}

/// A page of entries.
#[utoipa::path(
    get, path = "/v2/blacklists", tag = "OpenStack TLDs", operation_id = "openstack_list_blacklists",
    params(shapes::BlockListParameters, shapes::Known),
    responses(
        (status = 200, description = "The page", body = shapes::OpenStackBlacklistList, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Listing,
    )
)]
pub(crate) async fn openstack_list(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    list(call, request).await
}

/// Make an entry.
#[utoipa::path(
    post, path = "/blocklist", tag = "TLDs", operation_id = "create_block_entry",
    params(shapes::Changing), request_body = shapes::BlockEntryDraft,
    responses(
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun),
        (status = 201, description = "The entry", body = shapes::BlockEntryBody,
            headers(("Location" = String), ("ETag" = String))),
        Creating,
    )
)]
pub(crate) async fn create(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let draft = body::row(&call, &request, payload, parameters.finish(), draft::entry).await;
    let entry = call.run(CreateBlockEntry { id: call.registry().ids().uuid(), draft }, dry_run).await?;
    if dry_run {
        return Ok(answer::tried(StatusCode::CREATED));
    }
    Ok(answer::created(HttpResponse::Created(), &call, &request, entry.into()))
}

/// Make an entry.
#[utoipa::path(
    post, path = "/v2/blacklists", tag = "OpenStack TLDs", operation_id = "openstack_create_blacklist",
    params(shapes::Changing), request_body = shapes::BlockEntryDraft,
    responses(
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun),
        (status = 201, description = "The entry", body = shapes::OpenStackBlacklist,
            headers(("Location" = String), ("ETag" = String))),
        Creating,
    )
)]
pub(crate) async fn openstack_create(
    call: Call,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    create(call, request, payload).await
}

/// Read an entry.
#[utoipa::path(
    get, path = "/blocklist/{blacklist_id}", tag = "TLDs", operation_id = "read_block_entry",
    params(("blacklist_id" = String, Path), shapes::Known),
    responses(
        (status = 200, description = "The entry", body = shapes::BlockEntryBody, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let id = call.only_id(&request, Parameters::of(&request)).await?;
    let entry = call.ask(ReadBlockEntry { id }).await?;
    Ok(answer::row(&call, &request, entry.into()))
}

/// Read an entry.
#[utoipa::path(
    get, path = "/v2/blacklists/{blacklist_id}", tag = "OpenStack TLDs", operation_id = "openstack_read_blacklist",
    params(("blacklist_id" = String, Path), shapes::Known),
    responses(
        (status = 200, description = "The entry", body = shapes::OpenStackBlacklist, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn openstack_read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    read(call, request).await
}

/// Change an entry: only what is sent.
#[utoipa::path(
    patch, path = "/blocklist/{blacklist_id}", tag = "TLDs", operation_id = "update_block_entry",
    params(("blacklist_id" = String, Path), shapes::Changing, shapes::Condition), request_body = shapes::BlockEntryPatch,
    responses(
        (status = 200, description = "The entry; or what would be, in a dry run", body = shapes::BlockEntryChange, headers(("ETag" = String))),
        Changing,
    )
)]
pub(crate) async fn update(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let (id, payload) = call.id_beside(&request, payload).await?;
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let read = |members: &mut _| draft::entry_patch(id, members);
    let patch = body::row(&call, &request, payload, parameters.finish(), read).await;
    let precondition = etag::precondition(&request);
    let entry = call.run(UpdateBlockEntry { id, precondition, patch }, dry_run).await?;
    if dry_run {
        return Ok(answer::tried(StatusCode::OK));
    }
    Ok(answer::changed(HttpResponse::Ok(), &call, &request, entry.into()))
}

/// Change an entry: only what is sent.
#[utoipa::path(
    patch, path = "/v2/blacklists/{blacklist_id}", tag = "OpenStack TLDs", operation_id = "openstack_update_blacklist",
    params(("blacklist_id" = String, Path), shapes::Changing, shapes::Condition), request_body = shapes::BlockEntryPatch,
    responses(
        (status = 200, description = "The entry; or what would be, in a dry run", body = shapes::OpenStackBlacklistChange, headers(("ETag" = String))),
        Changing,
    )
)]
pub(crate) async fn openstack_update(
    call: Call,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    update(call, request, payload).await
}

/// Delete an entry.
#[utoipa::path(
    delete, path = "/blocklist/{blacklist_id}", tag = "TLDs", operation_id = "delete_block_entry",
    params(("blacklist_id" = String, Path), shapes::Changing, shapes::Condition),
    responses(
        (status = 204, description = "Deleted"),
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun),
        Deleting,
    )
)]
pub(crate) async fn delete(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let id = call.only_id(&request, parameters).await?;
    call.run(DeleteBlockEntry { id, precondition: etag::precondition(&request) }, dry_run).await?;
    Ok(if dry_run { answer::tried(StatusCode::NO_CONTENT) } else { HttpResponse::NoContent().finish() })
}

/// Delete an entry.
#[utoipa::path(
    delete, path = "/v2/blacklists/{blacklist_id}", tag = "OpenStack TLDs", operation_id = "openstack_delete_blacklist",
    params(("blacklist_id" = String, Path), shapes::Changing, shapes::Condition),
    responses(
        (status = 204, description = "Deleted"),
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun),
        Deleting,
    )
)]
pub(crate) async fn openstack_delete(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    delete(call, request).await
}
