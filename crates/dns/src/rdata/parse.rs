//! Rdata from text: walks the table of fields over tokens and writes wire octets.
//!
//! Surprising: rules that concern the value and not its spelling (lengths of digests, ranges, order of parameters) are not here but
//! in `canonical`, which sees every value whether it came as text, as `\# length hex` or as octets.

use super::encoded::{read_base64, read_eui, read_hex, read_nsap};
use super::layout::{ALGORITHMS, CERTIFICATE_TYPES, Field, layout};
use super::{RdataError, bitmap, canonical, location, parameters};
use crate::name::{Base, Case, read_name};
use crate::rtype::RecordType;
use crate::text;
use crate::tokens::{Setting, Token, Words, cut};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Reads one value of the API: names absolute (N6), TXT possibly free text (R12).
pub(super) fn read_value(rtype: RecordType, text: &str, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let octets = text.as_bytes();
    if matches!(rtype, RecordType::TXT | RecordType::SPF) && !octets.starts_with(b"\"") {
        if octets.starts_with(b"\\#") && read_text(rtype, octets, Base::Absolute, out).is_ok() {
            return Ok(());
        }
        out.clear();
        write_chunks(octets, out);
        return canonical::check_size(out);
    }
    read_text(rtype, octets, Base::Absolute, out)
}

/// Reads one value from a text of its own.
pub(super) fn read_text(rtype: RecordType, text: &[u8], base: Base<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let mut tokens = Vec::with_capacity(8);
    cut(text, 0, Setting::Value, &mut 0, &mut tokens)?;
    read_words(rtype, &mut Words::new(text, &tokens), base, out)
}

/// Reads one value to the end of its tokens; `out` is overwritten.
pub(crate) fn read_words(
    rtype: RecordType,
    words: &mut Words<'_>,
    base: Base<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RdataError> {
    out.clear();
    if rtype.is_meta() || rtype.is_signer_made() {
        return Err(RdataError::not_allowed(rtype));
    }
    let fields = layout(rtype);
    if let Some((Token { quoted: false, .. }, b"\\#")) = words.peek() {
        words.next();
        let mut given = Vec::new();
        read_unknown(words, &mut given)?;
        return canonical::canonicalise(rtype, &given, out);
    }
    let Some(fields) = fields else {
        return Err(RdataError::missing_generic(words.peek().map(|(_, found)| found)));
    };
    for &field in fields {
        read_field(field, words, base, out)?;
    }
    if let Some((_, found)) = words.next() {
        return Err(RdataError::expected("nothing more", found));
    }
    canonical::check_size(out)?;
    if fields.iter().copied().all(is_canonical_when_read) && rtype != RecordType::NAPTR {
        return Ok(());
    }
    let given = std::mem::take(out);
    canonical::canonicalise(rtype, &given, out)
}

/// Whether reading a field from text leaves nothing to check or change.
fn is_canonical_when_read(field: Field) -> bool {
    matches!(
        field,
        Field::U8
            | Field::U16
            | Field::U32
            | Field::Period
            | Field::Algorithm
            | Field::Name
            | Field::Mailbox
            | Field::Ipv4
            | Field::Ipv6
            | Field::Text
            | Field::Texts
    )
}

fn read_field(field: Field, words: &mut Words<'_>, base: Base<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    match field {
        Field::U8 => out.push(number(words, "an integer 0–255")?),
        Field::U16 => out.extend_from_slice(&number::<u16>(words, "an integer 0–65535")?.to_be_bytes()),
        Field::U32 => out.extend_from_slice(&number::<u32>(words, "an integer 0–4294967295")?.to_be_bytes()),
        Field::Period => {
            let what = "a number of seconds, or a period like `1h30m`";
            let found = word(words, what)?;
            let seconds = text::parse_period(found).ok_or_else(|| RdataError::expected(what, found))?;
            out.extend_from_slice(&seconds.to_be_bytes());
        }
        Field::Algorithm => {
            let code = mnemonic(words, ALGORITHMS, "an algorithm, 0–255 or its mnemonic")?;
            let code = u8::try_from(code).map_err(|_| RdataError::new("expected an algorithm, 0–255"))?;
            out.push(code);
        }
        Field::CertificateType => {
            let code = mnemonic(words, CERTIFICATE_TYPES, "a certificate type, 0–65535 or its mnemonic")?;
            out.extend_from_slice(&code.to_be_bytes());
        }
        Field::Name => read_domain(words, base, Case::Lower, out)?,
        Field::Mailbox => read_domain(words, base, Case::KeepFirst, out)?,
        Field::Ipv4 => out.extend_from_slice(&address::<Ipv4Addr>(words, "an IPv4 address")?.octets()),
        Field::Ipv6 => out.extend_from_slice(&address::<Ipv6Addr>(words, "an IPv6 address")?.octets()),
        Field::Text | Field::Flags | Field::Tag => {
            let what = "a character string of at most 255 octets";
            let (token, found) = words.next().ok_or_else(|| RdataError::missing(what))?;
            let at = out.len();
            out.push(0);
            read_string(token, found, out)?;
            let length = u8::try_from(out.len() - at - 1).map_err(|_| RdataError::expected(what, found))?;
            if let Some(place) = out.get_mut(at) {
                *place = length;
            }
        }
        Field::Texts => read_strings(words, out)?,
        Field::Value { .. } => {
            let (token, found) = words.next().ok_or_else(|| RdataError::missing("a quoted string"))?;
            read_string(token, found, out)?;
        }
        Field::Hex(_) => read_hex(words, out)?,
        Field::Base64 { may_be_empty } => read_base64(words, may_be_empty, out)?,
        Field::Types => bitmap::read(words, out)?,
        Field::Parameters => parameters::read(words, out)?,
        Field::Location => location::read(words, out)?,
        Field::Eui(octets) => read_eui(words, octets, out)?,
        Field::Nsap => read_nsap(words, out)?,
        Field::Gateway => match out.get(1) {
            Some(0) => {
                let found = word(words, "`.`, for no gateway")?;
                if found != b"." {
                    return Err(RdataError::expected("`.`, for no gateway", found));
                }
            }
            Some(1) => read_field(Field::Ipv4, words, base, out)?,
            Some(2) => read_field(Field::Ipv6, words, base, out)?,
            Some(3) => read_field(Field::Name, words, base, out)?,
            _ => return Err(RdataError::new("expected a gateway type 0–3")),
        },
    }
    Ok(())
}

/// The next token, which may not be quoted.
pub(super) fn word<'a>(words: &mut Words<'a>, what: &str) -> Result<&'a [u8], RdataError> {
    match words.next() {
        None => Err(RdataError::missing(what)),
        Some((token, found)) if token.quoted => Err(RdataError::expected(&format!("{what}, unquoted"), found)),
        Some((_, found)) => Ok(found),
    }
}

fn number<T: TryFrom<u32>>(words: &mut Words<'_>, what: &str) -> Result<T, RdataError> {
    let found = word(words, what)?;
    text::parse_number(found).and_then(|value| T::try_from(value).ok()).ok_or_else(|| RdataError::expected(what, found))
}

fn mnemonic(words: &mut Words<'_>, table: &[(&str, u16)], what: &str) -> Result<u16, RdataError> {
    let found = word(words, what)?;
    let named = table.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(found)).map(|(_, code)| *code);
    named
        .or_else(|| text::parse_number(found).and_then(|value| u16::try_from(value).ok()))
        .ok_or_else(|| RdataError::expected(what, found))
}

pub(super) fn address<T: std::str::FromStr>(words: &mut Words<'_>, what: &str) -> Result<T, RdataError> {
    let found = word(words, what)?;
    parse_address(found).ok_or_else(|| RdataError::expected(what, found))
}

/// An address in its standard form; IPv4 without leading zeros.
pub(super) fn parse_address<T: std::str::FromStr>(found: &[u8]) -> Option<T> {
    std::str::from_utf8(found).ok().and_then(|text| text.parse().ok())
}

fn read_domain(words: &mut Words<'_>, base: Base<'_>, case: Case, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let found = word(words, "a domain name")?;
    let name = read_name(found, base, case).map_err(|error| RdataError::bad_name(&error, found))?;
    out.extend_from_slice(name.as_slice());
    Ok(())
}

/// One string, its escapes resolved, without a length.
fn read_string(token: Token, found: &[u8], out: &mut Vec<u8>) -> Result<(), RdataError> {
    if token.mixed {
        return Err(RdataError::expected("quotes around the whole string", found));
    }
    text::unescape(found, out).map_err(|_| RdataError::bad_escape(found))
}

fn read_strings(words: &mut Words<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    if words.is_empty() {
        return Err(RdataError::missing("a character string"));
    }
    let mut string = Vec::new();
    while let Some((token, found)) = words.next() {
        string.clear();
        read_string(token, found, &mut string)?;
        write_chunks(&string, out);
    }
    Ok(())
}

/// Writes character strings of at most 255 octets each, at least one (R12).
fn write_chunks(octets: &[u8], out: &mut Vec<u8>) {
    if octets.is_empty() {
        out.push(0);
    }
    for chunk in octets.chunks(255) {
        out.push(u8::try_from(chunk.len()).unwrap_or(u8::MAX));
        out.extend_from_slice(chunk);
    }
}

fn read_unknown(words: &mut Words<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let length: u16 = number(words, "the length of the rdata, 0–65535")?;
    if length > 0 {
        read_hex(words, out)?;
    } else if let Some((_, found)) = words.next() {
        return Err(RdataError::expected("nothing more", found));
    }
    if out.len() == usize::from(length) {
        Ok(())
    } else {
        Err(RdataError::new(format!("expected {length} octets of hexadecimal, found {}", out.len())))
    }
}

impl RdataError {
    fn missing_generic(found: Option<&[u8]>) -> RdataError {
        let what = "`\\# length hexadecimal` for a type without a format of its own";
        found.map_or_else(|| RdataError::missing(what), |found| RdataError::expected(what, found))
    }
}
