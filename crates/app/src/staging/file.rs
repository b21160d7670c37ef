//! Stages the records of a master file as adds (rule Z8): values that are there are passed over, as are its SOA and apex NS.

use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::zonefile::{Entry, Reader};
use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Findings, Force, Warning};
use domesday_domain::name::ZoneName;
use domesday_domain::record::edit::SetKey;
use domesday_domain::staging::{Numbers, StagingFault, Written};
use domesday_domain::zone::Zone;
use domesday_domain::zone_file::{FAULTS_TOLD, LineFault};

use super::desk::Desk;
use super::publish::{LIFTED, targets_of};
use super::seen::stored_type;
use super::store::{Limit, anchor, check, store};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::{refuse_frozen, visible_zone};

/// Records of a file for a zone, grouped by owner and type, or what is wrong with it.
#[derive(Clone, Debug)]
pub struct FileRecords {
    sets: BTreeMap<SetKey, FileValues>,
    warnings: Vec<Warning>,
    count: usize,
}

/// The records of one owner and type.
#[derive(Clone, Debug, Default)]
struct FileValues {
    values: Vec<Rdata>,
    /// The lowest TTL that is stated or in force.
    ttl: Option<u32>,
}

impl FileRecords {
    /// Reads a file for a zone, whose name is the `$ORIGIN` it starts with (`zones.md` F9–F13). Takes time for a large one.
    ///
    /// # Errors
    /// Every line at fault.
    pub fn read(zone: &ZoneName, text: &str) -> Result<Self, Vec<LineFault>> {
        let apex = zone.as_name();
        let mut read = Self { sets: BTreeMap::new(), warnings: Vec::new(), count: 0 };
        let mut faults = Vec::new();
        let mut left_out: BTreeSet<&'static str> = BTreeSet::new();
        for entry in Reader::new(text.as_bytes(), Some(apex.clone())) {
            let record = match entry {
                Ok(Entry::Record(record)) => record,
                Ok(Entry::DefaultTtl { .. }) => continue,
                Err(error) => {
                    let (line, code) = (error.line, error.code.as_str());
                    faults.push(LineFault { line, code, detail: error.detail, forcible: false });
                    continue;
                }
            };
            if !record.owner.is_at_or_below(apex) {
                let detail = format!("{} is not in {zone}", record.owner);
                faults.push(LineFault { line: record.line, code: "outside_zone", detail, forcible: false });
                continue;
            }
            let Some(rdata) = record.rdata else {
                left_out.insert("records of signing are passed over: the registry has no keys of zones");
                continue;
            };
            match record.rtype {
                RecordType::SOA => drop(left_out.insert("the SOA of the file is passed over")),
                RecordType::NS if record.owner == *apex => {
                    left_out.insert("the NS records of the zone itself are passed over");
                }
                rtype => {
                    let values = read.sets.entry((record.owner, rtype)).or_default();
                    let ttl = record.ttl.or(record.default_ttl);
                    values.ttl = values.ttl.into_iter().chain(ttl).min();
                    values.values.push(rdata);
                    read.count += 1;
                }
            }
        }
        if !faults.is_empty() {
            faults.truncate(FAULTS_TOLD);
            return Err(faults);
        }
        let warning =
            |detail: &str| Warning { code: "passed_over", subject: "file".to_owned(), detail: detail.to_owned() };
        read.warnings = left_out.into_iter().map(warning).collect();
        Ok(read)
    }

    /// How many records there are to add: as many numbers are needed.
    pub fn count(&self) -> usize {
        self.count
    }
}

/// Stages records of a file.
pub struct StageFile {
    /// The zone.
    pub zone: ZoneName,
    /// Who stages.
    pub holder: SessionId,
    /// The records.
    pub records: FileRecords,
    /// Numbers for what is new.
    pub numbers: Numbers,
    /// How much a session may have staged.
    pub limit: Limit,
}

/// What was staged of a file.
#[derive(Debug)]
pub struct StagedFile {
    /// The zone as it is published.
    pub zone: Zone,
    /// The number of its newest history entry (rule N2).
    pub task: Option<i64>,
    /// How many records were added.
    pub added: u64,
    /// What was passed over or let through.
    pub warnings: Vec<Warning>,
}

impl Command for StageFile {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = StagedFile;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::none().reading(self.zone.as_name()).object("staging", &self.holder.0.to_string())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<StagedFile, Refusal> {
        anchor(tx, self.holder, context)?;
        let zone = visible_zone(tx, context, &self.zone)?;
        let mut findings = Findings::new();
        refuse_frozen(&zone, &mut findings);
        findings.settle(Force::Nothing)?;
        let owners: BTreeSet<Name> = self.records.sets.keys().map(|(owner, _)| owner.clone()).collect();
        let owners: Vec<Name> = owners.into_iter().collect();
        let mut desk = Desk::at(tx, zone, self.holder, &owners)?;
        let mut findings = Findings::new();
        let mut numbers = self.numbers.clone();
        let mut added = 0;
        for ((owner, rtype), file) in &self.records.sets {
            added += add(&mut desk, owner, *rtype, file, &mut numbers)?;
        }
        let lists = tx.staged_of_type(self.holder, desk.zone.id, RecordType::NS)?;
        let named = lists.iter().flat_map(targets_of).collect();
        check(tx, context, &desk, self.holder, &named, &mut findings)?;
        let mut warnings = self.records.warnings.clone();
        warnings.extend(findings.settle(LIFTED)?);
        store(tx, self.holder, &desk, self.limit)?;
        let task = tx.newest_entry(desk.zone.name.as_name())?;
        Ok(StagedFile { zone: desk.zone, task, added, warnings })
    }
}

/// Adds the values of a set that are not there; gives how many.
fn add(
    desk: &mut Desk,
    owner: &Name,
    rtype: RecordType,
    file: &FileValues,
    numbers: &mut Numbers,
) -> Result<u64, Refusal> {
    let default_ttl = desk.view_of_zone().content.default_ttl;
    let (draft, published) = desk.take(owner, stored_type(rtype));
    let mut staging = draft.staging(published.as_ref(), numbers);
    let mut added = 0;
    for value in &file.values {
        match staging.add(rtype, Written::plain(value.clone())) {
            Ok(one) => {
                added += 1;
                if let Some(ttl) = file.ttl.filter(|_| added == 1) {
                    staging.state_ttl(rtype, one.number, Some(ttl), default_ttl).map_err(|_| Refusal::OutOfNumbers)?;
                }
            }
            Err(StagingFault::Duplicate(_)) => {}
            Err(_) => return Err(Refusal::OutOfNumbers),
        }
    }
    desk.put(staging.done());
    Ok(added)
}
