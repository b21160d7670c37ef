//! `/meta/kinds`: which kinds there are.

use actix_web::HttpResponse;
use domesday_app::entities::ListKinds;

use super::call::Call;
use super::refusals::Listing;
use super::refused::Refused;
use super::show;

/// List the kinds of entities.
#[utoipa::path(
    get, path = "/meta/kinds", tag = "entities", operation_id = "list_kinds",
    responses((status = 200, description = "The URLs of all kinds, system kinds among them", body = show::Kinds), Listing)
)]
pub(crate) async fn list(call: Call) -> Result<HttpResponse, Refused> {
    let names = call.ask(ListKinds).await?;
    Ok(HttpResponse::Ok().json(show::Kinds { kinds: names.iter().map(|name| call.url().kind(name)).collect() }))
}
