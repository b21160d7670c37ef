//! `/meta/attestations/{id}`: what has become of an attestation, and taking it back (rules S7, S8).

use actix_web::{HttpResponse, web};
use domesday_app::attestations::{ReadAttestation, RevokeAttestation};

use super::call::Call;
use super::refusals::{Open, Revoking};
use super::refused::Refused;
use super::{body, forms, shapes, show};

/// Read what has become of an attestation: anybody who knows its id may, in part.
#[utoipa::path(
    get, path = "/meta/attestations/{attestation}", tag = "attestations", operation_id = "read_attestation",
    params(("attestation" = String, Path, description = "Its id: 22 characters")), security(()),
    responses((status = 200, description = "How it stands", body = show::StatusDocument), Open)
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    let info = call.ask(ReadAttestation { id: call.attestation() }).await?;
    Ok(HttpResponse::Ok().json(show::StatusDocument::of(call.url(), info)))
}

/// Take an attestation back. Repeated, nothing happens.
#[utoipa::path(
    post, path = "/meta/attestations/{attestation}/revoke", tag = "attestations", operation_id = "revoke_attestation",
    params(("attestation" = String, Path, description = "Its id: 22 characters")), request_body = shapes::RevocationDraft,
    responses((status = 200, description = "How it stands now", body = show::StatusDocument), Revoking)
)]
pub(crate) async fn revoke(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let id = call.attestation();
    let body = body::read(&call, payload, |members| forms::revocation(members, call.url(), id)).await;
    let info = call.run(RevokeAttestation { id, body }).await?;
    Ok(HttpResponse::Ok().json(show::StatusDocument::of(call.url(), info)))
}
