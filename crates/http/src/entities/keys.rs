//! `/meta/signing-keys`: the keys that attestations are signed with (section 10), for everybody, and what admins do with them.

use actix_web::{HttpResponse, web};
use domesday_app::refusal::Refusal;
use domesday_domain::signing_key::PublicSigningKey;

use super::call::Call;
use super::refusals::{ChangingKey, Keys, Open};
use super::refused::Refused;
use super::{answer, body, forms, shapes, show};

/// Read all keys but revoked ones, as a JWK Set.
#[utoipa::path(
    get, path = "/meta/signing-keys", tag = "signing keys", operation_id = "list_signing_keys", params(shapes::Known), security(()),
    responses(
        (status = 200, description = "The keys", body = show::KeySet, headers(("ETag" = String))),
        (status = 304, description = "The caller has them as they are", headers(("ETag" = String))),
        Keys,
    )
)]
pub(crate) async fn list(call: Call) -> Result<HttpResponse, Refused> {
    let keys = call.shown(call.registry().signing_keys().await)?;
    let set = show::KeySet::of(call.url(), &keys).ok_or_else(|| call.broken("a stored signing key is damaged"))?;
    Ok(answer::public(&call, &set))
}

/// Read a key.
#[utoipa::path(
    get, path = "/meta/signing-keys/{key}", tag = "signing keys", operation_id = "read_signing_key",
    params(shapes::OfKey, shapes::Known), security(()),
    responses(
        (status = 200, description = "The key", body = show::KeyDocument, headers(("ETag" = String))),
        (status = 304, description = "The caller has it as it is", headers(("ETag" = String))),
        Open,
    )
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    let key = call.shown(call.registry().signing_key(&call.part("key")).await)?;
    Ok(answer::public(&call, &document(&call, &key)?))
}

/// Have a key sign from now on: the one before is retired.
#[utoipa::path(
    post, path = "/meta/signing-keys/{key}/activate", tag = "signing keys", operation_id = "activate_signing_key",
    params(shapes::OfKey),
    responses((status = 200, description = "The key", body = show::KeyDocument), ChangingKey)
)]
pub(crate) async fn activate(call: Call) -> Result<HttpResponse, Refused> {
    acceptable(&call).await?;
    let activated = call.registry().activate_key(call.caller(), call.part("key")).await;
    changed(&call, activated).await
}

/// Revoke a key: what it signed is signed anew. Repeated, nothing happens.
#[utoipa::path(
    post, path = "/meta/signing-keys/{key}/revoke", tag = "signing keys", operation_id = "revoke_signing_key",
    params(shapes::OfKey), request_body = shapes::KeyRevocation,
    responses((status = 200, description = "The key", body = show::KeyDocument), ChangingKey)
)]
pub(crate) async fn revoke(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    acceptable(&call).await?;
    let id = call.part("key");
    let reason = body::read(&call, payload, |members| forms::reason(members, call.url(), &id)).await;
    let revoked = call.registry().revoke_key(call.caller(), id, reason).await;
    changed(&call, revoked).await
}

/// Refuses who takes no form that can be given, after whether there is such a key and before what only admins may (rule H9).
async fn acceptable(call: &Call) -> Result<(), Refused> {
    match body::acceptable(call.request()) {
        Ok(()) => Ok(()),
        Err(unacceptable) => {
            call.find().await?;
            Err(call.refused(unacceptable))
        }
    }
}

/// The key after a change. Who may not change it is told first whether there is one: everybody may know that (rule H9).
async fn changed(call: &Call, outcome: Result<PublicSigningKey, Refusal>) -> Result<HttpResponse, Refused> {
    let outcome = call.settle(outcome);
    if outcome.as_ref().is_err_and(Refused::is_forbidden) {
        call.find().await?;
    }
    Ok(HttpResponse::Ok().json(document(call, &outcome?)?))
}

fn document(call: &Call, key: &PublicSigningKey) -> Result<show::KeyDocument, Refused> {
    show::KeyDocument::of(call.url(), key).ok_or_else(|| call.broken("a stored signing key is damaged"))
}
