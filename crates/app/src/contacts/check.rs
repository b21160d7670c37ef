//! Whether an id is free (`registrar.md` section 3): for any registrar, and no more than a hint.

use domesday_domain::actor::Permission;

use super::id_alone;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks whether a contact could be made with an id. One that can be no contact's is refused (2005): it is not free either.
#[derive(Clone, Debug)]
pub struct CheckContact {
    /// The id, as it was asked for.
    pub id: String,
}

/// Whether it is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedContact {
    /// The id, as it was asked for.
    pub id: String,
    /// Nobody has it, whatever the case.
    pub available: bool,
    /// Why it is not free.
    pub reason: Option<&'static str>,
}

impl Query for CheckContact {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = CheckedContact;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<CheckedContact, Refusal> {
        let id = id_alone(&self.id)?;
        let available = snapshot.contacts_called(std::slice::from_ref(&id))?.is_empty();
        Ok(CheckedContact { id: self.id.clone(), available, reason: (!available).then_some("In use") })
    }
}
