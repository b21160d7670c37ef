//! Internationalised labels (N2): UTS 46 non-transitional processing, then the validity rules of IDNA2008 (RFC 5891, RFC 5892).
//!
//! Surprising: UTS 46 alone lets emoji and other symbols through, and IDNA2008 alone knows no mapping of case and width; registries
//! use both, one after the other. Joiners and writing direction are checked by the `idna` crate, the rest of RFC 5892 here. Only
//! labels that are not plain ASCII, or start with `xn--`, ever come here: `_tcp` and `*` are none of IDNA's business.

use super::NameError;
use crate::text::excerpt;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

const PREFIX: &[u8] = b"xn--";

/// No label of 63 octets comes from a longer text; and the work on a text is not linear in its length.
const MAX_TEXT: usize = 1000;

/// The A-label of a label with characters outside ASCII.
pub(super) fn to_a_label(label: &str) -> Result<String, NameError> {
    if label.len() > MAX_TEXT {
        return Err(NameError::LabelTooLong);
    }
    let bad = || NameError::BadIdn(excerpt(label.as_bytes()));
    let ascii = Uts46::new()
        .to_ascii(label.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Ignore)
        .map_err(|_| bad())?
        .into_owned();
    if ascii.contains('.') {
        return Err(bad());
    }
    match ascii.strip_prefix("xn--") {
        Some(encoded) => {
            let unicode = idna::punycode::decode_to_string(encoded).ok_or_else(bad)?;
            if is_valid(&unicode) { Ok(ascii) } else { Err(bad()) }
        }
        None => Ok(ascii),
    }
}

/// Refuses a label that starts with `xn--` in any case but is no A-label: it must decode, and encode to itself again.
pub(super) fn check_if_a_label(label: &[u8]) -> Result<(), NameError> {
    if !has_prefix(label) || to_u_label(&label.to_ascii_lowercase()).is_some() {
        Ok(())
    } else {
        Err(NameError::BadIdn(excerpt(label)))
    }
}

/// The U-label of a lower-case A-label; `None` for anything else.
pub(super) fn to_u_label(label: &[u8]) -> Option<String> {
    // Decoding takes quadratic time, so what cannot be a label is not even tried.
    if !has_prefix(label) || label.len() > 63 {
        return None;
    }
    let encoded = std::str::from_utf8(label.get(PREFIX.len()..)?).ok()?;
    let unicode = idna::punycode::decode_to_string(encoded)?;
    let again = if unicode.is_ascii() { None } else { to_a_label(&unicode).ok() };
    again.filter(|again| again.as_bytes() == label).map(|_| unicode)
}

fn has_prefix(label: &[u8]) -> bool {
    label.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
}

/// Whether every code point outside ASCII is allowed where it stands, RFC 5892 section 3.
fn is_valid(label: &str) -> bool {
    let letters: Vec<char> = label.chars().collect();
    letters.iter().enumerate().all(|(at, &letter)| {
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
        letter.is_ascii() || is_allowed(letter, before, letters.get(at + 1).copied(), &letters)
    })
}

fn is_allowed(letter: char, before: Option<char>, after: Option<char>, label: &[char]) -> bool {
    match letter {
        // Section 2.6, exceptions: valid.
        'ß' | 'ς' | '\u{6FD}' | '\u{6FE}' | '\u{F0B}' | '\u{3007}' => true,
        // Appendix A, contextual rules; the joiners of A.1 and A.2 were judged by the idna crate.
        '\u{200C}' | '\u{200D}' => true,
        '\u{B7}' => before == Some('l') && after == Some('l'),
        '\u{375}' => after.is_some_and(is_greek),
        '\u{5F3}' | '\u{5F4}' => before.is_some_and(is_hebrew),
        '\u{30FB}' => label.iter().any(|&other| is_japanese(other)),
        '\u{660}'..='\u{669}' => !label.iter().any(|other| ('\u{6F0}'..='\u{6F9}').contains(other)),
        '\u{6F0}'..='\u{6F9}' => !label.iter().any(|other| ('\u{660}'..='\u{669}').contains(other)),
        // Section 2.6, exceptions: disallowed.
        '\u{640}' | '\u{7FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}' => false,
        // Section 2.4, ignorable blocks; section 2.9, conjoining Hangul.
        '\u{20D0}'..='\u{20FF}' | '\u{1D100}'..='\u{1D24F}' => false,
        '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}' => false,
        // Section 2.1, letters and digits, without the upper-case ones that UTS 46 has mapped away.
        _ => matches!(
            letter.general_category(),
            GeneralCategory::LowercaseLetter
                | GeneralCategory::OtherLetter
                | GeneralCategory::ModifierLetter
                | GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
                | GeneralCategory::DecimalNumber
        ),
    }
}

fn is_greek(letter: char) -> bool {
    matches!(letter, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}')
}

fn is_hebrew(letter: char) -> bool {
    matches!(letter, '\u{591}'..='\u{5F4}' | '\u{FB1D}'..='\u{FB4F}')
}

/// Hiragana, Katakana or Han, RFC 5892 appendix A.7.
fn is_japanese(letter: char) -> bool {
    matches!(letter,
        '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FD}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{1B000}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFF}')
}
