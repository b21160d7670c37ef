//! Where a page of a list ended, for clients to hand back (rule Q6): opaque, and good for that list only.
//!
//! A marker is the place and a fingerprint of place and list, so that one of another list, or a broken one, is told as such. It hides
//! nothing and protects nothing: with any place a caller finds what he may read, and no more.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domesday_domain::json;
use serde_json::Value;

/// A hash of some octets that is the same on every node and in every version: FNV-1a of 64 bits.
pub(super) fn fingerprint(octets: &[u8]) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    octets.iter().fold(BASIS, |hash, octet| (hash ^ u64::from(*octet)).wrapping_mul(PRIME))
}

/// A list: whoever goes on in it asks for the same.
pub(super) struct List(Vec<u8>);

impl List {
    /// The list that is asked for in this way, but for how much of it and from where.
    pub(super) fn of(asked: &Value) -> Self {
        Self(json::canonical(asked).into_bytes())
    }

    /// The marker of a place in it.
    pub(super) fn marker(&self, place: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode([&self.fingerprint(place)[..], place].concat())
    }

    /// The marker of a place that is a number.
    pub(super) fn number_marker(&self, number: i64) -> String {
        self.marker(&number.to_be_bytes())
    }

    /// The place that a marker of this list names; none of any other text.
    pub(super) fn place(&self, marker: &str) -> Option<Vec<u8>> {
        let octets = URL_SAFE_NO_PAD.decode(marker).ok()?;
        let (told, place) = octets.split_first_chunk::<8>()?;
        (*told == self.fingerprint(place)).then(|| place.to_vec())
    }

    /// The number that a marker of this list names.
    pub(super) fn number(&self, marker: &str) -> Option<i64> {
        self.place(marker)?.try_into().ok().map(i64::from_be_bytes)
    }

    fn fingerprint(&self, place: &[u8]) -> [u8; 8] {
        // The list's text is JSON: it ends where it ends, whatever comes behind.
        fingerprint(&[&self.0[..], place].concat()).to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn q6_a_marker_is_read_back_in_its_list_only() {
        let list = List::of(&json!(["search", "student", {"school": "UP"}]));
        for number in [0, 1, i64::MAX, i64::MIN] {
            let marker = list.number_marker(number);
            assert!(marker.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(&octet)), "{marker}");
            assert_eq!(list.number(&marker), Some(number));
            let other = List::of(&json!(["search", "student", {"school": "DOWN"}]));
            assert_eq!(other.number(&marker), None);
        }
    }

    #[test]
    fn q6_a_broken_marker_is_none() {
        let list = List::of(&json!("history"));
        let marker = list.number_marker(77);
        for at in 0..marker.len() {
            let (head, tail) = (&marker[..at], &marker[at + 1..]);
            let other = if marker.as_bytes()[at] == b'A' { 'B' } else { 'A' };
            assert_eq!(list.number(&format!("{head}{other}{tail}")), None, "{at}");
            assert_eq!(list.number(head), None, "cut at {at}");
        }
        for bad in ["", "0", "AAAA", "====", "ü", &format!("{marker}=")] {
            assert_eq!(list.number(bad), None, "{bad}");
        }
        assert_eq!(list.number(&list.marker(b"short")), None, "no number");
    }

    #[test]
    fn q6_fingerprints_are_the_same_everywhere() {
        assert_eq!(fingerprint(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fingerprint(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
