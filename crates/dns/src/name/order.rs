//! The canonical order of names (RFC 4034 section 6.1), and keys whose plain byte order is that order.
//!
//! Surprising: labels count from the root down, so `z.example` stands before `a.z.example` but after `zz.a.example`. The sort key
//! ends every label with a zero octet and escapes the octets 0 and 1, so that the subtree of a name is exactly the keys that start
//! with its own: a database index on the key serves lists, subtrees and the deepest enclosing name alike.

use super::wire::Buffer;
use super::{MAX_NAME, Name, NameError};
use std::cmp::Ordering;

impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        let (one, other) = (self.as_wire(), other.as_wire());
        if one == other {
            return Ordering::Equal;
        }
        let (starts, count) = label_starts(one);
        let (other_starts, other_count) = label_starts(other);
        let pairs = starts.iter().take(count).rev().zip(other_starts.iter().take(other_count).rev());
        let differing = pairs.map(|(start, other_start)| label_at(one, *start).cmp(label_at(other, *other_start)));
        differing.into_iter().find(|order| order.is_ne()).unwrap_or_else(|| count.cmp(&other_count))
    }
}

/// Where the labels of a name begin, the root's apart, and how many there are.
#[inline]
fn label_starts(wire: &[u8]) -> ([u8; MAX_NAME / 2 + 1], usize) {
    let mut starts = [0_u8; MAX_NAME / 2 + 1];
    let (mut count, mut at) = (0, 0_usize);
    while let (Some(&length @ 1..), Some(start)) = (wire.get(at), starts.get_mut(count)) {
        *start = u8::try_from(at).unwrap_or(0);
        at += 1 + usize::from(length);
        count += 1;
    }
    (starts, count)
}

#[inline]
fn label_at(wire: &[u8], start: u8) -> &[u8] {
    let start = usize::from(start);
    let length = wire.get(start).copied().map_or(0, usize::from);
    wire.get(start + 1..start + 1 + length).unwrap_or_default()
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Name {
    /// A key whose byte order is the canonical order of names; the root's is empty.
    ///
    /// Labels from the root down, octet 0 as `01 01`, octet 1 as `01 02`, the others as they are, each label ended by `00`.
    ///
    /// ```
    /// # use domesday_dns::Name;
    /// assert_eq!(Name::parse("www.example.org")?.sort_key(), b"org\0example\0www\0");
    /// # Ok::<(), domesday_dns::NameError>(())
    /// ```
    pub fn sort_key(&self) -> Vec<u8> {
        let mut key = Vec::with_capacity(self.as_wire().len());
        self.write_sort_key(&mut key);
        key
    }

    /// Appends the [sort key](Name::sort_key) to `out`.
    pub fn write_sort_key(&self, out: &mut Vec<u8>) {
        for label in self.labels().rev() {
            for &octet in label {
                match octet {
                    0 | 1 => out.extend_from_slice(&[1, octet + 1]),
                    _ => out.push(octet),
                }
            }
            out.push(0);
        }
    }

    /// The name that a [sort key](Name::sort_key) was made of. Internationalised labels are trusted, they were checked before.
    ///
    /// # Errors
    /// [`NameError`], if the octets are no sort key.
    pub fn from_sort_key(key: &[u8]) -> Result<Name, NameError> {
        let Some(body) = key.strip_suffix(&[0]) else {
            return if key.is_empty() { Ok(Name::root()) } else { Err(NameError::BadWire) };
        };
        let mut name = Buffer::new();
        let mut label = [0_u8; 63];
        for part in body.split(|&octet| octet == 0).rev() {
            let mut length = 0;
            let mut octets = part.iter();
            while let Some(&octet) = octets.next() {
                let plain = match octet {
                    1 => match octets.next() {
                        Some(&escaped @ 1..=2) => escaped - 1,
                        _ => return Err(NameError::BadWire),
                    },
                    _ => octet,
                };
                *label.get_mut(length).ok_or(NameError::LabelTooLong)? = plain;
                length += 1;
            }
            name.push(label.get(..length).unwrap_or_default(), false)?;
        }
        name.close()?;
        Ok(Name::from_checked(name.as_slice()))
    }
}
