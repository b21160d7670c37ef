//! Creates a zone from its file, or replaces one by it, in one step (rules F7, F8, F11–F14).
//!
//! The file is read and judged before the transaction ([`ZoneText`]); inside it, only what other zones have to say is asked.
//!
//! Refusals, in order: the body cannot be read; a condition was needed or is stale; lines at fault; somebody else's zone; the zone
//! exists, a name server has no address, names belong to child zones.

mod around;
mod asked;
mod difference;
mod registered;
mod servers;

use std::collections::BTreeSet;

use domesday_dns::{Name, RecordType};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Findings, Force, Warning};
use domesday_domain::history::Action;
use domesday_domain::precondition::Verdict;
use domesday_domain::record::Origin;
use domesday_domain::zone::Zone;
use domesday_domain::zone_file::{FileSet, LineFault, ZoneFile};

use super::create::{Holder, Nature};
use super::family::{adopt, nearest};
use super::site::Site;
use super::verdict::check_verdict;
use super::{create, export, refuse_frozen, registered as registrations, update};
use crate::input::Input;
use crate::ledger::{Ledger, Page};
use crate::name_servers::settle;
use crate::ports::{Locks, UnitOfWork, ZoneHead};
use crate::quotas;
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
pub use asked::{ImportOptions, ImportReport, Progress, ZoneText};
use registered::Registered;
use servers::Servers;

/// How many names one statement asks about.
const NAMES: usize = 10_000;

/// Imports a file.
pub struct ImportZone {
    /// The file.
    pub text: Input<ZoneText>,
    /// How.
    pub options: Input<ImportOptions>,
    /// Who is told of the sets stored.
    pub progress: Option<Progress>,
}

impl Command for ImportZone {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = ImportReport;

    fn locks(&self, actor: &Actor) -> Locks {
        let Ok((text, _)) = self.text.well_formed() else { return Locks::none() };
        let Ok(file) = text.0.as_ref() else { return Locks::none() };
        let owner = self.options.well_formed().ok().and_then(|(options, _)| options.owner.as_ref());
        let own = Locks::none().writing(file.name.as_name()).making_for(owner.unwrap_or(&actor.account_name));
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
        if options.name.as_ref().is_some_and(|name| *name != file.name) {
            findings.error("file", "other_zone", format!("the file is of the zone {}", file.name));
        }
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
        let holder = create::holder(tx, context, options.owner.as_ref(), &mut findings)?;
        check_verdict(tx, context, &file.name, options.registry_zone, &mut findings)?;
        let mut warnings = refuse_lines(file, options.force, &mut findings)?;
        let Some(Holder { owner, account }) = holder else {
            return Err(Refusal::Failed("an owner without wrong fields is missing".into()));
        };
        let site = Site::survey(tx, context, &file.name)?;
        site.check_ownership(context, &file.name, &owner, options.registry_zone)?;
        site.judge(context, &owner, &file.content.ns, &mut findings);
        if site.is_taken() {
            // By somebody else, perhaps: nothing is told of what they have there.
            findings.settle(options.force)?;
            return Err(Refusal::Failed("a name is taken, and nothing refuses it".into()));
        }
        let registered = Registered::of(tx, file, &site.children())?;
        registered.judge(tx, context, file, None, &site.children(), &mut findings)?;
        around::child_zones(file, &site.children(), &registered, &mut findings);
        around::aliases(tx, file, &site.children(), true, &mut findings)?;
        let servers = Servers::of(file, None, site.is_enclosed());
        let given = servers.judge(tx, &mut findings)?;
        servers.refuse_loss(tx, &mut findings)?;
        let mut ledger = Ledger::new(Action::ZoneImport, file.name.as_name());
        given.store(tx, context, &mut ledger, &mut findings)?;
        warnings.extend(findings.settle(options.force)?);
        quotas::check(tx, context, account.as_ref())?;
        let nature = Nature {
            serial: file.serial,
            serial_style: options.serial_style,
            serial_hidden: options.serial_hidden,
            registry_zone: options.registry_zone,
        };
        let zone = create::new_zone(context, file.name.clone(), owner, file.content.clone(), &nature);
        let zone = tx.insert_zone(zone)?;
        let made = ZoneHead { id: zone.id, name: zone.name.as_name().clone(), owner: zone.owner.id };
        let page = ledger.open_new(zone);
        page.reshape();
        let child_names = site.child_names();
        difference::enter(page, context, Vec::new(), own_sets(file, &child_names, &registered));
        self.flush(tx, page)?;
        site.take_over(tx, context, &mut ledger, &made, &file.content.ns, &|key, at_child| {
            servers.keeps_out(key, at_child)
        })?;
        self.finish(tx, context, ledger, &made, file, true, warnings)
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
        let below = tx.served_below(file.name.as_name())?;
        let children = nearest(&below);
        let head = ZoneHead { id: before.id, name: before.name.as_name().clone(), owner: before.owner.id };
        let registered = Registered::of(tx, file, &children)?;
        registered.judge(tx, context, file, Some(&head), &children, &mut findings)?;
        around::child_zones(file, &children, &registered, &mut findings);
        around::aliases(tx, file, &children, false, &mut findings)?;
        let servers = Servers::of(file, Some(before.id), false);
        let given = servers.judge(tx, &mut findings)?;
        servers.refuse_loss(tx, &mut findings)?;
        let mut ledger = Ledger::new(Action::ZoneImport, file.name.as_name());
        let mut zone = Zone { content: file.content.clone(), ..before.clone() };
        if file.serial.is_after(before.serial) {
            zone.serial = file.serial;
        }
        let zone_ns = zone.content.ns.clone();
        ledger.open(before.clone()).set_zone(zone);
        given.store(tx, context, &mut ledger, &mut findings)?;
        if zone_ns != before.content.ns {
            update::follow_in_parent(tx, context, &mut ledger, before, &mut findings)?;
        }
        warnings.extend(findings.settle(options.force)?);
        let old = export::all_sets(tx, before)?;
        let child_names = children.iter().map(|child| child.head.name.clone()).collect();
        let page = ledger.page(before.id)?;
        page.reshape();
        difference::enter(page, context, old, own_sets(file, &child_names, &registered));
        self.flush(tx, page)?;
        adopt(tx, context, &mut ledger, &head, &children, Default::default())?;
        self.finish(tx, context, ledger, &head, file, false, warnings)
    }

    fn flush(&self, tx: &mut dyn UnitOfWork, page: &mut Page) -> Result<(), Refusal> {
        page.flush(tx, &mut |stored| {
            if let Some(progress) = &self.progress {
                progress(stored);
            }
        })
    }

    #[expect(clippy::too_many_arguments, reason = "the end of both ways, which have all of it")]
    fn finish(
        &self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        mut ledger: Ledger,
        head: &ZoneHead,
        file: &ZoneFile,
        created: bool,
        warnings: Vec<Warning>,
    ) -> Result<ImportReport, Refusal> {
        let domains = match created {
            true => registrations::publish(tx, context, &mut ledger, head)?,
            false => Vec::new(),
        };
        settle(tx, context, &mut ledger)?;
        let zone = ledger.close(tx, context, &warnings)?.remove(&head.id);
        let zone = zone.ok_or_else(|| Refusal::Failed("the zone is not on the ledger".into()))?;
        registrations::note_serial(tx, &domains, zone.serial)?;
        let recordsets = file.sets.len() as u64 + 2;
        Ok(ImportReport {
            name: zone.name.as_name().clone(),
            entry: tx.newest_entry(zone.name.as_name())?,
            zone_tag: zone.tag(),
            serial: zone.serial,
            records: file.records,
            recordsets,
            created,
            warnings,
            zone,
        })
    }
}

/// The sets of a file that are its zone's to keep: neither glue, which follows, nor what stands at child zones and registered names.
fn own_sets<'a>(
    file: &'a ZoneFile,
    children: &'a BTreeSet<Name>,
    registered: &'a Registered,
) -> impl Iterator<Item = &'a FileSet> {
    let follows = |set: &FileSet| {
        (set.rtype == RecordType::NS && children.contains(&set.owner)) || registered.above(&set.owner).is_some()
    };
    file.sets.iter().filter(move |set| set.origin != Origin::Glue && !follows(set))
}

/// Lines at fault that force lifts: without it they refuse the file, with it they become warnings.
fn refuse_lines(file: &ZoneFile, force: Force, findings: &mut Findings) -> Result<Vec<Warning>, Refusal> {
    findings.settle_errors(force)?;
    if file.forcible.iter().any(|fault| !force.lifts_error(fault.code)) {
        return Err(Refusal::BadFile { lines: file.forcible.clone(), forcible: true });
    }
    let lifted = |fault: &LineFault| Warning {
        code: fault.code,
        subject: format!("line {}", fault.line),
        detail: fault.detail.clone(),
    };
    Ok(file.warnings.iter().cloned().chain(file.forcible.iter().map(lifted)).collect())
}
