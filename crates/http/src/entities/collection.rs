//! `POST /api/{kind}`: making an entity (section 5).

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use domesday_app::entities::CreateEntity;

use super::call::Call;
use super::refusals::Creating;
use super::refused::Refused;
use super::{answer, body, forms, shapes, show};

/// Make an entity.
#[utoipa::path(
    post, path = "/api/{kind}", tag = "entities", operation_id = "create_entity",
    params(shapes::OfKind), request_body = shapes::EntityDraft,
    responses(
        (status = 201, description = "It is made", body = show::Entity, headers(("Location" = String), ("ETag" = String))),
        Creating,
    )
)]
pub(crate) async fn create(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let body = body::read(&call, payload, forms::entity).await;
    let mut random = [0; 16];
    call.registry().ids().fill(&mut random);
    let info = call.run(CreateEntity { kind: call.kind(), body, random }).await?;
    let (revision, entity) = (info.revision, show::Entity::of(call.url(), info));
    let mut response = HttpResponse::Created();
    response.insert_header((LOCATION, entity.url()));
    Ok(answer::changed(response, revision, &entity))
}
