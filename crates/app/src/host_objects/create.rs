//! A host is made below a domain of the caller's (rules H1, H6).

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::fault::Fault;
use domesday_domain::history::{Deed, SubjectKind};
use domesday_domain::host::{AddressDraft, Host};
use domesday_domain::name::HostName;
use domesday_domain::prohibition::Prohibition;
use serde_json::json;

use super::addresses;
use super::changing::{check_parent, locks};
use super::info::{HostInfo, show_all};
use super::listed::adopted;
use super::surroundings::{Standing, Surroundings};
use crate::domains::draft::Placed;
use crate::domains::{DnsDiff, Held, Proceedings, entries, sponsor};
use crate::form::Form;
use crate::name_servers::put_addresses;
use crate::objection::{Blocker, Classes, Ground, Objection, blocked, settle};
use crate::ports::{Locks, StoredDomain, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};

/// A host to be made.
#[derive(Clone, Debug, Default)]
pub struct NewHost {
    /// `name`
    pub name: Option<String>,
    /// `clID`: whose it is to be, for an admin; it is always the parent's sponsor's.
    pub sponsor: Option<String>,
    /// `addr`
    pub addresses: Vec<AddressDraft>,
    /// `status`
    pub statuses: Vec<Placed>,
}

/// Makes a host.
pub struct CreateHost {
    /// What was sent.
    pub form: Form<NewHost>,
}

/// A host that was made.
pub struct HostCreated {
    /// As it is now.
    pub info: HostInfo,
    /// What its TLD's zone publishes otherwise, in a rehearsal.
    pub dns_changes: Option<DnsDiff>,
}

impl Command for CreateHost {
    const NEEDS: Permission = Permission::MakeRegistrations;
    type Answer = HostCreated;

    fn locks(&self, actor: &Actor) -> Locks {
        let name = self.form.peek().and_then(|new| new.name.as_deref()).unwrap_or_default();
        locks(&[name], actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<HostCreated, Refusal> {
        let (new, form) = self.form.readable()?;
        let mut classes = Classes { form, ..Classes::default() };
        let name = read_name(new, &mut classes);
        let given = addresses::read(&new.addresses).unwrap_or_else(|faults| {
            classes.fault(faults);
            Vec::new()
        });
        // An admin's host is its parent's sponsor's: naming them is not needed, and if done, right.
        let owner = match new.sponsor {
            Some(_) => sponsor(tx, context, new.sponsor.as_deref(), &mut classes)?,
            None => None,
        };
        let words: Vec<String> = new.statuses.iter().map(|status| status.text.clone()).collect();
        let statuses = Prohibition::read_all(&words, "/status", context.actor.is_admin()).unwrap_or_else(|faults| {
            classes.fault(faults);
            Default::default()
        });
        classes.settle_form()?;
        let Some(name) = name else { return Err(Refusal::Failed("a host without faults has no name".to_owned())) };
        let around = Surroundings::survey(tx, context, std::slice::from_ref(&name))?;
        let row = around.row(name.as_name()).cloned();
        if let Some(row) = row.as_ref().filter(|row| around.is_managed(row)) {
            let detail = format!("there is a host {name} already");
            let blocker = Blocker { kind: "host", name: row.name.to_string(), sponsor: None };
            return Err(blocked(Objection::new(Ground::Exists, "/name", "in-use", detail), vec![blocker], 1));
        }
        let (parent, policy) = match around.standing(&name) {
            Standing::Below { parent, domain, policy, .. } => (find_parent(context, &parent, domain)?, policy),
            Standing::Elsewhere | Standing::Tld | Standing::Registrable { .. } => {
                let detail = format!("{name} is not below a name that could be registered here");
                classes.policy_fault([Fault::refused("/name", "no-parent", detail)]);
                return classes.settle().and_then(|_| Err(Refusal::Failed("a host without a parent".to_owned())));
            }
        };
        check_parent(Some(parent), context, "/name")?;
        let facts = parent.facts();
        if owner.is_some_and(|owner| owner.id != facts.sponsor) {
            let detail = "a host is of its parent's sponsor";
            classes.policy_fault([Fault::refused("/clID", "not-the-parents", detail)]);
        }
        let bare = addresses::bare(&given);
        match around.keeper(name.as_name(), &facts.name) {
            Some(zone) if !given.is_empty() && bare != around.addresses(name.as_name()) => {
                let detail = format!("its addresses are kept in the zone {zone}, which is served here");
                classes.policy_fault([Fault::refused("/addr", "kept-in-zone", detail)]);
            }
            _ => {}
        }
        classes.policy_fault(addresses::refused(&given, policy));
        classes.policy_fault(addresses::too_many(&bare, "/addr"));
        let kept = around.keeper(name.as_name(), &facts.name).is_some();
        classes.settle()?;
        let mut proceedings = Proceedings::new(Deed::HostCreate, name.as_name());
        let parent = facts.id;
        let made = adopted(context, row.as_ref(), name.as_name(), Some(parent), facts.sponsor);
        let made = Host { statuses, ..made };
        match row {
            Some(_) => tx.update_host(&made)?,
            None => tx.insert_hosts(std::slice::from_ref(&made))?,
        }
        let changes = json!([{"what": "host", "member": "addr", "from": null, "to": bare}]);
        let (subject, owner) = (name.to_string(), facts.sponsor);
        let entry =
            entries::entry(context, SubjectKind::Host, subject, owner, Deed::HostCreate, &changes, made.revision);
        proceedings.entries.push(entry);
        if !bare.is_empty() && !kept {
            put_addresses(tx, context, &[(name.as_name().clone(), bare)])?;
            proceedings.ledger.address(name.as_name());
        }
        touch(tx, parent)?;
        let dns_changes = proceedings.finish(tx, context, &[])?;
        Ok(HostCreated { info: shown(tx, context, &name)?, dns_changes })
    }
}

impl Mutation for CreateHost {
    fn subject(answer: &Self::Answer) -> Left {
        answer.info.left()
    }
}

fn read_name(new: &NewHost, classes: &mut Classes) -> Option<HostName> {
    let Some(text) = new.name.as_deref().filter(|text| !text.is_empty()) else {
        if !classes.form.iter().any(|wrong| wrong.place == "/name") {
            classes.fault([Fault::missing("/name", "a host has a name")]);
        }
        return None;
    };
    HostName::parse(text.trim_matches([' ', '\t']))
        .map_err(|problem| classes.fault([Fault::malformed("/name", "bad-name", format!("no host name: {problem}"))]))
        .ok()
}

/// The domain above a host: registered, and the caller's (rule H1).
fn find_parent<'a>(
    context: &Context,
    parent: &domesday_dns::Name,
    domain: Option<&'a Held>,
) -> Result<&'a Held, Refusal> {
    let Some(held) = domain else {
        settle([Objection::not_there("/name", format!("{parent}, which it lies below, is not registered"))])?;
        return Err(Refusal::Failed("a refusal without a reason".to_owned()));
    };
    if context.actor.sees(held.facts().sponsor) {
        return Ok(held);
    }
    let detail = format!("{parent}, which it lies below, is another account's");
    Err(Objection::new(Ground::Denied, "/name", "not-sponsor", detail).into())
}

/// What a domain shows of the hosts below it differs: it is one change further, though nobody changed it.
pub(super) fn touch(tx: &mut dyn UnitOfWork, domain: domesday_domain::registration::DomainId) -> Result<(), Refusal> {
    for before in tx.domains_numbered(&[domain])? {
        let mut after: StoredDomain = before.clone();
        after.registration.revision += 1;
        tx.update_domain(&before, &after)?;
    }
    Ok(())
}

/// A host as it is stored now.
pub(super) fn shown(tx: &mut dyn UnitOfWork, context: &Context, name: &HostName) -> Result<HostInfo, Refusal> {
    let rows = tx.hosts_among(&[name.as_name().clone()])?;
    let shown = show_all(tx, context, rows)?.pop();
    shown.ok_or_else(|| Refusal::Failed(format!("the host {name} was stored and is not there")))
}
