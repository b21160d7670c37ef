//! Makes an entry of the block list (rule B1).
//!
//! Refusals, in order: the body cannot be read; wrong fields; the list is full; the pattern is there already.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Action;
use domesday_domain::tld::{BlockEntry, BlockPattern, Description, MOST_ENTRIES};
use uuid::Uuid;

use super::{refuse_duplicate, refuse_heavy, tell};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// An entry as its maker gives it. A pattern that could not be read is among the findings that came along.
#[derive(Clone, Debug, Default)]
pub struct BlockDraft {
    /// What it blocks.
    pub pattern: Option<BlockPattern>,
    /// What they write about it.
    pub description: Option<Description>,
}

/// Makes an entry.
pub struct CreateBlockEntry {
    /// Its id.
    pub id: Uuid,
    /// The entry.
    pub draft: Input<BlockDraft>,
}

impl Command for CreateBlockEntry {
    const NEEDS: Permission = Permission::Administer;
    type Answer = BlockEntry;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<BlockEntry, Refusal> {
        let (draft, mut findings) = self.draft.well_formed()?;
        if tx.count_block_entries()? >= MOST_ENTRIES as u64 {
            let detail =
                format!("the block list has {MOST_ENTRIES} entries, which is the most it may have: delete one");
            findings.error("pattern", "blocklist_full", detail);
        }
        refuse_heavy(tx, context, draft.pattern.as_ref(), None, &mut findings)?;
        findings.settle(false)?;
        let Some(pattern) = draft.pattern.clone() else {
            return Err(Refusal::Failed("an entry without wrong fields lacks its pattern".into()));
        };
        refuse_duplicate(tx, &pattern, None)?;
        let description = draft.description.clone();
        let entry = BlockEntry { id: self.id, pattern, description, created: context.now, updated: None, version: 1 };
        tx.insert_block_entry(&entry)?;
        tell(tx, context, Action::BlocklistCreate, (None, Some(&entry)))?;
        Ok(entry)
    }
}
