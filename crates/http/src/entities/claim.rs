//! `/api/{kind}/{id}/{claim}`: one claim, and attesting it (section 7).

use actix_web::http::header::HeaderName;
use actix_web::{HttpResponse, web};
use domesday_app::attestations::Wanted;
use domesday_app::entities::ReadClaim;

use super::call::Call;
use super::refusals::{Attesting, Reading};
use super::refused::Refused;
use super::{answer, body, forms, shapes, show};

/// The header that names a new attestation.
const ATTESTATION: HeaderName = HeaderName::from_static("x-registry-attestation");

/// Read one claim, with who vouched for it.
#[utoipa::path(
    get, path = "/api/{kind}/{id}/{claim}", tag = "entities", operation_id = "read_claim",
    params(shapes::OfClaim),
    responses((status = 200, description = "The claim", body = show::ClaimDocument), Reading)
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    let info = call.ask(ReadClaim { kind: call.kind(), id: call.entity(), claim: call.part("claim") }).await?;
    Ok(HttpResponse::Ok().json(show::ClaimDocument::of(call.url(), info)))
}

/// Attest a claim: the registry signs who vouched for which value, when, under which policy.
#[utoipa::path(
    post, path = "/api/{kind}/{id}/{claim}/attest", tag = "attestations", operation_id = "attest_claim",
    params(shapes::OfClaim), request_body = shapes::AttestDraft,
    responses(
        (status = 200, description = "The entity, with the new attestation in it", body = show::Entity,
            headers(("ETag" = String), ("x-registry-attestation" = String, description = "The attestation's URL"))),
        Attesting,
    )
)]
pub(crate) async fn attest(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let (kind, entity, claim) = (call.kind(), call.entity(), call.claim());
    let read = |members: &mut _| forms::attest(members, call.url(), kind.as_ref(), &entity, claim.as_ref());
    let body = body::read(&call, payload, read).await;
    let attested = call.registry().attest(call.caller(), Wanted { kind, entity, claim, body }).await;
    let attested = call.settle(attested)?;
    let (url, revision) = (call.url(), attested.entity.revision);
    let mut response = HttpResponse::Ok();
    response.insert_header((ATTESTATION, url.attestation(&attested.attestation.to_string())));
    Ok(answer::changed(response, revision, &show::Entity::of(url, attested.entity)))
}
