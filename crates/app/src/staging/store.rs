//! What every command that stages does in the end: what it comes to is judged on what the session sees, and stored.

use std::collections::BTreeSet;

use domesday_dns::{Name, RecordType};
use domesday_domain::account::SessionId;
use domesday_domain::delegation::glue::ADDRESS_TYPES;
use domesday_domain::finding::Findings;
use domesday_domain::zone::Zone;

use super::desk::Desk;
use super::publish::targets_of;
use super::weigh::{Wanted, weigh};
use crate::ports::{Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::sessions::anchor_holder;

/// What a session is told that would have too much staged (rule C9).
pub const TOO_MANY_STAGED: &str = "Too many unpublished changes";

/// How many changes a session may have staged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub usize);

/// Sees to it that a session can stage.
///
/// # Errors
/// [`Refusal::Unauthenticated`] where it is gone meanwhile.
pub(super) fn anchor(tx: &mut dyn UnitOfWork, holder: SessionId, context: &Context) -> Result<(), Refusal> {
    if anchor_holder(tx, holder, context.now)? { Ok(()) } else { Err(Refusal::unauthenticated()) }
}

/// The names that NS sets name which the session has staged anywhere in the zone: asked only where addresses or NS are written, since
/// nothing else depends on it (rule R12).
pub(super) fn named_by_lists(
    snapshot: &mut dyn Snapshot,
    zone: &Zone,
    holder: SessionId,
    rtype: RecordType,
) -> Result<BTreeSet<Name>, Refusal> {
    if rtype != RecordType::NS && !ADDRESS_TYPES.contains(&rtype) {
        return Ok(BTreeSet::new());
    }
    let drafts = snapshot.staged_of_type(holder, zone.id, RecordType::NS)?;
    Ok(drafts.iter().flat_map(targets_of).collect())
}

/// Judges what was written on the desk, along with what the session has staged around it (rule C4).
pub(super) fn check(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    desk: &Desk,
    holder: SessionId,
    named: &BTreeSet<Name>,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let mut wanted = desk.wanted();
    // A new cut is judged with all that was staged below it.
    let cuts: Vec<Name> =
        wanted.iter().filter(|set| is_new_cut(&desk.zone, set)).map(|set| set.owner.clone()).collect();
    for cut in cuts {
        for draft in snapshot.staged(holder, desk.zone.id, Some(&cut), None, usize::MAX >> 1)? {
            if wanted.iter().all(|set| (&set.owner, set.rtype) != (&draft.owner, draft.rtype)) {
                let published = snapshot.set(desk.zone.id, &draft.owner, draft.rtype)?;
                let set = draft.view(published.as_ref());
                wanted.push(Wanted::of(&draft.owner, draft.rtype, published, set.as_ref()));
            }
        }
    }
    let mut zone = desk.view_of_zone();
    weigh(snapshot, &mut zone, wanted, named, context.now, findings)?;
    Ok(())
}

fn is_new_cut(zone: &Zone, set: &Wanted) -> bool {
    let is_cut = set.rtype == RecordType::NS && set.owner != *zone.name.as_name();
    is_cut && set.published.is_none() && !set.values.is_empty()
}

/// Stores what was written on the desk.
///
/// # Errors
/// [`Refusal::Quota`] where the session would have too much staged.
pub(super) fn store(tx: &mut dyn UnitOfWork, holder: SessionId, desk: &Desk, limit: Limit) -> Result<(), Refusal> {
    let (kept, gone) = desk.written();
    if !gone.is_empty() {
        tx.delete_drafts(holder, desk.zone.id, &gone)?;
    }
    if kept.is_empty() {
        return Ok(());
    }
    tx.put_drafts(holder, desk.zone.id, &kept)?;
    let staged = tx.count_staged(holder)?;
    if usize::try_from(staged).unwrap_or(usize::MAX) > limit.0 {
        return Err(Refusal::Quota { detail: TOO_MANY_STAGED.to_owned() });
    }
    Ok(())
}
