//! `/api/v1/zones/{forward,reverse}/{name}/delegations/{child}`: one delegation of that very zone, its comment, its end.

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::delegations::{DeleteDelegation, UpdateDelegation};
use domesday_app::input::Input;
use domesday_app::refusal::Refusal;
use domesday_app::zones::ReadCut;
use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::finding::Force;
use domesday_domain::name::ZoneName;
use serde::Deserialize;

use super::call::{Call, parameters};
use super::refusals::{Changing, Deleting, Reading};
use super::{DELEGATIONS, InZone, Refused, body, draft, shapes, wire};
use crate::answer::Success;
use crate::{accept, etag};

/// A delegation in a path.
#[derive(Debug, Deserialize)]
pub(crate) struct At {
    child: String,
}

impl At {
    /// The delegated name. What is no name is delegated by nobody: missing, but only to who may look.
    async fn child(&self, call: &Call, needs: Permission) -> Result<Name, Refused> {
        call.found(Name::parse(&self.child).ok(), "delegation of that name", needs).await
    }
}

/// Read a delegation.
#[utoipa::path(
    get, path = "/api/v1/zones/{kind}/{name}/delegations/{child}", tag = "mreg", operation_id = "mreg_read_delegation",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path), ("child" = String, Path),
        ("If-None-Match" = Option<String>, Header),
    ),
    responses(
        (status = 200, description = "The delegation", body = wire::Delegation, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(
    call: Call,
    request: HttpRequest,
    path: web::Path<InZone>,
    at: web::Path<At>,
) -> Result<HttpResponse, Refused> {
    let zone = path.zone(&call, Permission::ReadZones).await?;
    let child = at.child(&call, Permission::ReadZones).await?;
    let cut = call.ask(ReadCut { zone, child }).await?;
    call.settle(accept::json(&request).and_then(|()| parameters(&request).settle()))?;
    let tag = cut.tag.to_string();
    if etag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok().insert_header((ETAG, tag)).json(wire::Delegation::from(cut)))
}

/// Change a delegation's comment. Its other members are changed by making it anew.
#[utoipa::path(
    patch, path = "/api/v1/zones/{kind}/{name}/delegations/{child}", tag = "mreg", operation_id = "mreg_update_delegation",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path), ("child" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The delegation's tag"),
    ),
    request_body(content(
        (shapes::Comment = "application/json"), (shapes::Comment = "application/x-www-form-urlencoded")
    )),
    responses(
        (status = 204, description = "Changed, or nothing differed", headers(("ETag" = String), ("Domesday-Serial" = u64))),
        Changing,
    )
)]
pub(crate) async fn update(
    call: Call,
    request: HttpRequest,
    path: web::Path<InZone>,
    at: web::Path<At>,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    let zone = path.zone(&call, Permission::WriteZones).await?;
    let child = at.child(&call, Permission::WriteZones).await?;
    let mut other = None;
    let update = body::read(&call, &request, payload, |body| {
        other = body.other_than(&["comment"]);
        draft::comment_update(body)
    });
    let update = match (update.await, other) {
        (_, Some(member)) => {
            let detail = format!("only the comment can be changed here, not {member}");
            Input::unreadable(Refusal::forbidden("read_only", detail))
        }
        (update, None) => update,
    };
    let precondition = etag::precondition(&request);
    let force = Force::Only(&DELEGATIONS);
    let command = UpdateDelegation { zone, child, precondition, unconditional: true, update, force };
    let updated = call.run(command).await.map_err(Refused::of_delegations)?;
    Ok(match Success::of(StatusCode::NO_CONTENT, &updated.warnings, false) {
        ControlFlow::Continue(success) => success.serial(updated.zone.serial).etag(&updated.delegation.tag).empty(),
        ControlFlow::Break(answer) => answer,
    })
}

/// End a delegation.
#[utoipa::path(
    delete, path = "/api/v1/zones/{kind}/{name}/delegations/{child}", tag = "mreg", operation_id = "mreg_delete_delegation",
    params(
        ("kind" = String, Path, description = "`forward` or `reverse`"), ("name" = String, Path), ("child" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The delegation's tag"),
    ),
    responses(
        (status = 204, description = "Gone", headers(("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        Deleting,
    )
)]
pub(crate) async fn delete(
    call: Call,
    request: HttpRequest,
    path: web::Path<InZone>,
    at: web::Path<At>,
) -> Result<HttpResponse, Refused> {
    let zone = path.zone(&call, Permission::WriteZones).await?;
    let child = at.child(&call, Permission::WriteZones).await?;
    settle_parameters(&call, &request, &zone, &child).await?;
    let precondition = etag::precondition(&request);
    let command = DeleteDelegation { zone, child, precondition, force: Force::Only(&DELEGATIONS) };
    let deleted = call.run(command).await.map_err(Refused::of_delegations)?;
    Ok(match Success::of(StatusCode::NO_CONTENT, &deleted.warnings, false) {
        ControlFlow::Continue(success) => success.serial(deleted.serial).empty(),
        ControlFlow::Break(answer) => answer,
    })
}

/// Refuses parameters, of which there are none, after what comes before them by rule Z1.
async fn settle_parameters(call: &Call, request: &HttpRequest, zone: &ZoneName, child: &Name) -> Result<(), Refused> {
    let Err(refusal) = parameters(request).settle() else { return Ok(()) };
    call.admit(Permission::WriteZones).await?;
    call.ask(ReadCut { zone: zone.clone(), child: child.clone() }).await?;
    Err(call.refused(refusal))
}
