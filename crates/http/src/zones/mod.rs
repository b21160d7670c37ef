//! The zones face: zones, their record sets, delegations, files and history (`/zones…`).
//!
//! A file per resource. Each handler reads its request as far as that goes, hands a command to the registry, and renders the answer: in
//! which order things are refused (rule Z1) is the command's business, which is why what could not be read goes along with it.

pub(crate) mod bulk;
pub(crate) mod check;
pub(crate) mod collection;
pub(crate) mod delegation;
mod delegation_draft;
pub(crate) mod delegation_wire;
pub(crate) mod delegations;
mod draft;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod recordset;
pub(crate) mod recordsets;
pub(crate) mod shapes;
mod values;
pub(crate) mod wire;
pub(crate) mod zone;
pub(crate) mod zonefile;

use actix_web::web::{self, ServiceConfig};
use domesday_app::refusal::Refusal;
use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use serde::Deserialize;

use crate::caller::Visit;
use crate::problem::Problem;
use crate::routes::{Path, get};

pub(crate) static ZONES: Path = Path { pattern: "/zones", allow: "GET, HEAD, POST" };
pub(crate) static IMPORT: Path = Path { pattern: "/zones/import", allow: "POST" };
pub(crate) static ZONE: Path = Path { pattern: "/zones/{name}", allow: "GET, HEAD, PATCH, DELETE" };
pub(crate) static CHECK: Path = Path { pattern: "/zones/{name}/check", allow: "GET, HEAD" };
pub(crate) static RECORD_SETS: Path = Path { pattern: "/zones/{name}/recordsets", allow: "GET, HEAD, PATCH" };
pub(crate) static RECORD_SET: Path =
    Path { pattern: "/zones/{name}/recordsets/{owner}/{type}", allow: "GET, HEAD, PUT, PATCH, DELETE" };
pub(crate) static DELEGATIONS: Path = Path { pattern: "/zones/{name}/delegations", allow: "GET, HEAD, POST" };
pub(crate) static DELEGATION: Path =
    Path { pattern: "/zones/{name}/delegations/{child}", allow: "GET, HEAD, PUT, PATCH, DELETE" };
pub(crate) static ZONE_FILE: Path = Path { pattern: "/zones/{name}/zonefile", allow: "GET, HEAD" };
pub(crate) static HISTORY: Path = Path { pattern: "/zones/{name}/history", allow: "GET, HEAD" };

/// The routes. `/zones/import` comes before the zones, none of which can have that name but as a registry zone: that is `/zones/import.`.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(ZONES.resource().route(get().to(collection::list)).route(web::post().to(collection::create)))
        .service(IMPORT.resource().route(web::post().to(import::import)))
        .service(
            ZONE.resource()
                .route(get().to(zone::read))
                .route(web::patch().to(zone::update))
                .route(web::delete().to(zone::delete)),
        )
        .service(CHECK.resource().route(get().to(check::check)))
        .service(RECORD_SETS.resource().route(get().to(recordsets::list)).route(web::patch().to(bulk::change)))
        .service(
            RECORD_SET
                .resource()
                .route(get().to(recordset::read))
                .route(web::put().to(recordset::put))
                .route(web::patch().to(recordset::patch))
                .route(web::delete().to(recordset::delete)),
        )
        .service(DELEGATIONS.resource().route(get().to(delegations::list)).route(web::post().to(delegations::create)))
        .service(
            DELEGATION
                .resource()
                .route(get().to(delegation::read))
                .route(web::put().to(delegation::put))
                .route(web::patch().to(delegation::patch))
                .route(web::delete().to(delegation::delete)),
        )
        .service(ZONE_FILE.resource().route(get().to(zonefile::export)))
        .service(HISTORY.resource().route(get().to(history::list)));
}

/// The zone in a path.
#[derive(Debug, Deserialize)]
pub(crate) struct InZone {
    name: String,
}

impl InZone {
    /// Its name. What is no zone's name is no zone: missing, but only to who may look.
    async fn zone(&self, visit: &Visit, needs: Permission) -> Result<ZoneName, Problem> {
        match ZoneName::parse(&self.name) {
            Ok(name) => Ok(name),
            Err(_) => {
                visit.admit(needs).await?;
                Err(visit.problem(Refusal::missing("zone of that name")))
            }
        }
    }
}

/// The delegated name in a path, beside its zone.
#[derive(Debug, Deserialize)]
pub(crate) struct InDelegation {
    child: String,
}

impl InDelegation {
    /// The name, in any spelling. What is no name is not delegated: missing, but only to who may look.
    async fn child(&self, visit: &Visit, needs: Permission) -> Result<Name, Problem> {
        match Name::parse(&self.child) {
            Ok(name) => Ok(name),
            Err(_) => {
                visit.admit(needs).await?;
                Err(visit.problem(Refusal::missing("delegation of that name")))
            }
        }
    }
}
