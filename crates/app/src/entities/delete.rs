//! Deletes an entity (`attestations.md` E9): its attestations end with it, its history stays, its id is never used again.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::entity::{EntityId, KindName};
use domesday_domain::history::Deed;
use domesday_domain::precondition::Precondition;

use super::sight::Sight;
use super::subject;
use super::{authority, missing, revision, story};
use crate::attestations::supersede::end_all;
use crate::ports::{Locks, StoredEntity, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Deletes an entity of a declared kind.
pub struct DeleteEntity {
    /// The kind; none for a text that cannot be one.
    pub kind: Option<KindName>,
    /// The entity.
    pub id: EntityId,
    /// The condition, if there is one.
    pub precondition: Precondition,
}

impl Command for DeleteEntity {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = ();

    fn locks(&self, actor: &Actor) -> Locks {
        self.kind.as_ref().map_or_else(Locks::none, |kind| super::locks(kind, &self.id, actor))
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let kind = self.kind.as_ref().ok_or_else(missing)?;
        let found = subject::find(tx, context, kind, &self.id)?.ok_or_else(missing)?;
        if !Sight::of(tx, context, &found)?.is_anything() {
            return Err(missing());
        }
        authority::refuse_system(kind, "GET, HEAD")?;
        authority::may_update(context, &found)?;
        revision::check(&self.precondition, Some(found.revision))?;
        let before = found.to_stored();
        let (revision, claims) = (before.revision + 1, Vec::new());
        let gone =
            StoredEntity { deleted: Some(context.now), updated: context.now, revision, claims, ..before.clone() };
        tx.update_entity(&before, &gone)?;
        end_all(tx, context, &found.key())?;
        story::tell(tx, context, Deed::EntityDelete, Some(&found), None)?;
        Ok(())
    }
}
