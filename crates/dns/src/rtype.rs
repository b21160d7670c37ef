//! Record types by number and mnemonic.
//!
//! A type is a number wherever it is compared and stored, and a word wherever people meet it; this is the one place where one becomes the
//! other.
//!
//! Surprising: the mnemonics are those of the types a registry stores (R2), those it refuses (R3) and those it drops when a signer
//! made them (F13). Every other type is spelled `TYPEn` (RFC 3597 section 5), and `TYPE1` is `A`.

use std::fmt;
use std::str::FromStr;

/// The number of a record type. Ordered by number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordType(pub u16);

/// A text that is no record type.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
#[error("`{0}` is not a known record type; write others as TYPE and their number")]
pub struct UnknownType(pub String);

macro_rules! record_types {
    ($($name:ident = $mnemonic:literal, $number:literal;)*) => {
        impl RecordType {
            $(#[doc = concat!("Type ", $number, ", `", $mnemonic, "`.")]
            pub const $name: RecordType = RecordType($number);)*

            fn mnemonic(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some($mnemonic),)*
                    _ => None,
                }
            }
        }

        /// Every type that has a mnemonic here, commonest first.
        const TYPES: &[(&str, u16)] = &[$(($mnemonic, $number)),*];
    };
}

record_types! {
    A = "A", 1;
    NS = "NS", 2;
    AAAA = "AAAA", 28;
    DS = "DS", 43;
    CNAME = "CNAME", 5;
    TXT = "TXT", 16;
    MX = "MX", 15;
    PTR = "PTR", 12;
    SRV = "SRV", 33;
    SOA = "SOA", 6;
    RRSIG = "RRSIG", 46;
    NSEC = "NSEC", 47;
    NSEC3 = "NSEC3", 50;
    NSEC3PARAM = "NSEC3PARAM", 51;
    HINFO = "HINFO", 13;
    RP = "RP", 17;
    NSAP = "NSAP", 22;
    KEY = "KEY", 25;
    PX = "PX", 26;
    LOC = "LOC", 29;
    NAPTR = "NAPTR", 35;
    KX = "KX", 36;
    CERT = "CERT", 37;
    DNAME = "DNAME", 39;
    OPT = "OPT", 41;
    SSHFP = "SSHFP", 44;
    IPSECKEY = "IPSECKEY", 45;
    DNSKEY = "DNSKEY", 48;
    DHCID = "DHCID", 49;
    TLSA = "TLSA", 52;
    SMIMEA = "SMIMEA", 53;
    CDS = "CDS", 59;
    CDNSKEY = "CDNSKEY", 60;
    OPENPGPKEY = "OPENPGPKEY", 61;
    CSYNC = "CSYNC", 62;
    SVCB = "SVCB", 64;
    HTTPS = "HTTPS", 65;
    SPF = "SPF", 99;
    EUI48 = "EUI48", 108;
    EUI64 = "EUI64", 109;
    TKEY = "TKEY", 249;
    TSIG = "TSIG", 250;
    IXFR = "IXFR", 251;
    AXFR = "AXFR", 252;
    MAILB = "MAILB", 253;
    MAILA = "MAILA", 254;
    ANY = "ANY", 255;
    URI = "URI", 256;
    CAA = "CAA", 257;
}

impl RecordType {
    /// Whether this is a question or transport type that never stands in a zone (R3; RFC 6895 section 3.1): 0, OPT and 128–255.
    pub fn is_meta(self) -> bool {
        matches!(self.0, 0 | 41 | 128..=255)
    }

    /// Whether a signer makes such records: RRSIG, NSEC, NSEC3, NSEC3PARAM (R3, F13).
    pub fn is_signer_made(self) -> bool {
        matches!(self, RecordType::RRSIG | RecordType::NSEC | RecordType::NSEC3 | RecordType::NSEC3PARAM)
    }

    /// Whether this type has a mnemonic here.
    pub fn is_known(self) -> bool {
        self.mnemonic().is_some()
    }

    /// Appends the mnemonic or `TYPEn` to `out`.
    pub fn write(self, out: &mut String) {
        match self.mnemonic() {
            Some(mnemonic) => out.push_str(mnemonic),
            None => {
                out.push_str("TYPE");
                crate::text::write_number(out, u32::from(self.0));
            }
        }
    }

    /// Reads a mnemonic in any case, or `TYPEn`.
    pub(crate) fn read(text: &[u8]) -> Option<RecordType> {
        if let Some((_, number)) = TYPES.iter().find(|(mnemonic, _)| mnemonic.as_bytes().eq_ignore_ascii_case(text)) {
            return Some(RecordType(*number));
        }
        let (start, number) = text.split_at_checked(4)?;
        if !start.eq_ignore_ascii_case(b"TYPE") || (number.len() > 1 && number.starts_with(b"0")) {
            return None;
        }
        crate::text::parse_number(number).and_then(|number| u16::try_from(number).ok()).map(RecordType)
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mnemonic() {
            Some(mnemonic) => f.pad(mnemonic),
            None => write!(f, "TYPE{}", self.0),
        }
    }
}

impl FromStr for RecordType {
    type Err = UnknownType;

    fn from_str(text: &str) -> Result<RecordType, UnknownType> {
        RecordType::read(text.as_bytes()).ok_or_else(|| UnknownType(crate::text::excerpt(text.as_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_by_name_in_any_case_or_number_r2() {
        for (text, number) in [("a", 1), ("Aaaa", 28), ("TYPE1", 1), ("type65280", 65280), ("caa", 257), ("TYPE0", 0)] {
            assert_eq!(text.parse(), Ok(RecordType(number)), "{text}");
        }
        for text in ["", "TYPE", "TYPE65536", "TYPE01", "TYPE-1", "TYPE+1", "A6X", "IN"] {
            assert!(text.parse::<RecordType>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_type_prints_what_is_read_as_itself() {
        for number in 0..=u16::MAX {
            let rtype = RecordType(number);
            let mut written = String::new();
            rtype.write(&mut written);
            assert_eq!(written, rtype.to_string());
            assert_eq!(written.parse(), Ok(rtype));
        }
    }

    #[test]
    fn question_types_and_signer_types_are_told_apart_r3() {
        for rtype in ["ANY", "AXFR", "IXFR", "OPT", "TSIG", "TKEY", "MAILA", "MAILB", "TYPE128", "TYPE0"] {
            assert!(rtype.parse::<RecordType>().unwrap().is_meta(), "{rtype}");
        }
        assert!(RecordType::NSEC3PARAM.is_signer_made());
        assert!(!RecordType::DNSKEY.is_signer_made() && !RecordType::URI.is_meta());
    }
}
