//! The parameters of lists (rules L1–L6), and the addresses of a list's pages.

use actix_web::{HttpRequest, web};
use domesday_app::input::Input;
use domesday_app::ports::{ListOrder, SortKey, TextMatch};
use domesday_app::tlds::{RowQuery, name_filter};

use super::form::{self, Form, Place, TLD};
use crate::accept;
use crate::members::Fault;
use crate::paths::escaped;
use crate::query::Parameters;

/// The most rows of a page.
const MOST: usize = 1000;

/// How many it has in OpenStack's form, unless the caller says otherwise.
const USUAL: usize = 20;

/// What a request for a list asks for.
pub(super) fn rows(place: &Place, request: &HttpRequest) -> Input<RowQuery> {
    if let Err(refusal) = accept::json(request) {
        return Input::unreadable(refusal);
    }
    let mut parameters = Parameters::of(request);
    let usual = (place.form == Form::OpenStack).then_some(USUAL);
    let limit = parameters.read("limit", limit).or(usual);
    let marker = parameters.read("marker", |value| {
        form::id(value).ok_or_else(|| ("invalid_marker", "marker is the id of the last row seen".to_owned()))
    });
    let text = place.subject.text;
    let filter = if *place.subject == TLD { name_filter } else { as_written };
    let order = ListOrder {
        key: parameters.read("sort_key", |value| sort_key(value, text)).unwrap_or_default(),
        descending: parameters.read("sort_dir", sort_dir).unwrap_or_default(),
        text: parameters.text(text).as_deref().map(filter),
    };
    // These clients send it to every list.
    parameters.text("all_projects");
    parameters.input(RowQuery { order, marker, limit })
}

/// A filter that is no name.
fn as_written(text: &str) -> TextMatch {
    let text = text.to_owned();
    if text.contains('*') { TextMatch::Pattern(text) } else { TextMatch::Exact(text) }
}

/// How many rows a page may have: from 1, and no more than the most.
pub(super) fn limit(value: &str) -> Result<usize, Fault> {
    if value == "max" {
        return Ok(MOST);
    }
    let digits = !value.is_empty() && value.bytes().all(|octet| octet.is_ascii_digit());
    // What is too large for any number is served as the most.
    let limit = digits.then(|| value.parse().unwrap_or(usize::MAX)).filter(|limit| *limit > 0);
    limit.map(|limit| limit.min(MOST)).ok_or_else(|| ("invalid_limit", "limit is a number from 1, or `max`".to_owned()))
}

fn sort_key(value: &str, text: &str) -> Result<SortKey, Fault> {
    match value {
        "created_at" => Ok(SortKey::Created),
        "updated_at" => Ok(SortKey::Updated),
        "id" => Ok(SortKey::Id),
        _ if value == text => Ok(SortKey::Text),
        _ => Err(("invalid_sort_key", format!("sort_key is created_at, updated_at, {text} or id"))),
    }
}

/// Whether the last row comes first.
fn sort_dir(value: &str) -> Result<bool, Fault> {
    match value {
        "asc" => Ok(false),
        "desc" => Ok(true),
        _ => Err(("invalid_sort_dir", "sort_dir is asc or desc".to_owned())),
    }
}

/// The address of a list as it was asked for, or from another row on.
pub(super) fn address(base: &str, request: &HttpRequest, marker: Option<&str>) -> String {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string()).map(web::Query::into_inner);
    let kept = pairs.unwrap_or_default().into_iter().filter(|(name, _)| marker.is_none() || name != "marker");
    let marker = marker.map(|marker| ("marker".to_owned(), marker.to_owned()));
    let query: Vec<String> =
        kept.chain(marker).map(|(name, value)| format!("{}={}", escaped(&name), escaped(&value))).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{base}{}{mark}{}", request.uri().path().trim_end_matches('/'), query.join("&"))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use uuid::Uuid;

    use super::super::{OWN_BLOCKLIST, OWN_TLDS, V2_TLDS};
    use super::*;

    fn read(place: &Place, query: &str) -> Result<RowQuery, Vec<String>> {
        let request = TestRequest::with_uri(&format!("/tlds?{query}")).to_http_request();
        let asked = rows(place, &request);
        let (asked, findings) = asked.well_formed().unwrap();
        if findings.is_clean() {
            return Ok(asked.clone());
        }
        Err(findings.errors().iter().map(|error| format!("{} {}", error.field, error.code)).collect())
    }

    #[test]
    fn l1_limits_are_served_up_to_a_thousand() {
        for (query, limit) in [
            ("limit=1", 1),
            ("limit=1000", 1000),
            ("limit=1001", 1000),
            ("limit=max", 1000),
            ("limit=99999999999999999999999", 1000),
        ] {
            assert_eq!(read(&OWN_TLDS, query).unwrap().limit, Some(limit), "{query}");
        }
        assert_eq!((read(&OWN_TLDS, "").unwrap().limit, read(&V2_TLDS, "").unwrap().limit), (None, Some(20)));
        for query in ["limit=0", "limit=000", "limit=-1", "limit=", "limit=x", "limit=1e2", "limit=%2B5", "limit=MAX"] {
            assert_eq!(read(&OWN_TLDS, query).unwrap_err(), ["limit invalid_limit"], "{query}");
        }
    }

    #[test]
    fn l2_l3_markers_keys_and_directions_have_their_own_errors() {
        let query = "marker=0198C5F26B1E7C3A9D521F0A7BE4C001&sort_key=name&sort_dir=desc&all_projects=True";
        let asked = read(&V2_TLDS, query).unwrap();
        assert_eq!(asked.marker, Some(Uuid::from_u128(0x0198_c5f2_6b1e_7c3a_9d52_1f0a_7be4_c001)));
        assert_eq!((asked.order.key, asked.order.descending), (SortKey::Text, true));
        let wrong = read(&V2_TLDS, "marker=foo&sort_key=colour&sort_dir=DESC").unwrap_err();
        assert_eq!(wrong, ["marker invalid_marker", "sort_key invalid_sort_key", "sort_dir invalid_sort_dir"]);
    }

    #[test]
    fn l5_b3_rules_are_filtered_by_name_and_entries_by_pattern() {
        let filter = |place: &Place, query: &str| read(place, query).unwrap().order.text;
        assert_eq!(filter(&OWN_TLDS, "name=COM."), Some(TextMatch::Exact("com".into())));
        assert_eq!(filter(&OWN_TLDS, "name=*.BD"), Some(TextMatch::Pattern("*.bd".into())));
        assert_eq!(filter(&OWN_BLOCKLIST, "pattern=BAD."), Some(TextMatch::Exact("BAD.".into())), "no name");
        assert_eq!(filter(&OWN_BLOCKLIST, "pattern=*Bad*"), Some(TextMatch::Pattern("*Bad*".into())));
        assert_eq!(read(&OWN_TLDS, "pattern=x").unwrap_err(), ["pattern unknown_parameter"]);
        assert_eq!(read(&OWN_BLOCKLIST, "name=x").unwrap_err(), ["name unknown_parameter"]);
    }

    #[test]
    fn l6_other_parameters_and_repeated_ones_are_named() {
        let wrong = read(&V2_TLDS, "colour=red&limit=1&limit=2").unwrap_err();
        assert_eq!(wrong, ["limit repeated", "colour unknown_parameter"]);
    }

    #[test]
    fn l4_addresses_repeat_the_query() {
        let request = TestRequest::with_uri("/v2/tlds/?limit=2&marker=m&name=*.b%C3%A9").to_http_request();
        let base = "https://dns.example";
        assert_eq!(address(base, &request, None), format!("{base}/v2/tlds?limit=2&marker=m&name=*.b%C3%A9"));
        assert_eq!(address(base, &request, Some("n")), format!("{base}/v2/tlds?limit=2&name=*.b%C3%A9&marker=n"));
        let bare = TestRequest::with_uri("/v2/tlds").to_http_request();
        assert_eq!(address("", &bare, None), "/v2/tlds");
    }
}
