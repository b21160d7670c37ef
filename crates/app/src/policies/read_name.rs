//! Reads one entry about a TLD's names (rule P1).

use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;
use domesday_domain::policy::{LabelPattern, SpecialName};

use super::find::{Absent, PolicyOf, name};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for an entry.
#[derive(Clone, Debug)]
pub struct ReadSpecialName {
    /// Of whose policy.
    pub of: PolicyOf,
    /// A label in any spelling, or question marks.
    pub pattern: String,
}

impl Query for ReadSpecialName {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = SpecialName;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<SpecialName, Refusal> {
        let pattern = read(&self.pattern)?;
        let found = self.of.find(snapshot)?;
        let (rule, _) = found.policy()?;
        name(snapshot, rule, &pattern)?.ok_or_else(|| Absent::Name.refusal(format_args!("{pattern} of {rule}")))
    }
}

/// The pattern of a path.
pub(super) fn read(text: &str) -> Result<LabelPattern, Refusal> {
    let mut findings = Findings::new();
    let pattern =
        LabelPattern::parse(text).map_err(|problem| findings.error("/match", "label", problem.to_string())).ok();
    findings.settle(false)?;
    pattern.ok_or_else(|| Refusal::Failed("a pattern without a fault is none".into()))
}
