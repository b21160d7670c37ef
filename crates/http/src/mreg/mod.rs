//! The face for clients written for mreg: `/api/v1/…` and `/api/token-…` (`zones.md` section 10).
//!
//! The same commands as everywhere, on another wire: numbers for things, counted pages, forms beside JSON, errors in a form of their own.
//! These clients have asked their user what they need to know before they write, and never send a condition: so what they check
//! themselves is lifted ([`ZONES`], [`DELEGATIONS`]; rule M3), and a change needs no `If-Match`, though one that is sent has to hold.

mod body;
mod call;
pub(crate) mod delegation;
pub(crate) mod delegations;
mod draft;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub(crate) mod hosts;
mod lists;
pub(crate) mod look_up;
pub(crate) mod name_server;
mod networks;
mod refusals;
mod refused;
pub(crate) mod shapes;
pub(crate) mod tokens;
pub(crate) mod wire;
pub(crate) mod zone;
pub(crate) mod zone_file;
pub(crate) mod zone_servers;
pub(crate) mod zones;

use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Resource, ResponseError, dev::Payload};
use domesday_app::refusal::Refusal;
use domesday_domain::actor::Permission;
use domesday_domain::finding::{ConflictKind, Lifted};
use domesday_domain::name::{ZoneKind, ZoneName};
use serde::Deserialize;

use crate::paths;
use crate::routes::{Path, get};
use call::Call;
pub(crate) use refused::{Errors, Refused};

pub(crate) static TOKEN_AUTH: Path = Path { pattern: "/api/token-auth", allow: "POST" };
pub(crate) static TOKEN_LOGOUT: Path = Path { pattern: "/api/token-logout", allow: "POST" };
pub(crate) static TOKEN_IS_VALID: Path = Path { pattern: "/api/token-is-valid", allow: "GET, HEAD" };
pub(crate) static LOOK_UP: Path = Path { pattern: "/api/v1/zones/forward/hostname/{host}", allow: "GET, HEAD" };
pub(crate) static ZONE_LIST: Path = Path { pattern: "/api/v1/zones/{kind}", allow: "GET, HEAD, POST" };
pub(crate) static ZONE: Path = Path { pattern: "/api/v1/zones/{kind}/{name}", allow: "GET, HEAD, PATCH, DELETE" };
pub(crate) static ZONE_SERVERS: Path =
    Path { pattern: "/api/v1/zones/{kind}/{name}/nameservers", allow: "GET, HEAD, PATCH" };
pub(crate) static DELEGATION_LIST: Path =
    Path { pattern: "/api/v1/zones/{kind}/{name}/delegations", allow: "GET, HEAD, POST" };
pub(crate) static DELEGATION: Path =
    Path { pattern: "/api/v1/zones/{kind}/{name}/delegations/{child}", allow: "GET, HEAD, PATCH, DELETE" };
pub(crate) static ZONE_FILE: Path = Path { pattern: "/api/v1/zonefiles/{name}", allow: "GET, HEAD" };
pub(crate) static NAME_SERVERS: Path = Path { pattern: "/api/v1/nameservers", allow: "GET, HEAD, POST" };
pub(crate) static NAME_SERVER: Path = Path { pattern: "/api/v1/nameservers/{name}", allow: "GET, HEAD, DELETE" };
pub(crate) static HOSTS: Path = Path { pattern: "/api/v1/hosts", allow: "GET, HEAD" };
/// Asked for by name before a name server is set. There are none, which is said only to who may look.
static HOST: Path = Path { pattern: "/api/v1/hosts/{name}", allow: "GET, HEAD" };
static ALIAS: Path = Path { pattern: "/api/v1/cnames/{name}", allow: "GET, HEAD" };

/// Where all lists and things stand.
const BASE: &str = "/api/v1";

/// What clients check before they change a zone (rule M3). Not among it: record sets that a deleted zone still has.
pub(crate) static ZONES: [Lifted; 6] = [
    Lifted { code: "ns_address_missing", kind: None },
    Lifted { code: "soa_relation", kind: None },
    Lifted { code: "records_below_cut", kind: None },
    Lifted { code: "zone_not_empty", kind: Some(ConflictKind::Delegation) },
    Lifted { code: "zone_not_empty", kind: Some(ConflictKind::Zone) },
    Lifted { code: "ns_in_use", kind: None },
];

/// What they check before they change a delegation. Record sets below it would be lost, and are not among it.
pub(crate) static DELEGATIONS: [Lifted; 2] =
    [Lifted { code: "ns_address_missing", kind: None }, Lifted { code: "ns_in_use", kind: None }];

/// Whether a path is this face's: its errors have this face's form, also where nothing is served.
pub(crate) fn is_here(path: &str) -> bool {
    let below = |top: &str| path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    below(BASE) || [&TOKEN_AUTH, &TOKEN_LOGOUT, &TOKEN_IS_VALID].into_iter().any(|path| below(path.pattern))
}

/// The routes. `hostname` comes before the zones, none of which has that name but as a registry zone.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(resource(&TOKEN_AUTH).route(web::post().to(tokens::log_in)))
        .service(resource(&TOKEN_LOGOUT).route(web::post().to(tokens::log_out)))
        .service(resource(&TOKEN_IS_VALID).route(get().to(tokens::is_valid)))
        .service(resource(&LOOK_UP).route(get().to(look_up::look_up)))
        .service(resource(&ZONE_LIST).route(get().to(zones::list)).route(web::post().to(zones::create)))
        .service(
            resource(&ZONE)
                .route(get().to(zone::read))
                .route(web::patch().to(zone::update))
                .route(web::delete().to(zone::delete)),
        )
        .service(
            resource(&ZONE_SERVERS).route(get().to(zone_servers::list)).route(web::patch().to(zone_servers::replace)),
        )
        .service(
            resource(&DELEGATION_LIST).route(get().to(delegations::list)).route(web::post().to(delegations::create)),
        )
        .service(
            resource(&DELEGATION)
                .route(get().to(delegation::read))
                .route(web::patch().to(delegation::update))
                .route(web::delete().to(delegation::delete)),
        )
        .service(resource(&ZONE_FILE).route(get().to(zone_file::export)))
        .service(resource(&NAME_SERVERS).route(get().to(name_server::list)).route(web::post().to(name_server::create)))
        .service(resource(&NAME_SERVER).route(get().to(name_server::read)).route(web::delete().to(name_server::delete)))
        .service(resource(&HOSTS).route(get().to(hosts::list)))
        .service(resource(&HOST).route(get().to(hosts::absent)))
        .service(resource(&ALIAS).route(get().to(hosts::absent)));
}

/// A resource whose own refusals have this face's form.
fn resource(path: &'static Path) -> Resource {
    path.resource().app_data(undecodable()).default_service(web::to(method_not_allowed))
}

/// A path that is no text is nothing's.
fn undecodable() -> web::PathConfig {
    web::PathConfig::default().error_handler(|_, request| {
        Call::from_request(request, &mut Payload::None)
            .into_inner()
            .map_or_else(|error| error, |call| call.refused(Refusal::missing("such path")).into())
    })
}

async fn method_not_allowed(request: HttpRequest) -> HttpResponse {
    refused::method_not_allowed(Path::of(&request).map_or("", |path| path.allow))
}

/// The answer where no such path is served.
pub(crate) fn no_such_path(request_id: &str) -> HttpResponse {
    Refused::new(Refusal::missing("such path"), request_id).error_response()
}

/// The answer when a handler failed in a way that no refusal describes.
pub(crate) fn internal(request_id: &str) -> HttpResponse {
    Refused::new(Refusal::Broken { id: request_id.to_owned() }, request_id).error_response()
}

/// A kind of zones in a path.
#[derive(Debug, Deserialize)]
pub(crate) struct OfKind {
    kind: String,
}

impl OfKind {
    /// The kind. What is none lists nothing: missing, but only to who may look.
    async fn kind(&self, call: &Call, needs: Permission) -> Result<ZoneKind, Refused> {
        let known = [ZoneKind::Forward, ZoneKind::Reverse].into_iter().find(|kind| kind.as_str() == self.kind);
        call.found(known, "kind of zones of that name", needs).await
    }
}

/// A zone in a path.
#[derive(Debug, Deserialize)]
pub(crate) struct InZone {
    kind: String,
    name: String,
}

impl InZone {
    /// Its name. What is no name of a zone of this kind is no zone (rule M6): missing, but only to who may look.
    async fn zone(&self, call: &Call, needs: Permission) -> Result<ZoneName, Refused> {
        let name = ZoneName::parse(&self.name).ok().filter(|name| name.kind().as_str() == self.kind);
        call.found(name, "zone of that name and kind", needs).await
    }
}

/// Where a zone stands: with the slashes of its name as they are (rule M6).
fn zone_path(name: &ZoneName) -> String {
    format!("{BASE}/zones/{}/{}", name.kind().as_str(), segment(&name.to_string()))
}

/// A name in a path, its slashes kept.
fn segment(name: &str) -> String {
    paths::escaped(name).replace("%2F", "/")
}

#[cfg(test)]
mod tests;
