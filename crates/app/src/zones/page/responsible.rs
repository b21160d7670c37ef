//! Who is responsible for a host's name: the deepest zone or delegation that holds it, among those the caller may see.

use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::name::{ZoneKind, ZoneName};

use super::{Cut, ZoneWithHosts, delegations, with_hosts};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks which forward zone or delegation holds a name.
pub struct FindResponsible {
    /// The name; no host need have it.
    pub host: Name,
}

/// What holds a name.
pub enum Responsible {
    /// A zone served here.
    Zone(ZoneWithHosts),
    /// A delegation: the name is served elsewhere, or by a zone that the caller does not see.
    Delegation(Cut),
}

impl Query for FindResponsible {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = Responsible;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Responsible, Refusal> {
        let nobody = || Refusal::missing(format!("forward zone that holds {}", self.host));
        let above: Vec<Name> = self.host.ancestors().filter(|name| !name.is_root()).collect();
        let mut heads = snapshot.zones_among(&above)?;
        heads.retain(|zone| {
            let kind = ZoneName::from_stored(zone.name.clone()).kind();
            context.actor.sees(zone.owner) && kind == ZoneKind::Forward
        });
        let deepest = heads.into_iter().max_by_key(|zone| zone.name.label_count()).ok_or_else(nobody)?;
        let below: Vec<Name> = above.into_iter().filter(|name| name.is_below(&deepest.name)).collect();
        let cuts = snapshot.cuts_among(&[deepest.id], &below)?;
        if let Some((zone, name)) = cuts.into_iter().max_by_key(|(_, name)| name.label_count())
            && let Some(cut) = delegations::cut_at(snapshot, zone, &name)?
        {
            return Ok(Responsible::Delegation(cut));
        }
        let zone = snapshot.zone(&deepest.name)?.ok_or_else(nobody)?;
        Ok(Responsible::Zone(with_hosts(snapshot, zone)?))
    }
}
