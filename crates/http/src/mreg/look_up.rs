//! `/api/v1/zones/forward/hostname/{host}`: which zone or delegation a host's name belongs to.

use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::zones::FindResponsible;
use domesday_dns::Name;
use domesday_domain::actor::Permission;
use serde::Deserialize;

use super::call::{Call, parameters};
use super::refusals::Reading;
use super::{Refused, wire};
use crate::accept;

/// A host in a path.
#[derive(Debug, Deserialize)]
pub(crate) struct Of {
    host: String,
}

/// The deepest forward zone or delegation that holds a name; no host need have it.
#[utoipa::path(
    get, path = "/api/v1/zones/forward/hostname/{host}", tag = "mreg", operation_id = "mreg_look_up",
    params(("host" = String, Path)),
    responses((status = 200, description = "What holds it", body = wire::Holder), Reading)
)]
pub(crate) async fn look_up(call: Call, request: HttpRequest, path: web::Path<Of>) -> Result<HttpResponse, Refused> {
    let host = call.found(Name::parse(&path.host).ok(), "zone that holds that name", Permission::ReadZones).await?;
    let found = call.ask(FindResponsible { host }).await?;
    call.settle(accept::json(&request).and_then(|()| parameters(&request).settle()))?;
    Ok(HttpResponse::Ok().json(wire::Holder::from(found)))
}
