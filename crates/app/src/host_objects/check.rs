//! Whether a host of a name can be made (rule H1).

use domesday_domain::actor::Permission;
use domesday_domain::name::HostName;

use super::surroundings::Surroundings;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks whether a host's name is free.
#[derive(Clone, Debug)]
pub struct CheckHost {
    /// The name.
    pub name: String,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct CheckedHost {
    /// The name in canonical form; as it was asked for if it is none.
    pub name: String,
    /// Whether it is free: only a managed host is not; or why it is no name.
    pub free: Result<bool, String>,
}

impl Query for CheckHost {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = CheckedHost;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<CheckedHost, Refusal> {
        let name = match HostName::parse(self.name.trim_matches([' ', '\t'])) {
            Ok(name) => name,
            Err(problem) => return Ok(CheckedHost { name: self.name.clone(), free: Err(problem.to_string()) }),
        };
        let around = Surroundings::survey(snapshot, context, std::slice::from_ref(&name))?;
        let managed = around.row(name.as_name()).is_some_and(|row| around.is_managed(row));
        Ok(CheckedHost { name: name.to_string(), free: Ok(!managed) })
    }
}
