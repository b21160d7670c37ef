//! Reads one entry of the block list.

use domesday_domain::actor::Permission;
use domesday_domain::tld::BlockEntry;
use uuid::Uuid;

use crate::ports::{Snapshot, TldReads};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for an entry.
#[derive(Clone, Copy, Debug)]
pub struct ReadBlockEntry {
    /// Which one.
    pub id: Uuid,
}

impl Query for ReadBlockEntry {
    const NEEDS: Permission = Permission::Administer;
    type Answer = BlockEntry;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<BlockEntry, Refusal> {
        find(snapshot, self.id)
    }
}

/// The entry of an id.
pub(super) fn find(reads: &mut dyn TldReads, id: Uuid) -> Result<BlockEntry, Refusal> {
    reads.block_entry(id)?.ok_or_else(|| Refusal::missing(format!("block-list entry {id}")))
}
