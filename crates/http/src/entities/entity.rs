//! `/api/{kind}/{id}`: an entity, read, changed and deleted (section 5).

use actix_web::{HttpResponse, web};
use domesday_app::entities::{DeleteEntity, ReadEntity, UpdateEntity};
use domesday_domain::entity::SystemKind;

use super::call::Call;
use super::refusals::{Changing, Deleting, Reading};
use super::refused::Refused;
use super::{answer, body, forms, shapes, show};
use crate::etag;

/// Read an entity, as far as the caller sees it.
#[utoipa::path(
    get, path = "/api/{kind}/{id}", tag = "entities", operation_id = "read_entity",
    params(shapes::OfEntity, shapes::Known),
    responses(
        (status = 200, description = "The entity", body = show::Entity, headers(("ETag" = String))),
        (status = 304, description = "The caller has it as it is", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    let info = call.ask(ReadEntity { kind: call.kind(), id: call.entity() }).await?;
    Ok(answer::read(&call, info.revision, &show::Entity::of(call.url(), info)))
}

/// Change some claims of an entity: those that are named; null removes one.
#[utoipa::path(
    patch, path = "/api/{kind}/{id}", tag = "entities", operation_id = "update_entity",
    params(shapes::OfEntity, shapes::Condition), request_body = shapes::EntityDraft,
    responses((status = 200, description = "The entity", body = show::Entity, headers(("ETag" = String))), Changing)
)]
pub(crate) async fn update(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    change(&call, payload, false).await
}

/// Replace all claims of an entity: those that are not named go.
#[utoipa::path(
    put, path = "/api/{kind}/{id}", tag = "entities", operation_id = "replace_entity",
    params(shapes::OfEntity, shapes::Condition), request_body = shapes::EntityReplacement,
    responses((status = 200, description = "The entity", body = show::Entity, headers(("ETag" = String))), Changing)
)]
pub(crate) async fn replace(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    change(&call, payload, true).await
}

async fn change(call: &Call, payload: web::Payload, whole: bool) -> Result<HttpResponse, Refused> {
    let body = body::read(call, payload, forms::entity).await;
    let precondition = etag::precondition(call.request());
    let info = call.run(UpdateEntity { kind: call.kind(), id: call.entity(), precondition, body, whole }).await?;
    let revision = info.revision;
    Ok(answer::changed(HttpResponse::Ok(), revision, &show::Entity::of(call.url(), info)))
}

/// Delete an entity: its attestations end with it, its history stays.
#[utoipa::path(
    delete, path = "/api/{kind}/{id}", tag = "entities", operation_id = "delete_entity",
    params(shapes::OfEntity, shapes::Condition),
    responses((status = 204, description = "It is deleted"), Deleting)
)]
pub(crate) async fn delete(call: Call) -> Result<HttpResponse, Refused> {
    let (kind, id) = (call.kind(), call.entity());
    // What another face keeps is refused by the command, whatever is accepted; for everything else this comes first (rule H9).
    let kept_elsewhere = kind.as_ref().is_some_and(|kind| SystemKind::of(kind).is_some());
    if body::acceptable(call.request()).is_err() && !kept_elsewhere {
        call.know().await?;
        call.ask(ReadEntity { kind: kind.clone(), id: id.clone() }).await?;
    }
    let precondition = etag::precondition(call.request());
    call.run(DeleteEntity { kind, id, precondition }).await?;
    Ok(HttpResponse::NoContent().finish())
}
