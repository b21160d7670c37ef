//! Makes a rule's policy, replaces it, or changes some of it (`registrar.md` section 7, rules L2, P1, P2).
//!
//! Refusals, in order: the body cannot be read; wrong fields, judged against the policy that is there; the rule, or the policy to change,
//! is missing; the condition is stale.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::fault::Fault;
use domesday_domain::history::Deed;
use domesday_domain::policy::{PolicyPatch, PolicyVersion, Value};
use domesday_domain::precondition::Precondition;

use super::find::{PolicyOf, check_condition};
use super::{changes, note, tell};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// In what way a policy is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is a preset with what the members override, from then on; it is made if there is none.
    Replace,
    /// It has these members instead of its own, null standing for what its preset says (RFC 7396).
    Merge,
}

/// Makes or changes a policy.
pub struct ChangePolicy {
    /// Whose.
    pub of: PolicyOf,
    /// The condition, if there is one.
    pub precondition: Precondition,
    /// In what way.
    pub change: Change,
    /// The members as they were sent.
    pub members: Input<Value>,
}

/// A policy after a change.
#[derive(Clone, Debug)]
pub struct PolicyChanged {
    /// What holds now; the version before if nothing differs.
    pub version: PolicyVersion,
    /// Whether there was none before.
    pub created: bool,
}

impl Command for ChangePolicy {
    const NEEDS: Permission = Permission::Administer;
    type Answer = PolicyChanged;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<PolicyChanged, Refusal> {
        let (members, mut findings) = self.members.well_formed()?;
        let patch = PolicyPatch::read(members);
        let found = self.of.find(tx)?;
        let next = self.next(&patch, found.current.as_ref(), context).unwrap_or_else(|faults| {
            note(&mut findings, faults);
            None
        });
        findings.settle(false)?;
        let rule = match self.change {
            Change::Replace => found.rule()?,
            Change::Merge => found.policy()?.0,
        };
        check_condition(&self.precondition, found.tag())?;
        let before = found.current.as_ref();
        match (next, before) {
            (Some(version), before) => {
                tx.insert_policy_version(rule, &version)?;
                let mut story = vec![changes::of_policy(rule, before, Some(&version))];
                if before.is_none() {
                    let names = version.preset.names();
                    tx.put_special_names(rule, &names)?;
                    story.extend(names.iter().map(|name| changes::of_name(None, Some(name))));
                }
                // What a domain has to have, or when something ends, may be another from then on (rules L12, L13): its due work looks.
                tx.mark_due(rule, context.now.max(version.valid_from))?;
                tell(tx, context, Deed::PolicyChange, (rule, version.number), story)?;
                Ok(PolicyChanged { version, created: before.is_none() })
            }
            (None, Some(before)) => Ok(PolicyChanged { version: before.clone(), created: false }),
            (None, None) => Err(Refusal::Failed("a policy without wrong fields has no version".into())),
        }
    }
}

impl ChangePolicy {
    /// The version that is to come, if it differs from the current one; or all that is wrong with the members.
    fn next(
        &self,
        patch: &PolicyPatch,
        current: Option<&PolicyVersion>,
        context: &Context,
    ) -> Result<Option<PolicyVersion>, Vec<Fault>> {
        match (self.change, current) {
            (Change::Replace, None) => PolicyVersion::create(patch, context.now).map(Some),
            (Change::Replace, Some(current)) => current.replaced(patch, context.now),
            (Change::Merge, Some(current)) => current.patched(patch, context.now),
            // There is nothing to change; what is wrong by itself is told before that.
            (Change::Merge, None) if patch.faults.is_empty() => Ok(None),
            (Change::Merge, None) => Err(patch.faults.clone()),
        }
    }
}
