//! Changes a rule (rules T4, T6, T7): its name, its description, or both; only what is sent changes.
//!
//! Refusals, in order: the body cannot be read; wrong fields, an exception from nothing among them; the rule is missing; the condition
//! is stale; another rule has that name.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Action;
use domesday_domain::precondition::Precondition;
use domesday_domain::tld::{Source, TldPatch};
use uuid::Uuid;

use super::affected::{Affected, affected};
use super::create::{check_exception, refuse_duplicate, tell};
use super::read::find;
use super::{TldChanged, write};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Changes a rule.
pub struct UpdateTld {
    /// Which one.
    pub id: Uuid,
    /// The condition, if there is one.
    pub precondition: Precondition,
    /// What to change.
    pub patch: Input<TldPatch>,
}

impl Command for UpdateTld {
    const NEEDS: Permission = Permission::Administer;
    type Answer = TldChanged;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<TldChanged, Refusal> {
        let (patch, mut findings) = self.patch.well_formed()?;
        let (_, policy) = context.naming.policy(tx)?;
        let own = tx.tld(self.id)?.map(|tld| tld.pattern);
        // An exception without its wildcard may keep its name: it is judged where it gets one, beside the other rules.
        if let Some(pattern) = patch.pattern.as_ref().filter(|pattern| own.as_ref() != Some(pattern)) {
            let mut others = policy.rules.clone();
            own.iter().for_each(|own| others.remove(own));
            check_exception(&others, pattern, &mut findings);
        }
        findings.settle(false)?;
        let before = find(tx, self.id)?;
        write::check_condition(&self.precondition, before.tag())?;
        let Some(tld) = before.patched(patch, context.now) else {
            return Ok(TldChanged { tld: before, affected: Affected::default(), domains: Affected::default() });
        };
        let mut rules = policy.rules.clone();
        let renamed = tld.pattern != before.pattern;
        if renamed {
            refuse_duplicate(tx, &tld.pattern, Some(tld.id))?;
            rules.remove(&before.pattern);
            rules.insert(&tld.pattern);
        }
        let changed = [before.pattern.clone(), tld.pattern.clone()];
        let affected = affected(tx, &policy.rules, &rules, &changed)?;
        tx.update_tld(&tld)?;
        tx.add_source(&[tld.id], &Source::manual())?;
        if renamed {
            tx.withdraw_other_sources(tld.id, &Source::manual())?;
        }
        let domains = Affected::default();
        tell(tx, context, Action::TldUpdate, (Some(&before), Some(&tld)), (&affected, &domains))?;
        Ok(TldChanged { tld, affected, domains })
    }
}
