//! Octets written as hexadecimal or base64, in one token or several.
//!
//! Surprising: blanks may stand anywhere between the digits, even inside an octet, as signers fold long keys into lines.

use super::RdataError;
use super::parse::word;
use crate::text;
use crate::tokens::Words;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(super) fn read_hex(words: &mut Words<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    if words.is_empty() {
        return Err(RdataError::missing("hexadecimal"));
    }
    let mut high = None;
    while !words.is_empty() {
        let found = word(words, "hexadecimal")?;
        for &octet in found {
            let digit = text::hex_digit(octet).ok_or_else(|| RdataError::expected("hexadecimal", found))?;
            match high.take() {
                None => high = Some(digit << 4),
                Some(nibble) => out.push(nibble | digit),
            }
        }
    }
    if high.is_some() {
        return Err(RdataError::new("expected an even number of hexadecimal digits"));
    }
    Ok(())
}

pub(super) fn read_base64(words: &mut Words<'_>, may_be_empty: bool, out: &mut Vec<u8>) -> Result<(), RdataError> {
    if words.is_empty() && !may_be_empty {
        return Err(RdataError::missing("base64"));
    }
    let mut encoded = Vec::new();
    while !words.is_empty() {
        encoded.extend_from_slice(word(words, "base64")?);
    }
    STANDARD.decode_vec(&encoded, out).map_err(|_| RdataError::expected("base64", &encoded))
}

pub(super) fn read_eui(words: &mut Words<'_>, octets: usize, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let what =
        if octets == 6 { "six octets like `00-00-5e-00-53-2a`" } else { "eight octets like `00-00-5e-ef-10-00-00-2a`" };
    let found = word(words, what)?;
    let start = out.len();
    for part in found.split(|&octet| octet == b'-') {
        let [high, low] = part else {
            return Err(RdataError::expected(what, found));
        };
        match (text::hex_digit(*high), text::hex_digit(*low)) {
            (Some(high), Some(low)) => out.push(high << 4 | low),
            _ => return Err(RdataError::expected(what, found)),
        }
    }
    if out.len() - start == octets { Ok(()) } else { Err(RdataError::expected(what, found)) }
}

pub(super) fn read_nsap(words: &mut Words<'_>, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let what = "an NSAP address like `0x47.0005.80`";
    let found = word(words, what)?;
    let bad = || RdataError::expected(what, found);
    let digits = found.strip_prefix(b"0x").or_else(|| found.strip_prefix(b"0X")).ok_or_else(bad)?;
    let digits: Option<Vec<u8>> =
        digits.iter().filter(|&&octet| octet != b'.').map(|&octet| text::hex_digit(octet)).collect();
    let digits = digits.filter(|digits| !digits.is_empty() && digits.len() % 2 == 0).ok_or_else(bad)?;
    out.extend(digits.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | digit)));
    Ok(())
}
