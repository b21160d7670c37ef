//! The table of a policy's members (`registrar.md` section 7), once: from it come the policy, its patch, reading and showing, so that
//! none of the four can know a member that another does not.

use domesday_dns::Name;

use super::accredited::read_accredited;
use super::claims::{RequiredClaim, read_claim};
use super::contact_rules::{ContactRules, ContactRulesPatch};
use super::value::{
    self, Read, Show, Value, duration, expected, flag, list, one_of, optional, parsed, some_time, whole, word,
};
use super::{
    Accredited, AddressClass, AtExpiry, AuthOnCreate, Hyphens, NsParent, PolicyDuration, Preset, Registrations,
    ScriptSet, TransferModel,
};
use crate::contact::PublicField;
use crate::fault::{Fault, below};

/// The digest types of a DS whose length is known: SHA-1, SHA-256, GOST R 34.11-94, SHA-384, GOST R 34.11-2012, SM3.
const DIGESTS: &[u8] = &[1, 2, 3, 4, 5, 6];

/// The algorithms that sign zones, without RSA/MD5, which must not be used (RFC 8624) and whose key tag is another.
const ALGORITHMS: &[u8] = &[3, 5, 6, 7, 8, 10, 12, 13, 14, 15, 16, 17, 23, 253, 254];

/// What a patch wants a member to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting<T> {
    /// What the preset says: the member was null.
    Preset,
    /// This.
    To(T),
}

macro_rules! policy {
    ($($(#[$doc:meta])* $member:ident: $type:ty = $read:expr;)+) => {
        /// What the registry of a TLD demands and allows. Every member is always there.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Policy {
            $($(#[$doc])* pub $member: $type,)+
            /// Which contacts a domain has.
            pub contacts: ContactRules,
        }

        /// A policy's members as they were sent, what could be read of them, and what is wrong with the others. `None` leaves a member.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct PolicyPatch {
            /// The preset, where one is named.
            pub preset: Option<Preset>,
            $($(#[$doc])* pub $member: Option<Setting<$type>>,)+
            /// Rules for some contacts; null sets all of them to what the preset says.
            pub contacts: Option<Setting<ContactRulesPatch>>,
            /// What could not be read.
            pub faults: Vec<Fault>,
        }

        impl Policy {
            /// All members in the order of the specification, `contacts` last.
            pub fn members(&self) -> Vec<(&'static str, Value)> {
                vec![$((stringify!($member), self.$member.show()),)+ ("contacts", self.contacts.show())]
            }
        }

        impl PolicyPatch {
            fn read_member(&mut self, member: &str, value: &Value) -> Read<()> {
                let place = below("", member);
                match member {
                    "preset" => self.preset = if *value == Value::Null { None } else { Some(value::preset(value)?) },
                    $(stringify!($member) => self.$member = Some(setting(value, &place, $read)?),)+
                    "contacts" => self.contacts = Some(setting(value, &place, ContactRules::read_patch)?),
                    "version" | "validFrom" => {
                        return Err(vec![Fault::refused(place, "read-only", format!("{member} is set by the system"))]);
                    }
                    _ => return Err(vec![Fault::malformed(place, "unknown-member", "a policy has no such member")]),
                }
                Ok(())
            }

            /// The policy with the members of the patch in place of its own.
            pub(super) fn over(&self, policy: &Policy, preset: &Policy) -> Policy {
                let contacts = match &self.contacts {
                    None => policy.contacts,
                    Some(Setting::Preset) => preset.contacts,
                    Some(Setting::To(patch)) => policy.contacts.merged(patch, &preset.contacts),
                };
                Policy {
                    $($member: match &self.$member {
                        None => policy.$member.clone(),
                        Some(Setting::Preset) => preset.$member.clone(),
                        Some(Setting::To(wanted)) => wanted.clone(),
                    },)+
                    contacts,
                }
            }
        }
    };
}

policy! {
    /// Whether new names are taken.
    registrations: Registrations = word;
    /// Who may create, renew, restore and ask for transfers.
    accredited: Accredited = read_accredited;
    /// The fewest years of a registration.
    min_years: u8 = whole(1..=10);
    /// The most years, also from now to the expiry.
    max_years: u8 = whole(1..=10);
    /// Whether periods may be in months.
    months: bool = flag;
    /// How long a new domain can be deleted as if it had never been.
    add_grace: PolicyDuration = duration;
    /// How long a renewal can be taken back by deleting.
    renew_grace: PolicyDuration = duration;
    /// How long a transfer's year can be taken back by deleting.
    transfer_grace: PolicyDuration = duration;
    /// What happens at the expiry.
    at_expiry: AtExpiry = word;
    /// Under `auto_renew`: how long the year that was added can be taken back by deleting.
    auto_renew_grace: Option<PolicyDuration> = optional(duration);
    /// Under `expire`: how long after its expiry a domain is held.
    expire_hold_after: Option<PolicyDuration> = optional(duration);
    /// Under `expire`: how long after its expiry a domain is deleted.
    expire_delete_after: Option<PolicyDuration> = optional(duration);
    /// How long a deleted domain can be restored.
    redemption: PolicyDuration = duration;
    /// How long it is kept after that.
    pending_delete: PolicyDuration = duration;
    /// How long before the expiry its sponsor is told.
    expiry_notices: Vec<PolicyDuration> = list(16, some_time);
    /// When a transfer takes place.
    transfer_model: TransferModel = word;
    /// How long the losing sponsor may object.
    transfer_window: PolicyDuration = duration;
    /// How long after creation and after a transfer none can be asked for.
    transfer_lock: PolicyDuration = duration;
    /// The years that a transfer adds.
    transfer_years: u8 = whole(0..=10);
    /// The fewest name servers, if there are any.
    min_ns: u8 = whole(0..=32);
    /// The most name servers.
    max_ns: u8 = whole(1..=32);
    /// The fewest characters of a label.
    min_label: u8 = whole(1..=63);
    /// Whether name servers below TLDs need a registered parent.
    ns_parent: NsParent = word;
    /// Which addresses hosts may have.
    host_addresses: AddressClass = word;
    /// Below which name hosts may be renamed to get rid of them.
    sink: Option<Name> = optional(parsed(read_sink, "name"));
    /// The most DS records.
    max_ds: u8 = whole(0..=32);
    /// Their digest types.
    ds_digests: Vec<u8> = list(256, one_of(DIGESTS));
    /// Their algorithms.
    ds_algorithms: Vec<u8> = list(256, one_of(ALGORITHMS));
    /// Which hyphens labels may have.
    hyphens: Hyphens = word;
    /// From which scripts internationalised labels are made; none refuses them.
    idn_scripts: Vec<ScriptSet> = list(64, parsed(ScriptSet::parse, "scripts"));
    /// What the code of a new domain is if none is given.
    authinfo_on_create: AuthOnCreate = word;
    /// The fewest characters of a code.
    authinfo_min_length: u8 = whole(1..=64);
    /// How long a code is good.
    authinfo_ttl: Option<PolicyDuration> = optional(some_time);
    /// Whether a fee must be acknowledged by naming it.
    fee_ack: bool = flag;
    /// What must be attested of a registrant.
    required_claims: Vec<RequiredClaim> = list(16, read_claim);
    /// What is shown to everybody of every contact.
    disclose: Vec<PublicField> = list(16, word);
    /// What stands for a year in a rehearsal.
    sandbox_year: Option<PolicyDuration> = optional(some_time);
}

impl PolicyPatch {
    /// Reads members as they were sent. What is wrong is kept, and told when the patch is used.
    pub fn read(members: &Value) -> Self {
        let mut patch = Self::default();
        match members {
            Value::Members(members) => {
                for (member, value) in members {
                    if let Err(wrong) = patch.read_member(member, value) {
                        patch.faults.extend(wrong);
                    }
                }
            }
            _ => patch.faults.extend(expected::<()>("an object with a policy's members", "").err().unwrap_or_default()),
        }
        patch
    }
}

fn setting<T>(value: &Value, place: &str, read: impl Fn(&Value, &str) -> Read<T>) -> Read<Setting<T>> {
    match value {
        Value::Null => Ok(Setting::Preset),
        value => read(value, place).map(Setting::To),
    }
}

/// A name below which hosts are dumped; one label is enough (`invalid`).
fn read_sink(text: &str) -> Result<Name, String> {
    let name = Name::parse(text).map_err(|problem| problem.to_string())?;
    if name.is_host_name() { Ok(name) } else { Err("labels are of letters, digits and inner hyphens".to_owned()) }
}
