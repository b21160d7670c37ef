//! What of an absolute URL matters here: its parts, and that it has a scheme and a host (RFC 3986).
//!
//! Nothing is resolved or repaired: a text that would have to be is no URL. Browsers read much that is refused here.

use std::net::Ipv6Addr;

/// The parts of an absolute URL, as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Url<'a> {
    /// The scheme, without the colon.
    pub(super) scheme: &'a str,
    /// Whether somebody's name or password stands before the host.
    pub(super) has_user: bool,
    /// The host; IPv6 addresses in their brackets.
    pub(super) host: &'a str,
    /// The port; none if there is none, or none after its colon.
    pub(super) port: Option<u16>,
    /// The path; empty, or from the first slash.
    pub(super) path: &'a str,
    /// Whether there is a query or a fragment.
    pub(super) goes_on: bool,
}

/// Takes a URL with a scheme and a host apart; none if it is not one.
pub(super) fn split(text: &str) -> Option<Url<'_>> {
    if !is_spelt_well(text) {
        return None;
    }
    let (scheme, rest) = text.split_once("://").filter(|(scheme, _)| is_scheme(scheme))?;
    let (authority, behind) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let path_end = behind.find(['?', '#']).unwrap_or(behind.len());
    let (path, behind_path) = behind.split_at(path_end);
    let (has_user, place) = authority.rsplit_once('@').map_or((false, authority), |(_, place)| (true, place));
    let (host, port) = split_port(place)?;
    let named = || !host.is_empty() && !host.contains(['[', ']', ':', '@']);
    let numbered = || inside_brackets(host).is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    let whole = (named() || numbered()) && !path.contains(['[', ']']);
    whole.then_some(Url { scheme, has_user, host, port, path, goes_on: !behind_path.is_empty() })
}

fn inside_brackets(host: &str) -> Option<&str> {
    host.strip_prefix('[')?.strip_suffix(']')
}

fn split_port(place: &str) -> Option<(&str, Option<u16>)> {
    match place.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
        None => Some((place, None)),
        Some((host, "")) => Some((host, None)),
        Some((host, port)) if port.bytes().all(|octet| octet.is_ascii_digit()) => {
            Some((host, Some(port.parse().ok()?)))
        }
        Some(_) => None,
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-' | b'.'))
}

/// Whether a text has only the characters of a URL, and each `%` two hexadecimal digits behind it.
fn is_spelt_well(text: &str) -> bool {
    let allowed = |octet: u8| octet.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&octet);
    let encoded = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    text.bytes().all(allowed) && text.split('%').skip(1).all(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k1_a_url_has_a_scheme_and_a_host() {
        for (text, scheme, host, port, path) in [
            ("https://example.org", "https", "example.org", None, ""),
            ("HTTP://Example.org:8080/a/b?c#d", "HTTP", "Example.org", Some(8080), "/a/b"),
            ("https://u:p@h:/?q", "https", "h", None, "/"),
            ("http://[2001:db8::1]:80/x", "http", "[2001:db8::1]", Some(80), "/x"),
            ("ldap+x.y-z://192.0.2.1/c=GB?a", "ldap+x.y-z", "192.0.2.1", None, "/c=GB"),
            ("https://h?a://b", "https", "h", None, ""),
            ("https://xn--bcher-kva.example/%E2%82%AC", "https", "xn--bcher-kva.example", None, "/%E2%82%AC"),
        ] {
            let url = split(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((url.scheme, url.host, url.port, url.path), (scheme, host, port, path), "{text}");
        }
        assert!(split("https://a@b@h/").is_some_and(|url| url.has_user && url.host == "h"));
        assert!(split("https://h/#").is_some_and(|url| url.goes_on));
    }

    #[test]
    fn k1_what_would_have_to_be_repaired_is_no_url() {
        for text in [
            "",
            "example.org",
            "//example.org/",
            "/path",
            "https:/example.org",
            "https://",
            "https:///path",
            "https://?q",
            "https://:80/",
            "https://u@/",
            "mailto:a@b",
            "urn:isbn:1",
            "1http://h",
            "://h",
            "https://h:99999/",
            "https://h:8x/",
            "https://a:b:80/",
            "https://[::g]/",
            "https://[::1/",
            "https://h]/",
            "https://h/a b",
            " https://h",
            "https://h\n",
            "https://h\\@x/",
            "https://h/%",
            "https://h/%4",
            "https://h/%zz",
            "https://bücher.example/",
            "https://h/{id}",
            "https://h/\0",
        ] {
            assert_eq!(split(text), None, "{text:?}");
        }
    }
}
