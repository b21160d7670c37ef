//! Deletes an entry of the block list (rule T7).
//!
//! Refusals, in order: the entry is missing; the condition is stale.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Action;
use domesday_domain::precondition::Precondition;
use domesday_domain::tld::BlockEntry;
use uuid::Uuid;

use super::read::find;
use super::tell;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::tlds::write;

/// Deletes an entry; gives it as it was.
pub struct DeleteBlockEntry {
    /// Which one.
    pub id: Uuid,
    /// The condition, if there is one.
    pub precondition: Precondition,
}

impl Command for DeleteBlockEntry {
    const NEEDS: Permission = Permission::Administer;
    type Answer = BlockEntry;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<BlockEntry, Refusal> {
        let entry = find(tx, self.id)?;
        write::check_condition(&self.precondition, entry.tag())?;
        tx.delete_block_entry(entry.id)?;
        tell(tx, context, Action::BlocklistDelete, (Some(&entry), None))?;
        Ok(entry)
    }
}
