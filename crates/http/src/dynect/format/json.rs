//! JSON as it is read (rule W11), and as answers are kept.
//!
//! The grammar is serde_json's, which also knows the place of a fault; what it makes of it is ours: order kept, keys told apart, depth and
//! number of arguments bounded, and numbers that are no integers of 64 bits kept as text.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::limits::{BadBody, Gauge, twice};
use super::tree::Tree;

/// Reads one value of any type.
pub(super) fn read(text: &str, gauge: &Gauge) -> Result<Tree, BadBody> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = Value { depth: 0, gauge }.deserialize(&mut reader);
    let whole = tree.and_then(|tree| reader.end().map(|()| tree));
    // Its faults say line and column themselves.
    whole.map_err(|fault| BadBody::new(&fault.to_string()))
}

/// A value to be read inside so many lists and objects.
#[derive(Clone, Copy)]
struct Value<'g> {
    depth: usize,
    gauge: &'g Gauge,
}

impl Value<'_> {
    fn inside<E: Error>(self) -> Result<Self, E> {
        let inner = Self { depth: self.depth + 1, ..self };
        self.gauge.nesting(inner.depth).map_err(E::custom)?;
        Ok(inner)
    }

    fn scalar<E: Error>(self, tree: Tree) -> Result<Tree, E> {
        self.gauge.argument().map_err(E::custom)?;
        Ok(tree)
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Tree;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        self.scalar(Tree::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Tree, E> {
        self.scalar(Tree::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Tree, E> {
        self.scalar(Tree::Number(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Tree, E> {
        self.scalar(i64::try_from(number).map_or_else(|_| Tree::Text(number.to_string()), Tree::Number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Tree, E> {
        // The debug form always has a point or an exponent, so that `5.0` does not pass for the integer `5`.
        self.scalar(Tree::Text(format!("{number:?}")))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Tree, E> {
        self.scalar(Tree::from(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Tree, E> {
        self.scalar(Tree::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let inside = self.inside()?;
        let mut entries = Vec::new();
        while let Some(entry) = items.next_element_seed(inside)? {
            entries.push(entry);
        }
        self.gauge.filled(entries.len()).map_err(A::Error::custom)?;
        Ok(Tree::List(entries))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let inside = self.inside()?;
        let mut members = Vec::new();
        let mut keys = HashSet::new();
        while let Some(key) = items.next_key::<String>()? {
            if !keys.insert(key.clone()) {
                return Err(A::Error::custom(twice(&key)));
            }
            members.push((key, items.next_value_seed(inside)?));
        }
        self.gauge.filled(members.len()).map_err(A::Error::custom)?;
        Ok(Tree::Map(members))
    }
}
