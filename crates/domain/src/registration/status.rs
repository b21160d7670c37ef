//! The statuses of a domain: those that are stored, and the words shown for those and for what follows from links, dates and requests
//! (rule S1).

use std::fmt;

/// Who set a stored status, and so who may take it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The sponsor.
    Client,
    /// The registry.
    Server,
}

/// What a stored status keeps from happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bar {
    /// Deletion.
    Delete,
    /// Publication.
    Hold,
    /// Renewal.
    Renew,
    /// Transfer to another account.
    Transfer,
    /// Changes.
    Update,
}

/// A status that somebody set. Its order is that of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoredStatus {
    /// Who set it.
    pub side: Side,
    /// What it bars.
    pub bar: Bar,
}

impl StoredStatus {
    /// Each of them.
    pub const ALL: [Self; 10] = [
        Self::client(Bar::Delete),
        Self::client(Bar::Hold),
        Self::client(Bar::Renew),
        Self::client(Bar::Transfer),
        Self::client(Bar::Update),
        Self::server(Bar::Delete),
        Self::server(Bar::Hold),
        Self::server(Bar::Renew),
        Self::server(Bar::Transfer),
        Self::server(Bar::Update),
    ];

    /// The sponsor's.
    pub const fn client(bar: Bar) -> Self {
        Self { side: Side::Client, bar }
    }

    /// The registry's.
    pub const fn server(bar: Bar) -> Self {
        Self { side: Side::Server, bar }
    }

    /// The status of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match (self.side, self.bar) {
            (Side::Client, Bar::Delete) => "clientDeleteProhibited",
            (Side::Client, Bar::Hold) => "clientHold",
            (Side::Client, Bar::Renew) => "clientRenewProhibited",
            (Side::Client, Bar::Transfer) => "clientTransferProhibited",
            (Side::Client, Bar::Update) => "clientUpdateProhibited",
            (Side::Server, Bar::Delete) => "serverDeleteProhibited",
            (Side::Server, Bar::Hold) => "serverHold",
            (Side::Server, Bar::Renew) => "serverRenewProhibited",
            (Side::Server, Bar::Transfer) => "serverTransferProhibited",
            (Side::Server, Bar::Update) => "serverUpdateProhibited",
        }
    }
}

impl fmt::Display for StoredStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A status that a domain shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It is stored; `serverHold` also follows from expiry and from an overdue claim.
    Stored(StoredStatus),
    /// It has no name servers.
    Inactive,
    /// Nothing else is to be said.
    Ok,
    /// It is deleted, and not yet gone.
    PendingDelete,
    /// Another account asked for it.
    PendingTransfer,
}

impl Status {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stored(status) => status.as_str(),
            Self::Inactive => "inactive",
            Self::Ok => "ok",
            Self::PendingDelete => "pendingDelete",
            Self::PendingTransfer => "pendingTransfer",
        }
    }
}

/// A status of the grace periods (RFC 3915). Their order is that of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RgpStatus {
    /// Just registered.
    AddPeriod,
    /// Just renewed by time.
    AutoRenewPeriod,
    /// Beyond restoring.
    PendingDelete,
    /// Deleted, and restorable.
    RedemptionPeriod,
    /// Just renewed.
    RenewPeriod,
    /// Just transferred.
    TransferPeriod,
}

impl RgpStatus {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AddPeriod => "addPeriod",
            Self::AutoRenewPeriod => "autoRenewPeriod",
            Self::PendingDelete => "pendingDelete",
            Self::RedemptionPeriod => "redemptionPeriod",
            Self::RenewPeriod => "renewPeriod",
            Self::TransferPeriod => "transferPeriod",
        }
    }
}
