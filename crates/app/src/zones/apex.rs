//! Finds the zone that holds a name, as far as its caller may see it.

use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::zone::Zone;

use super::family::deepest;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for the deepest zone that holds a name, of those that the caller sees.
pub struct ReadApex {
    /// The name.
    pub name: Name,
}

impl Query for ReadApex {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = Zone;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Zone, Refusal> {
        let above: Vec<Name> = self.name.ancestors().filter(|name| !name.is_root()).collect();
        let mut zones = snapshot.zones_among(&above)?;
        zones.retain(|zone| context.actor.sees(zone.owner));
        let ids: Vec<_> = deepest(zones).into_iter().map(|zone| zone.id).collect();
        let found = snapshot.zones_numbered(&ids)?.pop();
        found.ok_or_else(|| Refusal::missing(format!("zone {}", self.name)))
    }
}
