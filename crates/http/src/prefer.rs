//! What a caller would rather have, and may do without (RFC 7240): of several wishes for one thing the first counts.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;

const PREFER: HeaderName = HeaderName::from_static("prefer");

/// Tells that the wish was heard.
pub(crate) const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// The wish for the whole object after a change.
pub(crate) const REPRESENTATION: &str = "return=representation";

/// The wish to be answered before it is done.
pub(crate) const RESPOND_ASYNC: &str = "respond-async";

/// Whether the caller prefers the whole object in the answer.
pub(crate) fn wants_representation(request: &HttpRequest) -> bool {
    let mut returns = wishes(request).filter_map(|wish| {
        let (name, form) = wish.split_once('=')?;
        name.trim().eq_ignore_ascii_case("return").then(|| form.trim().trim_matches('"'))
    });
    returns.next().is_some_and(|form| form.eq_ignore_ascii_case("representation"))
}

/// Whether the caller prefers an answer at once.
pub(crate) fn wants_answer_at_once(request: &HttpRequest) -> bool {
    wishes(request).any(|wish| wish.eq_ignore_ascii_case(RESPOND_ASYNC))
}

/// The wishes, without what is said more closely about them.
fn wishes(request: &HttpRequest) -> impl Iterator<Item = &str> {
    let lines = request.headers().get_all(PREFER).filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).filter_map(|wish| wish.split(';').next()).map(str::trim)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn wishes_are_recognised_in_every_spelling() {
        for (prefer, representation, at_once) in [
            ("return=representation", true, false),
            ("respond-async, return = \"representation\"; x=y", true, true),
            ("RETURN=Representation", true, false),
            ("return=minimal", false, false),
            ("return=minimal, return=representation", false, false),
            ("x; return=representation", false, false),
            ("wait=10, Respond-Async; x", false, true),
            ("x=respond-async", false, false),
            ("", false, false),
        ] {
            let request = TestRequest::patch().append_header((PREFER, prefer)).to_http_request();
            let heard = (wants_representation(&request), wants_answer_at_once(&request));
            assert_eq!(heard, (representation, at_once), "{prefer}");
        }
    }
}
