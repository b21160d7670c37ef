//! Sets a name free that was reserved or premium (rule P1).
//!
//! Refusals, in order: the pattern is none; the rule, its policy or the entry is missing; the condition is stale.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Deed;
use domesday_domain::precondition::Precondition;

use super::find::{Absent, PolicyOf, check_condition, name, name_tag};
use super::{changes, read_name, tell};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Deletes an entry about names.
pub struct DeleteSpecialName {
    /// Of whose policy.
    pub of: PolicyOf,
    /// A label in any spelling, or question marks.
    pub pattern: String,
    /// The condition, if there is one.
    pub precondition: Precondition,
}

impl Command for DeleteSpecialName {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let pattern = read_name::read(&self.pattern)?;
        let found = self.of.find(tx)?;
        let (rule, version) = found.policy()?;
        let before =
            name(tx, rule, &pattern)?.ok_or_else(|| Absent::Name.refusal(format_args!("{pattern} of {rule}")))?;
        check_condition(&self.precondition, Some(name_tag(&before)))?;
        tx.delete_special_name(rule, &pattern)?;
        let story = vec![changes::of_name(Some(&before), None)];
        tell(tx, context, Deed::PolicyNames, (rule, version.number), story)
    }
}
