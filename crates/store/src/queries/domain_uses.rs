//! Which domains use a host or a contact, and which are under a policy.

use std::collections::HashMap;

use diesel::dsl::{count, count_star};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, SmallInt, Text};
use domesday_app::ports::{ContactLink, ContactUse, RegisteredName, Stored};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::contact::ContactRole;
use domesday_domain::host::HostId;
use domesday_domain::registration::{ContactNumber, DomainId};
use domesday_domain::tld::TldPattern;

use super::super::Numbers;
use super::Work;
use super::domain_links::{role, role_number};
use super::domain_rows::{NameRow, registered};
use super::keys::{damaged, limited, narrow};
use super::pages::passed_over;
use super::tld_rows::pattern;
use super::written::Written;
use crate::expressions::Among;
use crate::schema::{domain_contacts, domain_hosts, domains};
use crate::types::{At, Moment};

/// Domain, its name, its sponsor.
type UseRow = (i64, String, i64);

fn user((id, text, sponsor): UseRow) -> Stored<RegisteredName> {
    let name = Name::parse(&text).map_err(|problem| damaged("a name", &problem.to_string()))?;
    Ok(RegisteredName { id: DomainId(id), name, sponsor: AccountId(sponsor) })
}

impl Work<'_> {
    /// How many domains are under the policy of each rule, counted up to a limit each.
    pub(super) fn counts_under(&mut self, rules: &[TldPattern], most: u64) -> Stored<Vec<(TldPattern, u64)>> {
        if rules.is_empty() {
            return Ok(Vec::new());
        }
        let counted: Written<(Text, BigInt)> = Written::new("SELECT rules.item, (SELECT COUNT(*) FROM ", true)
            .sql("(SELECT 1 FROM domains WHERE rule = rules.item LIMIT ")
            .number(i64::try_from(most).unwrap_or(i64::MAX))
            .sql(") AS counted) FROM ")
            .text_rows(rules.iter().map(ToString::to_string))
            .sql(" AS rules ORDER BY rules.item");
        let rows: Vec<(String, i64)> = self.query(|connection| counted.load(connection))?;
        rows.into_iter().map(|(rule, count)| Ok((pattern(&rule)?, narrow(count)?))).collect()
    }

    /// Domains that name one of these hosts, by host and name.
    pub(super) fn users_of_hosts(&mut self, ids: &[HostId], limit: usize) -> Stored<Vec<(HostId, RegisteredName)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let users = domain_hosts::table
            .filter(Among::new(domain_hosts::host_id, Numbers::of(ids.iter().map(|id| id.0))))
            .order((domain_hosts::host_id, domain_hosts::name))
            .limit(limited(limit))
            .select((domain_hosts::host_id, (domain_hosts::domain_id, domain_hosts::name, domain_hosts::sponsor_id)));
        let rows: Vec<(i64, UseRow)> = self.query(|connection| users.load(connection))?;
        rows.into_iter().map(|(host, row)| Ok((HostId(host), user(row)?))).collect()
    }

    /// A page of the domains that name a host, by name.
    pub(super) fn users_of_host(&mut self, host: HostId, offset: u64, limit: usize) -> Stored<Vec<RegisteredName>> {
        let page = domain_hosts::table
            .filter(domain_hosts::host_id.eq(host.0))
            .order(domain_hosts::name)
            .offset(passed_over(offset))
            .limit(limited(limit))
            .select((domain_hosts::domain_id, domain_hosts::name, domain_hosts::sponsor_id));
        let rows: Vec<UseRow> = self.query(|connection| page.load(connection))?;
        rows.into_iter().map(user).collect()
    }

    /// How many domains name a host.
    pub(super) fn count_users_of_host(&mut self, host: HostId) -> Stored<u64> {
        let counted = domain_hosts::table.filter(domain_hosts::host_id.eq(host.0)).select(count_star());
        narrow(self.query(|connection| counted.get_result(connection))?)
    }

    /// Which of these hosts some domain names.
    pub(super) fn hosts_in_use(&mut self, ids: &[HostId]) -> Stored<Vec<HostId>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let linked: Written<BigInt> = Written::new("SELECT hosts.item FROM ", true)
            .number_rows(ids.iter().map(|id| id.0))
            .sql(" AS hosts WHERE (SELECT 1 FROM domain_hosts WHERE host_id = hosts.item LIMIT 1) IS NOT NULL");
        let rows: Vec<i64> = self.query(|connection| linked.load(connection))?;
        Ok(rows.into_iter().map(HostId).collect())
    }

    /// A page of the domains that use a contact, by name, each with the roles it has there.
    pub(super) fn users_of_contact(&mut self, id: ContactNumber, offset: u64, limit: usize) -> Stored<Vec<ContactUse>> {
        let page = domain_contacts::table
            .filter(domain_contacts::contact_id.eq(id.0))
            .order(domain_contacts::name)
            .select((domain_contacts::name, domain_contacts::domain_id))
            .distinct()
            .offset(passed_over(offset))
            .limit(limited(limit));
        let page: Vec<(String, i64)> = self.query(|connection| page.load(connection))?;
        let numbers = || Numbers::of(page.iter().map(|(_, domain)| *domain));
        if page.is_empty() {
            return Ok(Vec::new());
        }
        let roles = domain_contacts::table
            .filter(domain_contacts::contact_id.eq(id.0))
            .filter(Among::new(domain_contacts::domain_id, numbers()))
            .order(domain_contacts::role)
            .select((domain_contacts::domain_id, domain_contacts::role));
        let roles: Vec<(i64, i16)> = self.query(|connection| roles.load(connection))?;
        let named = domains::table.filter(Among::new(domains::id, numbers())).order(domains::name).select((
            domains::id,
            domains::name_key,
            domains::sponsor_id,
        ));
        let named: Vec<NameRow> = self.query(|connection| named.load(connection))?;
        let mut by_domain: HashMap<i64, Vec<ContactRole>> = HashMap::new();
        for (domain, number) in roles {
            by_domain.entry(domain).or_default().push(role(number)?);
        }
        let used = |row: NameRow| {
            let roles = by_domain.remove(&row.0).unwrap_or_default();
            Ok(ContactUse { domain: registered(row)?, roles })
        };
        named.into_iter().map(used).collect()
    }

    /// What a contact is to the first of the domains that use it, by their names.
    pub(super) fn links_of_contact(&mut self, id: ContactNumber, limit: usize) -> Stored<Vec<ContactLink>> {
        type Row = (i64, String, i16, i64, Option<At>);
        let replacing = ContactRole::Registrant.privacy().map_or(0, role_number) - role_number(ContactRole::Registrant);
        // The first links before anything else: what is looked at is bounded, however many there are.
        let links: Written<(BigInt, Text, SmallInt, BigInt, Nullable<Moment>)> = Written::new(
            "SELECT domains.id, domains.rule, links.role, (SELECT COUNT(*) FROM domain_contacts AS others \
             WHERE others.domain_id = links.domain_id AND others.role = links.role + ",
            true,
        )
        .number(replacing.into())
        .sql("), domains.next_change FROM (SELECT domain_id, role, name FROM domain_contacts WHERE contact_id = ")
        .number(id.0)
        .sql(" ORDER BY name LIMIT ")
        .number(limited(limit))
        .sql(") AS links JOIN domains ON domains.id = links.domain_id ORDER BY links.name, links.role");
        let rows: Vec<Row> = self.query(|connection| links.load(connection))?;
        let link = |(domain, rule, number, others, next): Row| {
            Ok(ContactLink {
                domain: DomainId(domain),
                rule: pattern(&rule)?,
                role: role(number)?,
                is_replaced: others > 0,
                next_change: next.map(|at| at.0),
            })
        };
        rows.into_iter().map(link).collect()
    }

    /// How many domains use a contact.
    pub(super) fn count_users_of_contact(&mut self, id: ContactNumber) -> Stored<u64> {
        let counted = domain_contacts::table
            .filter(domain_contacts::contact_id.eq(id.0))
            .select(count(domain_contacts::domain_id).aggregate_distinct());
        narrow(self.query(|connection| counted.get_result(connection))?)
    }

    /// Domains whose registrant one of these contacts is, by name. A domain has one registrant, so each is there once.
    pub(super) fn registered_by(
        &mut self,
        ids: &[ContactNumber],
        limit: usize,
    ) -> Stored<Vec<(ContactNumber, DomainId)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let theirs = domain_contacts::table
            .filter(Among::new(domain_contacts::contact_id, Numbers::of(ids.iter().map(|id| id.0))))
            .filter(domain_contacts::role.eq(role_number(ContactRole::Registrant)))
            .order(domain_contacts::name)
            .limit(limited(limit))
            .select((domain_contacts::contact_id, domain_contacts::domain_id));
        let rows: Vec<(i64, i64)> = self.query(|connection| theirs.load(connection))?;
        Ok(rows.into_iter().map(|(contact, domain)| (ContactNumber(contact), DomainId(domain))).collect())
    }

    /// Which of these contacts a domain other than this one uses.
    pub(super) fn contacts_of_others(&mut self, ids: &[ContactNumber], domain: DomainId) -> Stored<Vec<ContactNumber>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let used: Written<BigInt> = Written::new("SELECT contacts.item FROM ", true)
            .number_rows(ids.iter().map(|id| id.0))
            .sql(" AS contacts WHERE (SELECT 1 FROM domain_contacts WHERE contact_id = contacts.item AND domain_id <> ")
            .number(domain.0)
            .sql(" LIMIT 1) IS NOT NULL");
        let rows: Vec<i64> = self.query(|connection| used.load(connection))?;
        Ok(rows.into_iter().map(ContactNumber).collect())
    }
}
