//! Who uses hosts (rule H12): live domains, zones and delegations served here.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::host::{Host, HostId};
use domesday_domain::message::Message;
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::registration::DomainId;

use crate::domains::messages::{ParentEvent, Writer};
use crate::domains::transfer_info::{handle, handles};
use crate::objection::{Blocker, MOST_BLOCKERS};
use crate::ports::{RegisteredName, Snapshot, Stored};

/// How many users are looked up to be named or told.
const LOOKED_UP: usize = 10_000;

/// The uses of some hosts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    /// Domains that name one of them.
    pub(crate) domains: Vec<(HostId, RegisteredName)>,
    /// Zones and delegations that do; cuts of registered names are domains', and not here.
    pub(crate) others: Vec<(Name, Pointer)>,
}

impl Links {
    /// Who uses these hosts: three statements.
    pub(crate) fn of(snapshot: &mut dyn Snapshot, hosts: &[Host]) -> Stored<Self> {
        if hosts.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<HostId> = hosts.iter().map(|host| host.id).collect();
        let names: Vec<Name> = hosts.iter().map(|host| host.name.clone()).collect();
        let domains = snapshot.domains_using(&ids, LOOKED_UP)?;
        let mut others = snapshot.ns_users(&names, None, LOOKED_UP)?;
        let cuts: Vec<Name> =
            others.iter().filter(|(_, user)| user.owner != user.zone).map(|(_, user)| user.owner.clone()).collect();
        let registered: HashSet<Name> =
            snapshot.registered_among(&cuts)?.into_iter().map(|registered| registered.name).collect();
        others.retain(|(_, user)| user.owner == user.zone || !registered.contains(&user.owner));
        Ok(Self { domains, others })
    }

    /// The uses from elsewhere: not by this domain, nor by zones and delegations at or below its name.
    pub(crate) fn outside(mut self, domain: DomainId, name: &Name) -> Self {
        self.domains.retain(|(_, user)| user.id != domain);
        self.others.retain(|(_, user)| !user.owner.is_at_or_below(name));
        self
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.domains.is_empty() && self.others.is_empty()
    }

    /// Whether some of them are of this host.
    pub(crate) fn has(&self, host: &Host) -> bool {
        self.domains.iter().any(|(id, _)| *id == host.id) || self.others.iter().any(|(name, _)| *name == host.name)
    }

    /// How many users there are.
    pub(crate) fn total(&self) -> u64 {
        let total = self.domain_names().len() + self.others.len();
        u64::try_from(total).unwrap_or(u64::MAX)
    }

    fn domain_names(&self) -> HashSet<&Name> {
        self.domains.iter().map(|(_, user)| &user.name).collect()
    }

    /// The users as what stands in the way, each once (rules H8, E4).
    pub(crate) fn blockers(&self, snapshot: &mut dyn Snapshot) -> Stored<Vec<Blocker>> {
        let mut users: Vec<&RegisteredName> = Vec::new();
        let mut seen = HashSet::new();
        for (_, user) in &self.domains {
            if users.len() < MOST_BLOCKERS && seen.insert(&user.name) {
                users.push(user);
            }
        }
        let handles = handles(snapshot, users.iter().map(|user| user.sponsor))?;
        let domain = |user: &&RegisteredName| Blocker {
            kind: "domain",
            name: user.name.to_string(),
            sponsor: Some(handle(&handles, user.sponsor)),
        };
        let other = |(_, user): &(Name, Pointer)| Blocker {
            kind: if user.owner == user.zone { "zone" } else { "delegation" },
            name: user.owner.to_string(),
            sponsor: None,
        };
        let others = self.others.iter().map(other);
        Ok(users.iter().map(domain).chain(others).take(MOST_BLOCKERS).collect())
    }
}

/// Messages to the other accounts whose domains use hosts below one (rules H5, L9): one for each host and account.
pub(crate) fn tell_users(
    snapshot: &mut dyn Snapshot,
    domain: DomainId,
    parent: &Name,
    own: AccountId,
    at: DateTime<Utc>,
    event: ParentEvent,
    writer: &Writer<'_>,
) -> Stored<Vec<Message>> {
    let hosts = match event {
        // They are merely referred to, and nobody's yet.
        ParentEvent::Registered => snapshot.hosts_below(parent, LOOKED_UP)?,
        ParentEvent::Leaves { .. } | ParentEvent::Gone => snapshot.hosts_of(domain)?,
    };
    if hosts.is_empty() {
        return Ok(Vec::new());
    }
    let names: HashMap<HostId, &Name> = hosts.iter().map(|host| (host.id, &host.name)).collect();
    let ids: Vec<HostId> = hosts.iter().map(|host| host.id).collect();
    let mut users: BTreeMap<(HostId, AccountId), Vec<String>> = BTreeMap::new();
    for (host, user) in snapshot.domains_using(&ids, LOOKED_UP)? {
        if user.sponsor != own && user.id != domain {
            users.entry((host, user.sponsor)).or_default().push(user.name.to_string());
        }
    }
    let told = users.into_iter().filter_map(|((host, account), mut domains)| {
        domains.truncate(MOST_BLOCKERS);
        let host = names.get(&host)?;
        Some(writer.host_parent(host, parent, account, at, event, &domains))
    });
    Ok(told.collect())
}
