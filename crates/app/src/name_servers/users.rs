//! Who uses a name server, and must not find it without addresses (rule D14).

use std::collections::BTreeSet;

use domesday_dns::{Name, RecordType};
use domesday_domain::delegation::glue::ADDRESS_TYPES;
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::record::edit::SetKey;
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::ZoneId;

use crate::ports::{HostReads, Stored};

/// The most users looked up to be named.
const NAMED: usize = 101;

/// The owners that have addresses before an edit of their sets, and none after it. `before` holds all sets at the owners.
pub(crate) fn lost_by<'a>(before: impl Iterator<Item = &'a RecordSet>, after: impl Fn(&SetKey) -> bool) -> Vec<Name> {
    let is_address = |set: &&RecordSet| ADDRESS_TYPES.contains(&set.rtype) && set.origin == Origin::User;
    let had: BTreeSet<Name> = before.filter(is_address).map(|set| set.owner.clone()).collect();
    let keeps = |owner: &Name| ADDRESS_TYPES.iter().any(|rtype: &RecordType| after(&(owner.clone(), *rtype)));
    had.into_iter().filter(|owner| !keeps(owner)).collect()
}

/// Notes every NS list that stays and names one of these, which lose their last address. Lists of the zone `outside` are not asked for.
pub(crate) fn refuse_loss(
    reads: &mut dyn HostReads,
    lost: &[Name],
    outside: Option<ZoneId>,
    stays: impl Fn(&Pointer) -> bool,
    findings: &mut Findings,
) -> Stored<()> {
    if lost.is_empty() {
        return Ok(());
    }
    for (host, user) in reads.ns_users(lost, outside, NAMED)?.into_iter().filter(|(_, user)| stays(user)) {
        let (kind, what) = match user.owner == user.zone {
            true => (ConflictKind::Zone, "zone"),
            false => (ConflictKind::Delegation, "delegation"),
        };
        findings.conflict(Conflict {
            code: "ns_in_use",
            kind,
            detail: format!("the {what} {} uses the name server {host}, which would have no address", user.owner),
            name: user.owner,
            rtype: None,
            zone: Some(user.zone),
            managed_by: None,
            forcible: true,
        });
    }
    Ok(())
}
