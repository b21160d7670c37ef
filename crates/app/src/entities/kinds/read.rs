//! What a kind declares: for anybody if it is public, else for whoever is logged in.

use domesday_domain::actor::Permission;
use domesday_domain::entity::KindName;

use super::{all, existing, unknown};
use crate::ports::{Extent, Snapshot, StoredKind};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Reads a kind.
pub struct ReadKind {
    /// Its name; none for a text that cannot be one.
    pub name: Option<KindName>,
}

impl Query for ReadKind {
    const NEEDS: Permission = Permission::Look;
    const EXTENT: Extent = Extent::Point;
    type Answer = StoredKind;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<StoredKind, Refusal> {
        let found = match &self.name {
            Some(name) => existing(snapshot, name),
            None => Err(super::Denial::missing("unknown_kind", "there is no such kind").into()),
        };
        match found {
            Ok(kind) if kind.kind.public || !context.actor.is_nobody() => Ok(kind),
            // Without a log-in nobody learns which kinds there are.
            _ if context.actor.is_nobody() => Err(Refusal::unauthenticated()),
            Ok(kind) => Err(unknown(&kind.kind.name)),
            Err(refusal) => Err(refusal),
        }
    }
}

/// All kinds, by name.
pub struct ListKinds;

impl Query for ListKinds {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = Vec<KindName>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<KindName>, Refusal> {
        Ok(all(snapshot)?.into_iter().map(|stored| stored.kind.name).collect())
    }
}
