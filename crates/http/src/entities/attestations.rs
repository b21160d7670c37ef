//! `/api/{kind}/{id}/attestations`: who vouched for what an entity says, those that do not count any more too (rule Q9).

use actix_web::HttpResponse;
use domesday_app::attestations::{AttestationPage, ListAttestations};
use domesday_app::input::Input;
use domesday_domain::attestation::Status;
use serde_json::json;

use super::call::Call;
use super::marker::List;
use super::query::{limit, link_next, number};
use super::refusals::Reading;
use super::refused::Refused;
use super::{shapes, show};
use crate::members::Fault;
use crate::query::Parameters;

/// List an entity's attestations, newest first.
#[utoipa::path(
    get, path = "/api/{kind}/{id}/attestations", tag = "attestations", operation_id = "list_attestations",
    params(shapes::OfEntity, shapes::AttestationParameters, shapes::Page),
    responses(
        (status = 200, description = "A page of them, of the claims that the caller may read", body = show::StatusList,
            headers(("Link" = Option<String>, description = "The next page"))),
        Reading,
    )
)]
pub(crate) async fn list(call: Call) -> Result<HttpResponse, Refused> {
    let (page, list) = page(&call);
    let found = call.ask(ListAttestations { kind: call.kind(), id: call.entity(), page }).await?;
    let next = found.next.map(|number| list.number_marker(number));
    let mut response = HttpResponse::Ok();
    link_next(&call, &mut response, next.as_deref());
    let attestations = found.attestations.into_iter().map(|info| show::StatusDocument::of(call.url(), info)).collect();
    Ok(response.json(show::StatusList { attestations, next }))
}

fn page(call: &Call) -> (Input<AttestationPage>, List) {
    let mut parameters = Parameters::of(call.request());
    let status = parameters.read("status", status).flatten();
    let claim = parameters.text("claim");
    let (kind, id) = (call.part("kind"), call.part("id"));
    let list = List::of(&json!(["attestations", kind, id, status.map(Status::as_str), claim]));
    let marker = number(&mut parameters, &list);
    let limit = limit(&mut parameters);
    (parameters.input(AttestationPage { status, claim, marker, limit }), list)
}

/// How attestations stand that are asked for; none for all of them.
fn status(value: &str) -> Result<Option<Status>, Fault> {
    match Status::of_word(value) {
        None if value != "all" => Err(("bad_value", "valid, superseded, expired, revoked or all".to_owned())),
        status => Ok(status),
    }
}
