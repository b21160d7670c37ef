//! The face for registrars: `/auth`, `/domains`, `/contacts`, `/hosts`, `/notifications`, `/whois`, `/clients` (`registrar.md`).
//!
//! The shape is ST Registry's, the numbers are EPP's. It parses what clients of that API send in more forms than one ([`reader`]), calls a
//! use case and renders; every answer has one envelope ([`answer`]), every mutation can be rehearsed and sent again ([`mutate`]). The
//! request's id is the server's transaction id, so none is taken over from callers here.

mod addresses;
mod answer;
pub(crate) mod auth;
mod call;
pub(crate) mod clients;
mod codes;
mod collection;
pub(crate) mod contacts;
mod diff;
pub(crate) mod domain;
pub(crate) mod domains;
mod done;
mod forms;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod head;
pub(crate) mod hosts;
mod mutate;
pub(crate) mod notifications;
mod outcomes;
mod reader;
mod refusals;
mod refused;
mod sent;
pub(crate) mod shapes;
mod show;
pub(crate) mod transfers;
mod version;
pub(crate) mod whois;

use std::time::Instant;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, Resource, ResponseError};
use domesday_app::refusal::Refusal;

use crate::routes::{Path, get};
pub(crate) use call::Call;
use refused::Refused;

const READ: &str = "GET, HEAD";
const COLLECTION: &str = "GET, HEAD, PUT";
const OBJECT: &str = "GET, HEAD, POST, DELETE";

const fn path(pattern: &'static str, allow: &'static str) -> Path {
    Path { pattern, allow }
}

static AUTH: Path = path("/auth", "GET, HEAD, PUT, POST, DELETE");
static DOMAINS: Path = path("/domains", COLLECTION);
static VALIDATE_DOMAIN: Path = path("/domains/validate", "POST");
static DOMAIN: Path = path("/domains/{name}", OBJECT);
static CHECK_DOMAIN: Path = path("/domains/{name}/check", READ);
static DOMAIN_WITH_CODE: Path = path("/domains/{name}/epp", "POST");
static RENEW: Path = path("/domains/{name}/renew", "POST");
static RESTORE: Path = path("/domains/{name}/restore", "POST");
static TRANSFER: Path = path("/domains/{name}/transfer", "POST");
static TRANSFERS: Path = path("/domains/{name}/transfers", READ);
static VALIDATE_NAMED_DOMAIN: Path = path("/domains/{name}/validate", "POST");
static CONTACTS: Path = path("/contacts", COLLECTION);
static VALIDATE_CONTACT: Path = path("/contacts/validate", "POST");
static CONTACT: Path = path("/contacts/{id}", OBJECT);
static CHECK_CONTACT: Path = path("/contacts/{id}/check", READ);
static CONTACT_REFERENCES: Path = path("/contacts/{id}/references", READ);
static VALIDATE_NAMED_CONTACT: Path = path("/contacts/{id}/validate", "POST");
static HOSTS: Path = path("/hosts", COLLECTION);
static HOST: Path = path("/hosts/{name}", OBJECT);
static CHECK_HOST: Path = path("/hosts/{name}/check", READ);
static HOST_REFERENCES: Path = path("/hosts/{name}/references", READ);
static NOTIFICATIONS: Path = path("/notifications", READ);
static NOTIFICATION: Path = path("/notifications/{id}", "GET, HEAD, DELETE");
static READ_NOTIFICATION: Path = path("/notifications/{id}/read", "POST");
static WHOIS: Path = path("/whois/{name}", READ);
static CLIENTS: Path = path("/clients", COLLECTION);
static CLIENT: Path = path("/clients/{login}", "GET, HEAD, POST");
/// Every path that is served.
#[cfg(test)]
pub(crate) static PATHS: [&Path; 27] = [
    &AUTH,
    &DOMAINS,
    &VALIDATE_DOMAIN,
    &DOMAIN,
    &CHECK_DOMAIN,
    &DOMAIN_WITH_CODE,
    &RENEW,
    &RESTORE,
    &TRANSFER,
    &TRANSFERS,
    &VALIDATE_NAMED_DOMAIN,
    &CONTACTS,
    &VALIDATE_CONTACT,
    &CONTACT,
    &CHECK_CONTACT,
    &CONTACT_REFERENCES,
    &VALIDATE_NAMED_CONTACT,
    &HOSTS,
    &HOST,
    &CHECK_HOST,
    &HOST_REFERENCES,
    &NOTIFICATIONS,
    &NOTIFICATION,
    &READ_NOTIFICATION,
    &WHOIS,
    &CLIENTS,
    &CLIENT,
];

/// The first parts of this face's paths.
const TOPS: [&str; 8] =
    ["/auth", "/domains", "/contacts", "/hosts", "/notifications", "/whois", "/clients", "/billing"];

/// Whether a path is this face's: its errors have this face's form, also where nothing is served.
pub(crate) fn is_here(path: &str) -> bool {
    TOPS.into_iter().any(|top| is_below(path, top))
}

fn is_below(path: &str, top: &str) -> bool {
    path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The routes. `validate` comes before names and ids, none of which is called so; a part before it may be empty (rule U1).
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(
            resource(&AUTH)
                .route(web::put().to(auth::log_in))
                .route(web::post().to(auth::log_in_by_post))
                .route(get().to(auth::session))
                .route(web::delete().to(auth::log_out)),
        )
        .service(resource(&DOMAINS).route(get().to(domains::search)).route(web::put().to(domains::create)))
        .service(resource(&VALIDATE_DOMAIN).route(web::post().to(domains::validate)))
        .service(nameless(&VALIDATE_DOMAIN, "/domains//validate{slash:/?}").route(web::post().to(domains::validate)))
        .service(
            resource(&DOMAIN)
                .route(get().to(domain::read))
                .route(web::post().to(domain::update))
                .route(web::delete().to(domain::delete)),
        )
        .service(resource(&CHECK_DOMAIN).route(get().to(domain::check)))
        .service(resource(&DOMAIN_WITH_CODE).route(web::post().to(domain::read_with_code)))
        .service(resource(&RENEW).route(web::post().to(domain::renew)))
        .service(resource(&RESTORE).route(web::post().to(domain::restore)))
        .service(resource(&TRANSFER).route(web::post().to(transfers::transfer)))
        .service(resource(&TRANSFERS).route(get().to(transfers::list)))
        .service(resource(&VALIDATE_NAMED_DOMAIN).route(web::post().to(domains::validate_named)));
    config
        .service(resource(&CONTACTS).route(get().to(contacts::search)).route(web::put().to(contacts::create)))
        .service(resource(&VALIDATE_CONTACT).route(web::post().to(contacts::validate)))
        .service(nameless(&VALIDATE_CONTACT, "/contacts//validate{slash:/?}").route(web::post().to(contacts::validate)))
        .service(
            resource(&CONTACT)
                .route(get().to(contacts::read))
                .route(web::post().to(contacts::update))
                .route(web::delete().to(contacts::delete)),
        )
        .service(resource(&CHECK_CONTACT).route(get().to(contacts::check)))
        .service(resource(&CONTACT_REFERENCES).route(get().to(contacts::references)))
        .service(resource(&VALIDATE_NAMED_CONTACT).route(web::post().to(contacts::validate_named)));
    config
        .service(resource(&HOSTS).route(get().to(hosts::search)).route(web::put().to(hosts::create)))
        .service(
            resource(&HOST)
                .route(get().to(hosts::read))
                .route(web::post().to(hosts::update))
                .route(web::delete().to(hosts::delete)),
        )
        .service(resource(&CHECK_HOST).route(get().to(hosts::check)))
        .service(resource(&HOST_REFERENCES).route(get().to(hosts::references)))
        .service(resource(&NOTIFICATIONS).route(get().to(notifications::list)))
        .service(
            resource(&NOTIFICATION).route(get().to(notifications::read)).route(web::delete().to(notifications::delete)),
        )
        .service(resource(&READ_NOTIFICATION).route(web::post().to(notifications::mark)))
        .service(resource(&WHOIS).route(get().to(whois::read)))
        .service(resource(&CLIENTS).route(get().to(clients::list)).route(web::put().to(clients::create)))
        .service(resource(&CLIENT).route(get().to(clients::read)).route(web::post().to(clients::update)));
}

/// A resource whose own refusals have this face's form.
fn resource(path: &'static Path) -> Resource {
    path.resource().default_service(web::to(method_not_allowed))
}

/// The same at a path of its own.
fn nameless(path: &'static Path, pattern: &str) -> Resource {
    web::resource(pattern).app_data(path).default_service(web::to(method_not_allowed))
}

async fn method_not_allowed(call: Call, request: HttpRequest) -> HttpResponse {
    let allow = Path::of(&request).map_or("", |path| path.allow);
    Refused::method_not_allowed(allow, call.stamp()).error_response()
}

/// The answer where nothing is served: what ST has and this registry has not is told as such (rule E6).
pub(crate) fn no_such_path(call: &Call, path: &str) -> HttpResponse {
    let refused = match is_below(path, "/billing") {
        true => Refused::not_implemented(call.stamp()),
        false => Refused::no_such_path(call.stamp()),
    };
    refused.error_response()
}

/// The answer when a handler failed in a way that no refusal describes.
pub(crate) fn internal(request_id: &str) -> HttpResponse {
    let stamp = answer::Stamp {
        version: version::Version::One,
        client: None,
        server: request_id.to_owned(),
        since: Instant::now(),
    };
    let broken = Refusal::Broken { id: request_id.to_owned() };
    Refused::new(&broken, &stamp, |place| (place.to_owned(), serde_json::Value::Null)).error_response()
}

#[cfg(test)]
mod tests;
