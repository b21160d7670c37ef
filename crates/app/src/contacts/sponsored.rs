//! The contacts that the caller's own account sponsors, as the DynECT face shows them (`dynect.md` U2): read, never written.
//!
//! Whoever keeps the account's zones may read them, too; those of other accounts are not there, not even for an admin.

use domesday_domain::actor::Permission;
use domesday_domain::contact::{Contact, ContactId};

use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Outlet, Query, Streamed};

/// How many contacts a stream reads at a time, and gives in one item.
const CHUNK: usize = 1000;

/// Asks for all of them, by id whatever the case.
#[derive(Clone, Copy, Debug)]
pub struct StreamSponsoredContacts;

impl Streamed for StreamSponsoredContacts {
    const NEEDS: Permission = Permission::ReadContacts;
    type Head = ();
    type Item = Vec<Contact>;

    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<(), Vec<Contact>>,
    ) -> Result<(), Refusal> {
        outlet.begin(());
        let mut after: Option<ContactId> = None;
        loop {
            let contacts = snapshot.contacts_of(context.actor.account, after.as_ref(), CHUNK)?;
            let ended = contacts.len() < CHUNK;
            after = contacts.last().map(|contact| contact.id.clone());
            if !contacts.is_empty() {
                outlet.send(contacts)?;
            }
            if ended {
                return Ok(());
            }
        }
    }
}

/// Asks for one of them.
///
/// Refused: missing, also where it is another account's or the text is no contact's id.
#[derive(Clone, Debug)]
pub struct ReadSponsoredContact {
    /// Its id, in any case.
    pub id: String,
}

impl Query for ReadSponsoredContact {
    const NEEDS: Permission = Permission::ReadContacts;
    type Answer = Contact;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Contact, Refusal> {
        let found = match ContactId::parse(&self.id) {
            Ok(id) => snapshot.contacts_called(&[id])?.pop(),
            Err(_) => None,
        };
        let own = found.filter(|contact| contact.sponsor == context.actor.account);
        own.ok_or_else(|| Refusal::missing(format!("contact {}", self.id)))
    }
}
