//! A domain is changed: contacts, name servers, statuses, keys, code (rules D2–D6, D9, S2, S3).

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::auth_code::{AuthChange, AuthCode};
use domesday_domain::contact::{ContactId, ContactRole};
use domesday_domain::fault::Fault;
use domesday_domain::finding::Warning;
use domesday_domain::history::Deed;
use domesday_domain::precondition::Precondition;
use domesday_domain::registration::commands::{Changes, update};
use domesday_domain::registration::{Bar, Command as Life, Obstacle, Side, StoredStatus, update_obstacles};
use domesday_domain::set_change::SetChange;

use super::addressee::{begin, caller, locks, looking_at, path_name, registrants};
use super::code::{self, PreparedCode};
use super::draft::DomainUpdate;
use super::entries::{differences, of_domain};
use super::held::Held;
use super::info::{DomainInfo, show, show_again};
use super::messages::Writer;
use super::proceedings::DnsDiff;
use super::reading::{Entries, Known, role_faults, statuses};
use super::refusals::{Places, nothing_to_change, refuse, settle_state};
use super::transfer_info::Handles;
use crate::form::Form;
use crate::host_objects::{self, Listed, Place, count_fault};
use crate::objection::Classes;
use crate::ports::{Locks, StoredDomain, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Registry};
use crate::repeats::{Left, Mutation};

/// Changes a domain.
pub struct UpdateDomain {
    /// The name.
    pub name: String,
    /// The condition, if one was put.
    pub precondition: Precondition,
    /// What was sent.
    pub form: Form<DomainUpdate>,
    pub(super) code: Option<PreparedCode>,
}

/// A domain before and after a change.
pub struct DomainUpdated {
    /// Before, in a rehearsal.
    pub before: Option<DomainInfo>,
    /// After.
    pub after: DomainInfo,
    /// Its new code in clear, to be told this once.
    pub code: Option<AuthCode>,
    /// Its code was changed or unset.
    pub code_changed: bool,
    /// What was let through.
    pub warnings: Vec<Warning>,
    /// What its TLD's zone publishes otherwise, in a rehearsal.
    pub dns_changes: Option<DnsDiff>,
}

impl Registry {
    /// Makes ready to change a domain: a new code is made, or hashed, before the transaction.
    ///
    /// # Errors
    /// A [`Refusal`] of the caller, or [`Refusal::Busy`].
    pub async fn prepare_update(
        &self,
        caller: &Caller,
        name: String,
        precondition: Precondition,
        form: Form<DomainUpdate>,
    ) -> Result<UpdateDomain, Refusal> {
        self.admit(caller, UpdateDomain::NEEDS).await?;
        let mut code = None;
        if let Some(sent) = form.peek().filter(|sent| sent.code.is_some() || sent.generate_code) {
            let policy = self.ask(caller, code::PolicyAbove { name: name.clone() }).await?;
            let change = policy.as_ref().and_then(|policy| {
                AuthChange::on_update(sent.code.as_deref(), sent.generate_code, policy, "/chg/authInfo").ok().flatten()
            });
            code = match (change, &policy) {
                (Some(AuthChange::Set(given)), _) => Some(self.given_code(given).await?),
                (Some(AuthChange::Generate), Some(policy)) => Some(self.made_code(policy)),
                _ => None,
            };
        }
        Ok(UpdateDomain { name, precondition, form, code })
    }
}

impl Command for UpdateDomain {
    const NEEDS: Permission = Permission::KeepRegistrations;
    type Answer = DomainUpdated;

    fn locks(&self, actor: &Actor) -> Locks {
        let own = locks(&self.name, actor);
        let Some(sent) = self.form.peek() else { return own };
        // Who stops being named may be a row that nobody names any more.
        let left = host_objects::names(&sent.rem_ns);
        let own = left.iter().fold(own, Locks::writing);
        let registrant = sent.registrant.as_deref().into_iter();
        let own = registrant.chain(registrants(&sent.add_contacts)).fold(own, looking_at);
        host_objects::locks(own, &sent.add_ns)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<DomainUpdated, Refusal> {
        let name = path_name(&self.name);
        let (sent, form) = self.form.readable()?;
        let mut classes = Classes { form, ..Classes::default() };
        let read = Read::of(sent, &mut classes);
        let name = name?;
        if read.is_empty(sent) && classes.form.is_empty() && classes.policy.is_empty() {
            return Err(nothing_to_change());
        }
        classes.settle_form()?;
        let (mut proceedings, held) = begin(tx, context, &name, &self.precondition, Deed::DomainUpdate)?;
        let policy = held.policy()?.clone();
        let before = context.rehearsal.then(|| show(tx, held.clone())).transpose()?;
        // The form of what only the policy can read.
        let keys = sent.keys.apply_to(&held.stored.keys, &policy).unwrap_or_else(|faults| {
            classes.fault(faults);
            held.stored.keys.clone()
        });
        let change = AuthChange::on_update(sent.code.as_deref(), sent.generate_code, &policy, "/chg/authInfo");
        let change = change.unwrap_or_else(|faults| {
            classes.fault(faults);
            None
        });
        classes.settle_form()?;
        settle_state(Life::Update, &state(&held, context, &read))?;
        let sponsor = held.facts().sponsor;
        let place = Place { name: name.clone(), domain: Some(held.facts().id), sponsor };
        let present_hosts: Vec<_> = held.stored.hosts.iter().map(|(_, host)| host.clone()).collect();
        let mut added = read.added;
        added.judge(tx, context, &place, &mut classes)?;
        let servers = SetChange { add: added.names(), remove: read.removed.names() };
        let hosts_after = servers.apply_to(&present_hosts, "ns").unwrap_or_else(|faults| {
            classes.policy_fault(faults);
            present_hosts.clone()
        });
        let known = Known::of(tx, read.add_contacts.ids().chain(read.rem_contacts.ids()).chain(&read.registrant))?;
        let owner = Some((context, sponsor));
        let add_contacts = read.add_contacts.find(&known, owner, &mut classes);
        let rem_contacts = read.rem_contacts.find(&known, None, &mut classes);
        let registrant = match &sent.registrant {
            None => None,
            Some(_) => match &read.registrant {
                None => Some(None),
                Some(id) => known.one(id, "/chg/registrant", owner, &mut classes).map(Some),
            },
        };
        if !servers.is_empty() {
            classes.policy_fault(count_fault(&hosts_after, &policy, "/add/ns"));
        }
        let changes = Changes {
            add_statuses: read.add_statuses.clone(),
            remove_statuses: read.rem_statuses.clone(),
            add_contacts: add_contacts.iter().map(|(role, number, _)| (*role, *number)).collect(),
            remove_contacts: rem_contacts.iter().map(|(role, number, _)| (*role, *number)).collect(),
            registrant,
            name_servers: (hosts_after != present_hosts).then_some(hosts_after.len()),
            elsewhere: change.is_some() || keys != held.stored.keys || hosts_after != present_hosts,
        };
        let names_contacts =
            !sent.add_contacts.is_empty() || !sent.rem_contacts.is_empty() || sent.registrant.is_some();
        if changes == Changes::default() {
            // What was asked for was refused, or is as it is already.
            classes.settle()?;
            let after = show(tx, held)?;
            return Ok(DomainUpdated {
                before,
                after,
                code: None,
                code_changed: false,
                warnings: Vec::new(),
                dns_changes: None,
            });
        }
        let updated = match update(&held.present, changes, caller(&context.actor)) {
            Ok(updated) => updated,
            Err(denied) => return Err(refuse(Life::Update, denied, Places::of_update(sent), classes)),
        };
        let facts = updated.present.registration();
        if names_contacts {
            classes.policy_fault(role_faults(&facts.contacts, &policy, Places::of_update(sent)));
        }
        let warnings = classes.settle()?;
        let new_code = change.as_ref().map(|change| code::stored(change, self.code.as_ref(), context)).transpose()?;
        let made = added.settle(tx, context, &mut proceedings, &place)?;
        let numbered =
            |host: &domesday_dns::Name| held.stored.hosts.iter().chain(&made).find(|(_, known)| known == host).cloned();
        let mut after = StoredDomain {
            registration: facts.clone(),
            hosts: hosts_after.iter().filter_map(numbered).collect(),
            keys,
            code: match &new_code {
                Some(new) => new.as_ref().map(|(stored, _)| stored.clone()),
                None => held.stored.code.clone(),
            },
            ..held.stored.clone()
        };
        let of_registry = |statuses: &std::collections::BTreeSet<StoredStatus>| -> Vec<StoredStatus> {
            statuses.iter().copied().filter(|status| status.side == Side::Server).collect()
        };
        let (set, lifted) = (of_registry(&updated.added), of_registry(&updated.removed));
        if sponsor != context.actor.account && !(set.is_empty() && lifted.is_empty()) {
            let writer = Writer::of_caller(context);
            proceedings.messages.push(writer.statuses(&name, sponsor, &set, &lifted, sent.reason.as_deref()));
        }
        let told = differences(Some(&held.stored), Some(&after), &Handles::new());
        proceedings.entries.push(of_domain(context, &after.registration, Deed::DomainUpdate, &told));
        let (before_it, versions) = (held.facts(), &held.versions);
        let present =
            proceedings.settle_new_registrant(tx, context, before_it, &mut after, updated.present, versions)?;
        proceedings.update(tx, context, &held.stored, after, &present, versions)?;
        let dns_changes = proceedings.finish(tx, context, &warnings)?;
        let after = show_again(tx, &name, context.now)?;
        let code_changed = new_code.is_some();
        let code = new_code.flatten().map(|(_, code)| code);
        Ok(DomainUpdated { before, after, code, code_changed, warnings, dns_changes })
    }
}

impl Mutation for UpdateDomain {
    fn subject(answer: &Self::Answer) -> Left {
        answer.after.left()
    }
}

/// What was sent, read as far as it can be without the domain.
struct Read {
    added: Listed,
    removed: Listed,
    add_contacts: Entries,
    rem_contacts: Entries,
    registrant: Option<ContactId>,
    add_statuses: std::collections::BTreeSet<StoredStatus>,
    rem_statuses: std::collections::BTreeSet<StoredStatus>,
}

impl Read {
    fn of(sent: &DomainUpdate, classes: &mut Classes) -> Self {
        let registrant = sent.registrant.as_deref().filter(|id| !id.is_empty()).and_then(|id| {
            ContactId::parse(id)
                .map_err(|problem| {
                    classes.fault([Fault::malformed("/chg/registrant", "contact-id", problem.to_string())]);
                })
                .ok()
        });
        Self {
            added: Listed::read(&sent.add_ns, classes),
            removed: Listed::read(&sent.rem_ns, classes),
            add_contacts: Entries::read(&sent.add_contacts, classes),
            rem_contacts: Entries::read(&sent.rem_contacts, classes),
            registrant,
            add_statuses: statuses(&sent.add_statuses, classes),
            rem_statuses: statuses(&sent.rem_statuses, classes),
        }
    }

    fn is_empty(&self, sent: &DomainUpdate) -> bool {
        sent.add_ns.is_empty()
            && sent.rem_ns.is_empty()
            && sent.add_contacts.is_empty()
            && sent.rem_contacts.is_empty()
            && sent.registrant.is_none()
            && self.add_statuses.is_empty()
            && self.rem_statuses.is_empty()
            && sent.keys.is_empty()
            && sent.code.is_none()
            && !sent.generate_code
    }
}

/// What of the domain's state refuses the change (rules S2, S3).
fn state(held: &Held, context: &Context, read: &Read) -> Vec<Obstacle> {
    let mut obstacles = update_obstacles(&held.present, context.actor.is_admin(), &read.rem_statuses);
    let bars = read.add_statuses.iter().any(|status| status.bar == Bar::Transfer);
    obstacles.extend((bars && held.facts().transfer.is_some()).then_some(Obstacle::TransferPending));
    obstacles
}

impl Known {
    /// One contact, the caller's to name.
    fn one(
        &self,
        id: &ContactId,
        place: &str,
        owner: Option<(&Context, domesday_domain::account::AccountId)>,
        classes: &mut Classes,
    ) -> Option<domesday_domain::registration::ContactNumber> {
        let entry = Entries::single(ContactRole::Registrant, id, place);
        entry.find(self, owner, classes).first().map(|(_, number, _)| *number)
    }
}
