//! Finding the zone that a request is about, as far as its caller may see it.

use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::name::ZoneName;
use domesday_domain::zone::Zone;

use crate::ports::ZoneReads;
use crate::refusal::Refusal;
use crate::registry::Context;

/// The zone of this name; one that belongs to another account is as good as missing (rule Z2).
pub(crate) fn visible_zone(reads: &mut dyn ZoneReads, context: &Context, name: &ZoneName) -> Result<Zone, Refusal> {
    let zone = reads.zone(name.as_name())?.filter(|zone| context.actor.sees(zone.owner.id));
    zone.ok_or_else(|| Refusal::missing(format!("zone {name}")))
}

/// Notes that a frozen zone takes no writes.
pub(crate) fn refuse_frozen(zone: &Zone, findings: &mut Findings) {
    if zone.frozen {
        findings.conflict(Conflict {
            code: "zone_frozen",
            kind: ConflictKind::Zone,
            name: zone.name.as_name().clone(),
            rtype: None,
            zone: None,
            managed_by: None,
            detail: format!("{} is frozen", zone.name),
            forcible: false,
        });
    }
}
