//! Reads a rule's policy.

use domesday_domain::actor::Permission;
use domesday_domain::policy::PolicyVersion;

use super::find::PolicyOf;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for the policy that holds now.
#[derive(Clone, Debug)]
pub struct ReadPolicy {
    /// Whose.
    pub of: PolicyOf,
}

impl Query for ReadPolicy {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = PolicyVersion;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<PolicyVersion, Refusal> {
        Ok(self.of.find(snapshot)?.policy()?.1.clone())
    }
}
