//! `/zones/{name}`: one zone, read, changed (rules Z3, Z5) and deleted (rule Z13).

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::zones::{DeleteZone, ReadZone, UpdateZone};
use domesday_domain::actor::Permission;

use super::{InZone, draft, shapes, wire};
use crate::answer::{OrDryRun, Success};
use crate::caller::Visit;
use crate::prefer::{PREFERENCE_APPLIED, REPRESENTATION, wants_representation};
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::{Changing, Deleting, Reading};
use crate::{accept, body, etag};

/// Read a zone.
#[utoipa::path(
    get, path = "/zones/{name}", tag = "zones", operation_id = "read_zone",
    params(("name" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses(
        (status = 200, description = "The zone", body = wire::Zone, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(visit: Visit, request: HttpRequest, path: web::Path<InZone>) -> Result<HttpResponse, Problem> {
    let name = path.zone(&visit, Permission::ReadZones).await?;
    let zone = visit.ask(ReadZone { name }).await?;
    visit.settle(accept::json(&request).and_then(|()| Parameters::of(&request).settle()))?;
    let tag = zone.tag().to_string();
    if etag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok().insert_header((ETAG, tag)).json(wire::Zone::of(&zone, Vec::new())))
}

/// Change a zone's own members.
#[utoipa::path(
    patch, path = "/zones/{name}", tag = "zones", operation_id = "update_zone",
    params(
        ("name" = String, Path),
        ("If-Match" = String, Header, description = "The zone's tag"),
        ("Prefer" = Option<String>, Header, description = "`return=representation` for the zone in the answer"),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body(content((shapes::ZonePatch = "application/json"), (shapes::ZonePatch = "application/merge-patch+json"))),
    responses(
        (status = 204, description = "Changed, or nothing differed",
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "The same with the zone, if it was preferred; or what would be, in a dry run", body = OrDryRun<wire::Zone>,
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Preference-Applied" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn update(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let name = path.zone(&visit, Permission::WriteZones).await?;
    let most = visit.state().settings.max_body_bytes;
    let written = body::written(&request, payload, body::CHANGES, most, draft::update).await;
    let precondition = etag::precondition(&request);
    let command =
        UpdateZone { name, precondition, unconditional: false, update: written.input, force: written.force.into() };
    let updated = visit.run(command, written.dry_run).await?;
    let whole = wants_representation(&request);
    let status = if whole { StatusCode::OK } else { StatusCode::NO_CONTENT };
    let success = match Success::of(status, &updated.warnings, written.dry_run) {
        ControlFlow::Continue(success) => success.serial(updated.zone.serial).etag(&updated.zone.tag()),
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    if !whole {
        return Ok(success.empty());
    }
    let body = wire::Zone::of(&updated.zone, success.wire_warnings());
    Ok(success.header(PREFERENCE_APPLIED, REPRESENTATION.to_owned()).json(&body))
}

/// Delete a zone with what is in it.
#[utoipa::path(
    delete, path = "/zones/{name}", tag = "zones", operation_id = "delete_zone",
    params(
        ("name" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The zone's tag"),
        ("force" = Option<bool>, Query, description = "Also if more than its SOA and NS is left"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    responses(
        (status = 204, description = "Deleted", headers(("Domesday-Warning" = Option<String>))),
        (status = 200, description = "What would be, in a dry run", body = crate::answer::DryRun),
        Deleting,
    )
)]
pub(crate) async fn delete(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
) -> Result<HttpResponse, Problem> {
    let name = path.zone(&visit, Permission::WriteZones).await?;
    let mut parameters = Parameters::of(&request);
    let force = parameters.flag("force").unwrap_or_default();
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    if let Err(refusal) = parameters.settle() {
        // The command has no place for it, so what comes before it by rule Z1 is asked here.
        visit.admit(Permission::WriteZones).await?;
        visit.ask(ReadZone { name }).await?;
        return Err(visit.problem(refusal));
    }
    let deleted = visit
        .run(DeleteZone { name, precondition: etag::precondition(&request), force: force.into() }, dry_run)
        .await?;
    Ok(match Success::of(StatusCode::NO_CONTENT, &deleted.warnings, dry_run) {
        ControlFlow::Continue(success) => success.serial(deleted.serial).empty(),
        ControlFlow::Break(dry_run) => dry_run,
    })
}
