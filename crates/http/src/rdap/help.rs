//! `/rdap/help`: what answers follow; and what is not served (rules R2, R4).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::answer::{DOMESDAY, REDACTED, conformance, unless_known};
use super::call::Call;
use super::notices;
use super::refusals::{Helping, Unserved};
use super::refused::Refused;
use super::shapes::Help;

/// What this service follows, and its terms.
#[utoipa::path(
    get, path = "/rdap/help", tag = "RDAP", operation_id = "rdapHelp", security(()),
    responses((status = 200, description = "Conformance and notices", body = Help, content_type = "application/rdap+json"), Helping)
)]
pub(crate) async fn help(call: Call) -> Result<HttpResponse, Refused> {
    call.begin()?;
    let rdap_conformance = conformance(call.profile()).into_iter().chain([REDACTED, DOMESDAY]).collect();
    let notices = notices::of_service(call.settings(), &call.place("help", ""));
    let help = Help { rdap_conformance, notices };
    let Ok(timeless) = serde_json::to_vec(&help) else {
        return Ok(super::internal(call.settings(), call.request_id()));
    };
    Ok(unless_known(&call, &timeless, || help))
}

/// Searches, addresses and autonomous systems: this registry tells nothing of them.
#[utoipa::path(get, path = "/rdap/domains", tag = "RDAP", operation_id = "rdapSearchDomains", security(()), responses(Unserved))]
pub(crate) async fn domains(call: Call) -> Result<HttpResponse, Refused> {
    unserved(&call, "domains are looked up one by one here, at /rdap/domain/{name}")
}

/// The same of name servers.
#[utoipa::path(get, path = "/rdap/nameservers", tag = "RDAP", operation_id = "rdapSearchNameservers", security(()), responses(Unserved))]
pub(crate) async fn nameservers(call: Call) -> Result<HttpResponse, Refused> {
    unserved(&call, "name servers are looked up one by one here, at /rdap/nameserver/{name}")
}

/// The same of entities.
#[utoipa::path(get, path = "/rdap/entities", tag = "RDAP", operation_id = "rdapSearchEntities", security(()), responses(Unserved))]
pub(crate) async fn entities(call: Call) -> Result<HttpResponse, Refused> {
    unserved(&call, "entities are looked up one by one here, at /rdap/entity/{handle}")
}

/// IP networks: this is a registry of names.
#[utoipa::path(
    get, path = "/rdap/ip/{address}", tag = "RDAP", operation_id = "rdapIp", security(()),
    params(("address" = String, Path, description = "Whatever it is; a length after a slash too")), responses(Unserved)
)]
pub(crate) async fn ip(call: Call) -> Result<HttpResponse, Refused> {
    unserved(&call, "this is a registry of names: it tells nothing of addresses")
}

/// Autonomous systems: this is a registry of names.
#[utoipa::path(
    get, path = "/rdap/autnum/{number}", tag = "RDAP", operation_id = "rdapAutnum", security(()),
    params(("number" = String, Path, description = "Whatever it is")), responses(Unserved)
)]
pub(crate) async fn autnum(call: Call) -> Result<HttpResponse, Refused> {
    unserved(&call, "this is a registry of names: it tells nothing of autonomous systems")
}

fn unserved(call: &Call, detail: &str) -> Result<HttpResponse, Refused> {
    call.begin()?;
    Err(Refused::plain(StatusCode::NOT_IMPLEMENTED, detail, call.settings(), &call.place("help", "")))
}
