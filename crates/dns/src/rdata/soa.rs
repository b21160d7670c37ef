//! The start of authority, taken apart and put together (RFC 1035 section 3.3.13).
//!
//! Surprising: the RNAME is kept as octets and not as a [`Name`], because the local part of a mailbox keeps the case in which it was
//! given (Z12).

use super::Rdata;
use crate::name::{Name, name_length};
use crate::rtype::RecordType;

/// The fields of a SOA record.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Soa {
    /// The primary name server.
    pub mname: Name,
    /// The mailbox, as an uncompressed name whose first label keeps its case; see [`crate::Email`].
    pub rname: Box<[u8]>,
    /// The version of the zone, compared by RFC 1982.
    pub serial: u32,
    /// Seconds between two looks of a secondary server.
    pub refresh: u32,
    /// Seconds until it looks again after a failure.
    pub retry: u32,
    /// Seconds after which it gives up.
    pub expire: u32,
    /// Seconds for which a denial may be kept (RFC 2308 section 4).
    pub minimum: u32,
}

impl Soa {
    /// The mailbox as an address, if it is one (Z12).
    pub fn email(&self) -> Option<crate::Email> {
        crate::Email::from_rname_wire(&self.rname).ok()
    }
}

impl Rdata {
    /// The rdata of a SOA record. An `rname` that is not one uncompressed name becomes the root.
    pub fn from_soa(soa: &Soa) -> Rdata {
        let mut wire = Vec::with_capacity(soa.mname.as_wire().len() + soa.rname.len() + 20);
        wire.extend_from_slice(soa.mname.as_wire());
        let is_name = name_length(&soa.rname) == Some(soa.rname.len());
        wire.extend_from_slice(if is_name { &soa.rname } else { &[0] });
        for number in [soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum] {
            wire.extend_from_slice(&number.to_be_bytes());
        }
        Rdata::from_stored(RecordType::SOA, wire.into())
    }

    /// The fields of a SOA record; `None` for other types.
    pub fn soa(&self) -> Option<Soa> {
        if self.rtype() != RecordType::SOA {
            return None;
        }
        let (mname, rest) = self.wire().split_at_checked(name_length(self.wire())?)?;
        let (rname, numbers) = rest.split_at_checked(name_length(rest)?)?;
        let mut numbers =
            numbers.chunks_exact(4).filter_map(<[u8]>::first_chunk).map(|&octets| u32::from_be_bytes(octets));
        Some(Soa {
            mname: Name::from_checked(mname),
            rname: rname.into(),
            serial: numbers.next()?,
            refresh: numbers.next()?,
            retry: numbers.next()?,
            expire: numbers.next()?,
            minimum: numbers.next()?,
        })
    }
}
