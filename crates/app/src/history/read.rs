//! Reading a zone's history (rules H1, H3): newest first, also after the zone is gone.

use chrono::{DateTime, Utc};
use domesday_domain::account::AccountId;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;

use crate::input::Input;
use crate::ports::{Entry, Extent, HistoryFilter, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a page of a zone name's entries.
pub struct ReadHistory {
    /// The zone's name; any zone that had it counts.
    pub zone: ZoneName,
    /// Which of them.
    pub page: Input<HistoryPage>,
}

/// Which entries, and how many.
#[derive(Clone, Debug, Default)]
pub struct HistoryPage {
    /// From this instant on.
    pub since: Option<DateTime<Utc>>,
    /// Before this instant.
    pub until: Option<DateTime<Utc>>,
    /// Older than this entry.
    pub marker: Option<i64>,
    /// At most so many.
    pub limit: usize,
}

/// A page of entries.
pub struct ReadHistoryAnswer {
    /// Newest first.
    pub entries: Vec<Entry>,
    /// Whether older ones exist.
    pub more: bool,
}

impl Query for ReadHistory {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    type Answer = ReadHistoryAnswer;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<ReadHistoryAnswer, Refusal> {
        let name = self.zone.as_name();
        let visible_to = readable(context, snapshot, &self.zone)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        let filter = HistoryFilter { visible_to, since: page.since, until: page.until, passed_over: 0 };
        let mut entries = snapshot.entries(name, &filter, page.marker, page.limit + 1)?;
        let more = entries.len() > page.limit;
        entries.truncate(page.limit);
        Ok(ReadHistoryAnswer { entries, more })
    }
}

/// Which entries of a zone name the caller may read: all of them where the zone is there and the caller's, else those that were made while
/// a zone of that name belonged to this account.
///
/// # Errors
/// [`Refusal::Missing`] where there are none.
pub(crate) fn readable(
    context: &Context,
    snapshot: &mut dyn Snapshot,
    zone: &ZoneName,
) -> Result<Option<AccountId>, Refusal> {
    let name = zone.as_name();
    let living = snapshot.zone(name)?;
    if living.is_some_and(|zone| context.actor.sees(zone.owner.id)) {
        return Ok(None);
    }
    let visible_to = (!context.actor.is_admin()).then_some(context.actor.account);
    let anything = HistoryFilter { visible_to, ..HistoryFilter::default() };
    if snapshot.entries(name, &anything, None, 1)?.is_empty() {
        return Err(Refusal::missing(format!("zone {name}")));
    }
    Ok(visible_to)
}
