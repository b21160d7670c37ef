//! Registered names among a zone's records: what stands at or below one is its sponsor's, and is not written here (rule D16).

use domesday_dns::{Name, RecordType};

use super::Neighbourhood;
use crate::finding::{Conflict, ConflictKind, Findings, ManagedBy};

impl Neighbourhood<'_> {
    /// Refuses a set at or below a registered name. True if it is refused.
    ///
    /// What a zone served here holds is that zone's, and told as such; but not what stands here, nor a DS at its name.
    pub(super) fn refuse_registered(
        &self,
        owner: &Name,
        rtype: RecordType,
        is_there: bool,
        findings: &mut Findings,
    ) -> bool {
        let holds = |zone: &&Name| owner.is_at_or_below(zone) && !(rtype == RecordType::DS && *zone == owner);
        let in_deeper_zone = !is_there && self.around.deeper_zones.iter().any(|zone| holds(&zone));
        let above = self.around.registered.iter().find(|name| owner.is_at_or_below(name));
        let Some(registered) = above.filter(|_| !in_deeper_zone) else { return false };
        findings.conflict(registered_name(registered, Some(self.zone.name.as_name()), owner, Some(rtype)));
        true
    }
}

/// Rule D16: something would stand at or below a registered name, where only its sponsor's commands put anything.
pub fn registered_name(registered: &Name, zone: Option<&Name>, at: &Name, rtype: Option<RecordType>) -> Conflict {
    let detail = match at == registered {
        true => format!("{at} is a registered name: it is changed at /domains"),
        false => format!("{at} lies below the registered name {registered}: it is changed at /domains and /hosts"),
    };
    Conflict {
        code: "registered_name",
        kind: ConflictKind::RegisteredName,
        name: registered.clone(),
        rtype,
        zone: zone.cloned(),
        managed_by: Some(ManagedBy::Domain(registered.clone())),
        detail,
        forcible: false,
    }
}

/// Rule D16: a host below a registered name has other addresses on its row; its sponsor changes them.
pub fn managed_host(host: &Name, zone: Option<&Name>) -> Conflict {
    Conflict {
        code: "registered_name",
        kind: ConflictKind::NameServer,
        name: host.clone(),
        rtype: None,
        zone: zone.cloned(),
        managed_by: Some(ManagedBy::Host(host.clone())),
        detail: format!("{host} is a host below a registered name: its addresses are changed at /hosts"),
        forcible: false,
    }
}
