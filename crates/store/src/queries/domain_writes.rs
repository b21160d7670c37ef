//! Registered domains written.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domesday_app::ports::{DomainWrites, Stored, StoredDomain};
use domesday_domain::host::HostId;
use domesday_domain::registration::{DomainId, TransferData};
use domesday_domain::serial::Serial;
use domesday_domain::tld::TldPattern;

use super::super::Numbers;
use super::domain_rows::{DomainColumns, NewDomainColumns};
use super::{Work, domain_links};
use crate::expressions::Among;
use crate::schema::{domain_hosts, domains, transfers};
use crate::types::At;

impl DomainWrites for Work<'_> {
    fn insert_domain(&mut self, domain: &StoredDomain) -> Stored<DomainId> {
        let row = NewDomainColumns::of(domain)?;
        self.query(|connection| {
            let insert = diesel::insert_into(domains::table).values(row).returning(domains::id);
            let id: i64 = insert.get_result(connection)?;
            domain_links::put(connection, domain, id)?;
            Ok(DomainId(id))
        })
    }

    fn update_domain(&mut self, before: &StoredDomain, after: &StoredDomain) -> Stored<()> {
        let row = DomainColumns::of(after)?;
        let update = diesel::update(domains::table.find(after.registration.id.0)).set(row);
        self.query(|connection| {
            update.execute(connection)?;
            domain_links::replace(connection, before, after)
        })
    }

    fn delete_domain(&mut self, domain: DomainId) -> Stored<()> {
        // What stands beside the row goes with it.
        self.query(|connection| diesel::delete(domains::table.find(domain.0)).execute(connection)).map(drop)
    }

    fn insert_transfer(&mut self, domain: DomainId, transfer: &TransferData) -> Stored<()> {
        let row = (
            transfers::domain_id.eq(domain.0),
            transfers::status.eq(transfer.status.as_str()),
            transfers::requester.eq(transfer.requester.0),
            transfers::requested.eq(At(transfer.requested)),
            transfers::acting.eq(transfer.acting.0),
            transfers::acted.eq(At(transfer.acted)),
            transfers::expires.eq(At(transfer.expires)),
        );
        self.query(|connection| diesel::insert_into(transfers::table).values(row).execute(connection)).map(drop)
    }

    fn note_serial(&mut self, domains: &[DomainId], serial: Serial) -> Stored<()> {
        if domains.is_empty() {
            return Ok(());
        }
        let these = domains::table.filter(Among::new(domains::id, Numbers::of(domains.iter().map(|id| id.0))));
        let update = diesel::update(these).set(domains::serial.eq(Some(i64::from(serial.get()))));
        self.query(|connection| update.execute(connection)).map(drop)
    }

    fn touch_users(&mut self, host: HostId) -> Stored<()> {
        let users = domain_hosts::table.filter(domain_hosts::host_id.eq(host.0)).select(domain_hosts::domain_id);
        let users = domains::table.filter(domains::id.eq_any(users));
        let update = diesel::update(users).set(domains::revision.eq(domains::revision + 1));
        self.query(|connection| update.execute(connection)).map(drop)
    }

    fn mark_due(&mut self, rule: &TldPattern, now: DateTime<Utc>) -> Stored<()> {
        let later = domains::next_change.is_null().or(domains::next_change.gt(Some(At(now))));
        let under = domains::table.filter(domains::rule.eq(rule.to_string())).filter(later);
        let update = diesel::update(under).set(domains::next_change.eq(Some(At(now))));
        self.query(|connection| update.execute(connection)).map(drop)
    }
}
