//! Kinds as clients see them: the schema answer (rule K6), which can be sent back.

use chrono::DateTime;
use domesday_app::ports::StoredKind;
use domesday_domain::actor::{Role, Roles};
use domesday_domain::entity::{self, ClaimDeclaration, KindName, RegistryUrl};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Context, second};

/// What a kind declares.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryKind)]
pub(crate) struct Schema {
    context: Context,
    /// The kind's URL.
    kind: String,
    /// Its claims, in the order in which entities show them.
    claims: Vec<Declared>,
    /// Claims that are not private are readable without log-in.
    public: bool,
    /// Who makes the ids of entities: `server` or `client`.
    ids: String,
    roles: KindRoles,
    metadata: Metadata,
}

/// What a kind declares of one claim; flags that are false are left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryClaimDeclaration)]
struct Declared {
    /// Its URL of any entity, with the literal text `{entity-id}`.
    id: String,
    /// Its name.
    subject: String,
    /// Its type: a word, an object of member and type, or an array with the type of its elements.
    value: Value,
    #[serde(skip_serializing_if = "is_false")]
    #[schema(required = false)]
    required: bool,
    #[serde(skip_serializing_if = "is_false")]
    #[schema(required = false)]
    unique: bool,
    #[serde(skip_serializing_if = "is_false")]
    #[schema(required = false)]
    indexed: bool,
    #[serde(skip_serializing_if = "is_false")]
    #[schema(required = false)]
    private: bool,
    #[serde(rename = "attestationPolicy", skip_serializing_if = "Option::is_none")]
    policy: Option<Policy>,
}

/// Who may attest a claim.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryPolicy)]
pub(crate) struct Policy {
    /// The URL of the kind that attestors are of.
    #[serde(rename = "attestorKind")]
    attestor_kind: String,
    /// What has to be true of attestor and entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    /// For how many seconds an attestation counts.
    #[serde(rename = "validFor", skip_serializing_if = "Option::is_none")]
    valid_for: Option<u32>,
}

/// What users of which roles may do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryKindRoles)]
struct KindRoles {
    create: Vec<&'static str>,
    update: Vec<&'static str>,
    read: Vec<&'static str>,
}

/// What is known of a kind beside its declaration.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryKindMetadata)]
struct Metadata {
    /// When it was declared; left out of a system kind that nobody changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    created: Option<String>,
    /// When it was declared anew, or first.
    #[serde(rename = "lastUpdated", skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    last_updated: Option<String>,
    /// One more with each change.
    revision: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

fn words(roles: Roles) -> Vec<&'static str> {
    roles.iter().map(Role::as_str).collect()
}

impl Schema {
    /// A kind.
    pub(crate) fn of(url: &RegistryUrl, stored: &StoredKind) -> Self {
        let kind = &stored.kind;
        // What is built in has no date.
        let dated = |at| (at != DateTime::UNIX_EPOCH).then(|| second(at));
        Self {
            context: Context::of_schema(url),
            kind: url.kind(&kind.name),
            claims: kind.claims.iter().map(|claim| Declared::of(url, &kind.name, claim)).collect(),
            public: kind.public,
            ids: kind.ids.to_string(),
            roles: KindRoles {
                create: words(kind.roles.create),
                update: words(kind.roles.update),
                read: words(kind.roles.read),
            },
            metadata: Metadata {
                created: dated(stored.created),
                last_updated: dated(stored.updated),
                revision: stored.revision,
            },
        }
    }
}

impl Declared {
    fn of(url: &RegistryUrl, kind: &KindName, claim: &ClaimDeclaration) -> Self {
        Self {
            id: url.any_claim(kind, &claim.name),
            subject: claim.name.to_string(),
            value: claim.value.to_json(),
            required: claim.required,
            unique: claim.unique,
            indexed: claim.indexed,
            private: claim.private,
            policy: claim.policy.as_ref().map(|policy| Policy::of(url, policy)),
        }
    }
}

impl Policy {
    /// A policy.
    pub(crate) fn of(url: &RegistryUrl, policy: &entity::Policy) -> Self {
        Self {
            attestor_kind: url.kind(&policy.attestor_kind),
            condition: policy.condition.as_ref().map(|condition| condition.text().to_owned()),
            valid_for: policy.valid_for,
        }
    }
}

/// All kinds.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryKinds)]
pub(crate) struct Kinds {
    /// Their URLs, by name.
    pub(crate) kinds: Vec<String>,
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domesday_domain::entity::{KindDraft, SystemKind};
    use domesday_domain::json;

    use super::*;

    fn url() -> RegistryUrl {
        RegistryUrl::parse("https://r.example").unwrap()
    }

    fn student() -> StoredKind {
        let body = br#"{"claims": [
            {"subject": "school", "value": "string", "indexed": true, "attestationPolicy":
                {"attestorKind": "student", "condition": "{ATTESTOR}.school == {ENTITY}.school", "validFor": 3600}},
            {"subject": "phone", "value": {"ext?": "string", "number": "integer"}, "private": true}],
            "roles": {"read": ["reader"]}}"#;
        let (url, name) = (url(), KindName::parse("student").unwrap());
        let body = json::read(body).unwrap();
        let (kind, findings) = KindDraft::read(&name, body.as_object().unwrap(), &|text| url.kind_reference(text));
        assert!(findings.is_clean(), "{findings:?}");
        let created = DateTime::UNIX_EPOCH + TimeDelta::seconds(1);
        StoredKind { kind: kind.unwrap(), revision: 3, used: true, created, updated: created + TimeDelta::seconds(1) }
    }

    #[test]
    fn k6_a_schema_has_both_spellings_and_the_flags_that_are_true() {
        let shown = serde_json::to_string(&Schema::of(&url(), &student())).unwrap();
        let expected = concat!(
            r#"{"context":{"baseUrl":"https://r.example","schemas":["https://registries/schemas/schema.json"]},"#,
            r#""kind":"https://r.example/api/student","claims":["#,
            r#"{"id":"https://r.example/api/student/{entity-id}/school","subject":"school","value":"string","indexed":true,"#,
            r#""attestationPolicy":{"attestorKind":"https://r.example/api/student","#,
            r#""condition":"{ATTESTOR}.school == {ENTITY}.school","validFor":3600}},"#,
            r#"{"id":"https://r.example/api/student/{entity-id}/phone","subject":"phone","#,
            r#""value":{"ext?":"string","number":"integer"},"private":true}],"#,
            r#""public":false,"ids":"server","roles":{"create":[],"update":[],"read":["reader"]},"#,
            r#""metadata":{"created":"1970-01-01T00:00:01Z","lastUpdated":"1970-01-01T00:00:02Z","revision":3}}"#,
        );
        assert_eq!(shown, expected);
    }

    #[test]
    fn h6_what_was_shown_can_be_sent_back() {
        let (url, stored) = (url(), student());
        let shown = serde_json::to_vec(&Schema::of(&url, &stored)).unwrap();
        let body = json::read(&shown).unwrap();
        let (kind, findings) =
            KindDraft::read(&stored.kind.name, body.as_object().unwrap(), &|text| url.kind_reference(text));
        assert!(findings.is_clean(), "{findings:?}");
        assert_eq!(kind, Some(stored.kind));
    }

    #[test]
    fn k6_a_system_kind_that_nobody_changed_has_no_date() {
        let (created, updated) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH);
        let stored = StoredKind { kind: SystemKind::Hosts.kind(), revision: 1, used: true, created, updated };
        let shown = serde_json::to_value(Schema::of(&url(), &stored)).unwrap();
        assert_eq!(shown["metadata"], serde_json::json!({"revision": 1}));
    }
}
