//! Which domains use a contact, and as what.

use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::actor::Permission;
use domesday_domain::contact::ContactRole;

use super::{existing, id_among, own};
use crate::collections::{Page, Span};
use crate::domains::transfer_info::{handle, handles};
use crate::objection::{Ground, refused};
use crate::ports::{AccountReads, ContactUse, Extent, Snapshot, Stored};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a page of the domains that use a contact, by name.
#[derive(Clone, Debug)]
pub struct ContactReferences {
    /// Its id, in any case.
    pub id: String,
    /// The query, decoded: `limit` and `offset`.
    pub pairs: Vec<(String, String)>,
}

/// A domain that uses a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactReference {
    /// Its name.
    pub name: Name,
    /// Whose it is.
    pub sponsor: AccountName,
    /// As what: at least one.
    pub roles: Vec<ContactRole>,
}

impl Query for ContactReferences {
    const NEEDS: Permission = Permission::ReadRegistrations;
    const EXTENT: Extent = Extent::Long;
    type Answer = Page<ContactReference>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Page<ContactReference>, Refusal> {
        let span = Span::read(&self.pairs);
        let id = id_among(&self.id, span.as_ref().err().cloned().unwrap_or_default())?;
        let Span { limit, offset } = span.map_err(refused)?;
        let contact = existing(snapshot, &id)?;
        own(context, &contact, Ground::Denied)?;
        let (users, count) = snapshot.contact_users(contact.number, offset, limit)?;
        Ok(Page { rows: named(snapshot, users)?, count, limit, offset })
    }
}

/// Domains with the handles of their sponsors.
pub(super) fn named(reads: &mut dyn AccountReads, users: Vec<ContactUse>) -> Stored<Vec<ContactReference>> {
    let handles = handles(reads, users.iter().map(|user| user.domain.sponsor))?;
    let named = users.into_iter().map(|ContactUse { domain, roles }| ContactReference {
        sponsor: handle(&handles, domain.sponsor),
        name: domain.name,
        roles,
    });
    Ok(named.collect())
}
