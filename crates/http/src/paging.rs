//! Lists: pages with a link to the next one, or everything as a stream whose end tells whether it was whole (rule Z14).

use actix_web::http::header::LINK;
use actix_web::{HttpRequest, HttpResponseBuilder, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use domesday_app::refusal::Refusal;
use domesday_app::registry::Items;
use domesday_dns::{Name, RecordType};
use futures_util::{Stream, stream};
use serde::Serialize;

use crate::caller::Visit;
use crate::members::Fault;
use crate::paths::escaped;
use crate::problem::Problem;

/// The most items a page may have.
pub(crate) const MAX_LIMIT: usize = 10_000;

/// Adds the link to the page after this item.
pub(crate) fn link_next(response: &mut HttpResponseBuilder, request: &HttpRequest, marker: &str) {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string()).map(web::Query::into_inner);
    let kept = pairs.unwrap_or_default().into_iter().filter(|(name, _)| name != "marker");
    let query: Vec<String> = kept
        .chain([("marker".to_owned(), marker.to_owned())])
        .map(|(name, value)| format!("{}={}", escaped(&name), escaped(&value)))
        .collect();
    let path = request.uri().path().replace(['<', '>'], "");
    response.insert_header((LINK, format!("<{path}?{}>; rel=\"next\"", query.join("&"))));
}

/// A record set's place in a list, for clients to hand back.
pub(crate) fn set_marker(owner: &Name, rtype: RecordType) -> String {
    let mut place = rtype.0.to_be_bytes().to_vec();
    owner.write_sort_key(&mut place);
    URL_SAFE_NO_PAD.encode(place)
}

/// The place that [`set_marker`] wrote.
///
/// # Errors
/// The fault, if it did not.
pub(crate) fn read_set_marker(marker: &str) -> Result<(Name, RecordType), Fault> {
    let place = URL_SAFE_NO_PAD.decode(marker).ok();
    let read = place.as_deref().and_then(|place| {
        let (rtype, key) = place.split_first_chunk::<2>()?;
        Some((Name::from_sort_key(key).ok()?, RecordType(u16::from_be_bytes(*rtype))))
    });
    read.ok_or_else(|| ("bad_value", "marker is what the link to the next page says".to_owned()))
}

/// Where a streamed array stands.
enum Place {
    Start,
    After(usize),
    End,
}

/// Items as one JSON array, written as they come. What goes wrong on the way is logged, and breaks the transfer off.
pub(crate) fn array<I, W>(
    visit: &Visit,
    items: Items<Vec<I>>,
    wire: impl Fn(I) -> W + 'static,
) -> impl Stream<Item = Result<Bytes, Problem>> + 'static
where
    I: 'static,
    W: Serialize,
{
    let request_id = visit.caller.request_id.clone();
    stream::unfold((items, Place::Start, wire, request_id), async |(mut items, place, wire, request_id)| {
        let (mut out, mut written) = match place {
            Place::Start => (b"[".to_vec(), 0),
            Place::After(written) => (Vec::new(), written),
            Place::End => return None,
        };
        let (chunk, place) = match items.recv().await {
            None => {
                out.push(b']');
                (Ok(out), Place::End)
            }
            Some(Err(refusal)) => (Err(broken_off(refusal, &request_id)), Place::End),
            Some(Ok(some)) => {
                for item in some {
                    if written > 0 {
                        out.push(b',');
                    }
                    written += 1;
                    if let Err(problem) = serde_json::to_writer(&mut out, &wire(item)) {
                        let refusal = Refusal::Failed(problem.to_string());
                        return Some((Err(broken_off(refusal, &request_id)), (items, Place::End, wire, request_id)));
                    }
                }
                (Ok(out), Place::After(written))
            }
        };
        Some((chunk.map(Bytes::from), (items, place, wire, request_id)))
    })
}

/// Texts as one body, as they come; broken off like [`array()`].
pub(crate) fn texts(visit: &Visit, items: Items<String>) -> impl Stream<Item = Result<Bytes, Problem>> + 'static {
    let request_id = visit.caller.request_id.clone();
    stream::unfold(Some((items, request_id)), async |state| {
        let (mut items, request_id) = state?;
        match items.recv().await? {
            Ok(text) => Some((Ok(Bytes::from(text)), Some((items, request_id)))),
            Err(refusal) => Some((Err(broken_off(refusal, &request_id)), None)),
        }
    })
}

fn broken_off(refusal: Refusal, request_id: &str) -> Problem {
    let cause = format!("{refusal:?}");
    tracing::error!(request_id, cause, "a streamed answer was broken off");
    Problem::new(refusal, request_id)
}

#[cfg(test)]
mod tests {
    use actix_web::HttpResponse;
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_marker_of_a_set_is_read_back() {
        for (owner, rtype) in [("example.org", RecordType::SOA), ("*.a\\000b.example.org", RecordType(65_280))] {
            let owner = Name::parse(owner).unwrap();
            assert_eq!(read_set_marker(&set_marker(&owner, rtype)), Ok((owner, rtype)));
        }
        for marker in ["", "\0", "AA", "====", "a.org"] {
            assert_eq!(read_set_marker(marker).unwrap_err().0, "bad_value", "{marker:?}");
        }
    }

    #[test]
    fn the_next_page_keeps_every_other_parameter() {
        let request = TestRequest::with_uri("/zones?limit=2&marker=a.org&suffix=b%2Fc").to_http_request();
        let mut response = HttpResponse::Ok();
        link_next(&mut response, &request, "b.org");
        let link = response.finish().headers().get(LINK).unwrap().to_str().unwrap().to_owned();
        assert_eq!(link, "</zones?limit=2&suffix=b%2Fc&marker=b.org>; rel=\"next\"");
    }
}
