//! The tree that all forms have in common: what was sent, and what is answered.
//!
//! Members keep their order, since clients of the original saw one and search the text for it (rule W11). The kept form of an answer is
//! compact JSON, from which the very tree comes back to be written in another form.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::json;
use super::limits::{Gauge, Limits};

/// A value: an argument, or an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    /// Nothing; as an argument "not given" (rule W4).
    Null,
    /// True or false.
    Flag(bool),
    /// An integer.
    Number(i64),
    /// A text.
    Text(String),
    /// Entries in their order.
    List(Vec<Tree>),
    /// Members in their order, each name once.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// A map of these members.
    pub(crate) fn map<N: Into<String>>(members: impl IntoIterator<Item = (N, Tree)>) -> Self {
        Self::Map(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    /// A list of these entries.
    pub(crate) fn list<T: Into<Tree>>(entries: impl IntoIterator<Item = T>) -> Self {
        Self::List(entries.into_iter().map(Into::into).collect())
    }

    /// The value of a map's member; none of anything else.
    pub(crate) fn get(&self, name: &str) -> Option<&Tree> {
        let Self::Map(members) = self else { return None };
        members.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The tree as it is kept to be answered again: compact JSON. [`from_stored`](Self::from_stored) gives it back.
    pub(crate) fn to_stored(&self) -> String {
        // A tree has text for keys and no numbers that JSON lacks, so that this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// A tree that was kept. None if that is not the text of one, or lists and maps stand more than 127 in one another.
    pub(crate) fn from_stored(text: &str) -> Option<Self> {
        json::read(text, &Gauge::new(Limits::NONE)).ok()
    }

    /// How many lists and maps stand in one another: 0 of a scalar, 1 of `{}`.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::List(entries) => 1 + entries.iter().map(Self::depth).max().unwrap_or_default(),
            Self::Map(members) => 1 + members.iter().map(|(_, value)| value.depth()).max().unwrap_or_default(),
            _ => 0,
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(entries) => serializer.collect_seq(entries),
            Self::Map(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl From<bool> for Tree {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Tree {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Tree {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Tree>> From<Option<T>> for Tree {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl FromIterator<Tree> for Tree {
    fn from_iter<I: IntoIterator<Item = Tree>>(entries: I) -> Self {
        Self::List(entries.into_iter().collect())
    }
}
