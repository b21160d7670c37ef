//! Rdata: the value of a record, kept in canonical wire form.
//!
//! One table of fields per type (`layout`) drives reading text (`parse`), checking octets (`canonical`) and printing (`print`), so
//! a type cannot be read in one way and printed in another. Surprising: since names are lower-cased and every value has one form
//! only, two values are the same record exactly if their octets are equal (R4).

mod bitmap;
mod canonical;
mod encoded;
mod error;
mod layout;
mod location;
mod parameter_values;
mod parameters;
mod parse;
mod print;
mod soa;

pub use error::RdataError;
pub(crate) use parse::read_words;
pub use print::write_rdata;
pub use soa::Soa;

use crate::name::{Base, Name, name_length};
use crate::rtype::RecordType;
use std::fmt;
use std::net::IpAddr;

/// The canonical rdata of one record. Ordered by type, then by octets (RFC 4034 section 6.3).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rdata {
    rtype: RecordType,
    wire: Box<[u8]>,
}

impl Rdata {
    /// Reads a value as the API has it: names absolute, final dot optional (N6); TXT and SPF also as free text, which is anything
    /// that does not start with a quote, taken literally (R12). `\# length hex` does for every type (RFC 3597).
    ///
    /// # Errors
    /// [`RdataError`], which says what was expected.
    pub fn parse(rtype: RecordType, text: &str) -> Result<Rdata, RdataError> {
        let mut wire = Vec::new();
        parse::read_value(rtype, text, &mut wire)?;
        Ok(Rdata { rtype, wire: wire.into() })
    }

    /// Reads a value as a line of a zone file has it: names without a final dot are relative to `origin`, `@` is the origin, and
    /// character strings need no quotes (RFC 1035 section 5.1). Brackets and comments belong to the line, not to the value.
    ///
    /// # Errors
    /// As [`Rdata::parse`].
    pub fn parse_in(rtype: RecordType, text: &str, origin: &Name) -> Result<Rdata, RdataError> {
        let mut wire = Vec::new();
        parse::read_text(rtype, text.as_bytes(), Base::Origin(Some(origin)), &mut wire)?;
        Ok(Rdata { rtype, wire: wire.into() })
    }

    /// Checks uncompressed rdata against the fields of its type and brings it into canonical form.
    ///
    /// # Errors
    /// [`RdataError`], if the octets are no rdata of the type, or end too early or too late.
    pub fn from_wire(rtype: RecordType, wire: &[u8]) -> Result<Rdata, RdataError> {
        let mut canonical = Vec::with_capacity(wire.len());
        canonical::canonicalise(rtype, wire, &mut canonical)?;
        Ok(Rdata { rtype, wire: canonical.into() })
    }

    /// Takes octets that were [canonical](Rdata::wire) when they were stored; nothing is checked.
    pub fn from_stored(rtype: RecordType, wire: Box<[u8]>) -> Rdata {
        Rdata { rtype, wire }
    }

    /// The type.
    pub fn rtype(&self) -> RecordType {
        self.rtype
    }

    /// The canonical octets, names uncompressed.
    pub fn wire(&self) -> &[u8] {
        &self.wire
    }

    /// The canonical octets, by value.
    pub fn into_wire(self) -> Box<[u8]> {
        self.wire
    }

    /// The name that NS, CNAME, DNAME and PTR hold, the exchange of MX, the target of SRV.
    pub fn target(&self) -> Option<Name> {
        let start = match self.rtype {
            RecordType::NS | RecordType::CNAME | RecordType::DNAME | RecordType::PTR => 0,
            RecordType::MX => 2,
            RecordType::SRV => 6,
            _ => return None,
        };
        let name = self.wire.get(start..)?;
        (name_length(name)? == name.len()).then(|| Name::from_checked(name))
    }

    /// The address that A and AAAA hold.
    pub fn address(&self) -> Option<IpAddr> {
        match self.rtype {
            RecordType::A => <[u8; 4]>::try_from(&*self.wire).ok().map(IpAddr::from),
            RecordType::AAAA => <[u8; 16]>::try_from(&*self.wire).ok().map(IpAddr::from),
            _ => None,
        }
    }

    /// The rdata of A or AAAA.
    pub fn from_address(address: IpAddr) -> Rdata {
        match address {
            IpAddr::V4(address) => Rdata { rtype: RecordType::A, wire: address.octets().into() },
            IpAddr::V6(address) => Rdata { rtype: RecordType::AAAA, wire: address.octets().into() },
        }
    }

    /// The rdata of an NS record.
    pub fn from_ns(name: &Name) -> Rdata {
        Rdata { rtype: RecordType::NS, wire: name.as_wire().into() }
    }

    /// The character strings of TXT and SPF.
    pub fn character_strings(&self) -> Option<Vec<&[u8]>> {
        if !matches!(self.rtype, RecordType::TXT | RecordType::SPF) {
            return None;
        }
        let mut strings = Vec::new();
        let mut rest = &*self.wire;
        while let Some((&length, tail)) = rest.split_first() {
            let (string, tail) = tail.split_at_checked(usize::from(length))?;
            strings.push(string);
            rest = tail;
        }
        Some(strings)
    }
}

impl fmt::Display for Rdata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        write_rdata(self.rtype, &self.wire, &mut out);
        f.write_str(&out)
    }
}

impl fmt::Debug for Rdata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rdata({} {self})", self.rtype)
    }
}

#[cfg(test)]
mod tests;
