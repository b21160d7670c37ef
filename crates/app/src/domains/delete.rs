//! A domain is deleted by its sponsor or the registry (rules L7, L8, L10).

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Deed;
use domesday_domain::precondition::Precondition;
use domesday_domain::registration::commands::{Outcome, delete};
use domesday_domain::registration::{Command as Life, Deletion, obstacles};

use super::addressee::{begin, caller, locks, path_name};
use super::entries::{differences, of_domain};
use super::info::{DomainInfo, show, show_again};
use super::messages::Writer;
use super::proceedings::DnsDiff;
use super::refusals::{Places, refuse, settle_state};
use super::transfer_info::{Handles, TransferInfo, handles};
use crate::host_objects::Links;
use crate::objection::{Classes, Ground, Objection, blocked};
use crate::ports::{Locks, StoredDomain, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};

/// Deletes a domain.
pub struct DeleteDomain {
    /// The name.
    pub name: String,
    /// The condition, if one was put.
    pub precondition: Precondition,
}

/// A domain that was deleted.
pub struct DomainDeleted {
    /// As it was.
    pub before: DomainInfo,
    /// As it is, if it can still come back or is not yet free.
    pub after: Option<DomainInfo>,
    /// Until when, and when it is free; none if it is gone at once.
    pub deletion: Option<Deletion>,
    /// The transfer that fell with it.
    pub transfer: Option<TransferInfo>,
    /// What its TLD's zone publishes otherwise, in a rehearsal.
    pub dns_changes: Option<DnsDiff>,
}

impl Command for DeleteDomain {
    const NEEDS: Permission = Permission::KeepRegistrations;
    type Answer = DomainDeleted;

    fn locks(&self, actor: &Actor) -> Locks {
        locks(&self.name, actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<DomainDeleted, Refusal> {
        let name = path_name(&self.name)?;
        let (mut proceedings, held) = begin(tx, context, &name, &self.precondition, Deed::DomainDelete)?;
        settle_state(Life::Delete, &obstacles(&held.present, Life::Delete))?;
        let facts = held.facts();
        let hosts = tx.hosts_of(facts.id)?;
        let links = Links::of(tx, &hosts)?.outside(facts.id, &name);
        if !links.is_empty() {
            let detail = format!("hosts below {name} are used elsewhere");
            let objection = Objection::new(Ground::InUse, "path:name", "hosts-linked", detail);
            return Err(blocked(objection, links.blockers(tx)?, links.total()));
        }
        let before = show(tx, held.clone())?;
        let deleted = delete(&held.present, &held.versions, caller(&context.actor));
        let Outcome { present, transfer } =
            deleted.map_err(|denied| refuse(Life::Delete, denied, Places::WHOLE, Classes::default()))?;
        let after = StoredDomain { registration: present.registration().clone(), ..held.stored.clone() };
        let writer = Writer::of_caller(context);
        let transfer = match &transfer {
            None => None,
            Some(data) => {
                let handles = handles(tx, [data.requester, data.acting])?;
                Some(proceedings.close_transfer(tx, &after, data, &handles, &writer)?)
            }
        };
        let by_registry = context.actor.account != facts.sponsor;
        let deletion = present.view(&held.versions).deletion;
        if by_registry {
            proceedings.messages.push(match &deletion {
                Some(deletion) => writer.deletion(&name, facts.sponsor, context.now, deletion),
                None => writer.end(&name, facts.sponsor, context.now),
            });
        }
        let changes = differences(Some(&held.stored), Some(&after), &Handles::new());
        proceedings.entries.push(of_domain(context, &after.registration, Deed::DomainDelete, &changes));
        if deletion.is_some() {
            proceedings.update(tx, context, &held.stored, after, &present, &held.versions)?;
        } else {
            proceedings.purge(tx, context, &held.stored, context.now, &writer)?;
        }
        let dns_changes = proceedings.finish(tx, context, &[])?;
        let after = match deletion {
            Some(_) => Some(show_again(tx, &name, context.now)?),
            None => None,
        };
        Ok(DomainDeleted { before, after, deletion, transfer, dns_changes })
    }
}

impl Mutation for DeleteDomain {
    fn subject(answer: &Self::Answer) -> Left {
        match &answer.after {
            Some(after) => after.left(),
            None => Left::domain(&answer.before.stored.registration.name, None),
        }
    }
}
