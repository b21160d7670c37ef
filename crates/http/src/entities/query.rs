//! Parameters that lists have in common (rule Q6), and the link to the next page.

use actix_web::http::header::LINK;
use actix_web::{HttpResponseBuilder, web};
use chrono::{DateTime, Utc};

use super::call::Call;
use super::marker::List;
use crate::members::Fault;
use crate::paths::escaped;
use crate::query::Parameters;

/// How many items a page has, and may have.
pub(super) const LIMIT: usize = 100;
pub(super) const MOST: usize = 1000;

/// How many items a page may have.
pub(super) fn limit(parameters: &mut Parameters) -> usize {
    let read = |value: &str| {
        let digits = Some(value).filter(|value| value.bytes().all(|octet| octet.is_ascii_digit()));
        digits.and_then(|digits| digits.parse().ok()).and_then(fitting).ok_or_else(bad_limit)
    };
    parameters.read("limit", read).unwrap_or(LIMIT)
}

/// A number that a page may have of items.
pub(super) fn fitting(limit: usize) -> Option<usize> {
    Some(limit).filter(|limit| (1..=MOST).contains(limit))
}

/// The fault of any other.
pub(super) fn bad_limit() -> Fault {
    ("bad_limit", format!("a number, 1 to {MOST}"))
}

/// The fault of a marker that is broken, or another list's.
pub(super) fn bad_marker() -> Fault {
    ("bad_marker", "a marker is the `next` of a page of this very list".to_owned())
}

/// The number after which a page begins.
pub(super) fn number(parameters: &mut Parameters, list: &List) -> Option<i64> {
    parameters.read("marker", |marker| list.number(marker).ok_or_else(bad_marker))
}

/// An instant: RFC 3339, the colon of its offset may be missing. A `+` that became a blank on its way is taken for what it was.
pub(super) fn instant(value: &str) -> Result<DateTime<Utc>, Fault> {
    let value = value.replace(' ', "+");
    let read =
        DateTime::parse_from_rfc3339(&value).or_else(|_| DateTime::parse_from_str(&value, "%Y-%m-%dT%H:%M:%S%.f%z"));
    let read =
        read.map_err(|_| ("bad_value", "expected an instant like 2026-11-21T16:48:47Z (RFC 3339)".to_owned()))?;
    Ok(read.with_timezone(&Utc))
}

/// Adds the link to the page after this marker, if there is one: the same request, at the registry's own URL.
pub(super) fn link_next(call: &Call, response: &mut HttpResponseBuilder, next: Option<&str>) {
    let Some(marker) = next else { return };
    let request = call.request();
    let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string()).map(web::Query::into_inner);
    let kept = pairs.unwrap_or_default().into_iter().filter(|(name, _)| name != "marker");
    let query: Vec<String> = kept
        .chain([("marker".to_owned(), marker.to_owned())])
        .map(|(name, value)| format!("{}={}", escaped(&name), escaped(&value)))
        .collect();
    let path = request.uri().path().replace(['<', '>'], "");
    response.insert_header((LINK, format!("<{}{path}?{}>; rel=\"next\"", call.url(), query.join("&"))));
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use serde_json::json;

    use super::*;

    fn parameters(query: &str) -> Parameters {
        Parameters::of(&TestRequest::with_uri(&format!("/api/student/search?{query}")).to_http_request())
    }

    fn codes(parameters: Parameters) -> Vec<&'static str> {
        parameters.finish().errors().iter().map(|error| error.code).collect()
    }

    #[test]
    fn q6_a_page_has_1_to_1000_items() {
        for (query, expected) in [("", 100), ("limit=1", 1), ("limit=1000", 1000)] {
            let mut given = parameters(query);
            assert_eq!(limit(&mut given), expected, "{query}");
            assert!(codes(given).is_empty());
        }
        for query in
            ["limit=0", "limit=1001", "limit=-1", "limit=+5", "limit=ten", "limit=", "limit=99999999999999999999"]
        {
            let mut given = parameters(query);
            limit(&mut given);
            assert_eq!(codes(given), ["bad_limit"], "{query}");
        }
    }

    #[test]
    fn q6_a_marker_is_of_this_list() {
        let (list, other) = (List::of(&json!("a")), List::of(&json!("b")));
        let mut given = parameters(&format!("marker={}", list.number_marker(5)));
        assert_eq!(number(&mut given, &list), Some(5));
        let mut given = parameters(&format!("marker={}", other.number_marker(5)));
        assert_eq!(number(&mut given, &list), None);
        assert_eq!(codes(given), ["bad_marker"]);
    }

    #[test]
    fn section_1_instants_have_any_offset() {
        for text in [
            "2026-01-02T03:04:05Z",
            "2026-01-02T15:04:05+12:00",
            "2026-01-02T15:04:05+1200",
            "2026-01-02T15:04:05 1200",
        ] {
            assert_eq!(instant(text).unwrap().to_rfc3339(), "2026-01-02T03:04:05+00:00", "{text}");
        }
        for text in ["", "2026-01-02", "yesterday", "2026-01-02T03:04:05"] {
            assert_eq!(instant(text).unwrap_err().0, "bad_value", "{text}");
        }
    }
}
