//! Creates a zone from its file, or replaces one by it, in one step (rules F7, F8, F11–F14).
//!
//! The file is read and judged before the transaction ([`ZoneText`]); inside it, only what other zones have to say is asked.
//!
//! Refusals, in order: the body cannot be read; a condition was needed or is stale; lines at fault; somebody else's zone; the zone
//! exists, a name server has no address, names belong to child zones.

mod around;
mod difference;

use std::sync::Arc;

use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::actor::Permission;
use domesday_domain::finding::{Findings, Warning};
use domesday_domain::history::{Action, CHANGES_SPELLED_OUT, Change, Changes, Value};
use domesday_domain::precondition::{Precondition, Tag, Verdict};
use domesday_domain::record::RecordSet;
use domesday_domain::serial::Serial;
use domesday_domain::zone::Zone;
use domesday_domain::zone_file::{LineFault, ZoneFile, read};

use super::{create, export, refuse_frozen};
use crate::history::{self, Story};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use difference::Difference;

/// How many sets are stored between two reports of progress.
const STEP: usize = 5000;

/// A zone file, read, or what is wrong with it.
pub struct ZoneText(Arc<Result<ZoneFile, Vec<LineFault>>>);

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
    pub force: bool,
    /// The condition is the caller's own affair: the command line has no tags.
    pub unconditional: bool,
}

/// What is told the number of stored sets now and then.
pub type Progress = Box<dyn Fn(u64) + Send + Sync>;

/// Imports a file.
pub struct ImportZone {
    /// The file.
    pub text: Input<ZoneText>,
    /// How.
    pub options: Input<ImportOptions>,
    /// Who is told of the sets stored.
    pub progress: Option<Progress>,
}

/// What became of an import.
#[derive(Clone, Debug)]
pub struct ImportReport {
    /// The zone.
    pub name: Name,
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

impl Command for ImportZone {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = ImportReport;

    fn locks(&self) -> Locks {
        let Ok((text, _)) = self.text.well_formed() else { return Locks::none() };
        let Ok(file) = text.0.as_ref() else { return Locks::none() };
        let own = Locks::none().writing(file.name.as_name());
        let hosts = file.content.ns.iter().map(|host| host.as_name().clone());
        let targets = file.sets.iter().flat_map(|set| set.values.iter().filter_map(domesday_dns::Rdata::target));
        hosts.chain(targets).fold(own, |locks, name| locks.reading(&name))
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ImportReport, Refusal> {
        let (text, _) = self.text.well_formed()?;
        let (options, mut findings) = self.options.well_formed()?;
        let file = match &*text.0 {
            Ok(file) => file,
            Err(faults) => {
                findings.settle_errors(options.force)?;
                return Err(Refusal::BadFile { lines: faults.clone(), forcible: false });
            }
        };
        let existing = tx.zone(file.name.as_name())?;
        let visible = existing.filter(|zone| context.actor.sees(zone.owner.id));
        match visible.filter(|_| options.replace) {
            Some(zone) => self.replace(context, tx, file, options, &zone, findings),
            None => self.create(context, tx, file, options, findings),
        }
    }
}

impl ImportZone {
    fn create(
        &self,
        context: &Context,
        tx: &mut dyn UnitOfWork,
        file: &ZoneFile,
        options: &ImportOptions,
        mut findings: Findings,
    ) -> Result<ImportReport, Refusal> {
        if options.precondition.judge(None) == Verdict::Fails {
            return Err(Refusal::Stale { current: None });
        }
        let owner = create::owner(tx, context, options.owner.as_ref(), &mut findings)?;
        create::check_verdict(&file.name, options.registry_zone, &mut findings);
        let mut warnings = refuse_lines(file, options.force, &mut findings)?;
        let Some(owner) = owner else { return Err(Refusal::Failed("an owner without wrong fields is missing".into())) };
        create::check_ownership(tx, context, &file.name, &owner, options.registry_zone)?;
        create::check_name_is_free(tx, &file.name, &mut findings)?;
        around::judge(tx, file, None, &mut findings)?;
        warnings.extend(findings.settle(options.force)?);
        let zone = create::new_zone(
            context,
            file.name.clone(),
            owner,
            file.content.clone(),
            file.serial,
            options.registry_zone,
        );
        let mut zone = tx.insert_zone(zone)?;
        let difference = Difference::between(&mut zone, 1, Vec::new(), file, context.now);
        self.store(tx, &zone, &difference)?;
        tx.update_zone(&zone, false)?;
        let members =
            zone.members().into_iter().map(|(member, to)| Change::Zone { member, from: Value::Null, to }).collect();
        let changes = told(members, &difference, None, &zone);
        let story = Story {
            action: Action::ZoneImport,
            zone: &zone,
            serial_before: None,
            serial_after: Some(zone.serial),
            changes,
            warnings: &warnings,
            cause: None,
        };
        history::write(tx, context, &story)?;
        Ok(report(file, &zone, true, warnings))
    }

    fn replace(
        &self,
        context: &Context,
        tx: &mut dyn UnitOfWork,
        file: &ZoneFile,
        options: &ImportOptions,
        before: &Zone,
        mut findings: Findings,
    ) -> Result<ImportReport, Refusal> {
        match options.precondition.judge(Some(before.tag())) {
            Verdict::Fails => return Err(Refusal::Stale { current: Some(before.tag()) }),
            Verdict::NotGiven if !options.unconditional => {
                let detail = "replacing a zone needs If-Match with the zone's ETag".to_owned();
                return Err(Refusal::PreconditionMissing { detail });
            }
            _ => {}
        }
        let mut warnings = refuse_lines(file, options.force, &mut findings)?;
        refuse_frozen(before, &mut findings);
        around::judge(tx, file, Some(before), &mut findings)?;
        warnings.extend(findings.settle(options.force)?);
        let mut zone = Zone { content: file.content.clone(), ..before.clone() };
        let old = export::all_sets(tx, before)?;
        let old_digest =
            (old.len().max(file.sets.len()) > CHANGES_SPELLED_OUT).then(|| export::digest(before, old.iter()));
        let difference = Difference::between(&mut zone, before.revision + 1, old, file, context.now);
        let members = before.differences(&zone);
        let moves_serial = file.serial.is_after(before.serial);
        if members.is_empty() && difference.is_empty() && !moves_serial {
            return Ok(report(file, before, false, warnings));
        }
        zone.step(!moves_serial, context.now);
        if moves_serial {
            zone.serial = file.serial;
        }
        self.store(tx, &zone, &difference)?;
        tx.update_zone(&zone, zone.content.ns != before.content.ns)?;
        let changes = told(members, &difference, old_digest, &zone);
        let story = Story {
            action: Action::ZoneImport,
            zone: &zone,
            serial_before: Some(before.serial),
            serial_after: Some(zone.serial),
            changes,
            warnings: &warnings,
            cause: None,
        };
        history::write(tx, context, &story)?;
        Ok(report(file, &zone, false, warnings))
    }

    fn store(&self, tx: &mut dyn UnitOfWork, zone: &Zone, difference: &Difference) -> Result<(), Refusal> {
        if !difference.deleted.is_empty() {
            tx.delete_sets(zone.id, &difference.deleted)?;
        }
        if !difference.replaced.is_empty() {
            tx.update_sets(zone.id, &difference.replaced)?;
        }
        let mut stored = 0;
        for some in difference.created.chunks(STEP) {
            tx.insert_sets(zone.id, some)?;
            stored += some.len() as u64;
            if let Some(progress) = &self.progress {
                progress(stored);
            }
        }
        Ok(())
    }
}

/// Lines at fault that force lifts: without it they refuse the file, with it they become warnings.
fn refuse_lines(file: &ZoneFile, force: bool, findings: &mut Findings) -> Result<Vec<Warning>, Refusal> {
    findings.settle_errors(force)?;
    if !force && !file.forcible.is_empty() {
        return Err(Refusal::BadFile { lines: file.forcible.clone(), forcible: true });
    }
    let lifted = |fault: &LineFault| Warning {
        code: fault.code,
        subject: format!("line {}", fault.line),
        detail: fault.detail.clone(),
    };
    Ok(file.warnings.iter().cloned().chain(file.forcible.iter().map(lifted)).collect())
}

/// Each change, or counts and hashes of the file if there are very many (rule H2).
fn told(members: Vec<Change>, difference: &Difference, before: Option<String>, zone: &Zone) -> Changes {
    if members.len() + difference.len() <= CHANGES_SPELLED_OUT {
        return Changes::Each(members.into_iter().chain(difference.changes.iter().cloned()).collect());
    }
    let after = export::digest(zone, difference.after());
    Changes::Counted { by_type: difference.by_type(), before, after: Some(after) }
}

fn report(file: &ZoneFile, zone: &Zone, created: bool, warnings: Vec<Warning>) -> ImportReport {
    let recordsets = file.sets.len() as u64 + 2;
    ImportReport {
        name: zone.name.as_name().clone(),
        zone_tag: zone.tag(),
        serial: zone.serial,
        records: file.records,
        recordsets,
        created,
        warnings,
    }
}

/// A set of the file as it is stored.
fn stored_set(
    zone: &mut Zone,
    revision: i64,
    set: &domesday_domain::zone_file::FileSet,
    now: chrono::DateTime<chrono::Utc>,
) -> RecordSet {
    let numbered = |rdata: &domesday_dns::Rdata| domesday_domain::record::Record {
        number: zone.number_record(),
        rdata: rdata.clone(),
    };
    RecordSet {
        owner: set.owner.clone(),
        rtype: set.rtype,
        ttl: set.ttl,
        origin: set.origin,
        records: set.values.iter().map(numbered).collect(),
        comment: None,
        revision,
        created: now,
        updated: now,
    }
}
