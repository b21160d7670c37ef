//! The face of entities: `/api/{kind}…` and `/meta/…` (`attestations.md`): kinds, entities, claims, attestations, search, signing keys.
//!
//! A file per resource. What a request holds is read as far as that goes and handed to a use case, which tells in which order it refuses;
//! the answer is rendered in the forms of `show`. `/api/v1/…` and the paths of tokens serve other clients and are never matched here.
//! Every answer says in which form it is and whose it is, errors and unknown paths too ([`tell_form`]).

mod answer;
pub(crate) mod attestation;
pub(crate) mod attestations;
mod body;
mod call;
pub(crate) mod claim;
pub(crate) mod collection;
mod criteria;
pub(crate) mod entity;
mod forms;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub(crate) mod history;
pub(crate) mod keys;
pub(crate) mod kind;
pub(crate) mod kinds;
mod marker;
mod place;
mod query;
mod refusals;
mod refused;
pub(crate) mod search;
pub(crate) mod shapes;
mod show;
#[cfg(test)]
mod tests;
pub(crate) mod worklist;

use std::borrow::Cow;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, SERVER};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Resource, guard};

use crate::problem;
use crate::routes::get;
use crate::state::State;
use crate::{mreg, paths};
use call::Call;
#[cfg(test)]
pub(crate) use place::PLACES;
use place::{
    ACTIVATE_KEY, ATTEST, ATTESTATION, ATTESTATIONS, CLAIM, ENTITY, HISTORY, KEY, KEYS, KIND, KINDS, Place, REVOKE,
    REVOKE_KEY, SEARCH, WORKLIST,
};
pub(crate) use refusals::describe_form;
use refused::Refused;

/// The header that tells the form of an answer (rule H5), and what it says.
const MEDIA_TYPE: HeaderName = HeaderName::from_static("x-registry-media-type");
const FORM: HeaderValue = HeaderValue::from_static("registry.v1; format=json");

/// Whether a path is this face's: its errors have this face's form, also where nothing is served.
pub(crate) fn is_here(path: &str) -> bool {
    let path = if path.contains('%') { Cow::Owned(paths::decoded(path)) } else { Cow::Borrowed(path) };
    let below = |top: &str| path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    below("/meta") || below("/api") && !mreg::is_here(&path)
}

/// Tells in which form an answer is, and whose it is (rule H5).
pub(crate) fn tell_form(headers: &mut HeaderMap, state: &State) {
    let server = state.settings.server_header.as_deref().unwrap_or_else(|| state.registry.url().as_str());
    headers.insert(MEDIA_TYPE, FORM);
    if let Ok(value) = HeaderValue::from_str(server) {
        headers.insert(SERVER, value);
    }
}

/// The routes. `search` comes before entities, `attestations` and `history` before claims: none of these can be called so.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(
            resource(&KIND)
                .route(get().to(kind::read))
                .route(web::put().to(kind::put))
                .route(web::post().to(collection::create)),
        )
        .service(resource(&SEARCH).route(get().to(search::search)).route(web::post().to(search::search_by_post)))
        .service(
            resource(&ENTITY)
                .route(get().to(entity::read))
                .route(web::patch().to(entity::update))
                .route(web::put().to(entity::replace))
                .route(web::delete().to(entity::delete)),
        )
        .service(resource(&ATTESTATIONS).route(get().to(attestations::list)))
        .service(resource(&HISTORY).route(get().to(history::list)))
        .service(resource(&CLAIM).route(get().to(claim::read)))
        .service(resource(&ATTEST).route(web::post().to(claim::attest)));
    config
        .service(resource(&KINDS).route(get().to(kinds::list)))
        .service(resource(&ATTESTATION).route(get().to(attestation::read)))
        .service(resource(&REVOKE).route(web::post().to(attestation::revoke)))
        .service(resource(&WORKLIST).route(get().to(worklist::list)))
        .service(resource(&KEYS).route(get().to(keys::list)))
        .service(resource(&KEY).route(get().to(keys::read)))
        .service(resource(&ACTIVATE_KEY).route(web::post().to(keys::activate)))
        .service(resource(&REVOKE_KEY).route(web::post().to(keys::revoke)));
}

/// A resource whose own refusals have this face's form. What serves other clients is not its.
fn resource(place: &'static Place) -> Resource {
    let own = guard::fn_guard(|context| !mreg::is_here(context.head().uri.path()));
    place.path.resource().guard(own).app_data(place).default_service(web::to(method_not_allowed))
}

/// Refuses a method, after what comes before (rule H9): who calls, where that is asked, and whether there is anything for him.
async fn method_not_allowed(call: Call) -> Result<HttpResponse, Refused> {
    call.find().await?;
    Ok(problem::method_not_allowed(call.allow(), call.request_id()))
}
