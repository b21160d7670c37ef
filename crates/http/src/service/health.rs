//! `/health`: open to everyone, so it says no more than whether the database answers, and since when that is so.
//!
//! The database is asked once a second at most, however many ask here.

use std::time::{Duration, Instant};

use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use tokio::sync::Mutex;
use utoipa::ToSchema;

use crate::caller::Visit;
use crate::routes::{Path, get};
use crate::state::State;

/// For how long an answer of the database stands.
const FRESH: Duration = Duration::from_secs(1);

pub(crate) static HEALTH: Path = Path { pattern: "/health", allow: "GET, HEAD" };

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(HEALTH.resource().route(get().to(health)));
}

/// What the database said last.
#[derive(Debug, Default)]
pub(crate) struct Health(Mutex<Option<Seen>>);

#[derive(Clone, Copy, Debug)]
struct Seen {
    ready: bool,
    since: DateTime<Utc>,
    at: Instant,
}

/// Whether the server is ready.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Readiness {
    /// `ready` or `not_ready`.
    status: &'static str,
    /// Since when that is so.
    #[schema(format = "date-time")]
    since: String,
}

impl Health {
    async fn look(&self, state: &State) -> Seen {
        let mut last = self.0.lock().await;
        if let Some(seen) = last.filter(|seen| seen.at.elapsed() < FRESH) {
            return seen;
        }
        let store = state.registry.store().clone();
        let answer = web::block(move || store.check()).await;
        let ready = matches!(answer, Ok(Ok(true)));
        let since =
            last.filter(|seen| seen.ready == ready).map_or_else(|| state.registry.clock().now(), |seen| seen.since);
        let seen = Seen { ready, since, at: Instant::now() };
        *last = Some(seen);
        seen
    }
}

/// Whether the server is ready to work.
#[utoipa::path(
    get, path = "/health", tag = "service", operation_id = "health", security(()),
    responses(
        (status = 200, description = "Ready", body = Readiness),
        (status = 503, description = "Not ready: the database does not answer, or lacks migrations", body = Readiness),
    )
)]
pub(crate) async fn health(visit: Visit) -> HttpResponse {
    let state = visit.state();
    let seen = state.health.look(state).await;
    let status = if seen.ready { "ready" } else { "not_ready" };
    let readiness = Readiness { status, since: seen.since.to_rfc3339_opts(SecondsFormat::Micros, true) };
    if seen.ready { HttpResponse::Ok().json(readiness) } else { HttpResponse::ServiceUnavailable().json(readiness) }
}
