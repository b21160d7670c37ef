//! Changes an entry of the block list (rules B3, T6, T7).
//!
//! Refusals, in order: the body cannot be read; wrong fields; the entry is missing; the condition is stale; another entry has that
//! pattern.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Action;
use domesday_domain::precondition::Precondition;
use domesday_domain::tld::{BlockEntry, BlockPatch};
use uuid::Uuid;

use super::read::find;
use super::{refuse_duplicate, refuse_heavy, tell};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::tlds::write;

/// Changes an entry.
pub struct UpdateBlockEntry {
    /// Which one.
    pub id: Uuid,
    /// The condition, if there is one.
    pub precondition: Precondition,
    /// What to change.
    pub patch: Input<BlockPatch>,
}

impl Command for UpdateBlockEntry {
    const NEEDS: Permission = Permission::Administer;
    type Answer = BlockEntry;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<BlockEntry, Refusal> {
        let (patch, mut findings) = self.patch.well_formed()?;
        refuse_heavy(tx, context, patch.pattern.as_ref(), Some(self.id), &mut findings)?;
        findings.settle(false)?;
        let before = find(tx, self.id)?;
        write::check_condition(&self.precondition, before.tag())?;
        let Some(entry) = before.patched(patch, context.now) else { return Ok(before) };
        if entry.pattern != before.pattern {
            refuse_duplicate(tx, &entry.pattern, Some(entry.id))?;
        }
        tx.update_block_entry(&entry)?;
        tell(tx, context, Action::BlocklistUpdate, (Some(&before), Some(&entry)))?;
        Ok(entry)
    }
}
