//! The values of the service parameters we know: checked as octets, printed as text (RFC 9460 section 7 and 8, RFC 9461 section 5).

use super::RdataError;
use super::parameters::{ALPN, DOHPATH, ECH, IPV4HINT, IPV6HINT, MANDATORY, NO_DEFAULT_ALPN, PORT, write_key};
use crate::text::{write_number, write_quoted};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Refuses a value that its key does not allow.
pub(super) fn check(key: u16, value: &[u8]) -> Result<(), RdataError> {
    let (fits, what) = match key {
        MANDATORY => {
            let rising = keys(value).zip(keys(value).skip(1)).all(|(a, b)| a < b);
            let fits =
                !value.is_empty() && value.len().is_multiple_of(2) && rising && keys(value).all(|key| key != MANDATORY);
            (fits, "`mandatory` to list other keys, none twice")
        }
        ALPN => (
            !value.is_empty() && strings(value).all(|id| id.is_some_and(|id| !id.is_empty())),
            "protocol identifiers in `alpn`",
        ),
        NO_DEFAULT_ALPN => (value.is_empty(), "no value for `no-default-alpn`"),
        PORT => (value.len() == 2, "a port of 16 bits"),
        IPV4HINT => (!value.is_empty() && value.len().is_multiple_of(4), "IPv4 addresses in `ipv4hint`"),
        IPV6HINT => (!value.is_empty() && value.len().is_multiple_of(16), "IPv6 addresses in `ipv6hint`"),
        ECH => (!value.is_empty(), "a value for `ech`"),
        DOHPATH => (is_template(value), "`dohpath` to be a path with the variable `dns`, like `/dns-query{?dns}`"),
        _ => (true, ""),
    };
    if fits { Ok(()) } else { Err(RdataError::new(format!("expected {what}"))) }
}

/// RFC 9461 section 5: a relative URI template in UTF-8, with the variable `dns`.
fn is_template(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|text| {
        let variables = text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(variable, _)| variable);
        let mut names =
            variables.flat_map(|list| list.trim_start_matches(['?', '&', '/', '+', '#', ';', '.']).split(','));
        text.starts_with('/') && names.any(|name| name == "dns")
    })
}

/// The keys that a `mandatory` value lists.
pub(super) fn keys(value: &[u8]) -> impl Iterator<Item = u16> + '_ {
    value.chunks_exact(2).map(|pair| pair.iter().fold(0, |sum, &octet| sum << 8 | u16::from(octet)))
}

/// Appends `=value`, or nothing for an empty one.
pub(super) fn write(key: u16, value: &[u8], out: &mut String) -> Option<()> {
    if value.is_empty() {
        return Some(());
    }
    out.push('=');
    match key {
        MANDATORY => separated(keys(value), out, write_key),
        ALPN => {
            let mut list = Vec::new();
            for (index, id) in strings(value).enumerate() {
                if index > 0 {
                    list.push(b',');
                }
                for &octet in id? {
                    if matches!(octet, b',' | b'\\') {
                        list.push(b'\\');
                    }
                    list.push(octet);
                }
            }
            write_text(&list, out);
        }
        PORT => write_number(out, u32::from(u16::from_be_bytes(*value.first_chunk().filter(|_| value.len() == 2)?))),
        IPV4HINT => separated(value.chunks(4).filter_map(<[u8]>::first_chunk::<4>), out, |octets, out| {
            let _ = write!(out, "{}", Ipv4Addr::from(*octets));
        }),
        IPV6HINT => separated(value.chunks(16).filter_map(<[u8]>::first_chunk::<16>), out, |octets, out| {
            let _ = write!(out, "{}", Ipv6Addr::from(*octets));
        }),
        ECH => STANDARD.encode_string(value, out),
        _ => write_text(value, out),
    }
    Some(())
}

fn separated<T>(items: impl Iterator<Item = T>, out: &mut String, write: impl Fn(T, &mut String)) {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
}

/// Bare if that is safe everywhere, else quoted.
fn write_text(text: &[u8], out: &mut String) {
    let bare = |octet: &u8| octet.is_ascii_graphic() && !matches!(octet, b'"' | b'\\' | b';' | b'(' | b')');
    match std::str::from_utf8(text) {
        Ok(plain) if text.iter().all(bare) => out.push_str(plain),
        _ => write_quoted(out, text),
    }
}

/// Reads a comma-separated list with `\,` and `\\` into character strings (RFC 9460 appendix A.1).
pub(super) fn read_list(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let mut octets = text.iter();
    let mut item = Vec::new();
    loop {
        let next = octets.next();
        match next {
            None | Some(b',') => {
                let length = u8::try_from(item.len()).ok().filter(|&length| length > 0)?;
                out.push(length);
                out.append(&mut item);
                if next.is_none() {
                    return Some(());
                }
            }
            Some(b'\\') => item.push(*octets.next().filter(|octet| matches!(octet, b',' | b'\\'))?),
            Some(&octet) => item.push(octet),
        }
    }
}

/// The character strings; `None` once, at the first malformed one.
fn strings(wire: &[u8]) -> impl Iterator<Item = Option<&[u8]>> {
    let mut rest = wire;
    std::iter::from_fn(move || {
        let (&length, tail) = rest.split_first()?;
        let string = tail.split_at_checked(usize::from(length));
        rest = string.map_or(&[], |(_, tail)| tail);
        Some(string.map(|(string, _)| string))
    })
}
