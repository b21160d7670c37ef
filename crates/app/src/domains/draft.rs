//! What registrars send about domains, as the face reads it: texts with their places, not yet judged.

use chrono::NaiveDate;
use domesday_domain::host::AddressDraft;
use domesday_domain::secdns::{SecureDelegationChange, SecureDelegationDraft};

/// A period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodDraft {
    /// How many.
    pub value: i64,
    /// Of what: `y` or `m`.
    pub unit: String,
}

/// A fee that is acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeDraft {
    /// The amount.
    pub amount: String,
    /// The currency.
    pub currency: String,
}

/// A text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The text.
    pub text: String,
    /// Its place, as in `/status/0`.
    pub place: String,
}

/// A contact in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactEntry {
    /// The role's word.
    pub role: String,
    /// The contact's id.
    pub id: String,
    /// Its place, as in `/contacts/admin`.
    pub place: String,
}

/// A name server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerDraft {
    /// Its place, as in `/ns/0`.
    pub place: String,
    /// Its name.
    pub name: String,
    /// Its addresses, if any are given.
    pub addresses: Option<Vec<AddressDraft>>,
}

/// A domain to be registered.
#[derive(Clone, Debug, Default)]
pub struct NewDomain {
    /// `name`
    pub name: Option<String>,
    /// `clID`: whose it is to be; an admin's to say.
    pub sponsor: Option<String>,
    /// `period`
    pub period: Option<PeriodDraft>,
    /// `contacts`
    pub contacts: Vec<ContactEntry>,
    /// `ns`
    pub ns: Vec<ServerDraft>,
    /// `status`
    pub statuses: Vec<Placed>,
    /// `authInfo.pw`
    pub code: Option<String>,
    /// `secDNS`
    pub keys: SecureDelegationDraft,
    /// `fee`
    pub fee: Option<FeeDraft>,
}

/// A change of a domain.
#[derive(Clone, Debug, Default)]
pub struct DomainUpdate {
    /// `add.contact`
    pub add_contacts: Vec<ContactEntry>,
    /// `rem.contact`
    pub rem_contacts: Vec<ContactEntry>,
    /// `add.ns`
    pub add_ns: Vec<ServerDraft>,
    /// `rem.ns`
    pub rem_ns: Vec<ServerDraft>,
    /// `add.status`
    pub add_statuses: Vec<Placed>,
    /// `rem.status`
    pub rem_statuses: Vec<Placed>,
    /// `add.secDNS`, `rem.secDNS`
    pub keys: SecureDelegationChange,
    /// `chg.registrant`; an empty text takes the registrant away.
    pub registrant: Option<String>,
    /// `chg.authInfo.pw`; an empty text unsets the code.
    pub code: Option<String>,
    /// `chg.authInfo.generate`
    pub generate_code: bool,
    /// `reason`: why an admin sets or removes a status, for the sponsor.
    pub reason: Option<String>,
}

/// A renewal.
#[derive(Clone, Debug, Default)]
pub struct Renewal {
    /// `period`
    pub period: Option<PeriodDraft>,
    /// `curExpDate`
    pub current_expiry: Option<NaiveDate>,
}

/// What is to happen with a transfer.
#[derive(Clone, Debug, Default)]
pub struct TransferForm {
    /// `op`
    pub op: String,
    /// `period`
    pub period: Option<PeriodDraft>,
    /// `authInfo.pw`
    pub code: Option<String>,
}
