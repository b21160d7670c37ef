//! A domain goes for good, and the hosts below it with it (rules L7, L9).

use chrono::{DateTime, Utc};
use domesday_domain::host::{Host, HostId};

use super::users::{Links, tell_users};
use crate::domains::Proceedings;
use crate::domains::messages::{ParentEvent, Writer};
use crate::ports::{StoredDomain, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

impl Proceedings {
    /// Deletes a domain. Hosts below it that others use stay, merely referred to and without addresses; their users are told. Others go.
    pub(crate) fn purge(
        &mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        domain: &StoredDomain,
        at: DateTime<Utc>,
        writer: &Writer<'_>,
    ) -> Result<(), Refusal> {
        let facts = &domain.registration;
        let hosts = tx.hosts_of(facts.id)?;
        if !hosts.is_empty() {
            let links = Links::of(tx, &hosts)?.outside(facts.id, &facts.name);
            self.messages.extend(tell_users(tx, facts.id, &facts.name, facts.sponsor, at, ParentEvent::Gone, writer)?);
            let stays = |host: &&Host| links.has(host) || host.posted;
            let (staying, going): (Vec<&Host>, Vec<&Host>) = hosts.iter().partition(stays);
            hosts.iter().for_each(|host| self.ledger.address(&host.name));
            tx.release_hosts(facts.id)?;
            self.remove(tx, context, domain)?;
            self.ledger.flush(tx, context)?;
            // Zones and delegations at or below the name may use them still: those rows are kept by whoever names them.
            let names: Vec<_> = going.iter().map(|host| host.name.clone()).collect();
            let used = tx.used_as_ns(&names)?;
            let ids: Vec<HostId> = going.iter().filter(|host| !used.contains(&host.name)).map(|host| host.id).collect();
            tx.delete_hosts(&ids)?;
            self.ledger.release(staying.iter().map(|host| host.name.clone()));
            return Ok(());
        }
        self.remove(tx, context, domain)
    }
}
