//! Parts of a registrar's request about a domain, read: periods, statuses, contacts (rules D1, D2, D4).

use std::collections::{BTreeMap, BTreeSet};

use domesday_domain::account::AccountId;
use domesday_domain::contact::{Contact, ContactId, ContactRole};
use domesday_domain::fault::Fault;
use domesday_domain::policy::{ContactRule, Policy};
use domesday_domain::registration::{ContactNumber, Period, StoredStatus};
use domesday_domain::word::Word;

use super::draft::{ContactEntry, PeriodDraft, Placed};
use super::refusals::Places;
use crate::objection::{Classes, Ground, Objection};
use crate::ports::ContactReads;
use crate::refusal::Refusal;
use crate::registry::Context;

/// Reads a period: `y` or `m`, and how many. What no policy allows is out of range.
pub(super) fn period(draft: Option<&PeriodDraft>, classes: &mut Classes) -> Option<Period> {
    let draft = draft?;
    let make = match draft.unit.as_str() {
        "y" => Period::Years,
        "m" => Period::Months,
        _ => {
            classes.fault([Fault::malformed("/period/unit", "unit", "a period is in years (`y`) or months (`m`)")]);
            return None;
        }
    };
    let value = u16::try_from(draft.value).ok().filter(|value| *value > 0);
    if value.is_none() {
        let detail = format!("{} is no number of years or months to register for", draft.value);
        classes.policy_fault([Fault::out_of_range("/period/value", "period", detail)]);
    }
    value.map(make)
}

/// Reads statuses; a word that is none, or that nobody sets, is out of range (rule D4).
pub(super) fn statuses(drafts: &[Placed], classes: &mut Classes) -> BTreeSet<StoredStatus> {
    let mut statuses = BTreeSet::new();
    for draft in drafts {
        match StoredStatus::parse(&draft.text) {
            Some(status) => _ = statuses.insert(status),
            None => {
                let words: Vec<&str> = StoredStatus::ALL.iter().map(|status| status.as_str()).collect();
                let detail = format!("it is no status that is set; those are {}", words.join(", "));
                classes.policy_fault([Fault::out_of_range(&draft.place, "status", detail)]);
            }
        }
    }
    statuses
}

/// Contacts in roles, read but not yet looked up.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    entries: Vec<(ContactRole, ContactId, String)>,
}

impl Entries {
    /// Reads roles and ids.
    pub(super) fn read(drafts: &[ContactEntry], classes: &mut Classes) -> Self {
        let mut entries = Vec::new();
        for draft in drafts {
            let role = ContactRole::parse(&draft.role);
            if role.is_none() {
                let detail = format!("it is no role; those are {}", ContactRole::words());
                classes.fault([Fault::malformed(&draft.place, "role", detail)]);
            }
            match (role, ContactId::parse(&draft.id)) {
                (Some(role), Ok(id)) => entries.push((role, id, draft.place.clone())),
                (_, Err(problem)) => {
                    classes.fault([Fault::malformed(&draft.place, "contact-id", problem.to_string())]);
                }
                (None, Ok(_)) => {}
            }
        }
        Self { entries }
    }

    /// One contact in one role.
    pub(super) fn single(role: ContactRole, id: &ContactId, place: &str) -> Self {
        Self { entries: vec![(role, id.clone(), place.to_owned())] }
    }

    /// The ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = &ContactId> {
        self.entries.iter().map(|(_, id, _)| id)
    }

    /// The contacts by role; who is unknown, or another account's, is told (rule D2). Those that are removed need not be anybody's.
    pub(super) fn find(
        &self,
        known: &Known,
        owner: Option<(&Context, AccountId)>,
        classes: &mut Classes,
    ) -> Vec<(ContactRole, ContactNumber, &str)> {
        let mut found = Vec::new();
        for (role, id, place) in &self.entries {
            let Some(contact) = known.contact(id) else {
                classes.referenced.push(Objection::not_there(place, format!("there is no contact {id}")));
                continue;
            };
            let foreign =
                owner.is_some_and(|(context, sponsor)| contact.sponsor != sponsor && !context.actor.is_admin());
            if foreign {
                let detail = format!("the contact {id} is another account's");
                classes.referenced.push(Objection::new(Ground::Denied, place, "not-sponsor", detail));
                continue;
            }
            found.push((*role, contact.number, place.as_str()));
        }
        found
    }
}

/// Contacts that were looked up.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(BTreeMap<String, Contact>);

impl Known {
    /// Looks up contacts: one statement.
    pub(super) fn of<'a>(
        reads: &mut dyn ContactReads,
        ids: impl IntoIterator<Item = &'a ContactId>,
    ) -> Result<Self, Refusal> {
        let mut wanted: Vec<ContactId> = ids.into_iter().cloned().collect();
        wanted.sort_unstable_by_key(ContactId::folded);
        wanted.dedup_by_key(|id| id.folded());
        let contacts = if wanted.is_empty() { Vec::new() } else { reads.contacts_called(&wanted)? };
        Ok(Self(contacts.into_iter().map(|contact| (contact.id.folded(), contact)).collect()))
    }

    /// The contact of a number.
    pub(super) fn numbered(&self, number: ContactNumber) -> Option<&Contact> {
        self.0.values().find(|contact| contact.number == number)
    }

    fn contact(&self, id: &ContactId) -> Option<&Contact> {
        self.0.get(&id.folded())
    }
}

/// The contacts of a new domain: one a role.
pub(super) fn one_a_role(
    found: Vec<(ContactRole, ContactNumber, &str)>,
    classes: &mut Classes,
) -> BTreeMap<ContactRole, ContactNumber> {
    let mut contacts = BTreeMap::new();
    for (role, number, place) in found {
        if contacts.insert(role, number).is_some_and(|other| other != number) {
            classes.policy_fault([Fault::refused(place, "role-taken", format!("the role {role} is given twice"))]);
        }
    }
    contacts
}

/// Which roles the policy wants and does not get, or gets and forbids (rule D2).
pub(super) fn role_faults(
    contacts: &BTreeMap<ContactRole, ContactNumber>,
    policy: &Policy,
    places: Places<'_>,
) -> Vec<Fault> {
    let missing = policy.contacts.roles(ContactRule::Required).filter(|role| !contacts.contains_key(role));
    let missing =
        missing.map(|role| Fault::missing(places.removed.contact(role), format!("a {role} is required here")));
    let forbidden = policy.contacts.roles(ContactRule::Forbidden).filter(|role| contacts.contains_key(role));
    let forbidden = forbidden
        .map(|role| Fault::refused(places.added.contact(role), "role-forbidden", format!("there is no {role} here")));
    missing.chain(forbidden).collect()
}
