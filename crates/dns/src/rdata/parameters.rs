//! Service parameters of SVCB and HTTPS (RFC 9460 section 2.1 and appendix A; RFC 9461 for `dohpath`).
//!
//! Surprising: lists in `alpn` are escaped twice, once as a list (`\,` and `\\`) and once more as a character string, so a comma
//! inside an identifier is written `\\,`. Unknown keys are `keyN`; a known key written that way is read as itself.

use super::parse::parse_address;
use super::{RdataError, parameter_values as values};
use crate::text::{self, write_number};
use crate::tokens::Words;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) const MANDATORY: u16 = 0;
pub(super) const ALPN: u16 = 1;
pub(super) const NO_DEFAULT_ALPN: u16 = 2;
pub(super) const PORT: u16 = 3;
pub(super) const IPV4HINT: u16 = 4;
pub(super) const ECH: u16 = 5;
pub(super) const IPV6HINT: u16 = 6;
pub(super) const DOHPATH: u16 = 7;
/// Reserved as an invalid key, RFC 9460 section 14.3.2.
const INVALID: u16 = 65535;

const KEYS: [&str; 8] = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath"];

/// Reads parameters in any order to the end and writes them in key order.
pub(super) fn read(words: &mut Words<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let mut parameters: Vec<(u16, Vec<u8>)> = Vec::new();
    while let Some((token, found)) = words.next() {
        if token.quoted {
            return Err(RdataError::expected("a parameter `key` or `key=value`", found));
        }
        let mut parts = found.splitn(2, |&octet| octet == b'=');
        let key_text = parts.next().unwrap_or_default();
        let (key, generic) = read_key(key_text).ok_or_else(|| RdataError::expected("a parameter key", key_text))?;
        let given = parts.next();
        if token.mixed && !given.is_some_and(|given| given.starts_with(b"\"")) {
            return Err(RdataError::expected("quotes around the whole value", found));
        }
        let value = read_value(key, generic, given, found)?;
        parameters.push((key, value));
    }
    parameters.sort();
    if let Some(twice) = parameters.windows(2).find_map(|pair| match pair {
        [(a, _), (b, _)] if a == b => Some(*a),
        _ => None,
    }) {
        let mut name = String::new();
        write_key(twice, &mut name);
        return Err(RdataError::new(format!("the parameter `{name}` is given twice")));
    }
    for (key, value) in parameters {
        let length = u16::try_from(value.len()).map_err(|_| RdataError::too_large())?;
        out.extend_from_slice(&key.to_be_bytes());
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&value);
    }
    Ok(())
}

/// A key, and whether it was spelled `keyN`.
fn read_key(text: &[u8]) -> Option<(u16, bool)> {
    if let Some((number, _)) = (0..).zip(KEYS).find(|(_, name)| name.as_bytes().eq_ignore_ascii_case(text)) {
        return Some((number, false));
    }
    let (start, number) = text.split_at_checked(3)?;
    if !start.eq_ignore_ascii_case(b"key") || (number.len() > 1 && number.starts_with(b"0")) {
        return None;
    }
    let number = u16::try_from(text::parse_number(number)?).ok()?;
    (number != INVALID).then_some((number, true))
}

fn read_value(key: u16, generic: bool, given: Option<&[u8]>, found: &[u8]) -> Result<Vec<u8>, RdataError> {
    let mut text = Vec::new();
    if let Some(given) = given {
        let inner = match given {
            [b'"', inner @ .., b'"'] => inner,
            _ => given,
        };
        text::unescape(inner, &mut text).map_err(|_| RdataError::bad_escape(found))?;
    }
    if generic {
        return Ok(text);
    }
    let mut value = Vec::new();
    let bad = |what: &str| RdataError::expected(what, found);
    match key {
        MANDATORY => {
            let keys: Option<Vec<u16>> =
                text.split(|&octet| octet == b',').map(|part| Some(read_key(part)?.0)).collect();
            let mut keys = keys.ok_or_else(|| bad("a list of parameter keys"))?;
            keys.sort_unstable();
            keys.iter().for_each(|key| value.extend_from_slice(&key.to_be_bytes()));
        }
        ALPN => values::read_list(&text, &mut value)
            .ok_or_else(|| bad("a list of protocol identifiers, 1–255 octets each"))?,
        NO_DEFAULT_ALPN if given.is_some() => return Err(bad("no value")),
        NO_DEFAULT_ALPN => {}
        PORT => {
            let port = text::parse_number(&text).and_then(|port| u16::try_from(port).ok());
            value.extend_from_slice(&port.ok_or_else(|| bad("a port 0–65535"))?.to_be_bytes());
        }
        IPV4HINT => {
            for part in text.split(|&octet| octet == b',') {
                let address: Ipv4Addr = parse_address(part).ok_or_else(|| bad("a list of IPv4 addresses"))?;
                value.extend_from_slice(&address.octets());
            }
        }
        IPV6HINT => {
            for part in text.split(|&octet| octet == b',') {
                let address: Ipv6Addr = parse_address(part).ok_or_else(|| bad("a list of IPv6 addresses"))?;
                value.extend_from_slice(&address.octets());
            }
        }
        ECH => STANDARD.decode_vec(&text, &mut value).map_err(|_| bad("base64"))?,
        _ => value = text,
    }
    Ok(value)
}

/// Checks the parameters that follow priority and target, which `out` ends with, and copies them (R2).
pub(super) fn canonicalise(wire: &[u8], out: &mut Vec<u8>) -> Result<(), RdataError> {
    let alias = out.starts_with(&[0, 0]);
    if alias && !wire.is_empty() {
        return Err(RdataError::new("expected no parameters with priority 0"));
    }
    let mut keys = Vec::new();
    let mut mandatory = &[][..];
    for parameter in parameters(wire) {
        let (key, value) = parameter.ok_or_else(|| RdataError::new("expected well-formed service parameters"))?;
        if keys.last().is_some_and(|&last| last >= key) || key == INVALID {
            return Err(RdataError::new("expected service parameters in the order of their keys, none twice"));
        }
        values::check(key, value)?;
        if key == MANDATORY {
            mandatory = value;
        }
        keys.push(key);
    }
    for key in values::keys(mandatory) {
        if keys.binary_search(&key).is_err() {
            let mut name = String::new();
            write_key(key, &mut name);
            return Err(RdataError::new(format!("the mandatory parameter `{name}` is missing")));
        }
    }
    if keys.contains(&NO_DEFAULT_ALPN) && !keys.contains(&ALPN) {
        return Err(RdataError::new("expected `alpn` beside `no-default-alpn`"));
    }
    out.extend_from_slice(wire);
    Ok(())
}

/// Appends the parameters in key order, separated by blanks.
pub(super) fn write(wire: &[u8], out: &mut String) -> Option<()> {
    for (index, parameter) in parameters(wire).enumerate() {
        let (key, value) = parameter?;
        if index > 0 {
            out.push(' ');
        }
        write_key(key, out);
        values::write(key, value, out)?;
    }
    Some(())
}

pub(super) fn write_key(key: u16, out: &mut String) {
    match KEYS.get(usize::from(key)) {
        Some(name) => out.push_str(name),
        None => {
            out.push_str("key");
            write_number(out, u32::from(key));
        }
    }
}

/// The parameters; `None` once, at the first malformed one.
fn parameters(wire: &[u8]) -> impl Iterator<Item = Option<(u16, &[u8])>> {
    let mut rest = wire;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let parameter = match *rest {
            [a, b, c, d, ref tail @ ..] => tail
                .split_at_checked(usize::from(u16::from_be_bytes([c, d])))
                .map(|(value, tail)| (u16::from_be_bytes([a, b]), value, tail)),
            _ => None,
        };
        rest = parameter.map_or(&[], |(_, _, tail)| tail);
        Some(parameter.map(|(key, value, _)| (key, value)))
    })
}
