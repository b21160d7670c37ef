//! Kinds: declared by admins, the five system kinds ready made (`attestations.md` section 4).

mod put;
mod read;

pub use put::{KindChanged, PutKind};
pub use read::{ListKinds, ReadKind};

use chrono::DateTime;
use domesday_domain::entity::{KindName, SystemKind};
use domesday_domain::word::Word;

use super::denial::Denial;
use crate::ports::{EntityReads, Locks, StoredKind};
use crate::refusal::Refusal;

/// What locks call all kinds together: one change of a declaration at a time, and none while something is done under it.
const KINDS: (&str, &str) = ("kinds", "");

/// The locks of whoever changes a kind.
fn changing() -> Locks {
    Locks::none().object(KINDS.0, KINDS.1)
}

/// The locks of whoever does something under a kind's declaration.
pub(crate) fn relying(locks: Locks) -> Locks {
    locks.looking_at(KINDS.0, KINDS.1)
}

/// A kind by name; a system kind that nobody changed is as it is built in.
pub(crate) fn find(reads: &mut (impl EntityReads + ?Sized), name: &KindName) -> Result<Option<StoredKind>, Refusal> {
    let stored = reads.kind(name)?.filter(|stored| stored.kind.name == *name);
    Ok(stored.or_else(|| SystemKind::of(name).map(built_in)))
}

/// The same where it must be there.
pub(crate) fn existing(reads: &mut (impl EntityReads + ?Sized), name: &KindName) -> Result<StoredKind, Refusal> {
    find(reads, name)?.ok_or_else(|| unknown(name))
}

/// The same for a text in a path, which may be none.
pub(crate) fn existing_in_path(
    reads: &mut (impl EntityReads + ?Sized),
    name: Option<&KindName>,
) -> Result<StoredKind, Refusal> {
    let none = || Denial::missing("unknown_kind", "there is no such kind");
    existing(reads, name.ok_or_else(none)?)
}

/// All kinds by name, whatever the case; system kinds among them.
pub(crate) fn all(reads: &mut (impl EntityReads + ?Sized)) -> Result<Vec<StoredKind>, Refusal> {
    let mut kinds = reads.kinds()?;
    for system in SystemKind::ALL.iter().copied().map(built_in) {
        if kinds.iter().all(|stored| stored.kind.name != system.kind.name) {
            kinds.push(system);
        }
    }
    kinds.sort_by_key(|stored| stored.kind.name.folded());
    Ok(kinds)
}

/// The refusal of a kind that is not there.
pub(crate) fn unknown(name: &KindName) -> Refusal {
    Denial::missing("unknown_kind", format!("there is no kind {name}")).into()
}

fn built_in(system: SystemKind) -> StoredKind {
    let epoch = DateTime::UNIX_EPOCH;
    StoredKind { kind: system.kind(), revision: 1, used: true, created: epoch, updated: epoch }
}
