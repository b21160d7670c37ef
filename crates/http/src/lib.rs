//! Domesday's HTTP faces: they parse, call the registry, and render. No rule of the registry is here.
//!
//! A server makes one [`State`] and, on each of its workers, an application of [`configure`] within [`watch()`]:
//!
//! ```no_run
//! # fn wire(registry: std::sync::Arc<domesday_app::registry::Registry>) -> std::io::Result<()> {
//! use actix_web::{App, HttpServer, web};
//! use domesday_http::{HttpSettings, State, configure, watch};
//!
//! let state = web::Data::new(State::new(registry, HttpSettings::default()));
//! let server = HttpServer::new(move || App::new().configure(configure(state.clone())).wrap(watch()));
//! # drop(server.bind("127.0.0.1:8053")?.run());
//! # Ok(()) }
//! ```

mod accept;
mod accounts;
mod answer;
mod body;
mod caller;
mod dynect;
mod entities;
mod etag;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod history;
mod members;
mod mreg;
#[cfg(test)]
mod outside;
mod paging;
mod paths;
mod patience;
mod prefer;
mod problem;
mod query;
mod rdap;
mod refusals;
mod registrar;
mod routes;
mod service;
mod sessions;
mod state;
mod tlds;
mod watch;
mod zones;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use caller::Visit;
pub use rdap::{RdapProfile, RdapSettings};
pub use service::description::description;
pub use state::{HttpSettings, State};
pub use watch::watch;

/// Every face, on this state; for [`actix_web::App::configure`].
pub fn configure(state: web::Data<State>) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config.app_data(state);
        sessions::configure(config);
        zones::configure(config);
        accounts::configure(config);
        history::configure(config);
        mreg::configure(config);
        tlds::configure(config);
        registrar::configure(config);
        entities::configure(config);
        dynect::configure(config);
        rdap::configure(config);
        service::configure(config);
        config.default_service(web::to(no_such_path));
    }
}

async fn no_such_path(
    visit: Visit,
    call: tlds::Call,
    registrars: registrar::Call,
    public: rdap::Call,
    request: HttpRequest,
) -> HttpResponse {
    let request_id = &visit.caller.request_id;
    if rdap::is_here(request.path()) {
        return rdap::no_such_path(&public);
    }
    if registrar::is_here(request.path()) {
        return registrar::no_such_path(&registrars, request.path());
    }
    if tlds::is_here(request.path()) {
        return tlds::no_such_path(&call).await;
    }
    if mreg::is_here(request.path()) { mreg::no_such_path(request_id) } else { problem::no_such_path(request_id) }
}

#[cfg(test)]
mod tests {
    use actix_web::App;
    use actix_web::http::Method;
    use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
    use serde_json::Value;

    use super::*;

    #[actix_web::test]
    async fn every_path_refuses_methods_before_credentials_and_credentials_before_bodies() {
        let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
        let zones = [
            &zones::ZONES,
            &zones::IMPORT,
            &zones::ZONE,
            &zones::CHECK,
            &zones::RECORD_SETS,
            &zones::RECORD_SET,
            &zones::DELEGATIONS,
            &zones::DELEGATION,
            &zones::ZONE_FILE,
            &zones::HISTORY,
        ];
        for path in zones.into_iter().chain(accounts::PATHS).chain([&history::HISTORY]) {
            let uri = path.pattern.replace(['{', '}'], "");
            let trace = TestRequest::with_uri(&uri).method(Method::TRACE).to_request();
            let refused = call_service(&app, trace).await;
            assert_eq!(
                (refused.status().as_u16(), refused.headers().get("allow").unwrap().to_str().unwrap()),
                (405, path.allow),
                "{uri}"
            );
            for method in path.allow.split(", ") {
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let call = |uri: &str| TestRequest::with_uri(uri).method(method.clone()).set_payload("{");
                let nobody = call_service(&app, call(&uri).to_request()).await;
                assert_eq!(nobody.status(), 401, "{method} {uri}");
                let slash = call(&format!("{uri}/")).insert_header(("Auth-Token", "t")).to_request();
                assert_eq!(call_service(&app, slash).await.status(), 503, "{method} {uri}/");
            }
        }
    }

    #[actix_web::test]
    async fn a_database_that_is_away_is_told_as_such() {
        let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
        let health = call_service(&app, TestRequest::with_uri("/health").to_request()).await;
        assert_eq!(health.status(), 503);
        let body: Value = read_body_json(health).await;
        assert_eq!(body["status"], "not_ready");
        let metrics = call_service(&app, TestRequest::with_uri("/metrics").to_request()).await;
        assert_eq!(metrics.status(), 401, "neither loopback nor an admin");
    }
}
