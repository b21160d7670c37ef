//! `/zones/{name}/delegations`: what a zone delegates, and a new delegation (rules D8–D11, D17).

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::delegations::{CreateDelegation, DelegationList, ListDelegations, StreamDelegations};
use domesday_app::input::Input;
use domesday_domain::actor::Permission;
use domesday_domain::record::{DELEGATION_ORIGINS, Origin};

use super::{InZone, collection, delegation_draft, delegation_wire, shapes};
use crate::answer::Success;
use crate::caller::Visit;
use crate::members::Fault;
use crate::paging::{self, MAX_LIMIT};
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::{Adding, Reading};
use crate::{accept, body, paths};

/// A zone's delegations, or those of some origins, in canonical order, each with the glue published for it.
///
/// Without `limit` all of them, as a stream; with it a page, and a link to the next one if there is more.
#[utoipa::path(
    get, path = "/zones/{name}/delegations", tag = "delegations", operation_id = "list_delegations",
    params(
        ("name" = String, Path),
        ("origin" = Option<Vec<String>>, Query, description = "`explicit`, `zone` or `registrar`; repeatable"),
        ("limit" = Option<u32>, Query, description = "1 to 10000"),
        ("marker" = Option<String>, Query, description = "After this name"),
    ),
    responses(
        (status = 200, description = "The delegations", body = Vec<delegation_wire::Delegation>,
            headers(("Link" = Option<String>, description = "The next page"))),
        Reading,
    )
)]
pub(crate) async fn list(visit: Visit, request: HttpRequest, path: web::Path<InZone>) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::ReadZones).await?;
    let page = page(&request);
    let streamed = page.well_formed().is_ok_and(|(page, _)| page.limit.is_none());
    let mut response = HttpResponse::Ok();
    response.content_type(accept::JSON);
    if streamed {
        let ((), delegations) = visit.stream(StreamDelegations { zone, page }).await?;
        let wire = |delegation| delegation_wire::Delegation::of(&delegation, Vec::new());
        return Ok(response.streaming(paging::array(&visit, delegations, wire)));
    }
    let (_, delegations, more) = visit.ask(ListDelegations { zone, page }).await?;
    if let Some(last) = delegations.last().filter(|_| more) {
        paging::link_next(&mut response, &request, &last.name.to_string());
    }
    let wire = |delegation| delegation_wire::Delegation::of(delegation, Vec::new());
    Ok(response.json(delegations.iter().map(wire).collect::<Vec<_>>()))
}

/// Which delegations are asked for.
pub(super) fn page(request: &HttpRequest) -> Input<DelegationList> {
    if let Err(refusal) = accept::json(request) {
        return Input::unreadable(refusal);
    }
    let mut parameters = Parameters::of(request);
    let page = DelegationList {
        origins: parameters.read_all("origin", origin),
        marker: parameters.read("marker", collection::name),
        limit: parameters.limit(MAX_LIMIT),
    };
    parameters.input(page)
}

fn origin(word: &str) -> Result<Origin, Fault> {
    let meant = DELEGATION_ORIGINS.into_iter().find(|(known, _)| *known == word).map(|(_, origin)| origin);
    meant.ok_or_else(|| ("bad_value", "origin is explicit, zone or registrar".to_owned()))
}

/// Delegate a name.
#[utoipa::path(
    post, path = "/zones/{name}/delegations", tag = "delegations", operation_id = "create_delegation",
    params(
        ("name" = String, Path),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body = shapes::DelegationDraft,
    responses(
        (status = 201, description = "The delegation", body = delegation_wire::Delegation,
            headers(("Location" = String), ("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "What would be, in a dry run", body = crate::answer::DryRun),
        Adding,
    )
)]
pub(crate) async fn create(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::WriteZones).await?;
    let most = visit.state().settings.max_body_bytes;
    let written =
        body::written(&request, payload, body::OBJECT, most, |body| delegation_draft::draft(&zone, body)).await;
    let apex = zone.as_name().clone();
    let command = CreateDelegation { zone, draft: written.input, force: written.force.into() };
    let stored = visit.run(command, written.dry_run).await?;
    let delegation = &stored.delegation;
    let success = match Success::of(StatusCode::CREATED, &stored.warnings, written.dry_run) {
        ControlFlow::Continue(success) => success
            .serial(stored.zone.serial)
            .etag(&delegation.tag)
            .header(LOCATION, paths::delegation(&apex, &delegation.name)),
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    let body = delegation_wire::Delegation::of(delegation, success.wire_warnings());
    Ok(success.json(&body))
}
