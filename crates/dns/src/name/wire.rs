//! Names as octets: the compact storage of a [`super::Name`], and the buffer in which one is put together.
//!
//! Surprising: most names are short, so up to [`INLINE`] octets live in the value itself; cloning such a name allocates nothing.

use super::NameError;
use std::hash::{Hash, Hasher};

/// The longest name kept without an allocation; chosen so that a name is as large as five pointers.
const INLINE: usize = 38;

/// The longest name on the wire, RFC 1035 section 2.3.4.
pub(crate) const MAX_NAME: usize = 255;

/// The octets of a name, in place if short.
#[derive(Clone)]
pub(super) enum Octets {
    /// A name of at most [`INLINE`] octets.
    Inline {
        /// How many of `octets` are used.
        length: u8,
        /// The name, padded with zeros.
        octets: [u8; INLINE],
    },
    /// A longer one.
    Heap(Box<[u8]>),
}

impl Octets {
    pub(super) fn new(wire: &[u8]) -> Octets {
        let mut octets = [0; INLINE];
        match (octets.get_mut(..wire.len()), u8::try_from(wire.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(wire);
                Octets::Inline { length, octets }
            }
            _ => Octets::Heap(wire.into()),
        }
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        match self {
            Octets::Inline { length, octets } => octets.get(..usize::from(*length)).unwrap_or(&[0]),
            Octets::Heap(octets) => octets,
        }
    }
}

impl PartialEq for Octets {
    fn eq(&self, other: &Octets) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Octets {}

impl Hash for Octets {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

/// A name being put together, label by label, without an allocation.
pub(crate) struct Buffer {
    octets: [u8; MAX_NAME],
    length: usize,
}

impl Buffer {
    pub(crate) fn new() -> Buffer {
        Buffer { octets: [0; MAX_NAME], length: 0 }
    }

    /// What was written so far; a whole name after [`Buffer::close`] or [`Buffer::append`].
    pub(crate) fn as_slice(&self) -> &[u8] {
        self.octets.get(..self.length).unwrap_or_default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Adds a label, lower-cased unless `keep_case`.
    pub(crate) fn push(&mut self, label: &[u8], keep_case: bool) -> Result<(), NameError> {
        let length = match u8::try_from(label.len()) {
            Ok(0) => return Err(NameError::EmptyLabel),
            Ok(length @ 1..=63) => length,
            _ => return Err(NameError::LabelTooLong),
        };
        let end = self.length + 1 + label.len();
        // One octet is still needed for the root.
        if end >= MAX_NAME {
            return Err(NameError::TooLong);
        }
        if let Some([first, rest @ ..]) = self.octets.get_mut(self.length..end) {
            *first = length;
            rest.copy_from_slice(label);
            if !keep_case {
                rest.make_ascii_lowercase();
            }
        }
        self.length = end;
        Ok(())
    }

    /// Ends the name with a whole name, given on the wire.
    pub(crate) fn append(&mut self, suffix: &[u8]) -> Result<(), NameError> {
        let end = self.length + suffix.len();
        self.octets.get_mut(self.length..end).ok_or(NameError::TooLong)?.copy_from_slice(suffix);
        self.length = end;
        Ok(())
    }

    /// Ends the name with the root.
    pub(crate) fn close(&mut self) -> Result<(), NameError> {
        self.append(&[0])
    }
}

/// How many octets the uncompressed name at the start of `wire` has, or `None` if there is none.
pub(crate) fn name_length(wire: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let length = usize::from(*wire.get(at)?);
        at += 1 + length;
        if length == 0 {
            return (at <= MAX_NAME).then_some(at);
        }
        if length > 63 || at >= MAX_NAME {
            return None;
        }
    }
}

/// Splits the first label off a well-formed name; `None` at the root.
pub(crate) fn split_label(wire: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&length, rest) = wire.split_first()?;
    if length == 0 { None } else { rest.split_at_checked(usize::from(length)) }
}
