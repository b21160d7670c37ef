//! `/api/v1/zones/{forward,reverse}/{name}/nameservers`: a zone's name servers, read and replaced. Nothing else is done here: to delete
//! them would leave no zone.

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::zones::ReadZone;
use domesday_domain::actor::Permission;

use super::call::{Call, parameters};
use super::refusals::{Changing, Reading};
use super::{InZone, Refused, body, draft, shapes, zone};
use crate::{accept, etag};

/// A zone's name servers, sorted.
#[utoipa::path(
    get, path = "/api/v1/zones/{kind}/{name}/nameservers", tag = "mreg", operation_id = "mreg_list_zone_name_servers",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path),
        ("If-None-Match" = Option<String>, Header),
    ),
    responses(
        (status = 200, description = "Their names", body = Vec<String>, headers(("ETag" = String))),
        (status = 304, description = "The caller has them already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn list(call: Call, request: HttpRequest, path: web::Path<InZone>) -> Result<HttpResponse, Refused> {
    let name = path.zone(&call, Permission::ReadZones).await?;
    let zone = call.ask(ReadZone { name }).await?;
    call.settle(accept::json(&request).and_then(|()| parameters(&request).settle()))?;
    let tag = zone.tag().to_string();
    if etag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let mut names: Vec<String> = zone.content.ns.iter().map(ToString::to_string).collect();
    names.sort();
    Ok(HttpResponse::Ok().insert_header((ETAG, tag)).json(names))
}

/// Replace a zone's name servers; the first is its primary.
#[utoipa::path(
    patch, path = "/api/v1/zones/{kind}/{name}/nameservers", tag = "mreg", operation_id = "mreg_replace_zone_name_servers",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The zone's tag"),
    ),
    request_body(content(
        (shapes::ServerList = "application/json"), (shapes::ServerList = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 204, description = "Replaced, or nothing differed",
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn replace(
    call: Call,
    request: HttpRequest,
    path: web::Path<InZone>,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    let name = path.zone(&call, Permission::WriteZones).await?;
    let update = body::read(&call, &request, payload, draft::zone_servers).await;
    zone::change(&call, &request, name, update).await
}
