//! What sessions have staged, as the store keeps it: a draft for each record set (`dynect.md` section 6).

use domesday_dns::{Name, RecordType};
use domesday_domain::account::SessionId;
use domesday_domain::record::edit::SetKey;
use domesday_domain::staging::{DraftNode, DraftSet};
use domesday_domain::zone::ZoneId;

use super::Stored;

/// Reading drafts.
pub trait StagingReads {
    /// The drafts of a session at these names of a zone: one statement.
    fn staged_at(&mut self, holder: SessionId, zone: ZoneId, owners: &[Name]) -> Stored<Vec<DraftSet>>;
    /// A page of a session's drafts in a zone in canonical order, at or below `under`, after `marker`.
    fn staged(
        &mut self,
        holder: SessionId,
        zone: ZoneId,
        under: Option<&Name>,
        marker: Option<&SetKey>,
        limit: usize,
    ) -> Stored<Vec<DraftSet>>;
    /// A session's drafts of one type in a zone: goes through all that it has staged there.
    fn staged_of_type(&mut self, holder: SessionId, zone: ZoneId, rtype: RecordType) -> Stored<Vec<DraftSet>>;
    /// How many changes a session has staged, in all zones.
    fn count_staged(&mut self, holder: SessionId) -> Stored<u64>;
    /// How many changes it has staged in a zone.
    fn count_staged_in(&mut self, holder: SessionId, zone: ZoneId) -> Stored<u64>;
    /// Published sets at or below nodes that were removed as a whole, made or changed since then, of which the session has no draft: in
    /// canonical order, at most so many.
    fn changed_under(
        &mut self,
        holder: SessionId,
        zone: ZoneId,
        nodes: &[DraftNode],
        limit: usize,
    ) -> Stored<Vec<SetKey>>;
}

/// Writing drafts.
pub trait StagingWrites {
    /// Stores drafts in the place of those of their sets, many rows a statement; empty ones are deleted.
    fn put_drafts(&mut self, holder: SessionId, zone: ZoneId, drafts: &[DraftSet]) -> Stored<()>;
    /// Deletes the drafts of these sets.
    fn delete_drafts(&mut self, holder: SessionId, zone: ZoneId, sets: &[SetKey]) -> Stored<()>;
    /// Deletes all drafts of a session in a zone, and tells how many changes those were.
    fn discard(&mut self, holder: SessionId, zone: ZoneId) -> Stored<u64>;
}
