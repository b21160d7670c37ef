//! A contact as it is shown to its sponsor and to admins (`registrar.md` section 6).

use domesday_domain::account::AccountName;
use domesday_domain::contact::Contact;
use domesday_domain::precondition::Tag;
use domesday_domain::prohibition::Prohibition;
use domesday_domain::registration::{ContactNumber, DomainId, Roid};

use crate::domains::transfer_info::{Handles, handle, handles};
use crate::ports::{Snapshot, Stored};

/// A contact, with what is not its own: the handles of accounts, and whether something uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactInfo {
    /// The contact.
    pub contact: Contact,
    /// Its handle.
    pub roid: Roid,
    /// Whose it is.
    pub sponsor: AccountName,
    /// Who made it.
    pub created_by: AccountName,
    /// Who changed it last; none until the first change.
    pub updated_by: Option<AccountName>,
    /// The words of its statuses, `ok` and `linked` among them: sorted, never empty.
    pub statuses: Vec<&'static str>,
    /// A live domain uses it.
    pub linked: bool,
}

impl ContactInfo {
    /// The tag of what is shown: another one after each change, and once a domain begins or ends to use the contact.
    pub fn tag(&self) -> Tag {
        let Contact { number, revision, .. } = self.contact;
        Tag::Object { kind: 'C', id: number.0, revision, state: self.linked.into() }
    }

    /// Contacts as they are shown, in their order: two statements, however many they are.
    pub(crate) fn of(snapshot: &mut dyn Snapshot, contacts: Vec<Contact>) -> Stored<Vec<Self>> {
        if contacts.is_empty() {
            return Ok(Vec::new());
        }
        let surroundings = Surroundings::of(snapshot, &contacts)?;
        Ok(contacts.into_iter().map(|contact| surroundings.show(contact)).collect())
    }

    /// One contact as it is shown.
    pub(crate) fn of_one(snapshot: &mut dyn Snapshot, contact: Contact) -> Stored<Self> {
        Ok(Surroundings::of(snapshot, std::slice::from_ref(&contact))?.show(contact))
    }
}

/// What is shown of contacts beside themselves.
struct Surroundings {
    handles: Handles,
    used: Vec<ContactNumber>,
}

impl Surroundings {
    fn of(snapshot: &mut dyn Snapshot, contacts: &[Contact]) -> Stored<Self> {
        let accounts = contacts.iter().flat_map(|contact| {
            [Some(contact.sponsor), Some(contact.created_by), contact.updated_by].into_iter().flatten()
        });
        let handles = handles(snapshot, accounts)?;
        let numbers: Vec<ContactNumber> = contacts.iter().map(|contact| contact.number).collect();
        // No domain has number 0: other than that one are all.
        Ok(Self { handles, used: snapshot.contacts_used_elsewhere(&numbers, DomainId(0))? })
    }

    fn show(&self, contact: Contact) -> ContactInfo {
        let linked = self.used.contains(&contact.number);
        let handle = |account| handle(&self.handles, account);
        ContactInfo {
            roid: contact.roid(),
            sponsor: handle(contact.sponsor),
            created_by: handle(contact.created_by),
            updated_by: contact.updated_by.map(handle),
            statuses: Prohibition::shown(&contact.statuses, linked),
            linked,
            contact,
        }
    }
}
