//! Reads one zone.

use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use domesday_domain::zone::Zone;

use super::visible_zone;
use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a zone.
pub struct ReadZone {
    /// Its name.
    pub name: ZoneName,
}

impl Query for ReadZone {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Point;
    type Answer = Zone;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Zone, Refusal> {
        visible_zone(snapshot, context, &self.name)
    }
}
