//! `GET /` and `GET /v2`: the version document that some libraries read first (rule Q6); browsers are sent to the page about this API.

use actix_web::http::header::{LOCATION, VARY};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use super::Refused;
use super::call::Call;
use super::refusals::Open;
use crate::accept;

/// What browsers take.
const HTML: &str = "text/html";

/// Which versions of OpenStack's API there are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenStackVersions)]
pub(crate) struct Versions {
    versions: [Version; 1],
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenStackVersion)]
struct Version {
    id: &'static str,
    status: &'static str,
    links: [Link; 1],
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenStackVersionLink)]
struct Link {
    rel: &'static str,
    href: String,
}

/// Which versions of OpenStack's API there are; for a browser, the way to the page about all of this API.
#[utoipa::path(
    get, path = "/", tag = "OpenStack TLDs", operation_id = "openstack_versions", security(()),
    responses(
        (status = 200, description = "The versions", body = Versions),
        (status = 303, description = "The page, for a browser", headers(("Location" = String))),
        Open,
    )
)]
pub(crate) async fn versions(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let form = call.settle(accept::choose(&request, &[accept::JSON, HTML]))?;
    let mut response = if form == HTML { HttpResponse::SeeOther() } else { HttpResponse::Ok() };
    response.insert_header((VARY, "Accept"));
    if form == HTML {
        return Ok(response.insert_header((LOCATION, "/docs")).finish());
    }
    let links = [Link { rel: "self", href: format!("{}/v2", call.base(&request)) }];
    Ok(response.json(Versions { versions: [Version { id: "v2.0", status: "CURRENT", links }] }))
}

/// Which versions of OpenStack's API there are; for a browser, the way to the page about all of this API.
#[utoipa::path(
    get, path = "/v2", tag = "OpenStack TLDs", operation_id = "openstack_version", security(()),
    responses(
        (status = 200, description = "The versions", body = Versions),
        (status = 303, description = "The page, for a browser", headers(("Location" = String))),
        Open,
    )
)]
pub(crate) async fn version(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    versions(call, request).await
}
