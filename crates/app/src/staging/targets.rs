//! The names that staged changes point at, asked before a publish so that its locks are known.

use domesday_dns::Name;
use domesday_domain::account::SessionId;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;

use super::publish::targets;
use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};
use crate::zones::visible_zone;

/// Asks what the changes of a session in a zone point at.
pub struct StagedTargets {
    /// The zone.
    pub zone: ZoneName,
    /// Whose changes.
    pub holder: SessionId,
}

impl Query for StagedTargets {
    const NEEDS: Permission = Permission::WriteZones;
    const EXTENT: Extent = Extent::Long;
    type Answer = Vec<Name>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<Name>, Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let drafts = snapshot.staged(self.holder, zone.id, None, None, usize::MAX >> 1)?;
        let mut names: Vec<Name> = targets(&drafts).collect();
        names.sort();
        names.dedup();
        Ok(names)
    }
}
