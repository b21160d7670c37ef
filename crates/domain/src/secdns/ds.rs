//! A DS record as a registrar gives it (rule D9, RFC 4034 section 5, RFC 5910).

use std::fmt;

use domesday_dns::{Rdata, RecordType};

use crate::fault::{Fault, below, settle};
use crate::policy::Policy;

/// A DS record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DsRecord {
    /// The tag of the key that it stands for.
    pub key_tag: u16,
    /// That key's algorithm.
    pub algorithm: u8,
    /// How the digest is made.
    pub digest_type: u8,
    /// The digest.
    pub digest: Vec<u8>,
}

/// A DS record as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DsDraft {
    /// `keyTag`
    pub key_tag: Option<i64>,
    /// `alg`
    pub algorithm: Option<i64>,
    /// `digestType`
    pub digest_type: Option<i64>,
    /// `digest`: hexadecimal, in any case.
    pub digest: Option<String>,
}

/// How many octets a digest of a type has, where that is known.
fn digest_length(digest_type: u8) -> Option<usize> {
    match digest_type {
        1 => Some(20),
        2 | 3 | 5 | 6 => Some(32),
        4 => Some(48),
        _ => None,
    }
}

impl DsDraft {
    /// Reads a record.
    ///
    /// # Errors
    /// All that is missing, malformed, or not allowed by the policy.
    pub(super) fn read(&self, policy: &Policy, place: &str) -> Result<DsRecord, Vec<Fault>> {
        let mut faults = Vec::new();
        let key_tag = number::<u16>(self.key_tag, &below(place, "keyTag"), &mut faults);
        let algorithm = allowed(self.algorithm, &policy.ds_algorithms, &below(place, "alg"), "algorithm", &mut faults);
        let digest_place = below(place, "digestType");
        let digest_type = allowed(self.digest_type, &policy.ds_digests, &digest_place, "digest-type", &mut faults);
        let digest = self.read_digest(digest_type, &below(place, "digest"), &mut faults);
        let fields = (key_tag, algorithm, digest_type, digest);
        let (Some(key_tag), Some(algorithm), Some(digest_type), Some(digest)) = fields else { return Err(faults) };
        settle(Some(DsRecord { key_tag, algorithm, digest_type, digest }), faults)
    }

    fn read_digest(&self, digest_type: Option<u8>, place: &str, faults: &mut Vec<Fault>) -> Option<Vec<u8>> {
        let Some(text) = &self.digest else {
            faults.push(Fault::missing(place, "a DS record has a digest"));
            return None;
        };
        // Read without regard to length only while the length could still fit a digest of some type.
        let digest = (text.len() <= 2 * 64).then(|| from_hex(text)).flatten();
        let Some(digest) = digest.filter(|digest| !digest.is_empty()) else {
            faults.push(Fault::refused(
                place,
                "not-hex",
                "a digest is 2 to 128 hexadecimal digits, an even number of them",
            ));
            return None;
        };
        if let Some(expected) = digest_type.and_then(digest_length).filter(|expected| *expected != digest.len()) {
            let detail = format!("a digest of that type has {} digits, this one has {}", 2 * expected, text.len());
            faults.push(Fault::refused(place, "digest-length", detail));
        }
        Some(digest)
    }
}

impl DsRecord {
    /// The digest in hexadecimal, in capitals as RFC 4034 and RFC 9083 write it.
    pub fn digest_text(&self) -> String {
        use std::fmt::Write as _;
        self.digest.iter().fold(String::new(), |mut text, octet| {
            let _ = write!(text, "{octet:02X}");
            text
        })
    }

    /// The record's data as it stands in a zone.
    pub fn rdata(&self) -> Rdata {
        let mut wire = self.key_tag.to_be_bytes().to_vec();
        wire.extend([self.algorithm, self.digest_type]);
        wire.extend(&self.digest);
        Rdata::from_stored(RecordType::DS, wire.into_boxed_slice())
    }
}

impl fmt::Display for DsRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DS {} {} {} {}", self.key_tag, self.algorithm, self.digest_type, self.digest_text())
    }
}

/// A number of its range; a fault of policy otherwise (rule D9).
pub(super) fn number<T: TryFrom<i64>>(given: Option<i64>, place: &str, faults: &mut Vec<Fault>) -> Option<T> {
    let Some(given) = given else {
        faults.push(Fault::missing(place, "it is required"));
        return None;
    };
    let read = T::try_from(given).ok();
    if read.is_none() {
        faults.push(Fault::refused(place, "out-of-range", format!("{given} is out of range")));
    }
    read
}

/// A number that the policy lists.
pub(super) fn allowed(
    given: Option<i64>,
    list: &[u8],
    place: &str,
    code: &'static str,
    faults: &mut Vec<Fault>,
) -> Option<u8> {
    let number = number::<u8>(given, place, faults)?;
    if !list.contains(&number) {
        let list: Vec<String> = list.iter().map(ToString::to_string).collect();
        faults.push(Fault::refused(place, code, format!("{number} is not allowed; allowed are {}", list.join(", "))));
    }
    Some(number)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |octet: u8| char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    pairs.collect()
}
