//! What a file changes in a zone: both in canonical order, walked side by side.

use std::cmp::Ordering;

use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone_file::FileSet;

use crate::ledger::Page;
use crate::registry::Context;

/// Enters what differs between the sets that are stored and those of the file. Values that stay keep their numbers. Glue and the cuts of
/// child zones and registered names are not the file's to change: they follow from other things. But glue whose cut is no longer in the
/// file may be a set of the zone's own there.
pub(super) fn enter<'a>(
    page: &mut Page,
    context: &Context,
    old: Vec<RecordSet>,
    wanted: impl Iterator<Item = &'a FileSet>,
) {
    let is_considered =
        |set: &RecordSet| matches!(set.origin, Origin::User | Origin::ExplicitDelegation | Origin::Glue);
    let mut old = old.into_iter().filter(is_considered).peekable();
    let drop = |page: &mut Page, gone: RecordSet| {
        if gone.origin != Origin::Glue {
            page.put(Some(gone), None);
        }
    };
    for wanted in wanted {
        let place = |set: &RecordSet| (&set.owner, set.rtype).cmp(&(&wanted.owner, wanted.rtype));
        while let Some(gone) = old.next_if(|set| place(set) == Ordering::Less) {
            drop(page, gone);
        }
        let values = wanted.values.iter().cloned();
        match old.next_if(|set| place(set) == Ordering::Equal) {
            Some(stored) => {
                let mut after = stored.revised(&mut page.zone, wanted.ttl, values, context.now);
                if stored.origin == Origin::Glue {
                    (after.origin, after.revision, after.updated) =
                        (wanted.origin, page.zone.revision + 1, context.now);
                }
                page.put(Some(stored), Some(after));
            }
            None => {
                let (owner, rtype, ttl, origin) = (wanted.owner.clone(), wanted.rtype, wanted.ttl, wanted.origin);
                let made = RecordSet::made(&mut page.zone, owner, rtype, ttl, origin, values, context.now);
                page.put(None, Some(made));
            }
        }
    }
    old.for_each(|gone| drop(page, gone));
}
