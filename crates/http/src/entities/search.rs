//! `/api/{kind}/search`: finding entities (section 12). One query, three ways: a body of GET, a body of POST, the query string.

use actix_web::{HttpResponse, web};
use domesday_app::entities::{ReadKind, SearchEntities};
use domesday_app::input::Input;

use super::call::Call;
use super::criteria::{Asked, Read};
use super::marker::List;
use super::query::link_next;
use super::refusals::Searching;
use super::refused::Refused;
use super::{body, shapes, show};

/// Search the entities of a kind. Beside the parameters here, `claim.{name}` takes what a claim says (text as it stands, other values as
/// JSON), and `attested.{name}` true or false. A body, as POST takes it, is read too.
#[utoipa::path(
    get, path = "/api/{kind}/search", tag = "entities", operation_id = "search_entities",
    params(shapes::OfKind, shapes::SearchParameters, shapes::Page),
    responses(
        (status = 200, description = "What was found, perhaps nothing", body = show::Found,
            headers(("Link" = Option<String>, description = "The next page"))),
        Searching,
    )
)]
pub(crate) async fn search(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    find(&call, payload).await
}

/// Search the entities of a kind, by a body that every proxy lets through.
#[utoipa::path(
    post, path = "/api/{kind}/search", tag = "entities", operation_id = "search_entities_by_post",
    params(shapes::OfKind, shapes::SearchParameters, shapes::Page), request_body = shapes::SearchDraft,
    responses(
        (status = 200, description = "What was found, perhaps nothing", body = show::Found,
            headers(("Link" = Option<String>, description = "The next page, for the same body"))),
        Searching,
    )
)]
pub(crate) async fn search_by_post(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    find(&call, payload).await
}

async fn find(call: &Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let kind = call.kind();
    let body = body::optional(call.request(), payload).await;
    let asked = Asked::of(call.request());
    let declared = match asked.needs_kind() {
        true => Some(call.ask(ReadKind { name: kind.clone() }).await?.kind),
        false => None,
    };
    let Read { query, list } = match body {
        Ok(body) => asked.read(body, call.url(), kind.as_ref(), declared.as_ref()),
        Err(refusal) => Read { query: Input::unreadable(refusal), list: List::of(&serde_json::Value::Null) },
    };
    let found = call.ask(SearchEntities { kind, query }).await?;
    let next = found.next.map(|number| list.number_marker(number));
    let mut response = HttpResponse::Ok();
    link_next(call, &mut response, next.as_deref());
    Ok(response.json(show::Found::of(call.url(), found, next)))
}
