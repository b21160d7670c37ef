//! `/tlds/{id}` and `/v2/tlds/{id}`: one rule, read, changed (rule T6, OpenStack's form only) and deleted (rule T3).

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::tlds::{AffectedZones, DeleteTld, ReadTld, UpdateTld};
use serde::Serialize;

use super::call::Call;
use super::refusals::{Changing, Deleting, Reading};
use super::wire::{Showing, Shown};
use super::{Refused, answer, body, draft, shapes};
use crate::etag;
use crate::prefer::{PREFERENCE_APPLIED, REPRESENTATION, wants_representation};
use crate::query::Parameters;

/// A rule that was deleted.
#[derive(Serialize)]
struct Deleted {
    tlds: Shown,
    affected_zones: AffectedZones,
    #[serde(skip_serializing_if = "Option::is_none")]
    affected_domains: Option<AffectedZones>,
}

/// Read a rule.
#[utoipa::path(
    get, path = "/tlds/{tld_id}", tag = "TLDs", operation_id = "read_tld",
    params(("tld_id" = String, Path), shapes::Known),
    responses(
        (status = 200, description = "The rule", body = shapes::TldBody, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let id = call.only_id(&request, Parameters::of(&request)).await?;
    let tld = call.ask(ReadTld { id }).await?;
    Ok(answer::row(&call, &request, tld.into()))
}

/// Read a rule.
#[utoipa::path(
    get, path = "/v2/tlds/{tld_id}", tag = "OpenStack TLDs", operation_id = "openstack_read_tld",
    params(("tld_id" = String, Path), shapes::Known),
    responses(
        (status = 200, description = "The rule", body = shapes::OpenStackTld, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn openstack_read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    read(call, request).await
}

/// Change a rule: only what is sent.
#[utoipa::path(
    patch, path = "/v2/tlds/{tld_id}", tag = "OpenStack TLDs", operation_id = "openstack_update_tld",
    params(("tld_id" = String, Path), shapes::Changing, shapes::Condition), request_body = shapes::TldPatch,
    responses(
        (status = 200, description = "The rule; or what would be, in a dry run", body = shapes::OpenStackTldChange,
            headers(("ETag" = Option<String>), ("Domesday-Warning" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn openstack_update(
    call: Call,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    let (id, payload) = call.id_beside(&request, payload).await?;
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let form = call.place().form;
    let read = |members: &mut _| draft::tld_patch(form, id, members);
    let patch = body::row(&call, &request, payload, parameters.finish(), read).await;
    let changed = call.run(UpdateTld { id, precondition: etag::precondition(&request), patch }, dry_run).await?;
    if dry_run {
        return Ok(answer::rehearsed(StatusCode::OK, &changed));
    }
    let mut response = HttpResponse::Ok();
    answer::warn(&mut response, &(&changed.affected).into(), None);
    Ok(answer::changed(response, &call, &request, changed.tld.into()))
}

/// Delete a rule, used or not.
#[utoipa::path(
    delete, path = "/tlds/{tld_id}", tag = "TLDs", operation_id = "delete_tld",
    params(
        ("tld_id" = String, Path), shapes::Changing, shapes::Condition,
        ("Prefer" = Option<String>, Header, description = "`return=representation` for the rule, and the zones and domains that it held"),
    ),
    responses(
        (status = 204, description = "Deleted", headers(("Domesday-Warning" = Option<String>))),
        (status = 200, description = "The same with the rule, if it was preferred; or what would be, in a dry run",
            body = shapes::TldDeletion,
            headers(("Preference-Applied" = Option<String>), ("Domesday-Warning" = Option<String>))),
        Deleting,
    )
)]
pub(crate) async fn delete(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let id = call.only_id(&request, parameters).await?;
    let deleted = call.run(DeleteTld { id, precondition: etag::precondition(&request) }, dry_run).await?;
    let whole = wants_representation(&request);
    let status = if whole { StatusCode::OK } else { StatusCode::NO_CONTENT };
    if dry_run {
        return Ok(answer::rehearsed(status, &deleted));
    }
    let mut response = HttpResponse::build(status);
    let (affected_zones, affected_domains) = ((&deleted.affected).into(), answer::domains(&deleted));
    answer::warn(&mut response, &affected_zones, affected_domains.as_ref());
    if !whole {
        return Ok(response.finish());
    }
    response.insert_header((PREFERENCE_APPLIED, REPRESENTATION));
    let tld = Showing::of(&call, &request).row(deleted.tld.into());
    Ok(response.json(Deleted { tlds: tld, affected_zones, affected_domains }))
}

/// Delete a rule, used or not.
#[utoipa::path(
    delete, path = "/v2/tlds/{tld_id}", tag = "OpenStack TLDs", operation_id = "openstack_delete_tld",
    params(
        ("tld_id" = String, Path), shapes::Changing, shapes::Condition,
        ("Prefer" = Option<String>, Header, description = "`return=representation` for the rule, and the zones and domains that it held"),
    ),
    responses(
        (status = 204, description = "Deleted", headers(("Domesday-Warning" = Option<String>))),
        (status = 200, description = "The same with the rule, if it was preferred; or what would be, in a dry run",
            body = shapes::OpenStackTldDeletion,
            headers(("Preference-Applied" = Option<String>), ("Domesday-Warning" = Option<String>))),
        Deleting,
    )
)]
pub(crate) async fn openstack_delete(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    delete(call, request).await
}
