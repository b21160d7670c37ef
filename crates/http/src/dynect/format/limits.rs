//! What every reader refuses in the same words: bodies beyond the limits (rule W6), octets that are no text (rule W4), and where.

use std::cell::Cell;

use super::BYTE_ORDER_MARK;

/// How much of a refusal's text is shown: parsers repeat what they did not like, however long it is.
const MOST_SHOWN: usize = 200;

/// How much may be in a body (rule W6).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many lists and objects may stand in one another, the outermost object included.
    pub(crate) nesting: usize,
    /// How many arguments there may be: values that hold no others, wherever they stand; an empty list or object is one.
    pub(crate) arguments: usize,
}

impl Limits {
    /// None at all: for what we wrote ourselves.
    pub(super) const NONE: Self = Self { nesting: usize::MAX, arguments: usize::MAX };
}

impl Default for Limits {
    /// Those of rule W6.
    fn default() -> Self {
        Self { nesting: 16, arguments: 10_000 }
    }
}

/// Why a body, or a query string, cannot be read: INVALID_DATA. Shown as `<field>: <text>`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {text}")]
pub(crate) struct BadBody {
    /// `body`, `query`, or the argument that is not one.
    pub(crate) field: String,
    /// A sentence, with line and column (from 1) where one place is at fault.
    pub(crate) text: String,
}

impl BadBody {
    /// A fault of the body as a whole, or with its place in `text` already.
    pub(super) fn new(text: &str) -> Self {
        Self::of("body", text)
    }

    /// A fault of an argument, or of the query string.
    pub(super) fn of(field: &str, text: &str) -> Self {
        Self { field: shortened(field), text: shortened(text) }
    }

    /// A fault at an octet of the body.
    pub(super) fn at(what: &str, body: &str, offset: usize) -> Self {
        let before = &body.as_bytes()[..offset.min(body.len())];
        let line = 1 + before.iter().filter(|octet| **octet == b'\n').count();
        let start = before.iter().rposition(|octet| *octet == b'\n').map_or(0, |end| end + 1);
        // Continuation octets of UTF-8 begin no character.
        let column = 1 + before[start..].iter().filter(|octet| **octet & 0xc0 != 0x80).count();
        Self::placed(what, line, column)
    }

    /// A fault at a line and a column, both from 1.
    pub(super) fn placed(what: &str, line: usize, column: usize) -> Self {
        Self::new(&format!("{} at line {line} column {column}", shortened(what)))
    }
}

fn shortened(text: &str) -> String {
    text.char_indices().nth(MOST_SHOWN).map_or_else(|| text.to_owned(), |(end, _)| format!("{}…", &text[..end]))
}

/// Counts what a reader has found, and says when it is too much.
pub(super) struct Gauge {
    limits: Limits,
    arguments: Cell<usize>,
}

impl Gauge {
    /// With nothing found yet.
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, arguments: Cell::new(0) }
    }

    /// Notes an argument.
    pub(super) fn argument(&self) -> Result<(), String> {
        self.arguments.set(self.arguments.get() + 1);
        if self.arguments.get() <= self.limits.arguments {
            return Ok(());
        }
        Err(format!("more than {} arguments", self.limits.arguments))
    }

    /// Checks that a list or object may stand `depth` deep, the outermost object being 1 deep.
    pub(super) fn nesting(&self, depth: usize) -> Result<(), String> {
        if depth <= self.limits.nesting {
            return Ok(());
        }
        Err(format!("more than {} lists and objects in one another", self.limits.nesting))
    }

    /// Notes a list or object of so many entries: an empty one is an argument itself.
    pub(super) fn filled(&self, entries: usize) -> Result<(), String> {
        if entries == 0 { self.argument() } else { Ok(()) }
    }
}

/// How a key that stands twice in an object is told.
pub(super) fn twice(key: &str) -> String {
    format!("the key {:?} stands twice in one object", shortened(key))
}

/// A body as text, without the byte order mark it may start with. Line ends and tabs are left to each form.
pub(super) fn text(body: &[u8]) -> Result<&str, BadBody> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => text,
        Err(fault) => {
            let valid = String::from_utf8_lossy(&body[..fault.valid_up_to()]);
            return Err(BadBody::at("not UTF-8", &valid, valid.len()));
        }
    };
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let raw = |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    match text.find(raw) {
        Some(offset) => Err(BadBody::at("a raw control character", text, offset)),
        None => Ok(text),
    }
}
