//! A zone's sets as they were before a command, as far as the hash of their file may be asked for (rule H2).
//!
//! That there are very many changes is known only when some of them have been stored already. Until then what is stored over is kept as
//! it was, which is little; the file before is then what is stored, with that put back.

use std::collections::BTreeMap;

use domesday_domain::record::RecordSet;
use domesday_domain::record::edit::SetKey;
use domesday_domain::zone::Zone;

use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::zones::{all_sets, digest, stored_digest};

/// What was there before.
#[derive(Default)]
pub(super) struct Originals {
    /// Noted since sets were stored last: still there as it was.
    noted: Vec<(SetKey, Option<RecordSet>)>,
    /// Stored over.
    kept: BTreeMap<SetKey, Option<RecordSet>>,
    hash: Option<String>,
}

impl Originals {
    /// Notes a set that will be stored over; none if it is not there yet.
    pub(super) fn note(&mut self, key: SetKey, before: Option<&RecordSet>) {
        if self.hash.is_none() {
            self.noted.push((key, before.cloned()));
        }
    }

    /// Keeps what was noted: it is stored over now. The first state of a set counts.
    pub(super) fn keep(&mut self) {
        for (key, before) in self.noted.drain(..) {
            self.kept.entry(key).or_insert(before);
        }
    }

    /// Hashes the file of the zone as it was, once, before what was noted is stored over.
    pub(super) fn hash(&mut self, snapshot: &mut dyn Snapshot, before: &Zone) -> Result<(), Refusal> {
        if self.hash.is_some() {
            return Ok(());
        }
        self.noted.clear();
        let kept = std::mem::take(&mut self.kept);
        self.hash = Some(if kept.is_empty() {
            stored_digest(snapshot, before)?
        } else {
            let mut sets = all_sets(snapshot, before)?;
            sets.retain(|set| !kept.contains_key(&(set.owner.clone(), set.rtype)));
            sets.extend(kept.into_values().flatten());
            sets.sort_by(|one, other| (&one.owner, one.rtype).cmp(&(&other.owner, other.rtype)));
            digest(before, sets.iter())
        });
        Ok(())
    }

    /// The hash; none if it was never asked for.
    pub(super) fn into_hash(self) -> Option<String> {
        self.hash
    }
}
