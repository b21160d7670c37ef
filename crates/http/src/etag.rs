//! Conditional requests: what `If-Match` and `If-None-Match` demand (rules Z3, R18).

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderName, IF_MATCH, IF_NONE_MATCH};
use domesday_domain::precondition::Precondition;

/// All lines of a header as one list; none if it was not sent.
fn lines(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let lines: Vec<_> = headers.get_all(name).map(|value| value.to_str().unwrap_or_default()).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// The condition of a change: `If-Match`.
pub(crate) fn precondition(request: &HttpRequest) -> Precondition {
    lines(request.headers(), IF_MATCH).map_or(Precondition::None, |value| Precondition::from_if_match(&value))
}

/// The condition of a change that may also create: `If-Match`, or `If-None-Match: *`. Both at once never hold.
pub(crate) fn precondition_or_absent(request: &HttpRequest) -> Precondition {
    let absent = lines(request.headers(), IF_NONE_MATCH).is_some_and(|value| value.trim() == "*");
    match precondition(request) {
        Precondition::None if absent => Precondition::Absent,
        _ if absent => Precondition::OneOf(Vec::new()),
        condition => condition,
    }
}

/// The tags of what the caller has already, as `If-None-Match` names them.
pub(crate) fn known(request: &HttpRequest) -> Vec<String> {
    let known = lines(request.headers(), IF_NONE_MATCH).unwrap_or_default();
    known.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// Whether the caller has this state already, so that 304 is enough: the weak comparison of RFC 9110, section 8.8.3.2.
pub(crate) fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let is_it = |known: &String| known == "*" || known.trim_start_matches("W/") == tag;
    known(request).iter().any(is_it)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn if_match_is_one_list_over_all_its_lines() {
        let request = TestRequest::get()
            .append_header(("If-Match", "\"1.1\", W/\"1.2\""))
            .append_header(("If-Match", "1.3"))
            .to_http_request();
        let tags = ["\"1.1\"", "W/\"1.2\"", "\"1.3\""].map(str::to_owned).to_vec();
        assert_eq!(precondition(&request), Precondition::OneOf(tags));
        assert_eq!(precondition(&TestRequest::get().to_http_request()), Precondition::None);
    }

    #[test]
    fn a_creation_may_demand_that_nothing_is_there() {
        let request = TestRequest::get().append_header(("If-None-Match", "*"));
        assert_eq!(precondition_or_absent(&request.to_http_request()), Precondition::Absent);
        let both = TestRequest::get().append_header(("If-None-Match", "*")).append_header(("If-Match", "*"));
        assert_eq!(precondition_or_absent(&both.to_http_request()), Precondition::OneOf(Vec::new()));
    }

    #[test]
    fn known_tags_are_compared_weakly() {
        for known in ["\"1.1\"", "W/\"1.1\"", "\"0.0\", \"1.1\"", "*"] {
            let request = TestRequest::get().append_header(("If-None-Match", known)).to_http_request();
            assert!(is_known(&request, "\"1.1\""), "{known}");
        }
        let request = TestRequest::get().append_header(("If-None-Match", "\"1.2\"")).to_http_request();
        assert!(!is_known(&request, "\"1.1\""));
    }
}
