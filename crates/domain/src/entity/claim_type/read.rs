//! Reading a type as it is declared.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{ClaimType, MOST_LEVELS, MOST_OCTETS, MemberType};
use crate::entity::place;
use crate::fault::excerpt;
use crate::json;

/// What is wrong with a declared type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeFault {
    /// Where in it, as in `.address[0]`; empty for the whole.
    pub place: String,
    /// `unknown_type`, `bad_name`, `too_long` or `too_deep`.
    pub code: &'static str,
    /// A sentence for people.
    pub detail: String,
}

impl ClaimType {
    /// Reads a type: at most 8 KiB in canonical form, at most 32 arrays and objects in one another.
    ///
    /// # Errors
    /// [`TypeFault`]: all of them, unless it is too large to be looked at.
    pub fn read(declared: &Value) -> Result<Self, Vec<TypeFault>> {
        let whole = |code, detail: String| Err(vec![TypeFault { place: String::new(), code, detail }]);
        if json::depth(declared) > MOST_LEVELS {
            return whole("too_deep", format!("a type has at most {MOST_LEVELS} arrays and objects in one another"));
        }
        if json::canonical(declared).len() > MOST_OCTETS {
            return whole("too_long", format!("a type has at most {MOST_OCTETS} octets in canonical form"));
        }
        let mut reader = Reader { faults: Vec::new() };
        let read = reader.read(declared, "");
        if reader.faults.is_empty() { Ok(read) } else { Err(reader.faults) }
    }
}

struct Reader {
    faults: Vec<TypeFault>,
}

impl Reader {
    /// The type; whatever it is, if there are faults.
    fn read(&mut self, declared: &Value, at: &str) -> ClaimType {
        match declared {
            Value::String(word) => self.word(word, at),
            Value::Object(members) => self.object(members, at),
            Value::Array(elements) => match elements.as_slice() {
                [element] => ClaimType::array(self.read(element, &place::element(at, 0))),
                _ => self.fault(at, "unknown_type", "an array has exactly one type, that of its elements"),
            },
            _ => self.fault(at, "unknown_type", "a type is a word, an object of types, or an array with one type"),
        }
    }

    fn word(&mut self, word: &str, at: &str) -> ClaimType {
        match ClaimType::WORDS.into_iter().find(|(known, _)| *known == word) {
            Some((_, known)) => known,
            None => {
                let words: Vec<_> = ClaimType::WORDS.iter().map(|(known, _)| *known).collect();
                self.fault(at, "unknown_type", format!("{:?} is none of {}", excerpt(word), words.join(", ")))
            }
        }
    }

    fn object(&mut self, members: &Map<String, Value>, at: &str) -> ClaimType {
        let mut read = BTreeMap::new();
        for (declared, value) in members {
            let at = place::member(at, declared);
            let (name, optional) = member_name(declared);
            let value = self.read(value, &at);
            if name.is_empty() || name.contains('\0') {
                self.fault(&at, "bad_name", "a member's name is not empty and has no U+0000");
            }
            if read.insert(name.to_owned(), MemberType { optional, value }).is_some() {
                self.fault(&at, "bad_name", "a member is needed or optional, not both");
            }
        }
        ClaimType::Object(read)
    }

    fn fault(&mut self, at: &str, code: &'static str, detail: impl Into<String>) -> ClaimType {
        self.faults.push(TypeFault { place: at.to_owned(), code, detail: detail.into() });
        ClaimType::Any
    }
}

/// A member's name, and whether it is optional, from how it is declared.
pub(super) fn member_name(declared: &str) -> (&str, bool) {
    declared.strip_suffix('?').map_or((declared, false), |name| (name, true))
}
