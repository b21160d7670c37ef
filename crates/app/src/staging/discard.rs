//! Forgets what a session has staged in a zone (rule C7); possible also while the zone is frozen (rule Z5).

use domesday_domain::account::SessionId;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;

use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::visible_zone;

/// Discards; gives how many changes that were.
pub struct DiscardChanges {
    /// The zone.
    pub zone: ZoneName,
    /// Whose changes.
    pub holder: SessionId,
}

impl Command for DiscardChanges {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = u64;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<u64, Refusal> {
        let zone = visible_zone(tx, context, &self.zone)?;
        Ok(tx.discard(self.holder, zone.id)?)
    }
}
