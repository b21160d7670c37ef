//! What a use case is: a struct with one synchronous method and the permission that it needs.

use domesday_domain::actor::{Actor, Permission};

use super::{Context, Outlet};
use crate::ports::{Extent, Locks, Snapshot, UnitOfWork};
use crate::refusal::Refusal;

/// A change of the registry, one transaction: `Ok` commits, `Err` undoes.
pub trait Command: Send + Sync + 'static {
    /// What the caller must be allowed to do.
    const NEEDS: Permission;
    /// What it gives.
    type Answer: Send + 'static;
    /// What it reads and writes of the name space, done by this actor: every name that its rules look at.
    fn locks(&self, _: &Actor) -> Locks {
        Locks::none()
    }
    /// Does it. May be run again, so whatever is random or timed comes in with the command or its context.
    ///
    /// # Errors
    /// A [`Refusal`]: nothing was changed.
    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Self::Answer, Refusal>;
}

/// A question, answered from one snapshot.
pub trait Query: Send + Sync + 'static {
    /// What the caller must be allowed to do.
    const NEEDS: Permission;
    /// How much it looks at.
    const EXTENT: Extent = Extent::Short;
    /// What it gives.
    type Answer: Send + 'static;
    /// Answers it.
    ///
    /// # Errors
    /// A [`Refusal`].
    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal>;
}

/// A question whose answer is too long to hold: a head, then items as the reader takes them, all from one snapshot.
pub trait Streamed: Send + Sync + 'static {
    /// What the caller must be allowed to do.
    const NEEDS: Permission;
    /// What is known before the first item.
    type Head: Send + 'static;
    /// A piece of the answer.
    type Item: Send + 'static;
    /// Answers it: [`Outlet::begin`] once, then [`Outlet::send`] as often as needed.
    ///
    /// # Errors
    /// A [`Refusal`]; after `begin` it cuts the answer short.
    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<Self::Head, Self::Item>,
    ) -> Result<(), Refusal>;
}
