//! A registrar by its handle, or a contact by its `roid` while a live domain uses it.
//!
//! By itself a contact is shown as every policy under which it is used allows: who asks for the contact did not have to know a domain of it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domesday_domain::account::{Account, AccountName, Client};
use domesday_domain::actor::Permission;
use domesday_domain::contact::{Contact, ContactRole, PublicField};
use domesday_domain::registration::{ContactNumber, DomainId, Roid};
use domesday_domain::tld::TldPattern;
use domesday_domain::word::Word;

use super::registrar;
use super::verified::Verified;
use crate::domains::Held;
use crate::objection::{Ground, Objection};
use crate::ports::{ContactLink, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// How many uses of a contact are looked at. One that is used more often shows what it discloses itself, and no more.
const MOST_LINKS: usize = 1000;

/// How many domains that are due are looked at, at most: of more, those beyond count as live until the worker has written them.
const MOST_DUE: usize = 100;

/// Reads a registrar or a contact, whoever asks.
#[derive(Clone, Debug)]
pub struct LookUpEntity {
    /// The handle.
    pub handle: String,
}

/// A contact, seen by itself.
#[derive(Clone, Debug)]
pub struct PublicCard {
    /// The contact.
    pub contact: Contact,
    /// What it is to the live domains that use it, in the order of the roles.
    pub roles: Vec<ContactRole>,
    /// What each policy under which it is used shows of every contact; never empty.
    pub policies: Vec<Vec<PublicField>>,
    /// What of it is attested.
    pub verified: Verified,
}

/// Who stands behind a handle.
#[derive(Clone, Debug)]
pub enum PublicEntity {
    /// A registrar.
    Registrar {
        /// Its account.
        account: Account,
        /// What it says of itself.
        client: Box<Client>,
        /// The instant of all this.
        now: DateTime<Utc>,
    },
    /// A contact.
    Contact {
        /// What is known of it.
        card: Box<PublicCard>,
        /// The instant of all this.
        now: DateTime<Utc>,
    },
}

impl Query for LookUpEntity {
    const NEEDS: Permission = Permission::Look;
    type Answer = PublicEntity;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<PublicEntity, Refusal> {
        let now = context.now;
        if let Some(number) = Roid::number_in('C', &self.handle)
            && let Some(card) = card(snapshot, ContactNumber(number), now)?
        {
            return Ok(PublicEntity::Contact { card: Box::new(card), now });
        }
        let handle = AccountName::parse(&self.handle).map_err(|problem| malformed(&problem.to_string()))?;
        let (account, client) = registrar::find(snapshot, &handle)?.ok_or_else(|| unknown(&self.handle))?;
        Ok(PublicEntity::Registrar { account, client: Box::new(client), now })
    }
}

fn malformed(problem: &str) -> Refusal {
    Objection::new(Ground::Malformed, "path:handle", "handle", format!("no handle: {problem}")).into()
}

fn unknown(handle: &str) -> Refusal {
    Objection::not_there("path:handle", format!("{handle} is no registrar here, and no contact of a domain")).into()
}

/// A contact that a live domain uses. Where there is no such domain it is not even looked whether there is such a contact.
fn card(snapshot: &mut dyn Snapshot, number: ContactNumber, now: DateTime<Utc>) -> Result<Option<PublicCard>, Refusal> {
    let mut links = snapshot.contact_links(number, MOST_LINKS + 1)?;
    let is_cut = links.len() > MOST_LINKS;
    let gone = gone(snapshot, &links, now)?;
    links.retain(|link| !link.is_replaced && !gone.contains(&link.domain));
    if links.is_empty() {
        return Ok(None);
    }
    let rules: Vec<TldPattern> = distinct(links.iter().map(|link| link.rule.clone()));
    let histories = snapshot.policies_of(&rules)?;
    let in_force = histories.iter().filter_map(|(_, history)| history.in_force_at(now));
    let mut policies: Vec<_> = in_force.map(|version| version.policy.disclose.clone()).collect();
    if is_cut || policies.len() < rules.len() {
        policies.push(Vec::new());
    }
    let Some(contact) = snapshot.contacts_numbered(&[number])?.pop() else { return Ok(None) };
    let verified = Verified::of(snapshot, vec![number], now)?;
    let mut roles = distinct(links.iter().map(|link| link.role.shown_as()));
    roles.sort_unstable_by_key(|role| ContactRole::ALL.iter().position(|known| known == role));
    Ok(Some(PublicCard { contact, roles, policies, verified }))
}

/// Which of the domains that use a contact are gone, though nobody has written so yet: a fixed number of statements, and none if no domain
/// is due.
fn gone(snapshot: &mut dyn Snapshot, links: &[ContactLink], now: DateTime<Utc>) -> Result<BTreeSet<DomainId>, Refusal> {
    let due = links.iter().filter(|link| link.next_change.is_some_and(|next| next <= now));
    let mut due: Vec<DomainId> = distinct(due.map(|link| link.domain));
    due.truncate(MOST_DUE);
    if due.is_empty() {
        return Ok(BTreeSet::new());
    }
    let live = Held::numbered(snapshot, &due, now)?;
    let mut gone: BTreeSet<DomainId> = due.into_iter().collect();
    for held in live {
        gone.remove(&held.facts().id);
    }
    Ok(gone)
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    items.fold(Vec::new(), |mut seen, item| {
        if !seen.contains(&item) {
            seen.push(item);
        }
        seen
    })
}
