//! What is known about the names of hosts: where they lie among the TLDs, whose the domains above them are, and the rows and addresses that
//! are there. A fixed number of statements for any number of names.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::delegation::glue::{Home, Survey, to_row};
use domesday_domain::host::{Host, HostPlace};
use domesday_domain::name::HostName;
use domesday_domain::policy::{Policy, PolicyHistory};
use domesday_domain::registration::DomainId;
use domesday_domain::tld::{NamePolicy, TldPattern};

use crate::domains::Held;
use crate::name_servers::survey;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::Context;

/// What is known.
pub(crate) struct Surroundings {
    names: Arc<NamePolicy>,
    policies: HashMap<TldPattern, PolicyHistory>,
    parents: HashMap<Name, Held>,
    survey: Survey,
    /// Domains above rows, gone though nobody has written so yet.
    gone: HashSet<DomainId>,
    now: DateTime<Utc>,
}

/// Where a host's name lies, as far as registrations go.
pub(crate) enum Standing<'a> {
    /// Below no TLD whose names are registered here.
    Elsewhere,
    /// It is itself such a TLD.
    Tld,
    /// It is itself a name that could be registered.
    Registrable {
        /// The domain, if it is.
        domain: Option<&'a Held>,
        /// The TLD's policy.
        policy: &'a Policy,
    },
    /// It lies below such a name.
    Below {
        /// That name.
        parent: Name,
        /// The domain, if it is registered.
        domain: Option<&'a Held>,
        /// The rule that makes its TLD.
        rule: TldPattern,
        /// The TLD's policy.
        policy: &'a Policy,
    },
}

impl Surroundings {
    /// Looks around some hosts.
    pub(crate) fn survey(snapshot: &mut dyn Snapshot, context: &Context, hosts: &[HostName]) -> Result<Self, Refusal> {
        let (_, names) = context.naming.policy(snapshot)?;
        let mut rules: Vec<TldPattern> = Vec::new();
        let mut above: Vec<Name> = Vec::new();
        for host in hosts {
            if let Some(effective) = names.rules.effective_tld(host.as_name())
                && !rules.contains(&effective.by.pattern)
            {
                rules.push(effective.by.pattern);
            }
            let registrable = match HostPlace::of(host, &names.rules) {
                HostPlace::Below { parent, .. } => Some(parent),
                HostPlace::Registrable { .. } => Some(host.as_name().clone()),
                HostPlace::Tld | HostPlace::Elsewhere => None,
            };
            above.extend(registrable.filter(|name| !above.contains(name)));
        }
        let policies = if rules.is_empty() { Vec::new() } else { snapshot.policies_of(&rules)? };
        let registered = if above.is_empty() { Vec::new() } else { snapshot.registered_among(&above)? };
        let ids: Vec<DomainId> = registered.iter().map(|registered| registered.id).collect();
        let parents = if ids.is_empty() { Vec::new() } else { Held::numbered(snapshot, &ids, context.now)? };
        let host_names: Vec<Name> = hosts.iter().map(|host| host.as_name().clone()).collect();
        let survey = survey(snapshot, &host_names)?;
        let gone = gone(snapshot, &survey, &parents, context.now)?;
        let parents = parents.into_iter().map(|held| (held.facts().name.clone(), held)).collect();
        Ok(Self { names, policies: policies.into_iter().collect(), parents, survey, gone, now: context.now })
    }

    /// Where a host's name lies.
    pub(crate) fn standing(&self, host: &HostName) -> Standing<'_> {
        let rule = self.names.rules.effective_tld(host.as_name()).map(|effective| effective.by.pattern);
        let known = rule.and_then(|rule| {
            let version = self.policies.get(&rule)?.in_force_at(self.now)?;
            Some((rule, &version.policy))
        });
        let Some((rule, policy)) = known else { return Standing::Elsewhere };
        match HostPlace::of(host, &self.names.rules) {
            HostPlace::Elsewhere => Standing::Elsewhere,
            HostPlace::Tld => Standing::Tld,
            HostPlace::Registrable { .. } => Standing::Registrable { domain: self.parents.get(host.as_name()), policy },
            HostPlace::Below { parent, .. } => {
                let domain = self.parents.get(&parent);
                Standing::Below { parent, domain, rule, policy }
            }
        }
    }

    /// A host's row. One whose domain is gone, though nobody has written so, counts as merely referred to.
    pub(crate) fn row(&self, host: &Name) -> Option<&Host> {
        self.survey.hosts.get(host)
    }

    /// Whether a row is managed now: it has a parent, and that lives.
    pub(crate) fn is_managed(&self, row: &Host) -> bool {
        row.parent.is_some_and(|parent| self.parents.values().any(|held| held.facts().id == parent))
    }

    /// Whether the domain above a row is gone, and nobody has written so yet (rule L14).
    pub(crate) fn is_orphaned(&self, row: &Host) -> bool {
        row.parent.is_some_and(|parent| self.gone.contains(&parent))
    }

    /// The zone that keeps a host's addresses instead of its row (`zones.md` D6): one at or below the registered name above it.
    pub(crate) fn keeper(&self, host: &Name, parent: &Name) -> Option<Name> {
        match self.survey.home(host) {
            Home::Zone(zone, _) if zone.is_at_or_below(parent) => Some(zone),
            Home::Zone(..) | Home::Row(..) | Home::Elsewhere => None,
        }
    }

    /// A host's addresses, from where they are kept.
    pub(crate) fn addresses(&self, host: &Name) -> Vec<IpAddr> {
        match self.survey.home(host) {
            Home::Zone(_, zone) => to_row(&self.survey.user_addresses(zone, host)),
            Home::Row(..) | Home::Elsewhere => {
                let row = self.row(host).filter(|row| !self.is_orphaned(row));
                row.map(|row| row.addresses.clone()).unwrap_or_default()
            }
        }
    }
}

/// Which of the domains above rows are gone. Those whose TLD is none any more live on, so they are asked for by number.
fn gone(
    snapshot: &mut dyn Snapshot,
    survey: &Survey,
    live: &[Held],
    now: DateTime<Utc>,
) -> Result<HashSet<DomainId>, Refusal> {
    let mut gone: HashSet<DomainId> = survey.hosts.values().filter_map(|row| row.parent).collect();
    for held in live {
        gone.remove(&held.facts().id);
    }
    let unsure: Vec<DomainId> = gone.iter().copied().collect();
    if !unsure.is_empty() {
        for held in Held::numbered(snapshot, &unsure, now)? {
            gone.remove(&held.facts().id);
        }
    }
    Ok(gone)
}
