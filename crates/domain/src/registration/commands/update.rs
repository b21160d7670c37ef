//! A domain's statuses, contacts and name servers are changed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Breach, Caller, Refusal, foreign_statuses, judge_state, judge_terms};
use crate::contact::ContactRole;
use crate::registration::facts::{ContactNumber, Registration};
use crate::registration::obstacle::{Obstacle, update_obstacles};
use crate::registration::project::Present;
use crate::registration::status::{Bar, StoredStatus};

/// What is to be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Statuses to set.
    pub add_statuses: BTreeSet<StoredStatus>,
    /// Statuses to remove.
    pub remove_statuses: BTreeSet<StoredStatus>,
    /// Contacts to have.
    pub add_contacts: BTreeSet<(ContactRole, ContactNumber)>,
    /// Contacts not to have any more.
    pub remove_contacts: BTreeSet<(ContactRole, ContactNumber)>,
    /// Another registrant, or none any more.
    pub registrant: Option<Option<ContactNumber>>,
    /// How many name servers it has after this, if they change.
    pub name_servers: Option<usize>,
    /// Something is changed that is not kept here: a code, DS records.
    pub elsewhere: bool,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// The domain now.
    pub present: Present,
    /// The statuses it got.
    pub added: BTreeSet<StoredStatus>,
    /// The statuses it lost.
    pub removed: BTreeSet<StoredStatus>,
}

/// Changes a domain (rules D2, D4, D5, S2, S3). That the contacts exist and are the caller's is known.
///
/// # Errors
/// [`Refusal::NothingToChange`], [`Refusal::State`], [`Refusal::Terms`].
pub fn update(present: &Present, changes: Changes, caller: Caller) -> Result<Updated, Refusal> {
    if changes == Changes::default() {
        return Err(Refusal::NothingToChange);
    }
    let (mut registration, now) = (present.registration().clone(), present.now());
    let mut obstacles = update_obstacles(present, caller.is_admin, &changes.remove_statuses);
    let bars_transfer = changes.add_statuses.iter().any(|status| status.bar == Bar::Transfer);
    obstacles.extend((bars_transfer && registration.transfer.is_some()).then_some(Obstacle::TransferPending));
    judge_state(obstacles)?;
    let touched = changes.add_statuses.union(&changes.remove_statuses);
    let breaches = foreign_statuses(touched, caller).chain(status_breaches(&registration, &changes));
    judge_terms(breaches.chain(contact_breaches(&registration, &changes)))?;
    registration.statuses.retain(|status| !changes.remove_statuses.contains(status));
    registration.statuses.extend(&changes.add_statuses);
    registration.contacts = contacts_after(&registration.contacts, &changes);
    registration.name_servers = changes.name_servers.unwrap_or(registration.name_servers);
    if registration != *present.registration() || changes.name_servers.is_some() || changes.elsewhere {
        registration.touch(caller.account, now);
    }
    let (added, removed) = (changes.add_statuses, changes.remove_statuses);
    Ok(Updated { present: Present::after(registration, now), added, removed })
}

fn contacts_after(
    before: &BTreeMap<ContactRole, ContactNumber>,
    changes: &Changes,
) -> BTreeMap<ContactRole, ContactNumber> {
    let mut after = before.clone();
    after.retain(|role, contact| !changes.remove_contacts.contains(&(*role, *contact)));
    after.extend(changes.add_contacts.iter().copied());
    match changes.registrant {
        Some(Some(contact)) => _ = after.insert(ContactRole::Registrant, contact),
        Some(None) => _ = after.remove(&ContactRole::Registrant),
        None => {}
    }
    after
}

/// Statuses added that are there, removed that are not, or both (rule D5).
fn status_breaches(registration: &Registration, changes: &Changes) -> Vec<Breach> {
    let (add, remove) = (&changes.add_statuses, &changes.remove_statuses);
    let both = add.intersection(remove).map(|status| Breach::StatusBothWays(*status));
    let there = add.difference(remove).filter(|status| registration.statuses.contains(status));
    let not_there = remove.difference(add).filter(|status| !registration.statuses.contains(status));
    let there = there.map(|status| Breach::StatusThere(*status));
    both.chain(there).chain(not_there.map(|status| Breach::StatusNotThere(*status))).collect()
}

/// Contacts added that are there, removed that are not, both, or for a role that another contact keeps (rules D2, D5).
fn contact_breaches(registration: &Registration, changes: &Changes) -> Vec<Breach> {
    let (add, remove) = (&changes.add_contacts, &changes.remove_contacts);
    let holder = |role: &ContactRole| registration.contacts.get(role).map(|contact| (*role, *contact));
    let mut breaches = Vec::new();
    for entry in add {
        let role = entry.0;
        let named_twice = add.iter().filter(|other| other.0 == role).count() > 1
            || (role == ContactRole::Registrant && changes.registrant.is_some());
        if remove.contains(entry) {
            breaches.push(Breach::ContactBothWays(role));
        } else if holder(&role) == Some(*entry) {
            breaches.push(Breach::ContactThere(role));
        } else if named_twice || holder(&role).is_some_and(|holder| !remove.contains(&holder)) {
            breaches.push(Breach::RoleTaken(role));
        }
    }
    let not_there = remove.difference(add).filter(|entry| holder(&entry.0) != Some(**entry));
    breaches.extend(not_there.map(|entry| Breach::ContactNotThere(entry.0)));
    breaches
}
