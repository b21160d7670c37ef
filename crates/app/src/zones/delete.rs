//! Deletes a zone (rule Z13): force is needed when more than its apex SOA and NS is left. One with registered names in it stays.

use std::collections::BTreeMap;

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Conflict, ConflictKind, Findings, Force, Warning};
use domesday_domain::history::{Action, CHANGES_SPELLED_OUT, Change, Changes, Value};
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::{Precondition, Verdict};
use domesday_domain::record::Origin;
use domesday_domain::serial::Serial;
use domesday_domain::zone::Zone;

use super::departure::Departure;
use super::family::nearest;
use super::registered::refuse_departure;
use super::{refuse_frozen, stored_digest, visible_zone};
use crate::history::{self, Story};
use crate::ledger::Ledger;
use crate::name_servers::settle;
use crate::ports::{Locks, ServedZone, SetFilter, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// How many objects that are left are named.
const NAMED: usize = 100;

/// Deletes a zone.
pub struct DeleteZone {
    /// Its name.
    pub name: ZoneName,
    /// The condition, if one was put.
    pub precondition: Precondition,
    /// Lift what is forcible.
    pub force: Force,
}

/// What was let through, and the last serial.
pub struct DeletedZone {
    /// What was let through.
    pub warnings: Vec<Warning>,
    /// The zone's serial before it went.
    pub serial: Serial,
}

impl Command for DeleteZone {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = DeletedZone;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::none().writing(self.name.as_name())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<DeletedZone, Refusal> {
        let zone = visible_zone(tx, context, &self.name)?;
        if self.precondition.judge(Some(zone.tag())) == Verdict::Fails {
            return Err(Refusal::Stale { current: Some(zone.tag()) });
        }
        let mut findings = Findings::new();
        refuse_frozen(&zone, &mut findings);
        findings.settle(Force::Nothing)?;
        let mut findings = Findings::new();
        let below = tx.served_below(self.name.as_name())?;
        note_what_is_left(tx, &zone, &below, &mut findings)?;
        refuse_departure(tx, self.name.as_name(), &nearest(&below), NAMED, &mut findings)?;
        let departure = Departure::survey(tx, &zone, &below)?;
        departure.refuse_loss(tx, &mut findings)?;
        let warnings = findings.settle(self.force)?;
        let changes = what_goes(tx, &zone)?;
        let mut ledger = Ledger::new(Action::ZoneDelete, self.name.as_name());
        departure.leave(tx, context, &mut ledger)?;
        let gone = Zone { revision: zone.revision + 1, ..zone.clone() };
        let story = Story {
            action: Action::ZoneDelete,
            zone: &gone,
            serial_before: Some(zone.serial),
            serial_after: None,
            changes,
            warnings: &warnings,
            cause: None,
            note: None,
        };
        history::write(tx, context, &story)?;
        settle(tx, context, &mut ledger)?;
        ledger.close(tx, context, &warnings)?;
        Ok(DeletedZone { warnings, serial: zone.serial })
    }
}

/// What the history keeps of a zone that goes: all of it, or counts and the hash of its file if that is very much (rule H2).
fn what_goes(snapshot: &mut dyn Snapshot, zone: &Zone) -> Result<Changes, Refusal> {
    let members = zone.members().into_iter().map(|(member, from)| Change::Zone { member, from, to: Value::Null });
    let mut changes: Vec<Change> = members.collect();
    let room = CHANGES_SPELLED_OUT.saturating_sub(changes.len());
    let sets = snapshot.sets(zone.id, &SetFilter::default(), None, room + 1)?;
    if sets.len() <= room {
        changes.extend(sets.iter().filter_map(|set| Change::of_set(Some(set), None)));
        return Ok(Changes::Each(changes));
    }
    let mut by_type = BTreeMap::new();
    for (rtype, _, count) in snapshot.count_sets(zone.id)? {
        *by_type.entry(rtype).or_insert(0) += count;
    }
    let before = Some(stored_digest(snapshot, zone)?);
    Ok(Changes::Counted { by_type: by_type.into_iter().collect(), before, after: None })
}

/// Notes record sets, delegations and child zones; glue goes with its delegation.
fn note_what_is_left(
    snapshot: &mut dyn Snapshot,
    zone: &Zone,
    below: &[ServedZone],
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let apex = zone.name.as_name();
    let left = |kind, name: &domesday_dns::Name, rtype, detail: String| Conflict {
        code: "zone_not_empty",
        kind,
        name: name.clone(),
        rtype,
        zone: Some(apex.clone()),
        managed_by: None,
        detail,
        forcible: true,
    };
    let origins = vec![Origin::User, Origin::ExplicitDelegation];
    let filter = SetFilter { origins, ..SetFilter::default() };
    for set in snapshot.sets(zone.id, &filter, None, NAMED)? {
        let (kind, what) = match set.origin {
            Origin::ExplicitDelegation => (ConflictKind::Delegation, "delegation"),
            _ => (ConflictKind::RecordSet, "record set"),
        };
        findings.conflict(left(
            kind,
            &set.owner,
            Some(set.rtype),
            format!("the {what} {} {} is left", set.owner, set.rtype),
        ));
    }
    for child in nearest(below).into_iter().take(NAMED).map(|child| &child.head.name) {
        findings.conflict(left(ConflictKind::Zone, child, None, format!("the zone {child} lies below")));
    }
    Ok(())
}
