//! `/zones/{name}/zonefile`: a zone as a master file, streamed (rules F1–F6).

use actix_web::http::header::{ACCEPT, ETAG, VARY};
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::input::Input;
use domesday_app::refusal::Refusal;
use domesday_app::zones::{ExportOptions, ExportZone};
use domesday_domain::actor::Permission;

use super::InZone;
use crate::caller::Visit;
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::Exporting;
use crate::{accept, answer, etag, paging};

/// The types a zone file is given and taken as.
pub(super) const FORMS: [&str; 2] = ["text/dns", "text/plain"];

/// A zone as a master file.
#[utoipa::path(
    get, path = "/zones/{name}/zonefile", tag = "zones", operation_id = "export_zone",
    params(
        ("name" = String, Path),
        ("If-None-Match" = Option<String>, Header),
        ("strict" = Option<bool>, Query, description = "409 instead of a file with warnings"),
        ("exclude_private" = Option<bool>, Query, description = "Leave private addresses out"),
    ),
    responses(
        (status = 200, description = "The file", headers(("ETag" = String), ("Domesday-Warning" = Option<String>)),
            content((String = "text/dns"), (String = "text/plain"))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Exporting,
    )
)]
pub(crate) async fn export(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::ReadZones).await?;
    let form = accept::choose(&request, &FORMS);
    let options = options(&request, form.as_ref().err());
    let (head, text) = visit.stream(ExportZone { zone, options, known: etag::known(&request) }).await?;
    let mut response =
        if etag::is_known(&request, &head.etag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, head.etag.as_str())).insert_header((VARY, ACCEPT.as_str()));
    answer::warn(&mut response, &head.warnings);
    if etag::is_known(&request, &head.etag) {
        return Ok(response.finish());
    }
    // The file is ASCII, and `text/plain` says so, which `text/dns` need not (RFC 4027).
    let form = if form.is_ok_and(|form| form == FORMS[1]) { "text/plain; charset=us-ascii" } else { FORMS[0] };
    Ok(response.content_type(form).streaming(paging::texts(&visit, text)))
}

fn options(request: &HttpRequest, not_acceptable: Option<&Refusal>) -> Input<ExportOptions> {
    if let Some(refusal) = not_acceptable {
        return Input::unreadable(refusal.clone());
    }
    let mut parameters = Parameters::of(request);
    let strict = parameters.flag("strict").unwrap_or_default();
    let exclude_private = parameters.flag("exclude_private").unwrap_or_default();
    parameters.input(ExportOptions { strict, exclude_private })
}
