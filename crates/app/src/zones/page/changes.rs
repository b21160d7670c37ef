//! Changes whose answers are told with the rows of name servers, or with counts: read in the very transaction that made them.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Conflict, ConflictKind, Warning};
use domesday_domain::record::Origin;
use domesday_domain::serial::Serial;

use super::{Cut, ZoneWithHosts, delegations, with_hosts};
use crate::delegations::CreateDelegation;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::{CreateZone, DeleteZone, DeletedZone, visible_zone};

/// A change, with more told about it.
pub struct Shown<C>(pub C);

impl Command for Shown<CreateZone> {
    const NEEDS: Permission = CreateZone::NEEDS;
    type Answer = (ZoneWithHosts, Vec<Warning>);

    fn locks(&self, actor: &Actor) -> Locks {
        self.0.locks(actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Self::Answer, Refusal> {
        let created = self.0.execute(context, tx)?;
        Ok((with_hosts(tx, created.zone)?, created.warnings))
    }
}

impl Command for Shown<CreateDelegation> {
    const NEEDS: Permission = CreateDelegation::NEEDS;
    type Answer = (Cut, Serial, Vec<Warning>);

    fn locks(&self, actor: &Actor) -> Locks {
        self.0.locks(actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Self::Answer, Refusal> {
        let created = self.0.execute(context, tx)?;
        let cut = delegations::cut_at(tx, created.zone.id, &created.delegation.name)?;
        let cut = cut.ok_or_else(|| Refusal::Failed("a delegation that was made is not there".into()))?;
        Ok((cut, created.zone.serial, created.warnings))
    }
}

/// Deleting a zone that must be empty of record sets: how many are in the way is told, whatever else is (rule M3).
impl Command for Shown<DeleteZone> {
    const NEEDS: Permission = DeleteZone::NEEDS;
    type Answer = DeletedZone;

    fn locks(&self, actor: &Actor) -> Locks {
        self.0.locks(actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<DeletedZone, Refusal> {
        let refusal = match self.0.execute(context, tx) {
            Err(refusal @ Refusal::Conflict { .. }) => refusal,
            other => return other,
        };
        let is_record_set =
            |conflict: &Conflict| conflict.code == "zone_not_empty" && conflict.kind == ConflictKind::RecordSet;
        match &refusal {
            Refusal::Conflict { conflicts, .. } if conflicts.iter().any(is_record_set) => {
                let zone = visible_zone(tx, context, &self.0.name)?;
                let counts = tx.count_sets(zone.id)?;
                let left: u64 =
                    counts.iter().filter(|(_, origin, _)| *origin == Origin::User).map(|(_, _, count)| count).sum();
                let sets = if left == 1 { "record set" } else { "record sets" };
                Err(Refusal::forbidden("zone_not_empty", format!("{} is still in use by {left} {sets}", zone.name)))
            }
            _ => Err(refusal),
        }
    }
}
