//! Lists a zone's delegations in canonical order: a page of them, or all as a stream.

use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use domesday_domain::record::Origin;
use domesday_domain::zone::Zone;

use super::draft::Delegation;
use super::read::shown;
use crate::input::Input;
use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Outlet, Query, Streamed};
use crate::zones::visible_zone;

/// How many a stream reads at a time.
const CHUNK: usize = 1000;

/// Which delegations, and how many.
#[derive(Clone, Debug, Default)]
pub struct DelegationList {
    /// Of one of these origins; empty for all.
    pub origins: Vec<Origin>,
    /// After this name.
    pub marker: Option<Name>,
    /// At most so many; none for all.
    pub limit: Option<usize>,
}

/// Asks for a page.
pub struct ListDelegations {
    /// The zone.
    pub zone: ZoneName,
    /// Which of them.
    pub page: Input<DelegationList>,
}

/// Asks for all, as a stream.
pub struct StreamDelegations {
    /// The zone.
    pub zone: ZoneName,
    /// Which of them.
    pub page: Input<DelegationList>,
}

impl Query for ListDelegations {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    /// The zone, the page, and whether more exist.
    type Answer = (Zone, Vec<Delegation>, bool);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        let limit = page.limit.unwrap_or(CHUNK);
        let mut cuts = snapshot.cuts(zone.id, &page.origins, page.marker.as_ref(), limit + 1)?;
        let more = cuts.len() > limit;
        cuts.truncate(limit);
        let delegations = shown(snapshot, &zone, cuts)?;
        Ok((zone, delegations, more))
    }
}

impl Streamed for StreamDelegations {
    const NEEDS: Permission = Permission::ReadZones;
    type Head = ();
    type Item = Vec<Delegation>;

    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<(), Vec<Delegation>>,
    ) -> Result<(), Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        outlet.begin(());
        let mut marker = page.marker.clone();
        loop {
            let cuts = snapshot.cuts(zone.id, &page.origins, marker.as_ref(), CHUNK)?;
            let ended = cuts.len() < CHUNK;
            marker = cuts.last().map(|cut| cut.owner.clone());
            if !cuts.is_empty() {
                outlet.send(shown(snapshot, &zone, cuts)?)?;
            }
            if ended {
                return Ok(());
            }
        }
    }
}
