//! `/zones`: which zones there are (rule Z14), and a new one (rule Z6).

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::input::Input;
use domesday_app::zones::{CreateZone, ListZones, StreamZones, ZoneQuery};
use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::name::ZoneKind;

use super::{draft, shapes, wire};
use crate::accept;
use crate::answer::Success;
use crate::body;
use crate::caller::Visit;
use crate::members::Fault;
use crate::paging::{self, MAX_LIMIT};
use crate::paths;
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::{Creating, Listing};

/// The names of all zones, or of those that the filters leave, in canonical order.
///
/// Without `limit` all of them, as a stream; with it a page, and a link to the next one if there is more.
#[utoipa::path(
    get, path = "/zones", tag = "zones", operation_id = "list_zones",
    params(
        ("suffix" = Option<String>, Query, description = "At or below this name"),
        ("covering" = Option<String>, Query, description = "Only the deepest zone that holds this name"),
        ("kind" = Option<String>, Query, description = "`forward` or `reverse`"),
        ("ns" = Option<String>, Query, description = "With this name server"),
        ("owner" = Option<String>, Query, description = "Of this account"),
        ("limit" = Option<u32>, Query, description = "1 to 10000"),
        ("marker" = Option<String>, Query, description = "After this name"),
    ),
    responses(
        (status = 200, description = "The names", body = Vec<String>,
            headers(("Link" = Option<String>, description = "The next page"))),
        Listing,
    )
)]
pub(crate) async fn list(visit: Visit, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let query = query(&request);
    // One zone at most covers a name, and there is nothing to stream.
    let streamed = query.well_formed().is_ok_and(|(query, _)| query.limit.is_none() && query.covering.is_none());
    let mut response = HttpResponse::Ok();
    response.content_type(accept::JSON);
    if streamed {
        let ((), names) = visit.stream(StreamZones { query }).await?;
        return Ok(response.streaming(paging::array(&visit, names, |name: Name| name.to_string())));
    }
    let page = visit.ask(ListZones { query }).await?;
    if let Some(last) = page.names.last().filter(|_| page.more) {
        paging::link_next(&mut response, &request, &last.to_string());
    }
    let names: Vec<String> = page.names.iter().map(ToString::to_string).collect();
    Ok(response.json(names))
}

/// Which zones are asked for.
pub(super) fn query(request: &HttpRequest) -> Input<ZoneQuery> {
    if let Err(refusal) = accept::json(request) {
        return Input::unreadable(refusal);
    }
    let mut parameters = Parameters::of(request);
    let query = ZoneQuery {
        suffix: parameters.read("suffix", name),
        covering: parameters.read("covering", name),
        kind: parameters.read("kind", |value| {
            let kinds = [ZoneKind::Forward, ZoneKind::Reverse].into_iter();
            kinds
                .into_iter()
                .find(|kind| kind.as_str() == value)
                .ok_or(("bad_value", "kind is forward or reverse".to_owned()))
        }),
        ns: parameters.read("ns", name),
        owner: parameters.read("owner", account),
        marker: parameters.read("marker", name),
        limit: parameters.limit(MAX_LIMIT),
    };
    parameters.input(query)
}

/// A name in a parameter.
pub(super) fn name(value: &str) -> Result<Name, Fault> {
    Name::parse(value).map_err(|problem| ("bad_name", problem.to_string()))
}

/// An account's name in a parameter.
pub(super) fn account(value: &str) -> Result<AccountName, Fault> {
    AccountName::parse(value).map_err(|problem| ("bad_account", problem.to_string()))
}

/// Create a zone.
#[utoipa::path(
    post, path = "/zones", tag = "zones", operation_id = "create_zone",
    params(
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body = shapes::ZoneDraft,
    responses(
        (status = 201, description = "The zone", body = wire::Zone,
            headers(("Location" = String), ("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "What would be, in a dry run", body = crate::answer::DryRun),
        Creating,
    )
)]
pub(crate) async fn create(visit: Visit, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Problem> {
    let most = visit.state().settings.max_body_bytes;
    let written = body::written(&request, payload, body::OBJECT, most, draft::draft).await;
    let created = visit.run(CreateZone { draft: written.input, force: written.force.into() }, written.dry_run).await?;
    let zone = &created.zone;
    let success = match Success::of(StatusCode::CREATED, &created.warnings, written.dry_run) {
        ControlFlow::Continue(success) => {
            success.serial(zone.serial).etag(&zone.tag()).header(LOCATION, paths::zone(zone.name.as_name()))
        }
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    let body = wire::Zone::of(zone, success.wire_warnings());
    Ok(success.json(&body))
}
