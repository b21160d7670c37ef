//! `/meta/worklist`: what waits for an attestor (rules Q7, Q8).

use actix_web::HttpResponse;
use chrono::DateTime;
use domesday_app::attestations::{ReadWorklist, WorkMarker, WorkQuery};
use domesday_app::input::Input;
use domesday_domain::entity::{ClaimName, KindName};
use serde_json::json;

use super::call::Call;
use super::marker::List;
use super::query::{bad_marker, limit, link_next};
use super::refusals::Working;
use super::refused::Refused;
use super::{shapes, show};
use crate::query::Parameters;

/// List claims that the caller's entity of a kind may attest now and that nobody has, or whose last attestation soon runs out.
#[utoipa::path(
    get, path = "/meta/worklist", tag = "attestations", operation_id = "read_worklist",
    params(shapes::WorkParameters, shapes::Page),
    responses(
        (status = 200, description = "A page of them, those longest set first", body = show::Items,
            headers(("Link" = Option<String>, description = "The next page"))),
        Working,
    )
)]
pub(crate) async fn list(call: Call) -> Result<HttpResponse, Refused> {
    let (query, list) = query(&call);
    let page = call.ask(ReadWorklist { query }).await?;
    let next = page.next.map(|place| list.marker(&written(&place)));
    let mut response = HttpResponse::Ok();
    link_next(&call, &mut response, next.as_deref());
    let items = page.items.into_iter().map(|item| show::Item::of(call.url(), item)).collect();
    Ok(response.json(show::Items { items, next }))
}

fn query(call: &Call) -> (Input<WorkQuery>, List) {
    let mut parameters = Parameters::of(call.request());
    let [kind, attestor, of, claim] = ["kind", "attestor", "of", "claim"].map(|name| parameters.text(name));
    let expiring = parameters.parsed("expiring", "a number of days, 1 to 366");
    let list = List::of(&json!(["worklist", kind, attestor, of, claim, expiring]));
    let after = parameters
        .read("marker", |marker| list.place(marker).and_then(|place| place_of(&place)).ok_or_else(bad_marker));
    let limit = limit(&mut parameters);
    (parameters.input(WorkQuery { kind, attestor, of, claim, expiring, after, limit }), list)
}

/// A place in the worklist as octets: instant, number, kind and claim, which have no slash.
pub(super) fn written(place: &WorkMarker) -> Vec<u8> {
    let WorkMarker { since, kind, claim, number } = place;
    let (seconds, nanoseconds) = (since.timestamp().to_be_bytes(), since.timestamp_subsec_nanos().to_be_bytes());
    [&seconds[..], &nanoseconds, &number.to_be_bytes(), format!("{kind}/{claim}").as_bytes()].concat()
}

/// The place that [`written`] wrote; none if it did not.
pub(super) fn place_of(octets: &[u8]) -> Option<WorkMarker> {
    let (seconds, rest) = octets.split_first_chunk()?;
    let (nanoseconds, rest) = rest.split_first_chunk()?;
    let (number, names) = rest.split_first_chunk()?;
    let (kind, claim) = std::str::from_utf8(names).ok()?.split_once('/')?;
    Some(WorkMarker {
        since: DateTime::from_timestamp(i64::from_be_bytes(*seconds), u32::from_be_bytes(*nanoseconds))?,
        kind: KindName::parse(kind).ok()?,
        claim: ClaimName::parse(claim).ok()?,
        number: i64::from_be_bytes(*number),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q6_a_place_in_the_worklist_is_read_back_to_the_nanosecond() {
        for nanoseconds in [0, 1_767_323_045_123_456_789, -1] {
            let since = DateTime::from_timestamp_nanos(nanoseconds);
            let (kind, claim) = (KindName::parse("student").unwrap(), ClaimName::parse("school").unwrap());
            let place = WorkMarker { since, kind, claim, number: i64::MAX };
            let octets = written(&place);
            assert_eq!(place_of(&octets), Some(place));
            for cut in 0..octets.len() - "school".len() {
                assert_eq!(place_of(&octets[..cut]), None, "{cut}");
            }
        }
    }
}
