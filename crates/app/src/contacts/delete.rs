//! Deletes a contact that nothing uses (rule C5).
//!
//! Refusals, in the order of rule E3: the id is none; there is no such contact; it is another's; the condition is stale; its statuses forbid
//! it; live domains use it.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::attestation::SubjectKey;
use domesday_domain::entity::SystemKind;
use domesday_domain::history::Deed;
use domesday_domain::precondition::Precondition;
use domesday_domain::prohibition::Prohibition;

use super::info::ContactInfo;
use super::update::refuse_for;
use super::{PLACE, changes, existing, id_alone, own, references, share};
use crate::attestations::supersede::end_all;
use crate::objection::{Blocker, Ground, MOST_BLOCKERS, Objection, blocked};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};
use crate::tlds::write::check_condition;

/// Deletes a contact.
pub struct DeleteContact {
    /// Its id, in any case.
    pub id: String,
    /// The condition, if there is one.
    pub precondition: Precondition,
}

/// A contact that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactDeleted {
    /// As it was.
    pub before: ContactInfo,
}

impl Command for DeleteContact {
    const NEEDS: Permission = Permission::KeepRegistrations;
    type Answer = ContactDeleted;

    fn locks(&self, actor: &Actor) -> Locks {
        super::locks(&self.id, actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ContactDeleted, Refusal> {
        let contact = existing(tx, &id_alone(&self.id)?)?;
        own(context, &contact, Ground::Denied)?;
        let before = ContactInfo::of_one(tx, contact)?;
        share(context, &before.sponsor)?;
        check_condition(&self.precondition, before.tag())?;
        refuse_for(&before.contact, &Prohibition::against_delete(&before.contact.statuses))?;
        refuse_used(tx, &before)?;
        end_all(tx, context, &SubjectKey { kind: SystemKind::Contacts.name(), number: before.contact.number.0 })?;
        tx.delete_contact(before.contact.number)?;
        changes::tell(tx, context, Deed::ContactDelete, Some(&before), None)?;
        Ok(ContactDeleted { before })
    }
}

impl Mutation for DeleteContact {
    fn subject(answer: &ContactDeleted) -> Left {
        Left::contact(&answer.before.contact.id, None)
    }
}

/// A contact that domains use stays; one that begins to use it meanwhile is met by the database.
fn refuse_used(tx: &mut dyn UnitOfWork, before: &ContactInfo) -> Result<(), Refusal> {
    let (users, total) = tx.contact_users(before.contact.number, 0, MOST_BLOCKERS)?;
    if total == 0 {
        return Ok(());
    }
    let id = &before.contact.id;
    let detail = if total == 1 { format!("1 domain uses {id}") } else { format!("{total} domains use {id}") };
    let blocker = |user: references::ContactReference| Blocker {
        kind: "domain",
        name: user.name.to_string(),
        sponsor: Some(user.sponsor),
    };
    let blockers = references::named(tx, users)?.into_iter().map(blocker).collect();
    Err(blocked(Objection::new(Ground::InUse, PLACE, "linked", detail), blockers, total))
}
