//! The name servers of a domain, judged before anything is written, and then made hosts (rules D3, H2–H4, H6).

use std::collections::HashSet;
use std::net::IpAddr;

use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::fault::Fault;
use domesday_domain::finding::Warning;
use domesday_domain::history::{Deed, SubjectKind};
use domesday_domain::host::{Host, HostId};
use domesday_domain::name::HostName;
use domesday_domain::policy::NsParent;
use domesday_domain::registration::{Command, DomainId, Obstacle, obstacles};
use serde_json::json;

use super::addresses;
use super::surroundings::{Standing, Surroundings};
use crate::domains::draft::ServerDraft;
use crate::domains::{Proceedings, entries};
use crate::name_servers::put_addresses;
use crate::objection::{Classes, Ground, Objection};
use crate::ports::{Locks, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

/// What naming hosts looks at, and writes where addresses are given.
pub(crate) fn locks(own: Locks, servers: &[ServerDraft]) -> Locks {
    servers.iter().fold(own, |locks, server| match HostName::parse(server.name.trim_matches([' ', '\t'])) {
        Ok(host) if server.addresses.is_some() => locks.writing(host.as_name()),
        Ok(host) => locks.reading(host.as_name()),
        Err(_) => locks,
    })
}

/// The names of a list, those that are names.
pub(crate) fn names(servers: &[ServerDraft]) -> Vec<Name> {
    let read = |server: &ServerDraft| HostName::parse(server.name.trim_matches([' ', '\t'])).ok();
    servers.iter().filter_map(read).map(|host| host.as_name().clone()).collect()
}

/// The domain whose list it is.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Its name.
    pub(crate) name: Name,
    /// Its number; none while it is being registered.
    pub(crate) domain: Option<DomainId>,
    /// Whose it is, or is to be.
    pub(crate) sponsor: AccountId,
}

/// Name servers that were read: each name once, with what was given along.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listed {
    servers: Vec<Server>,
}

#[derive(Clone, Debug)]
struct Server {
    host: HostName,
    place: String,
    given: Option<Vec<domesday_domain::host::PlacedAddress>>,
    /// What becomes of its row.
    becomes: Becomes,
    /// The addresses that its row gets.
    addresses: Option<Vec<IpAddr>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Becomes {
    /// It stays what it is, or is made one that is merely referred to.
    Reference,
    /// It is managed already.
    Managed,
    /// It becomes managed, below this domain; none for the one that is being registered.
    Below(Option<DomainId>),
}

impl Listed {
    /// Reads a list; names given twice collapse, with the addresses of both (rules D3, U6).
    pub(crate) fn read(drafts: &[ServerDraft], classes: &mut Classes) -> Self {
        let mut listed = Self::default();
        for draft in drafts {
            let text = draft.name.trim_matches([' ', '\t']);
            let host = HostName::parse(text).map_err(|problem| {
                classes.fault([Fault::malformed(&draft.place, "bad-name", format!("no host name: {problem}"))]);
            });
            let given = draft.addresses.as_deref().map(addresses::read).transpose();
            let given = given.map_err(|faults| classes.fault(faults)).unwrap_or_default();
            let Ok(host) = host else { continue };
            match listed.servers.iter_mut().find(|server| server.host == host) {
                Some(server) => match (&mut server.given, given) {
                    (Some(known), Some(more)) => known.extend(more),
                    (known @ None, more) => *known = more,
                    (Some(_), None) => {}
                },
                None => listed.servers.push(Server {
                    host,
                    place: draft.place.clone(),
                    given,
                    becomes: Becomes::Reference,
                    addresses: None,
                }),
            }
        }
        listed
    }

    /// The names, in the order given.
    pub(crate) fn names(&self) -> Vec<Name> {
        self.servers.iter().map(|server| server.host.as_name().clone()).collect()
    }

    fn hosts(&self) -> Vec<HostName> {
        self.servers.iter().map(|server| server.host.clone()).collect()
    }

    /// Judges the list for a domain.
    pub(crate) fn judge(
        &mut self,
        snapshot: &mut dyn Snapshot,
        context: &Context,
        at: &Place,
        classes: &mut Classes,
    ) -> Result<(), Refusal> {
        if self.servers.is_empty() {
            return Ok(());
        }
        let around = Surroundings::survey(snapshot, context, &self.hosts())?;
        for server in &mut self.servers {
            server.judge(snapshot, &around, at, classes)?;
        }
        Ok(())
    }

    /// Makes the hosts that are missing, has references become managed, and stores addresses; gives the numbers in the list's order.
    pub(crate) fn settle(
        &self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        proceedings: &mut Proceedings,
        at: &Place,
    ) -> Result<Vec<(HostId, Name)>, Refusal> {
        let names = self.names();
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let rows = tx.hosts_among(&names)?;
        let mut new = Vec::new();
        for server in &self.servers {
            let name = server.host.as_name();
            let row = rows.iter().find(|row| row.name == *name);
            let Becomes::Below(parent) = server.becomes else {
                new.extend(row.is_none().then(|| Host::referred_to(name.clone(), context.now)));
                continue;
            };
            let parent = parent.or(at.domain);
            let host = adopted(context, row, name, parent, at.sponsor);
            let changes =
                json!([{"what": "host", "member": "kind", "from": row.map(|_| "reference"), "to": "managed"}]);
            let (kind, deed) = (SubjectKind::Host, Deed::HostCreate);
            let entry = entries::entry(context, kind, name.to_string(), at.sponsor, deed, &changes, host.revision);
            proceedings.entries.push(entry);
            match row {
                Some(_) => tx.update_host(&host)?,
                None => new.push(host),
            }
        }
        if !new.is_empty() {
            tx.insert_hosts(&new)?;
        }
        let addressed: Vec<(Name, Vec<IpAddr>)> = self
            .servers
            .iter()
            .filter_map(|server| Some((server.host.as_name().clone(), server.addresses.clone()?)))
            .collect();
        addressed.iter().for_each(|(name, _)| proceedings.ledger.address(name));
        put_addresses(tx, context, &addressed)?;
        let rows = tx.hosts_among(&names)?;
        let number = |name: &Name| rows.iter().find(|row| row.name == *name).map(|row| (row.id, name.clone()));
        Ok(names.iter().filter_map(number).collect())
    }
}

/// A host that becomes managed; a row that is there keeps its number, and so its links.
pub(super) fn adopted(
    context: &Context,
    row: Option<&Host>,
    name: &Name,
    parent: Option<DomainId>,
    sponsor: AccountId,
) -> Host {
    let row = row.cloned().unwrap_or_else(|| Host::referred_to(name.clone(), context.now));
    let is_new = row.id == HostId(0);
    Host {
        owner: Some(sponsor),
        parent,
        created_by: Some(context.actor.account),
        created: if is_new { row.created } else { context.now },
        updated: context.now,
        statuses: Default::default(),
        changed: None,
        changed_by: None,
        revision: if is_new { row.revision } else { row.revision + 1 },
        ..row
    }
}

impl Server {
    fn judge(
        &mut self,
        snapshot: &mut dyn Snapshot,
        around: &Surroundings,
        at: &Place,
        classes: &mut Classes,
    ) -> Result<(), Refusal> {
        let name = self.host.as_name().clone();
        let row = around.row(&name);
        let known = around.addresses(&name);
        match around.standing(&self.host) {
            Standing::Elsewhere | Standing::Tld => self.refuse_addresses(&known, classes),
            Standing::Registrable { domain, policy } => {
                if name == at.name {
                    let detail = format!("{name} cannot serve itself: hosts have names below domains");
                    classes.policy_fault([Fault::refused(&self.place, "registrable-name", detail)]);
                } else {
                    self.refuse_parent(&name, domain.is_some(), policy.ns_parent, false, classes);
                    self.refuse_addresses(&known, classes);
                }
            }
            Standing::Below { parent, domain, rule, policy } => {
                let own = parent == at.name || domain.is_some_and(|held| held.facts().sponsor == at.sponsor);
                let managed = row.is_some_and(|row| around.is_managed(row));
                if let Some(held) = domain {
                    let deleted = |obstacle: &Obstacle| *obstacle == Obstacle::Deleted;
                    let made = own && !managed && held.facts().name != at.name;
                    let barred = obstacles(&held.present, Command::HostBelow);
                    for obstacle in barred.into_iter().filter(|obstacle| made || deleted(obstacle)) {
                        let detail = format!("{parent}: {obstacle}");
                        classes.state.push(Objection::new(Ground::Prohibited, &self.place, "parent-state", detail));
                    }
                } else if !own {
                    let label = parent.labels().next().map(|label| String::from_utf8_lossy(label).into_owned());
                    let reserved = match label.filter(|_| policy.ns_parent == NsParent::Registered) {
                        Some(label) => {
                            let special = snapshot.special_name(&rule, &label)?;
                            special.is_some_and(|special| special.refuses(None))
                        }
                        None => false,
                    };
                    self.refuse_parent(&parent, false, policy.ns_parent, reserved, classes);
                }
                if !own || managed {
                    self.refuse_addresses(&known, classes);
                    self.becomes = if managed { Becomes::Managed } else { Becomes::Reference };
                } else {
                    self.becomes = Becomes::Below(domain.map(|held| held.facts().id));
                    match around.keeper(&name, &parent) {
                        Some(_) => self.refuse_addresses(&known, classes),
                        None => self.take_addresses(policy, classes),
                    }
                }
                self.demand_address(&parent, at, &known, classes);
            }
        }
        Ok(())
    }

    /// Rule H4.
    fn refuse_parent(&self, parent: &Name, registered: bool, rule: NsParent, reserved: bool, classes: &mut Classes) {
        if registered {
            return;
        }
        let detail = format!("{parent}, which {} lies below, is not registered", self.host);
        match rule {
            NsParent::Registered if !reserved => {
                classes.referenced.push(Objection::new(Ground::NotThere, &self.place, "parent-unknown", detail));
            }
            _ => classes.warnings.push(Warning { code: "parent-unknown", subject: self.host.to_string(), detail }),
        }
    }

    /// Rule H2: addresses of a name that is not made here are fine if they are what it has.
    fn refuse_addresses(&self, known: &[IpAddr], classes: &mut Classes) {
        let Some(given) = self.given.as_ref().filter(|given| !given.is_empty()) else { return };
        if addresses::bare(given) != domesday_domain::host::in_order(known.to_vec()) {
            let detail = format!("the addresses of {} are not changed here", self.host);
            let place = domesday_domain::fault::below(&self.place, "addr");
            classes.policy_fault([Fault::refused(place, "addresses-not-yours", detail)]);
        }
    }

    fn take_addresses(&mut self, policy: &domesday_domain::policy::Policy, classes: &mut Classes) {
        let Some(given) = &self.given else { return };
        classes.policy_fault(addresses::refused(given, policy));
        let bare = addresses::bare(given);
        let place = domesday_domain::fault::below(&self.place, "addr");
        classes.policy_fault(addresses::too_many(&bare, &place));
        self.addresses = (!bare.is_empty()).then_some(bare);
    }

    /// Rule H3.
    fn demand_address(&self, parent: &Name, at: &Place, known: &[IpAddr], classes: &mut Classes) {
        if *parent == at.name && known.is_empty() && self.given.as_ref().is_none_or(Vec::is_empty) {
            let detail = format!("{} serves the domain that it lies below, and needs an address", self.host);
            classes.policy_fault([Fault::missing(domesday_domain::fault::below(&self.place, "addr"), detail)]);
        }
    }
}

/// Whether a list, after a change, has as many names as the policy wants (rule D3).
pub(crate) fn count_fault(names: &[Name], policy: &domesday_domain::policy::Policy, place: &str) -> Option<Fault> {
    let count = names.iter().collect::<HashSet<_>>().len();
    let (least, most) = (usize::from(policy.min_ns), usize::from(policy.max_ns));
    let fits = count == 0 || (least..=most).contains(&count);
    let detail = || format!("a domain has no name server, or {least} to {most}; this one would have {count}");
    (!fits).then(|| Fault::refused(place, "number-of-servers", detail()))
}
