//! What was done to what registrars, attestors and the system itself work on.

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
