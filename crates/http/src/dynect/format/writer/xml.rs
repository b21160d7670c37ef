//! XML as it is written (rule W12): a member is an element of its name, an entry of a list an `<item>`, and all that is not a text says so.
//!
//! What XML 1.0 cannot hold at all, not even as a reference (control characters but tab and line ends, U+FFFE, U+FFFF), becomes U+FFFD;
//! other control characters are references, and so is the carriage return, which a parser would make a line feed. A character that a name
//! cannot hold becomes `_`, and so does the place before a beginning that it cannot have; names of answers have neither.

use std::fmt::Write;

use super::{Dialect, Frame, Kind};
use crate::dynect::format::tree::Tree;
use crate::dynect::format::xml::is_name;

pub(super) struct Xml;

impl Dialect for Xml {
    fn prolog(&self) -> &'static str {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    }

    fn lead(&self, out: &mut String, path: &[Frame], _name: &str) {
        if let Some((container, around)) = path.split_last()
            && container.children == 0
        {
            begin(out, around, container);
            out.push('>');
        }
    }

    fn scalar(&self, out: &mut String, path: &[Frame], name: &str, value: &Tree, _first: bool) {
        let element = element(path, name);
        let kind = match value {
            Tree::Null => " type=\"null\"",
            Tree::Flag(_) => " type=\"bool\"",
            Tree::Number(_) => " type=\"int\"",
            _ => "",
        };
        match value {
            Tree::Null => out.extend(["<", &element, kind, "/>"]),
            Tree::Text(text) => {
                out.extend(["<", &element, ">"]);
                escape(out, text);
                out.extend(["</", &element, ">"]);
            }
            other => out.extend(["<", &element, kind, ">", &super::plain(other), "</", &element, ">"]),
        }
    }

    fn close(&self, out: &mut String, path: &[Frame], _first: bool) {
        let Some((container, around)) = path.split_last() else { return };
        if container.children == 0 {
            begin(out, around, container);
            out.push_str("/>");
        } else {
            out.extend(["</", &element(around, &container.name), ">"]);
        }
    }
}

/// The start of a container's tag. The outermost map needs no type: an answer is one.
fn begin(out: &mut String, around: &[Frame], container: &Frame) {
    let kind = match container.kind {
        Kind::Map if around.is_empty() => "",
        Kind::Map => " type=\"map\"",
        Kind::List => " type=\"list\"",
    };
    out.extend(["<", &element(around, &container.name), kind]);
}

/// What an element is called.
fn element(around: &[Frame], name: &str) -> String {
    match around.last() {
        None => "response".to_owned(),
        Some(Frame { kind: Kind::List, .. }) => "item".to_owned(),
        Some(_) if is_name(name) => name.to_owned(),
        Some(_) => {
            let fits = |character: &char| is_name(&format!("_{character}"));
            let kept: String = name.chars().map(|inner| if fits(&inner) { inner } else { '_' }).collect();
            if is_name(&kept) { kept } else { format!("_{kept}") }
        }
    }
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\t' => out.push(character),
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other if other.is_control() => {
                // Writing to a text cannot fail.
                let _ = write!(out, "&#{};", u32::from(other));
            }
            other => out.push(other),
        }
    }
}
