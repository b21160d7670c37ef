//! What an entity is called within its kind.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The most characters of an id that a client makes.
const LONGEST: usize = 64;

/// What stands for no entity in paths and claim ids.
const RESERVED: [&str; 4] = [".", "..", "-", "search"];

/// Why a text is no id that a client can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntityIdProblem {
    /// Not of the form.
    #[error("an entity's id is 1 to 64 letters, digits, `.`, `_`, `~` or `-`")]
    Form,
    /// A word that stands for something else in paths.
    #[error("`.`, `..`, `-` and `search` are no ids")]
    Reserved,
}

impl EntityIdProblem {
    /// The word clients see.
    pub fn code(self) -> &'static str {
        "bad_id"
    }
}

/// An entity's id; case matters. Those of the registry's own objects (a domain's name, a contact's id) are read by the face they belong to,
/// and may be longer than a client could ask for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(String);

impl EntityId {
    /// Reads an id that a client asks for: `[A-Za-z0-9._~-]{1,64}`, not `.`, `..`, `-` or `search`.
    ///
    /// # Errors
    /// [`EntityIdProblem`].
    pub fn parse(text: &str) -> Result<Self, EntityIdProblem> {
        let allowed = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'_' | b'~' | b'-');
        if !(1..=LONGEST).contains(&text.len()) || !text.bytes().all(allowed) {
            return Err(EntityIdProblem::Form);
        }
        if RESERVED.contains(&text) { Err(EntityIdProblem::Reserved) } else { Ok(Self(text.to_owned())) }
    }

    /// An id made by the server: 128 random bits as 22 characters of base64url, so never a reserved word, and never met twice.
    pub fn from_random(random: [u8; 16]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random))
    }

    /// An id as it was stored, or as it stands in an address: any text.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The id as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn section_1_a_client_made_id_is_1_to_64_unreserved_characters() {
        let longest = "~".repeat(64);
        for good in ["a", "0", "...", "--", "_", "Search", "C-1001", "a.b~c_d-e", &longest] {
            assert_eq!(EntityId::parse(good).unwrap().as_str(), good);
        }
        let longer = format!("{longest}~");
        for bad in ["", "a b", "a/b", "a%20b", "{entity-id}", "*", "é", "a\0", "a\n", &longer, &"a".repeat(1_000_000)]
        {
            assert_eq!(EntityId::parse(bad), Err(EntityIdProblem::Form), "{bad:.20}");
        }
        for bad in RESERVED {
            assert_eq!(EntityId::parse(bad), Err(EntityIdProblem::Reserved), "{bad}");
        }
    }

    #[test]
    fn section_1_a_server_made_id_carries_every_random_bit() {
        assert_eq!(EntityId::from_random([0; 16]).as_str(), "AAAAAAAAAAAAAAAAAAAAAA");
        assert_eq!(EntityId::from_random([0xFF; 16]).as_str(), "_____________________w");
        for bit in 0..128_usize {
            let mut random = [0_u8; 16];
            random[bit / 8] = 1 << (bit % 8);
            assert_ne!(EntityId::from_random(random), EntityId::from_random([0; 16]), "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn section_1_a_server_made_id_is_an_id(random: [u8; 16]) {
            let made = EntityId::from_random(random);
            prop_assert_eq!(made.as_str().len(), 22);
            prop_assert_eq!(EntityId::parse(made.as_str()), Ok(made.clone()));
        }
    }
}
