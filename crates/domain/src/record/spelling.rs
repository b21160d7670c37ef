//! How texts in TXT values were written, where that is to be seen again (rules R7 and R8 of `dynect.md`).
//!
//! On the wire a TXT value is a list of character strings, and `zones.md` R12 prints each list in one way. Some faces give back what
//! their client wrote, letter by letter, and whether it was called TXT or SPF: so both are kept beside the value, under the number of
//! its record. Neither is published, and neither makes two values of one.
//!
//! ```
//! use domesday_domain::record::spelling::{printed, read_txt};
//!
//! let value = read_txt(r"v=DKIM1\; p=MIG")?;
//! assert_eq!(printed(&value), r#""v=DKIM1; p=MIG""#);
//! assert_eq!(read_txt(r#""v=DKIM1; " "p=MIG""#)?.to_string(), r#""v=DKIM1; " "p=MIG""#);
//! # Ok::<(), domesday_domain::record::spelling::SpellingFault>(())
//! ```

mod kept;

use domesday_dns::text::unescape_loosely;
use domesday_dns::{Rdata, RecordType};

pub use kept::{ShownAs, Spelling, Spellings};

/// The longest text that is read, in octets: 65535 octets of rdata, each written as `\DDD`, take no more with their quotes and blanks.
const LONGEST_TEXT: usize = 4 * 65_536;

/// The longest character string (RFC 1035 section 3.3).
const LONGEST_STRING: usize = 255;

/// Why a text is no TXT value.
#[derive(thiserror::Error, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SpellingFault {
    /// A text that starts with `"` ends inside a quoted string.
    #[error("Expected a closing quote, found the end")]
    UnclosedQuote,
    /// Something other than blanks stands between quoted strings, or after them.
    #[error("Expected nothing but blanks between quoted strings")]
    BetweenStrings,
    /// A control character stands in it as itself.
    #[error("Expected control characters to be written as `\\DDD`")]
    ControlCharacter,
    /// More than 65535 octets of rdata, or that many blanks that it comes to as much.
    #[error("The value is longer than 65535 octets")]
    TooLarge,
}

/// Reads a TXT value as it is spelled (rule R7): a text that starts with `"` is a list of quoted strings, any other is one text, `\#`
/// included. In both `\DDD` and `\c` are escapes, and a backslash that starts none is itself. What is longer than 255 octets is cut;
/// characters outside ASCII become the octets of their UTF-8. The answer is of type TXT, also for what a face calls SPF.
///
/// # Errors
/// The first [`SpellingFault`].
pub fn read_txt(text: &str) -> Result<Rdata, SpellingFault> {
    if text.len() > LONGEST_TEXT {
        return Err(SpellingFault::TooLarge);
    }
    if text.chars().any(char::is_control) {
        return Err(SpellingFault::ControlCharacter);
    }
    let mut wire = Vec::with_capacity(text.len() + 1);
    if text.starts_with('"') {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            let (string, after) = quoted(rest)?;
            push_strings(string, &mut wire);
            rest = after.trim_ascii_start();
        }
    } else {
        push_strings(text.as_bytes(), &mut wire);
    }
    Rdata::from_wire(RecordType::TXT, &wire).map_err(|_| SpellingFault::TooLarge)
}

/// What is between the quotes that the text starts with, and what follows them.
fn quoted(text: &[u8]) -> Result<(&[u8], &[u8]), SpellingFault> {
    let inside = text.strip_prefix(b"\"").ok_or(SpellingFault::BetweenStrings)?;
    let mut at = 0;
    loop {
        match inside.get(at) {
            None => return Err(SpellingFault::UnclosedQuote),
            Some(b'"') => break,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
    let (string, rest) = inside.split_at_checked(at).ok_or(SpellingFault::UnclosedQuote)?;
    Ok((string, rest.get(1..).unwrap_or_default()))
}

/// Appends the character strings that hold what `spelled` stands for: one, or as many as are needed.
fn push_strings(spelled: &[u8], wire: &mut Vec<u8>) {
    let mut octets = Vec::with_capacity(spelled.len());
    unescape_loosely(spelled, &mut octets);
    if octets.is_empty() {
        wire.push(0);
    }
    for string in octets.chunks(LONGEST_STRING) {
        wire.push(u8::try_from(string.len()).unwrap_or(u8::MAX));
        wire.extend_from_slice(string);
    }
}

/// How a value shows that was made elsewhere: in the one form of `zones.md` R12, which [`read_txt`] reads as the same value.
pub fn printed(rdata: &Rdata) -> String {
    rdata.to_string()
}

#[cfg(test)]
mod tests;
