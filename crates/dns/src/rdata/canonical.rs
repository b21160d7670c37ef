//! Rdata as octets: checked field by field against the table, and brought into the one canonical form (R4, RFC 4034 section 6.2).
//!
//! Surprising: unlike RFC 6840 section 5.1, names in every known type are lower-cased, since this is how the registry stores them;
//! only the first label of a SOA's RNAME keeps its case. Names may not be compressed: nothing here comes from a DNS message.

use super::layout::{Field, layout};
use super::{RdataError, bitmap, location, parameters};
use crate::name::{Name, NameError, name_length};
use crate::rtype::RecordType;
use crate::text::excerpt;

/// The longest rdata, R14.
const MAX_RDATA: usize = 65535;

pub(super) fn check_size(wire: &[u8]) -> Result<(), RdataError> {
    if wire.len() > MAX_RDATA { Err(RdataError::too_large()) } else { Ok(()) }
}

/// Checks `wire` against the fields of its type and writes its canonical form; `out` is overwritten.
pub(super) fn canonicalise(rtype: RecordType, wire: &[u8], out: &mut Vec<u8>) -> Result<(), RdataError> {
    out.clear();
    if rtype.is_meta() || rtype.is_signer_made() {
        return Err(RdataError::not_allowed(rtype));
    }
    check_size(wire)?;
    let Some(fields) = layout(rtype) else {
        out.extend_from_slice(wire);
        return Ok(());
    };
    let mut input = Input { rest: wire };
    for &field in fields {
        copy_field(field, &mut input, out)?;
    }
    if !input.rest.is_empty() {
        return Err(RdataError::new(format!("{} octets follow the last field of {rtype}", input.rest.len())));
    }
    if rtype == RecordType::NAPTR {
        check_naptr(out)?;
    }
    check_size(out)
}

/// What is left of the octets.
struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    fn take(&mut self, length: usize, what: &str) -> Result<&'a [u8], RdataError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or_else(|| RdataError::new(format!("expected {what}, the rdata is too short")))?;
        self.rest = rest;
        Ok(taken)
    }

    fn take_rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.rest)
    }

    fn take_string(&mut self) -> Result<&'a [u8], RdataError> {
        let length = self.rest.first().map_or(1, |&length| usize::from(length) + 1);
        self.take(length, "a character string")
    }
}

fn copy_field(field: Field, input: &mut Input<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    match field {
        Field::U8 | Field::Algorithm => out.extend_from_slice(input.take(1, "an integer of 8 bits")?),
        Field::U16 | Field::CertificateType => out.extend_from_slice(input.take(2, "an integer of 16 bits")?),
        Field::U32 | Field::Period => out.extend_from_slice(input.take(4, "an integer of 32 bits")?),
        Field::Name => copy_name(input, false, out)?,
        Field::Mailbox => copy_name(input, true, out)?,
        Field::Ipv4 => out.extend_from_slice(input.take(4, "an IPv4 address")?),
        Field::Ipv6 => out.extend_from_slice(input.take(16, "an IPv6 address")?),
        Field::Text => out.extend_from_slice(input.take_string()?),
        Field::Flags => {
            let flags = input.take_string()?;
            if !flags.iter().skip(1).all(u8::is_ascii_alphanumeric) {
                let found = flags.get(1..).unwrap_or_default();
                return Err(RdataError::expected("flags of letters and digits", found));
            }
            out.extend_from_slice(flags);
        }
        Field::Texts => {
            out.extend_from_slice(input.take_string()?);
            while !input.rest.is_empty() {
                out.extend_from_slice(input.take_string()?);
            }
        }
        Field::Tag => {
            let tag = input.take_string()?;
            let letters = tag.get(1..).unwrap_or_default();
            if !(1..=15).contains(&letters.len()) || !letters.iter().all(u8::is_ascii_alphanumeric) {
                return Err(RdataError::expected("a tag of 1–15 letters or digits", letters));
            }
            out.extend(tag.iter().map(u8::to_ascii_lowercase));
        }
        Field::Value { may_be_empty } | Field::Base64 { may_be_empty } => {
            let value = input.take_rest();
            if value.is_empty() && !may_be_empty {
                return Err(RdataError::new(match field {
                    Field::Base64 { .. } => "expected base64, found nothing",
                    _ => "expected a target that is not empty",
                }));
            }
            out.extend_from_slice(value);
        }
        Field::Hex(digest) => {
            let octets = input.take_rest();
            match digest.length(out) {
                Some(length) if length != octets.len() => {
                    return Err(RdataError::new(format!(
                        "expected a digest of {length} octets, found {}",
                        octets.len()
                    )));
                }
                _ if octets.is_empty() => return Err(RdataError::missing("hexadecimal")),
                _ => out.extend_from_slice(octets),
            }
        }
        Field::Types => {
            let octets = input.take_rest();
            bitmap::check(octets)?;
            out.extend_from_slice(octets);
        }
        Field::Parameters => parameters::canonicalise(input.take_rest(), out)?,
        Field::Location => location::canonicalise(input.take_rest(), out)?,
        Field::Eui(length) => out.extend_from_slice(input.take(length, "an EUI")?),
        Field::Nsap => match input.take_rest() {
            [] => return Err(RdataError::missing("an NSAP address")),
            octets => out.extend_from_slice(octets),
        },
        Field::Gateway => match out.get(1) {
            Some(0) => {}
            Some(1) => copy_field(Field::Ipv4, input, out)?,
            Some(2) => copy_field(Field::Ipv6, input, out)?,
            Some(3) => copy_field(Field::Name, input, out)?,
            _ => return Err(RdataError::new("expected a gateway type 0–3")),
        },
    }
    Ok(())
}

fn copy_name(input: &mut Input<'_>, keep_first: bool, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let bad = |error: NameError| RdataError::new(format!("expected a domain name: {error}"));
    let length = name_length(input.rest).ok_or_else(|| bad(NameError::BadWire))?;
    let wire = input.take(length, "a domain name")?;
    let first = if keep_first { wire.first().map_or(0, |&label| usize::from(label)) } else { 0 };
    let (kept, lowered) =
        if first > 0 { wire.split_at_checked(first + 1).unwrap_or((wire, &[])) } else { (&[][..], wire) };
    out.extend_from_slice(kept);
    out.extend_from_slice(Name::from_wire(lowered).map_err(bad)?.as_wire());
    Ok(())
}

/// RFC 3403 section 4.1: a regular expression and a replacement exclude each other.
fn check_naptr(wire: &[u8]) -> Result<(), RdataError> {
    let mut input = Input { rest: wire };
    input.take(4, "order and preference")?;
    input.take_string()?;
    input.take_string()?;
    let expression = input.take_string()?;
    if expression.len() > 1 && input.rest != [0] {
        let found = excerpt(expression.get(1..).unwrap_or_default());
        return Err(RdataError::new(format!("expected the replacement `.` beside the regular expression `{found}`")));
    }
    Ok(())
}
