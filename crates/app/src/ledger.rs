//! What one command does to each zone: stored, stepped and told exactly once (rules S3, S4, H1).
//!
//! A command opens a page for every zone that it changes, the zone asked for as well as those that must follow: its parent, whose
//! delegation says what the zone says; others, whose glue copies an address. Sets go onto a page as they were and as they shall be. What
//! is on the pages is stored by [`Ledger::flush`]; then the rules of glue can be asked about the new state, and add to the pages in
//! turn. [`Ledger::close`] steps each zone that differs by one and writes its history.

mod identities;
mod originals;
mod page;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domesday_dns::Name;
use domesday_domain::finding::Warning;
use domesday_domain::history::Action;
use domesday_domain::zone::{Zone, ZoneId};

use crate::domains::DnsDiff;
use crate::ports::{Lock, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

pub(crate) use identities::{Identities, Identity};
use page::Deed;
pub(crate) use page::Page;

/// The pages of one command.
pub(crate) struct Ledger {
    /// What is done.
    action: Action,
    /// To what: a zone or a delegation.
    subject: Name,
    /// What the user wrote about it.
    note: Option<String>,
    pages: BTreeMap<ZoneId, Page>,
    /// What glue must be looked at again.
    concerned: Concerned,
    /// Names that were looked at already, and have nothing to follow.
    at_rest: HashSet<Name>,
}

/// Names whose addresses, uses or surroundings a command changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Concerned {
    /// Owners of changed addresses.
    pub(crate) addressed: HashSet<Name>,
    /// Names that changed NS sets name now.
    pub(crate) referred: HashSet<Name>,
    /// Names that changed NS sets named before.
    pub(crate) released: HashSet<Name>,
    /// Everything at or below these, since a zone or a cut came, or went, there.
    pub(crate) subtrees: HashSet<Name>,
}

impl Ledger {
    /// An empty ledger.
    pub(crate) fn new(action: Action, subject: &Name) -> Self {
        Self {
            action,
            subject: subject.clone(),
            note: None,
            pages: BTreeMap::new(),
            concerned: Concerned::default(),
            at_rest: HashSet::new(),
        }
    }

    /// Opens the page of a zone that the command is asked to change.
    pub(crate) fn open(&mut self, zone: Zone) -> &mut Page {
        self.pages.entry(zone.id).or_insert_with(|| Page::asked_for(zone))
    }

    /// What the user wrote about the change: it goes into the entries of the zones that the command is asked to change (`dynect.md` N1).
    pub(crate) fn note(&mut self, note: Option<String>) {
        self.note = note;
    }

    /// Opens the page of a zone that was just made.
    pub(crate) fn open_new(&mut self, zone: Zone) -> &mut Page {
        self.pages.entry(zone.id).or_insert_with(|| Page::of_new(zone))
    }

    /// Opens the page of a zone that must follow, unless it is open.
    pub(crate) fn follow(&mut self, tx: &mut dyn UnitOfWork, zone: ZoneId) -> Result<&mut Page, Refusal> {
        self.follow_all(tx, [zone])?;
        self.page(zone)
    }

    /// Opens the pages of zones that must follow, those that are not open: one statement.
    pub(crate) fn follow_all(
        &mut self,
        tx: &mut dyn UnitOfWork,
        zones: impl IntoIterator<Item = ZoneId>,
    ) -> Result<(), Refusal> {
        let missing: BTreeSet<ZoneId> = zones.into_iter().filter(|zone| !self.pages.contains_key(zone)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let missing: Vec<ZoneId> = missing.into_iter().collect();
        for zone in tx.zones_numbered(&missing)? {
            self.pages.insert(zone.id, Page::following(zone));
        }
        Ok(())
    }

    /// An open page.
    pub(crate) fn page(&mut self, zone: ZoneId) -> Result<&mut Page, Refusal> {
        let page = self.pages.get_mut(&zone);
        page.ok_or_else(|| Refusal::Failed(format!("the zone {} is named, and is not there", zone.0)))
    }

    /// Notes that a zone or a cut came, or went, at a name.
    pub(crate) fn reshape(&mut self, name: &Name) {
        self.concerned.subtrees.insert(name.clone());
    }

    /// Notes names that an NS set names.
    pub(crate) fn refer(&mut self, names: impl IntoIterator<Item = Name>) {
        self.concerned.referred.extend(names);
    }

    /// Notes names that an NS set stopped naming because its zone is gone.
    pub(crate) fn release(&mut self, names: impl IntoIterator<Item = Name>) {
        self.concerned.released.extend(names);
    }

    /// Notes names whose rows have other addresses now.
    pub(crate) fn address(&mut self, name: &Name) {
        self.concerned.addressed.insert(name.clone());
    }

    /// Notes names that were looked at already: they have rows, and no cut is above them.
    pub(crate) fn leave_at_rest(&mut self, names: impl IntoIterator<Item = Name>) {
        self.at_rest.extend(names);
    }

    /// What glue must be looked at, since it was asked last.
    pub(crate) fn take_concerned(&mut self) -> Concerned {
        let mut concerned = std::mem::take(&mut self.concerned);
        for page in self.pages.values_mut() {
            page.concern(&mut concerned);
        }
        if concerned.subtrees.is_empty() {
            concerned.referred.retain(|name| !self.at_rest.contains(name) || concerned.released.contains(name));
        }
        concerned
    }

    /// Whether any page differs.
    pub(crate) fn has_changes(&self) -> bool {
        self.pages.values().any(Page::has_changes)
    }

    /// The zones that differ.
    pub(crate) fn changed(&self) -> BTreeSet<ZoneId> {
        self.pages.iter().filter(|(_, page)| page.has_changes()).map(|(id, _)| *id).collect()
    }

    /// Stores the sets on all pages.
    ///
    /// # Errors
    /// [`Refusal::NotLocked`] when a zone is changed that is not locked.
    pub(crate) fn flush(&mut self, tx: &mut dyn UnitOfWork, context: &Context) -> Result<(), Refusal> {
        let open: Vec<Name> =
            self.pages.values().filter(|page| page.is_written()).map(|page| page.zone.name.as_name().clone()).collect();
        refuse_unlocked(context, open)?;
        self.pages.values_mut().try_for_each(|page| page.flush(tx, &mut |_| {}))
    }

    /// What the first zone that publishes something otherwise does, as lines of a zone file.
    pub(crate) fn published_difference(&self) -> Option<DnsDiff> {
        let differences = self.pages.values().map(|page| (page, page.published_difference()));
        let mut told = differences.filter(|(_, (gone, come))| !gone.is_empty() || !come.is_empty());
        told.next().map(|(page, (remove, add))| DnsDiff { zone: page.zone.name.as_name().clone(), add, remove })
    }

    /// Steps, stores and tells each zone that differs, and tells those that are published though they do not; gives them back by number.
    pub(crate) fn close(
        mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        warnings: &[Warning],
    ) -> Result<BTreeMap<ZoneId, Zone>, Refusal> {
        self.flush(tx, context)?;
        let cause = format!("{} {}", self.action.as_str(), self.subject);
        let mut zones = BTreeMap::new();
        let deed = Deed { action: self.action, cause: &cause, note: self.note.as_deref(), warnings };
        for (id, page) in self.pages {
            zones.insert(id, page.close(tx, context, &deed)?);
        }
        Ok(zones)
    }
}

/// Refuses what needs zones to be locked that are not.
pub(crate) fn refuse_unlocked(context: &Context, zones: impl IntoIterator<Item = Name>) -> Result<(), Refusal> {
    let missing: Vec<Lock> = zones.into_iter().filter(|zone| !context.may_write(zone)).map(Lock::Zone).collect();
    if missing.is_empty() { Ok(()) } else { Err(Refusal::NotLocked(missing)) }
}
