//! `/metrics`: the server's figures for Prometheus, to loopback or an admin.
//!
//! Requests are counted under their path's pattern and a known method, so no caller can make the number of series grow.

use std::borrow::Cow;
use std::net::IpAddr;
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use domesday_app::ports::Load;
use domesday_app::refusal::Refusal;
use domesday_domain::actor::Permission;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::caller::Visit;
use crate::problem::{Document, Problem};
use crate::routes::{Path, get};

pub(crate) static METRICS: Path = Path { pattern: "/metrics", allow: "GET, HEAD" };

/// Upper bounds of the latency histogram, in seconds.
const SECONDS: [f64; 13] = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Upper bounds of the store's batch sizes, as [`Load::batches`] counts them.
const BATCHES: [&str; 6] = ["1", "4", "16", "64", "256", "more"];

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(METRICS.resource().route(get().to(metrics)));
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    route: Cow<'static, str>,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    route: Cow<'static, str>,
    method: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct UpTo {
    jobs: &'static str,
}

/// The figures of this process since its start.
pub(crate) struct Metrics {
    requests: Family<Answered, Counter>,
    seconds: Family<Asked, Histogram, fn() -> Histogram>,
    started: DateTime<Utc>,
}

impl Metrics {
    /// No figures yet.
    pub(crate) fn new(started: DateTime<Utc>) -> Self {
        let seconds: Family<Asked, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(SECONDS));
        Self { requests: Family::default(), seconds, started }
    }

    /// Counts a request that was answered.
    pub(crate) fn request(&self, route: Cow<'static, str>, method: &Method, status: StatusCode, took: Duration) {
        let method = known(method);
        self.requests.get_or_create(&Answered { route: route.clone(), method, status: status.as_u16() }).inc();
        self.seconds.get_or_create(&Asked { route, method }).observe(took.as_secs_f64());
    }

    /// All figures, with those of the store as they are now.
    fn text(&self, load: &Load) -> Result<String, std::fmt::Error> {
        let mut registry = Registry::with_prefix("domesday");
        registry.register("http_requests", "Requests answered", self.requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time from a request to the end of its answer",
            self.seconds.clone(),
        );
        registry.register("store_waiting", "Changes waiting to be committed", ConstGauge::new(load.waiting));
        let batches = Family::<UpTo, Counter>::default();
        for (jobs, count) in BATCHES.into_iter().zip(load.batches) {
            batches.get_or_create(&UpTo { jobs }).inc_by(count);
        }
        registry.register("store_batches", "Transactions committed, by the most changes each may have held", batches);
        registry.register("store_jobs", "Changes committed", ConstCounter::new(load.jobs));
        registry.register("store_reruns", "Changes run again after a lost race", ConstCounter::new(load.reruns));
        registry.register(
            "process_start_time_seconds",
            "When this process started",
            ConstGauge::new(self.started.timestamp()),
        );
        let mut text = String::new();
        encode(&mut text, &registry)?;
        Ok(text)
    }
}

fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// The server's figures, for Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "service", operation_id = "metrics",
    security((), ("bearer" = []), ("token" = []), ("auth_token" = []), ("api_client_token" = []), ("x_auth_token" = [])),
    responses(
        (status = 200, description = "The figures, in the OpenMetrics text format", body = String,
            content_type = "application/openmetrics-text"),
        (status = 401, description = "Neither loopback nor a good credential", body = Document, content_type = "application/problem+json"),
        (status = 403, description = "Not an admin", body = Document, content_type = "application/problem+json"),
        (status = 500, description = "A defect", body = Document, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = Document, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn metrics(visit: Visit, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let is_loopback = request.peer_addr().is_some_and(|peer| is_loopback(peer.ip()));
    if !is_loopback {
        visit.admit(Permission::Administer).await?;
    }
    let text = visit.state().metrics.text(&visit.registry().store().load());
    let text = visit.settle(text.map_err(|_| Refusal::Broken { id: visit.caller.request_id.clone() }))?;
    Ok(HttpResponse::Ok().content_type("application/openmetrics-text; version=1.0.0; charset=utf-8").body(text))
}

fn is_loopback(peer: IpAddr) -> bool {
    peer.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_labelled_by_pattern_and_known_method() {
        let metrics = Metrics::new(DateTime::UNIX_EPOCH);
        let purge = Method::from_bytes(b"PURGE").unwrap();
        metrics.request("/zones/{name}".into(), &purge, StatusCode::METHOD_NOT_ALLOWED, Duration::from_micros(3));
        let text = metrics.text(&Load { waiting: 2, batches: [1, 0, 0, 0, 0, 5], jobs: 9, reruns: 1 }).unwrap();
        assert!(
            text.contains(r#"domesday_http_requests_total{route="/zones/{name}",method="other",status="405"} 1"#),
            "{text}"
        );
        assert!(
            text.contains("domesday_store_waiting 2")
                && text.contains(r#"domesday_store_batches_total{jobs="more"} 5"#),
            "{text}"
        );
    }
}
