//! One zone's page.

mod close;

use std::collections::BTreeMap;

use domesday_dns::{Name, RecordType};
use domesday_domain::history::{CHANGES_SPELLED_OUT, Change, SetContent, Value};
use domesday_domain::name::HostName;
use domesday_domain::record::edit::SetKey;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::Zone;

use super::Concerned;
use super::identities::Identities;
use super::originals::Originals;
use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::Context;

pub(super) use close::Deed;

/// How many sets are stored between two reports of progress.
const STEP: usize = 5000;

/// Why a page is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The command is asked to change the zone.
    AskedFor,
    /// The command made the zone.
    New,
    /// The zone follows from what is done elsewhere.
    Following,
}

/// What a command does to one zone.
pub(crate) struct Page {
    /// The zone as it shall be, but for its step: its revision, and the serial unless that is given, are still the old ones.
    pub(crate) zone: Zone,
    before: Zone,
    role: Role,
    created: Vec<RecordSet>,
    replaced: Vec<RecordSet>,
    deleted: Vec<SetKey>,
    /// Each change, as long as there are few enough to be told.
    changes: Vec<Change>,
    touched: BTreeMap<RecordType, u64>,
    published: bool,
    /// The command is a publish of the zone.
    is_publish: bool,
    originals: Originals,
    /// Numbers and spellings that values were given before they came here.
    identities: Identities,
    /// Every set of a new zone with very many, as long as they are only made: its file is hashed without reading them again.
    made: Option<Vec<RecordSet>>,
    /// All names in the zone are looked at.
    whole: bool,
    /// NS names and addressed names since the last look.
    concerned: Concerned,
    /// The apex NS that who uses a name is asked of.
    stored_ns: Vec<HostName>,
}

impl Page {
    fn new(zone: Zone, role: Role) -> Self {
        let before = zone.clone();
        let stored_ns = zone.content.ns.clone();
        Self {
            zone,
            before,
            role,
            created: Vec::new(),
            replaced: Vec::new(),
            deleted: Vec::new(),
            changes: Vec::new(),
            touched: BTreeMap::new(),
            published: false,
            is_publish: false,
            originals: Originals::default(),
            identities: Identities::default(),
            made: (role == Role::New).then(Vec::new),
            whole: false,
            concerned: Concerned::default(),
            stored_ns,
        }
    }

    pub(super) fn asked_for(zone: Zone) -> Self {
        Self::new(zone, Role::AskedFor)
    }

    pub(super) fn following(zone: Zone) -> Self {
        Self::new(zone, Role::Following)
    }

    /// A zone that was stored with its first revision, which its first sets get too.
    pub(super) fn of_new(zone: Zone) -> Self {
        let mut page = Self::new(Zone { revision: zone.revision - 1, ..zone }, Role::New);
        let created = |(member, to)| Change::Zone { member, from: Value::Null, to };
        page.changes = page.zone.members().into_iter().map(created).collect();
        page.published = true;
        let hosts = page.zone.content.ns.iter().map(|host| host.as_name().clone());
        page.concerned.referred.extend(hosts);
        page
    }

    /// All names in the zone are looked at again: then no single one of them needs to be noted.
    pub(crate) fn reshape(&mut self) {
        self.concerned.subtrees.insert(self.zone.name.as_name().clone());
        self.whole = true;
    }

    /// The zone takes new members; what differs is told.
    pub(crate) fn set_zone(&mut self, mut after: Zone) {
        after.number_ns(&self.zone);
        let names = |zone: &Zone| zone.content.ns.iter().map(|host| host.as_name().clone()).collect::<Vec<_>>();
        if after.content.ns != self.zone.content.ns {
            self.concerned.released.extend(names(&self.zone));
            self.concerned.referred.extend(names(&after));
        }
        for change in self.zone.differences(&after) {
            self.note(change);
        }
        if after.serial != self.zone.serial {
            let number = |zone: &Zone| Value::Number(zone.serial.get().into());
            self.note(Change::Zone { member: "serial", from: number(&self.zone), to: number(&after) });
        }
        self.zone = after;
    }

    /// A set goes from one state to another: none for one that is not there. Nothing happens if they are the same.
    pub(crate) fn put(&mut self, before: Option<RecordSet>, mut after: Option<RecordSet>) {
        if let Some(after) = &mut after {
            self.identities.give(after);
        }
        if before == after {
            return;
        }
        self.concern_set(before.as_ref(), after.as_ref());
        let Some(set) = before.as_ref().or(after.as_ref()) else { return };
        *self.touched.entry(set.rtype).or_default() += 1;
        if self.changes.len() <= CHANGES_SPELLED_OUT {
            if let Some(change) = Change::of_set(before.as_ref(), after.as_ref()) {
                self.note(change);
            }
        } else {
            self.published = true;
        }
        if self.role != Role::New && !self.has_very_many() {
            self.originals.note((set.owner.clone(), set.rtype), before.as_ref());
        }
        match (before, after) {
            (None, Some(set)) => self.created.push(set),
            (Some(_), Some(set)) => self.replaced.push(set),
            (Some(set), None) => self.deleted.push((set.owner, set.rtype)),
            (None, None) => {}
        }
    }

    /// From now on these values, wherever they come to stand on the page, have these numbers and spellings.
    pub(crate) fn identify(&mut self, identities: Identities) {
        self.identities = identities;
    }

    /// A set whose content stays gets the revision of this change.
    pub(crate) fn renew(&mut self, set: RecordSet, context: &Context) {
        let renewed = RecordSet { revision: self.zone.revision + 1, updated: context.now, ..set.clone() };
        self.put(Some(set), Some(renewed));
    }

    fn note(&mut self, change: Change) {
        self.published |= change.is_published();
        self.changes.push(change);
    }

    fn concern_set(&mut self, before: Option<&RecordSet>, after: Option<&RecordSet>) {
        let Some(set) = before.or(after) else { return };
        let names = |set: Option<&RecordSet>| -> Vec<Name> { set.into_iter().flat_map(RecordSet::targets).collect() };
        match set.rtype {
            RecordType::NS => {
                self.concerned.released.extend(names(before));
                self.concerned.referred.extend(names(after));
                if !self.whole && (before.is_none() || after.is_none()) {
                    self.concerned.subtrees.insert(set.owner.clone());
                }
            }
            RecordType::A | RecordType::AAAA if set.origin == Origin::User && !self.whole => {
                self.concerned.addressed.insert(set.owner.clone());
            }
            _ => {}
        }
    }

    pub(super) fn concern(&mut self, all: &mut Concerned) {
        let own = std::mem::take(&mut self.concerned);
        all.addressed.extend(own.addressed);
        all.referred.extend(own.referred);
        all.released.extend(own.released);
        all.subtrees.extend(own.subtrees);
    }

    /// Whether anything differs.
    pub(crate) fn has_changes(&self) -> bool {
        self.role == Role::New || !self.changes.is_empty() || !self.touched.is_empty()
    }

    /// The zone is published (`dynect.md` C8, C10): that gets an entry, though nothing may differ and nothing steps, and the serial is
    /// hidden no more (rule Z2).
    pub(crate) fn publish(&mut self) {
        self.is_publish = true;
    }

    /// The serial rises if anything of the zone differs, be it nothing that is published: as where only the style of the serial is another.
    pub(crate) fn step_serial(&mut self) {
        self.published = true;
    }

    /// Whether anything of it is to be stored or told.
    pub(super) fn is_written(&self) -> bool {
        self.is_publish || self.has_changes()
    }

    /// How many sets it changes so far: those that go, come, or become others.
    pub(crate) fn number_of_changes(&self) -> u64 {
        self.touched.values().sum()
    }

    /// What it publishes otherwise, as lines of a zone file, as far as changes are spelled out: what goes, and what comes.
    pub(super) fn published_difference(&self) -> (Vec<String>, Vec<String>) {
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        let default = self.zone.content.default_ttl;
        for change in &self.changes {
            let (name, rtype, from, to) = match change {
                Change::Zone { .. } => continue,
                Change::RecordSet { name, rtype, from, to } => (name, *rtype, from.as_ref(), to.as_ref()),
                Change::Delegation { name, from, to } => {
                    (name, RecordType::NS, from.as_ref().map(|cut| &cut.set), to.as_ref().map(|cut| &cut.set))
                }
            };
            let lines = |content: Option<&SetContent>| -> Vec<String> {
                let line = |ttl: u32, data: &String| format!("{name}. {ttl} IN {rtype} {data}");
                let all = content.map(|set| set.records.iter().map(|data| line(set.ttl.unwrap_or(default), data)));
                all.into_iter().flatten().collect()
            };
            let (before, after) = (lines(from), lines(to));
            gone.extend(before.iter().filter(|line| !after.contains(line)).cloned());
            come.extend(after.iter().filter(|line| !before.contains(line)).cloned());
        }
        (gone, come)
    }

    fn moves_serial(&self) -> bool {
        self.zone.serial != self.before.serial
    }

    fn has_very_many(&self) -> bool {
        self.changes.len() > CHANGES_SPELLED_OUT
    }

    /// Stores the sets and the apex NS; `progress` is told the number of those created, now and then.
    pub(crate) fn flush(&mut self, tx: &mut dyn UnitOfWork, progress: &mut dyn FnMut(u64)) -> Result<(), Refusal> {
        match self.has_very_many() {
            _ if self.role == Role::New => {}
            true => self.originals.hash(tx, &self.before)?,
            false => self.originals.keep(),
        }
        let id = self.zone.id;
        if self.zone.content.ns != self.stored_ns {
            // The step comes at the end; but what glue needs is asked before, of what is stored.
            tx.update_zone(&self.zone, true)?;
            self.stored_ns.clone_from(&self.zone.content.ns);
        }
        let deleted = std::mem::take(&mut self.deleted);
        if !deleted.is_empty() || !self.replaced.is_empty() {
            self.made = None;
        }
        if !deleted.is_empty() {
            tx.delete_sets(id, &deleted)?;
        }
        let replaced = std::mem::take(&mut self.replaced);
        if !replaced.is_empty() {
            tx.update_sets(id, &replaced)?;
        }
        let created = std::mem::take(&mut self.created);
        let mut stored = 0;
        for some in created.chunks(STEP) {
            tx.insert_sets(id, some)?;
            stored += some.len() as u64;
            progress(stored);
        }
        if let Some(made) = &mut self.made {
            made.extend(created);
        }
        Ok(())
    }
}
