//! A zone as a file: read whole with every fault in its place, judged by the same rules as record sets, and written so that any name
//! server loads it (`zones.md` section 8).
//!
//! Reading is pure: what must be held against other zones (is the name free, are there child zones) is the use case's part.

mod arrange;
mod judge;
mod read;
mod write;

use domesday_dns::{Name, Rdata, RecordType};

use crate::finding::Warning;
use crate::name::ZoneName;
use crate::record::Origin;
use crate::serial::Serial;
use crate::zone::ZoneContent;

pub use read::read;
pub use write::{Header, is_private, write_set};

/// The most faults that are told (rule F11).
pub const FAULTS_TOLD: usize = 1000;

/// A line at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// Counted from 1; 0 where the file as a whole is meant.
    pub line: u64,
    /// A stable word.
    pub code: &'static str,
    /// A sentence for people.
    pub detail: String,
    /// Whether force lifts it.
    pub forcible: bool,
}

/// A zone as its file says.
#[derive(Clone, Debug)]
pub struct ZoneFile {
    /// The owner of the SOA.
    pub name: ZoneName,
    /// What SOA, apex NS and `$TTL` say.
    pub content: ZoneContent,
    /// The SOA's serial.
    pub serial: Serial,
    /// All other sets, in canonical order.
    pub sets: Vec<FileSet>,
    /// How many records were read.
    pub records: u64,
    /// What was dropped or evened out.
    pub warnings: Vec<Warning>,
    /// Faults that force lifts: the lines were left out of `sets`.
    pub forcible: Vec<LineFault>,
}

/// A record set of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSet {
    /// Its owner.
    pub owner: Name,
    /// Its type.
    pub rtype: RecordType,
    /// Its TTL, or none for the default.
    pub ttl: Option<u32>,
    /// What it is for: `User`, `ExplicitDelegation` or `Glue`.
    pub origin: Origin,
    /// Its values, in canonical order.
    pub values: Vec<Rdata>,
    /// Its first line.
    pub line: u64,
}

/// Faults as they are found: the first [`FAULTS_TOLD`] are kept.
#[derive(Debug, Default)]
struct Faults {
    hard: Vec<LineFault>,
    forcible: Vec<LineFault>,
}

impl Faults {
    fn hard(&mut self, line: u64, code: &'static str, detail: impl Into<String>) {
        if self.hard.len() < FAULTS_TOLD {
            self.hard.push(LineFault { line, code, detail: detail.into(), forcible: false });
        }
    }

    fn forcible(&mut self, line: u64, code: &'static str, detail: impl Into<String>) {
        if self.forcible.len() < FAULTS_TOLD {
            self.forcible.push(LineFault { line, code, detail: detail.into(), forcible: true });
        }
    }
}

#[cfg(test)]
mod tests;
