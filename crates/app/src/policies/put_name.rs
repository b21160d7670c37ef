//! Reserves a name, or makes it premium; or says something else of one that is (rules N5, P1).
//!
//! Refusals, in order: the body cannot be read; wrong fields; the rule, or its policy, is missing; the condition is stale.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Deed;
use domesday_domain::policy::{LabelPattern, SpecialName, Value};
use domesday_domain::precondition::Precondition;

use super::find::{PolicyOf, check_condition, name, name_tag};
use super::{changes, note, tell};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Stores an entry about names, in the place of the one with its pattern.
pub struct PutSpecialName {
    /// Of whose policy.
    pub of: PolicyOf,
    /// A label in any spelling, or question marks.
    pub pattern: String,
    /// The condition, if there is one.
    pub precondition: Precondition,
    /// The members as they were sent; its own pattern may be among them.
    pub members: Input<Value>,
}

/// An entry that was stored.
#[derive(Clone, Debug)]
pub struct NamePut {
    /// The entry.
    pub name: SpecialName,
    /// Whether there was none with its pattern.
    pub created: bool,
}

impl Command for PutSpecialName {
    const NEEDS: Permission = Permission::Administer;
    type Answer = NamePut;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<NamePut, Refusal> {
        let (members, mut findings) = self.members.well_formed()?;
        let read = SpecialName::read(&self.pattern, &without_own(&self.pattern, members));
        let wanted = read.map_err(|faults| note(&mut findings, faults)).ok();
        findings.settle(false)?;
        let Some(wanted) = wanted else {
            return Err(Refusal::Failed("an entry without wrong fields is none".into()));
        };
        let found = self.of.find(tx)?;
        let (rule, version) = found.policy()?;
        let before = name(tx, rule, &wanted.pattern)?;
        check_condition(&self.precondition, before.as_ref().map(name_tag))?;
        if let Some(before) = before.as_ref().filter(|before| **before == wanted) {
            return Ok(NamePut { name: before.clone(), created: false });
        }
        tx.put_special_names(rule, std::slice::from_ref(&wanted))?;
        let story = vec![changes::of_name(before.as_ref(), Some(&wanted))];
        tell(tx, context, Deed::PolicyNames, (rule, version.number), story)?;
        Ok(NamePut { name: wanted, created: before.is_none() })
    }
}

/// The members without `match`, where it is what the path says: an entry can be sent back as it was shown.
fn without_own(pattern: &str, members: &Value) -> Value {
    let Value::Members(members) = members else { return members.clone() };
    let own = LabelPattern::parse(pattern).ok();
    let is_own = |(member, value): &&(String, Value)| match value {
        Value::Text(text) => member == "match" && own.is_some() && LabelPattern::parse(text).ok() == own,
        _ => false,
    };
    Value::Members(members.iter().filter(|member| !is_own(member)).cloned().collect())
}
