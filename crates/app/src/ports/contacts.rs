//! Contacts, as the store keeps them.

use domesday_domain::account::AccountId;
use domesday_domain::contact::{Contact, ContactId};
use domesday_domain::registration::ContactNumber;

use super::Stored;

/// Reading contacts.
pub trait ContactReads {
    /// Contacts by what they are called, whatever the case: one statement.
    fn contacts_called(&mut self, ids: &[ContactId]) -> Stored<Vec<Contact>>;
    /// Contacts by number, in the order asked for: one statement.
    fn contacts_numbered(&mut self, numbers: &[ContactNumber]) -> Stored<Vec<Contact>>;
    /// Contacts that an account sponsors, by id whatever the case: the first so many, or those after an id. One range of an index.
    fn contacts_of(&mut self, sponsor: AccountId, after: Option<&ContactId>, limit: usize) -> Stored<Vec<Contact>>;
}

/// Writing contacts.
pub trait ContactWrites {
    /// Stores new contacts; their numbers are ignored and come back, in the same order. An id that is there, whatever the case, is a lost race.
    fn insert_contacts(&mut self, contacts: &[Contact]) -> Stored<Vec<ContactNumber>>;
    /// Stores a contact's new state.
    fn update_contact(&mut self, contact: &Contact) -> Stored<()>;
    /// Has contacts belong to another account, each one change further.
    fn move_contacts(&mut self, contacts: &[ContactNumber], to: AccountId) -> Stored<()>;
    /// Deletes a contact. One that a domain uses is a lost race.
    fn delete_contact(&mut self, contact: ContactNumber) -> Stored<()>;
}
