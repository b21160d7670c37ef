//! Zone files (RFC 1035 section 5, RFC 2308 section 4, RFC 3597 section 5): read entry by entry, written line by line.
//!
//! Reading is lenient in spelling and strict in meaning, writing has one spelling (F1). Both take memory for one entry only.
//! Surprising: the [`Reader`] is an iterator of results that goes on after an error, so that all errors are told at once (F11).

mod error;
mod header;
mod lines;
mod reader;

pub use error::{LineError, LineErrorCode};
pub use reader::{Entry, Reader, Record};

use crate::name::Name;
use crate::rdata::write_rdata;
use crate::rtype::RecordType;
use crate::text::write_number;

/// Appends the line of a record as rule F1 says: absolute owner, TTL only if there is one, `IN`, type, rdata; single blanks, LF.
///
/// ```
/// use domesday_dns::{Name, RecordType, zonefile::write_record};
/// let mut out = String::new();
/// write_record(&mut out, &Name::parse("www.example.org")?, Some(60), RecordType::A, &[192, 0, 2, 1]);
/// assert_eq!(out, "www.example.org. 60 IN A 192.0.2.1\n");
/// # Ok::<(), domesday_dns::NameError>(())
/// ```
pub fn write_record(out: &mut String, owner: &Name, ttl: Option<u32>, rtype: RecordType, wire: &[u8]) {
    owner.write_fqdn(out);
    if let Some(ttl) = ttl {
        out.push(' ');
        write_number(out, ttl);
    }
    out.push_str(" IN ");
    rtype.write(out);
    out.push(' ');
    write_rdata(rtype, wire, out);
    out.push('\n');
}

#[cfg(test)]
mod tests;
