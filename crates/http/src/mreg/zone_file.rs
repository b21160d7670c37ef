//! `/api/v1/zonefiles/{name}`: a zone as a master file (rules F1, F6), with the bytes that every face gives.

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::input::Input;
use domesday_app::zones::{ExportOptions, ExportZone};
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use serde::Deserialize;

use super::Refused;
use super::call::{Call, parameters};
use super::refusals::Reading;
use crate::members::Fault;
use crate::{accept, answer, etag, paging};

/// The type of the answer.
const FORM: &str = "text/plain";

/// A zone in a path, of whichever kind.
#[derive(Debug, Deserialize)]
pub(crate) struct Of {
    name: String,
}

/// A zone as a master file.
#[utoipa::path(
    get, path = "/api/v1/zonefiles/{name}", tag = "mreg", operation_id = "mreg_export_zone",
    params(
        ("name" = String, Path),
        ("excludePrivate" = Option<String>, Query, description = "`true`, `yes`, `t`, `y` or `1` to leave private addresses out"),
        ("If-None-Match" = Option<String>, Header),
    ),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/plain",
            headers(("ETag" = String), ("Domesday-Warning" = Option<String>))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn export(call: Call, request: HttpRequest, path: web::Path<Of>) -> Result<HttpResponse, Refused> {
    let zone = call.found(ZoneName::parse(&path.name).ok(), "zone of that name", Permission::ReadZones).await?;
    let options = options(&request);
    let (head, text) = call.stream(ExportZone { zone, options, known: etag::known(&request) }).await?;
    let is_known = etag::is_known(&request, &head.etag);
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, head.etag.as_str()));
    answer::warn(&mut response, &head.warnings);
    if is_known {
        return Ok(response.finish());
    }
    Ok(response.content_type("text/plain; charset=us-ascii").streaming(paging::texts(call.visit(), text)))
}

fn options(request: &HttpRequest) -> Input<ExportOptions> {
    if let Err(refusal) = accept::choose(request, &[FORM]) {
        return Input::unreadable(refusal);
    }
    let mut parameters = parameters(request);
    let exclude_private = parameters.read("excludePrivate", truth).unwrap_or_default();
    parameters.input(ExportOptions { strict: false, exclude_private })
}

/// The words of this wire for yes and no, in any case.
fn truth(text: &str) -> Result<bool, Fault> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "t" | "y" | "1" => Ok(true),
        "false" | "no" | "f" | "n" | "0" | "" => Ok(false),
        _ => Err(("bad_value", "excludePrivate is true, yes, t, y or 1; or false, no, f, n or 0".to_owned())),
    }
}
