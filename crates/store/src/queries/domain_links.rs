//! What stands beside a domain's row: its contacts, its name servers in their order, and the words by which it is searched for.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use domesday_app::ports::{Stored, StoredDomain};
use domesday_dns::Name;
use domesday_domain::contact::ContactRole;
use domesday_domain::host::HostId;
use domesday_domain::registration::{ClaimState, ContactNumber, RgpStatus, Status};
use domesday_domain::word::Word;

use super::super::{Connection, Numbers, insert_rows};
use super::Work;
use super::keys::{damaged, name};
use crate::expressions::Among;
use crate::schema::{domain_contacts, domain_hosts, domain_words, hosts};

/// A domain's contacts and name servers.
#[derive(Default)]
pub(super) struct Links {
    /// By role.
    pub(super) contacts: BTreeMap<ContactRole, ContactNumber>,
    /// In their order.
    pub(super) hosts: Vec<(HostId, Name)>,
}

#[derive(Insertable)]
#[diesel(table_name = domain_contacts, treat_none_as_default_value = false)]
struct ContactLink {
    domain_id: i64,
    role: i16,
    contact_id: i64,
    name: String,
}

#[derive(Insertable)]
#[diesel(table_name = domain_hosts, treat_none_as_default_value = false)]
struct HostLink {
    domain_id: i64,
    place: i16,
    host_id: i64,
    sponsor_id: i64,
    name: String,
}

#[derive(Insertable, PartialEq)]
#[diesel(table_name = domain_words, treat_none_as_default_value = false)]
struct DomainWord {
    domain_id: i64,
    kind: i16,
    word: &'static str,
    sponsor_id: i64,
}

/// The kinds of words: statuses, grace statuses, states of claims.
pub(super) const STATUS: i16 = 0;
pub(super) const RGP_STATUS: i16 = 1;
pub(super) const CLAIM: i16 = 2;

/// The number that a role is stored as.
pub(super) fn role_number(role: ContactRole) -> i16 {
    ContactRole::ALL
        .iter()
        .position(|known| *known == role)
        .and_then(|index| i16::try_from(index).ok())
        .unwrap_or_default()
}

/// A role as it was stored.
pub(super) fn role(number: i16) -> Stored<ContactRole> {
    let known = usize::try_from(number).ok().and_then(|index| ContactRole::ALL.get(index)).copied();
    known.ok_or_else(|| damaged("a role", &number.to_string()))
}

/// Contacts and name servers of domains, by number: two statements.
pub(super) fn load(work: &mut Work<'_>, domains: &[i64]) -> Stored<HashMap<i64, Links>> {
    let mut links: HashMap<i64, Links> = HashMap::new();
    if domains.is_empty() {
        return Ok(links);
    }
    let numbers = || Numbers::of(domains.iter().copied());
    let contacts = domain_contacts::table.filter(Among::new(domain_contacts::domain_id, numbers())).select((
        domain_contacts::domain_id,
        domain_contacts::role,
        domain_contacts::contact_id,
    ));
    let contacts: Vec<(i64, i16, i64)> = work.query(|connection| contacts.load(connection))?;
    for (domain, number, contact) in contacts {
        links.entry(domain).or_default().contacts.insert(role(number)?, ContactNumber(contact));
    }
    let served = domain_hosts::table
        .inner_join(hosts::table)
        .filter(Among::new(domain_hosts::domain_id, numbers()))
        .order((domain_hosts::domain_id, domain_hosts::place))
        .select((domain_hosts::domain_id, hosts::id, hosts::name_key));
    let served: Vec<(i64, i64, Vec<u8>)> = work.query(|connection| served.load(connection))?;
    for (domain, host, key) in served {
        links.entry(domain).or_default().hosts.push((HostId(host), name(&key)?));
    }
    Ok(links)
}

fn contact_links(domain: &StoredDomain, id: i64) -> Vec<ContactLink> {
    let name = domain.registration.name.to_string();
    let link = |(role, contact): (&ContactRole, &ContactNumber)| ContactLink {
        domain_id: id,
        role: role_number(*role),
        contact_id: contact.0,
        name: name.clone(),
    };
    domain.registration.contacts.iter().map(link).collect()
}

fn host_links(domain: &StoredDomain, id: i64) -> Vec<HostLink> {
    let (name, sponsor_id) = (domain.registration.name.to_string(), domain.registration.sponsor.0);
    let link = |(place, (host, _)): (i16, &(HostId, Name))| HostLink {
        domain_id: id,
        place,
        host_id: host.0,
        sponsor_id,
        name: name.clone(),
    };
    (0..).zip(&domain.hosts).map(link).collect()
}

fn words(domain: &StoredDomain, id: i64) -> Vec<DomainWord> {
    let shown = domain.registration.shown_words();
    let sponsor_id = domain.registration.sponsor.0;
    let statuses = shown.statuses.into_iter().map(|status: Status| (STATUS, status.as_str()));
    let rgp_statuses = shown.rgp_statuses.into_iter().map(|status: RgpStatus| (RGP_STATUS, status.as_str()));
    let claims = shown.claims.into_iter().map(|state: ClaimState| (CLAIM, state.as_str()));
    let all = statuses.chain(rgp_statuses).chain(claims);
    all.map(|(kind, word)| DomainWord { domain_id: id, kind, word, sponsor_id }).collect()
}

/// Stores what stands beside a new domain's row: a statement for each kind.
pub(super) fn put(connection: &mut Connection, domain: &StoredDomain, id: i64) -> QueryResult<()> {
    insert_rows!(connection, domain_contacts::table, contact_links(domain, id))?;
    insert_rows!(connection, domain_hosts::table, host_links(domain, id))?;
    insert_rows!(connection, domain_words::table, words(domain, id))
}

/// Stores what differs beside a domain's row.
pub(super) fn replace(connection: &mut Connection, before: &StoredDomain, after: &StoredDomain) -> QueryResult<()> {
    let id = after.registration.id.0;
    if before.registration.contacts != after.registration.contacts {
        let gone = domain_contacts::table.filter(domain_contacts::domain_id.eq(id));
        diesel::delete(gone).execute(connection)?;
        insert_rows!(connection, domain_contacts::table, contact_links(after, id))?;
    }
    let served = |domain: &StoredDomain| domain.hosts.iter().map(|(host, _)| *host).collect::<Vec<_>>();
    let moved = before.registration.sponsor != after.registration.sponsor;
    if moved || served(before) != served(after) {
        let gone = domain_hosts::table.filter(domain_hosts::domain_id.eq(id));
        diesel::delete(gone).execute(connection)?;
        insert_rows!(connection, domain_hosts::table, host_links(after, id))?;
    }
    let now = words(after, id);
    if words(before, id) != now {
        let gone = domain_words::table.filter(domain_words::domain_id.eq(id));
        diesel::delete(gone).execute(connection)?;
        insert_rows!(connection, domain_words::table, now)?;
    }
    Ok(())
}
