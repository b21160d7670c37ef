//! What is still wrong in a zone as it stands: warnings that were let through once and still hold (rules Z16, F5).

use domesday_domain::actor::Permission;
use domesday_domain::finding::{Findings, Warning};
use domesday_domain::name::ZoneName;
use domesday_domain::zone::Zone;

use super::visible_zone;
use crate::ports::{Extent, Snapshot, Stored};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// The most warnings of one kind that are told.
const TOLD: usize = 100;

/// Asks what is still wrong in a zone.
pub struct CheckZone {
    /// Its name.
    pub name: ZoneName,
}

impl Query for CheckZone {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    type Answer = (Zone, Vec<Warning>);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let zone = visible_zone(snapshot, context, &self.name)?;
        let warnings = standing_warnings(snapshot, &zone)?;
        Ok((zone, warnings))
    }
}

/// The warnings that hold for a zone now.
pub(crate) fn standing_warnings(snapshot: &mut dyn Snapshot, zone: &Zone) -> Stored<Vec<Warning>> {
    let mut findings = Findings::new();
    zone.content.timers.check_relations(&mut findings);
    let primary = &zone.content.primary_ns;
    if !zone.content.ns.contains(primary) {
        findings.warn(
            "primary_not_in_ns",
            primary.to_string(),
            format!("the primary {primary} is not among the name servers"),
        );
    }
    for host in snapshot.ns_without_address(zone.id, zone.name.as_name(), TOLD)? {
        findings.warn(
            "ns_address_missing",
            host.to_string(),
            format!("the name server {host} has no address in {}", zone.name),
        );
    }
    for (target, pointer) in snapshot.targets_that_are_aliases(zone.id, TOLD)? {
        let detail = format!("{} {} points at {target}, an alias", pointer.owner, pointer.rtype);
        findings.warn("target_is_cname", target.to_string(), detail);
    }
    // Forced, so that what was forcible is told and nothing is refused.
    Ok(findings.settle(true).unwrap_or_default())
}
