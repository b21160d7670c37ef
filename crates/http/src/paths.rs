//! Where things stand: the paths that `Location`, `Link` and `managed_by` name (rule N5: A-labels, `/` as `%2F`).

use actix_web::HttpRequest;
use actix_web::http::uri::Authority;
use domesday_dns::{Name, RecordType};

use crate::state::State;

/// Where the caller sees this server: as the configuration says, or as the request says it was sent.
pub(crate) fn base(state: &State, request: &HttpRequest) -> String {
    if let Some(url) = &state.settings.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let told = request.uri().authority().map(Authority::as_str);
    let host = told.or_else(|| request.headers().get("host")?.to_str().ok()).unwrap_or_default();
    let fits = |octet: u8| octet.is_ascii_alphanumeric() || b".-_:[]".contains(&octet);
    if host.is_empty() || !host.bytes().all(fits) {
        return String::new();
    }
    let scheme = if request.app_config().secure() { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// A text as one segment of a path, or as a value in a query.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~*@".contains(&octet) {
            out.push(char::from(octet));
        } else {
            out.push('%');
            for nibble in [octet >> 4, octet & 15] {
                out.extend(char::from_digit(nibble.into(), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
    out
}

/// A segment of a path, every escape of it undone.
pub(crate) fn decoded(segment: &str) -> String {
    let mut octets = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = (*first == b'%').then(|| tail.split_at_checked(2)).flatten();
        let escaped = escape.and_then(|(digits, tail)| Some((hex(digits)?, tail)));
        let (octet, tail) = escaped.unwrap_or((*first, tail));
        octets.push(octet);
        rest = tail;
    }
    String::from_utf8_lossy(&octets).into_owned()
}

fn hex(digits: &[u8]) -> Option<u8> {
    digits.iter().try_fold(0_u8, |octet, digit| {
        let nibble = char::from(*digit).to_digit(16)?;
        Some(octet << 4 | u8::try_from(nibble).ok()?)
    })
}

/// A zone. One is named like the path beside it, which its final dot tells apart.
pub(crate) fn zone(zone: &Name) -> String {
    match zone.to_string().as_str() {
        "import" => "/zones/import.".to_owned(),
        name => format!("/zones/{}", escaped(name)),
    }
}

/// A record set of a zone.
pub(crate) fn record_set(zone: &Name, owner: &Name, rtype: RecordType) -> String {
    format!("{}/recordsets/{}/{rtype}", self::zone(zone), escaped(&owner.to_string()))
}

/// A delegation of a zone.
pub(crate) fn delegation(zone: &Name, cut: &Name) -> String {
    format!("{}/delegations/{}", self::zone(zone), escaped(&cut.to_string()))
}

/// A registered name.
pub(crate) fn domain(name: &Name) -> String {
    format!("/domains/{}", escaped(&name.to_string()))
}

/// A host of the registrars' registry.
pub(crate) fn host(name: &Name) -> String {
    format!("/hosts/{}", escaped(&name.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_and_backslashes_are_escaped_in_paths() {
        let name = Name::parse("0/25.2.0.192.in-addr.arpa").unwrap();
        assert_eq!(zone(&name), "/zones/0%2F25.2.0.192.in-addr.arpa");
        assert_eq!(super::zone(&Name::parse("import").unwrap()), "/zones/import.");
        let owner = Name::parse("a\\032b.example.org").unwrap();
        let path = record_set(&Name::parse("example.org").unwrap(), &owner, RecordType::TXT);
        assert_eq!(path, "/zones/example.org/recordsets/a%5C032b.example.org/TXT");
    }
}
