//! LOC (RFC 1876): degrees, minutes and seconds in text; on the wire offsets from the equator, the meridian and 100 km below sea.
//!
//! Surprising: sizes are kept as one digit and a power of ten, in centimetres, so `12m` becomes `10m`.

use super::RdataError;
use super::parse::word;
use crate::text::write_number;
use crate::tokens::Words;
use std::fmt::Write;

const MERIDIAN: u32 = 1 << 31;
const DEGREE: u32 = 3_600_000;
/// 100 km in centimetres: altitudes count from that far below the reference.
const BELOW: u64 = 10_000_000;
const DEFAULT_SIZES: [u8; 3] = [0x12, 0x16, 0x13];

/// Reads `d1 [m1 [s1]] {N|S} d2 [m2 [s2]] {E|W} alt[m] [siz[m] [hp[m] [vp[m]]]]`.
pub(super) fn read(words: &mut Words<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let latitude = read_angle(words, 90, [b'N', b'S'], "a latitude like `59 56 31.000 N`")?;
    let longitude = read_angle(words, 180, [b'E', b'W'], "a longitude like `10 43 14.000 E`")?;
    let what = "an altitude between -100000.00m and 42849672.95m";
    let found = word(words, what)?;
    let altitude = match found.strip_prefix(b"-") {
        Some(depth) => centimetres(depth).and_then(|depth| BELOW.checked_sub(depth)),
        None => centimetres(found).and_then(|height| BELOW.checked_add(height)),
    };
    let altitude =
        altitude.and_then(|value| u32::try_from(value).ok()).ok_or_else(|| RdataError::expected(what, found))?;
    let mut sizes = DEFAULT_SIZES;
    for size in &mut sizes {
        if words.is_empty() {
            break;
        }
        let what = "a size between 0 and 90000000.00m";
        let found = word(words, what)?;
        *size = centimetres(found).and_then(encode_size).ok_or_else(|| RdataError::expected(what, found))?;
    }
    out.push(0);
    out.extend_from_slice(&sizes);
    for number in [latitude, longitude, altitude] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    Ok(())
}

fn read_angle(words: &mut Words<'_>, limit: u32, [plus, minus]: [u8; 2], what: &str) -> Result<u32, RdataError> {
    let mut parts = [0_u32; 3];
    let mut count = 0;
    loop {
        let found = word(words, what)?;
        let bad = || RdataError::expected(what, found);
        let north_or_east = match (count, found) {
            (1.., [letter]) if letter.eq_ignore_ascii_case(&plus) => Some(true),
            (1.., [letter]) if letter.eq_ignore_ascii_case(&minus) => Some(false),
            _ => None,
        };
        if let Some(north_or_east) = north_or_east {
            let [degrees, minutes, thousandths] = parts;
            let angle = degrees * DEGREE + minutes * 60_000 + thousandths;
            if angle > limit * DEGREE {
                return Err(bad());
            }
            return Ok(if north_or_east { MERIDIAN + angle } else { MERIDIAN - angle });
        }
        let (decimals, below) = match count {
            0 => (0, u64::from(limit) + 1),
            1 => (0, 60),
            _ => (3, 60_000),
        };
        let value = fixed_point(found, decimals).filter(|&value| value < below).ok_or_else(bad)?;
        *parts.get_mut(count).ok_or_else(bad)? = u32::try_from(value).map_err(|_| bad())?;
        count += 1;
    }
}

fn centimetres(text: &[u8]) -> Option<u64> {
    let number = match text {
        [number @ .., b'm' | b'M'] => number,
        _ => text,
    };
    fixed_point(number, 2)
}

/// A decimal number times ten to the power of `decimals`, with at most so many digits after the point.
fn fixed_point(text: &[u8], decimals: usize) -> Option<u64> {
    let mut parts = text.splitn(2, |&octet| octet == b'.');
    let whole = u64::from(crate::text::parse_number(parts.next()?)?);
    let scale = 10_u64.pow(u32::try_from(decimals).ok()?);
    let fraction = match parts.next() {
        None => 0,
        Some(digits) if (1..=decimals).contains(&digits.len()) => {
            let missing = u32::try_from(decimals - digits.len()).ok()?;
            u64::from(crate::text::parse_number(digits)?) * 10_u64.pow(missing)
        }
        Some(_) => return None,
    };
    whole.checked_mul(scale)?.checked_add(fraction)
}

fn encode_size(centimetres: u64) -> Option<u8> {
    let mut mantissa = centimetres;
    let mut exponent = 0_u8;
    while mantissa > 9 {
        mantissa /= 10;
        exponent += 1;
    }
    (exponent <= 9).then_some(u8::try_from(mantissa).ok()? << 4 | exponent)
}

/// Checks the ranges and copies; a size of nothing has one form.
pub(super) fn canonicalise(wire: &[u8], out: &mut Vec<u8>) -> Result<(), RdataError> {
    let Some((fields, [])) = wire.split_first_chunk::<16>() else {
        return Err(RdataError::new("expected a location of 16 octets"));
    };
    let [version, sizes @ .., _, _, _, _, _, _, _, _, _, _, _, _] = *fields;
    if version != 0 {
        return Err(RdataError::new("expected a location of version 0"));
    }
    if sizes.iter().any(|&size| size >> 4 > 9 || size & 15 > 9) {
        return Err(RdataError::new("expected sizes of a digit and a power of ten"));
    }
    let [latitude, longitude, _] = offsets(fields);
    if latitude.abs_diff(MERIDIAN) > 90 * DEGREE || longitude.abs_diff(MERIDIAN) > 180 * DEGREE {
        return Err(RdataError::new("expected a latitude up to 90 and a longitude up to 180 degrees"));
    }
    out.push(0);
    out.extend(sizes.iter().map(|&size| if size >> 4 == 0 { 0 } else { size }));
    out.extend(fields.iter().skip(4));
    Ok(())
}

fn offsets(fields: &[u8; 16]) -> [u32; 3] {
    let [_, _, _, _, a, b, c, d, e, f, g, h, i, j, k, l] = *fields;
    [u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]), u32::from_be_bytes([i, j, k, l])]
}

/// Appends all parts, the default sizes too.
pub(super) fn write(wire: &[u8], out: &mut String) -> Option<()> {
    let fields = wire.first_chunk::<16>().filter(|_| wire.len() == 16)?;
    let [0, sizes @ .., _, _, _, _, _, _, _, _, _, _, _, _] = *fields else {
        return None;
    };
    let [latitude, longitude, altitude] = offsets(fields);
    write_angle(latitude, ['N', 'S'], out)?;
    write_angle(longitude, ['E', 'W'], out)?;
    let height = i64::from(altitude) - i64::try_from(BELOW).ok()?;
    let sign = if height < 0 { "-" } else { "" };
    let height = height.unsigned_abs();
    write!(out, "{sign}{}.{:02}m", height / 100, height % 100).ok()?;
    for size in sizes {
        let (digit, power) = (u64::from(size >> 4), u32::from(size & 15));
        if digit > 9 || power > 9 {
            return None;
        }
        let centimetres = digit * 10_u64.pow(power);
        match centimetres {
            0..100 => write!(out, " 0.{centimetres:02}m").ok()?,
            _ => write!(out, " {}m", centimetres / 100).ok()?,
        }
    }
    Some(())
}

fn write_angle(offset: u32, [plus, minus]: [char; 2], out: &mut String) -> Option<()> {
    let angle = offset.abs_diff(MERIDIAN);
    write_number(out, angle / DEGREE);
    out.push(' ');
    write_number(out, angle / 60_000 % 60);
    let thousandths = angle % 60_000;
    let letter = if offset >= MERIDIAN { plus } else { minus };
    write!(out, " {}.{:03} {letter} ", thousandths / 1000, thousandths % 1000).ok()
}
