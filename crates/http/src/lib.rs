//! Domesday's HTTP faces: they parse, call the registry, and render. No rule of the registry is here.
//!
//! A server makes one [`State`] and, on each of its workers, an application of [`configure`] within [`watch`]:
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
mod answer;
mod body;
mod caller;
mod etag;
mod members;
mod paging;
mod paths;
mod problem;
mod query;
mod refusals;
mod routes;
mod service;
mod sessions;
mod state;
mod watch;
mod zones;

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};

use caller::Visit;
pub use service::description::description;
pub use state::{HttpSettings, State};
pub use watch::watch;

/// Every face, on this state; for [`actix_web::App::configure`].
pub fn configure(state: web::Data<State>) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config.app_data(state);
        sessions::configure(config);
        zones::configure(config);
        service::configure(config);
        config.default_service(web::to(no_such_path));
    }
}

async fn no_such_path(visit: Visit) -> HttpResponse {
    problem::no_such_path(&visit.caller.request_id)
}
