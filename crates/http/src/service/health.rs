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

/// What the database said last. A server starts on a database that answers.
#[derive(Debug)]
pub(crate) struct Health(Mutex<Seen>);

#[derive(Clone, Copy, Debug)]
struct Seen {
    ready: bool,
    since: DateTime<Utc>,
    /// When it was asked; none before the first time.
    at: Option<Instant>,
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
    /// Ready, for a server that starts at this instant.
    pub(crate) fn ready_since(started: DateTime<Utc>) -> Self {
        Self(Mutex::new(Seen { ready: true, since: started, at: None }))
    }

    async fn look(&self, state: &State) -> Seen {
        let mut last = self.0.lock().await;
        if last.at.is_some_and(|at| at.elapsed() < FRESH) {
            return *last;
        }
        let store = state.registry.store().clone();
        let answer = web::block(move || store.check()).await;
        let ready = matches!(answer, Ok(Ok(true)));
        let since = if last.ready == ready { last.since } else { state.registry.clock().now() };
        *last = Seen { ready, since, at: Some(Instant::now()) };
        *last
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
