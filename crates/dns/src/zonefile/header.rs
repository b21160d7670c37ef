//! What stands between owner and rdata: TTL and class in either order, then the type (F9).
//!
//! Surprising: no type starts with a digit, so a token that does is a TTL, and a bad one if it cannot be read as such.

use super::error::{Fault, LineErrorCode, fault};
use crate::rtype::RecordType;
use crate::text::{excerpt, parse_number, parse_period};
use crate::tokens::Words;

/// TTL and class in either order, both optional, then the type.
pub(super) fn read_header(words: &mut Words<'_>) -> Result<(Option<u32>, RecordType), Fault> {
    let mut ttl = None;
    let mut class_seen = false;
    loop {
        let Some((token, found)) = words.next() else {
            return fault(LineErrorCode::Syntax, "a record type is missing");
        };
        if token.quoted {
            return fault(LineErrorCode::Syntax, format!("expected a record type, found `\"{}\"`", excerpt(found)));
        }
        if ttl.is_none() && found.first().is_some_and(u8::is_ascii_digit) {
            ttl = Some(read_ttl(found)?);
        } else if let (false, Some(class)) = (class_seen, read_class(found)) {
            if class != 1 {
                return fault(LineErrorCode::ClassNotIn, format!("the class `{}` is not IN", excerpt(found)));
            }
            class_seen = true;
        } else {
            return match RecordType::read(found) {
                None => fault(LineErrorCode::UnknownType, format!("`{}` is not a known record type", excerpt(found))),
                Some(rtype) if rtype.is_meta() => {
                    fault(LineErrorCode::TypeNotAllowed, format!("records of type {rtype} do not stand in zones"))
                }
                Some(rtype) => Ok((ttl, rtype)),
            };
        }
    }
}

pub(super) fn read_ttl(found: &[u8]) -> Result<u32, Fault> {
    match parse_period(found) {
        Some(ttl @ 0..=0x7FFF_FFFF) => Ok(ttl),
        _ => {
            fault(LineErrorCode::BadTtl, format!("`{}` is not a TTL between 0 and 2147483647 seconds", excerpt(found)))
        }
    }
}

/// The number of a class, RFC 1035 section 3.2.4, RFC 3597 section 5.
fn read_class(found: &[u8]) -> Option<u16> {
    let is = |name: &[u8]| found.eq_ignore_ascii_case(name);
    match found.len() {
        2 if is(b"IN") => Some(1),
        2 if is(b"CS") => Some(2),
        2 if is(b"CH") => Some(3),
        2 if is(b"HS") => Some(4),
        4 if is(b"NONE") => Some(254),
        _ => {
            let (start, number) = found.split_at_checked(5)?;
            let number = if start.eq_ignore_ascii_case(b"CLASS") {
                parse_number(number)?
            } else {
                return None;
            };
            u16::try_from(number).ok()
        }
    }
}
