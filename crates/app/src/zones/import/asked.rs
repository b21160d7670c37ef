//! What an import is asked to do, and what it tells of it.

use std::sync::Arc;

use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::finding::{Force, Warning};
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::{Precondition, Tag};
use domesday_domain::serial::{Serial, SerialStyle};
use domesday_domain::zone::Zone;
use domesday_domain::zone_file::{LineFault, ZoneFile, read};

/// A zone file, read, or what is wrong with it.
pub struct ZoneText(pub(super) Arc<Result<ZoneFile, Vec<LineFault>>>);

impl ZoneText {
    /// Reads a file; `origin` is the `$ORIGIN` it starts with. Takes time for a large one: not for an async thread.
    pub fn read(input: impl std::io::BufRead, origin: Option<Name>) -> Self {
        Self::read_with(input, origin, |_| {})
    }

    /// The same, telling the number of records now and then.
    pub fn read_with(input: impl std::io::BufRead, origin: Option<Name>, progress: impl FnMut(u64)) -> Self {
        Self(Arc::new(read(input, origin, progress)))
    }

    /// How many sets will be stored, the apex SOA and NS apart.
    pub fn sets(&self) -> usize {
        self.0.as_ref().as_ref().map_or(0, |file| file.sets.len())
    }
}

/// How a file is imported.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Replace the zone if it exists.
    pub replace: bool,
    /// The condition on the zone, needed to replace it.
    pub precondition: Precondition,
    /// It stands at an effective TLD on purpose.
    pub registry_zone: bool,
    /// Whose a new zone shall be; none for the caller's account.
    pub owner: Option<AccountName>,
    /// Lift what is forcible.
    pub force: Force,
    /// The condition is the caller's own affair: the command line has no tags.
    pub unconditional: bool,
    /// The zone that the file must be of; none for whichever it is of.
    pub name: Option<ZoneName>,
    /// How a new zone's serials are chosen after the file's own (`dynect.md` Z3).
    pub serial_style: SerialStyle,
    /// A new zone's serial is told as 0 to clients of the DynECT face (`dynect.md` Z2).
    pub serial_hidden: bool,
}

/// What is told the number of stored sets now and then.
pub type Progress = Box<dyn Fn(u64) + Send + Sync>;

/// What became of an import.
#[derive(Clone, Debug)]
pub struct ImportReport {
    /// The zone.
    pub name: Name,
    /// As it is stored afterwards.
    pub zone: Zone,
    /// The number of its newest entry in the history, which tells of the import.
    pub entry: Option<i64>,
    /// Its tag afterwards.
    pub zone_tag: Tag,
    /// Its serial afterwards.
    pub serial: Serial,
    /// Records in the file.
    pub records: u64,
    /// Record sets in the zone, the apex SOA and NS among them.
    pub recordsets: u64,
    /// It did not exist before.
    pub created: bool,
    /// What was let through.
    pub warnings: Vec<Warning>,
}
