//! A domain is registered for longer (rules L4, L6, D1).

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::fault::Fault;
use domesday_domain::finding::Warning;
use domesday_domain::history::Deed;
use domesday_domain::precondition::Precondition;
use domesday_domain::registration::commands::renew;
use domesday_domain::registration::{Command as Life, Present, obstacles};

use super::addressee::{accredited_for, begin_with, caller, locks, own, path_name};
use super::draft::Renewal;
use super::entries::{differences, of_domain};
use super::held::Held;
use super::info::{DomainInfo, show, show_again};
use super::proceedings::{DnsDiff, Proceedings};
use super::reading::period;
use super::refusals::{Places, refuse, settle_state};
use super::transfer_info::Handles;
use crate::form::Form;
use crate::objection::Classes;
use crate::ports::{Locks, StoredDomain, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};

/// Renews a domain.
pub struct RenewDomain {
    /// The name.
    pub name: String,
    /// The condition, if one was put.
    pub precondition: Precondition,
    /// What was sent.
    pub form: Form<Renewal>,
}

/// A domain before and after a change.
pub struct DomainChanged {
    /// Before, in a rehearsal.
    pub before: Option<DomainInfo>,
    /// After.
    pub after: DomainInfo,
    /// What was let through.
    pub warnings: Vec<Warning>,
    /// What its TLD's zone publishes otherwise, in a rehearsal.
    pub dns_changes: Option<DnsDiff>,
}

impl Command for RenewDomain {
    const NEEDS: Permission = Permission::MakeRegistrations;
    type Answer = DomainChanged;

    fn locks(&self, actor: &Actor) -> Locks {
        locks(&self.name, actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<DomainChanged, Refusal> {
        let name = path_name(&self.name);
        let found = accredited_for(tx, context, &name)?;
        let (renewal, form) = self.form.readable()?;
        let mut classes = Classes { form, ..Classes::default() };
        let period = period(renewal.period.as_ref(), &mut classes);
        if renewal.current_expiry.is_none() && !classes.form.iter().any(|wrong| wrong.place == "/curExpDate") {
            let detail = "the day on which the registration ends now, so that a repeat does not renew twice";
            classes.fault([Fault::missing("/curExpDate", detail)]);
        }
        let name = name?;
        classes.settle_form()?;
        let held = own(found, context, &name, &self.precondition)?;
        let (proceedings, held) = begin_with(tx, context, held, Deed::DomainRenew)?;
        settle_state(Life::Renew, &obstacles(&held.present, Life::Renew))?;
        let current = renewal.current_expiry.unwrap_or_default();
        let renewed = renew(&held.present, period, current, &held.versions, caller(&context.actor));
        let present = renewed.map_err(|denied| refuse(Life::Renew, denied, Places::WHOLE, classes.clone()))?;
        classes.settle()?;
        change(tx, context, proceedings, &held, &present, Deed::DomainRenew)
    }
}

impl Mutation for RenewDomain {
    fn subject(answer: &Self::Answer) -> Left {
        answer.after.left()
    }
}

/// Stores what a command made of a domain's facts.
pub(super) fn change(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    mut proceedings: Proceedings,
    held: &Held,
    present: &Present,
    deed: Deed,
) -> Result<DomainChanged, Refusal> {
    let name = held.facts().name.clone();
    let before = context.rehearsal.then(|| show(tx, held.clone())).transpose()?;
    let after = StoredDomain { registration: present.registration().clone(), ..held.stored.clone() };
    let stored = proceedings.update(tx, context, &held.stored, after, present, &held.versions)?;
    let changes = differences(Some(&held.stored), Some(&stored), &Handles::new());
    proceedings.entries.push(of_domain(context, &stored.registration, deed, &changes));
    let dns_changes = proceedings.finish(tx, context, &[])?;
    let after = show_again(tx, &name, context.now)?;
    Ok(DomainChanged { before, after, warnings: Vec::new(), dns_changes })
}
