//! The public view of the registry: RDAP (RFC 7480, 9082, 9083; `registrar.md` section 11).
//!
//! Anybody may look, so nobody is asked who they are, and each address may ask so many times a minute. The same queries as everywhere else
//! answer; what of a contact is shown is decided by `domesday_domain::contact::PublicContact`. Nothing here writes anything.

mod answer;
mod call;
pub(crate) mod domain;
pub(crate) mod entity;
pub(crate) mod help;
mod jcard;
pub(crate) mod nameserver;
mod notices;
mod people;
mod redacted;
mod refusals;
mod refused;
mod settings;
pub(crate) mod shapes;
mod status;
#[cfg(test)]
mod tests;

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, Resource, ResponseError};

use crate::routes::{Path, get};
use crate::state::HttpSettings;
pub(crate) use call::Call;
use refused::Refused;
pub use settings::{RdapProfile, RdapSettings};

const fn path(pattern: &'static str) -> Path {
    Path { pattern, allow: "GET, HEAD" }
}

static DOMAIN: Path = path("/rdap/domain/{name}");
static NAMESERVER: Path = path("/rdap/nameserver/{name}");
static ENTITY: Path = path("/rdap/entity/{handle}");
static HELP: Path = path("/rdap/help");
static DOMAINS: Path = path("/rdap/domains");
static NAMESERVERS: Path = path("/rdap/nameservers");
static ENTITIES: Path = path("/rdap/entities");
static IP: Path = path("/rdap/ip/{address}");
static IP_NETWORK: Path = path("/rdap/ip/{address}/{length}");
static AUTNUM: Path = path("/rdap/autnum/{number}");

/// Whether a path is this face's: its errors have this face's form, also where nothing is served.
pub(crate) fn is_here(path: &str) -> bool {
    path.strip_prefix("/rdap").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The routes.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(resource(&DOMAIN).route(get().to(domain::look_up)))
        .service(resource(&NAMESERVER).route(get().to(nameserver::look_up)))
        .service(resource(&ENTITY).route(get().to(entity::look_up)))
        .service(resource(&HELP).route(get().to(help::help)))
        .service(resource(&DOMAINS).route(get().to(help::domains)))
        .service(resource(&NAMESERVERS).route(get().to(help::nameservers)))
        .service(resource(&ENTITIES).route(get().to(help::entities)))
        .service(resource(&IP).route(get().to(help::ip)))
        .service(resource(&IP_NETWORK).route(get().to(help::ip)))
        .service(resource(&AUTNUM).route(get().to(help::autnum)));
}

/// A resource whose own refusals have this face's form.
fn resource(path: &'static Path) -> Resource {
    path.resource().default_service(web::to(method_not_allowed))
}

async fn method_not_allowed(call: Call, request: HttpRequest) -> HttpResponse {
    let allow = Path::of(&request).map_or("", |path| path.allow);
    Refused::method_not_allowed(allow, &call).error_response()
}

/// The answer where nothing is served.
pub(crate) fn no_such_path(call: &Call) -> HttpResponse {
    let detail = "nothing is served at this path; domain, nameserver, entity and help are below /rdap";
    let help = call.place("help", "");
    Refused::plain(StatusCode::NOT_FOUND, detail, call.settings(), &help).error_response()
}

/// The answer to a request whose head is larger than may be.
pub(crate) fn head_too_large(settings: &HttpSettings) -> HttpResponse {
    let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    let detail = format!("address and headers of a request have at most {} bytes", settings.max_header_bytes);
    Refused::plain(status, &detail, &settings.rdap, "/rdap/help").error_response()
}

/// The answer when something failed in a way that no refusal describes.
pub(crate) fn internal(settings: &RdapSettings, request_id: &str) -> HttpResponse {
    let detail = refused::defect(request_id);
    Refused::plain(StatusCode::INTERNAL_SERVER_ERROR, &detail, settings, "/rdap/help").error_response()
}

/// The same where the configuration is out of reach.
pub(crate) fn internal_by_default(request_id: &str) -> HttpResponse {
    internal(&RdapSettings::default(), request_id)
}
