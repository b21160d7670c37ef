//! JSON as it is written (rule W11): on one line with a space after commas and colons, in ASCII; clients search the text.

use std::fmt::Write;

use super::{Dialect, Frame, Kind};
use crate::dynect::format::tree::Tree;

pub(super) struct Json;

impl Dialect for Json {
    fn prolog(&self) -> &'static str {
        ""
    }

    fn lead(&self, out: &mut String, path: &[Frame], name: &str) {
        let Some(container) = path.last() else { return };
        out.push_str(match (container.children, container.kind) {
            (0, Kind::List) => "[",
            (0, Kind::Map) => "{",
            _ => ", ",
        });
        if container.kind == Kind::Map {
            quote(out, name);
            out.push_str(": ");
        }
    }

    fn scalar(&self, out: &mut String, _path: &[Frame], _name: &str, value: &Tree, _first: bool) {
        match value {
            Tree::Text(text) => quote(out, text),
            other => out.push_str(&super::plain(other)),
        }
    }

    fn close(&self, out: &mut String, path: &[Frame], _first: bool) {
        let Some(container) = path.last() else { return };
        out.push_str(match (container.children, container.kind) {
            (0, Kind::List) => "[]",
            (0, Kind::Map) => "{}",
            (_, Kind::List) => "]",
            (_, Kind::Map) => "}",
        });
    }
}

/// A text in quotes, in ASCII without control characters.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(character),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    // Writing to a text cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}
