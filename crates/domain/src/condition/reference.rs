//! References: what a condition names of the two entities, such as `{ENTITY}.addr.cc` (rules C1, C2).

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::error::Flaw;
use super::evaluate::Facts;
use super::limits;
use super::token::split_word;

/// Of whom a reference speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Who attests: `{ATTESTOR}`.
    Attestor,
    /// Whose claim is attested: `{ENTITY}`.
    Entity,
}

/// What a reference names of its side.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Path {
    /// The entity's URL: `@id`.
    AtId,
    /// The URL of its kind: `@kind`.
    AtKind,
    /// A claim, then members of its value: 1 to 4 names.
    Names(Vec<String>),
}

/// One value of one side; shown as it is written, `{ENTITY}.home`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// Of whom.
    pub side: Side,
    /// What.
    pub path: Path,
}

/// A reference and the byte where it first stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) reference: Reference,
    pub(super) offset: usize,
}

impl Side {
    /// As it is written: `{ATTESTOR}`, `{ENTITY}`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Attestor => "{ATTESTOR}",
            Self::Entity => "{ENTITY}",
        }
    }
}

impl Reference {
    /// The claim that it begins with; none for `@id` and `@kind`.
    pub fn claim(&self) -> Option<&str> {
        match &self.path {
            Path::Names(names) => names.first().map(String::as_str),
            Path::AtId | Path::AtKind => None,
        }
    }

    /// Reads the reference that a text begins with, and what comes after it.
    pub(super) fn read(text: &str) -> Result<(Self, &str), Flaw> {
        let (side, rest) = [Side::Attestor, Side::Entity]
            .into_iter()
            .find_map(|side| Some((side, text.strip_prefix(side.as_str())?)))
            .ok_or_else(|| Flaw::syntax("only `{ATTESTOR}` and `{ENTITY}` stand in braces"))?;
        let rest = rest.strip_prefix('.').ok_or_else(|| {
            Flaw::syntax(format!("after `{side}` comes a dot, then the name of a claim, `@id` or `@kind`"))
        })?;
        let (path, rest) = match rest.strip_prefix('@') {
            Some(rest) => read_meta(rest)?,
            None => read_names(rest)?,
        };
        Ok((Self { side, path }, rest))
    }

    /// Its value, or nothing if it is ABSENT (rule C2).
    pub(super) fn value<'f>(&self, facts: &'f (impl Facts + ?Sized)) -> Option<Cow<'f, Value>> {
        match &self.path {
            Path::AtId => Some(Cow::Owned(Value::from(facts.id(self.side)))),
            Path::AtKind => Some(Cow::Owned(Value::from(facts.kind(self.side)))),
            Path::Names(names) => {
                let (claim, members) = names.split_first()?;
                let value = members.iter().try_fold(facts.value(self.side, claim)?, |value, name| step(value, name))?;
                (!value.is_null()).then_some(value)
            }
        }
    }
}

/// Reads what follows an `@`.
fn read_meta(text: &str) -> Result<(Path, &str), Flaw> {
    let (word, rest) = split_word(text);
    let path = match word {
        "id" => Path::AtId,
        "kind" => Path::AtKind,
        _ => return Err(Flaw::syntax("only `@id` and `@kind` begin with `@`")),
    };
    if rest.starts_with('.') {
        return Err(Flaw::syntax(format!("`@{word}` has no members")));
    }
    Ok((path, rest))
}

/// Reads names joined by dots.
fn read_names(text: &str) -> Result<(Path, &str), Flaw> {
    let (mut names, mut rest) = (Vec::new(), text);
    loop {
        let (name, after) = split_word(rest);
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return Err(Flaw::syntax(
                "after the dot comes a name, which begins with a letter and has letters, digits, `_` and `-`",
            ));
        }
        names.push(name.to_owned());
        match after.strip_prefix('.') {
            Some(next) => rest = next,
            None if names.len() > limits::NAMES => {
                return Err(Flaw::limit(format!("a reference has at most {} names", limits::NAMES)));
            }
            None => return Ok((Path::Names(names), after)),
        }
    }
}

/// The member of an object; of anything else there is none.
fn step<'f>(value: Cow<'f, Value>, name: &str) -> Option<Cow<'f, Value>> {
    match value {
        Cow::Borrowed(value) => value.as_object()?.get(name).map(Cow::Borrowed),
        Cow::Owned(Value::Object(mut members)) => members.remove(name).map(Cow::Owned),
        Cow::Owned(_) => None,
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtId => f.write_str("@id"),
            Self::AtKind => f.write_str("@kind"),
            Self::Names(names) => f.write_str(&names.join(".")),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.side, self.path)
    }
}
