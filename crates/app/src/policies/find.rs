//! Which policy is meant, whether it is there, and the condition that a request puts on it.

use std::hash::Hasher;

use domesday_domain::policy::{LabelPattern, PolicyVersion, SpecialName};
use domesday_domain::precondition::{Precondition, Tag, Verdict};
use domesday_domain::tld::TldPattern;
use uuid::Uuid;

use super::changes;
use crate::ports::{PolicyReads, Snapshot};
use crate::refusal::Refusal;
use crate::stable_hash::StableHasher;

/// Whose policy is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyOf {
    /// That of the rule with this id, which has to be stored.
    Tld(Uuid),
    /// That of the rule with this name, which may be deleted by now (rule T8 of `tlds.md`).
    Rule(TldPattern),
}

/// What of the way to a policy, or to one of its names, is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The rule.
    Rule,
    /// It has no policy.
    Policy,
    /// The policy says nothing about that name.
    Name,
}

impl Absent {
    const ALL: [Self; 3] = [Self::Rule, Self::Policy, Self::Name];

    /// What is not there, if a refusal says that one of these is not.
    pub fn of(refusal: &Refusal) -> Option<Self> {
        let Refusal::Missing { what } = refusal else { return None };
        let word = what.split_once(' ').map(|(word, _)| word);
        Self::ALL.into_iter().find(|absent| word == Some(absent.word()))
    }

    fn word(self) -> &'static str {
        match self {
            Self::Rule => "TLD",
            Self::Policy => "policy",
            Self::Name => "name",
        }
    }

    /// The refusal of what is not there.
    pub(super) fn refusal(self, which: impl std::fmt::Display) -> Refusal {
        Refusal::missing(format!("{} {which}", self.word()))
    }
}

/// The policy that is meant, as far as it is there.
pub(super) struct Found {
    /// What was asked for, for the refusal.
    asked: String,
    /// The rule's name, unless there is neither such a rule nor a policy that it left.
    rule: Option<TldPattern>,
    /// The policy's last version, which holds from its instant on.
    pub(super) current: Option<PolicyVersion>,
}

impl PolicyOf {
    /// Looks for it: one statement, or two.
    pub(super) fn find(&self, snapshot: &mut dyn Snapshot) -> Result<Found, Refusal> {
        match self {
            Self::Tld(id) => {
                let rule = snapshot.tld(*id)?.map(|tld| tld.pattern);
                let current = match &rule {
                    Some(rule) => last(snapshot, rule)?,
                    None => None,
                };
                Ok(Found { asked: id.to_string(), rule, current })
            }
            Self::Rule(rule) => {
                let current = last(snapshot, rule)?;
                let is_known = current.is_some() || snapshot.tld_named(rule)?.is_some();
                Ok(Found { asked: rule.to_string(), rule: is_known.then(|| rule.clone()), current })
            }
        }
    }
}

fn last(reads: &mut dyn PolicyReads, rule: &TldPattern) -> Result<Option<PolicyVersion>, Refusal> {
    Ok(reads.policy(rule)?.and_then(|history| history.versions().last().cloned()))
}

impl Found {
    /// The rule's name.
    ///
    /// # Errors
    /// [`Absent::Rule`].
    pub(super) fn rule(&self) -> Result<&TldPattern, Refusal> {
        self.rule.as_ref().ok_or_else(|| Absent::Rule.refusal(&self.asked))
    }

    /// The rule's name, and its policy.
    ///
    /// # Errors
    /// [`Absent::Rule`], [`Absent::Policy`].
    pub(super) fn policy(&self) -> Result<(&TldPattern, &PolicyVersion), Refusal> {
        let rule = self.rule()?;
        let current = self.current.as_ref().ok_or_else(|| Absent::Policy.refusal(format_args!("of {rule}")))?;
        Ok((rule, current))
    }

    /// The policy's entity tag, if it is there.
    pub(super) fn tag(&self) -> Option<Tag> {
        self.current.as_ref().map(|version| Tag::Version(version.number))
    }
}

/// The entry with just this pattern.
pub(super) fn name(
    reads: &mut dyn PolicyReads,
    rule: &TldPattern,
    pattern: &LabelPattern,
) -> Result<Option<SpecialName>, Refusal> {
    // A pattern's text looked for as if it were a label is found as itself, or by its length, which question marks stand for anyway.
    Ok(reads.special_name(rule, &pattern.to_string())?.filter(|found| found.pattern == *pattern))
}

/// The entity tag of an entry: it has no versions, so it is made of what it says.
pub fn name_tag(name: &SpecialName) -> Tag {
    tag_of([name])
}

/// The entity tag of several entries.
pub(super) fn tag_of<'a>(names: impl IntoIterator<Item = &'a SpecialName>) -> Tag {
    let mut hasher = StableHasher::default();
    for name in names {
        hasher.write(changes::shown_name(name).to_string().as_bytes());
    }
    Tag::Version(i64::try_from(hasher.finish() >> 1).unwrap_or(i64::MAX))
}

/// A condition has to hold, and none is asked for (rule T7 of `tlds.md`).
pub(super) fn check_condition(precondition: &Precondition, current: Option<Tag>) -> Result<(), Refusal> {
    match precondition.judge(current) {
        Verdict::Fails => Err(Refusal::Stale { current }),
        Verdict::Holds | Verdict::NotGiven => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use domesday_domain::policy::Preset;

    use super::*;

    #[test]
    fn what_is_not_there_is_told_apart() {
        for absent in Absent::ALL {
            assert_eq!(Absent::of(&absent.refusal("st")), Some(absent));
        }
        for other in [Refusal::missing("account st"), Refusal::missing("TLDs"), Refusal::Busy] {
            assert_eq!(Absent::of(&other), None, "{other:?}");
        }
    }

    #[test]
    fn an_entrys_tag_changes_with_what_it_says() {
        let names = Preset::Default.names();
        let [nic, rdap, ..] = names.as_slice() else { unreachable!() };
        assert_eq!(name_tag(nic), name_tag(&nic.clone()));
        let other = SpecialName { kind: domesday_domain::policy::SpecialKind::Premium, ..nic.clone() };
        assert!(name_tag(nic) != name_tag(rdap) && name_tag(nic) != name_tag(&other));
        assert_ne!(tag_of([nic, rdap]), tag_of([rdap, nic]));
    }
}
