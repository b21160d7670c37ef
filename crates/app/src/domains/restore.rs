//! A deleted domain comes back, with its delegation (rule L11).

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Deed;
use domesday_domain::precondition::Precondition;
use domesday_domain::registration::Command as Life;
use domesday_domain::registration::commands::restore;

use super::addressee::{accredited_for, begin_with, caller, locks, own, path_name};
use super::refusals::{Places, refuse};
use super::renew::{DomainChanged, change};
use crate::objection::Classes;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};

/// Restores a domain.
pub struct RestoreDomain {
    /// The name.
    pub name: String,
    /// The condition, if one was put.
    pub precondition: Precondition,
}

impl Command for RestoreDomain {
    const NEEDS: Permission = Permission::MakeRegistrations;
    type Answer = DomainChanged;

    fn locks(&self, actor: &Actor) -> Locks {
        locks(&self.name, actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<DomainChanged, Refusal> {
        let name = path_name(&self.name);
        let found = accredited_for(tx, context, &name)?;
        let held = own(found, context, &name?, &self.precondition)?;
        let (proceedings, held) = begin_with(tx, context, held, Deed::DomainRestore)?;
        let restored = restore(&held.present, &held.versions, caller(&context.actor));
        let present = restored.map_err(|denied| refuse(Life::Restore, denied, Places::WHOLE, Classes::default()))?;
        change(tx, context, proceedings, &held, &present, Deed::DomainRestore)
    }
}

impl Mutation for RestoreDomain {
    fn subject(answer: &Self::Answer) -> Left {
        answer.after.left()
    }
}
