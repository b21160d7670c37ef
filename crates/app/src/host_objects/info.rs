//! A host as it is shown: `managed` or merely referred to, with its addresses from where they are kept.

use std::net::IpAddr;

use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::host::{Host, HostId, HostKind};
use domesday_domain::name::HostName;
use domesday_domain::precondition::Tag;
use domesday_domain::registration::Roid;
use domesday_domain::word::Word;

use super::surroundings::{Standing, Surroundings};
use super::users::Links;
use crate::domains::transfer_info::{handle, handles};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::repeats::Left;

/// A host with everything that is shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostInfo {
    /// Its row.
    pub host: Host,
    /// Its handle.
    pub roid: Roid,
    /// Whether somebody manages it.
    pub kind: HostKind,
    /// The registrable name above it, below a TLD whose names are registered here.
    pub parent: Option<Name>,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// Its statuses: sorted, never empty.
    pub statuses: Vec<String>,
    /// Whose it is.
    pub sponsor: Option<AccountName>,
    /// Who made it.
    pub created_by: Option<AccountName>,
    /// Who changed it last.
    pub updated_by: Option<AccountName>,
}

impl HostInfo {
    /// What a command that answers so left of it.
    pub(super) fn left(&self) -> Left {
        let managed = self.kind == HostKind::Managed;
        Left::host(&self.host.name, managed.then_some((self.host.id, self.host.revision)))
    }

    /// Its entity tag. What the row does not count shows in it too: links, and addresses that a zone keeps.
    pub fn tag(&self) -> Tag {
        let shown = format!("{:?} {:?} {:?} {}", self.addresses, self.statuses, self.sponsor, self.kind);
        let state = crate::stable_hash::of(&shown) | 1;
        Tag::Object { kind: 'H', id: self.host.id.0, revision: self.host.revision, state }
    }
}

/// Shows hosts, in order: a fixed number of statements, whatever their number.
pub(crate) fn show_all(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    hosts: Vec<Host>,
) -> Result<Vec<HostInfo>, Refusal> {
    let names: Vec<HostName> = hosts.iter().map(|host| HostName::from_stored(host.name.clone())).collect();
    let around = Surroundings::survey(snapshot, context, &names)?;
    show_in(snapshot, &around, hosts)
}

/// The same with surroundings that are known.
pub(super) fn show_in(
    snapshot: &mut dyn Snapshot,
    around: &Surroundings,
    hosts: Vec<Host>,
) -> Result<Vec<HostInfo>, Refusal> {
    // A row whose domain is gone is shown as it will be when somebody has written so.
    let as_it_is = |host: Host| if around.is_orphaned(&host) { host.released() } else { host };
    let hosts: Vec<Host> = hosts.into_iter().map(as_it_is).collect();
    let accounts = hosts.iter().flat_map(|host| [host.owner, host.created_by, host.changed_by].into_iter().flatten());
    let handles = handles(snapshot, accounts.collect::<Vec<_>>())?;
    let ids: Vec<HostId> = hosts.iter().map(|host| host.id).collect();
    let names: Vec<Name> = hosts.iter().map(|host| host.name.clone()).collect();
    let linked = snapshot.linked_hosts(&ids)?;
    let used = snapshot.used_as_ns(&names)?;
    let shown = hosts.into_iter().map(|host| {
        let name = HostName::from_stored(host.name.clone());
        let managed = around.is_managed(&host);
        let (parent, sponsor) = match around.standing(&name) {
            Standing::Below { parent, domain, .. } => {
                (Some(parent), domain.filter(|_| managed).map(|held| held.facts().sponsor))
            }
            _ => (None, None),
        };
        let mut statuses: Vec<String> = host.statuses.iter().map(|status| status.as_str().to_owned()).collect();
        if statuses.is_empty() {
            statuses.push("ok".to_owned());
        }
        if linked.contains(&host.id) || used.contains(&host.name) {
            statuses.push("linked".to_owned());
        }
        statuses.sort_unstable();
        HostInfo {
            roid: Roid::numbered('H', host.id.0),
            kind: HostKind::made_by(managed),
            parent,
            addresses: around.addresses(&host.name),
            statuses,
            sponsor: sponsor.map(|id| handle(&handles, id)),
            created_by: host.created_by.filter(|_| managed).map(|id| handle(&handles, id)),
            updated_by: host.changed_by.filter(|_| managed).map(|id| handle(&handles, id)),
            host,
        }
    });
    Ok(shown.collect())
}

/// Who uses a host.
pub(super) fn links(snapshot: &mut dyn Snapshot, host: &Host) -> Result<Links, Refusal> {
    Ok(Links::of(snapshot, std::slice::from_ref(host))?)
}
