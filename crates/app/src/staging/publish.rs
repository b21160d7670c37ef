//! Publishes what a session has staged in a zone: one command, one transaction, one serial step (rules C8–C11, Z2).
//!
//! Refusals, in order: the zone is missing; it is frozen; a change was made on what is no longer so; the outcome breaks a rule of zones. All
//! or nothing: whatever is refused stays staged.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domesday_dns::{Name, RecordType};
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Findings, Force, Lifted, Warning};
use domesday_domain::history::Action;
use domesday_domain::name::{HostName, ZoneName};
use domesday_domain::record::RecordSet;
use domesday_domain::record::edit::Sets;
use domesday_domain::staging::{Content, DraftNode, DraftSet, Note, SettledAs};
use domesday_domain::zone::Zone;

use super::enter::enter;
use super::members::zone_with;
use super::unpublished::{TOLD, Unpublished};
use super::weigh::{Wanted, weigh};
use crate::ledger::{Identities, Identity, Ledger};
use crate::name_servers::settle;
use crate::ports::{Lock, Locks, Snapshot, Stored, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::{refuse_frozen, visible_zone};

/// How many names one statement asks about.
const NAMES: usize = 1000;

/// What is lifted on this face, since its API has no force and its clients never ask (rule E6); each with a warning.
pub const LIFTED: Force = Force::Only(&[
    Lifted { code: "ns_address_missing", kind: None },
    Lifted { code: "soa_relation", kind: None },
    // Of NS it is not forcible at all.
    Lifted { code: "target_is_cname", kind: None },
    Lifted { code: "ns_in_use", kind: None },
]);

/// Publishes a session's changes of a zone.
pub struct Publish {
    /// The zone.
    pub zone: ZoneName,
    /// Whose changes.
    pub holder: SessionId,
    /// What the user says about it (rule C10).
    pub notes: Option<String>,
    /// The names that the changes point at, as far as they are known: rules look at them.
    pub targets: Vec<Name>,
}

/// A zone after a publish.
#[derive(Debug)]
pub struct Published {
    /// As it is now.
    pub zone: Zone,
    /// The number of its newest history entry (rule N2).
    pub task: Option<i64>,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

impl Command for Publish {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = Published;

    fn locks(&self, _: &Actor) -> Locks {
        let own = Locks::none().writing(self.zone.as_name());
        self.targets.iter().fold(own, Locks::reading)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Published, Refusal> {
        let zone = visible_zone(tx, context, &self.zone)?;
        let mut findings = Findings::new();
        refuse_frozen(&zone, &mut findings);
        findings.settle(Force::Nothing)?;
        let drafts = tx.staged(self.holder, zone.id, None, None, usize::MAX >> 1)?;
        self.refuse_unseen(context, &drafts)?;
        let published = published(tx, &zone, &drafts)?;
        self.refuse_joined(tx, &zone, &drafts)?;
        let mut outcome = Outcome::of(&zone, &drafts, &published, context.now)?;

        let mut ledger = Ledger::new(Action::ZonePublish, zone.name.as_name());
        let mut findings = std::mem::take(&mut outcome.findings);
        let page = ledger.open(zone.clone());
        page.identify(outcome.identities);
        page.set_zone(outcome.zone);
        if let Some(numbers) = outcome.ns_numbers {
            page.zone.ns_numbers = numbers;
        }
        if zone.serial_hidden || self.notes.is_some() {
            page.publish();
        }
        if page.zone.serial_style != zone.serial_style {
            page.step_serial();
        }
        let weighed = weigh(tx, &mut page.zone, outcome.wanted, &BTreeSet::new(), context.now, &mut findings)?;
        enter(tx, context, &mut ledger, &zone, &weighed, &mut findings)?;
        let warnings = match findings.settle(LIFTED) {
            Ok(warnings) => warnings,
            Err(rejection) => {
                let unpublished = Unpublished::broken(zone.name.as_name(), &drafts, rejection);
                return Err(Refusal::Unpublished(Box::new(unpublished)));
            }
        };
        settle(tx, context, &mut ledger)?;
        ledger.note(self.notes.clone());
        let id = zone.id;
        let zone = ledger.close(tx, context, &warnings)?.remove(&id).unwrap_or(zone);
        tx.discard(self.holder, id)?;
        let task = tx.newest_entry(zone.name.as_name())?;
        Ok(Published { zone, task, warnings })
    }
}

impl Publish {
    /// Rule C8: where a whole node was removed, nothing new may be by now.
    fn refuse_joined(&self, tx: &mut dyn UnitOfWork, zone: &Zone, drafts: &[DraftSet]) -> Result<(), Refusal> {
        let nodes: BTreeSet<DraftNode> = drafts.iter().flat_map(DraftSet::nodes).cloned().collect();
        if nodes.is_empty() {
            return Ok(());
        }
        let nodes: Vec<DraftNode> = nodes.into_iter().collect();
        let joined = tx.changed_under(self.holder, zone.id, &nodes, TOLD + 1)?;
        let unpublished = Unpublished::joined(zone.name.as_name(), drafts, joined);
        if unpublished.total == 0 { Ok(()) } else { Err(Refusal::Unpublished(Box::new(unpublished))) }
    }

    /// What the changes point at was asked for before; what was staged since is locked now.
    fn refuse_unseen(&self, context: &Context, drafts: &[DraftSet]) -> Result<(), Refusal> {
        if context.locks.is_none() {
            return Ok(());
        }
        let known: BTreeSet<&Name> = self.targets.iter().collect();
        let unseen: BTreeSet<Name> = targets(drafts).filter(|target| !known.contains(target)).collect();
        let missing: Vec<Lock> = unseen.into_iter().filter(|name| !context.may_write(name)).map(Lock::Zone).collect();
        if missing.is_empty() { Ok(()) } else { Err(Refusal::NotLocked(missing)) }
    }
}

/// The names that the values of a draft point at.
pub(super) fn targets_of(draft: &DraftSet) -> impl Iterator<Item = Name> + '_ {
    draft.values.iter().filter_map(|value| value.wanted.as_ref()?.rdata.target())
}

/// The names that drafts point at.
pub(super) fn targets(drafts: &[DraftSet]) -> impl Iterator<Item = Name> + '_ {
    drafts.iter().flat_map(targets_of)
}

/// The sets of these drafts as they are published: a fixed number of statements a thousand.
pub(super) fn published(snapshot: &mut dyn Snapshot, zone: &Zone, drafts: &[DraftSet]) -> Stored<Sets> {
    let mut sets = Sets::new();
    for some in drafts.chunks(NAMES) {
        let owners: BTreeSet<Name> = some.iter().map(|draft| draft.owner.clone()).collect();
        let types: BTreeSet<RecordType> = some.iter().map(|draft| draft.rtype).collect();
        let (owners, types): (Vec<_>, Vec<_>) = (owners.into_iter().collect(), types.into_iter().collect());
        for (_, set) in snapshot.sets_at(&[zone.id], &owners, &types)? {
            sets.insert((set.owner.clone(), set.rtype), set);
        }
    }
    for derived in [zone.soa(), zone.apex_ns()] {
        sets.insert((derived.owner.clone(), derived.rtype), derived);
    }
    Ok(sets)
}

/// What drafts come to on what is published.
struct Outcome {
    /// The zone with its new members.
    zone: Zone,
    now: DateTime<Utc>,
    /// The numbers that its apex name servers have, if they were staged.
    ns_numbers: Option<Vec<i64>>,
    wanted: Vec<Wanted>,
    identities: Identities,
    findings: Findings,
}

impl Outcome {
    fn of(zone: &Zone, drafts: &[DraftSet], published: &Sets, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let mut outcome = Self {
            zone: zone.clone(),
            now,
            ns_numbers: None,
            wanted: Vec::new(),
            identities: Identities::default(),
            findings: Findings::new(),
        };
        let mut moved = Vec::new();
        for draft in drafts {
            if draft.rtype == RecordType::SOA {
                match draft.settle_members(&zone.members()) {
                    Ok(()) => outcome.take_members(zone, &zone_with(zone, draft)),
                    Err(fault) => moved.push(*fault),
                }
                continue;
            }
            let stored = published.get(&(draft.owner.clone(), draft.rtype));
            match draft.settle(stored) {
                Ok(settled) => {
                    settled.notes.iter().for_each(|note| outcome.tell(note));
                    outcome.take_set(draft, stored, settled.content.as_ref());
                }
                Err(faults) => moved.extend(faults),
            }
        }
        moved.sort_by_key(|moved| moved.change.id);
        if moved.is_empty() {
            Ok(outcome)
        } else {
            Err(Refusal::Unpublished(Box::new(Unpublished::moved(zone.name.as_name(), moved))))
        }
    }

    /// What others did meanwhile that needed not be done.
    fn tell(&mut self, note: &Note) {
        let (owner, rtype) = &note.change.key;
        let value = note.change.rdata().map(ToString::to_string).unwrap_or_default();
        let what = match note.settled {
            SettledAs::DeletedAlready => "is deleted already".to_owned(),
            SettledAs::AddedAlready(number) => format!("was added meanwhile, as record {number}"),
        };
        self.findings.warn("done_meanwhile", owner.to_string(), format!("{owner} {rtype} {value} {what}"));
    }

    /// Members that the SOA shows (rule Z7), and what is told of them.
    fn take_members(&mut self, before: &Zone, after: &Zone) {
        after.content.timers.check_relations(&mut self.findings);
        let style = after.serial_style;
        if style != before.serial_style && before.serial.is_ahead_of(style, self.now) {
            let detail = format!("the serial is ahead of what {} gives, and counts by one", style.as_str());
            self.findings.warn("serial_ahead", "serial_style", detail);
        }
        let own = &mut self.zone;
        own.serial_style = style;
        own.content.email = after.content.email.clone();
        own.content.timers = after.content.timers;
        own.content.default_ttl = after.content.default_ttl;
    }

    fn take_set(&mut self, draft: &DraftSet, stored: Option<&RecordSet>, content: Option<&Content>) {
        if let Some(content) = content {
            for record in &content.records {
                let is_text = draft.rtype == RecordType::TXT;
                let spelling = is_text.then(|| content.spellings.of(record.number).clone());
                let identity = Identity { number: record.number, spelling };
                self.identities.note(&draft.owner, record.rdata.clone(), identity);
            }
        }
        let wanted = Wanted::of(&draft.owner, draft.rtype, stored.cloned(), content);
        if draft.rtype == RecordType::NS && draft.owner == *self.zone.name.as_name() {
            let hosts: Vec<HostName> = wanted.targets().map(HostName::from_stored).collect();
            self.ns_numbers = content.map(|content| content.records.iter().map(|record| record.number).collect());
            if let Some(first) = hosts.first() {
                self.zone.content.primary_ns = first.clone();
            }
            self.zone.content.ns = hosts;
        }
        self.wanted.push(wanted);
    }
}
