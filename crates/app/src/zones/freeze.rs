//! Freezes a zone, so that writes to it are refused, or thaws it (`dynect.md` Z5).
//!
//! It always works. What is asked for again is no change, and the serial stays.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Action;
use domesday_domain::name::ZoneName;
use domesday_domain::zone::Zone;

use super::visible_zone;
use crate::ledger::Ledger;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Freezes or thaws a zone.
pub struct FreezeZone {
    /// Its name.
    pub name: ZoneName,
    /// Writes are refused from now on; else they are taken again.
    pub frozen: bool,
}

impl Command for FreezeZone {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = Zone;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::none().writing(self.name.as_name())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Zone, Refusal> {
        let zone = visible_zone(tx, context, &self.name)?;
        let action = if self.frozen { Action::ZoneFreeze } else { Action::ZoneThaw };
        let mut ledger = Ledger::new(action, self.name.as_name());
        let id = zone.id;
        ledger.open(zone.clone()).set_zone(Zone { frozen: self.frozen, ..zone.clone() });
        Ok(ledger.close(tx, context, &[])?.remove(&id).unwrap_or(zone))
    }
}
