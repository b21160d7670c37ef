//! Changes record sets of one zone: PUT, PATCH and DELETE of one, and the bulk of many (rules R16–R20).
//!
//! Refusals, in the order they are tried: the zone is missing; the body cannot be read; the set to delete is missing; a condition is
//! stale or was needed; wrong fields; conflicts. All or nothing.

use std::collections::BTreeSet;

use domesday_dns::{Name, RecordType};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Findings, Force, Warning};
use domesday_domain::history::Action;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::{Precondition, Tag, Verdict};
use domesday_domain::record::edit::{Conditioned, Outcome, SetEdit, spf_view};
use domesday_domain::record::neighbourhood::Surroundings;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::serial::Serial;
use domesday_domain::zone::Zone;

use super::{plan, surroundings};
use crate::input::Input;
use crate::ledger::Ledger;
use crate::name_servers::{lost_by, refuse_loss, settle};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::{refuse_frozen, visible_zone};

/// How many changes one request may hold (rule R20).
pub const MAX_CHANGES: usize = 10_000;

/// Changes sets of a zone.
pub struct ChangeRecords {
    /// The zone.
    pub zone: ZoneName,
    /// A condition on the whole zone.
    pub precondition: Precondition,
    /// The changes; each set only once.
    pub edits: Input<Vec<SetEdit>>,
    /// Lift what is forcible.
    pub force: Force,
}

/// What became of it.
pub struct ChangedRecords {
    /// The zone's tag afterwards.
    pub zone_tag: Tag,
    /// The zone's serial afterwards.
    pub serial: Serial,
    /// Each set, in the order of the request.
    pub sets: Vec<ChangedSet>,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

/// What became of one set.
pub struct ChangedSet {
    /// Its owner.
    pub owner: Name,
    /// Its type, as asked for.
    pub rtype: RecordType,
    /// What became of it.
    pub outcome: Outcome,
    /// Its state afterwards, if there is one.
    pub set: Option<RecordSet>,
    /// Its tag afterwards.
    pub tag: Option<Tag>,
}

impl Command for ChangeRecords {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = ChangedRecords;

    fn locks(&self, _: &Actor) -> Locks {
        let own = Locks::none().writing(self.zone.as_name());
        let Ok((edits, _)) = self.edits.well_formed() else { return own };
        let given = edits.iter().flat_map(|edit| edit.edit.replace.iter().flatten().chain(&edit.edit.add));
        given.filter_map(domesday_dns::Rdata::target).fold(own, |locks, target| locks.reading(&target))
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ChangedRecords, Refusal> {
        let zone = visible_zone(tx, context, &self.zone)?;
        let (edits, mut findings) = self.edits.well_formed()?;
        let around = surroundings(tx, &zone, edits)?;
        self.check_conditions(&zone, edits, &around)?;
        check_shape(&zone, edits, &mut findings);
        refuse_frozen(&zone, &mut findings);
        let mut ledger = Ledger::new(Action::RecordsChange, self.zone.as_name());
        let page = ledger.open(zone);
        let plan = plan(&mut page.zone, &around, edits, context.now, &mut findings);
        plan.enter(&around, page);
        let after = page.zone.clone();
        let lost = lost_by(around.sets.values(), |key| plan.leaves(&around, key));
        refuse_loss(tx, &lost, None, |_| true, &mut findings)?;
        let warnings = findings.settle(self.force)?;
        settle(tx, context, &mut ledger)?;
        let zone = ledger.close(tx, context, &warnings)?.remove(&after.id).unwrap_or(after);
        let changed = |(edit, (_, outcome, set)): (&SetEdit, (_, Outcome, Option<RecordSet>))| {
            let outcome = edit.seen_outcome(outcome, around.sets.get(&edit.key()), set.as_ref());
            let set = if edit.rtype == RecordType::SPF { set.as_ref().and_then(spf_view) } else { set };
            let tag = set.as_ref().map(|set| set.tag(zone.id));
            ChangedSet { owner: edit.owner.clone(), rtype: edit.rtype, outcome, set, tag }
        };
        let sets = edits.iter().zip(plan.outcomes).map(changed).collect();
        Ok(ChangedRecords { zone_tag: zone.tag(), serial: zone.serial, sets, warnings })
    }
}

impl ChangeRecords {
    /// 404 for a set to delete that is not there; 412 and 428 for conditions.
    fn check_conditions(&self, zone: &Zone, edits: &[SetEdit], around: &Surroundings) -> Result<(), Refusal> {
        let whole_zone = self.precondition.judge(Some(zone.tag()));
        if whole_zone == Verdict::Fails {
            return Err(Refusal::Stale { current: Some(zone.tag()) });
        }
        let mut wanting = Vec::new();
        for edit in edits {
            let stored = around.sets.get(&edit.key());
            let there = edit.seen(stored).map(|set| set.tag(zone.id));
            if edit.edit.must_exist && there.is_none() {
                return Err(Refusal::missing(format!("record set {} {}", edit.owner, edit.rtype)));
            }
            match edit.judge(zone.id, stored, whole_zone) {
                Conditioned::Fine => {}
                Conditioned::Stale => return Err(Refusal::Stale { current: there }),
                // What callers may not write at all is refused as that, not for want of a condition.
                Conditioned::Wanted if stored.is_some_and(|set| set.origin != Origin::User) => {}
                Conditioned::Wanted => wanting.push(format!("{} {}", edit.owner, edit.rtype)),
            }
        }
        if wanting.is_empty() {
            return Ok(());
        }
        let more = wanting.len().saturating_sub(100);
        wanting.truncate(100);
        let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let detail = format!(
            "{}{and_more} would be replaced: send If-Match with the ETag of what you have read",
            wanting.join(", ")
        );
        Err(Refusal::PreconditionMissing { detail })
    }
}

/// What is wrong with the request as a whole: sets named twice, an SOA elsewhere.
fn check_shape(zone: &Zone, edits: &[SetEdit], findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for edit in edits {
        let field = |member: &str| {
            if edit.prefix.is_empty() { member.to_owned() } else { edit.prefix.trim_end_matches('.').to_owned() }
        };
        if !seen.insert(edit.key()) {
            findings.error(
                field("records"),
                "duplicate",
                format!("{} {} is changed twice in one request", edit.owner, edit.rtype),
            );
        }
        if edit.rtype == RecordType::SOA && edit.owner != *zone.name.as_name() {
            findings.error(field("type"), "type_not_allowed", "SOA stands only at the apex of a zone");
        }
    }
}
