//! What a mutation left of its object, and whether that still stands (rule I3).

use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::actor::Actor;
use domesday_domain::contact::ContactId;
use domesday_domain::host::{Host, HostId};
use domesday_domain::message::Message;
use domesday_domain::registration::{ContactNumber, DomainId};

use crate::clients;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::Command;

/// A command whose answer may be given again.
pub trait Mutation: Command {
    /// What it left of its object.
    fn subject(answer: &Self::Answer) -> Left;
}

/// What a command left of its object: which object, and in which state, so that a later look can tell whether anything has changed since.
///
/// The object's number is part of it: one that was deleted and made again under the same name is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    kind: &'static str,
    name: String,
    /// Its number and its revision; none if it is gone.
    row: Option<(i64, i64)>,
}

impl Left {
    /// A domain, with its number and its revision as stored; none if it is gone at once.
    pub fn domain(name: &Name, row: Option<(DomainId, i64)>) -> Self {
        Self { kind: "domain", name: name.to_string(), row: row.map(|(id, revision)| (id.0, revision)) }
    }

    /// A contact, with its number and its revision; none if it was deleted.
    pub fn contact(id: &ContactId, row: Option<(ContactNumber, i64)>) -> Self {
        Self { kind: "contact", name: id.as_str().to_owned(), row: row.map(|(number, revision)| (number.0, revision)) }
    }

    /// A managed host under the name that it has now, with its number and its revision; none if it was deleted, or is merely referred to.
    pub fn host(name: &Name, row: Option<(HostId, i64)>) -> Self {
        Self { kind: "host", name: name.to_string(), row: row.map(|(id, revision)| (id.0, revision)) }
    }

    /// A message of the caller's, and whether it is read; none if it was deleted.
    pub fn message(id: i64, read: Option<bool>) -> Self {
        Self { kind: "message", name: id.to_string(), row: read.map(|read| (id, read.into())) }
    }

    /// A client by `account/login`, with its revision.
    pub(crate) fn client(name: String, account: AccountId, revision: i64) -> Self {
        Self { kind: "client", name, row: Some((account.0, revision)) }
    }

    /// The form in which it is kept: kind, name and number, then the revision.
    pub(super) fn kept(&self) -> (String, Option<i64>) {
        let Self { kind, name, row } = self;
        match row {
            Some((number, revision)) => (format!("{kind} {name} {number}"), Some(*revision)),
            None => (format!("{kind} {name}"), None),
        }
    }
}

/// Whether an object is still what was left of it.
pub(super) fn stands(kept: &(String, Option<i64>), actor: &Actor, reads: &mut dyn Snapshot) -> Result<bool, Refusal> {
    let mut words = kept.0.split(' ');
    let (Some(kind), Some(name)) = (words.next(), words.next()) else { return Ok(false) };
    let now = match kind {
        "domain" => domain(name, reads)?,
        "contact" => contact(name, reads)?,
        "host" => host(name, reads)?,
        "message" => message(name, actor, reads)?,
        "client" => clients::left(name, reads)?,
        _ => None,
    };
    Ok(now.is_some_and(|now| now.kept() == *kept))
}

fn domain(text: &str, reads: &mut dyn Snapshot) -> Result<Option<Left>, Refusal> {
    let Ok(name) = Name::parse(text) else { return Ok(None) };
    let stored = reads.domain(&name)?.map(|domain| (domain.registration.id, domain.registration.revision));
    Ok(Some(Left::domain(&name, stored)))
}

fn contact(text: &str, reads: &mut dyn Snapshot) -> Result<Option<Left>, Refusal> {
    let id = ContactId::from_stored(text.to_owned());
    let stored = reads.contacts_called(std::slice::from_ref(&id))?.pop();
    Ok(Some(Left::contact(&id, stored.map(|contact| (contact.number, contact.revision)))))
}

fn host(text: &str, reads: &mut dyn Snapshot) -> Result<Option<Left>, Refusal> {
    let Ok(name) = Name::parse(text) else { return Ok(None) };
    let managed = |host: &Host| host.parent.is_some();
    let stored = reads.hosts_among(std::slice::from_ref(&name))?.pop().filter(managed);
    Ok(Some(Left::host(&name, stored.map(|host| (host.id, host.revision)))))
}

fn message(text: &str, actor: &Actor, reads: &mut dyn Snapshot) -> Result<Option<Left>, Refusal> {
    let Ok(id) = text.parse() else { return Ok(None) };
    let is_read = |message: Message| message.read.is_some();
    Ok(Some(Left::message(id, reads.message(actor.account, id)?.map(is_read))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i3_what_was_made_again_is_not_what_was_left() {
        let name = Name::parse("blue.st").unwrap();
        let left =
            |row: Option<(i64, i64)>| Left::domain(&name, row.map(|(id, revision)| (DomainId(id), revision))).kept();
        assert_eq!(left(Some((7, 1))), left(Some((7, 1))));
        assert_ne!(left(Some((7, 1))), left(Some((7, 2))), "changed since");
        assert_ne!(left(Some((7, 1))), left(Some((8, 1))), "deleted and registered again");
        assert_ne!(left(Some((7, 1))), left(None), "gone");
        assert_eq!(left(None), left(None), "still absent");
        assert_ne!(left(None), Left::host(&name, None).kept());
    }

    #[test]
    fn i3_a_message_that_was_read_or_deleted_since_is_another() {
        let kept = [None, Some(false), Some(true)].map(|read| Left::message(7, read).kept());
        assert!(kept[0] != kept[1] && kept[1] != kept[2] && kept[0] != kept[2]);
    }
}
