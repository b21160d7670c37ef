//! What is known about some names, loaded with a fixed number of statements (rules P1, P2).

use std::collections::HashSet;

use domesday_dns::Name;
use domesday_domain::delegation::glue::{ADDRESS_TYPES, Survey};
use domesday_domain::zone::ZoneId;

use crate::ports::{HostReads, Snapshot, Stored};

/// Surveys names: zones, cuts and registered names above them, addresses, and rows. Who uses them is left out: [`uses`].
pub(crate) fn survey(snapshot: &mut dyn Snapshot, names: &[Name]) -> Stored<Survey> {
    let mut survey = Survey::default();
    if names.is_empty() {
        return Ok(survey);
    }
    let above = at_or_above(names);
    survey.zones = snapshot.zones_among(&above)?.into_iter().map(|zone| (zone.name, zone.id)).collect();
    survey.hosts = snapshot.hosts_among(names)?.into_iter().map(|host| (host.name.clone(), host)).collect();
    survey.registered = snapshot.registered_among(&above)?.into_iter().map(|registered| registered.name).collect();
    if survey.zones.is_empty() {
        return Ok(survey);
    }
    let zones = zones(&survey);
    survey.cuts = snapshot.cuts_among(&zones, &above)?.into_iter().collect();
    let sets = snapshot.sets_at(&zones, names, &ADDRESS_TYPES)?;
    survey.sets = sets.into_iter().map(|(zone, set)| ((zone, set.owner.clone(), set.rtype), set)).collect();
    Ok(survey)
}

/// Adds to a survey which of its zones use which of the names as NS.
pub(super) fn uses(snapshot: &mut dyn HostReads, names: &[Name], survey: &mut Survey) -> Stored<()> {
    survey.uses = snapshot.used_as_ns_in(&zones(survey), names)?.into_iter().collect();
    Ok(())
}

fn zones(survey: &Survey) -> Vec<ZoneId> {
    survey.zones.values().copied().collect()
}

/// The names and all above them, but for the root.
fn at_or_above(names: &[Name]) -> Vec<Name> {
    let all: HashSet<Name> = names.iter().flat_map(Name::ancestors).filter(|name| !name.is_root()).collect();
    all.into_iter().collect()
}
