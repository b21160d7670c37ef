//! `/zones/{name}/check`: what was let through once and still holds (rule Z16).

use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::zones::CheckZone;
use domesday_domain::actor::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use super::InZone;
use crate::accept;
use crate::answer::WireWarning;
use crate::caller::Visit;
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::Reading;

/// What is wrong with a zone as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checked {
    /// The zone.
    name: String,
    /// Its serial.
    #[schema(format = Int64, maximum = 4_294_967_295i64)]
    serial: u32,
    /// What is wrong; nothing, if name servers will load its file without complaint.
    warnings: Vec<WireWarning>,
}

/// What is wrong with a zone as it stands.
#[utoipa::path(
    get, path = "/zones/{name}/check", tag = "zones", operation_id = "check_zone",
    params(("name" = String, Path)),
    responses((status = 200, description = "The zone's standing warnings", body = Checked), Reading)
)]
pub(crate) async fn check(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
) -> Result<HttpResponse, Problem> {
    let name = path.zone(&visit, Permission::ReadZones).await?;
    let (zone, warnings) = visit.ask(CheckZone { name }).await?;
    visit.settle(accept::json(&request).and_then(|()| Parameters::of(&request).settle()))?;
    let checked =
        Checked { name: zone.name.to_string(), serial: zone.serial.get(), warnings: WireWarning::all(&warnings) };
    Ok(HttpResponse::Ok().json(checked))
}
