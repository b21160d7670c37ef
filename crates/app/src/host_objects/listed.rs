//! The name servers of a domain, judged before anything is written, and then made hosts (rules D3, H2–H4, H6).

mod server;

use std::collections::HashSet;
use std::net::IpAddr;

use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::fault::Fault;
use domesday_domain::history::{Deed, SubjectKind};
use domesday_domain::host::{Host, HostId};
use domesday_domain::name::HostName;
use domesday_domain::registration::DomainId;
use serde_json::json;
use server::{Becomes, Server};

use super::addresses;
use super::surroundings::Surroundings;
use crate::domains::draft::ServerDraft;
use crate::domains::{Proceedings, entries};
use crate::name_servers::put_addresses;
use crate::objection::Classes;
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
            let mut changes =
                vec![json!({"what": "host", "member": "kind", "from": row.map(|_| "reference"), "to": "managed"})];
            if let Some(addresses) = &server.addresses {
                changes.push(json!({"what": "host", "member": "addr", "from": null, "to": addresses}));
            }
            let changes = changes.into();
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

/// Whether a list, after a change, has as many names as the policy wants (rule D3).
pub(crate) fn count_fault(names: &[Name], policy: &domesday_domain::policy::Policy, place: &str) -> Option<Fault> {
    let count = names.iter().collect::<HashSet<_>>().len();
    let (least, most) = (usize::from(policy.min_ns), usize::from(policy.max_ns));
    let fits = count == 0 || (least..=most).contains(&count);
    let detail = || format!("a domain has no name server, or {least} to {most}; this one would have {count}");
    (!fits).then(|| Fault::refused(place, "number-of-servers", detail()))
}
