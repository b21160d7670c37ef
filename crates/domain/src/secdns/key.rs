//! A key as a registrar gives it, and the DS record that is made from it (rule D9, RFC 4034 section 2 and 5.1.4, appendix B).

use std::fmt;

use domesday_dns::{Name, Rdata, RecordType};

use super::ds::{allowed, number};
use super::{DsRecord, SHA256_OCTETS};
use crate::fault::{Fault, below};
use crate::policy::Policy;

/// The digest type of a DS record that is made here: SHA-256.
const SHA256: u8 = 2;

/// The flag of a key that signs a zone.
const ZONE_KEY: u16 = 0x0100;

/// The flag of a key that is revoked (RFC 5011 section 2.1).
const REVOKED: u16 = 0x0080;

/// The most characters of a key: RSA with 4096 bits has fewer than 700.
const LONGEST_KEY: usize = 2048;

/// A key: a DNSKEY record's data.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyRecord(Rdata);

/// A key as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyDraft {
    /// `flags`
    pub flags: Option<i64>,
    /// `protocol`
    pub protocol: Option<i64>,
    /// `alg`
    pub algorithm: Option<i64>,
    /// `pubKey`: base64, blanks between its characters allowed.
    pub public_key: Option<String>,
}

impl KeyDraft {
    /// Reads a key.
    ///
    /// # Errors
    /// All that is missing, malformed, or not allowed by the policy.
    pub(super) fn read(&self, policy: &Policy, place: &str) -> Result<KeyRecord, Vec<Fault>> {
        let mut faults = Vec::new();
        let flags = number::<u16>(self.flags, &below(place, "flags"), &mut faults);
        if flags.is_some_and(|flags| flags & ZONE_KEY == 0 || flags & REVOKED != 0) {
            let detail = "the flags of a key that signs a zone are 256 or 257";
            faults.push(Fault::refused(below(place, "flags"), "not-a-zone-key", detail));
        }
        let protocol = number::<u8>(self.protocol, &below(place, "protocol"), &mut faults);
        if protocol.is_some_and(|protocol| protocol != 3) {
            faults.push(Fault::refused(below(place, "protocol"), "protocol", "the protocol of a key is 3"));
        }
        let algorithm = allowed(self.algorithm, &policy.ds_algorithms, &below(place, "alg"), "algorithm", &mut faults);
        let key_place = below(place, "pubKey");
        let base64 = |text: &&String| {
            let known = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'=' | b' ');
            text.len() <= LONGEST_KEY && text.bytes().all(known)
        };
        let wrong = || {
            Fault::refused(
                key_place.clone(),
                "not-base64",
                format!("a key is base64, at most {LONGEST_KEY} characters"),
            )
        };
        match self.public_key.as_ref().filter(|text| !text.trim().is_empty()) {
            None => faults.push(Fault::missing(key_place.clone(), "a key has a public key")),
            Some(text) => {
                let text = Some(text).filter(base64);
                // The form of the text is judged alone, so that it is told whatever else is wrong.
                let read = text.and_then(|text| {
                    let numbers = (flags.unwrap_or(ZONE_KEY), algorithm.unwrap_or_default());
                    Rdata::parse(RecordType::DNSKEY, &format!("{} 3 {} {text}", numbers.0, numbers.1)).ok()
                });
                match read {
                    Some(read) if faults.is_empty() && flags.and(algorithm).is_some() => return Ok(KeyRecord(read)),
                    Some(_) => {}
                    None => faults.push(wrong()),
                }
            }
        }
        Err(faults)
    }
}

impl KeyRecord {
    /// A key as it was stored: a DNSKEY record's data.
    pub fn from_stored(wire: Box<[u8]>) -> Self {
        Self(Rdata::from_stored(RecordType::DNSKEY, wire))
    }

    /// The data of the DNSKEY record.
    pub fn rdata(&self) -> &Rdata {
        &self.0
    }

    /// The flags.
    pub fn flags(&self) -> u16 {
        match self.0.wire() {
            [high, low, ..] => u16::from_be_bytes([*high, *low]),
            _ => 0,
        }
    }

    /// The protocol, always 3.
    pub fn protocol(&self) -> u8 {
        self.0.wire().get(2).copied().unwrap_or_default()
    }

    /// The algorithm.
    pub fn algorithm(&self) -> u8 {
        self.0.wire().get(3).copied().unwrap_or_default()
    }

    /// The key in base64, without blanks.
    pub fn public_key(&self) -> String {
        self.0.to_string().split(' ').skip(3).collect()
    }

    /// The number by which a DS record finds its key (RFC 4034 appendix B).
    pub fn key_tag(&self) -> u16 {
        let sum = self.0.wire().iter().enumerate().fold(0_u32, |sum, (at, octet)| {
            let octet = u32::from(*octet);
            sum.wrapping_add(if at % 2 == 0 { octet << 8 } else { octet })
        });
        // The remainder is what a 16-bit number keeps.
        (sum.wrapping_add(sum >> 16 & 0xFFFF) & 0xFFFF) as u16
    }

    /// The DS record of this key at `owner`, with the digest of that name and the key's data (RFC 4034 section 5.1.4, RFC 4509).
    pub fn delegation_signer(&self, owner: &Name, sha256: impl Fn(&[u8]) -> [u8; SHA256_OCTETS]) -> DsRecord {
        let digest = sha256(&[owner.as_wire(), self.0.wire()].concat()).to_vec();
        DsRecord { key_tag: self.key_tag(), algorithm: self.algorithm(), digest_type: SHA256, digest }
    }
}

impl fmt::Display for KeyRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "key {} of algorithm {}", self.key_tag(), self.algorithm())
    }
}
