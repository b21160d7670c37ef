//! `key=value&…` as it is written (rule W14): the names of members joined by dots, entries of a list of objects numbered from 0, a list of
//! scalars repeating its key. Whatever is empty looks the same.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Dialect, Frame};
use crate::dynect::format::tree::Tree;

/// All but what RFC 3986 calls unreserved.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) struct Html;

impl Dialect for Html {
    fn prolog(&self) -> &'static str {
        ""
    }

    fn lead(&self, _out: &mut String, _path: &[Frame], _name: &str) {}

    fn scalar(&self, out: &mut String, path: &[Frame], name: &str, value: &Tree, first: bool) {
        key(out, path, name, first);
        match value {
            Tree::Null => {}
            Tree::Text(text) => out.extend(utf8_percent_encode(text, ESCAPED)),
            other => out.push_str(&super::plain(other)),
        }
    }

    fn close(&self, out: &mut String, path: &[Frame], first: bool) {
        if path.last().is_some_and(|container| container.children == 0) && path.len() > 1 {
            key(out, path, "", first);
        }
    }
}

/// `&data.token=`. The name is empty for entries of a list.
fn key(out: &mut String, path: &[Frame], name: &str, first: bool) {
    if !first {
        out.push('&');
    }
    let outer = path.iter().map(|container| container.name.as_str());
    for (place, part) in outer.chain([name]).filter(|part| !part.is_empty()).enumerate() {
        out.push_str(if place > 0 { "." } else { "" });
        out.extend(utf8_percent_encode(part, ESCAPED));
    }
    out.push('=');
}
