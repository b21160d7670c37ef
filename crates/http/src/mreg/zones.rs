//! `/api/v1/zones/{forward,reverse}/`: which zones there are, page by page, and a new one (rules M1, M2, M5).

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::input::Input;
use domesday_app::zones::{CreateZone, PageZones, Shown, ZonesWanted};
use domesday_domain::actor::Permission;
use domesday_domain::finding::Force;

use super::call::Call;
use super::lists::{Page, asked};
use super::refusals::{Creating, Reading};
use super::{OfKind, Refused, ZONES, body, draft, shapes, wire, zone_path};
use crate::answer::Success;

/// A page of zones.
#[utoipa::path(
    get, path = "/api/v1/zones/{kind}", tag = "mreg", operation_id = "mreg_list_zones",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"),
        ("page" = Option<u64>, Query, description = "From 1; or `last`"),
        ("page_size" = Option<u32>, Query, description = "100 if left out; more than 1000 is 1000"),
        ("id" = Option<i64>, Query, description = "With this number"),
        ("name" = Option<String>, Query, description = "Of this name"),
        ("name__startswith" = Option<String>, Query, description = "Whose name begins so, in any case"),
        ("name__endswith" = Option<String>, Query, description = "Whose name ends so, in any case"),
        ("name__contains" = Option<String>, Query, description = "Whose name has this in it, in any case"),
        ("network" = Option<String>, Query, description = "Of this block of addresses; only under `reverse`"),
        ("ordering" = Option<String>, Query, description = "`name` (if left out), `-name`, `id` or `-id`"),
    ),
    responses((status = 200, description = "The page", body = Page<wire::Zone>), Reading)
)]
pub(crate) async fn list(call: Call, request: HttpRequest, path: web::Path<OfKind>) -> Result<HttpResponse, Refused> {
    let kind = path.kind(&call, Permission::ReadZones).await?;
    let wanted = asked(&request, Some(kind), |asked| ZonesWanted {
        kind,
        filter: asked.filter,
        order: asked.order.unwrap_or(domesday_app::ports::Order::Name),
        page: asked.page,
    });
    let page = call.ask(PageZones { wanted }).await?;
    Ok(HttpResponse::Ok().json(Page::of(&call, &request, page, wire::Zone::from)))
}

/// Create a zone.
#[utoipa::path(
    post, path = "/api/v1/zones/{kind}", tag = "mreg", operation_id = "mreg_create_zone",
    params(("kind" = String, Path, description = "`forward` or `reverse`")),
    request_body(content(
        (shapes::ZoneDraft = "application/json"), (shapes::ZoneDraft = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 201, description = "The zone", body = wire::Zone,
            headers(("Location" = String), ("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        Creating,
    )
)]
pub(crate) async fn create(
    call: Call,
    request: HttpRequest,
    path: web::Path<OfKind>,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    let kind = path.kind(&call, Permission::WriteZones).await?;
    let draft: Input<_> = body::read(&call, &request, payload, |body| draft::zone(kind, body)).await;
    let command = Shown(CreateZone { draft, force: Force::Only(&ZONES) });
    let (created, warnings) = call.run(command).await?;
    let success = match Success::of(StatusCode::CREATED, &warnings, false) {
        ControlFlow::Continue(success) => success,
        ControlFlow::Break(answer) => return Ok(answer),
    };
    let zone = &created.zone;
    let success = success.serial(zone.serial).etag(&zone.tag()).header(LOCATION, zone_path(&zone.name));
    Ok(success.json(&wire::Zone::from(created)))
}
