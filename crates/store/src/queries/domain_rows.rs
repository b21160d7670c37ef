//! A registered domain as a row. Its contacts, name servers and words are rows of their own ([`super::domain_links`]).

use diesel::prelude::*;
use domesday_app::ports::{RegisteredName, Stored, StoredCode, StoredDomain};
use domesday_domain::account::AccountId;
use domesday_domain::registration::{DomainId, Registration, Roid};
use domesday_domain::serial::Serial;

use super::domain_links::Links;
use super::keys::{damaged, documented, name, narrow};
use super::tld_rows::pattern;
use crate::documents::{facts, facts_document};
use crate::folding::reversed;
use crate::schema::domains;
use crate::types::{At, Json};

/// All that is read of it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = domains)]
pub(super) struct DomainRow {
    pub(super) id: i64,
    name_key: Vec<u8>,
    tld_key: Vec<u8>,
    rule: String,
    sponsor_id: i64,
    created_by: i64,
    updated_by: Option<i64>,
    created: At,
    updated: Option<At>,
    expires: At,
    transferred: Option<At>,
    facts: Json,
    code_hash: Option<String>,
    code_set: Option<At>,
    next_change: Option<At>,
    premium: bool,
    serial: Option<i64>,
    revision: i64,
}

/// What may change of it.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = domains, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct DomainColumns<'a> {
    sponsor_id: i64,
    updated_by: Option<i64>,
    updated: Option<At>,
    expires: At,
    transferred: Option<At>,
    facts: Json,
    code_hash: Option<&'a str>,
    code_set: Option<At>,
    next_change: Option<At>,
    premium: bool,
    serial: Option<i64>,
    revision: i64,
}

/// All that is written of a new one.
#[derive(Insertable)]
#[diesel(table_name = domains, treat_none_as_default_value = false)]
pub(super) struct NewDomainColumns<'a> {
    name: String,
    name_key: Vec<u8>,
    reversed: String,
    tld_key: Vec<u8>,
    rule: String,
    created_by: i64,
    created: At,
    #[diesel(embed)]
    columns: DomainColumns<'a>,
}

impl<'a> DomainColumns<'a> {
    /// What a domain's row is to hold.
    pub(super) fn of(domain: &'a StoredDomain) -> Stored<Self> {
        let registration = &domain.registration;
        Ok(Self {
            sponsor_id: registration.sponsor.0,
            updated_by: registration.updated_by.map(|account| account.0),
            updated: registration.updated.map(At),
            expires: At(registration.expires),
            transferred: registration.transferred.map(At),
            facts: Json(documented(facts_document(registration, &domain.keys))?),
            code_hash: domain.code.as_ref().map(|code| code.hash.as_str()),
            code_set: domain.code.as_ref().map(|code| At(code.set)),
            next_change: domain.next_change.map(At),
            premium: domain.premium,
            serial: domain.serial.map(|serial| serial.get().into()),
            revision: registration.revision,
        })
    }
}

impl<'a> NewDomainColumns<'a> {
    /// The row of a new domain.
    pub(super) fn of(domain: &'a StoredDomain) -> Stored<Self> {
        let registration = &domain.registration;
        let name = registration.name.to_string();
        Ok(Self {
            name_key: registration.name.sort_key(),
            reversed: reversed(&name),
            name,
            tld_key: domain.tld.sort_key(),
            rule: domain.rule.to_string(),
            created_by: registration.created_by.0,
            created: At(registration.created),
            columns: DomainColumns::of(domain)?,
        })
    }
}

impl DomainRow {
    /// The domain of a row, with its contacts and name servers.
    pub(super) fn into_domain(self, Links { contacts, hosts }: Links) -> Stored<StoredDomain> {
        let facts = documented(facts(&self.facts.0))?;
        let serial = |number| Serial::new(narrow(number)?).ok_or_else(|| damaged("a serial", "0"));
        let registration = Registration {
            id: DomainId(self.id),
            name: name(&self.name_key)?,
            roid: Roid::numbered('D', self.id),
            sponsor: AccountId(self.sponsor_id),
            created_by: AccountId(self.created_by),
            updated_by: self.updated_by.map(AccountId),
            created: self.created.0,
            updated: self.updated.map(|at| at.0),
            expires: self.expires.0,
            transferred: self.transferred.map(|at| at.0),
            statuses: facts.statuses,
            contacts,
            name_servers: hosts.len(),
            stage: facts.stage,
            graces: facts.graces,
            transfer: facts.transfer,
            claims: facts.claims,
            judged: facts.judged,
            noticed_to: facts.noticed_to,
            revision: self.revision,
        };
        Ok(StoredDomain {
            registration,
            tld: name(&self.tld_key)?,
            rule: pattern(&self.rule)?,
            hosts,
            keys: facts.keys,
            code: self.code_hash.zip(self.code_set).map(|(hash, set)| StoredCode { hash, set: set.0 }),
            next_change: self.next_change.map(|at| at.0),
            premium: self.premium,
            serial: self.serial.map(serial).transpose()?,
        })
    }
}

/// Number, key and sponsor.
pub(super) type NameRow = (i64, Vec<u8>, i64);

/// Such a row as what others need to know.
pub(super) fn registered((id, key, sponsor): NameRow) -> Stored<RegisteredName> {
    Ok(RegisteredName { id: DomainId(id), name: name(&key)?, sponsor: AccountId(sponsor) })
}
