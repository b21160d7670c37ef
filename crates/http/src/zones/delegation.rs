//! `/zones/{name}/delegations/{child}`: one delegation, read, replaced, changed and deleted (rules D13, D14, D17, Z3, Z5).

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::delegations::{DelegationUpdate, DeleteDelegation, ReadDelegation, UpdateDelegation};
use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;

use super::{InDelegation, InZone, delegation_draft, delegation_wire, shapes};
use crate::answer::{OrDryRun, Success};
use crate::body::{self, Written};
use crate::caller::Visit;
use crate::prefer::{PREFERENCE_APPLIED, REPRESENTATION, wants_representation};
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::{Changing, Deleting, Reading};
use crate::{accept, etag};

/// Read a delegation, with the glue published for it.
#[utoipa::path(
    get, path = "/zones/{name}/delegations/{child}", tag = "delegations", operation_id = "read_delegation",
    params(("name" = String, Path), ("child" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses(
        (status = 200, description = "The delegation", body = delegation_wire::Delegation, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    cut: web::Path<InDelegation>,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::ReadZones).await?;
    let child = cut.child(&visit, Permission::ReadZones).await?;
    let (_, delegation) = visit.ask(ReadDelegation { zone, child }).await?;
    visit.settle(accept::json(&request).and_then(|()| Parameters::of(&request).settle()))?;
    let tag = delegation.tag.to_string();
    if etag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let body = delegation_wire::Delegation::of(&delegation, Vec::new());
    Ok(HttpResponse::Ok().insert_header((ETAG, tag)).json(body))
}

/// Replace a delegation: what is left out becomes null.
#[utoipa::path(
    put, path = "/zones/{name}/delegations/{child}", tag = "delegations", operation_id = "put_delegation",
    params(
        ("name" = String, Path), ("child" = String, Path),
        ("If-Match" = String, Header, description = "The delegation's tag"),
        ("Prefer" = Option<String>, Header, description = "`return=representation` for the delegation in the answer"),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body = shapes::DelegationContent,
    responses(
        (status = 204, description = "Changed, or nothing differed",
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "The same with the delegation, if it was preferred; or what would be, in a dry run",
            body = OrDryRun<delegation_wire::Delegation>,
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Preference-Applied" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn put(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    cut: web::Path<InDelegation>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::WriteZones).await?;
    let child = cut.child(&visit, Permission::WriteZones).await?;
    let most = visit.state().settings.max_body_bytes;
    let written = body::written(&request, payload, body::OBJECT, most, delegation_draft::content).await;
    change(&visit, &request, zone, child, written).await
}

/// Change a delegation's members.
#[utoipa::path(
    patch, path = "/zones/{name}/delegations/{child}", tag = "delegations", operation_id = "patch_delegation",
    params(
        ("name" = String, Path), ("child" = String, Path),
        ("If-Match" = String, Header, description = "The delegation's tag"),
        ("Prefer" = Option<String>, Header, description = "`return=representation` for the delegation in the answer"),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body(content((shapes::DelegationPatch = "application/json"), (shapes::DelegationPatch = "application/merge-patch+json"))),
    responses(
        (status = 204, description = "Changed, or nothing differed",
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "The same with the delegation, if it was preferred; or what would be, in a dry run",
            body = OrDryRun<delegation_wire::Delegation>,
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Preference-Applied" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn patch(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    cut: web::Path<InDelegation>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::WriteZones).await?;
    let child = cut.child(&visit, Permission::WriteZones).await?;
    let most = visit.state().settings.max_body_bytes;
    let written = body::written(&request, payload, body::CHANGES, most, delegation_draft::update).await;
    change(&visit, &request, zone, child, written).await
}

async fn change(
    visit: &Visit,
    request: &HttpRequest,
    zone: ZoneName,
    child: Name,
    written: Written<DelegationUpdate>,
) -> Result<HttpResponse, Problem> {
    let precondition = etag::precondition(request);
    let (update, force) = (written.input, written.force.into());
    let command = UpdateDelegation { zone, child, precondition, unconditional: false, update, force };
    let stored = visit.run(command, written.dry_run).await?;
    let whole = wants_representation(request);
    let status = if whole { StatusCode::OK } else { StatusCode::NO_CONTENT };
    let success = match Success::of(status, &stored.warnings, written.dry_run) {
        ControlFlow::Continue(success) => success.serial(stored.zone.serial).etag(&stored.delegation.tag),
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    if !whole {
        return Ok(success.empty());
    }
    let body = delegation_wire::Delegation::of(&stored.delegation, success.wire_warnings());
    Ok(success.header(PREFERENCE_APPLIED, REPRESENTATION.to_owned()).json(&body))
}

/// Delete a delegation: its NS, its DS and needless glue go.
#[utoipa::path(
    delete, path = "/zones/{name}/delegations/{child}", tag = "delegations", operation_id = "delete_delegation",
    params(
        ("name" = String, Path), ("child" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The delegation's tag"),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    responses(
        (status = 204, description = "Deleted", headers(("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "What would be, in a dry run", body = crate::answer::DryRun),
        Deleting,
    )
)]
pub(crate) async fn delete(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    cut: web::Path<InDelegation>,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::WriteZones).await?;
    let child = cut.child(&visit, Permission::WriteZones).await?;
    let mut parameters = Parameters::of(&request);
    let force = parameters.flag("force").unwrap_or_default();
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    if let Err(refusal) = parameters.settle() {
        // The command has no place for it, so what comes before it by rule Z1 is asked here.
        visit.admit(Permission::WriteZones).await?;
        visit.ask(ReadDelegation { zone, child }).await?;
        return Err(visit.problem(refusal));
    }
    let precondition = etag::precondition(&request);
    let deleted = visit.run(DeleteDelegation { zone, child, precondition, force: force.into() }, dry_run).await?;
    Ok(match Success::of(StatusCode::NO_CONTENT, &deleted.warnings, dry_run) {
        ControlFlow::Continue(success) => success.serial(deleted.serial).empty(),
        ControlFlow::Break(dry_run) => dry_run,
    })
}
