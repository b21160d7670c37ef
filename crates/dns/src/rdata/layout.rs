//! The one table of what the rdata of each type consists of. Parsing, checking and printing all walk it, and know no types.
//!
//! Surprising: what depends on another field looks back at the octets already read (the length of a digest on its algorithm, a
//! gateway on its kind), so the order of fields matters.

use crate::rtype::RecordType;

/// One field of rdata.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    /// An integer of 8 bits.
    U8,
    /// An integer of 16 bits.
    U16,
    /// An integer of 32 bits.
    U32,
    /// 32 bits of seconds; in text also with units.
    Period,
    /// A DNSSEC algorithm: a number, in text also its mnemonic (RFC 4034 appendix A.1).
    Algorithm,
    /// A certificate type: a number, in text also its mnemonic (RFC 4398 section 2.1).
    CertificateType,
    /// A domain name, lower-cased.
    Name,
    /// The RNAME of a SOA, whose first label keeps its case (Z12).
    Mailbox,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A character string, RFC 1035 section 3.3.
    Text,
    /// NAPTR flags: a character string of letters and digits, RFC 3403 section 4.1.
    Flags,
    /// One or more character strings, to the end.
    Texts,
    /// A CAA tag: a length, then 1–15 letters and digits, lower-cased.
    Tag,
    /// Text without a length, to the end: the value of CAA (may be empty), the target of URI (may not).
    Value {
        /// Whether no octets will do.
        may_be_empty: bool,
    },
    /// Hexadecimal to the end, at least one octet.
    Hex(Digest),
    /// Base64 to the end.
    Base64 {
        /// Whether no octets will do.
        may_be_empty: bool,
    },
    /// A bitmap of record types, RFC 4034 section 4.1.2.
    Types,
    /// Service parameters, RFC 9460 section 2.1.
    Parameters,
    /// All of LOC, RFC 1876 section 2.
    Location,
    /// An EUI of so many octets, RFC 7043.
    Eui(usize),
    /// An NSAP address, RFC 1706 section 5.
    Nsap,
    /// The gateway of IPSECKEY, whose kind is the second octet, RFC 4025 section 2.5.
    Gateway,
}

/// What settles the length of a hexadecimal field (R2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Digest {
    /// Nothing does.
    Any,
    /// The fourth octet, RFC 4034 section 5.1.4, RFC 4509, RFC 6605.
    Ds,
    /// The third octet, RFC 6698 section 2.1.3.
    Tlsa,
    /// The second octet, RFC 4255 section 3.1.2, RFC 6594.
    Sshfp,
}

impl Digest {
    /// How many octets the digest must have after the octets `before` it, if that is settled.
    pub(super) fn length(self, before: &[u8]) -> Option<usize> {
        match (self, before) {
            (Digest::Ds, [_, _, _, 1]) | (Digest::Sshfp, [_, 1]) => Some(20),
            (Digest::Ds, [_, _, _, 2]) | (Digest::Sshfp, [_, 2]) | (Digest::Tlsa, [_, _, 1]) => Some(32),
            (Digest::Ds, [_, _, _, 4]) => Some(48),
            (Digest::Tlsa, [_, _, 2]) => Some(64),
            _ => None,
        }
    }
}

use Field::{
    Algorithm, Base64, CertificateType, Eui, Flags, Gateway, Hex, Ipv4, Ipv6, Location, Mailbox, Name, Nsap,
    Parameters, Period, Tag, Text, Texts, Types, U8, U16, U32, Value,
};

const KEY: Field = Base64 { may_be_empty: false };
const KEY_OR_NONE: Field = Base64 { may_be_empty: true };

/// The fields of a type; `None` if it is opaque to us (RFC 3597).
pub(super) fn layout(rtype: RecordType) -> Option<&'static [Field]> {
    Some(match rtype {
        RecordType::A => &[Ipv4],
        RecordType::NS | RecordType::CNAME | RecordType::DNAME | RecordType::PTR => &[Name],
        RecordType::AAAA => &[Ipv6],
        RecordType::DS => &[U16, Algorithm, U8, Hex(Digest::Ds)],
        RecordType::TXT | RecordType::SPF => &[Texts],
        RecordType::MX | RecordType::KX => &[U16, Name],
        RecordType::SRV => &[U16, U16, U16, Name],
        RecordType::SOA => &[Name, Mailbox, U32, Period, Period, Period, Period],
        RecordType::HINFO => &[Text, Text],
        RecordType::RP => &[Name, Name],
        RecordType::NSAP => &[Nsap],
        RecordType::KEY => &[U16, U8, Algorithm, KEY_OR_NONE],
        RecordType::PX => &[U16, Name, Name],
        RecordType::LOC => &[Location],
        RecordType::NAPTR => &[U16, U16, Flags, Text, Text, Name],
        RecordType::CERT => &[CertificateType, U16, Algorithm, KEY],
        RecordType::SSHFP => &[U8, U8, Hex(Digest::Sshfp)],
        RecordType::IPSECKEY => &[U8, U8, U8, Gateway, KEY_OR_NONE],
        RecordType::DNSKEY | RecordType::CDNSKEY => &[U16, U8, Algorithm, KEY],
        RecordType::DHCID | RecordType::OPENPGPKEY => &[KEY],
        RecordType::TLSA => &[U8, U8, U8, Hex(Digest::Tlsa)],
        RecordType::SMIMEA => &[U8, U8, U8, Hex(Digest::Any)],
        RecordType::CDS => &[U16, Algorithm, U8, Hex(Digest::Any)],
        RecordType::CSYNC => &[U32, U16, Types],
        RecordType::SVCB | RecordType::HTTPS => &[U16, Name, Parameters],
        RecordType::EUI48 => &[Eui(6)],
        RecordType::EUI64 => &[Eui(8)],
        RecordType::URI => &[U16, U16, Value { may_be_empty: false }],
        RecordType::CAA => &[U8, Tag, Value { may_be_empty: true }],
        _ => return None,
    })
}

/// DNSSEC algorithm numbers and their mnemonics, as the IANA registry spells them and as older files do.
pub(super) const ALGORITHMS: &[(&str, u16)] = &[
    ("RSAMD5", 1),
    ("DH", 2),
    ("DSA", 3),
    ("RSASHA1", 5),
    ("DSA-NSEC3-SHA1", 6),
    ("NSEC3DSA", 6),
    ("RSASHA1-NSEC3-SHA1", 7),
    ("NSEC3RSASHA1", 7),
    ("RSASHA256", 8),
    ("RSASHA512", 10),
    ("ECC-GOST", 12),
    ("ECCGOST", 12),
    ("ECDSAP256SHA256", 13),
    ("ECDSAP384SHA384", 14),
    ("ED25519", 15),
    ("ED448", 16),
    ("INDIRECT", 252),
    ("PRIVATEDNS", 253),
    ("PRIVATEOID", 254),
];

/// Certificate types and their mnemonics, RFC 4398 section 2.1.
pub(super) const CERTIFICATE_TYPES: &[(&str, u16)] = &[
    ("PKIX", 1),
    ("SPKI", 2),
    ("PGP", 3),
    ("IPKIX", 4),
    ("ISPKI", 5),
    ("IPGP", 6),
    ("ACPKIX", 7),
    ("IACPKIX", 8),
    ("URI", 253),
    ("OID", 254),
];
