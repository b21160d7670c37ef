//! Bodies read tolerantly (rules U2–U4): what clients of this API send in more forms than one is read as what they mean.
//!
//! `[]` is an empty object, an object with decimal keys a list, a number a text and a text of digits a number, null is "not given". What is
//! neither is a fault of form at its place in the body as it was sent. Members that nobody takes are collected; the version decides about
//! them. Depth is bounded by the JSON reader, lists and faults here, so that no body of the size allowed costs more than its reading.

mod moved;

use std::borrow::Cow;

use domesday_domain::fault::{Fault, below};
use serde_json::{Map, Value};

pub(super) use moved::Moved;

/// How many items a list may have: far more than any rule allows.
const MOST_ITEMS: usize = 1000;

/// How many faults, or unknown members, are told.
const MOST_TOLD: usize = 1000;

/// A value that was given, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    /// As a JSON pointer into the body as it was sent.
    pub(super) place: String,
    /// Never null.
    pub(super) value: &'a Value,
}

/// The members of an object, taken one by one.
#[derive(Debug)]
pub(super) struct Members<'a> {
    place: String,
    fields: Option<&'a Map<String, Value>>,
    taken: Vec<&'static str>,
}

impl<'a> Members<'a> {
    /// A member, if it is given.
    pub(super) fn take(&mut self, member: &'static str) -> Option<Node<'a>> {
        self.taken.push(member);
        let value = self.fields?.get(member).filter(|value| !value.is_null())?;
        Some(Node { place: below(&self.place, member), value })
    }

    /// Every member that is given, where any may be: none of them is known to nobody.
    pub(super) fn all(&self) -> Vec<(&'a str, Node<'a>)> {
        let given = self.fields.into_iter().flatten().filter(|(_, value)| !value.is_null());
        given.map(|(member, value)| (member.as_str(), Node { place: below(&self.place, member), value })).collect()
    }

    /// Whether none is given.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.into_iter().flatten().all(|(_, value)| value.is_null())
    }

    /// Where a member stands, or would.
    pub(super) fn place_of(&self, member: &str) -> String {
        below(&self.place, member)
    }
}

/// A body being read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    faults: Vec<Fault>,
    unknown: Vec<String>,
    moved: Moved,
}

/// What was found in a body besides its values.
#[derive(Debug, Default)]
pub(super) struct Noticed {
    /// What is wrong with its form.
    pub(super) faults: Vec<Fault>,
    /// The places of members that nobody knows.
    pub(super) unknown: Vec<String>,
    /// Where items stand that rules know by their index.
    pub(super) moved: Moved,
}

impl Reader {
    /// The body's own members.
    pub(super) fn body<'a>(&mut self, value: &'a Value) -> Members<'a> {
        match value {
            Value::Null => Members { place: String::new(), fields: None, taken: Vec::new() },
            _ => self.object(&Node { place: String::new(), value }),
        }
    }

    /// An object's members (rule U2).
    pub(super) fn object<'a>(&mut self, node: &Node<'a>) -> Members<'a> {
        let fields = match node.value {
            Value::Object(fields) => Some(fields),
            Value::Array(items) if items.is_empty() => None,
            Value::String(text) if text.is_empty() => None,
            other => {
                self.wrong_type(&node.place, "an object", other);
                None
            }
        };
        Members { place: node.place.clone(), fields, taken: Vec::new() }
    }

    /// The members of an object that may be missing.
    pub(super) fn part<'a>(&mut self, members: &mut Members<'a>, member: &'static str) -> Option<Members<'a>> {
        let node = members.take(member)?;
        Some(self.object(&node))
    }

    /// Ends the reading of an object: what was not taken is known to nobody.
    pub(super) fn close(&mut self, members: &Members<'_>) {
        let given = members.fields.into_iter().flatten().filter(|(_, value)| !value.is_null());
        for (member, _) in given.filter(|(member, _)| !members.taken.contains(&member.as_str())) {
            if self.unknown.len() < MOST_TOLD {
                self.unknown.push(members.place_of(member));
            }
        }
    }

    /// The items of a list that are given (rules U2, U4), each at its place as it was sent.
    pub(super) fn list<'a>(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        let items: Vec<(Cow<'a, str>, &'a Value)> = match node.value {
            Value::Array(items) if items.len() <= MOST_ITEMS => {
                items.iter().enumerate().map(|(at, item)| (at.to_string().into(), item)).collect()
            }
            Value::Object(fields) if fields.len() <= MOST_ITEMS && is_numbered(fields) => {
                let mut items: Vec<_> = fields.iter().map(|(key, item)| (Cow::from(key.as_str()), item)).collect();
                items.sort_by_key(|(key, _)| key.parse::<u64>().unwrap_or(u64::MAX));
                items
            }
            Value::Array(_) => return self.too_many(node),
            Value::Object(fields) if is_numbered(fields) => return self.too_many(node),
            Value::String(text) if text.is_empty() => Vec::new(),
            other => {
                self.wrong_type(&node.place, "a list", other);
                Vec::new()
            }
        };
        let given = items.into_iter().filter(|(_, item)| !item.is_null());
        given.map(|(key, value)| Node { place: below(&node.place, key), value }).collect()
    }

    /// The same, those left out that are empty, for rules that know an item by its index: where it stands as sent is noted.
    pub(super) fn indexed<'a>(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        let mut items = self.list(node);
        items.retain(|item| item.value != "");
        for (at, item) in items.iter().enumerate() {
            self.moved.note(below(&node.place, at), item.place.clone());
        }
        items
    }

    /// The texts of a list that rules know by their index; none if it is not given.
    pub(super) fn indexed_texts(&mut self, members: &mut Members<'_>, member: &'static str) -> Option<Vec<String>> {
        let node = members.take(member)?;
        // What is no text keeps its place, so that those after it keep theirs.
        Some(self.indexed(&node).iter().map(|item| self.text(item).unwrap_or_default()).collect())
    }

    /// The items of a list that may be missing.
    pub(super) fn items<'a>(&mut self, members: &mut Members<'a>, member: &'static str) -> Vec<Node<'a>> {
        members.take(member).map(|node| self.list(&node)).unwrap_or_default()
    }

    /// A text, or a number as one (rule U3).
    pub(super) fn text(&mut self, node: &Node<'_>) -> Option<String> {
        match node.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            other => {
                self.wrong_type(&node.place, "a text", other);
                None
            }
        }
    }

    /// A text that may be missing; an empty one is none at all (rule U4).
    pub(super) fn given(&mut self, members: &mut Members<'_>, member: &'static str) -> Option<String> {
        self.said(members, member).filter(|text| !text.is_empty())
    }

    /// A text that may be missing; an empty one says that there is to be none (rule U4).
    pub(super) fn said(&mut self, members: &mut Members<'_>, member: &'static str) -> Option<String> {
        let node = members.take(member)?;
        self.text(&node)
    }

    /// The texts of a list, those left out that are empty, with their places as sent.
    pub(super) fn texts(&mut self, members: &mut Members<'_>, member: &'static str) -> Vec<(String, String)> {
        let items = self.items(members, member);
        let read = items.into_iter().filter_map(|item| Some((self.text(&item)?, item.place)));
        read.filter(|(text, _)| !text.is_empty()).collect()
    }

    /// A whole number, or a text of its digits (rule U3), that may be missing; an empty text is none.
    pub(super) fn number(&mut self, members: &mut Members<'_>, member: &'static str) -> Option<i64> {
        let node = members.take(member)?;
        let read = match node.value {
            Value::String(text) if text.is_empty() => return None,
            Value::String(text) => whole(text.trim()),
            Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(integral)),
            other => {
                self.wrong_type(&node.place, "a number", other);
                return None;
            }
        };
        if read.is_none() {
            self.wrong(Fault::malformed(node.place, "wrong-type", "expected a whole number"));
        }
        read
    }

    /// A truth value that may be missing, as JSON or as one of the words of a query.
    pub(super) fn flag(&mut self, members: &mut Members<'_>, member: &'static str) -> Option<bool> {
        let node = members.take(member)?;
        let number = node.value.as_i64();
        match (node.value, node.value.as_str()) {
            (Value::Bool(flag), _) => Some(*flag),
            (_, Some("true" | "1" | "yes")) => Some(true),
            (_, Some("false" | "0" | "no")) => Some(false),
            (_, Some("")) => None,
            _ if matches!(number, Some(0 | 1)) => Some(number == Some(1)),
            (other, _) => {
                self.wrong_type(&node.place, "true or false", other);
                None
            }
        }
    }

    /// Notes where something stands that rules call by another place.
    pub(super) fn alias(&mut self, place: String, sent: String) {
        self.moved.note(place, sent);
    }

    /// Notes a fault.
    pub(super) fn wrong(&mut self, fault: Fault) {
        if self.faults.len() < MOST_TOLD {
            self.faults.push(fault);
        }
    }

    /// Everything that was noticed.
    pub(super) fn finish(self) -> Noticed {
        Noticed { faults: self.faults, unknown: self.unknown, moved: self.moved }
    }

    fn wrong_type(&mut self, place: &str, expected: &str, found: &Value) {
        let (_, detail) = crate::members::wrong_type(expected, found);
        self.wrong(Fault::malformed(place, "wrong-type", detail));
    }

    fn too_many<'a>(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        let detail = format!("a list has at most {MOST_ITEMS} items");
        self.wrong(Fault::malformed(node.place.clone(), "too-many", detail));
        Vec::new()
    }
}

/// Whether an object is a list: all its keys are decimal numbers.
pub(super) fn is_numbered(fields: &Map<String, Value>) -> bool {
    let decimal = |key: &String| (1..=18).contains(&key.len()) && key.bytes().all(|octet| octet.is_ascii_digit());
    fields.keys().all(decimal)
}

/// The number that digits are, with or without a sign.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_decimal = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
    text.parse().ok().filter(|_| is_decimal)
}

/// The whole number that a fraction is, up to where fractions are exact.
fn integral(number: f64) -> Option<i64> {
    // Within these bounds nothing is cut off.
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

#[cfg(test)]
mod tests;
