//! Reads one rule.

use domesday_domain::actor::Permission;
use domesday_domain::tld::Tld;
use uuid::Uuid;

use crate::ports::{Snapshot, TldReads};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a rule.
#[derive(Clone, Copy, Debug)]
pub struct ReadTld {
    /// Which one.
    pub id: Uuid,
}

impl Query for ReadTld {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Tld;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Tld, Refusal> {
        find(snapshot, self.id)
    }
}

/// The rule of an id.
pub(super) fn find(reads: &mut dyn TldReads, id: Uuid) -> Result<Tld, Refusal> {
    reads.tld(id)?.ok_or_else(|| Refusal::missing(format!("TLD {id}")))
}
