//! Lists the block list, which has a thousand entries at most (rule B3).

use domesday_domain::actor::Permission;
use domesday_domain::tld::BlockEntry;
use uuid::Uuid;

use crate::input::Input;
use crate::ports::{ListOrder, Snapshot, TldReads};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};
use crate::tlds::list::page;
use crate::tlds::{Listed, RowPage, RowQuery};

/// Asks for a page of entries; without a limit, for all.
pub struct ListBlocklist {
    /// Which.
    pub query: Input<RowQuery>,
}

impl Listed for BlockEntry {
    fn by_id(reads: &mut dyn TldReads, id: Uuid) -> Result<Option<Self>, Refusal> {
        Ok(reads.block_entry(id)?)
    }

    fn page(
        reads: &mut dyn TldReads,
        order: &ListOrder,
        marker: Option<&Self>,
        limit: usize,
    ) -> Result<Vec<Self>, Refusal> {
        Ok(reads.block_page(order, marker, limit)?)
    }
}

impl Query for ListBlocklist {
    const NEEDS: Permission = Permission::Administer;
    type Answer = RowPage<BlockEntry>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<RowPage<BlockEntry>, Refusal> {
        let (query, findings) = self.query.well_formed()?;
        page(snapshot, query, findings)
    }
}
