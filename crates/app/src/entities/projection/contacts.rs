//! Contacts as entities: what their registrars say of them, which is attested, and how what is required of them stands (rule N4).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domesday_domain::contact::ContactId;
use domesday_domain::entity::EntityId;
use domesday_domain::registration::{ClaimState, ContactNumber};
use serde_json::{Value, json};

use super::{Object, client, instant};
use crate::contacts::ContactInfo;
use crate::domains::Held;
use crate::entities::contact_claims::claims_of;
use crate::ports::{ContactReads, Snapshot};
use crate::refusal::Refusal;
use crate::registry::Context;

/// The most domains whose claims are looked at for one page of contacts.
const MOST_DOMAINS: usize = 10_000;

/// The contact of an id, whatever the case.
pub(super) fn number(snapshot: &mut dyn Snapshot, id: &EntityId) -> Result<Option<i64>, Refusal> {
    let Ok(id) = ContactId::parse(id.as_str()) else { return Ok(None) };
    Ok(snapshot.contacts_called(&[id])?.pop().map(|contact| contact.number.0))
}

/// Contacts by number.
pub(super) fn read(snapshot: &mut dyn Snapshot, context: &Context, numbers: &[i64]) -> Result<Vec<Object>, Refusal> {
    let numbers: Vec<ContactNumber> = numbers.iter().copied().map(ContactNumber).collect();
    let contacts = ContactReads::contacts_numbered(snapshot, &numbers)?;
    let infos = ContactInfo::of(snapshot, contacts)?;
    let standing = Standing::of(snapshot, &numbers, context.now)?;
    Ok(infos.into_iter().map(|info| object(context, info, &standing)).collect())
}

fn object(context: &Context, info: ContactInfo, standing: &HashMap<ContactNumber, Standing>) -> Object {
    let ContactInfo { contact, sponsor, .. } = info;
    let standing = standing.get(&contact.number).copied().unwrap_or_default();
    let said = claims_of(&contact.content).into_iter();
    let said = said.filter_map(|(name, value)| Some((word(name.as_str())?, value)));
    let kept = [
        ("sponsor", client(context, &sponsor)),
        ("verification", json!(standing.word())),
        ("verificationDeadline", standing.deadline.map_or(Value::Null, instant)),
        ("created", instant(contact.created)),
        ("updated", contact.updated.map_or(Value::Null, instant)),
    ];
    Object {
        number: contact.number.0,
        id: contact.id.to_string(),
        owner: Some((contact.sponsor, sponsor)),
        created: contact.created,
        updated: contact.updated,
        revision: contact.revision,
        claims: said.chain(kept).collect(),
    }
}

/// The claims that a registrar fills in.
fn word(name: &str) -> Option<&'static str> {
    ["name", "org", "addr", "email", "voice", "fax"].into_iter().find(|word| *word == name)
}

/// How what policies require of a contact stands, over all domains whose registrant it is.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    required: bool,
    open: bool,
    overdue: bool,
    deadline: Option<DateTime<Utc>>,
}

impl Standing {
    /// That of each of these contacts: a fixed number of statements.
    fn of(
        snapshot: &mut dyn Snapshot,
        contacts: &[ContactNumber],
        now: DateTime<Utc>,
    ) -> Result<HashMap<ContactNumber, Self>, Refusal> {
        let (registrants, stored): (Vec<_>, Vec<_>) =
            snapshot.registrant_of(contacts, MOST_DOMAINS)?.into_iter().unzip();
        let held = Held::all(snapshot, stored, now)?;
        let mut standing: HashMap<ContactNumber, Self> = HashMap::new();
        for (contact, held) in registrants.into_iter().zip(held).filter(|(_, held)| held.facts().is_live()) {
            let of = standing.entry(contact).or_default();
            for claim in &held.facts().claims {
                of.required = true;
                of.overdue |= claim.state() == ClaimState::Overdue;
                if claim.state() != ClaimState::Met {
                    of.open = true;
                    of.deadline = Some(of.deadline.map_or(claim.due, |due| due.min(claim.due)));
                }
            }
        }
        Ok(standing)
    }

    fn word(self) -> &'static str {
        match self {
            Self { overdue: true, .. } => "lapsed",
            Self { open: true, .. } => "pending",
            Self { required: true, .. } => "verified",
            _ => "not_required",
        }
    }
}
