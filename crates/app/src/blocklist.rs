//! The block list: patterns whose names nobody but an admin makes zones of, changed at run time like the rules (`tlds.md` section 6).

mod create;
mod delete;
mod list;
mod read;
mod update;

pub use create::{BlockDraft, CreateBlockEntry};
pub use delete::DeleteBlockEntry;
pub use list::ListBlocklist;
pub use read::ReadBlockEntry;
pub use update::UpdateBlockEntry;

use domesday_dns::Name;
use domesday_domain::finding::{ConflictKind, Findings};
use domesday_domain::history::Action;
use domesday_domain::tld::{BlockEntry, BlockPattern, MOST_WEIGHT};
use serde_json::json;
use uuid::Uuid;

use crate::ports::{TldReads, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::tlds::changes::of_block_entry;
use crate::tlds::create::duplicate;
use crate::tlds::write::{self, Story};

/// A pattern is stored once, by its text.
fn refuse_duplicate(reads: &mut dyn TldReads, pattern: &BlockPattern, but: Option<Uuid>) -> Result<(), Refusal> {
    let Some(other) = reads.block_entry_with(pattern)?.filter(|other| Some(other.id) != but) else { return Ok(()) };
    let detail = format!("the pattern {} is there already, as {}", pattern.as_str(), other.id);
    Err(duplicate("duplicate_blacklist", ConflictKind::BlocklistEntry, Name::root(), detail))
}

/// A list that would cost every new zone too much is refused, whatever each of its patterns may cost.
fn refuse_heavy(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    pattern: Option<&BlockPattern>,
    own: Option<Uuid>,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let Some(pattern) = pattern else { return Ok(()) };
    let (_, policy) = context.naming.policy(tx)?;
    if policy.blocklist.weight_without(own) + pattern.weight() > MOST_WEIGHT {
        let detail = format!(
            "all patterns together may take {MOST_WEIGHT} octets compiled, and with this one, of {}, they would take more: make it simpler",
            pattern.weight()
        );
        findings.error("pattern", "blocklist_full", detail);
    }
    Ok(())
}

/// Tells the history of an entry that was made, changed or deleted.
fn tell(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    action: Action,
    (before, after): (Option<&BlockEntry>, Option<&BlockEntry>),
) -> Result<(), Refusal> {
    let Some(entry) = after.or(before) else { return Ok(()) };
    let story = Story {
        action,
        subject: entry.id.to_string(),
        changes: of_block_entry(before, after),
        notes: json!([]),
        version: entry.version,
    };
    write::note(tx, context, &story).map(drop)
}
