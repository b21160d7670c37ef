//! What a caller can read: `Accept`, as far as it decides between forms or refuses them all (406).

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT;
use domesday_app::refusal::{Refusal, Unreadable};

/// JSON, the form of almost everything here.
pub(crate) const JSON: &str = "application/json";

/// The offered form that the caller likes best; the first of them where it has no preference.
///
/// # Errors
/// [`Unreadable::NotAcceptable`] if it takes none of them.
pub(crate) fn choose(request: &HttpRequest, offered: &[&'static str]) -> Result<&'static str, Refusal> {
    let lines: Vec<&str> = request.headers().get_all(ACCEPT).filter_map(|value| value.to_str().ok()).collect();
    let ranges: Vec<Range<'_>> = lines.iter().flat_map(|line| line.split(',')).filter_map(Range::read).collect();
    let mut best: Option<(&'static str, u16)> = None;
    for form in offered {
        let liking = liking(&ranges, form);
        if liking > best.map_or(0, |(_, liking)| liking) {
            best = Some((form, liking));
        }
    }
    let detail = || format!("this can be given as {}, which Accept leaves out", offered.join(" or "));
    best.map(|(form, _)| form).ok_or_else(|| Refusal::Unreadable { how: Unreadable::NotAcceptable, detail: detail() })
}

/// Refuses a caller who does not take JSON.
///
/// # Errors
/// As [`choose`].
pub(crate) fn json(request: &HttpRequest) -> Result<(), Refusal> {
    choose(request, &[JSON]).map(drop)
}

/// One of the media ranges of `Accept`.
struct Range<'a> {
    kind: &'a str,
    subkind: &'a str,
    /// Thousandths.
    quality: u16,
}

impl<'a> Range<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subkind) = parts.next()?.split_once('/')?;
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let quality = quality.map_or(Some(1.0), |value| value.parse::<f32>().ok())?.clamp(0.0, 1.0);
        // Between 0 and 1000, so nothing is cut off.
        Some(Self { kind, subkind, quality: (quality * 1000.0) as u16 })
    }

    /// How closely it names a form; none if it does not.
    fn closeness(&self, form: &str) -> Option<u8> {
        let (kind, subkind) = form.split_once('/')?;
        match (self.kind, self.subkind) {
            ("*", "*") => Some(0),
            (own, "*") if own.eq_ignore_ascii_case(kind) => Some(1),
            (own, sub) if own.eq_ignore_ascii_case(kind) && sub.eq_ignore_ascii_case(subkind) => Some(2),
            _ => None,
        }
    }
}

/// The quality of the closest range; no `Accept` at all takes everything.
fn liking(ranges: &[Range<'_>], form: &str) -> u16 {
    if ranges.is_empty() {
        return 1000;
    }
    let closest = ranges.iter().filter_map(|range| Some((range.closeness(form)?, range.quality))).max();
    closest.map_or(0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn chosen(accept: &str) -> Option<&'static str> {
        let request = TestRequest::get().append_header((ACCEPT, accept)).to_http_request();
        choose(&request, &["text/dns", "text/plain"]).ok()
    }

    #[test]
    fn the_form_the_caller_likes_best_is_given() {
        for (accept, form) in [
            ("*/*", Some("text/dns")),
            ("text/*", Some("text/dns")),
            ("text/plain", Some("text/plain")),
            ("TEXT/DNS", Some("text/dns")),
            ("text/plain, text/dns;q=0.5", Some("text/plain")),
            ("text/dns;q=0, */*;q=0.1", Some("text/plain")),
            ("application/json", None),
            ("text/html, application/xml", None),
            ("*/*;q=0", None),
        ] {
            assert_eq!(chosen(accept), form, "{accept}");
        }
        assert!(json(&TestRequest::get().to_http_request()).is_ok());
    }
}
