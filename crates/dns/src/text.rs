//! The small spellings shared by names, rdata and zone files: escapes, quoted strings, hexadecimal, periods of time.
//!
//! Surprising: labels escape far more than RFC 1035 asks for (rule F2), because some parsers refuse a bare `+` or `'`; and quoted
//! strings escape every octet outside 0x20–0x7E (R12), so that an exported file is pure ASCII.

/// Appends `label` as rule F2 prints it: letters, digits, `-`, `_`, `*`, `/` as they are, `.` and `\` behind a backslash, every other
/// octet as `\DDD` (RFC 1035 section 5.1).
///
/// ```
/// let mut out = String::new();
/// domesday_dns::text::write_label(&mut out, b"o'brien.x");
/// assert_eq!(out, r"o\039brien\.x");
/// ```
pub fn write_label(out: &mut String, label: &[u8]) {
    if label.iter().all(|&octet| is_plain(octet))
        && let Ok(text) = std::str::from_utf8(label)
    {
        out.push_str(text);
        return;
    }
    for &octet in label {
        match octet {
            b'.' | b'\\' => {
                out.push('\\');
                out.push(char::from(octet));
            }
            _ if is_plain(octet) => out.push(char::from(octet)),
            _ => write_decimal_escape(out, octet),
        }
    }
}

fn is_plain(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'*' | b'/')
}

/// Appends `octets` as a quoted string: `"` and `\` behind a backslash, octets outside 0x20–0x7E as `\DDD` (R12).
///
/// ```
/// let mut out = String::new();
/// domesday_dns::text::write_quoted(&mut out, "say \"é\"".as_bytes());
/// assert_eq!(out, r#""say \"\195\169\"""#);
/// ```
pub fn write_quoted(out: &mut String, octets: &[u8]) {
    out.push('"');
    for &octet in octets {
        match octet {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(octet));
            }
            0x20..=0x7E => out.push(char::from(octet)),
            _ => write_decimal_escape(out, octet),
        }
    }
    out.push('"');
}

/// Reads a TTL: seconds, or numbers with the units `w`, `d`, `h`, `m`, `s` in any case (`1h30m`, F9); at most 2147483647
/// (RFC 2181 section 8).
///
/// ```
/// use domesday_dns::text::parse_ttl;
/// assert_eq!(parse_ttl("1h30m"), Some(5400));
/// assert_eq!(parse_ttl("2147483648"), None);
/// ```
pub fn parse_ttl(text: &str) -> Option<u32> {
    parse_period(text.as_bytes()).filter(|&ttl| ttl <= 0x7FFF_FFFF)
}

/// As [`parse_ttl`], but up to 32 bits: the timers of a SOA.
pub(crate) fn parse_period(text: &[u8]) -> Option<u32> {
    let mut total: u32 = 0;
    let mut number: Option<u32> = None;
    let mut units = false;
    for &octet in text {
        if octet.is_ascii_digit() {
            let digit = u32::from(octet - b'0');
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            continue;
        }
        let unit = match octet.to_ascii_lowercase() {
            b's' => 1,
            b'm' => 60,
            b'h' => 3600,
            b'd' => 86400,
            b'w' => 604_800,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
        units = true;
    }
    match (number, units) {
        (Some(number), false) => Some(number),
        (None, true) => Some(total),
        _ => None,
    }
}

/// Reads decimal digits only: no sign, no blank.
pub(crate) fn parse_number(text: &[u8]) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0_u32, |sum, &octet| {
        if !octet.is_ascii_digit() {
            return None;
        }
        sum.checked_mul(10)?.checked_add(u32::from(octet - b'0'))
    })
}

/// An escape that is neither `\DDD` up to 255 nor `\c`.
#[derive(Debug)]
pub(crate) struct BadEscape;

/// Appends the octets that `text` stands for, resolving `\DDD` and `\c` (RFC 1035 section 5.1).
pub(crate) fn unescape(text: &[u8], out: &mut Vec<u8>) -> Result<(), BadEscape> {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&octet| octet == b'\\') {
        let (before, escape) = rest.split_at(at);
        out.extend_from_slice(before);
        let (octet, length) = read_escape(escape)?;
        out.push(octet);
        rest = escape.get(length..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    Ok(())
}

/// Appends the octets that `text` stands for, as a face has it that refuses no backslash: one that starts no escape, because it is
/// the last octet or digits follow that are no octet, stands for itself.
///
/// ```
/// let mut out = Vec::new();
/// domesday_dns::text::unescape_loosely(br"v=DKIM1\; \065\256\", &mut out);
/// assert_eq!(out, br"v=DKIM1; A\256\");
/// ```
pub fn unescape_loosely(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&octet| octet == b'\\') {
        let (before, escape) = rest.split_at(at);
        out.extend_from_slice(before);
        let (octet, length) = read_escape(escape).unwrap_or((b'\\', 1));
        out.push(octet);
        rest = escape.get(length..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

/// The octet that the escape at the start of `text` stands for, and how long the escape is.
pub(crate) fn read_escape(text: &[u8]) -> Result<(u8, usize), BadEscape> {
    match *text {
        [b'\\', a, b, c, ..] if a.is_ascii_digit() => {
            if !b.is_ascii_digit() || !c.is_ascii_digit() {
                return Err(BadEscape);
            }
            let value = u32::from(a - b'0') * 100 + u32::from(b - b'0') * 10 + u32::from(c - b'0');
            u8::try_from(value).map(|octet| (octet, 4)).map_err(|_| BadEscape)
        }
        [b'\\', a, ..] if !a.is_ascii_digit() => Ok((a, 2)),
        _ => Err(BadEscape),
    }
}

fn write_decimal_escape(out: &mut String, octet: u8) {
    out.push('\\');
    out.push(char::from(b'0' + octet / 100));
    out.push(char::from(b'0' + octet / 10 % 10));
    out.push(char::from(b'0' + octet % 10));
}

/// Appends a number in decimal digits, without the weight of `format!`.
pub(crate) fn write_number(out: &mut String, number: u32) {
    let mut digits = [0_u8; 10];
    let mut rest = number;
    let mut length = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        length += 1;
        if rest == 0 {
            break;
        }
    }
    let start = digits.len() - length;
    for &digit in digits.iter().skip(start) {
        out.push(char::from(digit));
    }
}

/// Appends lower-case hexadecimal.
pub(crate) fn write_hex(out: &mut String, octets: &[u8]) {
    for &octet in octets {
        for nibble in [octet >> 4, octet & 15] {
            out.push(char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }));
        }
    }
}

/// The value of one hexadecimal digit.
pub(crate) fn hex_digit(octet: u8) -> Option<u8> {
    char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A short rendering of arbitrary input for an error message: printable, at most 40 characters.
pub(crate) fn excerpt(octets: &[u8]) -> String {
    let text = String::from_utf8_lossy(octets);
    let mut short: String =
        text.chars().take(40).map(|letter| if letter.is_control() { '\u{FFFD}' } else { letter }).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
