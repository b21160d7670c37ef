//! Registered domains by name, by number, below a name, and when they are due.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domesday_app::ports::{ContactLink, ContactUse, DomainReads, RegisteredName, Stored, StoredDomain};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::host::{Host, HostId};
use domesday_domain::registration::{ContactNumber, DomainId, TransferData, TransferStatus};
use domesday_domain::tld::TldPattern;

use super::super::{Names, Numbers};
use super::domain_rows::{DomainRow, NameRow, registered};
use super::host_rows::HostRow;
use super::keys::{damaged, end_of_subtree, in_order, limited, name};
use super::{Work, domain_links};
use crate::expressions::Among;
use crate::schema::{domains, hosts, transfers};
use crate::types::At;

#[derive(Queryable, Selectable)]
#[diesel(table_name = transfers)]
struct TransferRow {
    status: String,
    requester: i64,
    requested: At,
    acting: i64,
    acted: At,
    expires: At,
}

const TRANSFER_STATUSES: [TransferStatus; 6] = [
    TransferStatus::Pending,
    TransferStatus::ClientApproved,
    TransferStatus::ClientCancelled,
    TransferStatus::ClientRejected,
    TransferStatus::ServerApproved,
    TransferStatus::ServerCancelled,
];

impl TransferRow {
    fn into_transfer(self) -> Stored<TransferData> {
        let status = TRANSFER_STATUSES.into_iter().find(|status| status.as_str() == self.status);
        Ok(TransferData {
            status: status.ok_or_else(|| damaged("a transfer's status", &self.status))?,
            requester: AccountId(self.requester),
            requested: self.requested.0,
            acting: AccountId(self.acting),
            acted: self.acted.0,
            expires: self.expires.0,
        })
    }
}

impl Work<'_> {
    fn with_links(&mut self, rows: Vec<DomainRow>) -> Stored<Vec<StoredDomain>> {
        let mut links = domain_links::load(self, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
        let domain = |row: DomainRow| {
            let links = links.remove(&row.id).unwrap_or_default();
            row.into_domain(links)
        };
        rows.into_iter().map(domain).collect()
    }
}

impl DomainReads for Work<'_> {
    fn domain(&mut self, name: &Name) -> Stored<Option<StoredDomain>> {
        let found = domains::table.filter(domains::name_key.eq(name.sort_key())).select(DomainRow::as_select());
        let rows: Vec<DomainRow> = self.query(|connection| found.load(connection))?;
        Ok(self.with_links(rows)?.pop())
    }

    fn domains_numbered(&mut self, ids: &[DomainId]) -> Stored<Vec<StoredDomain>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let among = Among::new(domains::id, Numbers::of(ids.iter().map(|id| id.0)));
        let found = domains::table.filter(among).select(DomainRow::as_select());
        let rows: Vec<DomainRow> = self.query(|connection| found.load(connection))?;
        let found = self.with_links(rows)?;
        Ok(in_order(found, ids.iter().copied(), |domain| domain.registration.id))
    }

    fn registered_among(&mut self, names: &[Name]) -> Stored<Vec<RegisteredName>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let found = domains::table.filter(Among::new(domains::name_key, Names::of(names))).select((
            domains::id,
            domains::name_key,
            domains::sponsor_id,
        ));
        let rows: Vec<NameRow> = self.query(|connection| found.load(connection))?;
        rows.into_iter().map(registered).collect()
    }

    fn registered_below(&mut self, name: &Name, limit: usize) -> Stored<Vec<RegisteredName>> {
        let key = name.sort_key();
        let end = end_of_subtree(&key);
        let below = domains::table
            .filter(domains::name_key.gt(key).and(domains::name_key.lt(end)))
            .order(domains::name_key)
            .limit(limited(limit))
            .select((domains::id, domains::name_key, domains::sponsor_id));
        let rows: Vec<NameRow> = self.query(|connection| below.load(connection))?;
        rows.into_iter().map(registered).collect()
    }

    fn domains_of_tld(&mut self, tld: &Name, marker: Option<&Name>, limit: usize) -> Stored<Vec<StoredDomain>> {
        // Below one name, whose direct children they are, canonical order is that of their labels.
        let mut page = domains::table
            .filter(domains::tld_key.eq(tld.sort_key()))
            .order(domains::name_key)
            .limit(limited(limit))
            .select(DomainRow::as_select())
            .into_boxed();
        if let Some(marker) = marker {
            page = page.filter(domains::name_key.gt(marker.sort_key()));
        }
        let rows: Vec<DomainRow> = self.query(|connection| page.load(connection))?;
        self.with_links(rows)
    }

    fn due_domains(&mut self, now: DateTime<Utc>, sponsor: Option<AccountId>, limit: usize) -> Stored<Vec<Name>> {
        let mut due = domains::table
            .filter(domains::next_change.le(Some(At(now))))
            .order((domains::next_change, domains::name))
            .limit(limited(limit))
            .select(domains::name_key)
            .into_boxed();
        if let Some(sponsor) = sponsor {
            due = due.filter(domains::sponsor_id.eq(sponsor.0));
        }
        let keys: Vec<Vec<u8>> = self.query(|connection| due.load(connection))?;
        keys.iter().map(|key| name(key)).collect()
    }

    fn count_domains_under(&mut self, rules: &[TldPattern], most: u64) -> Stored<Vec<(TldPattern, u64)>> {
        self.counts_under(rules, most)
    }

    fn domains_using(&mut self, hosts: &[HostId], limit: usize) -> Stored<Vec<(HostId, RegisteredName)>> {
        self.users_of_hosts(hosts, limit)
    }

    fn host_users(&mut self, host: HostId, offset: u64, limit: usize) -> Stored<(Vec<RegisteredName>, u64)> {
        Ok((self.users_of_host(host, offset, limit)?, self.count_users_of_host(host)?))
    }

    fn linked_hosts(&mut self, hosts: &[HostId]) -> Stored<Vec<HostId>> {
        self.hosts_in_use(hosts)
    }

    fn contact_users(&mut self, contact: ContactNumber, offset: u64, limit: usize) -> Stored<(Vec<ContactUse>, u64)> {
        Ok((self.users_of_contact(contact, offset, limit)?, self.count_users_of_contact(contact)?))
    }

    fn contact_links(&mut self, contact: ContactNumber, limit: usize) -> Stored<Vec<ContactLink>> {
        self.links_of_contact(contact, limit)
    }

    fn is_sponsor(&mut self, account: AccountId) -> Stored<bool> {
        let theirs = domains::table.filter(domains::sponsor_id.eq(account.0));
        let one = theirs.order(domains::name).select(domains::id).limit(1);
        let rows: Vec<i64> = self.query(|connection| one.load(connection))?;
        Ok(!rows.is_empty())
    }

    fn registrant_of(
        &mut self,
        contacts: &[ContactNumber],
        limit: usize,
    ) -> Stored<Vec<(ContactNumber, StoredDomain)>> {
        let registered = self.registered_by(contacts, limit)?;
        let domains = self.domains_numbered(&registered.iter().map(|(_, domain)| *domain).collect::<Vec<_>>())?;
        let contacts: HashMap<DomainId, ContactNumber> =
            registered.into_iter().map(|(contact, domain)| (domain, contact)).collect();
        let with_contact = |domain: StoredDomain| Some((*contacts.get(&domain.registration.id)?, domain));
        Ok(domains.into_iter().filter_map(with_contact).collect())
    }

    fn contacts_used_elsewhere(&mut self, contacts: &[ContactNumber], domain: DomainId) -> Stored<Vec<ContactNumber>> {
        self.contacts_of_others(contacts, domain)
    }

    fn hosts_of(&mut self, domain: DomainId) -> Stored<Vec<Host>> {
        self.hosts_of_all(&[domain])
    }

    fn hosts_of_all(&mut self, domains: &[DomainId]) -> Stored<Vec<Host>> {
        if domains.is_empty() {
            return Ok(Vec::new());
        }
        let below = hosts::table
            .filter(Among::new(hosts::parent_id, Numbers::of(domains.iter().map(|id| id.0))))
            .filter(hosts::parent_id.is_not_null())
            .order(hosts::name)
            .select(HostRow::as_select());
        let rows: Vec<HostRow> = self.query(|connection| below.load(connection))?;
        rows.into_iter().map(HostRow::into_host).collect()
    }

    fn transfers(&mut self, domain: DomainId, limit: usize) -> Stored<Vec<TransferData>> {
        let last = transfers::table
            .filter(transfers::domain_id.eq(domain.0))
            .order(transfers::id.desc())
            .limit(limited(limit))
            .select(TransferRow::as_select());
        let rows: Vec<TransferRow> = self.query(|connection| last.load(connection))?;
        rows.into_iter().map(TransferRow::into_transfer).collect()
    }
}
