//! What comes in. Clients send most of it in more forms than one (`registrar.md` U2–U9); here is the documented one.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

macro_rules! requests {
    ($($(#[$outer:meta])* $name:ident as $schema:ident { $($(#[$inner:meta])* $member:ident: $kind:ty,)+ })+) => {$(
        $(#[$outer])*
        #[derive(Serialize, ToSchema)]
        #[schema(as = $schema)]
        pub(crate) struct $name { $($(#[$inner])* $member: $kind,)+ }
    )+};
}

requests! {
    /// What a user logs in with.
    LogIn as RegistrarLogIn {
        /// The user's login, or `account/login`.
        login: String,
        #[schema(format = "password")]
        password: String,
    }
    /// A length of registration.
    PeriodShape as Period {
        /// `y`, or `m` where the policy allows months.
        #[schema(example = "y")]
        unit: String,
        #[schema(example = 1)]
        value: i64,
    }
    /// What a premium name costs.
    FeeShape as Fee {
        #[schema(example = "250.00")]
        amount: String,
        #[schema(example = "EUR")]
        currency: String,
    }
    /// A domain's code.
    CodeDraft as AuthInfoDraft {
        /// The code; an empty one unsets it.
        pw: Option<String>,
        /// Have one made: in a change.
        generate: Option<bool>,
    }
    /// A code as it is given.
    CodeGiven as AuthInfoGiven {
        /// The code; an empty one is none.
        pw: Option<String>,
    }
    /// The keys of a domain's zone.
    KeysDraft as SecDnsDraft {
        #[serde(rename = "dsData")]
        ds: Option<Vec<super::domains::Ds>>,
        #[serde(rename = "keyData")]
        keys: Option<Vec<super::domains::Key>>,
        /// Everything: where it is removed.
        all: Option<bool>,
    }
    /// A domain to be registered; the name alone is required.
    NewDomain as NewDomain {
        #[schema(example = "blue.st")]
        name: String,
        period: Option<PeriodShape>,
        /// Ids of contacts by role.
        contacts: Option<BTreeMap<String, String>>,
        /// Names, or `{"name", "addr"}`.
        ns: Option<Vec<String>>,
        status: Option<Vec<String>>,
        #[serde(rename = "authInfo")]
        auth_info: Option<CodeGiven>,
        #[serde(rename = "secDNS")]
        keys: Option<KeysDraft>,
        fee: Option<FeeShape>,
        /// Whose it is to be: an admin's to say.
        #[serde(rename = "clID")]
        sponsor: Option<String>,
    }
    /// What of a domain is added or removed.
    DomainPart as DomainUpdatePart {
        /// Each an id by its role.
        contact: Option<Vec<BTreeMap<String, String>>>,
        /// Names, or `{"name", "addr"}`.
        ns: Option<Vec<String>>,
        status: Option<Vec<String>>,
        #[serde(rename = "secDNS")]
        keys: Option<KeysDraft>,
    }
    /// What of a domain is replaced.
    DomainReplacement as DomainUpdateReplacement {
        /// Another registrant; an empty text takes it away.
        registrant: Option<String>,
        #[serde(rename = "authInfo")]
        auth_info: Option<CodeDraft>,
    }
    /// A change of a domain.
    DomainUpdate as DomainUpdate {
        add: Option<DomainPart>,
        rem: Option<DomainPart>,
        chg: Option<DomainReplacement>,
        /// Why an admin sets or removes a status, for the sponsor.
        reason: Option<String>,
    }
    /// A renewal.
    Renewal as Renewal {
        period: Option<PeriodShape>,
        /// The day on which it expires now.
        #[serde(rename = "curExpDate")]
        #[schema(format = "date", example = "2027-11-21")]
        current_expiry: String,
    }
    /// A domain's code, to be shown the domain.
    Coded as Coded {
        #[serde(rename = "authInfo")]
        auth_info: CodeGiven,
    }
    /// What is to happen with a transfer.
    TransferForm as TransferForm {
        /// `request`, `query`, `approve`, `reject` or `cancel`.
        #[schema(example = "request")]
        op: String,
        period: Option<PeriodShape>,
        #[serde(rename = "authInfo")]
        auth_info: Option<CodeGiven>,
    }
    /// A contact to be made.
    NewContact as NewContact {
        /// 3 to 16 of `[A-Za-z0-9._-]`; made here if it is not given.
        id: Option<String>,
        status: Option<Vec<String>>,
        #[schema(example = "+49.301234567")]
        voice: Option<String>,
        fax: Option<String>,
        email: String,
        #[serde(rename = "postalInfo")]
        postal: super::objects::PostalForms,
        /// Any of `name`, `org`, `addr`, `voice`, `fax`, `email`.
        disclose: Option<Vec<String>>,
        /// Whose it is to be: an admin's to say.
        #[serde(rename = "clID")]
        sponsor: Option<String>,
    }
    /// Statuses that are added or removed.
    StatusPart as StatusPart { status: Option<Vec<String>>, }
    /// What of a contact is replaced.
    ContactReplacement as ContactReplacement {
        voice: Option<String>,
        fax: Option<String>,
        email: Option<String>,
        #[serde(rename = "postalInfo")]
        postal: Option<super::objects::PostalForms>,
        disclose: Option<Vec<String>>,
    }
    /// A change of a contact: members of `chg` replace, absent ones stay, empty ones clear.
    ContactUpdate as ContactUpdate {
        add: Option<StatusPart>,
        rem: Option<StatusPart>,
        chg: Option<ContactReplacement>,
    }
    /// A host to be made.
    NewHost as NewHost {
        #[schema(example = "ns1.blue.st")]
        name: String,
        addr: Option<Vec<super::objects::Address>>,
        status: Option<Vec<String>>,
        /// Whose it is to be: an admin's to say.
        #[serde(rename = "clID")]
        sponsor: Option<String>,
    }
    /// What of a host is added or removed.
    HostPart as HostUpdatePart {
        addr: Option<Vec<super::objects::Address>>,
        status: Option<Vec<String>>,
    }
    /// What of a host is replaced.
    HostReplacement as HostReplacement { name: Option<String>, }
    /// A change of a host.
    HostUpdate as HostUpdate {
        add: Option<HostPart>,
        rem: Option<HostPart>,
        chg: Option<HostReplacement>,
    }
    /// A client to be made or changed.
    NewClient as NewClient {
        login: Option<String>,
        /// 8 to 128 characters.
        #[schema(format = "password")]
        password: Option<String>,
        /// The account's handle; the login if it is not given.
        handle: Option<String>,
        name: Option<String>,
        email: Option<String>,
        #[serde(rename = "ianaId")]
        iana_id: Option<i64>,
        #[serde(rename = "rdapUrl")]
        rdap_url: Option<String>,
        url: Option<String>,
        abuse: Option<super::objects::Abuse>,
        roles: Option<Vec<String>>,
        #[serde(rename = "tokenTtl")]
        token_ttl: Option<i64>,
        #[serde(rename = "mutationsPerMinute")]
        mutations_per_minute: Option<i64>,
        #[serde(rename = "readsPerMinute")]
        reads_per_minute: Option<i64>,
        suspended: Option<bool>,
    }
}
