//! Changes a contact (rules C4, C6, D5). What was attested of a claim that changes or goes is not any more (`attestations.md` N3), and what
//! follows for domains follows at once.
//!
//! Refusals, in the order of rule E3: the body cannot be read; wrong fields, nothing to change; there is no such contact; it is another's;
//! the condition is stale; its statuses forbid it; statuses that are not the caller's, or not to be added or removed, and a name taken away.

use std::collections::BTreeSet;

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::attestation::SubjectKey;
use domesday_domain::contact::{Contact, ContactContent, ContactDraft};
use domesday_domain::entity::SystemKind;
use domesday_domain::history::Deed;
use domesday_domain::precondition::Precondition;
use domesday_domain::prohibition::Prohibition;
use domesday_domain::word::Word;

use super::info::ContactInfo;
use super::{ContactChanged, PLACE, changes, existing, id_among, own, share};
use crate::attestations::supersede::supersede;
use crate::domains::claims::{Occasion, settle_claims_of};
use crate::entities::changed_claims;
use crate::form::Form;
use crate::objection::{Ground, Objection, refused, settle};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};
use crate::tlds::write::check_condition;

/// What to change of a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactChange {
    /// The words of statuses to set, from `add.status`.
    pub add_statuses: Vec<String>,
    /// The words of statuses to remove, from `rem.status`.
    pub rem_statuses: Vec<String>,
    /// The members of `chg`.
    pub draft: ContactDraft,
}

/// Changes a contact. If it says already what it is to say, nothing is written.
pub struct UpdateContact {
    /// Its id, in any case.
    pub id: String,
    /// The condition, if there is one.
    pub precondition: Precondition,
    /// What to change.
    pub form: Form<ContactChange>,
}

impl Command for UpdateContact {
    const NEEDS: Permission = Permission::KeepRegistrations;
    type Answer = ContactChanged;

    fn locks(&self, actor: &Actor) -> Locks {
        // No policy requires more of it meanwhile.
        super::locks(&self.id, actor).judging_names()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ContactChanged, Refusal> {
        let (change, mut wrong) = self.form.readable()?;
        let read_whole = wrong.is_empty();
        wrong.extend(change.draft.faults("/chg").into_iter().map(Objection::from));
        if read_whole && change.is_empty() {
            wrong.push(Objection::new(Ground::Missing, "", "nothing-to-change", "nothing is to be changed"));
        }
        let id = id_among(&self.id, wrong)?;
        let contact = existing(tx, &id)?;
        own(context, &contact, Ground::Denied)?;
        let before = ContactInfo::of_one(tx, contact)?;
        share(context, &before.sponsor)?;
        check_condition(&self.precondition, before.tag())?;
        let by_admin = context.actor.is_admin();
        change.refuse_barred(&before.contact, by_admin)?;
        let (statuses, content) = change.judge(&before.contact, by_admin)?;
        let same = statuses == before.contact.statuses && content == before.contact.content;
        if same {
            return Ok(ContactChanged { after: before.clone(), before: Some(before) });
        }
        let contact = Contact {
            statuses,
            content,
            updated_by: Some(context.actor.account),
            updated: Some(context.now),
            revision: before.contact.revision + 1,
            ..before.contact.clone()
        };
        tx.update_contact(&contact)?;
        let after = ContactInfo::of_one(tx, contact)?;
        changes::tell(tx, context, Deed::ContactUpdate, Some(&before), Some(&after))?;
        let changed = changed_claims(&before.contact.content, &after.contact.content);
        let key = SubjectKey { kind: SystemKind::Contacts.name(), number: after.contact.number.0 };
        if supersede(tx, context, &key, &changed)? > 0 {
            settle_claims_of(tx, context, after.contact.number, Occasion::Changed)?;
        }
        Ok(ContactChanged { before: Some(before), after })
    }
}

impl Mutation for UpdateContact {
    fn subject(answer: &ContactChanged) -> Left {
        answer.left()
    }
}

impl ContactChange {
    /// Whether nothing is asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.add_statuses.is_empty() && self.rem_statuses.is_empty() && self.draft.is_empty()
    }

    /// The class of state: a prohibition of changes, unless this one removes it (rule S3).
    pub(super) fn refuse_barred(&self, contact: &Contact, by_admin: bool) -> Result<(), Refusal> {
        let removes_own = self.rem_statuses.iter().any(|word| *word == Prohibition::ClientUpdate.as_str());
        let against = Prohibition::against_update(&contact.statuses, by_admin, removes_own);
        refuse_for(contact, &against)
    }

    /// The class of policy: the contact's statuses and content after the change.
    pub(super) fn judge(
        &self,
        contact: &Contact,
        by_admin: bool,
    ) -> Result<(BTreeSet<Prohibition>, ContactContent), Refusal> {
        let present: Vec<Prohibition> = contact.statuses.iter().copied().collect();
        let statuses = Prohibition::read_change(&self.add_statuses, &self.rem_statuses, by_admin)
            .and_then(|change| change.apply_to(&present, "status"));
        let content = self.draft.read_over(&contact.content, "/chg");
        match (statuses, content) {
            (Ok(statuses), Ok(content)) => Ok((statuses.into_iter().collect(), content)),
            (statuses, content) => {
                let faults = [statuses.err(), content.err()].into_iter().flatten().flatten();
                Err(refused(faults.map(Objection::from).collect()))
            }
        }
    }
}

/// Refuses because of statuses, each of them told.
pub(super) fn refuse_for(contact: &Contact, against: &[Prohibition]) -> Result<(), Refusal> {
    settle(against.iter().map(|status| {
        let detail = format!("the contact {} has the status {status}", contact.id);
        Objection::new(Ground::Prohibited, PLACE, "status-prohibits-operation", detail)
    }))
}
