//! Contacts as registrars keep them: made, read, changed, deleted, checked and searched (`registrar.md` C1–C6).
//!
//! What a contact says, and what of it is wrong, is told by `domesday_domain::contact`; here are who may, in which state, and what follows.
//! Whatever is done to a contact is done while nobody else does something to it, and while nobody moves its account's contacts to another.

mod changes;
mod check;
mod create;
mod delete;
mod info;
mod read;
mod references;
mod search;
mod sponsored;
#[cfg(test)]
mod tests;
mod update;

pub use check::{CheckContact, CheckedContact};
pub use create::{CreateContact, NewContact};
pub use delete::{ContactDeleted, DeleteContact};
pub use info::ContactInfo;
pub use read::ReadContact;
pub use references::{ContactReference, ContactReferences};
pub use search::SearchContacts;
pub use sponsored::{ReadSponsoredContact, StreamSponsoredContacts};
pub use update::{ContactChange, UpdateContact};

use domesday_domain::account::AccountName;
use domesday_domain::actor::Actor;
use domesday_domain::contact::{Contact, ContactId};

use crate::objection::{Ground, Objection, refused};
use crate::ports::{ContactReads, Lock, Locks};
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::repeats::Left;

/// A contact before and after a command, with what a rehearsal compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactChanged {
    /// As it was; none if it was made.
    pub before: Option<ContactInfo>,
    /// As it is. Equal to `before` if nothing was to be written (rule C4).
    pub after: ContactInfo,
}

impl ContactChanged {
    /// What the command left, for whoever sends it again.
    fn left(&self) -> Left {
        let Contact { id, number, revision, .. } = &self.after.contact;
        Left::contact(id, Some((*number, *revision)))
    }
}

/// Where a contact's id stands in a path.
const PLACE: &str = "path:id";

/// The id in a path.
fn id_in_path(text: &str) -> Result<ContactId, Objection> {
    ContactId::parse(text)
        .map_err(|problem| Objection::new(Ground::Malformed, PLACE, "contact-id", problem.to_string()))
}

/// The same where nothing else can be wrong.
fn id_alone(text: &str) -> Result<ContactId, Refusal> {
    Ok(id_in_path(text)?)
}

/// The same, with what else is wrong with the request's form.
fn id_among(text: &str, mut wrong: Vec<Objection>) -> Result<ContactId, Refusal> {
    match id_in_path(text) {
        Ok(id) if wrong.is_empty() => Ok(id),
        Ok(_) => Err(refused(wrong)),
        Err(objection) => {
            wrong.insert(0, objection);
            Err(refused(wrong))
        }
    }
}

/// The locks of whatever is done to a contact.
fn locks(id: &str, actor: &Actor) -> Locks {
    Locks::none().object("contact", &id.to_ascii_lowercase()).making_for(&actor.account_name)
}

/// The contact of an id.
fn existing(reads: &mut dyn ContactReads, id: &ContactId) -> Result<Contact, Refusal> {
    let found = reads.contacts_called(std::slice::from_ref(id))?.pop();
    found.ok_or_else(|| Objection::not_there(PLACE, format!("there is no contact {id}")).into())
}

/// Refuses what is another account's.
fn own(context: &Context, contact: &Contact, ground: Ground) -> Result<(), Refusal> {
    if context.actor.sees(contact.sponsor) {
        return Ok(());
    }
    let detail = format!("the contact {} is another account's", contact.id);
    Err(Objection::new(ground, PLACE, "not-sponsor", detail).into())
}

/// Asks for the lock that keeps an account's contacts its own.
fn share(context: &Context, account: &AccountName) -> Result<(), Refusal> {
    if context.may_share(account) {
        return Ok(());
    }
    Err(Refusal::NotLocked(vec![Lock::Sharing(account.clone())]))
}
