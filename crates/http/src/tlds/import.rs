//! `/tlds/import`: a whole list of rules at once (`tlds.md` section 8), and what became of it.
//!
//! The body is the largest that this face takes, so its sender must be allowed to change rules before any of it is read.

use std::time::Duration;

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::refusal::Refusal;
use domesday_app::tlds::{ImportReport, Imported, ReadImport};
use domesday_domain::actor::Permission;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::call::Call;
use super::import_body::{Understood, received, understood};
use super::refusals::{Importing, Reading};
use super::wire::Showing;
use super::{Refused, answer, import_shapes as shapes};
use crate::accept;
use crate::prefer::{PREFERENCE_APPLIED, RESPOND_ASYNC, wants_answer_at_once};
use crate::query::Parameters;

/// For how long the end of an import is waited for (rule I5).
const PATIENCE: Duration = Duration::from_secs(5);

/// An import that goes on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TldImportRunning)]
pub(crate) struct Running {
    /// Under which id.
    job_id: Uuid,
    /// `running`
    status: &'static str,
}

/// Import a list of rules: all of it, or nothing.
#[utoipa::path(
    post, path = "/tlds/import", tag = "TLDs", operation_id = "import_tlds",
    params(shapes::Parameters, shapes::Wish),
    request_body(content((shapes::TldImport = "application/json"), (String = "text/plain"))),
    responses(
        (status = 200, description = "It is done, or was only tried", body = shapes::TldImportReport,
            headers(("Domesday-Warning" = Option<String>))),
        (status = 202, description = "It goes on", body = Running,
            headers(("Location" = String), ("Preference-Applied" = Option<String>))),
        Importing,
    )
)]
pub(crate) async fn import(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    call.admit(Permission::Administer).await?;
    let given = call.settle(received(&request, payload).await)?;
    let parameters = Parameters::of(&request);
    // Away from the async threads: a long list takes a while.
    let understood = web::block(move || understood(given, parameters)).await.map_err(|_| Refusal::Busy);
    let Understood { import, dry_run } = call.settle(understood.and_then(|understood| understood))?;
    if dry_run {
        let report = call.settle(call.registry().rehearse_list(call.caller(), import).await)?;
        return Ok(reported(&report));
    }
    let at_once = wants_answer_at_once(&request);
    let patience = if at_once { Duration::ZERO } else { PATIENCE };
    match call.settle(call.registry().import_list(call.caller(), import, patience).await)? {
        Imported::Done(report) => Ok(reported(&report)),
        Imported::Running(job) => {
            let mut response = HttpResponse::Accepted();
            if at_once {
                response.insert_header((PREFERENCE_APPLIED, RESPOND_ASYNC));
            }
            response.insert_header((LOCATION, Showing::of(&call, &request).address(job)));
            Ok(response.json(Running { job_id: job, status: "running" }))
        }
    }
}

/// Import a list of rules: all of it, or nothing.
#[utoipa::path(
    post, path = "/v2/tlds/import", tag = "OpenStack TLDs", operation_id = "openstack_import_tlds",
    params(shapes::Parameters, shapes::Wish),
    request_body(content((shapes::TldImport = "application/json"), (String = "text/plain"))),
    responses(
        (status = 200, description = "It is done, or was only tried", body = shapes::TldImportReport,
            headers(("Domesday-Warning" = Option<String>))),
        (status = 202, description = "It goes on", body = Running,
            headers(("Location" = String), ("Preference-Applied" = Option<String>))),
        Importing,
    )
)]
pub(crate) async fn openstack_import(
    call: Call,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    import(call, request, payload).await
}

/// What became of an import.
#[utoipa::path(
    get, path = "/tlds/import/{job_id}", tag = "TLDs", operation_id = "read_tld_import",
    params(("job_id" = String, Path)),
    responses((status = 200, description = "The report", body = shapes::TldImportReport), Reading)
)]
pub(crate) async fn read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let id = call.only_id(&request, Parameters::of(&request)).await?;
    let report = call.ask(ReadImport { id }).await?;
    Ok(HttpResponse::Ok().content_type(accept::JSON).body(report))
}

/// What became of an import.
#[utoipa::path(
    get, path = "/v2/tlds/import/{job_id}", tag = "OpenStack TLDs", operation_id = "openstack_read_tld_import",
    params(("job_id" = String, Path)),
    responses((status = 200, description = "The report", body = shapes::TldImportReport), Reading)
)]
pub(crate) async fn openstack_read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    read(call, request).await
}

fn reported(report: &ImportReport) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    answer::warn(&mut response, &report.affected_zones, None);
    response.json(report)
}
