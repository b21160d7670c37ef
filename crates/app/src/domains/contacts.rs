//! A domain's contacts at its transfer (rule T5): nobody keeps control of data on a domain that left.

use std::collections::BTreeMap;

use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::contact::{Contact, ContactId};
use domesday_domain::history::{Deed, SubjectKind};
use domesday_domain::registration::{ContactNumber, Registration};
use serde_json::json;

use super::entries;
use super::proceedings::Proceedings;
use super::publication::sha256;
use crate::ports::{Lock, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

/// Hands the contacts of a domain over to the account that gains it: one that only this domain uses goes along, of others a copy does.
/// Gives the ids of copied ones, before and after; the facts name the copies then.
pub(super) fn hand_over(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    proceedings: &mut Proceedings,
    facts: &mut Registration,
    losing: (AccountId, &AccountName),
    gaining_name: &AccountName,
) -> Result<Vec<(ContactId, ContactId)>, Refusal> {
    let mut numbers: Vec<ContactNumber> = facts.contacts.values().copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    // Who uses a contact of the account for another domain waits.
    if !context.may_count(losing.1) {
        return Err(Refusal::NotLocked(vec![Lock::Account(losing.1.clone())]));
    }
    let gaining = facts.sponsor;
    let contacts = tx.contacts_numbered(&numbers)?;
    let elsewhere = tx.contacts_used_elsewhere(&numbers, facts.id)?;
    let foreign = contacts.into_iter().filter(|contact| contact.sponsor != gaining);
    let stays = |contact: &Contact| contact.sponsor != losing.0 || elsewhere.contains(&contact.number);
    let (copied, moved): (Vec<Contact>, Vec<Contact>) = foreign.partition(stays);
    if !moved.is_empty() {
        let numbers: Vec<ContactNumber> = moved.iter().map(|contact| contact.number).collect();
        tx.move_contacts(&numbers, gaining)?;
        for contact in &moved {
            let changes =
                json!([{"what": "contact", "member": "clID", "from": losing.1.as_str(), "to": gaining_name.as_str()}]);
            let (id, revision) = (contact.id.to_string(), contact.revision + 1);
            let (kind, deed) = (SubjectKind::Contact, Deed::ContactTransfer);
            proceedings.entries.push(entries::entry(context, kind, id, gaining, deed, &changes, revision));
        }
    }
    let made: Vec<Contact> = copied.iter().map(|contact| copy(context, contact, facts)).collect();
    let numbers = if made.is_empty() { Vec::new() } else { tx.insert_contacts(&made)? };
    let renamed: BTreeMap<ContactNumber, ContactNumber> =
        copied.iter().map(|contact| contact.number).zip(numbers).collect();
    for contact in facts.contacts.values_mut() {
        *contact = renamed.get(contact).copied().unwrap_or(*contact);
    }
    for (old, new) in copied.iter().zip(&made) {
        let changes =
            json!([{"what": "contact", "member": "copy", "from": old.id.to_string(), "to": new.id.to_string()}]);
        let (kind, deed) = (SubjectKind::Contact, Deed::ContactCreate);
        proceedings.entries.push(entries::entry(context, kind, new.id.to_string(), gaining, deed, &changes, 1));
    }
    Ok(copied.into_iter().map(|contact| contact.id).zip(made.into_iter().map(|contact| contact.id)).collect())
}

/// A copy for the gaining side, without the statuses that the losing side set. Its id is as good as random, and the same in a rerun.
fn copy(context: &Context, contact: &Contact, facts: &Registration) -> Contact {
    let seed = format!("{} {} {}", context.request_id, facts.id.0, contact.number.0);
    let digest = sha256(seed.as_bytes());
    let mut random = [0; 10];
    random.iter_mut().zip(digest).for_each(|(octet, random)| *octet = random);
    Contact {
        number: ContactNumber(0),
        id: ContactId::from_random(random),
        sponsor: facts.sponsor,
        created_by: facts.sponsor,
        created: context.now,
        updated_by: None,
        updated: None,
        statuses: contact.statuses.iter().copied().filter(|status| status.is_the_registrys()).collect(),
        content: contact.content.clone(),
        revision: 1,
    }
}
