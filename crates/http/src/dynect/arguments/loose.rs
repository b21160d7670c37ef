//! What a value may be where a type is wanted (rule W4): clients send what their language has at hand, and forms but JSON have only texts.

use crate::dynect::format::{Members, Tree};

/// A text; a number is its digits.
pub(super) fn text(value: Tree) -> Result<String, String> {
    match value {
        Tree::Text(text) => Ok(text),
        Tree::Number(number) => Ok(number.to_string()),
        other => Err(format!("must be a text, not {}", kind(&other))),
    }
}

/// An integer; a text of an optional minus and decimal digits is one.
pub(super) fn integer(value: &Tree) -> Option<i64> {
    match value {
        Tree::Number(number) => Some(*number),
        // A plus is not decimal here, though Rust takes one.
        Tree::Text(text) if !text.starts_with('+') => text.parse().ok(),
        _ => None,
    }
}

/// A truth value in any of its words.
pub(super) fn flag(value: &Tree) -> Option<bool> {
    match value {
        Tree::Flag(flag) => Some(*flag),
        Tree::Number(0) => Some(false),
        Tree::Number(1) => Some(true),
        Tree::Text(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "y" | "yes" | "t" => Some(true),
            "false" | "0" | "n" | "no" | "f" | "" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// The entries of a list that are given, with their numbers from 0; one value is a list of one.
pub(super) fn entries(value: Tree) -> Vec<(usize, Tree)> {
    let entries = match value {
        Tree::List(entries) => entries,
        one => vec![one],
    };
    entries.into_iter().enumerate().filter(|(_, entry)| *entry != Tree::Null).collect()
}

/// The members of a map; an empty text or list is an empty one, since some forms and languages cannot tell them apart.
pub(super) fn members(value: Tree) -> Result<Members, String> {
    match value {
        Tree::Map(members) => Ok(members),
        Tree::Text(text) if text.is_empty() => Ok(Members::new()),
        Tree::List(entries) if entries.is_empty() => Ok(Members::new()),
        other => Err(format!("must be an object, not {}", kind(&other))),
    }
}

fn kind(value: &Tree) -> &'static str {
    match value {
        Tree::Null => "null",
        Tree::Flag(_) => "a truth value",
        Tree::Number(_) => "a number",
        Tree::Text(_) => "a text",
        Tree::List(_) => "a list",
        Tree::Map(_) => "an object",
    }
}
