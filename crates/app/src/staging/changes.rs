//! What a session has staged in a zone, change by change (rules C6, C7).

use domesday_dns::RecordType;
use domesday_domain::account::SessionId;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use domesday_domain::staging::StagedChange;
use domesday_domain::zone::Zone;

use super::members::zone_with;
use super::publish::published;
use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};
use crate::zones::visible_zone;

/// Asks what a session has staged in a zone.
pub struct ReadChanges {
    /// The zone.
    pub zone: ZoneName,
    /// Whose.
    pub holder: SessionId,
}

/// What is staged.
#[derive(Debug)]
pub struct Changes {
    /// The zone as it is published.
    pub zone: Zone,
    /// The zone with the members that were staged: what its SOA would be.
    pub staged: Zone,
    /// Each change with the TTL that its set would have, in seconds, in order of staging.
    pub changes: Vec<(StagedChange, u32)>,
}

impl Query for ReadChanges {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    type Answer = Changes;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Changes, Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let drafts = snapshot.staged(self.holder, zone.id, None, None, usize::MAX >> 1)?;
        let soa = drafts.iter().find(|draft| draft.members.is_some());
        let staged = soa.map_or_else(|| zone.clone(), |draft| zone_with(&zone, draft));
        let published = published(snapshot, &zone, &drafts)?;
        let mut changes = Vec::new();
        for draft in &drafts {
            let stored = published.get(&draft.key()).and_then(|set| set.ttl);
            for change in draft.changes() {
                let ttl = match draft.rtype {
                    RecordType::SOA => None,
                    _ => change.ttl.unwrap_or(stored),
                };
                changes.push((change, ttl.unwrap_or(staged.content.default_ttl)));
            }
        }
        changes.sort_by_key(|(change, _)| change.id);
        Ok(Changes { zone, staged, changes })
    }
}
