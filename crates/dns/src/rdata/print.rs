//! Rdata to text: walks the table of fields over canonical wire octets and appends the one spelling each value has (R4).
//!
//! Surprising: octets that do not fit their type, which only a damaged store could hold, are printed as RFC 3597 `\# length hex`
//! instead of failing, so that an export never stops half-way.

use super::layout::{Field, layout};
use super::{bitmap, location, parameters};
use crate::name::{name_length, write_wire};
use crate::rtype::RecordType;
use crate::text::{write_hex, write_number, write_quoted};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;
use std::net::Ipv6Addr;

/// Appends canonical rdata in its one presentation form, without building an [`super::Rdata`].
///
/// ```
/// use domesday_dns::{RecordType, write_rdata};
/// let mut out = String::new();
/// write_rdata(RecordType::A, &[192, 0, 2, 1], &mut out);
/// assert_eq!(out, "192.0.2.1");
/// ```
pub fn write_rdata(rtype: RecordType, wire: &[u8], out: &mut String) {
    let start = out.len();
    if let Some(fields) = layout(rtype) {
        if write_fields(fields, wire, out).is_some() {
            return;
        }
        out.truncate(start);
    }
    out.push_str("\\# ");
    write_number(out, u32::try_from(wire.len()).unwrap_or(u32::MAX));
    if !wire.is_empty() {
        out.push(' ');
        write_hex(out, wire);
    }
}

fn write_fields(fields: &[Field], wire: &[u8], out: &mut String) -> Option<()> {
    let mut rest = wire;
    for (index, &field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        rest = write_field(field, wire, rest, out)?;
    }
    // A last field that printed as nothing leaves no blank behind.
    if out.ends_with(' ') {
        out.pop();
    }
    rest.is_empty().then_some(())
}

/// Writes the field at the start of `rest`; returns what follows it.
fn write_field<'a>(field: Field, wire: &[u8], rest: &'a [u8], out: &mut String) -> Option<&'a [u8]> {
    let end = rest.get(rest.len()..)?;
    match field {
        Field::U8 | Field::Algorithm => {
            let (number, rest) = rest.split_first()?;
            write_number(out, u32::from(*number));
            Some(rest)
        }
        Field::U16 | Field::CertificateType => {
            let (number, rest) = rest.split_first_chunk()?;
            write_number(out, u32::from(u16::from_be_bytes(*number)));
            Some(rest)
        }
        Field::U32 | Field::Period => {
            let (number, rest) = rest.split_first_chunk()?;
            write_number(out, u32::from_be_bytes(*number));
            Some(rest)
        }
        Field::Name | Field::Mailbox => {
            let (name, rest) = rest.split_at_checked(name_length(rest)?)?;
            write_wire(out, name);
            Some(rest)
        }
        Field::Ipv4 => {
            let (octets, rest) = rest.split_first_chunk::<4>()?;
            for (index, &octet) in octets.iter().enumerate() {
                if index > 0 {
                    out.push('.');
                }
                write_number(out, u32::from(octet));
            }
            Some(rest)
        }
        Field::Ipv6 => {
            let (octets, rest) = rest.split_first_chunk::<16>()?;
            write!(out, "{}", Ipv6Addr::from(*octets)).ok()?;
            Some(rest)
        }
        Field::Text | Field::Flags => write_string(rest, out),
        Field::Texts => {
            let mut rest = write_string(rest, out)?;
            while !rest.is_empty() {
                out.push(' ');
                rest = write_string(rest, out)?;
            }
            Some(rest)
        }
        Field::Tag => {
            let (&length, rest) = rest.split_first()?;
            let (tag, rest) = rest.split_at_checked(usize::from(length))?;
            out.push_str(std::str::from_utf8(tag).ok().filter(|tag| !tag.is_empty())?);
            Some(rest)
        }
        Field::Value { .. } => {
            write_quoted(out, rest);
            Some(end)
        }
        Field::Hex(_) => {
            write_hex(out, rest);
            Some(end)
        }
        Field::Base64 { .. } => {
            STANDARD.encode_string(rest, out);
            Some(end)
        }
        Field::Types => bitmap::write(rest, out).map(|()| end),
        Field::Parameters => parameters::write(rest, out).map(|()| end),
        Field::Location => location::write(rest, out).map(|()| end),
        Field::Eui(length) => {
            let (octets, rest) = rest.split_at_checked(length)?;
            for (index, &octet) in octets.iter().enumerate() {
                if index > 0 {
                    out.push('-');
                }
                write_hex(out, &[octet]);
            }
            Some(rest)
        }
        Field::Nsap => {
            out.push_str("0x");
            write_hex(out, rest);
            Some(end)
        }
        Field::Gateway => match wire.get(1)? {
            0 => {
                out.push('.');
                Some(rest)
            }
            1 => write_field(Field::Ipv4, wire, rest, out),
            2 => write_field(Field::Ipv6, wire, rest, out),
            3 => write_field(Field::Name, wire, rest, out),
            _ => None,
        },
    }
}

fn write_string<'a>(wire: &'a [u8], out: &mut String) -> Option<&'a [u8]> {
    let (&length, rest) = wire.split_first()?;
    let (string, rest) = rest.split_at_checked(usize::from(length))?;
    write_quoted(out, string);
    Some(rest)
}
