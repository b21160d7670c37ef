//! Reads one contact: its sponsor's and an admin's alone to see (rule C5).

use domesday_domain::actor::Permission;

use super::info::ContactInfo;
use super::{existing, id_alone, own};
use crate::objection::Ground;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a contact. Of another account's it is only told that it is there.
#[derive(Clone, Debug)]
pub struct ReadContact {
    /// Its id, in any case.
    pub id: String,
}

impl Query for ReadContact {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = ContactInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<ContactInfo, Refusal> {
        let contact = existing(snapshot, &id_alone(&self.id)?)?;
        own(context, &contact, Ground::NoCode)?;
        Ok(ContactInfo::of_one(snapshot, contact)?)
    }
}
