//! The shapes of policies, for the OpenAPI document only: what goes out is written by [`super::wire`], what comes in is read by the rules
//! themselves.

use utoipa::{IntoParams, ToSchema};

use super::super::answer::DryRun;

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident: $($choice:ident)+;)+) => {$(
        $(#[$doc])*
        #[derive(ToSchema)]
        #[schema(as = $name)]
        #[serde(rename_all = "snake_case")]
        #[expect(dead_code, reason = "describes what is read and written elsewhere")]
        pub(crate) enum $name { $($choice,)+ }
    )+};
}

choices! {
    /// What a policy starts from.
    TldPolicyPreset: Default St;
    /// Whether new names are taken.
    TldPolicyRegistrations: Open Closed;
    /// What happens at the expiry.
    TldPolicyAtExpiry: AutoRenew Expire;
    /// When a transfer takes place.
    TldPolicyTransferModel: Standard Immediate;
    /// Whether a domain has a contact in a role.
    TldPolicyContactRule: Required Optional Forbidden;
    /// Whether a name server below a TLD needs a registered parent.
    TldPolicyNsParent: Registered Any;
    /// Which addresses hosts may have.
    TldPolicyHostAddresses: Unicast Global;
    /// Which hyphens labels may have.
    TldPolicyHyphens: AceOnly Forbid;
    /// What the code of a new domain is if none is given.
    TldPolicyAuthinfo: Generate Unset;
}

/// Every registrar, or only some.
#[derive(ToSchema)]
#[schema(as = TldPolicyAccredited)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what is read and written elsewhere")]
pub(crate) enum Accredited {
    /// `all`
    All(String),
    /// These handles, at most 1000.
    Only(Vec<String>),
}

/// What has to be attested of a registrant, and how soon.
#[derive(ToSchema)]
#[schema(as = TldPolicyClaim)]
#[expect(dead_code, reason = "describes what is read and written elsewhere")]
pub(crate) struct Claim {
    /// `name`, `org`, `addr`, `voice`, `fax` or `email`.
    claim: String,
    /// How long after create, or a change of registrant, it may be open.
    #[schema(example = "P15D")]
    within: String,
}

/// Which contacts a domain has.
#[derive(ToSchema)]
#[schema(as = TldPolicyContacts)]
#[expect(dead_code, reason = "describes what is read and written elsewhere")]
pub(crate) struct Contacts {
    registrant: Option<TldPolicyContactRule>,
    admin: Option<TldPolicyContactRule>,
    tech: Option<TldPolicyContactRule>,
    billing: Option<TldPolicyContactRule>,
    registrant_privacy: Option<TldPolicyContactRule>,
    admin_privacy: Option<TldPolicyContactRule>,
    tech_privacy: Option<TldPolicyContactRule>,
    billing_privacy: Option<TldPolicyContactRule>,
}

/// One table for what is shown, where all members stand, and for what is sent, where any may.
macro_rules! policy {
    ($($(#[$meta:meta])* $member:ident: $kind:ty,)+; $($(#[$may:meta])* $optional:ident: $inner:ty,)+) => {
        /// What the registry of a TLD demands and allows. Durations are `P<n>D` or `PT<n>H<n>M<n>S`, at most `P3650D`.
        #[derive(ToSchema)]
        #[schema(as = TldPolicy)]
        #[expect(dead_code, reason = "describes what is written member by member")]
        pub(crate) struct Policy {
            /// What it started from.
            preset: TldPolicyPreset,
            /// 1 at first, one more with each real change.
            version: i64,
            /// Since when it holds.
            #[schema(rename = "validFrom", example = "2026-11-21T10:00:00Z")]
            valid_from: String,
            $($(#[$meta])* $member: $kind,)+
            $($(#[$may])* #[schema(required)] $optional: Option<$inner>,)+
        }

        /// A policy to make, or what of one to change: null stands for what the preset says.
        #[derive(ToSchema)]
        #[schema(as = TldPolicyDraft)]
        #[expect(dead_code, reason = "describes what is read member by member")]
        pub(crate) struct PolicyDraft {
            /// What it starts from; `default` if left out. It changes only by replacing the whole.
            preset: Option<TldPolicyPreset>,
            $($(#[$meta])* $member: Option<$kind>,)+
            $($(#[$may])* $optional: Option<$inner>,)+
        }
    };
}

policy! {
    /// Whether new names are taken.
    registrations: TldPolicyRegistrations,
    /// Who may create, renew, restore and ask for transfers.
    accredited: Accredited,
    /// The fewest years of a registration, 1 to 10.
    min_years: u8,
    /// The most years, also from now to the expiry, 1 to 10.
    max_years: u8,
    /// Whether periods may be in months.
    months: bool,
    /// How long a new domain can be deleted as if it had never been.
    #[schema(example = "P5D")]
    add_grace: String,
    /// How long a renewal can be taken back by deleting.
    #[schema(example = "P5D")]
    renew_grace: String,
    /// How long a transfer's year can be taken back by deleting.
    #[schema(example = "P5D")]
    transfer_grace: String,
    /// What happens at the expiry.
    at_expiry: TldPolicyAtExpiry,
    /// How long a deleted domain can be restored.
    #[schema(example = "P30D")]
    redemption: String,
    /// How long it is kept after that.
    #[schema(example = "P5D")]
    pending_delete: String,
    /// How long before the expiry its sponsor is told, at most 16.
    expiry_notices: Vec<String>,
    /// When a transfer takes place.
    transfer_model: TldPolicyTransferModel,
    /// How long the losing sponsor may object.
    #[schema(example = "P5D")]
    transfer_window: String,
    /// How long after creation and after a transfer none can be asked for.
    #[schema(example = "P60D")]
    transfer_lock: String,
    /// The years that a transfer adds, 0 to 10.
    transfer_years: u8,
    /// Which contacts a domain has.
    contacts: Contacts,
    /// The fewest name servers, if there are any, 0 to 32.
    min_ns: u8,
    /// The most name servers, 1 to 32.
    max_ns: u8,
    /// The fewest characters of a label, 1 to 63.
    min_label: u8,
    /// Whether name servers below TLDs need a registered parent.
    ns_parent: TldPolicyNsParent,
    /// Which addresses hosts may have.
    host_addresses: TldPolicyHostAddresses,
    /// The most DS records, 0 to 32.
    max_ds: u8,
    /// Their digest types.
    ds_digests: Vec<u8>,
    /// Their algorithms.
    ds_algorithms: Vec<u8>,
    /// Which hyphens labels may have.
    hyphens: TldPolicyHyphens,
    /// From which scripts of ISO 15924 internationalised labels are made, such as `Latn` or `Hani+Hira+Kana`; none refuses them.
    idn_scripts: Vec<String>,
    /// What the code of a new domain is if none is given.
    authinfo_on_create: TldPolicyAuthinfo,
    /// The fewest characters of a code, 1 to 64.
    authinfo_min_length: u8,
    /// Whether a fee must be acknowledged by naming it.
    fee_ack: bool,
    /// What must be attested of a registrant.
    required_claims: Vec<Claim>,
    /// What is shown to everybody of every contact: `name`, `org`, `addr`, `addr.street`, `addr.city`, `addr.sp`, `addr.pc`, `addr.cc`,
    /// `voice`, `fax`, `email`.
    disclose: Vec<String>,
    ;
    /// Under `auto_renew`: how long the year that was added can be taken back by deleting.
    #[schema(example = "P45D")]
    auto_renew_grace: String,
    /// Under `expire`: how long after its expiry a domain is held.
    #[schema(example = "P0D")]
    expire_hold_after: String,
    /// Under `expire`: how long after its expiry a domain is deleted.
    #[schema(example = "P40D")]
    expire_delete_after: String,
    /// Below which name hosts may be renamed to get rid of them.
    sink: String,
    /// How long a code is good.
    authinfo_ttl: String,
    /// What stands for a year in a rehearsal; set only when the policy is made.
    sandbox_year: String,
}

/// The condition of a change that may also make something.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what is read elsewhere")]
pub(crate) struct PutCondition {
    /// The tag of what is there.
    #[param(rename = "If-Match")]
    if_match: Option<String>,
    /// `*`: nothing is there.
    #[param(rename = "If-None-Match")]
    if_none_match: Option<String>,
}

/// What changing a policy is answered with.
#[derive(ToSchema)]
#[schema(as = TldPolicyChange)]
#[expect(dead_code, reason = "describes what is written elsewhere")]
#[serde(untagged)]
pub(crate) enum PolicyChange {
    /// It was done.
    Done(Box<Policy>),
    /// It was only tried.
    Tried(DryRun),
}
