//! Domain names: absolute, uncompressed, lower-case.
//!
//! A [`Name`] is what every other part of the registry keys on, so there is one form of it only: the octets as they go on the wire,
//! ASCII letters lower-cased, internationalised labels as valid A-labels. Equality, hashing and "is below" are therefore comparisons
//! of octets. Surprising: `Display` prints no final dot (that is how names are answered, N1); [`Name::fqdn`] does, for rdata and
//! zone files.

mod error;
mod idn;
mod order;
mod parse;
mod wire;

pub use error::NameError;
pub(crate) use parse::{Base, Case, read_name};
pub(crate) use wire::{Buffer, MAX_NAME, name_length, split_label};

use crate::text::write_label;
use std::fmt;
use wire::Octets;

/// An absolute domain name in canonical form (RFC 4034 section 6.2).
///
/// Ordered by RFC 4034 section 6.1; displayed as rule F2 says, without the final dot, the root as `.`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name(Octets);

impl Name {
    /// The root, `.`.
    pub fn root() -> Name {
        Name::from_checked(&[0])
    }

    /// Reads an absolute name, final dot optional, in any case, U- and A-labels mixed, with `\DDD` and `\c` escapes (N1, N2, N6).
    ///
    /// # Errors
    /// [`NameError`]: the first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Name, NameError> {
        Name::read(text.as_bytes(), Base::Absolute)
    }

    /// Reads a name as a zone file has it: `@` is the origin, and without a final dot it is relative to it (RFC 1035 section 5.1).
    ///
    /// # Errors
    /// As [`Name::parse`]; [`NameError::TooLong`] also if only the name and the origin together are too long.
    pub fn parse_in(text: &str, origin: &Name) -> Result<Name, NameError> {
        Name::read(text.as_bytes(), Base::Origin(Some(origin)))
    }

    /// Reads UTF-8 that stands in a larger text.
    pub(crate) fn read(text: &[u8], base: Base<'_>) -> Result<Name, NameError> {
        read_name(text, base, Case::Lower).map(|name| Name::from_checked(name.as_slice()))
    }

    /// Reads exactly one uncompressed name (RFC 1035 section 3.1) and lower-cases it. Labels starting with `xn--` must be valid.
    ///
    /// # Errors
    /// [`NameError::BadWire`] if it is not exactly one name; [`NameError::BadIdn`] if a label is no valid A-label.
    pub fn from_wire(wire: &[u8]) -> Result<Name, NameError> {
        if name_length(wire) != Some(wire.len()) {
            return Err(NameError::BadWire);
        }
        let mut name = Buffer::new();
        let mut rest = wire;
        while let Some((label, tail)) = split_label(rest) {
            idn::check_if_a_label(label)?;
            name.push(label, false)?;
            rest = tail;
        }
        name.close()?;
        Ok(Name::from_checked(name.as_slice()))
    }

    /// Wraps octets that are known to be one canonical name.
    pub(crate) fn from_checked(wire: &[u8]) -> Name {
        Name(Octets::new(wire))
    }

    /// The name as it goes on the wire, the root's zero octet included.
    pub fn as_wire(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// The labels, leftmost first, without the root's empty one.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &[u8]> + '_ {
        let wire = self.as_wire();
        let mut starts = [0_u8; MAX_NAME / 2 + 1];
        let mut count = 0;
        let mut at = 0_usize;
        while let (Some(&length @ 1..), Some(start)) = (wire.get(at), starts.get_mut(count)) {
            *start = u8::try_from(at).unwrap_or(0);
            at += 1 + usize::from(length);
            count += 1;
        }
        (0..count).filter_map(move |index| {
            let start = usize::from(*starts.get(index)?);
            let length = usize::from(*wire.get(start)?);
            wire.get(start + 1..start + 1 + length)
        })
    }

    /// How many labels there are, without the root's.
    pub fn label_count(&self) -> usize {
        std::iter::successors(split_label(self.as_wire()), |(_, rest)| split_label(rest)).count()
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.as_wire() == [0]
    }

    /// The name without its first label; `None` for the root.
    pub fn parent(&self) -> Option<Name> {
        split_label(self.as_wire()).map(|(_, rest)| Name::from_checked(rest))
    }

    /// The name itself, its parent, and so on, the root last.
    pub fn ancestors(&self) -> impl Iterator<Item = Name> {
        std::iter::successors(Some(self.clone()), Name::parent)
    }

    /// Whether this is `other` or lies below it, on a label boundary (N1): `myexample.org` is not in `example.org`.
    pub fn is_at_or_below(&self, other: &Name) -> bool {
        let suffix = other.as_wire();
        let mut rest = self.as_wire();
        while rest.len() > suffix.len() {
            match split_label(rest) {
                Some((_, tail)) => rest = tail,
                None => return false,
            }
        }
        rest == suffix
    }

    /// Whether this lies strictly below `other`.
    pub fn is_below(&self, other: &Name) -> bool {
        self.as_wire().len() > other.as_wire().len() && self.is_at_or_below(other)
    }

    /// The name with one more label in front, taken literally and lower-cased.
    ///
    /// # Errors
    /// [`NameError`], if the label is empty or too long, the name is too long with it, or it is no valid A-label.
    pub fn child(&self, label: &[u8]) -> Result<Name, NameError> {
        idn::check_if_a_label(label)?;
        let mut name = Buffer::new();
        name.push(label, false)?;
        name.append(self.as_wire())?;
        Ok(Name::from_checked(name.as_slice()))
    }

    /// The name with U-labels where there are any; `None` if it has none.
    pub fn to_unicode(&self) -> Option<String> {
        let mut out = String::new();
        let mut differs = false;
        for label in self.labels() {
            if !out.is_empty() {
                out.push('.');
            }
            match idn::to_u_label(label) {
                Some(unicode) => {
                    differs = true;
                    out.push_str(&unicode);
                }
                None => write_label(&mut out, label),
            }
        }
        differs.then_some(out)
    }

    /// The name with its final dot, as in rdata and zone files (R4, F2).
    pub fn fqdn(&self) -> String {
        let mut out = String::with_capacity(self.as_wire().len() + 1);
        self.write_fqdn(&mut out);
        out
    }

    /// Appends the name with its final dot to `out`.
    pub fn write_fqdn(&self, out: &mut String) {
        write_wire(out, self.as_wire());
    }

    /// Whether the first label is `*` (R9, RFC 4592).
    pub fn is_wildcard(&self) -> bool {
        self.as_wire().starts_with(b"\x01*")
    }

    /// Whether every label is of letters, digits and inner hyphens, and there is at least one (R10, RFC 1123 section 2.1).
    pub fn is_host_name(&self) -> bool {
        !self.is_root()
            && self.labels().all(|label| {
                label.iter().all(|&octet| octet.is_ascii_alphanumeric() || octet == b'-')
                    && label.first() != Some(&b'-')
                    && label.last() != Some(&b'-')
            })
    }
}

/// Appends the well-formed name at the start of `wire` with its final dot.
pub(crate) fn write_wire(out: &mut String, wire: &[u8]) {
    let mut rest = wire;
    while let Some((label, tail)) = split_label(rest) {
        write_label(out, label);
        out.push('.');
        rest = tail;
    }
    if rest.len() == wire.len() {
        out.push('.');
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.fqdn();
        f.write_str(if self.is_root() { "." } else { text.strip_suffix('.').unwrap_or(&text) })
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({})", self.fqdn())
    }
}

impl std::str::FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Name, NameError> {
        Name::parse(text)
    }
}

#[cfg(test)]
mod tests;
