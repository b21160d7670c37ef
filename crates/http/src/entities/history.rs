//! `/api/{kind}/{id}/history`: what was done to an entity, also after it is gone (rules E9, Q9).

use actix_web::HttpResponse;
use domesday_app::entities::ReadEntityHistory;
use domesday_app::history::HistoryPage;
use domesday_app::input::Input;
use serde_json::json;

use super::call::Call;
use super::marker::List;
use super::query::{instant, limit, link_next, number};
use super::refusals::Reading;
use super::refused::Refused;
use super::{shapes, show};
use crate::query::Parameters;

/// Read what was done to an entity, newest first: for its owner and admins.
#[utoipa::path(
    get, path = "/api/{kind}/{id}/history", tag = "entities", operation_id = "read_entity_history",
    params(shapes::OfEntity, shapes::Period, shapes::Page),
    responses(
        (status = 200, description = "A page of it", body = show::Events,
            headers(("Link" = Option<String>, description = "The next page"))),
        Reading,
    )
)]
pub(crate) async fn list(call: Call) -> Result<HttpResponse, Refused> {
    let (page, list) = page(&call);
    let (kind, id) = (call.kind(), call.entity());
    let url = kind.as_ref().map(|kind| call.url().entity(kind, &id)).unwrap_or_default();
    let history = call.ask(ReadEntityHistory { kind, id, page }).await?;
    let next = history.next.map(|number| list.number_marker(number));
    let mut response = HttpResponse::Ok();
    link_next(&call, &mut response, next.as_deref());
    let events = history.entries.into_iter().map(|entry| show::Event::of(call.url(), &url, entry)).collect();
    Ok(response.json(show::Events { events, next }))
}

fn page(call: &Call) -> (Input<HistoryPage>, List) {
    let mut parameters = Parameters::of(call.request());
    let (since, until) = (parameters.read("since", instant), parameters.read("until", instant));
    let list = List::of(&json!(["history", call.part("kind"), call.part("id"), since, until]));
    let marker = number(&mut parameters, &list);
    let limit = limit(&mut parameters);
    (parameters.input(HistoryPage { since, until, marker, limit }), list)
}
