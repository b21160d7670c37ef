//! A contact's name and address, in one of two forms: `int` in ASCII, `loc` in any script (rule C2).
//!
//! Control characters are refused in either form, and with them the two separators of lines and paragraphs: whatever is stored can be
//! shown on one line. Nothing else of Unicode is judged here; joiners and marks of direction belong to names.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::{ContactProblem, Country};
use crate::history::Value;

/// The most characters of a name, an organisation, a city, a province or a street line.
pub const LONGEST_LINE: usize = 255;

/// The most characters of a postal code.
pub const LONGEST_POSTAL_CODE: usize = 16;

/// The most lines of a street.
pub const MOST_STREET_LINES: usize = 3;

/// One of the two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PostalForm {
    /// Printable ASCII.
    Int,
    /// Any Unicode in normalisation form C.
    Loc,
}

impl PostalForm {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Loc => "loc",
        }
    }

    /// Checks a text of this form that has at most `most` characters (Unicode scalar values).
    ///
    /// # Errors
    /// [`ContactProblem`]: the first thing that is wrong with it.
    pub fn check(self, text: &str, most: usize) -> Result<(), ContactProblem> {
        if text.chars().nth(most).is_some() {
            return Err(ContactProblem::TooLong(most));
        }
        check_characters(text)?;
        match self {
            Self::Int if !text.is_ascii() => Err(ContactProblem::NotAscii),
            _ => Ok(()),
        }
    }
}

/// Refuses control characters, separators of lines, and what is not in normalisation form C.
pub(super) fn check_characters(text: &str) -> Result<(), ContactProblem> {
    if text.chars().any(|letter| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')) {
        return Err(ContactProblem::ControlCharacter);
    }
    if !ComposingNormalizerBorrowed::new_nfc().is_normalized(text) {
        return Err(ContactProblem::NotNormal);
    }
    Ok(())
}

/// A name and an address in one form. One without any member is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postal {
    /// The person or role.
    pub name: Option<String>,
    /// The organisation.
    pub organization: Option<String>,
    /// Where they are.
    pub address: PostalAddress,
}

/// An address. It is replaced as a whole (rule C4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostalAddress {
    /// Up to three lines, none empty.
    pub street: Vec<String>,
    /// The city.
    pub city: Option<String>,
    /// The state or province.
    pub province: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The country.
    pub country: Option<Country>,
}

impl Postal {
    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The members of one form as the history shows them; all null when there is no such form.
pub(super) fn members(form: PostalForm, postal: Option<&Postal>) -> [(&'static str, Value); 7] {
    let names = match form {
        PostalForm::Int => ["int.name", "int.org", "int.street", "int.city", "int.sp", "int.pc", "int.cc"],
        PostalForm::Loc => ["loc.name", "loc.org", "loc.street", "loc.city", "loc.sp", "loc.pc", "loc.cc"],
    };
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
    let values = match postal {
        None => [const { Value::Null }; 7],
        Some(Postal { name, organization, address }) => [
            text(name),
            text(organization),
            Value::List(address.street.clone()),
            text(&address.city),
            text(&address.province),
            text(&address.postal_code),
            address.country.map_or(Value::Null, |country| Value::Text(country.to_string())),
        ],
    };
    let mut values = values.into_iter();
    names.map(|name| (name, values.next().unwrap_or(Value::Null)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(form: PostalForm, text: &str) -> Result<(), ContactProblem> {
        form.check(text, LONGEST_LINE)
    }

    #[test]
    fn c2_int_is_printable_ascii_and_loc_any_unicode_in_form_c() {
        for good in ["Ann O'Brien", " ~!\"#", "x"] {
            assert_eq!((check(PostalForm::Int, good), check(PostalForm::Loc, good)), (Ok(()), Ok(())), "{good}");
        }
        for foreign in
            ["José", "Иван", "陳大文", "محمد", "☕ Ltd", "👨\u{200d}👩\u{200d}👧", "نامه\u{200c}ای", "\u{a0}"]
        {
            assert_eq!(check(PostalForm::Int, foreign), Err(ContactProblem::NotAscii), "{foreign}");
            assert_eq!(check(PostalForm::Loc, foreign), Ok(()), "{foreign}");
        }
        for decomposed in ["Jose\u{301}", "\u{212b}ngström", "\u{1112}\u{1161}\u{11ab}"] {
            assert_eq!(check(PostalForm::Loc, decomposed), Err(ContactProblem::NotNormal), "{decomposed:?}");
        }
    }

    #[test]
    fn c2_no_form_takes_what_breaks_a_line() {
        for bad in ["a\0b", "a\nb", "a\tb", "\u{7f}", "\u{9b}31m", "\u{85}", "a\u{2028}b", "a\u{2029}b", "\u{1b}[2J"] {
            for form in [PostalForm::Int, PostalForm::Loc] {
                assert_eq!(check(form, bad), Err(ContactProblem::ControlCharacter), "{bad:?}");
            }
        }
    }

    #[test]
    fn c2_characters_are_counted_and_not_octets() {
        assert_eq!(check(PostalForm::Loc, &"陳".repeat(255)), Ok(()));
        assert_eq!(check(PostalForm::Loc, &"陳".repeat(256)), Err(ContactProblem::TooLong(255)));
        assert_eq!(PostalForm::Int.check(&"1".repeat(16), LONGEST_POSTAL_CODE), Ok(()));
        assert_eq!(PostalForm::Int.check(&"1".repeat(17), LONGEST_POSTAL_CODE), Err(ContactProblem::TooLong(16)));
        assert_eq!(check(PostalForm::Loc, &"e\u{301}".repeat(1_000_000)), Err(ContactProblem::TooLong(255)));
    }

    proptest! {
        #[test]
        fn c2_what_int_takes_loc_takes(text in "\\PC{0,40}") {
            if check(PostalForm::Int, &text).is_ok() {
                prop_assert!(text.bytes().all(|octet| (0x20..0x7F).contains(&octet)));
                prop_assert_eq!(check(PostalForm::Loc, &text), Ok(()));
            }
        }
    }
}
