//! Changes a zone's own members (rules Z3, Z5, Z9–Z12, S4, S5).
//!
//! Refusals, in order: the zone is missing; the body cannot be read; no condition was put, or it is stale; wrong fields; an owner the
//! caller may not name; conflicts.

use domesday_domain::actor::Permission;
use domesday_domain::finding::Warning;
use domesday_domain::history::{Action, Change, Changes, Value};
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::{Precondition, Verdict};
use domesday_domain::zone::Zone;

use super::draft::{ZoneUpdate, find_owner};
use super::{create, name_servers, refuse_frozen, visible_zone};
use crate::history::{self, Story};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::records::{plan, surroundings};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Changes a zone.
pub struct UpdateZone {
    /// Its name.
    pub name: ZoneName,
    /// The condition, which must be put.
    pub precondition: Precondition,
    /// What to change.
    pub update: Input<ZoneUpdate>,
    /// Lift what is forcible.
    pub force: bool,
}

/// The zone afterwards, and what was let through.
pub struct UpdatedZone {
    /// As it is stored.
    pub zone: Zone,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

impl Command for UpdateZone {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = UpdatedZone;

    fn locks(&self) -> Locks {
        let own = Locks::none().writing(self.name.as_name());
        let Ok((update, _)) = self.update.well_formed() else { return own };
        name_servers::locks(own, update.ns.iter().flatten())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<UpdatedZone, Refusal> {
        let before = visible_zone(tx, context, &self.name)?;
        let (update, mut findings) = self.update.well_formed()?;
        match self.precondition.judge(Some(before.tag())) {
            Verdict::Holds => {}
            Verdict::Fails => return Err(Refusal::Stale { current: Some(before.tag()) }),
            Verdict::NotGiven => {
                let detail = "send If-Match with the ETag of the zone as you have read it".to_owned();
                return Err(Refusal::PreconditionMissing { detail });
            }
        }
        let mut patch = update.patch.clone();
        patch.ns = update.ns.as_ref().map(|servers| servers.iter().map(|server| server.host.clone()).collect());
        if let Some(wanted) = &update.owner {
            patch.owner = find_owner(tx, &context.actor, wanted, &mut findings)?;
        }
        let mut zone = patch.apply(&before, &mut findings);
        let ns_changed = zone.content.ns != before.content.ns;
        let mut addresses = name_servers::Addresses::new();
        if let Some(servers) =
            update.ns.as_ref().filter(|servers| ns_changed || servers.iter().any(|s| s.addresses.is_some()))
        {
            addresses = name_servers::judge(tx, &self.name, Some(before.id), servers, &mut findings)?;
        }
        findings.settle_errors(self.force)?;
        if zone.owner.id != before.owner.id && !context.actor.is_admin() {
            return Err(Refusal::forbidden("owner_denied", "only an admin may give a zone to another account"));
        }
        let own = addresses.remove(&None).unwrap_or_default();
        let others = create::elsewhere(tx, context, addresses, &mut findings)?;
        let around = surroundings(tx, &zone, &own)?;
        name_servers::note_differences(&zone, &own, &around, &mut findings);
        let sets = plan(&mut zone, &around, &own, context.now, &mut findings);
        let mut changes = before.differences(&zone);
        if zone.serial != before.serial {
            let number = |zone: &Zone| Value::Number(zone.serial.get().into());
            changes.push(Change::Zone { member: "serial", from: number(&before), to: number(&zone) });
        }
        changes.extend(sets.changes.iter().cloned());
        if !changes.is_empty() || !others.is_empty() {
            refuse_frozen(&before, &mut findings);
        }
        let warnings = findings.settle(self.force)?;
        create::tell_elsewhere(tx, context, &zone.name, others)?;
        if changes.is_empty() {
            return Ok(UpdatedZone { zone: before, warnings });
        }
        let published = changes.iter().any(|change| !matches!(change, Change::Zone { member: "owner", .. }));
        let serial_given = zone.serial != before.serial;
        zone.step(published && !serial_given, context.now);
        sets.store(tx, &zone)?;
        tx.update_zone(&zone, ns_changed)?;
        let story = Story {
            action: Action::ZoneUpdate,
            zone: &zone,
            serial_before: Some(before.serial),
            serial_after: Some(zone.serial),
            changes: Changes::Each(changes),
            warnings: &warnings,
            cause: None,
        };
        history::write(tx, context, &story)?;
        Ok(UpdatedZone { zone, warnings })
    }
}
