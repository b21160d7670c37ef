//! Searches contacts (`registrar.md` section 9): those that the caller's account sponsors, or for an admin all.

use domesday_domain::actor::Permission;

use super::info::ContactInfo;
use crate::collections::{Page, search};
use crate::ports::{ContactField, Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a page of contacts. Which domains use them is as of what was written: have due work done first (rule L14).
#[derive(Clone, Debug, Default)]
pub struct SearchContacts {
    /// The query, decoded, in the order in which it was sent.
    pub pairs: Vec<(String, String)>,
}

impl Query for SearchContacts {
    const NEEDS: Permission = Permission::ReadRegistrations;
    const EXTENT: Extent = Extent::Long;
    type Answer = Page<ContactInfo>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Page<ContactInfo>, Refusal> {
        let search = search::<ContactField>(&self.pairs, context)?;
        let found = snapshot.search_contacts(&search)?;
        let contacts = snapshot.contacts_numbered(&found.rows)?;
        Ok(Page::of(&search, ContactInfo::of(snapshot, contacts)?, found.count))
    }
}
