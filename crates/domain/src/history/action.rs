//! What was done: the word of an entry (`zones.md` H2).

use super::Deed;

/// What was done, as `action` of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A zone was created.
    ZoneCreate,
    /// Its members were changed.
    ZoneUpdate,
    /// It was deleted.
    ZoneDelete,
    /// It was created from, or replaced by, a zone file.
    ZoneImport,
    /// What a session had staged of it was published (`dynect.md` C8).
    ZonePublish,
    /// Writes to it are refused from now on (`dynect.md` Z5).
    ZoneFreeze,
    /// They are taken again.
    ZoneThaw,
    /// Record sets were changed.
    RecordsChange,
    /// A delegation was made.
    DelegationCreate,
    /// It was changed.
    DelegationUpdate,
    /// It was deleted.
    DelegationDelete,
    /// What follows from it was computed anew, and had not been right.
    ZoneReconcile,
    /// What was done elsewhere changed the zone: a child zone's name servers, the addresses of one of them.
    ZoneFollow,
    /// A rule about TLDs was made.
    TldCreate,
    /// It was changed.
    TldUpdate,
    /// It was deleted.
    TldDelete,
    /// A list of rules was imported.
    TldImport,
    /// An entry of the block list was made.
    BlocklistCreate,
    /// It was changed.
    BlocklistUpdate,
    /// It was deleted.
    BlocklistDelete,
    /// An account's quota was set, or given back to the default.
    QuotaUpdate,
    /// An account was made.
    AccountCreate,
    /// It was disabled, suspended, given another quota, or the opposite.
    AccountUpdate,
    /// A user of an account was made.
    UserCreate,
    /// Their roles, their password or their state were changed.
    UserUpdate,
    /// An API key of a user was made.
    ApiKeyCreate,
    /// It was disabled.
    ApiKeyDisable,
    /// What a registrar, an admin or time did to a domain, a contact, a host, a policy or a client.
    Registration(Deed),
}

impl Action {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ZoneCreate => "zone.create",
            Self::ZoneUpdate => "zone.update",
            Self::ZoneDelete => "zone.delete",
            Self::ZoneImport => "zone.import",
            Self::ZonePublish => "zone.publish",
            Self::ZoneFreeze => "zone.freeze",
            Self::ZoneThaw => "zone.thaw",
            Self::RecordsChange => "recordsets.change",
            Self::DelegationCreate => "delegation.create",
            Self::DelegationUpdate => "delegation.update",
            Self::DelegationDelete => "delegation.delete",
            Self::ZoneReconcile => "zone.reconcile",
            Self::ZoneFollow => "zone.follow",
            Self::TldCreate => "tld.create",
            Self::TldUpdate => "tld.update",
            Self::TldDelete => "tld.delete",
            Self::TldImport => "tld.import",
            Self::BlocklistCreate => "blocklist.create",
            Self::BlocklistUpdate => "blocklist.update",
            Self::BlocklistDelete => "blocklist.delete",
            Self::QuotaUpdate => "quota.update",
            Self::AccountCreate => "account.create",
            Self::AccountUpdate => "account.update",
            Self::UserCreate => "user.create",
            Self::UserUpdate => "user.update",
            Self::ApiKeyCreate => "key.create",
            Self::ApiKeyDisable => "key.disable",
            Self::Registration(deed) => deed.as_str(),
        }
    }
}
