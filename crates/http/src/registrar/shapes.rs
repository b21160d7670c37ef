//! The shapes of what comes in and goes out, for the OpenAPI document only: what goes out is written by [`super::show`], what comes in is
//! read member by member.

mod domains;
mod objects;
mod parameters;
mod requests;

pub(crate) use domains::{Blocker, Domain, Fault, TransferData};
pub(crate) use objects::{Client, Contact, Host, Message};
pub(crate) use parameters::{Condition, Headers, Mutating, Paging, Repeating, Searching};
pub(crate) use requests::{
    Coded, ContactUpdate, DomainUpdate, HostUpdate, LogIn, NewClient, NewContact, NewDomain, NewHost, Renewal,
    TransferForm,
};

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Declares what goes out, whose members are spelt in one way.
macro_rules! shapes {
    ($($(#[$outer:meta])* $name:ident as $schema:ident { $($(#[$inner:meta])* $member:ident: $kind:ty,)+ })+) => {$(
        $(#[$outer])*
        #[derive(Serialize, ToSchema)]
        #[schema(as = $schema)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name { $($(#[$inner])* $member: $kind,)+ }
    )+};
}

use shapes;

/// What every answer has.
#[derive(Serialize, ToSchema)]
pub(crate) struct Envelope {
    /// The result code of RFC 5730: 1000 and those after it for success.
    #[schema(example = 1000)]
    code: u16,
    /// Its words, then `; ` and the cause.
    #[schema(example = "Command completed successfully")]
    message: String,
    /// `Api-ClientTransactionId`.
    #[schema(required)]
    cltrid: Option<String>,
    /// The server's own id for it.
    svtrid: String,
    /// How long it took, in seconds.
    time: f64,
    /// What should be known of a success.
    warnings: Option<Vec<WarningShape>>,
    /// The answer was given before.
    replayed: Option<bool>,
}

/// What should be known of a success.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistrarWarning)]
pub(crate) struct WarningShape {
    /// A stable word for programs.
    reason: String,
    /// A sentence for people.
    message: String,
}

macro_rules! answers {
    ($($(#[$outer:meta])* $name:ident as $schema:ident { $($(#[$inner:meta])* $member:ident: $kind:ty,)* })+) => {$(
        $(#[$outer])*
        #[derive(Serialize, ToSchema)]
        #[schema(as = $schema)]
        pub(crate) struct $name {
            #[serde(flatten)]
            envelope: Envelope,
            $($(#[$inner])* $member: $kind,)*
        }
    )+};
}

answers! {
    /// It was done.
    Done as RegistrarDone {}
    /// What went wrong.
    Error as RegistrarError {
        /// Every fault of the class that failed.
        errors: Vec<Fault>,
        /// What stands in the way, with 2302 and 2305: the first hundred.
        blockers: Option<Vec<Blocker>>,
        /// How many there are.
        #[serde(rename = "blockersTotal")]
        blockers_total: Option<u64>,
        /// Beside 2005, of what was to be checked.
        avail: Option<u8>,
    }
    /// A token.
    Opened as RegistrarToken {
        login: String,
        token: String,
        /// Unix seconds.
        created: i64,
        /// Unix seconds: from that instant on the token is dead.
        expires: i64,
    }
    /// A session.
    Session as RegistrarSession {
        login: String,
        /// Unix seconds.
        created: i64,
        /// Unix seconds; null for an API key.
        #[schema(required)]
        expires: Option<i64>,
        /// When this was asked, Unix seconds.
        reqtime: i64,
    }
    /// What a mutation would do; with what it would answer.
    Rehearsed as Rehearsed {
        /// True.
        #[serde(rename = "dryRun")]
        dry_run: bool,
        /// What of `info` would differ: `op`, `path` (RFC 6901), `from`, `value`.
        #[schema(value_type = Vec<Object>)]
        diff: Vec<Value>,
        /// What would differ in the zone of the TLD: `zone`, `add`, `remove`.
        #[serde(rename = "dnsDiff")]
        #[schema(required)]
        dns_diff: Option<DnsDiffShape>,
    }
    /// Whether a name is free.
    DomainChecked as DomainChecked {
        name: String,
        /// 1 if it is.
        avail: u8,
        /// `In use`, `Reserved` or `Not registrable`.
        reason: Option<String>,
        premium: bool,
        fee: Option<requests::FeeShape>,
    }
    /// A domain.
    DomainRead as DomainRead { info: Domain, }
    /// A domain that was registered.
    DomainCreated as DomainCreated {
        #[serde(rename = "creData")]
        created: domains::CreatedDomain,
        #[schema(required)]
        dns: Option<domains::Standing>,
    }
    /// A domain that was changed.
    DomainUpdated as DomainUpdated {
        #[serde(rename = "upData")]
        updated: domains::UpdatedName,
        /// Only if the code was changed; told this once.
        #[serde(rename = "authInfo")]
        auth_info: Option<domains::Code>,
        #[schema(required)]
        dns: Option<domains::Standing>,
    }
    /// A domain that was deleted, and can be restored.
    DomainDeleted as DomainDeleted {
        #[serde(rename = "delData")]
        deleted: domains::DeletedDomain,
    }
    /// A domain that was renewed.
    Renewed as DomainRenewed {
        #[serde(rename = "renData")]
        renewed: domains::ExpiringName,
        #[schema(required)]
        dns: Option<domains::Standing>,
    }
    /// A domain that was restored.
    Restored as DomainRestored {
        #[serde(rename = "resData")]
        restored: domains::ExpiringName,
        #[schema(required)]
        dns: Option<domains::Standing>,
    }
    /// A transfer.
    Transferred as DomainTransferred {
        #[serde(rename = "trnData")]
        transfer: TransferData,
    }
    /// Transfers, the newest first.
    TransferList as TransferList { transfers: Vec<TransferData>, }
    /// Whether an id is free.
    ContactChecked as ContactChecked {
        id: String,
        /// 1 if it is.
        avail: u8,
        /// `In use`.
        reason: Option<String>,
    }
    /// A contact.
    ContactRead as ContactRead { info: Contact, }
    /// A contact that was made.
    ContactCreated as ContactCreated {
        #[serde(rename = "creData")]
        created: objects::CreatedContact,
    }
    /// A contact that was changed.
    ContactUpdated as ContactUpdated {
        #[serde(rename = "upData")]
        updated: domains::UpdatedId,
    }
    /// Whether a host can be made.
    HostChecked as HostChecked {
        name: String,
        /// 1 if it can.
        avail: u8,
        /// `In use`.
        reason: Option<String>,
    }
    /// A host.
    HostRead as HostRead { info: Host, }
    /// A host that was made.
    HostCreated as HostCreated {
        #[serde(rename = "creData")]
        created: objects::CreatedHost,
    }
    /// A host that was changed.
    HostUpdated as HostUpdated {
        #[serde(rename = "upData")]
        updated: domains::UpdatedName,
    }
    /// Domains that use something.
    References as References {
        domains: Vec<objects::Reference>,
        /// How many there are on all pages.
        rows_count: u64,
    }
    /// A message.
    MessageRead as MessageRead { info: Message, }
    /// A message that was read.
    MessageMarked as MessageMarked {
        id: i64,
        /// When it was read first.
        #[serde(rename = "ntDate")]
        read: String,
        #[serde(rename = "msgQ")]
        queue: objects::Queue,
    }
    /// A client.
    ClientRead as ClientRead { client: Client, }
    /// All clients.
    ClientList as ClientList { clients: Vec<Client>, }
    /// What everybody may know of a domain.
    Whois as Whois {
        /// As members.
        info: domains::PublicDomainShape,
        /// As lines of `key: value`.
        text: String,
    }
}

macro_rules! results {
    ($($(#[$outer:meta])* $name:ident of $row:ty;)+) => {$(
        $(#[$outer])*
        #[derive(Serialize, ToSchema)]
        pub(crate) struct $name {
            #[serde(flatten)]
            envelope: Envelope,
            #[serde(rename = "searchInf")]
            about: PageShape,
            /// What was found, in the order of the result.
            #[serde(rename = "searchRes")]
            rows: FoundShape<$row>,
        }
    )+};
}

results! {
    /// A page of domains.
    DomainResults of Domain;
    /// A page of contacts.
    ContactResults of Contact;
    /// A page of hosts.
    HostResults of Host;
    /// A page of messages.
    MessageResults of Message;
}

/// What was found.
#[derive(Serialize, ToSchema)]
#[schema(as = Found)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what is written elsewhere")]
pub(crate) enum FoundShape<T> {
    /// By name or id, in version 1.0.
    Named(std::collections::BTreeMap<String, T>),
    /// A list, in version 2.0.
    Listed(Vec<T>),
}

/// Where a page stands.
#[derive(Serialize, ToSchema)]
#[schema(as = SearchInf)]
pub(crate) struct PageShape {
    limit: u64,
    offset: u64,
    /// How many rows there are on all pages.
    rows_count: u64,
}

/// What would differ in a zone.
#[derive(Serialize, ToSchema)]
#[schema(as = DnsDiff)]
pub(crate) struct DnsDiffShape {
    zone: String,
    /// Records in presentation form.
    add: Vec<String>,
    /// The same.
    remove: Vec<String>,
}
