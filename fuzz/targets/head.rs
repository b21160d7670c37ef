//! Heads of requests: the first line is the query, each other one a header. Nothing in them is believed that they do not say.
#![no_main]

use chrono::{DateTime, Utc};
use domesday_domain::precondition::{Tag, Verdict};
use domesday_http::fuzzing::{Head, dynect, entities, queries, set_marker};
use libfuzzer_sys::fuzz_target;

const OFFERED: [&str; 3] = ["application/json", "text/dns", "text/plain"];

/// The values of a header, of every line with its name.
fn values<'a>(lines: &[(&str, &'a [u8])], name: &str) -> Vec<&'a [u8]> {
    lines.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| *value).collect()
}

fn holds(values: &[&[u8]], text: &str) -> bool {
    values.iter().any(|value| value.windows(text.len().max(1)).any(|part| part == text.as_bytes()))
}

fn check_text(text: &str) {
    if let Some((owner, rtype, written)) = set_marker(text) {
        // Capitals are the same name, and so the same place.
        assert!(written.len() == text.len(), "{text} {written}");
        assert_eq!(set_marker(&written), Some((owner, rtype, written.clone())));
    }
    if let Some((number, written)) = entities::marker("history", text) {
        assert_eq!(written, text, "{number}");
    }
    if let Some(place) = entities::worklist_place(text.as_bytes()) {
        assert_eq!(place, text.as_bytes());
    }
    if let Some(at) = entities::instant(text) {
        let written = at.to_rfc3339();
        let again: Option<DateTime<Utc>> = entities::instant(&written);
        assert_eq!(again, Some(at), "{text} {written}");
    }
}

fuzz_target!(|octets: &[u8]| {
    let mut lines = octets.split(|octet| *octet == b'\n');
    let Ok(query) = std::str::from_utf8(lines.next().unwrap_or_default()) else { return };
    check_text(query);
    query.split(['&', '=']).for_each(check_text);
    queries(query);
    let headers: Vec<(&str, &[u8])> = lines
        .filter_map(|line| {
            let at = line.iter().position(|octet| *octet == b':')?;
            Some((std::str::from_utf8(&line[..at]).ok()?, line[at + 1..].trim_ascii()))
        })
        .collect();
    let Some(head) = Head::of(query, headers.iter().copied()) else { return };
    let (conditions, known) = (values(&headers, "if-match"), values(&headers, "if-none-match"));
    for tag in [
        Tag::InZone { zone: 17, revision: 4 },
        Tag::Version(4),
        Tag::Object { kind: 'C', id: 1, revision: 2, state: 3 },
    ] {
        let text = tag.to_string();
        let named = |values| holds(values, text.trim_matches('"')) || holds(values, "*");
        match head.judged(Some(tag)) {
            Verdict::NotGiven => assert!(conditions.is_empty(), "{headers:?}"),
            Verdict::Holds => assert!(named(&conditions), "{headers:?}"),
            Verdict::Fails => assert!(!conditions.is_empty() || !known.is_empty(), "{headers:?}"),
        }
        assert!(!head.knows(&text) || named(&known), "{headers:?}");
    }
    assert!(head.judged(None) != Verdict::Holds || holds(&known, "*"), "{headers:?}");
    let form = head.accepts(&OFFERED);
    assert!(form.is_none_or(|form| OFFERED.contains(&form)));
    assert!(form.is_some() || !values(&headers, "accept").is_empty(), "{headers:?}");
    let (representation, at_once) = head.wishes();
    assert!(!(representation || at_once) || !values(&headers, "prefer").is_empty());
    if let Some(token) = head.token().filter(|token| !token.is_empty()) {
        let shown = ["authorization", "auth-token", "api-clienttoken", "x-auth-token"];
        let shown: Vec<Vec<&[u8]>> = shown.iter().map(|name| values(&headers, name)).collect();
        assert!(shown.iter().flatten().all(|value| holds(&[*value], &token)), "{headers:?} {token}");
    }
    let text = |name: &str| values(&headers, name).first().and_then(|value| std::str::from_utf8(value).ok());
    dynect::forms(text("content-type"), text("accept"), query.as_bytes());
});
