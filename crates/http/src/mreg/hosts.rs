//! `/api/v1/hosts/`: always empty. Clients ask it whether their token is good, and before they delete a zone; hosts are no objects here.

use actix_web::{HttpRequest, HttpResponse};
use domesday_app::refusal::Refusal;
use domesday_domain::actor::Permission;

use super::Refused;
use super::call::Call;
use super::lists::Page;
use super::refusals::ReadingNothing;
use super::wire::NameServer;
use crate::accept;

/// No hosts, whatever is asked for.
#[utoipa::path(
    get, path = "/api/v1/hosts", tag = "mreg", operation_id = "mreg_list_hosts",
    responses((status = 200, description = "An empty page, whatever the parameters", body = Page<NameServer>), ReadingNothing)
)]
pub(crate) async fn list(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    call.admit(Permission::ReadZones).await?;
    call.settle(accept::json(&request))?;
    Ok(HttpResponse::Ok().json(Page::<NameServer>::empty()))
}

/// No host and no alias of any name: a dead token is told first, or clients would not log in again.
pub(crate) async fn absent(call: Call) -> Result<HttpResponse, Refused> {
    call.admit(Permission::ReadZones).await?;
    Err(call.refused(Refusal::missing("host of that name")))
}
