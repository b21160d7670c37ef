//! Domains searched (`registrar.md` section 9): of the caller's account, or for an admin of all.

use domesday_domain::actor::Permission;

use super::held::Held;
use super::info::{DomainInfo, show_all};
use crate::collections::{Page, search};
use crate::ports::{DomainField, Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Searches domains.
#[derive(Clone, Debug, Default)]
pub struct SearchDomains {
    /// The query, decoded, in the order in which it was sent.
    pub pairs: Vec<(String, String)>,
}

impl Query for SearchDomains {
    const NEEDS: Permission = Permission::ReadRegistrations;
    const EXTENT: Extent = Extent::Long;
    type Answer = Page<DomainInfo>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Page<DomainInfo>, Refusal> {
        let search = search::<DomainField>(&self.pairs, context)?;
        let found = snapshot.search_domains(&search)?;
        let held = Held::numbered(snapshot, &found.rows, context.now)?;
        Ok(Page::of(&search, show_all(snapshot, held)?, found.count))
    }
}
