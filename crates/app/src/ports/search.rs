//! Searches in the registrars' collections (`registrar.md` section 9), as the store answers them.

use chrono::{DateTime, Utc};
use domesday_domain::account::AccountId;
use domesday_domain::host::HostId;
use domesday_domain::registration::{ContactNumber, DomainId};

use super::Stored;

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// A text; names canonical, words as they are shown, handles and ids in the form by which they are told apart.
    Text(String),
    /// A number.
    Number(i64),
    /// An instant.
    At(DateTime<Utc>),
    /// A day, or a second as it is shown: from its first instant to before the first of the next.
    Day(DateTime<Utc>, DateTime<Utc>),
    /// That nothing is set.
    Unset,
}

/// How a field is compared (rule F1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It is, or on a list has, one of these.
    In(Vec<Sought>),
    /// It is, or on a list has, none of these.
    NotIn(Vec<Sought>),
    /// It fits this pattern: `%` is any run of characters, all else itself; case is ignored.
    Like(String),
    /// It does not, or is not set.
    NotLike(String),
    /// It is less.
    Less(Sought),
    /// It is greater.
    Greater(Sought),
    /// It is less or equal.
    AtMost(Sought),
    /// It is greater or equal.
    AtLeast(Sought),
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition<F> {
    /// On what.
    pub field: F,
    /// Which.
    pub comparison: Comparison,
}

/// A search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search<F> {
    /// Only what this account sponsors; none for everything.
    pub scope: Option<AccountId>,
    /// The conditions.
    pub conditions: Vec<Condition<F>>,
    /// One of them is enough; else all must hold.
    pub any: bool,
    /// In which order; ties by name or id. None: by name or id.
    pub sort: Option<F>,
    /// The last first.
    pub descending: bool,
    /// How many rows are passed over.
    pub offset: u64,
    /// How many rows are given.
    pub limit: usize,
}

/// The rows of one page, and how many there are on all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<I> {
    /// The rows, in order.
    pub rows: Vec<I>,
    /// How many fit.
    pub count: u64,
}

/// Fields of domains. Status, grace status and claims are as they were last written: whoever asks has due work done first (rule L14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DomainField {
    /// `name`, sortable.
    Name,
    /// `crDate`, sortable.
    Created,
    /// `upDate`, sortable; unset until the first change.
    Updated,
    /// `exDate`, sortable.
    Expires,
    /// `crId`: the handle of the account that created it.
    Creator,
    /// `clID`: the sponsor's handle.
    Sponsor,
    /// `registrant`: a contact's id.
    Registrant,
    /// `contacts`: a contact's id, in any role.
    Contacts,
    /// `ns`: a host's name.
    NameServers,
    /// `status`.
    Status,
    /// `rgpStatus`.
    RgpStatus,
    /// `claim`: the state of a required claim.
    Claim,
}

/// Fields of contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContactField {
    /// `id`, sortable; whatever the case.
    Id,
    /// `name`, sortable; in either form.
    Name,
    /// `crDate`, sortable.
    Created,
    /// `upDate`, sortable.
    Updated,
    /// `voice`.
    Voice,
    /// `fax`.
    Fax,
    /// `email`.
    Email,
    /// `org`, in either form, like those that follow.
    Organization,
    /// `street`: any line.
    Street,
    /// `city`.
    City,
    /// `pc`.
    PostalCode,
    /// `cc`.
    Country,
    /// `sp`.
    Province,
    /// `status`: `ok`, `linked` and those that are stored.
    Status,
    /// `assignedTo`: a domain that uses it.
    AssignedTo,
    /// `clID`: the sponsor's handle.
    Sponsor,
}

/// Fields of hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostField {
    /// `name`, sortable.
    Name,
    /// `crDate`, sortable.
    Created,
    /// `upDate`, sortable.
    Updated,
    /// `v4`: an address.
    V4,
    /// `v6`: an address.
    V6,
    /// `status`: `ok`, `linked` and those that are stored.
    Status,
    /// `assignedTo`: a domain that uses it.
    AssignedTo,
    /// `clID`: the sponsor's handle.
    Sponsor,
}

/// Fields of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageField {
    /// `id`, sortable.
    Id,
    /// `type`, sortable: the word.
    Type,
    /// `crDate`, sortable.
    Created,
    /// `ntDate`, sortable: when it was read; unset while it was not.
    Read,
    /// `group`.
    Group,
    /// `clID`: the handle of the account that it is for.
    Sponsor,
}

/// Searching: one count and one page each (rule X4).
pub trait Searches {
    /// Domains.
    fn search_domains(&mut self, search: &Search<DomainField>) -> Stored<Found<DomainId>>;
    /// Contacts.
    fn search_contacts(&mut self, search: &Search<ContactField>) -> Stored<Found<ContactNumber>>;
    /// Hosts; within a scope those that the account manages, else all rows.
    fn search_hosts(&mut self, search: &Search<HostField>) -> Stored<Found<HostId>>;
    /// Messages.
    fn search_messages(&mut self, search: &Search<MessageField>) -> Stored<Found<i64>>;
}
