//! Registration policies and special names of TLDs, as the store keeps them.

use domesday_domain::policy::{LabelPattern, PolicyHistory, PolicyVersion, SpecialKind, SpecialName};
use domesday_domain::tld::TldPattern;

use super::Stored;

/// Reading policies. A policy is found by the name of the rule that makes its TLDs, which need not be there any more (rule T8).
pub trait PolicyReads {
    /// All versions of a rule's policy.
    fn policy(&mut self, rule: &TldPattern) -> Stored<Option<PolicyHistory>>;
    /// The same for several rules, with one statement; those without a policy are left out.
    fn policies_of(&mut self, rules: &[TldPattern]) -> Stored<Vec<(TldPattern, PolicyHistory)>>;
    /// The entry about a canonical label: one for the label itself, else one for its length.
    fn special_name(&mut self, rule: &TldPattern, label: &str) -> Stored<Option<SpecialName>>;
    /// A page of entries by the text of their pattern, after `marker`; of one kind, or of both.
    fn special_names(
        &mut self,
        rule: &TldPattern,
        kind: Option<SpecialKind>,
        marker: Option<&LabelPattern>,
        limit: usize,
    ) -> Stored<Vec<SpecialName>>;
    /// Whether live domains stand under a rule's policy.
    fn is_policy_used(&mut self, rule: &TldPattern) -> Stored<bool>;
}

/// Writing policies.
pub trait PolicyWrites {
    /// Stores one more version of a rule's policy, or the first. A number that is there is a lost race.
    fn insert_policy_version(&mut self, rule: &TldPattern, version: &PolicyVersion) -> Stored<()>;
    /// Deletes all versions of a rule's policy, and its special names.
    fn delete_policy(&mut self, rule: &TldPattern) -> Stored<()>;
    /// Stores entries, each in the place of the one with its pattern.
    fn put_special_names(&mut self, rule: &TldPattern, names: &[SpecialName]) -> Stored<()>;
    /// Deletes an entry; false if there is none.
    fn delete_special_name(&mut self, rule: &TldPattern, pattern: &LabelPattern) -> Stored<bool>;
}
