//! The two policies that others start from: `default`, for generic TLDs, and `st`, as the registry of that TLD works.

use domesday_dns::Name;

use super::special::{LabelPattern, SpecialKind, SpecialName};
use super::{
    Accredited, AddressClass, AtExpiry, AuthOnCreate, ContactRule, ContactRules, Hyphens, NsParent, Policy,
    PolicyDuration, Registrations, TransferModel,
};
use crate::contact::{ContactRole, PublicField};
use crate::word::words;

words! {
    /// What a policy starts from.
    Preset {
        /// As generic TLDs work.
        Default = "default",
        /// As the TLD `st` works.
        St = "st",
    }
}

/// The days of the auto-renew grace where a policy has that model and no other figure.
pub(super) const AUTO_RENEW_GRACE: PolicyDuration = PolicyDuration::days(45);

/// When a domain that expired is held, and when deleted, where a policy has that model and no other figures.
pub(super) const EXPIRE_HOLD_AFTER: PolicyDuration = PolicyDuration::ZERO;
pub(super) const EXPIRE_DELETE_AFTER: PolicyDuration = PolicyDuration::days(40);

impl Preset {
    /// The policy itself.
    pub fn policy(self) -> Policy {
        match self {
            Self::Default => generic(),
            Self::St => st(),
        }
    }

    /// The names that a TLD with this preset reserves or sells dearer from the start (rule P1).
    pub fn names(self) -> Vec<SpecialName> {
        match self {
            Self::Default => ["nic", "rdap", "whois", "www"].into_iter().filter_map(reserved).collect(),
            Self::St => (1..=2).filter_map(LabelPattern::of_length).map(premium).collect(),
        }
    }
}

fn generic() -> Policy {
    let days = PolicyDuration::days;
    Policy {
        registrations: Registrations::Open,
        accredited: Accredited::All,
        min_years: 1,
        max_years: 10,
        months: false,
        add_grace: days(5),
        renew_grace: days(5),
        transfer_grace: days(5),
        at_expiry: AtExpiry::AutoRenew,
        auto_renew_grace: Some(AUTO_RENEW_GRACE),
        expire_hold_after: None,
        expire_delete_after: None,
        redemption: days(30),
        pending_delete: days(5),
        expiry_notices: Vec::new(),
        transfer_model: TransferModel::Standard,
        transfer_window: days(5),
        transfer_lock: PolicyDuration::ZERO,
        transfer_years: 1,
        contacts: ContactRules::default(),
        min_ns: 0,
        max_ns: 13,
        min_label: 1,
        ns_parent: NsParent::Registered,
        host_addresses: AddressClass::Unicast,
        sink: None::<Name>,
        max_ds: 8,
        ds_digests: vec![2, 4],
        ds_algorithms: vec![8, 10, 13, 14, 15, 16],
        hyphens: Hyphens::AceOnly,
        idn_scripts: Vec::new(),
        authinfo_on_create: AuthOnCreate::Generate,
        authinfo_min_length: 20,
        authinfo_ttl: None,
        fee_ack: true,
        required_claims: Vec::new(),
        disclose: vec![PublicField::Org, PublicField::Province, PublicField::Country],
        sandbox_year: None,
    }
}

fn st() -> Policy {
    let days = PolicyDuration::days;
    Policy {
        months: true,
        at_expiry: AtExpiry::Expire,
        auto_renew_grace: None,
        expire_hold_after: Some(EXPIRE_HOLD_AFTER),
        expire_delete_after: Some(EXPIRE_DELETE_AFTER),
        expiry_notices: vec![days(30), days(14)],
        transfer_window: days(7),
        transfer_lock: days(60),
        contacts: ContactRules::default().with(ContactRole::Registrant, ContactRule::Required),
        ns_parent: NsParent::Any,
        hyphens: Hyphens::Forbid,
        authinfo_min_length: 8,
        fee_ack: false,
        ..generic()
    }
}

fn reserved(label: &str) -> Option<SpecialName> {
    let pattern = LabelPattern::parse(label).ok()?;
    Some(SpecialName { pattern, kind: SpecialKind::Reserved, account: None, fee: None, reason: None })
}

fn premium(pattern: LabelPattern) -> SpecialName {
    SpecialName { pattern, kind: SpecialKind::Premium, account: None, fee: None, reason: None }
}
