//! What a contact is called (rule C1).

use std::fmt;

/// Why a text is no contact's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactIdProblem {
    /// Not of the form.
    #[error("a contact's id is 3 to 16 letters, digits, `.`, `_` or `-`")]
    Form,
    /// A word that stands for something else in paths.
    #[error("`check`, `validate` and `search` are no ids")]
    Reserved,
}

/// A contact's id: unique whatever the case, and answered as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactId(String);

const RESERVED: [&str; 3] = ["check", "validate", "search"];

/// Letters and digits that nobody takes for one another: five bits each.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

impl ContactId {
    /// Reads an id.
    ///
    /// # Errors
    /// [`ContactIdProblem`].
    pub fn parse(text: &str) -> Result<Self, ContactIdProblem> {
        let allowed = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'_' | b'-');
        if !(3..=16).contains(&text.len()) || !text.bytes().all(allowed) {
            return Err(ContactIdProblem::Form);
        }
        if RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Err(ContactIdProblem::Reserved);
        }
        Ok(Self(text.to_owned()))
    }

    /// An id as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// An id made by the server from random octets: 16 characters with 80 bits, so never a reserved word, and never met twice.
    pub fn from_random(random: [u8; 10]) -> Self {
        let bits = random.iter().fold(0_u128, |bits, &octet| bits << 8 | u128::from(octet));
        let letter = |place: u32| ALPHABET.get((bits >> (75 - 5 * place)) as usize & 31).copied().unwrap_or(b'2');
        Self((0..16).map(|place| char::from(letter(place))).collect())
    }

    /// The id as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form by which ids are told apart.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn c1_ids_are_3_to_16_plain_characters_and_no_word_of_a_path() {
        for good in ["AB1", "a.b", "...", "_-_", "0123456789abcdef", "checks", "search1"] {
            assert_eq!(ContactId::parse(good).unwrap().as_str(), good);
        }
        for bad in
            ["", "ab", "0123456789abcdefg", "a b", "a/b", "a\0b", "äöü", "ａｂｃ", "☕☕☕", &"a".repeat(100_000)]
        {
            assert_eq!(ContactId::parse(bad), Err(ContactIdProblem::Form), "{bad:?}");
        }
        for bad in ["check", "Validate", "SEARCH"] {
            assert_eq!(ContactId::parse(bad), Err(ContactIdProblem::Reserved), "{bad}");
        }
    }

    #[test]
    fn c1_ids_are_one_whatever_the_case_and_answered_as_given() {
        let [one, other] = ["Ab-1", "aB-1"].map(|id| ContactId::parse(id).unwrap());
        assert_eq!((one.folded(), one.to_string().as_str()), (other.folded(), "Ab-1"));
    }

    #[test]
    fn c1_a_made_id_carries_every_random_bit() {
        assert_eq!(ContactId::from_random([0; 10]).as_str(), "2222222222222222");
        assert_eq!(ContactId::from_random([0xFF; 10]).as_str(), "ZZZZZZZZZZZZZZZZ");
        for bit in 0..80_usize {
            let mut random = [0_u8; 10];
            random[bit / 8] = 1 << (bit % 8);
            assert_ne!(ContactId::from_random(random), ContactId::from_random([0; 10]), "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn c1_a_made_id_is_an_id(random: [u8; 10]) {
            let made = ContactId::from_random(random);
            prop_assert_eq!(ContactId::parse(made.as_str()), Ok(made.clone()));
        }
    }
}
