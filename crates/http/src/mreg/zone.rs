//! `/api/v1/zones/{forward,reverse}/{name}`: one zone, read, changed and deleted (rules M1–M4).

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::input::Input;
use domesday_app::refusal::Refusal;
use domesday_app::zones::{DeleteZone, ReadZone, ReadZoneWithHosts, Shown, UpdateZone, ZoneUpdate};
use domesday_domain::actor::Permission;
use domesday_domain::finding::Force;
use domesday_domain::name::ZoneName;

use super::call::{Call, parameters};
use super::refusals::{Changing, Deleting, Reading};
use super::{InZone, Refused, ZONES, body, draft, shapes, wire};
use crate::answer::Success;
use crate::{accept, etag};

/// Members that are changed elsewhere, or never (rule M1).
const ELSEWHERE: [&str; 2] = ["name", "nameservers"];

/// Read a zone.
#[utoipa::path(
    get, path = "/api/v1/zones/{kind}/{name}", tag = "mreg", operation_id = "mreg_read_zone",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path),
        ("If-None-Match" = Option<String>, Header),
    ),
    responses(
        (status = 200, description = "The zone", body = wire::Zone, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(call: Call, request: HttpRequest, path: web::Path<InZone>) -> Result<HttpResponse, Refused> {
    let name = path.zone(&call, Permission::ReadZones).await?;
    let found = call.ask(ReadZoneWithHosts { name }).await?;
    call.settle(accept::json(&request).and_then(|()| parameters(&request).settle()))?;
    let tag = found.zone.tag().to_string();
    if etag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok().insert_header((ETAG, tag)).json(wire::Zone::from(found)))
}

/// Change a zone's own members, but for its name servers.
#[utoipa::path(
    patch, path = "/api/v1/zones/{kind}/{name}", tag = "mreg", operation_id = "mreg_update_zone",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The zone's tag"),
    ),
    request_body(content(
        (shapes::ZonePatch = "application/json"), (shapes::ZonePatch = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 204, description = "Changed, or nothing differed",
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn update(
    call: Call,
    request: HttpRequest,
    path: web::Path<InZone>,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    let name = path.zone(&call, Permission::WriteZones).await?;
    let mut elsewhere = None;
    let update = body::read(&call, &request, payload, |body| {
        elsewhere = body.any_of(&ELSEWHERE);
        draft::zone_update(name.kind(), body)
    });
    let update = match (update.await, elsewhere) {
        (_, Some(member)) if member == "name" => {
            Input::unreadable(Refusal::forbidden("name_immutable", "a zone's name never changes"))
        }
        (_, Some(member)) => {
            let detail = format!("{member} are changed by PATCH of the zone's /nameservers");
            Input::unreadable(Refusal::forbidden("read_only", detail))
        }
        (update, None) => update,
    };
    change(&call, &request, name, update).await
}

/// Changes a zone, whose tag need not be told.
pub(super) async fn change(
    call: &Call,
    request: &HttpRequest,
    name: ZoneName,
    update: Input<ZoneUpdate>,
) -> Result<HttpResponse, Refused> {
    let precondition = etag::precondition(request);
    let command = UpdateZone { name, precondition, update, unconditional: true, force: Force::Only(&ZONES) };
    let updated = call.run(command).await?;
    Ok(match Success::of(StatusCode::NO_CONTENT, &updated.warnings, false) {
        ControlFlow::Continue(success) => success.serial(updated.zone.serial).etag(&updated.zone.tag()).empty(),
        ControlFlow::Break(answer) => answer,
    })
}

/// Delete a zone without record sets.
#[utoipa::path(
    delete, path = "/api/v1/zones/{kind}/{name}", tag = "mreg", operation_id = "mreg_delete_zone",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The zone's tag"),
    ),
    responses(
        (status = 204, description = "Deleted", headers(("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        Deleting,
    )
)]
pub(crate) async fn delete(call: Call, request: HttpRequest, path: web::Path<InZone>) -> Result<HttpResponse, Refused> {
    let name = path.zone(&call, Permission::WriteZones).await?;
    if let Err(refusal) = parameters(&request).settle() {
        // The command has no place for it, so what comes before it by rule Z1 is asked here.
        call.admit(Permission::WriteZones).await?;
        call.ask(ReadZone { name }).await?;
        return Err(call.refused(refusal));
    }
    let precondition = etag::precondition(&request);
    let deleted = call.run(Shown(DeleteZone { name, precondition, force: Force::Only(&ZONES) })).await?;
    Ok(match Success::of(StatusCode::NO_CONTENT, &deleted.warnings, false) {
        ControlFlow::Continue(success) => success.serial(deleted.serial).empty(),
        ControlFlow::Break(answer) => answer,
    })
}
