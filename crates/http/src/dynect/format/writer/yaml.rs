//! YAML as it is written (rule W13): block style, every text in double quotes, names too, so that no reader of any version takes one for
//! something else.

use std::fmt::Write;

use super::{Dialect, Frame, Kind};
use crate::dynect::format::tree::Tree;

pub(super) struct Yaml;

impl Dialect for Yaml {
    fn prolog(&self) -> &'static str {
        "---"
    }

    fn lead(&self, out: &mut String, path: &[Frame], name: &str) {
        let Some((container, around)) = path.split_last() else { return };
        // The first child of an entry of a list stands on the entry's own line.
        if container.children == 0 && around.last().is_some_and(|outer| outer.kind == Kind::List) {
            out.push(' ');
        } else {
            if container.children == 0 {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n("  ", around.len()));
        }
        match container.kind {
            Kind::List => out.push('-'),
            Kind::Map => {
                quote(out, name);
                out.push(':');
            }
        }
    }

    fn scalar(&self, out: &mut String, _path: &[Frame], _name: &str, value: &Tree, _first: bool) {
        out.push(' ');
        match value {
            Tree::Text(text) => quote(out, text),
            other => out.push_str(&super::plain(other)),
        }
        out.push('\n');
    }

    fn close(&self, out: &mut String, path: &[Frame], _first: bool) {
        match path.last() {
            Some(Frame { kind: Kind::Map, children: 0, .. }) => out.push_str(" {}\n"),
            Some(Frame { kind: Kind::List, children: 0, .. }) => out.push_str(" []\n"),
            _ => {}
        }
    }
}

/// A text in double quotes, on one line. What is not printable, or breaks lines in some version of YAML, is escaped.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => unicode(out, character),
            other if other.is_control() => unicode(out, other),
            other => out.push(other),
        }
    }
    out.push('"');
}

fn unicode(out: &mut String, character: char) {
    // Writing to a text cannot fail.
    let _ = write!(out, "\\u{:04x}", u32::from(character));
}
