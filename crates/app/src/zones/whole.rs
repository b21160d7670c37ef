//! Lists zones with all their members, in canonical order of their names (`dynect.md` section 5).

use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::zone::{Zone, ZoneId};

use super::list::{ZoneQuery, stream};
use crate::input::Input;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Outlet, Streamed};

/// How many zones a stream reads at a time: three statements for each so many.
const CHUNK: usize = 1000;

/// Asks for zones with all their members, as a stream. What covers a name is no question for it.
pub struct StreamWholeZones {
    /// Which zones.
    pub query: Input<ZoneQuery>,
}

impl Streamed for StreamWholeZones {
    const NEEDS: Permission = Permission::ReadZones;
    type Head = ();
    type Item = Vec<Zone>;

    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<(), Vec<Zone>>,
    ) -> Result<(), Refusal> {
        stream(&self.query, context, snapshot, outlet, CHUNK, |snapshot, names| whole(snapshot, &names))
    }
}

/// The zones of these names, in canonical order.
fn whole(snapshot: &mut dyn Snapshot, names: &[Name]) -> Result<Vec<Zone>, Refusal> {
    let heads = snapshot.zones_among(names)?;
    let ids: Vec<ZoneId> = heads.into_iter().map(|head| head.id).collect();
    let mut zones = snapshot.zones_numbered(&ids)?;
    zones.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(zones)
}
