//! Which contacts a domain has to have, may have, and must not have (rule D2).

use super::value::{Read, Show, Value, expected, word};
use super::{ContactRule, Setting};
use crate::contact::ContactRole;
use crate::fault::{Fault, below};
use crate::word::Word;

/// A rule for each of the eight roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactRules([ContactRule; ContactRole::ALL.len()]);

/// A change of some of them; each role stands for itself (RFC 7396 merges members within members).
pub type ContactRulesPatch = Vec<(ContactRole, Setting<ContactRule>)>;

impl Default for ContactRules {
    /// Every role is optional.
    fn default() -> Self {
        Self([ContactRule::Optional; ContactRole::ALL.len()])
    }
}

impl ContactRules {
    /// The rule for a role.
    pub fn rule(&self, role: ContactRole) -> ContactRule {
        self.0.get(role as usize).copied().unwrap_or(ContactRule::Optional)
    }

    /// The same with another rule for one role.
    #[must_use]
    pub fn with(mut self, role: ContactRole, rule: ContactRule) -> Self {
        if let Some(place) = self.0.get_mut(role as usize) {
            *place = rule;
        }
        self
    }

    /// The roles with some rule, in their order.
    pub fn roles(&self, rule: ContactRule) -> impl Iterator<Item = ContactRole> + '_ {
        ContactRole::ALL.iter().copied().filter(move |role| self.rule(*role) == rule)
    }

    pub(super) fn merged(self, patch: &ContactRulesPatch, preset: &Self) -> Self {
        patch.iter().fold(self, |rules, (role, setting)| {
            let rule = match setting {
                Setting::Preset => preset.rule(*role),
                Setting::To(rule) => *rule,
            };
            rules.with(*role, rule)
        })
    }

    pub(super) fn read_patch(value: &Value, place: &str) -> Read<ContactRulesPatch> {
        let Value::Members(members) = value else { return expected("an object with a rule for each role", place) };
        let (mut patch, mut faults) = (ContactRulesPatch::new(), Vec::new());
        for (member, value) in members {
            let place = below(place, member);
            match (ContactRole::parse(member), value) {
                (None, _) => {
                    let detail = format!("roles are {}", ContactRole::words());
                    faults.push(Fault::malformed(place, "unknown-member", detail));
                }
                (Some(role), Value::Null) => patch.push((role, Setting::Preset)),
                (Some(role), value) => match word(value, &place) {
                    Ok(rule) => patch.push((role, Setting::To(rule))),
                    Err(wrong) => faults.extend(wrong),
                },
            }
        }
        if faults.is_empty() { Ok(patch) } else { Err(faults) }
    }
}

impl Show for ContactRules {
    fn show(&self) -> Value {
        let members = ContactRole::ALL.iter().map(|role| (role.as_str().to_owned(), self.rule(*role).show()));
        Value::Members(members.collect())
    }
}
