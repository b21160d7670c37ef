//! `/zones/{name}/history`: who changed what, newest first, also after the zone is gone (rules H1–H3).

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use domesday_app::history::{HistoryPage, ReadHistory, ReadHistoryAnswer};
use domesday_app::input::Input;
use domesday_app::ports;
use domesday_app::refusal::Refusal;
use domesday_domain::actor::Permission;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::{InZone, wire};
use crate::caller::Visit;
use crate::members::Fault;
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::Reading;
use crate::{accept, paging};

/// How many entries a page has, and may have.
const LIMIT: usize = 100;
const MAX_LIMIT: usize = 1000;

/// One committed change of a zone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HistoryEntry)]
pub(crate) struct Entry {
    /// Rises within a zone, with gaps.
    id: i64,
    /// When.
    #[schema(format = "date-time")]
    at: String,
    /// The zone's name.
    zone: String,
    /// Its number.
    zone_id: i64,
    /// The account that acted.
    account: String,
    /// The user that acted.
    user: String,
    /// The way in.
    face: String,
    /// The request, as in `X-Request-ID`.
    request_id: String,
    /// What was done.
    action: String,
    /// What led to it, where it was not asked for directly.
    cause: Option<String>,
    /// What went from what to what.
    #[schema(value_type = Vec<serde_json::Value>)]
    changes: Box<RawValue>,
    /// What force lifted, or a rule let through.
    #[schema(value_type = Vec<crate::answer::WireWarning>)]
    forced: Box<RawValue>,
    /// The serial before; null for a new zone.
    serial_before: Option<i64>,
    /// The serial after; null for a deleted zone.
    serial_after: Option<i64>,
    /// The zone's revision after it.
    revision: i64,
    /// What the user wrote about it, where that was asked for.
    note: Option<String>,
}

impl Entry {
    fn of(entry: ports::Entry) -> Result<Self, serde_json::Error> {
        Ok(Self {
            id: entry.id,
            at: wire::instant(entry.at),
            zone: entry.zone.to_string(),
            zone_id: entry.zone_id.0,
            account: entry.account,
            user: entry.user,
            face: entry.face,
            request_id: entry.request_id,
            action: entry.action,
            cause: entry.cause,
            changes: RawValue::from_string(entry.changes)?,
            forced: RawValue::from_string(entry.forced)?,
            serial_before: entry.serial_before,
            serial_after: entry.serial_after,
            revision: entry.revision,
            note: entry.note,
        })
    }
}

/// A zone's history, newest first; also of one that is gone.
#[utoipa::path(
    get, path = "/zones/{name}/history", tag = "zones", operation_id = "read_history",
    params(
        ("name" = String, Path),
        ("since" = Option<String>, Query, description = "From this instant on (RFC 3339)"),
        ("until" = Option<String>, Query, description = "Before this instant (RFC 3339)"),
        ("limit" = Option<u32>, Query, description = "1 to 1000, 100 if left out"),
        ("marker" = Option<i64>, Query, description = "Older than this entry"),
    ),
    responses(
        (status = 200, description = "The entries", body = Vec<Entry>,
            headers(("Link" = Option<String>, description = "The next page"))),
        Reading,
    )
)]
pub(crate) async fn list(visit: Visit, request: HttpRequest, path: web::Path<InZone>) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::ReadZones).await?;
    let page = match accept::json(&request) {
        Err(refusal) => Input::unreadable(refusal),
        Ok(()) => page(Parameters::of(&request)),
    };
    answer(&visit, &request, visit.ask(ReadHistory { zone, page }).await?)
}

/// A page of entries, with a link to the next one.
pub(crate) fn answer(visit: &Visit, request: &HttpRequest, answer: ReadHistoryAnswer) -> Result<HttpResponse, Problem> {
    let mut response = HttpResponse::Ok();
    if let Some(last) = answer.entries.last().filter(|_| answer.more) {
        paging::link_next(&mut response, request, &last.id.to_string());
    }
    let entries: Result<Vec<Entry>, _> = answer.entries.into_iter().map(Entry::of).collect();
    let entries = entries.map_err(|cause| {
        tracing::error!(request_id = visit.caller.request_id, %cause, "an entry of the history is damaged");
        visit.problem(Refusal::Broken { id: visit.caller.request_id.clone() })
    })?;
    Ok(response.json(entries))
}

/// Which entries are asked for, as the parameters say that are left.
pub(crate) fn page(mut parameters: Parameters) -> Input<HistoryPage> {
    let page = HistoryPage {
        since: parameters.read("since", instant),
        until: parameters.read("until", instant),
        marker: parameters.parsed("marker", "the id of an entry"),
        limit: parameters.limit(MAX_LIMIT).unwrap_or(LIMIT),
    };
    parameters.input(page)
}

/// An instant; a `+` that became a blank on its way through the query is taken for what it was.
fn instant(value: &str) -> Result<DateTime<Utc>, Fault> {
    let read = DateTime::parse_from_rfc3339(&value.replace(' ', "+"));
    let read =
        read.map_err(|_| ("bad_value", "expected an instant like 2026-11-21T16:48:47Z (RFC 3339)".to_owned()))?;
    Ok(read.with_timezone(&Utc))
}
