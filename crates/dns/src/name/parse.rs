//! Names from text: RFC 1035 presentation form with the rules N1, N2 and N6.
//!
//! Surprising: a label is either plain ASCII (kept, lower-cased), or has an escape (taken literally, octet by octet), or holds
//! characters outside ASCII (goes through IDNA). Only the last two allocate. Other ASCII marks may stand unescaped, as in many zone
//! files, but for blanks, control characters and `"`, `(`, `)`, `;`, `@`, which in a name are nearly always a mistake.

use super::wire::Buffer;
use super::{Name, NameError, idn};
use crate::text;

/// What a name without a final dot is relative to.
#[derive(Clone, Copy)]
pub(crate) enum Base<'a> {
    /// To nothing: every name is absolute, the final dot optional (N6).
    Absolute,
    /// To the origin of a zone file, which `@` stands for; without one, such names are refused.
    Origin(Option<&'a Name>),
}

/// Whether the first label keeps its case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// All labels become lower-case.
    Lower,
    /// The first label is a mailbox's local part: literal, its case kept (Z12).
    KeepFirst,
}

/// Reads `text`, which is UTF-8, into a buffer.
pub(crate) fn read_name(text: &[u8], base: Base<'_>, case: Case) -> Result<Buffer, NameError> {
    let mut name = Buffer::new();
    match (text, base) {
        (b"", _) => return Err(NameError::Empty),
        (b".", _) => {
            name.close()?;
            return Ok(name);
        }
        (b"@", Base::Origin(origin)) => {
            name.append(origin.ok_or(NameError::NoOrigin)?.as_wire())?;
            return Ok(name);
        }
        _ => {}
    }
    let mut rest = text;
    loop {
        let found = find_label(rest);
        let literal = case == Case::KeepFirst && name.is_empty();
        push_label(&mut name, &found, literal)?;
        match found.rest {
            Some([]) => {
                name.close()?;
                return Ok(name);
            }
            Some(next) => rest = next,
            None => break,
        }
    }
    match base {
        Base::Absolute => name.close()?,
        Base::Origin(origin) => name.append(origin.ok_or(NameError::NoOrigin)?.as_wire())?,
    }
    Ok(name)
}

/// A label as it stands in the text.
struct Found<'a> {
    label: &'a [u8],
    /// What follows the dot, if there is one.
    rest: Option<&'a [u8]>,
    escaped: bool,
    foreign: bool,
}

fn find_label(text: &[u8]) -> Found<'_> {
    let (mut escaped, mut foreign) = (false, false);
    let mut at = 0;
    while let Some(&octet) = text.get(at) {
        let separator = match octet {
            b'.' => 1,
            b'\\' => {
                escaped = true;
                at += 2;
                continue;
            }
            0x80.. => separator_length(text.get(at..).unwrap_or_default()),
            _ => 0,
        };
        if separator > 0 {
            let label = text.get(..at).unwrap_or_default();
            return Found { label, rest: text.get(at + separator..), escaped, foreign };
        }
        foreign |= !octet.is_ascii();
        at += 1;
    }
    Found { label: text, rest: None, escaped, foreign }
}

/// The other full stops that UTS 46 section 4 takes for the separator: U+3002, U+FF0E, U+FF61.
fn separator_length(text: &[u8]) -> usize {
    match text {
        [0xE3, 0x80, 0x82, ..] | [0xEF, 0xBC, 0x8E, ..] | [0xEF, 0xBD, 0xA1, ..] => 3,
        _ => 0,
    }
}

fn push_label(name: &mut Buffer, found: &Found<'_>, literal: bool) -> Result<(), NameError> {
    let label = found.label;
    if !found.escaped && !found.foreign {
        check_characters(label)?;
        if !literal {
            idn::check_if_a_label(label)?;
        }
        return name.push(label, literal);
    }
    if found.escaped || literal {
        check_characters(label)?;
        let mut octets = Vec::with_capacity(label.len());
        text::unescape(label, &mut octets).map_err(|_| NameError::BadEscape)?;
        if !literal {
            idn::check_if_a_label(&octets)?;
        }
        return name.push(&octets, literal);
    }
    let unicode = std::str::from_utf8(label).map_err(|_| NameError::BadIdn(text::excerpt(label)))?;
    name.push(idn::to_a_label(unicode)?.as_bytes(), false)
}

fn check_characters(label: &[u8]) -> Result<(), NameError> {
    let mut rest = label;
    while let [octet, tail @ ..] = rest {
        rest = match octet {
            b'\\' => tail.get(1..).unwrap_or_default(),
            0..=b' ' | b'"' | b'(' | b')' | b';' | b'@' | 0x7F => {
                return Err(NameError::BadCharacter(char::from(*octet)));
            }
            _ => tail,
        };
    }
    Ok(())
}
