//! What stands in the head of a request: queries of lists, conditions, tokens, and what may be answered.

use actix_web::http::Uri;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::test::TestRequest;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::registry::Proof;
use domesday_dns::{Name, RecordType};
use domesday_domain::precondition::{Tag, Verdict};

use super::Reading;
use crate::{accept, accounts, caller, entities, etag, mreg, paging, prefer, registrar, tlds, zones};

/// A request without its body.
pub struct Head(HttpRequest);

impl Head {
    /// A request with this query and these headers; none if no server would take them for such.
    pub fn of<'a>(query: &str, headers: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Option<Self> {
        let mut request = TestRequest::with_uri("/").uri(&uri(query)?);
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            request = request.append_header((name, HeaderValue::from_bytes(value).ok()?));
        }
        Some(Self(request.to_http_request()))
    }

    /// How its condition turns out, where this tag is the current one (`If-Match`, `If-None-Match: *`).
    pub fn judged(&self, current: Option<Tag>) -> Verdict {
        etag::precondition_or_absent(&self.0).judge(current)
    }

    /// Whether its sender has the state of this tag already (`If-None-Match`).
    pub fn knows(&self, tag: &str) -> bool {
        etag::is_known(&self.0, tag)
    }

    /// Which of these forms its sender likes best; none if it takes none of them (`Accept`).
    pub fn accepts(&self, offered: &[&'static str]) -> Option<&'static str> {
        accept::choose(&self.0, offered).ok()
    }

    /// Whether it wants the whole object in the answer, and whether it wants an answer at once (`Prefer`).
    pub fn wishes(&self) -> (bool, bool) {
        (prefer::wants_representation(&self.0), prefer::wants_answer_at_once(&self.0))
    }

    /// The token it shows, empty where several disagree; none if it shows none.
    pub fn token(&self) -> Option<String> {
        match caller::proof(self.0.headers()) {
            Proof::Token(token) => Some(token),
            _ => None,
        }
    }
}

fn uri(query: &str) -> Option<String> {
    let uri = format!("/list?{query}");
    Uri::try_from(&uri).is_ok().then_some(uri)
}

/// The names and values of a query, decoded.
pub fn pairs(query: &str) -> Option<Vec<(String, String)>> {
    web::Query::from_query(query).ok().map(web::Query::into_inner)
}

/// A query as every list reads it; none if it is no query.
pub fn queries(query: &str) -> Option<Vec<Reading>> {
    let request = Head::of(query, [])?.0;
    let faces = [
        zones::fuzzing::queries(&request),
        accounts::fuzzing::queries(&request),
        tlds::fuzzing::queries(&request),
        entities::fuzzing::queries(&request),
        mreg::fuzzing::queries(&request),
        registrar::fuzzing::queries(&request),
    ];
    Some(faces.into_iter().flatten().collect())
}

/// The query of the link to the next page of a list that was asked for with a query.
pub fn next_page(query: &str, marker: &str) -> Option<String> {
    let request = Head::of(query, [])?.0;
    let mut response = HttpResponse::Ok();
    paging::link_next(&mut response, &request, marker);
    let response = response.finish();
    let link = response.headers().get("link")?.to_str().ok()?;
    Some(link.split_once('?')?.1.strip_suffix(">; rel=\"next\"")?.to_owned())
}

/// The place in a list of record sets that a marker names, and the marker that is written of it.
pub fn set_marker(marker: &str) -> Option<(Name, RecordType, String)> {
    let (owner, rtype) = paging::read_set_marker(marker).ok()?;
    let written = paging::set_marker(&owner, rtype);
    Some((owner, rtype, written))
}
