//! What is still wrong in a zone as it stands: warnings that were let through once and still hold (rules Z16, F5).

use domesday_dns::{Name, RecordType};
use domesday_domain::actor::Permission;
use domesday_domain::delegation::glue::Home;
use domesday_domain::finding::{Findings, Warning};
use domesday_domain::name::ZoneName;
use domesday_domain::zone::Zone;

use super::family;
use super::visible_zone;
use crate::name_servers::{missing, survey};
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
    for host in servers_without_address(snapshot, zone)? {
        let found = missing(&host, zone.name.as_name());
        findings.warn(found.code, host.to_string(), found.detail);
    }
    note_differing_delegation(snapshot, zone, &mut findings)?;
    for (target, pointer) in snapshot.targets_that_are_aliases(zone.id, TOLD)? {
        let detail = format!("{} {} points at {target}, an alias", pointer.owner, pointer.rtype);
        findings.warn("target_is_cname", target.to_string(), detail);
    }
    // Forced, so that what was forcible is told and nothing is refused.
    Ok(findings.settle(true).unwrap_or_default())
}

/// Rule D8: name servers that need an address and have none. Those in the zone's subtree are asked for wherever they are used in it, the
/// apex NS also where they are authoritative in another zone served here.
fn servers_without_address(snapshot: &mut dyn Snapshot, zone: &Zone) -> Stored<Vec<Name>> {
    let apex = zone.name.as_name();
    let mut wanting = snapshot.ns_without_address(zone.id, apex, TOLD)?;
    let outside = zone.content.ns.iter().map(|host| host.as_name().clone()).filter(|host| !host.is_at_or_below(apex));
    let outside: Vec<Name> = outside.collect();
    let survey = survey(snapshot, &outside)?;
    let wants = |host: &Name| matches!(survey.home(host), Home::Zone(..)) && survey.addresses(host).is_empty();
    wanting.extend(outside.into_iter().filter(wants));
    Ok(wanting)
}

/// Whether the parent's delegation of the zone names other servers than the zone does: what registered names may do (rule D16).
fn note_differing_delegation(snapshot: &mut dyn Snapshot, zone: &Zone, findings: &mut Findings) -> Stored<()> {
    let name = zone.name.as_name();
    let Some(parent) = family::parent(snapshot, name)? else { return Ok(()) };
    let cut = snapshot.set(parent.id, name, RecordType::NS)?;
    family::warn_differing(&parent.name, cut.as_ref(), name, &zone.content.ns, findings);
    Ok(())
}
