//! What the history keeps of a committed change (`zones.md` section 9): which member or set went from what to what.

use domesday_dns::{Name, RecordType};

use crate::record::{Origin, RecordSet};

/// A plain value of a member, as histories and comparisons see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// A truth value.
    Flag(bool),
    /// A list of texts, in order.
    List(Vec<String>),
}

/// What a record set held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetContent {
    /// Its TTL, or none for the zone's default.
    pub ttl: Option<u32>,
    /// Its values in presentation form, in canonical order.
    pub records: Vec<String>,
}

/// What a delegation was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutContent {
    /// Its NS set.
    pub set: SetContent,
    /// What its maker wrote about it.
    pub comment: Option<String>,
    /// Who wrote it.
    pub origin: Origin,
}

/// One change of a committed request (rule H2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A member of the zone.
    Zone {
        /// Its name.
        member: &'static str,
        /// Before.
        from: Value,
        /// After.
        to: Value,
    },
    /// A record set.
    RecordSet {
        /// Its owner.
        name: Name,
        /// Its type.
        rtype: RecordType,
        /// Before; none if it was made.
        from: Option<SetContent>,
        /// After; none if it was deleted.
        to: Option<SetContent>,
    },
    /// A delegation.
    Delegation {
        /// The cut.
        name: Name,
        /// Before; none if it was made.
        from: Option<CutContent>,
        /// After; none if it was deleted.
        to: Option<CutContent>,
    },
}

impl Change {
    /// How a set, or the delegation that it makes, went from one state to the next; none if nothing in it differs.
    pub fn of_set(before: Option<&RecordSet>, after: Option<&RecordSet>) -> Option<Self> {
        let set = before.or(after)?;
        let (name, rtype) = (set.owner.clone(), set.rtype);
        if set.is_cut() {
            let content = |set: &RecordSet| CutContent {
                set: set.content(),
                comment: set.cut.as_ref().and_then(|notes| notes.comment.clone()),
                origin: set.origin,
            };
            let (from, to) = (before.map(content), after.map(content));
            return (from != to).then_some(Self::Delegation { name, from, to });
        }
        let (from, to) = (before.map(RecordSet::content), after.map(RecordSet::content));
        (from != to).then_some(Self::RecordSet { name, rtype, from, to })
    }

    /// Whether what the zone publishes differs by it (rule S4): owner, serial style, comments and origins are not published, nor whether
    /// writes are refused.
    pub fn is_published(&self) -> bool {
        match self {
            Self::Zone { member, .. } => !matches!(*member, "owner" | "serial_style" | "frozen"),
            Self::RecordSet { .. } => true,
            Self::Delegation { from, to, .. } => {
                from.as_ref().map(|content| &content.set) != to.as_ref().map(|content| &content.set)
            }
        }
    }
}

/// How many changes an entry spells out; more of them are counted by type instead (rule H2).
pub const CHANGES_SPELLED_OUT: usize = 1000;

/// What an entry says about its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Each one.
    Each(Vec<Change>),
    /// How many, for bulk changes of more than [`CHANGES_SPELLED_OUT`].
    Counted {
        /// Record sets changed, by type.
        by_type: Vec<(RecordType, u64)>,
        /// SHA-256 of the exported file before, in hex; none for a new zone.
        before: Option<String>,
        /// The same of the file after.
        after: Option<String>,
    },
}

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

/// What was done to an object of the registrars' registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A domain was registered.
    DomainCreate,
    /// It was changed.
    DomainUpdate,
    /// It was renewed, by its sponsor or by time.
    DomainRenew,
    /// It was deleted, by its sponsor or by time.
    DomainDelete,
    /// It came back from redemption.
    DomainRestore,
    /// Its transfer was asked for, or answered, or took place.
    DomainTransfer,
    /// Its registration ended.
    DomainExpire,
    /// It left the zone, being expired.
    DomainHold,
    /// A grace period of it, or its redemption, ended.
    DomainEndOfPeriod,
    /// It is gone.
    DomainPurge,
    /// What is required of its registrant was judged anew.
    DomainClaims,
    /// A contact was made.
    ContactCreate,
    /// It was changed.
    ContactUpdate,
    /// It was deleted.
    ContactDelete,
    /// It went to another account along with its domain.
    ContactTransfer,
    /// A host was made, or one that was merely referred to became somebody's.
    HostCreate,
    /// It was changed.
    HostUpdate,
    /// It was deleted, or became one that is merely referred to.
    HostDelete,
    /// A TLD's policy was made, replaced or changed.
    PolicyChange,
    /// It was deleted.
    PolicyDelete,
    /// A name of it was reserved, made premium, or set free.
    PolicyNames,
    /// A client was made.
    ClientCreate,
    /// It was changed.
    ClientUpdate,
    /// What is required of a contact is not attested.
    ContactVerificationRequired,
    /// It is attested.
    ContactVerified,
    /// It was still not attested when it should have been.
    ContactLapsed,
    /// A kind of entities was declared, or declared anew.
    KindDeclare,
    /// An entity was made.
    EntityCreate,
    /// Its claims were changed.
    EntityUpdate,
    /// It was deleted.
    EntityDelete,
    /// It was given to another account.
    EntityOwner,
    /// A claim was attested.
    ClaimAttest,
    /// An attestation is none any more, for the claim says something else or nothing, or a newer one took its place.
    ClaimSupersede,
    /// An attestation was revoked.
    ClaimRevoke,
    /// An attestation was signed anew.
    ClaimResign,
    /// A signing key was made or imported.
    KeyCreate,
    /// It signs from now on.
    KeyActivate,
    /// It signs no more.
    KeyRetire,
    /// Nothing that it signed counts any more.
    KeyRevoke,
}

impl Deed {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DomainCreate => "domain.create",
            Self::DomainUpdate => "domain.update",
            Self::DomainRenew => "domain.renew",
            Self::DomainDelete => "domain.delete",
            Self::DomainRestore => "domain.restore",
            Self::DomainTransfer => "domain.transfer",
            Self::DomainExpire => "domain.expire",
            Self::DomainHold => "domain.hold",
            Self::DomainEndOfPeriod => "domain.end_of_period",
            Self::DomainPurge => "domain.purge",
            Self::DomainClaims => "domain.claims",
            Self::ContactCreate => "contact.create",
            Self::ContactUpdate => "contact.update",
            Self::ContactDelete => "contact.delete",
            Self::ContactTransfer => "contact.transfer",
            Self::HostCreate => "host.create",
            Self::HostUpdate => "host.update",
            Self::HostDelete => "host.delete",
            Self::PolicyChange => "policy.change",
            Self::PolicyDelete => "policy.delete",
            Self::PolicyNames => "policy.names",
            Self::ClientCreate => "client.create",
            Self::ClientUpdate => "client.update",
            Self::ContactVerificationRequired => "contact.verification_required",
            Self::ContactVerified => "contact.verified",
            Self::ContactLapsed => "contact.lapsed",
            Self::KindDeclare => "kind.declare",
            Self::EntityCreate => "entity.create",
            Self::EntityUpdate => "entity.update",
            Self::EntityDelete => "entity.delete",
            Self::EntityOwner => "entity.owner",
            Self::ClaimAttest => "claim.attest",
            Self::ClaimSupersede => "claim.supersede",
            Self::ClaimRevoke => "claim.revoke",
            Self::ClaimResign => "claim.resign",
            Self::KeyCreate => "signing_key.create",
            Self::KeyActivate => "signing_key.activate",
            Self::KeyRetire => "signing_key.retire",
            Self::KeyRevoke => "signing_key.revoke",
        }
    }
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

/// What an entry is about, where it is no zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// Rules about TLDs, or the block list: what decides which names may be zones.
    NamePolicy,
    /// An account.
    Account,
    /// A registered domain.
    Domain,
    /// A contact.
    Contact,
    /// A host.
    Host,
    /// The registration policy of a TLD.
    RegistrationPolicy,
    /// An entity of a kind that an admin declared.
    Entity,
    /// A kind of entities.
    EntityKind,
    /// A key that attestations are signed with.
    SigningKey,
}

impl SubjectKind {
    /// The number it is stored as.
    pub fn number(self) -> i16 {
        match self {
            Self::NamePolicy => 1,
            Self::Account => 2,
            Self::Domain => 3,
            Self::Contact => 4,
            Self::Host => 5,
            Self::RegistrationPolicy => 6,
            Self::Entity => 7,
            Self::EntityKind => 8,
            Self::SigningKey => 9,
        }
    }
}

/// The way a change came in, as `face` of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The zones face.
    Zones,
    /// The face for clients written for mreg.
    Mreg,
    /// The TLD face, in either of its forms.
    Tlds,
    /// The DynECT face.
    Dynect,
    /// The registrar face.
    Registrar,
    /// The entities face.
    Entities,
    /// The public view of the registry, by RDAP.
    Rdap,
    /// The command line.
    CommandLine,
    /// Due work of the system itself.
    System,
}

impl Face {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zones => "zones",
            Self::Mreg => "mreg",
            Self::Tlds => "tlds",
            Self::Dynect => "dynect",
            Self::Registrar => "registrar",
            Self::Entities => "entities",
            Self::Rdap => "rdap",
            Self::CommandLine => "cli",
            Self::System => "system",
        }
    }
}
