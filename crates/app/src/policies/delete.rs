//! Deletes a rule's policy with all its versions and names, once no domain lives under it (`registrar.md` section 7).
//!
//! Refusals, in order: the rule, or its policy, is missing; the condition is stale; live domains are under it.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Conflict, ConflictKind};
use domesday_domain::history::{CHANGES_SPELLED_OUT, Deed};
use domesday_domain::precondition::Precondition;
use domesday_domain::tld::TldPattern;

use super::find::{PolicyOf, check_condition};
use super::{changes, tell};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Deletes a policy.
pub struct DeletePolicy {
    /// Whose.
    pub of: PolicyOf,
    /// The condition, if there is one.
    pub precondition: Precondition,
}

impl Command for DeletePolicy {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let found = self.of.find(tx)?;
        let (rule, version) = found.policy()?;
        check_condition(&self.precondition, found.tag())?;
        if tx.is_policy_used(rule)? {
            return Err(in_use(rule));
        }
        // The history tells what became of the first names; what was said of each stands there since it was said.
        let names = tx.special_names(rule, None, None, CHANGES_SPELLED_OUT)?;
        let mut story = vec![changes::of_policy(rule, Some(version), None)];
        story.extend(names.iter().map(|name| changes::of_name(Some(name), None)));
        tx.delete_policy(rule)?;
        tell(tx, context, Deed::PolicyDelete, (rule, version.number), story)
    }
}

fn in_use(rule: &TldPattern) -> Refusal {
    let conflict = Conflict {
        code: "policy_in_use",
        kind: ConflictKind::Tld,
        name: rule.base().clone(),
        rtype: None,
        zone: None,
        managed_by: None,
        detail: format!("domains live under the policy of {rule}: it stays as long as they do"),
        forcible: false,
    };
    Refusal::Conflict { conflicts: vec![conflict], forcible: false }
}
