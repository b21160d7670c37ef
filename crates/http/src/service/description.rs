//! `/openapi.json`, made from the handlers themselves, open to everybody.

use actix_web::HttpResponse;
use actix_web::web::ServiceConfig;
use utoipa::OpenApi;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{InfoBuilder, LicenseBuilder, OpenApi as Document, Server};

use crate::accept;
use crate::caller::Visit;
use crate::problem;
use crate::routes::{Path, get};
use crate::{accounts, dynect, entities, history, mreg, rdap, registrar, sessions, tlds, zones};

pub(crate) static DOCUMENT: Path = Path { pattern: "/openapi.json", allow: "GET, HEAD" };

#[derive(OpenApi)]
#[openapi(
    paths(
        zones::collection::list, zones::collection::create, zones::import::import,
        zones::zone::read, zones::zone::update, zones::zone::delete, zones::check::check,
        zones::recordsets::list, zones::bulk::change,
        zones::recordset::read, zones::recordset::put, zones::recordset::patch, zones::recordset::delete,
        zones::delegations::list, zones::delegations::create,
        zones::delegation::read, zones::delegation::put, zones::delegation::patch, zones::delegation::delete,
        zones::zonefile::export, zones::history::list,
        accounts::collection::list, accounts::collection::create, accounts::account::read, accounts::account::update,
        accounts::history::list, accounts::users::list, accounts::users::create, accounts::user::read, accounts::user::update,
        accounts::keys::list, accounts::keys::create, accounts::key::read, accounts::key::update, history::list,
        sessions::log_in, sessions::current, sessions::close,
        mreg::tokens::log_in, mreg::tokens::log_out, mreg::tokens::is_valid, mreg::look_up::look_up,
        mreg::zones::list, mreg::zones::create, mreg::zone::read, mreg::zone::update, mreg::zone::delete,
        mreg::zone_servers::list, mreg::zone_servers::replace,
        mreg::delegations::list, mreg::delegations::create,
        mreg::delegation::read, mreg::delegation::update, mreg::delegation::delete,
        mreg::zone_file::export, mreg::hosts::list,
        mreg::name_server::list, mreg::name_server::create, mreg::name_server::read, mreg::name_server::delete,
        tlds::list::list, tlds::list::create, tlds::tld::read, tlds::tld::delete, tlds::explain::explain,
        tlds::import::import, tlds::import::read,
        tlds::policy::read, tlds::policy::put, tlds::policy::update, tlds::policy::delete,
        tlds::policy::names::list, tlds::policy::names::read, tlds::policy::names::put, tlds::policy::names::delete,
        tlds::policy::by_rule::read, tlds::policy::by_rule::put, tlds::policy::by_rule::update, tlds::policy::by_rule::delete,
        tlds::policy::by_rule::list_names, tlds::policy::by_rule::read_name,
        tlds::policy::by_rule::put_name, tlds::policy::by_rule::delete_name,
        tlds::blocklist::list, tlds::blocklist::create,
        tlds::blocklist::read, tlds::blocklist::update, tlds::blocklist::delete,
        tlds::list::openstack_list, tlds::list::openstack_create,
        tlds::tld::openstack_read, tlds::tld::openstack_update, tlds::tld::openstack_delete,
        tlds::explain::openstack_explain, tlds::import::openstack_import, tlds::import::openstack_read,
        tlds::blocklist::openstack_list, tlds::blocklist::openstack_create,
        tlds::blocklist::openstack_read, tlds::blocklist::openstack_update, tlds::blocklist::openstack_delete,
        tlds::quotas::own, tlds::quotas::read, tlds::quotas::set, tlds::quotas::reset,
        tlds::versions::versions, tlds::versions::version,
        registrar::auth::log_in, registrar::auth::log_in_by_post, registrar::auth::session, registrar::auth::log_out,
        registrar::domains::search, registrar::domains::create,
        registrar::domains::validate, registrar::domains::validate_named,
        registrar::domain::check, registrar::domain::read, registrar::domain::read_with_code,
        registrar::domain::update, registrar::domain::delete, registrar::domain::renew, registrar::domain::restore,
        registrar::transfers::transfer, registrar::transfers::list,
        registrar::contacts::search, registrar::contacts::create,
        registrar::contacts::validate, registrar::contacts::validate_named, registrar::contacts::check,
        registrar::contacts::read, registrar::contacts::update, registrar::contacts::delete,
        registrar::contacts::references,
        registrar::hosts::search, registrar::hosts::create, registrar::hosts::check, registrar::hosts::read,
        registrar::hosts::update, registrar::hosts::delete, registrar::hosts::references,
        registrar::notifications::list, registrar::notifications::read,
        registrar::notifications::mark, registrar::notifications::delete, registrar::whois::read,
        registrar::clients::list, registrar::clients::read, registrar::clients::create, registrar::clients::update,
        entities::kinds::list, entities::kind::read, entities::kind::put, entities::collection::create,
        entities::entity::read, entities::entity::update, entities::entity::replace, entities::entity::delete,
        entities::claim::read, entities::claim::attest, entities::search::search, entities::search::search_by_post,
        entities::attestations::list, entities::history::list,
        entities::attestation::read, entities::attestation::revoke, entities::worklist::list,
        entities::keys::list, entities::keys::read, entities::keys::activate, entities::keys::revoke,
        rdap::domain::look_up, rdap::nameserver::look_up, rdap::entity::look_up, rdap::help::help,
        rdap::help::domains, rdap::help::nameservers, rdap::help::entities, rdap::help::ip, rdap::help::autnum,
        super::health::health, super::metrics::metrics, document, super::page::page, super::page::page_file,
    ),
    components(schemas(
        problem::Document, zones::wire::Zone, zones::shapes::ZoneDraft, zones::shapes::ZonePatch, zones::wire::RecordSet,
        crate::answer::WireWarning, crate::answer::DryRun, mreg::Errors, tlds::Document,
        registrar::shapes::Error, rdap::shapes::Error, rdap::shapes::VerifiedClaim, rdap::shapes::PublicId,
    )),
    tags(
        (name = "zones", description = "Zones, their files and their history"),
        (name = "record sets", description = "What stands in a zone"),
        (name = "delegations", description = "What of a zone is delegated, with its glue"),
        (name = "mreg", description = "The same for clients written for mreg"),
        (name = "TLDs", description = "Rules about which names may be zones, and the block list"),
        (name = "TLD policies", description = "What the registry of a TLD demands and allows, and names that are reserved or premium"),
        (name = "OpenStack TLDs", description = "The same, and quotas, for clients of OpenStack's DNS service"),
        (name = "registrar: auth", description = "Tokens for registrars"),
        (name = "registrar: domains", description = "Registered domains, for clients written for ST Registry"),
        (name = "registrar: contacts", description = "The people and organisations behind domains"),
        (name = "registrar: hosts", description = "Name servers below one's own domains"),
        (name = "registrar: messages", description = "What happened to what is one's own"),
        (name = "registrar: clients", description = "Registrars themselves"),
        (name = "RDAP", description = "What everybody may know of domains, name servers, registrars and contacts"),
        (name = "DynECT", description = "Zones and records for clients of a managed-DNS service: staged, then published"),
        (name = "entities", description = "Kinds of entities, what they claim, and finding them"),
        (name = "attestations", description = "Who vouched for what is claimed, signed by the registry"),
        (name = "signing keys", description = "The keys of these signatures, for verifying without the registry"),
        (name = "accounts", description = "Accounts, their users and API keys"),
        (name = "history", description = "Who changed what, of anything that has a history"),
        (name = "sessions", description = "Logging in and out"),
        (name = "service", description = "The server itself"),
    )
)]
struct Described;

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(DOCUMENT.resource().route(get().to(document)));
}

/// The OpenAPI document of every face; `public_url` is where clients see this server.
pub fn description(public_url: Option<&str>) -> Document {
    let mut document = Described::openapi();
    let licence = LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build();
    document.info = InfoBuilder::new()
        .title("Domesday")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "A registry server for DNS names: the zones an organisation serves, the names delegated out of them, the people and name servers behind those names, and signed proof of who vouched for which fact. One registry; every face below works on it.",
        ))
        .license(Some(licence))
        .build();
    document.servers = public_url.map(|url| vec![Server::new(url)]);
    let header = |name: &str| SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new(name)));
    let schemes = [
        ("bearer", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build())),
        (
            "token",
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
                "Authorization",
                "`Token `, then the token",
            ))),
        ),
        ("auth_token", header("Auth-Token")),
        ("api_client_token", header("Api-ClientToken")),
        ("x_auth_token", header("X-Auth-Token")),
    ];
    document.security =
        Some(schemes.iter().map(|(name, _)| SecurityRequirement::new::<_, [&str; 0], &str>(*name, [])).collect());
    let components = document.components.get_or_insert_default();
    for (name, scheme) in schemes {
        components.add_security_scheme(name, scheme);
    }
    dynect::describe(&mut document);
    tlds::describe_id(&mut document);
    entities::describe_form(&mut document);
    document
}

/// This document.
#[utoipa::path(
    get, path = "/openapi.json", tag = "service", operation_id = "openapi", security(()),
    responses(
        (status = 200, description = "The OpenAPI document of every face", body = serde_json::Value),
        (status = 500, description = "A defect", body = problem::Document, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn document(visit: Visit) -> HttpResponse {
    let state = visit.state();
    let text =
        state.document.get_or_init(|| description(state.settings.public_url.as_deref()).to_json().unwrap_or_default());
    HttpResponse::Ok().content_type(accept::JSON).body(text.clone())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::service::health::HEALTH;
    use crate::service::metrics::METRICS;
    use crate::service::page::{PAGE, PAGE_FILE};
    use crate::zones::{
        CHECK, DELEGATION, DELEGATIONS, HISTORY, IMPORT, RECORD_SET, RECORD_SETS, ZONE, ZONE_FILE, ZONES,
    };

    /// Every path that is served, with its methods.
    const SERVED: [(&str, &str); 39] = [
        (ZONES.pattern, ZONES.allow),
        (IMPORT.pattern, IMPORT.allow),
        (ZONE.pattern, ZONE.allow),
        (CHECK.pattern, CHECK.allow),
        (RECORD_SETS.pattern, RECORD_SETS.allow),
        (RECORD_SET.pattern, RECORD_SET.allow),
        (DELEGATIONS.pattern, DELEGATIONS.allow),
        (DELEGATION.pattern, DELEGATION.allow),
        (ZONE_FILE.pattern, ZONE_FILE.allow),
        (HISTORY.pattern, HISTORY.allow),
        (mreg::TOKEN_AUTH.pattern, mreg::TOKEN_AUTH.allow),
        (mreg::TOKEN_LOGOUT.pattern, mreg::TOKEN_LOGOUT.allow),
        (mreg::TOKEN_IS_VALID.pattern, mreg::TOKEN_IS_VALID.allow),
        (mreg::LOOK_UP.pattern, mreg::LOOK_UP.allow),
        (mreg::ZONE_LIST.pattern, mreg::ZONE_LIST.allow),
        (mreg::ZONE.pattern, mreg::ZONE.allow),
        (mreg::ZONE_SERVERS.pattern, mreg::ZONE_SERVERS.allow),
        (mreg::DELEGATION_LIST.pattern, mreg::DELEGATION_LIST.allow),
        (mreg::DELEGATION.pattern, mreg::DELEGATION.allow),
        (mreg::ZONE_FILE.pattern, mreg::ZONE_FILE.allow),
        (mreg::NAME_SERVERS.pattern, mreg::NAME_SERVERS.allow),
        (mreg::NAME_SERVER.pattern, mreg::NAME_SERVER.allow),
        (mreg::HOSTS.pattern, mreg::HOSTS.allow),
        (HEALTH.pattern, HEALTH.allow),
        (METRICS.pattern, METRICS.allow),
        (DOCUMENT.pattern, DOCUMENT.allow),
        (PAGE.pattern, PAGE.allow),
        (PAGE_FILE.pattern, PAGE_FILE.allow),
        ("/rdap/domain/{name}", "GET"),
        ("/rdap/nameserver/{name}", "GET"),
        ("/rdap/entity/{handle}", "GET"),
        ("/rdap/help", "GET"),
        ("/rdap/domains", "GET"),
        ("/rdap/nameservers", "GET"),
        ("/rdap/entities", "GET"),
        ("/rdap/ip/{address}", "GET"),
        ("/rdap/autnum/{number}", "GET"),
        ("/sessions", "POST"),
        ("/sessions/current", "GET, DELETE"),
    ];

    fn written() -> Value {
        serde_json::to_value(description(Some("https://registry.example"))).unwrap()
    }

    #[test]
    fn every_route_is_described_and_nothing_else() {
        let document = written();
        let mut described: Vec<(String, String)> = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            let methods = methods.as_object().unwrap().keys().filter(|key| *key != "parameters");
            described.extend(methods.map(|method| (path.clone(), method.to_uppercase())));
        }
        let mut served: Vec<(String, String)> = Vec::new();
        let registrars = registrar::PATHS.iter().map(|path| (path.pattern, path.allow));
        let tlds = tlds::PLACES.iter().map(|place| (place.path.pattern, place.path.allow));
        let entities = entities::PLACES.iter().map(|place| (place.path.pattern, place.path.allow));
        let accounts = accounts::PATHS.into_iter().chain([&history::HISTORY]).map(|path| (path.pattern, path.allow));
        for (path, allow) in SERVED.into_iter().chain(accounts).chain(tlds).chain(registrars).chain(entities) {
            let methods = allow.split(", ").filter(|method| *method != "HEAD");
            served.extend(methods.map(|method| (path.to_owned(), method.to_owned())));
        }
        served.extend(dynect::described_operations());
        described.sort();
        served.sort();
        assert_eq!(described, served);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = written();
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn the_document_says_what_it_describes_and_how_to_show_who_one_is() {
        let document = written();
        assert_eq!(
            (&document["info"]["title"], &document["info"]["version"]),
            (&"Domesday".into(), &env!("CARGO_PKG_VERSION").into())
        );
        assert_eq!(document["components"]["securitySchemes"].as_object().unwrap().len(), 5);
        assert_eq!(document["servers"][0]["url"], "https://registry.example");
    }
}
