//! Deletes a rule, used or not (rules T3, T5, T7, T8). Its policy stays, with the domains under it.
//!
//! Refusals, in order: the rule is missing; the condition is stale.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Action;
use domesday_domain::precondition::Precondition;
use uuid::Uuid;

use super::TldChanged;
use super::affected::affected;
use super::create::tell;
use super::domains::affected_domains;
use super::read::find;
use super::write;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Deletes a rule.
pub struct DeleteTld {
    /// Which one.
    pub id: Uuid,
    /// The condition, if there is one.
    pub precondition: Precondition,
}

impl Command for DeleteTld {
    const NEEDS: Permission = Permission::Administer;
    type Answer = TldChanged;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<TldChanged, Refusal> {
        let tld = find(tx, self.id)?;
        write::check_condition(&self.precondition, tld.tag())?;
        let (_, policy) = context.naming.policy(tx)?;
        let mut after = policy.rules.clone();
        after.remove(&tld.pattern);
        let affected = affected(tx, &policy.rules, &after, std::slice::from_ref(&tld.pattern))?;
        let domains = affected_domains(tx, &tld.pattern)?;
        tx.delete_tlds(&[tld.id])?;
        tell(tx, context, Action::TldDelete, (Some(&tld), None), (&affected, &domains))?;
        Ok(TldChanged { tld, affected, domains })
    }
}
