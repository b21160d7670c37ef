//! Makes a contact (rules C1–C3, C6).
//!
//! Refusals, in the order of rule E3: the body cannot be read; wrong fields, and an admin who names no sponsor; a sponsor who is no account;
//! the id is somebody's; statuses that the caller may not set, a sponsor other than the caller.

use std::collections::BTreeSet;

use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::contact::{Contact, ContactContent, ContactDraft, ContactId};
use domesday_domain::history::Deed;
use domesday_domain::prohibition::Prohibition;
use domesday_domain::registration::ContactNumber;

use super::info::ContactInfo;
use super::{ContactChanged, changes, share};
use crate::form::Form;
use crate::objection::{Blocker, Ground, Objection, blocked, settle};
use crate::ports::{AccountReads, Locks, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};

/// A contact as it was sent. A text without anything but blanks is as if it were not given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewContact {
    /// What it is to be called; none for an id made here.
    pub id: Option<String>,
    /// Whose it is to be: an admin names an account, others at most their own.
    pub sponsor: Option<String>,
    /// The words of its statuses.
    pub statuses: Vec<String>,
    /// What it says.
    pub draft: ContactDraft,
}

/// Makes a contact. A rehearsal of it is `validate`.
pub struct CreateContact {
    /// The contact.
    pub form: Form<NewContact>,
    /// Chance, for an id made here.
    pub random: [u8; 10],
}

/// What is right with its form.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) id: ContactId,
    content: ContactContent,
}

impl Command for CreateContact {
    const NEEDS: Permission = Permission::MakeRegistrations;
    type Answer = ContactChanged;

    fn locks(&self, actor: &Actor) -> Locks {
        let own = Locks::none().making_for(&actor.account_name);
        let Some(new) = self.form.peek() else { return own };
        let sponsor = given(new.sponsor.as_ref()).and_then(|name| AccountName::parse(name).ok());
        let locks = sponsor.iter().fold(own, Locks::making_for);
        match self.id(new) {
            Ok(id) => locks.object("contact", &id.folded()),
            Err(_) => locks,
        }
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ContactChanged, Refusal> {
        let (new, wrong) = self.form.readable()?;
        let read = self.read(new, &context.actor, wrong)?;
        let (sponsor, name) = sponsor(tx, context, new)?;
        share(context, &name)?;
        refuse_taken(tx, context, &read.id)?;
        let statuses = judge(new, &context.actor)?;
        let mut contact = Contact {
            number: ContactNumber(0),
            id: read.id,
            sponsor,
            created_by: context.actor.account,
            created: context.now,
            updated_by: None,
            updated: None,
            statuses,
            content: read.content,
            revision: 1,
        };
        let numbers = tx.insert_contacts(std::slice::from_ref(&contact))?;
        contact.number =
            numbers.first().copied().ok_or_else(|| Refusal::Failed("a new contact got no number".into()))?;
        let after = ContactInfo::of_one(tx, contact)?;
        changes::tell(tx, context, Deed::ContactCreate, None, Some(&after))?;
        Ok(ContactChanged { before: None, after })
    }
}

impl Mutation for CreateContact {
    fn subject(answer: &ContactChanged) -> Left {
        answer.left()
    }
}

impl CreateContact {
    /// The id that was given, or one made of chance.
    fn id(&self, new: &NewContact) -> Result<ContactId, Objection> {
        let Some(id) = given(new.id.as_ref()) else { return Ok(ContactId::from_random(self.random)) };
        ContactId::parse(id)
            .map_err(|problem| Objection::new(Ground::Malformed, "/id", "contact-id", problem.to_string()))
    }

    /// The class of the form: everything that is missing or malformed, whoever found it.
    pub(super) fn read(&self, new: &NewContact, actor: &Actor, mut wrong: Vec<Objection>) -> Result<Read, Refusal> {
        let id = self.id(new).map_err(|objection| wrong.push(objection)).ok();
        let content = new.draft.read("").map_err(|faults| wrong.extend(faults.into_iter().map(Into::into))).ok();
        if actor.is_admin() && given(new.sponsor.as_ref()).is_none() {
            let detail = "an admin names the account that the contact is to belong to";
            wrong.push(Objection::new(Ground::Missing, "/clID", "required", detail));
        }
        settle(wrong)?;
        let read = id.zip(content).map(|(id, content)| Read { id, content });
        read.ok_or_else(|| Refusal::Failed("a contact without wrong fields cannot be read".into()))
    }
}

/// The account that the contact is to belong to: the one that an admin names, else the caller's, whatever it names.
fn sponsor(
    reads: &mut dyn AccountReads,
    context: &Context,
    new: &NewContact,
) -> Result<(AccountId, AccountName), Refusal> {
    let actor = &context.actor;
    let Some(named) = given(new.sponsor.as_ref()).filter(|_| actor.is_admin()) else {
        return Ok((actor.account, actor.account_name.clone()));
    };
    let account = AccountName::parse(named).ok().map(|name| reads.account(&name)).transpose()?.flatten();
    let account = account.ok_or_else(|| Objection::not_there("/clID", "there is no account of that handle"))?;
    Ok((account.id, account.name))
}

/// An id is one contact's, whatever the case. Whose that is, is told to those who may read it.
fn refuse_taken(snapshot: &mut dyn Snapshot, context: &Context, id: &ContactId) -> Result<(), Refusal> {
    let Some(other) = snapshot.contacts_called(std::slice::from_ref(id))?.pop() else { return Ok(()) };
    let sponsor = if context.actor.sees(other.sponsor) { snapshot.account_numbered(other.sponsor)? } else { None };
    let name = other.id.to_string();
    let objection = Objection::new(Ground::Exists, "/id", "in-use", format!("there is a contact {name} already"));
    Err(blocked(objection, vec![Blocker { kind: "contact", name, sponsor: sponsor.map(|account| account.name) }], 1))
}

/// The class of policy: whose words the statuses are, and that nobody but an admin makes what is another's.
pub(super) fn judge(new: &NewContact, actor: &Actor) -> Result<BTreeSet<Prohibition>, Refusal> {
    let mut wrong: Vec<Objection> = Vec::new();
    let by_admin = actor.is_admin();
    let statuses = Prohibition::read_all(&new.statuses, "/status", by_admin)
        .map_err(|faults| wrong.extend(faults.into_iter().map(Into::into)));
    let is_own = |name: &str| name.eq_ignore_ascii_case(actor.account_name.as_str());
    if !by_admin && given(new.sponsor.as_ref()).is_some_and(|name| !is_own(name)) {
        let detail = format!("what {} makes is its own: only an admin names another account", actor.account_name);
        wrong.push(Objection::new(Ground::Policy, "/clID", "foreign-sponsor", detail));
    }
    settle(wrong)?;
    Ok(statuses.unwrap_or_default())
}

/// A text, if there is anything in it.
fn given(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.trim().is_empty())
}
