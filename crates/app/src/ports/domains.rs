//! Registered domains, as the store keeps them.

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::contact::ContactRole;
use domesday_domain::host::{Host, HostId};
use domesday_domain::registration::{ContactNumber, DomainId, Registration, TransferData};
use domesday_domain::secdns::SecureDelegation;
use domesday_domain::serial::Serial;
use domesday_domain::tld::TldPattern;

use super::Stored;

/// The hash of a domain's code (rule D7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCode {
    /// argon2id, as a PHC string.
    pub hash: String,
    /// When it was set.
    pub set: DateTime<Utc>,
}

/// A registered domain: the facts of its life, and what stands beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDomain {
    /// The facts. Its `roid` is made of its number by the store.
    pub registration: Registration,
    /// The TLD that it is registered below.
    pub tld: Name,
    /// The rule whose policy it is under.
    pub rule: TldPattern,
    /// Its name servers, in the order in which they were given.
    pub hosts: Vec<(HostId, Name)>,
    /// What it says about the keys of its zone.
    pub keys: SecureDelegation,
    /// Its code; none if it has none.
    pub code: Option<StoredCode>,
    /// The next instant at which its projection changes; none if time does nothing more.
    pub next_change: Option<DateTime<Utc>>,
    /// Its name was premium when it was registered (rule N5).
    pub premium: bool,
    /// The serial of the TLD's zone that brought its last change there; none if it never was in it.
    pub serial: Option<Serial>,
}

/// A registered name, as far as others need to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredName {
    /// Its number.
    pub id: DomainId,
    /// The name.
    pub name: Name,
    /// Whose it is, as far as it was written; a transfer that is due and not yet written is not seen.
    pub sponsor: AccountId,
}

/// A domain that uses a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactUse {
    /// The domain.
    pub domain: RegisteredName,
    /// As what; several if the contact has several roles.
    pub roles: Vec<ContactRole>,
}

/// What a contact is to a domain that it is shown with, or would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactLink {
    /// The domain.
    pub domain: DomainId,
    /// The rule under whose policy that is.
    pub rule: TldPattern,
    /// As what.
    pub role: ContactRole,
    /// Another contact is shown in its place (`registrar.md` R8).
    pub is_replaced: bool,
    /// The next instant at which the domain changes by itself.
    pub next_change: Option<DateTime<Utc>>,
}

/// Reading domains. A row is live until it is deleted: what is gone is not there.
pub trait DomainReads {
    /// A domain by name, with its contacts and name servers: a fixed number of statements.
    fn domain(&mut self, name: &Name) -> Stored<Option<StoredDomain>>;
    /// Domains by number, in the order asked for; those that are gone are left out.
    fn domains_numbered(&mut self, ids: &[DomainId]) -> Stored<Vec<StoredDomain>>;
    /// Which of these names are registered: one statement.
    fn registered_among(&mut self, names: &[Name]) -> Stored<Vec<RegisteredName>>;
    /// Registered names strictly below a name, in canonical order; at most so many.
    fn registered_below(&mut self, name: &Name, limit: usize) -> Stored<Vec<RegisteredName>>;
    /// A page of the domains registered below a TLD, by name, after `marker`.
    fn domains_of_tld(&mut self, tld: &Name, marker: Option<&Name>, limit: usize) -> Stored<Vec<StoredDomain>>;
    /// Names of domains that are due, those that are longest first; of all, or only those that an account sponsors or has asked for (a
    /// pending transfer's requester).
    fn due_domains(&mut self, now: DateTime<Utc>, sponsor: Option<AccountId>, limit: usize) -> Stored<Vec<Name>>;
    /// Live domains under the policies of these rules, counted by rule up to `most` each.
    fn count_domains_under(&mut self, rules: &[TldPattern], most: u64) -> Stored<Vec<(TldPattern, u64)>>;
    /// The domains that name one of these hosts, by host and name; at most so many.
    fn domains_using(&mut self, hosts: &[HostId], limit: usize) -> Stored<Vec<(HostId, RegisteredName)>>;
    /// A page of the domains that name a host, by name, and how many there are.
    fn host_users(&mut self, host: HostId, offset: u64, limit: usize) -> Stored<(Vec<RegisteredName>, u64)>;
    /// Which of these hosts some domain names.
    fn linked_hosts(&mut self, hosts: &[HostId]) -> Stored<Vec<HostId>>;
    /// A page of the domains that use a contact, by name, and how many there are.
    fn contact_users(&mut self, contact: ContactNumber, offset: u64, limit: usize) -> Stored<(Vec<ContactUse>, u64)>;
    /// What a contact is to the domains that use it, by the domain's name; at most so many. One statement, which looks at no more than these.
    fn contact_links(&mut self, contact: ContactNumber, limit: usize) -> Stored<Vec<ContactLink>>;
    /// Whether an account sponsors a domain.
    fn is_sponsor(&mut self, account: AccountId) -> Stored<bool>;
    /// The domains whose registrant one of these contacts is, by name; at most so many. A fixed number of statements.
    fn registrant_of(&mut self, contacts: &[ContactNumber], limit: usize)
    -> Stored<Vec<(ContactNumber, StoredDomain)>>;
    /// Which of these contacts are used by a domain other than this one.
    fn contacts_used_elsewhere(&mut self, contacts: &[ContactNumber], domain: DomainId) -> Stored<Vec<ContactNumber>>;
    /// The hosts below a domain that its sponsor manages, by name.
    fn hosts_of(&mut self, domain: DomainId) -> Stored<Vec<Host>>;
    /// The same for several domains: one statement.
    fn hosts_of_all(&mut self, domains: &[DomainId]) -> Stored<Vec<Host>>;
    /// Closed transfers of a domain, the last first.
    fn transfers(&mut self, domain: DomainId, limit: usize) -> Stored<Vec<TransferData>>;
}

/// Writing domains.
pub trait DomainWrites {
    /// Stores a new domain; its number is ignored and comes back. A name that is there is a lost race.
    fn insert_domain(&mut self, domain: &StoredDomain) -> Stored<DomainId>;
    /// Stores a domain's new state; what did not change beside the row is not written.
    fn update_domain(&mut self, before: &StoredDomain, after: &StoredDomain) -> Stored<()>;
    /// Deletes a domain with its links and closed transfers. Its managed hosts must be gone, or no longer be its.
    fn delete_domain(&mut self, domain: DomainId) -> Stored<()>;
    /// Stores a closed transfer.
    fn insert_transfer(&mut self, domain: DomainId, transfer: &TransferData) -> Stored<()>;
    /// Notes the serial that brought the last change of these domains to their TLD's zone.
    fn note_serial(&mut self, domains: &[DomainId], serial: Serial) -> Stored<()>;
    /// Counts one change of every domain that names a host, whose name is another now.
    fn touch_users(&mut self, host: HostId) -> Stored<()>;
    /// Has every domain under a rule's policy looked at again: it is due at once.
    fn mark_due(&mut self, rule: &TldPattern, now: DateTime<Utc>) -> Stored<()>;
}
