//! Bitmaps of record types (RFC 4034 section 4.1.2), as CSYNC has one: windows of 256 types, no empty window, no trailing zeros.

use super::RdataError;
use super::parse::word;
use crate::rtype::RecordType;
use crate::tokens::Words;

/// Reads mnemonics to the end.
pub(super) fn read(words: &mut Words<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let mut types = Vec::new();
    while !words.is_empty() {
        let found = word(words, "a record type")?;
        types.push(RecordType::read(found).ok_or_else(|| RdataError::expected("a record type", found))?);
    }
    types.sort_unstable();
    types.dedup();
    for window in types.chunk_by(|a, b| a.0 >> 8 == b.0 >> 8) {
        let mut bits = [0_u8; 32];
        let mut length = 0;
        for rtype in window {
            let [_, low] = rtype.0.to_be_bytes();
            if let Some(octet) = bits.get_mut(usize::from(low >> 3)) {
                *octet |= 0x80 >> (low & 7);
            }
            length = (low >> 3) + 1;
        }
        if let [first, ..] = window {
            let [number, _] = first.0.to_be_bytes();
            out.extend_from_slice(&[number, length]);
        }
        out.extend(bits.iter().take(usize::from(length)));
    }
    Ok(())
}

/// Refuses windows out of order, empty, too long, or with trailing zeros.
pub(super) fn check(wire: &[u8]) -> Result<(), RdataError> {
    let mut last = None;
    for window in windows(wire) {
        let (number, bits) = window.ok_or_else(|| RdataError::new("expected a well-formed type bitmap"))?;
        if last.is_some_and(|last| last >= number) || bits.last() == Some(&0) {
            return Err(RdataError::new("expected the windows of the type bitmap in order and without trailing zeros"));
        }
        last = Some(number);
    }
    Ok(())
}

/// Appends the mnemonics, separated by blanks.
pub(super) fn write(wire: &[u8], out: &mut String) -> Option<()> {
    let mut first = true;
    for window in windows(wire) {
        let (number, bits) = window?;
        for (index, &octet) in (0_u8..).zip(bits) {
            for bit in 0..8 {
                if octet & (0x80 >> bit) != 0 {
                    if !first {
                        out.push(' ');
                    }
                    first = false;
                    RecordType(u16::from_be_bytes([number, index << 3 | bit])).write(out);
                }
            }
        }
    }
    Some(())
}

/// The windows; `None` once, at the first malformed one.
fn windows(wire: &[u8]) -> impl Iterator<Item = Option<(u8, &[u8])>> {
    let mut rest = wire;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let window = match *rest {
            [number, length @ 1..=32, ref tail @ ..] => {
                tail.split_at_checked(usize::from(length)).map(|(bits, tail)| (number, bits, tail))
            }
            _ => None,
        };
        rest = window.map_or(&[], |(_, _, tail)| tail);
        Some(window.map(|(number, bits, _)| (number, bits)))
    })
}
