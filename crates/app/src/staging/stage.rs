//! Stages a change of the records of one type at a node (rules C1, C4, C5, R2–R8).
//!
//! Refusals, in order: the zone, the node or the record is missing; the zone is frozen; the record is there already; wrong values and
//! conflicts, judged on what the session sees; too much is staged. Nothing is published by it: no serial step, no history.

use std::collections::BTreeSet;
use std::sync::Arc;

use domesday_dns::{Name, RecordType};
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Conflict, ConflictKind, Findings, Force, Warning};
use domesday_domain::name::ZoneName;
use domesday_domain::staging::{Numbers, Staging, StagingFault, Written};
use domesday_domain::zone::Zone;

use super::desk::Desk;
use super::merged::node_exists;
use super::publish::LIFTED;
use super::read::{no_such_node, no_such_record, refuse_outside};
use super::seen::{SeenRecord, shown_as, stored_type};
use super::store::{Limit, anchor, check, named_by_lists, store};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::{refuse_frozen, visible_zone};

/// Stages a change.
pub struct StageRecords {
    /// The zone.
    pub zone: ZoneName,
    /// Who stages.
    pub holder: SessionId,
    /// The node.
    pub node: Name,
    /// The type as it is shown.
    pub rtype: RecordType,
    /// What is written.
    pub write: Write,
    /// Numbers for what is new.
    pub numbers: Numbers,
    /// How much a session may have staged.
    pub limit: Limit,
}

/// How a record becomes another one: the face lays what was given over what is there (rule R5).
pub type Revise = Arc<dyn Fn(&SeenRecord) -> Result<Written, Refusal> + Send + Sync>;

/// What is written.
#[derive(Clone)]
pub enum Write {
    /// One record more (rule R4). A TTL of none, or 0, is the set's.
    Add {
        /// Its value.
        value: Written,
        /// The TTL that was stated.
        ttl: Option<u32>,
    },
    /// A record becomes another one (rule R5). A TTL of 0 is the zone's default.
    Update {
        /// Its number.
        number: i64,
        /// How.
        revise: Revise,
        /// The TTL that was stated.
        ttl: Option<u32>,
    },
    /// A record goes.
    Delete {
        /// Its number.
        number: i64,
    },
    /// All of the type become these (rule R6).
    Replace {
        /// Their values.
        values: Vec<Written>,
        /// The TTL that was stated; 0 is the zone's default.
        ttl: Option<u32>,
    },
    /// All of the type go.
    DeleteAll,
}

/// What was staged, as the session sees it now.
#[derive(Debug)]
pub struct Staged {
    /// The zone as it is published.
    pub zone: Zone,
    /// The records that were written.
    pub records: Vec<SeenRecord>,
    /// How many records will be deleted.
    pub deleted: u64,
    /// The node had no records before.
    pub new_node: bool,
    /// The node has no records any more.
    pub node_gone: bool,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

impl Command for StageRecords {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = Staged;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::none().reading(self.zone.as_name()).object("staging", &self.holder.0.to_string())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Staged, Refusal> {
        anchor(tx, self.holder, context)?;
        let zone = visible_zone(tx, context, &self.zone)?;
        refuse_outside(&zone, &self.node)?;
        let mut findings = Findings::new();
        refuse_frozen(&zone, &mut findings);
        findings.settle(Force::Nothing)?;
        let existed = node_exists(tx, &zone, self.holder, &self.node)?;
        if !existed && matches!(self.write, Write::Update { .. } | Write::Delete { .. }) {
            return Err(no_such_node(&self.node));
        }
        let mut desk = Desk::at(tx, zone, self.holder, std::slice::from_ref(&self.node))?;
        let before = self.seen(&desk);
        let mut findings = Findings::new();
        let (written, deleted) = self.apply(&mut desk, &before, &mut findings)?;
        self.keep_last_server(&desk, &mut findings);
        let named = named_by_lists(tx, &desk.zone, self.holder, self.rtype)?;
        check(tx, context, &desk, self.holder, &named, &mut findings)?;
        let warnings = findings.settle(LIFTED)?;
        store(tx, self.holder, &desk, self.limit)?;
        let mut records = self.seen(&desk);
        records.retain(|record| written.contains(&record.number));
        let node_gone = deleted > 0 && !node_exists(tx, &desk.zone, self.holder, &self.node)?;
        Ok(Staged { zone: desk.zone, records, deleted, new_node: !existed, node_gone, warnings })
    }
}

impl StageRecords {
    /// The records of the type at the node, as the session sees them.
    fn seen(&self, desk: &Desk) -> Vec<SeenRecord> {
        let set = desk.view(&self.node, stored_type(self.rtype));
        set.map(|set| shown_as(&desk.view_of_zone(), &set, self.rtype)).unwrap_or_default()
    }

    /// Writes into the draft; gives the numbers of what was written, and how many records go.
    fn apply(
        &self,
        desk: &mut Desk,
        before: &[SeenRecord],
        findings: &mut Findings,
    ) -> Result<(BTreeSet<i64>, u64), Refusal> {
        let default_ttl = desk.view_of_zone().content.default_ttl;
        let keeps_ttl = self.rtype == RecordType::NS && self.node == *desk.zone.name.as_name();
        let (draft, published) = desk.take(&self.node, stored_type(self.rtype));
        let mut numbers = self.numbers.clone();
        let mut staging = draft.staging(published.as_ref(), &mut numbers);
        let mut written = BTreeSet::new();
        let mut deleted = 0;
        match &self.write {
            Write::Add { value, ttl } => {
                let added = staging.add(self.rtype, value.clone()).map_err(|fault| self.fault(fault))?;
                written.insert(added.number);
                let ttl = ttl.filter(|ttl| *ttl != 0 && !keeps_ttl).map(Some);
                self.state_ttl(&mut staging, added.number, ttl, default_ttl, before, findings)?;
            }
            Write::Update { number, revise, ttl } => {
                let record = before.iter().find(|record| record.number == *number);
                let value = revise(record.ok_or_else(|| no_such_record(*number))?)?;
                staging.update(self.rtype, *number, value).map_err(|fault| self.fault(fault))?;
                written.insert(*number);
                self.state_ttl(&mut staging, *number, stated(*ttl, keeps_ttl), default_ttl, before, findings)?;
            }
            Write::Delete { number } => {
                staging.remove(self.rtype, *number).map_err(|fault| self.fault(fault))?;
                deleted = 1;
            }
            Write::Replace { values, ttl } => {
                let numbers = staging.replace(self.rtype, values.clone()).map_err(|fault| self.fault(fault))?;
                written.extend(&numbers);
                let gone = before.iter().filter(|record| !written.contains(&record.number)).count();
                deleted = u64::try_from(gone).unwrap_or(u64::MAX);
                if let Some(first) = numbers.first() {
                    self.state_ttl(&mut staging, *first, stated(*ttl, keeps_ttl), default_ttl, &[], findings)?;
                }
            }
            Write::DeleteAll => {
                deleted = staging.remove_all(self.rtype, None).map_err(|fault| self.fault(fault))?;
            }
        }
        let draft = staging.done();
        desk.put(draft);
        Ok((written, deleted))
    }

    /// Rule R2: a TTL that was stated is the whole set's.
    fn state_ttl(
        &self,
        staging: &mut Staging<'_>,
        number: i64,
        ttl: Option<Option<u32>>,
        default_ttl: u32,
        before: &[SeenRecord],
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let Some(ttl) = ttl else { return Ok(()) };
        let differs =
            staging.state_ttl(self.rtype, number, ttl, default_ttl).map_err(|fault| self.fault(fault.into()))?;
        if differs && before.iter().any(|record| record.number != number) {
            let detail = format!("the other records of type {} at {} have this TTL, too", self.rtype, self.node);
            findings.warn("ttl_of_set", "ttl", detail);
        }
        Ok(())
    }

    /// Rule R11: the last name server of a zone cannot go.
    fn keep_last_server(&self, desk: &Desk, findings: &mut Findings) {
        let apex = desk.zone.name.as_name();
        if self.rtype == RecordType::NS && self.node == *apex && desk.view(apex, RecordType::NS).is_none() {
            findings.conflict(Conflict {
                code: "last_name_server",
                kind: ConflictKind::NameServer,
                name: apex.clone(),
                rtype: Some(RecordType::NS),
                zone: None,
                managed_by: None,
                detail: format!("{apex} needs a name server: its last one cannot go"),
                forcible: false,
            });
        }
    }

    fn fault(&self, fault: StagingFault) -> Refusal {
        match fault {
            StagingFault::Duplicate(number) => Refusal::Conflict {
                conflicts: vec![Conflict {
                    code: "record_exists",
                    kind: ConflictKind::RecordSet,
                    name: self.node.clone(),
                    rtype: Some(self.rtype),
                    zone: Some(self.zone.as_name().clone()),
                    managed_by: None,
                    detail: format!("{} {} has this value already, as record {number}", self.node, self.rtype),
                    forcible: false,
                }],
                forcible: false,
            },
            StagingFault::NoSuchRecord => match &self.write {
                Write::Update { number, .. } | Write::Delete { number } => no_such_record(*number),
                _ => no_such_record(0),
            },
            StagingFault::OutOfNumbers(_) => Refusal::OutOfNumbers,
        }
    }
}

/// The TTL that was stated by a PUT: 0 is the zone's default (rule R2).
fn stated(ttl: Option<u32>, ignored: bool) -> Option<Option<u32>> {
    ttl.filter(|_| !ignored).map(|ttl| Some(ttl).filter(|ttl| *ttl != 0))
}
