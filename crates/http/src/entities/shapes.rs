//! The shapes of what comes in, for the OpenAPI document only: bodies are read member by member ([`super::forms`], [`super::criteria`]).

use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

macro_rules! shapes {
    ($($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $member:ident: $kind:ty,)* })+) => {$(
        $(#[$outer])*
        #[expect(dead_code, reason = "describes what is read member by member")]
        pub(crate) struct $name { $($(#[$inner])* $member: $kind,)* }
    )+};
}

shapes! {
    /// A kind in the path.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Path)]
    OfKind {
        /// Its name: a letter, then letters, digits, `_` and `-`.
        kind: String,
    }
    /// An entity in the path.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Path)]
    OfEntity {
        /// Its kind.
        kind: String,
        /// Its id.
        id: String,
    }
    /// A claim in the path.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Path)]
    OfClaim {
        /// The kind of its entity.
        kind: String,
        /// Its entity's id.
        id: String,
        /// Its name.
        claim: String,
    }
    /// A signing key in the path.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Path)]
    OfKey {
        /// Its id: the RFC 7638 thumbprint, 43 characters.
        key: String,
    }
    /// What the caller has already.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Header)]
    Known {
        /// Tags of what the caller has: 304, if one of them is of what there is.
        #[param(rename = "If-None-Match")]
        if_none_match: Option<String>,
    }
    /// What has to be so still.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Header)]
    Condition {
        /// The tag of what was read; only its revision is compared.
        #[param(rename = "If-Match")]
        if_match: Option<String>,
    }
    /// What must not be there yet.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Header)]
    NewOnly {
        /// `*`: only if there is no such kind.
        #[param(rename = "If-None-Match")]
        if_none_match: Option<String>,
    }
    /// A page of a list.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    Page {
        /// At most so many.
        #[param(minimum = 1, maximum = 1000, default = 100)]
        limit: Option<u32>,
        /// The `next` of the page before.
        marker: Option<String>,
    }
    /// When something happened.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    Period {
        /// From this instant on (RFC 3339).
        since: Option<String>,
        /// Before this instant (RFC 3339).
        until: Option<String>,
    }
    /// Which attestations.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    AttestationParameters {
        /// `valid`, `superseded`, `expired`, `revoked` or `all`.
        #[param(default = "all")]
        status: Option<String>,
        /// Only of this claim.
        claim: Option<String>,
    }
    /// Who vouched.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    SearchParameters {
        /// Attested now by this entity, or by the registry: its URL or path.
        attestor: Option<String>,
    }
    /// Which work.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    WorkParameters {
        /// The kind of the caller's entity that attests.
        kind: String,
        /// Which of his entities of that kind, if he has several.
        attestor: Option<String>,
        /// Only claims of entities of this kind.
        of: Option<String>,
        /// Only claims of this name.
        claim: Option<String>,
        /// Those whose last attestation runs out within so many days.
        #[param(minimum = 1, maximum = 366)]
        expiring: Option<u32>,
    }
    /// A kind to declare; what was read of one can be sent back.
    #[derive(ToSchema)]
    #[schema(as = RegistryKindDraft)]
    KindDraft {
        /// At most 64 claims.
        #[schema(max_items = 64)]
        claims: Vec<ClaimDeclarationDraft>,
        /// Claims that are not private are readable without log-in.
        #[schema(default = false)]
        public: Option<bool>,
        /// `server` or `client`: who makes the ids of entities.
        #[schema(default = "server")]
        ids: Option<String>,
        /// Who may do what; nobody but admins by default.
        roles: Option<KindRolesDraft>,
    }
    /// What users of which roles may do.
    #[derive(ToSchema)]
    #[schema(as = RegistryKindRolesDraft)]
    KindRolesDraft {
        create: Option<Vec<String>>,
        update: Option<Vec<String>>,
        read: Option<Vec<String>>,
    }
    /// A claim to declare.
    #[derive(ToSchema)]
    #[schema(as = RegistryClaimDeclarationDraft)]
    ClaimDeclarationDraft {
        /// Its name; or `id`, of which the last segment is the name.
        subject: Option<String>,
        /// Its id.
        id: Option<String>,
        /// Its type: `string number integer boolean date date-time email url any`, an object of member and type, or an array of a type.
        value: Value,
        required: Option<bool>,
        unique: Option<bool>,
        indexed: Option<bool>,
        private: Option<bool>,
        #[schema(rename = "attestationPolicy")]
        attestation_policy: Option<PolicyDraft>,
    }
    /// Who may attest a claim.
    #[derive(ToSchema)]
    #[schema(as = RegistryPolicyDraft)]
    PolicyDraft {
        /// The kind of attestors: a name, path or URL.
        #[schema(rename = "attestorKind")]
        attestor_kind: String,
        /// What has to be true of attestor and entity.
        #[schema(max_length = 1024, example = "{ATTESTOR}.school == {ENTITY}.school")]
        condition: Option<String>,
        /// For how many seconds an attestation counts.
        #[schema(rename = "validFor", minimum = 3600, maximum = 315_360_000)]
        valid_for: Option<u32>,
    }
    /// An entity to make or change; what was read of one can be sent back.
    #[derive(ToSchema)]
    #[schema(as = RegistryEntityDraft)]
    EntityDraft {
        /// What it is to say; left out, nothing, or what it says already.
        #[schema(nullable = false)]
        claims: Option<Vec<ClaimDraft>>,
        /// Whose it is to be: for admins.
        owner: Option<String>,
    }
    /// What an entity is to be from now on.
    #[derive(ToSchema)]
    #[schema(as = RegistryEntityReplacement)]
    EntityReplacement {
        /// All that it is to say.
        claims: Vec<ClaimDraft>,
        /// Whose it is to be: for admins.
        owner: Option<String>,
    }
    /// A claim to make.
    #[derive(ToSchema)]
    #[schema(as = RegistryClaimDraft)]
    ClaimDraft {
        /// A name, a path, or a URL with any base, whose last segment is the name.
        #[schema(example = "school")]
        id: String,
        /// What it is to say; null for nothing.
        value: Value,
    }
    /// What is attested.
    #[derive(ToSchema)]
    #[schema(as = RegistryAttestDraft)]
    AttestDraft {
        /// Who attests: an entity's URL or path, or the registry's URL.
        attestor: String,
        /// What the attestor found the claim to be.
        value: Value,
        verification: Option<VerificationDraft>,
    }
    /// How it was checked. Evidence is named, never enclosed.
    #[derive(ToSchema)]
    #[schema(as = RegistryVerification)]
    VerificationDraft {
        #[schema(min_length = 1, max_length = 256)]
        method: Option<String>,
        #[schema(min_length = 1, max_length = 256)]
        evidence: Option<String>,
        #[schema(min_length = 1, max_length = 256)]
        reference: Option<String>,
        #[schema(rename = "trustFramework", min_length = 1, max_length = 256)]
        trust_framework: Option<String>,
    }
    /// Why an attestation is taken back.
    #[derive(ToSchema)]
    #[schema(as = RegistryRevocation)]
    RevocationDraft {
        /// `error`, `fraud`, `withdrawn` or `other`.
        reason: String,
        /// For the owners of entity and attestor, and admins.
        #[schema(max_length = 1024)]
        note: Option<String>,
    }
    /// Why a signing key is revoked.
    #[derive(ToSchema)]
    #[schema(as = RegistryKeyRevocation)]
    KeyRevocation {
        #[schema(min_length = 1, max_length = 256)]
        reason: String,
    }
    /// A search: all criteria must hold; none means all entities.
    #[derive(ToSchema)]
    #[schema(as = RegistrySearch)]
    SearchDraft {
        query: Option<Criteria>,
        /// At most so many.
        #[schema(minimum = 1, maximum = 1000, default = 100)]
        limit: Option<u32>,
        /// The `next` of the page before.
        marker: Option<String>,
    }
    /// What is looked for.
    #[derive(ToSchema)]
    #[schema(as = RegistryCriteria)]
    Criteria {
        claims: Option<Vec<ClaimCriterion>>,
        attestations: Option<Vec<AttestationCriterion>>,
    }
    /// What is asked of a claim: with neither `value` nor `attested`, that it is there.
    #[derive(ToSchema)]
    #[schema(as = RegistryClaimCriterion)]
    ClaimCriterion {
        /// A name, a path or a URL; an entity's id in it restricts the search to that entity.
        id: String,
        /// What it says; for claims that are indexed.
        #[schema(required = false)]
        value: Value,
        /// Whether it is attested now.
        attested: Option<bool>,
    }
    /// What is asked of attestations: that one counts, by this attestor, of this claim.
    #[derive(ToSchema)]
    #[schema(as = RegistryAttestationCriterion)]
    AttestationCriterion {
        /// An entity's URL or path, or the registry's URL.
        attestor: Option<String>,
        /// The claim's id.
        claim: Option<String>,
    }
}
