//! `/api/{kind}`: what a kind declares, and declaring it (section 4).

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use domesday_app::entities::{PutKind, ReadKind};
use domesday_app::refusal::Refusal;
use domesday_domain::actor::Permission;
use domesday_domain::entity::KindName;
use domesday_domain::finding::FieldError;

use super::call::Call;
use super::refusals::{Declaring, Reading};
use super::refused::Refused;
use super::{answer, body, shapes, show};
use crate::etag;

/// Read what a kind declares: for anybody, if it is public.
#[utoipa::path(
    get, path = "/api/{kind}", tag = "entities", operation_id = "read_kind",
    params(shapes::OfKind, shapes::Known),
    responses(
        (status = 200, description = "The kind", body = show::Schema, headers(("ETag" = String))),
        (status = 304, description = "The caller has it as it is", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    let stored = call.ask(ReadKind { name: call.kind() }).await?;
    Ok(answer::read(&call, stored.revision, &show::Schema::of(call.url(), &stored)))
}

/// Declare a kind, or declare it anew; of a system kind, set policies and what is private.
#[utoipa::path(
    put, path = "/api/{kind}", tag = "entities", operation_id = "put_kind",
    params(shapes::OfKind, shapes::Condition, shapes::NewOnly), request_body = shapes::KindDraft,
    responses(
        (status = 200, description = "It is declared anew, or was declared so", body = show::Schema, headers(("ETag" = String))),
        (status = 201, description = "It is declared", body = show::Schema, headers(("Location" = String), ("ETag" = String))),
        Declaring,
    )
)]
pub(crate) async fn put(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let body = body::members(&call, payload).await;
    if let Err(unacceptable) = body.acceptable() {
        // Before what only some may do comes in which form they could be told.
        call.know().await?;
        return Err(call.refused(unacceptable));
    }
    let name = match KindName::parse(&call.part("kind")) {
        Ok(name) => name,
        Err(problem) => {
            call.settle(call.registry().admit(call.caller(), Permission::Administer).await)?;
            call.settle(body.well_formed())?;
            let error = FieldError::new("kind", problem.code(), problem.to_string());
            return Err(call.refused(Refusal::Invalid { errors: vec![error], forcible: false }));
        }
    };
    let precondition = etag::precondition_or_absent(call.request());
    let changed = call.run(PutKind { name, precondition, body }).await?;
    let mut response = if changed.created { HttpResponse::Created() } else { HttpResponse::Ok() };
    if changed.created {
        response.insert_header((LOCATION, call.url().kind(&changed.kind.kind.name)));
    }
    Ok(answer::changed(response, changed.kind.revision, &show::Schema::of(call.url(), &changed.kind)))
}
