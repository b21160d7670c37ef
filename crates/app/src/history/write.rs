//! One entry per zone and committed change (rule H1), written in the change's own transaction.

use domesday_domain::finding::Warning;
use domesday_domain::history::{Action, Changes};
use domesday_domain::serial::Serial;
use domesday_domain::zone::Zone;

use super::render;
use crate::ports::{HistoryWrites, NewEntry, StoreError, Stored};
use crate::registry::Context;

/// The most warnings an entry keeps; imports may have any number of them.
const FORCED_KEPT: usize = 1000;

/// What is to be told about a change.
pub(crate) struct Story<'a> {
    /// What was done.
    pub(crate) action: Action,
    /// The zone after it; for a deletion, before it.
    pub(crate) zone: &'a Zone,
    /// The serial before; none for a new zone.
    pub(crate) serial_before: Option<Serial>,
    /// The serial after; none for a deleted zone.
    pub(crate) serial_after: Option<Serial>,
    /// What changed.
    pub(crate) changes: Changes,
    /// What force lifted, or a rule let through.
    pub(crate) warnings: &'a [Warning],
    /// What led to it, where it was not asked for directly.
    pub(crate) cause: Option<String>,
    /// What the user wrote about it.
    pub(crate) note: Option<&'a str>,
}

/// Tells the history of a change.
pub(crate) fn write(tx: &mut dyn HistoryWrites, context: &Context, story: &Story<'_>) -> Stored<()> {
    let zone = story.zone;
    let kept = story.warnings.get(..FORCED_KEPT).unwrap_or(story.warnings);
    tx.insert_entry(&NewEntry {
        at: context.now,
        zone: zone.name.as_name().clone(),
        zone_id: zone.id,
        owner: zone.owner.id,
        account: context.actor.account_name.to_string(),
        user: context.actor.login.clone(),
        face: context.face.as_str(),
        request_id: context.request_id.clone(),
        action: story.action.as_str(),
        cause: story.cause.clone(),
        changes: render::changes(&story.changes).map_err(broken)?,
        forced: render::forced(kept).map_err(broken)?,
        serial_before: story.serial_before,
        serial_after: story.serial_after,
        revision: zone.revision,
        note: story.note.map(str::to_owned),
    })
}

fn broken(error: serde_json::Error) -> StoreError {
    StoreError::Broken(error.into())
}
