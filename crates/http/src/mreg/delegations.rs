//! `/api/v1/zones/{forward,reverse}/{name}/delegations/`: a zone's delegations, page by page, and a new one.

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::delegations::CreateDelegation;
use domesday_app::zones::{DelegationsWanted, PageDelegations, Shown};
use domesday_domain::actor::Permission;
use domesday_domain::finding::Force;

use super::call::Call;
use super::lists::{Page, asked};
use super::refusals::{Creating, Reading};
use super::{DELEGATIONS, InZone, Refused, body, draft, segment, shapes, wire, zone_path};
use crate::answer::Success;

/// A page of a zone's delegations, those of zones and registered names among them.
#[utoipa::path(
    get, path = "/api/v1/zones/{kind}/{name}/delegations", tag = "mreg", operation_id = "mreg_list_delegations",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path),
        ("page" = Option<u64>, Query, description = "From 1; or `last`"),
        ("page_size" = Option<u32>, Query, description = "100 if left out; more than 1000 is 1000"),
        ("id" = Option<i64>, Query, description = "With this number"),
        ("name" = Option<String>, Query, description = "Of this name"),
        ("name__startswith" = Option<String>, Query, description = "Whose name begins so, in any case"),
        ("name__endswith" = Option<String>, Query, description = "Whose name ends so, in any case"),
        ("name__contains" = Option<String>, Query, description = "Whose name has this in it, in any case"),
        ("ordering" = Option<String>, Query, description = "`name`, `-name`, `id` or `-id`; canonical if left out"),
    ),
    responses(
        (status = 200, description = "The page", body = Page<wire::Delegation>,
            headers(("ETag" = String, description = "The zone's"))),
        Reading,
    )
)]
pub(crate) async fn list(call: Call, request: HttpRequest, path: web::Path<InZone>) -> Result<HttpResponse, Refused> {
    let zone = path.zone(&call, Permission::ReadZones).await?;
    let wanted =
        asked(&request, None, |asked| DelegationsWanted { filter: asked.filter, order: asked.order, page: asked.page });
    let (zone, page) = call.ask(PageDelegations { zone, wanted }).await?;
    let page = Page::of(&call, &request, page, wire::Delegation::from);
    Ok(HttpResponse::Ok().insert_header((ETAG, zone.tag().to_string())).json(page))
}

/// Delegate a name.
#[utoipa::path(
    post, path = "/api/v1/zones/{kind}/{name}/delegations", tag = "mreg", operation_id = "mreg_create_delegation",
    params(("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path)),
    request_body(content(
        (shapes::DelegationDraft = "application/json"), (shapes::DelegationDraft = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 201, description = "The delegation", body = wire::Delegation,
            headers(("Location" = String), ("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        Creating,
    )
)]
pub(crate) async fn create(
    call: Call,
    request: HttpRequest,
    path: web::Path<InZone>,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    let zone = path.zone(&call, Permission::WriteZones).await?;
    let top = zone_path(&zone);
    let draft = body::read(&call, &request, payload, draft::delegation).await;
    let command = Shown(CreateDelegation { zone, draft, force: Force::Only(&DELEGATIONS) });
    let (cut, serial, warnings) = call.run(command).await.map_err(Refused::of_delegations)?;
    let success = match Success::of(StatusCode::CREATED, &warnings, false) {
        ControlFlow::Continue(success) => success,
        ControlFlow::Break(answer) => return Ok(answer),
    };
    let location = format!("{top}/delegations/{}", segment(&cut.name.to_string()));
    let success = success.serial(serial).etag(&cut.tag).header(LOCATION, location);
    Ok(success.json(&wire::Delegation::from(cut)))
}
