//! How a contact is reached: telephone and mail (rules C2, C3).

use std::fmt;

use super::ContactProblem;
use super::postal::check_characters;

/// The most octets of a mail address (RFC 5321 section 4.5.3.1.3, less the brackets).
const LONGEST_EMAIL: usize = 254;

/// A telephone number as EPP writes it: `+1.5551234x99`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads a number.
    ///
    /// # Errors
    /// [`ContactProblem::Phone`].
    pub fn parse(text: &str) -> Result<Self, ContactProblem> {
        let digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_digit())
        };
        let fits = text.strip_prefix('+').and_then(|text| text.split_once('.')).is_some_and(|(country, rest)| {
            let (number, extension) = rest.split_once('x').map_or((rest, None), |(number, ext)| (number, Some(ext)));
            digits(country, 3) && digits(number, 14) && extension.is_none_or(|extension| digits(extension, 10))
        });
        if fits { Ok(Self(text.to_owned())) } else { Err(ContactProblem::Phone) }
    }

    /// A number as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A contact's mail address. What stands left and right of the `@` is its registrar's affair: only delivery could tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactEmail(String);

impl ContactEmail {
    /// Reads a mail address: one `@`, something on both sides, no blank, at most 254 octets; characters outside ASCII in form C.
    ///
    /// # Errors
    /// [`ContactProblem::Email`], or what is wrong with a character.
    pub fn parse(text: &str) -> Result<Self, ContactProblem> {
        if text.len() > LONGEST_EMAIL {
            return Err(ContactProblem::Email);
        }
        check_characters(text)?;
        let halves = text.split_once('@').filter(|(local, host)| !local.is_empty() && !host.is_empty());
        let fits = halves.is_some_and(|(_, host)| !host.contains('@')) && !text.contains(char::is_whitespace);
        if fits { Ok(Self(text.to_owned())) } else { Err(ContactProblem::Email) }
    }

    /// An address as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c3_numbers_are_those_of_epp() {
        for good in ["+1.5", "+123.12345678901234", "+239.2221111x1", "+44.2079460000x1234567890"] {
            assert_eq!(Phone::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "+",
            "+1",
            "+.1",
            "1.5",
            "+1.",
            "+1234.5",
            "+1.123456789012345",
            "+1.5x",
            "+1.5x12345678901",
            "+1.5X1",
            "+1.5x1x2",
            "+1 .5",
            "+1.5 ",
            "+1.5\n",
            "+١.٥",
            "+1.5.6",
            "+-1.5",
            "++1.5",
            "+1.+5",
            &"+1.5".repeat(100_000),
        ] {
            assert_eq!(Phone::parse(bad), Err(ContactProblem::Phone), "{bad:?}");
        }
    }

    #[test]
    fn c2_a_mail_address_has_one_at_with_something_on_both_sides() {
        let longest = format!("{}@example.org", "a".repeat(254 - 12));
        for good in ["a@b", "ann.smith+x@example.org", "jörg@exämple.org", "o'brien@[192.0.2.1]", &longest] {
            assert_eq!(ContactEmail::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "@", "a@", "@b", "ab", "a@b@c", "a@@b", "a b@c", "a@b ", "a@\u{a0}b", &format!("a{longest}")] {
            assert_eq!(ContactEmail::parse(bad), Err(ContactProblem::Email), "{bad:?}");
        }
        for bad in ["a\0@b", "a@b\n", "a@b\r\nBcc: c@d", "a\u{85}@b"] {
            assert_eq!(ContactEmail::parse(bad), Err(ContactProblem::ControlCharacter), "{bad:?}");
        }
        assert_eq!(ContactEmail::parse("jo\u{308}rg@b"), Err(ContactProblem::NotNormal));
        assert_eq!(ContactEmail::parse(&"@".repeat(1_000_000)), Err(ContactProblem::Email));
    }
}
