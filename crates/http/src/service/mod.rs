//! What is about the server itself: whether it is ready, its figures, and its own description.

pub(crate) mod description;
pub(crate) mod health;
pub(crate) mod metrics;
mod page;

use actix_web::web::ServiceConfig;

/// The resources of the service.
pub(crate) fn configure(config: &mut ServiceConfig) {
    health::configure(config);
    metrics::configure(config);
    description::configure(config);
    page::configure(config);
}
