//! Entities and claims as clients see them (section 5), and what a search found (rule Q5).

use domesday_app::entities::{ClaimInfo, EntitiesFound, EntityInfo};
use domesday_domain::account::AccountName;
use domesday_domain::entity::{ClaimName, EntityId, RegistryUrl, SystemKind};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Attestation, Claim, Context, second};

/// An entity, as far as its caller sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryEntity)]
pub(crate) struct Entity {
    context: Context,
    /// Its URL.
    id: String,
    /// The URL of its kind.
    kind: String,
    /// What it says, in the kind's order.
    claims: Vec<Claim>,
    /// Who vouched for it: the attestations that count, oldest first.
    attestations: Vec<Attestation>,
    metadata: Metadata,
}

/// What is known of an entity beside what it says.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryEntityMetadata)]
struct Metadata {
    /// When it was made.
    #[schema(format = "date-time")]
    created: String,
    /// When it was changed last.
    #[serde(rename = "lastUpdated")]
    #[schema(format = "date-time")]
    last_updated: String,
    /// The URL of the account whose it is; left out for callers without log-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// One more with each change.
    revision: i64,
}

impl Entity {
    /// An entity.
    pub(crate) fn of(url: &RegistryUrl, info: EntityInfo) -> Self {
        let EntityInfo { kind, id, owner, created, updated, revision, claims, attestations } = info;
        Self {
            context: Context::of_entity(url),
            id: url.entity(&kind, &id),
            kind: url.kind(&kind),
            claims: claims.into_iter().map(|claim| Claim::of(url, &kind, &id, claim)).collect(),
            attestations: attestations.iter().map(Attestation::of).collect(),
            metadata: Metadata {
                created: second(created),
                last_updated: second(updated),
                owner: owner.map(|owner| client(url, &owner)),
                revision,
            },
        }
    }

    /// Its URL.
    pub(crate) fn url(&self) -> &str {
        &self.id
    }
}

/// The URL of an account.
fn client(url: &RegistryUrl, account: &AccountName) -> String {
    url.entity(&SystemKind::Clients.name(), &EntityId::from_stored(account.to_string()))
}

/// One claim of an entity, with who vouched for it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryClaimDocument)]
pub(crate) struct ClaimDocument {
    context: Context,
    /// Its URL.
    id: String,
    /// What it says.
    value: Value,
    /// The attestations of it that count, oldest first.
    attestations: Vec<Attestation>,
}

impl ClaimDocument {
    /// A claim.
    pub(crate) fn of(url: &RegistryUrl, info: ClaimInfo) -> Self {
        Self {
            context: Context::of_entity(url),
            id: url.claim(&info.kind, &info.entity, &info.claim),
            value: info.value,
            attestations: info.attestations.iter().map(Attestation::of).collect(),
        }
    }
}

/// A page of what a search found.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryEntitiesFound)]
pub(crate) struct Found {
    context: Context,
    /// The URL of the kind.
    kind: String,
    /// Of all entities on the page the claims that the query names; all that the caller sees, if it names none.
    claims: Vec<Claim>,
    /// The entities.
    entities: Vec<Entity>,
    /// The marker of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Found {
    /// What was found, and the marker of the next page.
    pub(crate) fn of(url: &RegistryUrl, found: EntitiesFound, next: Option<String>) -> Self {
        let EntitiesFound { kind, named, entities, .. } = found;
        let is_named = |name: &ClaimName| named.is_empty() || named.contains(name);
        let of_entity = |info: &EntityInfo| {
            let asked = info.claims.iter().filter(|(name, _)| is_named(name)).cloned();
            asked.map(|claim| Claim::of(url, &info.kind, &info.id, claim)).collect::<Vec<_>>()
        };
        Self {
            context: Context::of_schema(url),
            kind: url.kind(&kind.name),
            claims: entities.iter().flat_map(of_entity).collect(),
            entities: entities.into_iter().map(|info| Entity::of(url, info)).collect(),
            next,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domesday_domain::entity::KindName;
    use serde_json::json;

    use super::*;

    fn info() -> EntityInfo {
        let name = |text: &str| ClaimName::parse(text).unwrap();
        EntityInfo {
            kind: KindName::parse("student").unwrap(),
            id: EntityId::from_stored("a/b".into()),
            owner: Some(AccountName::from_stored("acme".into())),
            created: DateTime::from_timestamp_nanos(1_767_323_045_999_999_999),
            updated: DateTime::from_timestamp_nanos(1_767_323_046_000_000_000),
            revision: 4,
            claims: vec![(name("school"), json!("UP")), (name("age"), json!(7))],
            attestations: Vec::new(),
        }
    }

    #[test]
    fn section_5_an_entity_is_shown_with_full_urls_in_the_order_of_the_document() {
        let url = RegistryUrl::parse("https://r.example/p").unwrap();
        let shown = serde_json::to_string(&Entity::of(&url, info())).unwrap();
        let expected = concat!(
            r#"{"context":{"baseUrl":"https://r.example/p","schemas":["https://registries/schemas/entity.json"]},"#,
            r#""id":"https://r.example/p/api/student/a%2Fb","kind":"https://r.example/p/api/student","#,
            r#""claims":[{"id":"https://r.example/p/api/student/a%2Fb/school","value":"UP"},"#,
            r#"{"id":"https://r.example/p/api/student/a%2Fb/age","value":7}],"attestations":[],"#,
            r#""metadata":{"created":"2026-01-02T03:04:05Z","lastUpdated":"2026-01-02T03:04:06Z","#,
            r#""owner":"https://r.example/p/api/clients/acme","revision":4}}"#,
        );
        assert_eq!(shown, expected);
    }

    #[test]
    fn q5_a_search_shows_the_claims_it_names_of_all_that_was_found() {
        let url = RegistryUrl::parse("https://r.example").unwrap();
        let kind = SystemKind::Zones.kind();
        let named = vec![ClaimName::parse("age").unwrap()];
        let found = |named| EntitiesFound { kind: kind.clone(), named, entities: vec![info(), info()], next: None };
        let shown = serde_json::to_value(Found::of(&url, found(named), None)).unwrap();
        assert_eq!(shown["context"]["schemas"], json!(["https://registries/schemas/schema.json"]));
        let claim = json!({"id": "https://r.example/api/student/a%2Fb/age", "value": 7});
        assert_eq!((&shown["claims"], shown.get("next")), (&json!([claim, claim]), None));
        assert_eq!(shown["entities"][0]["claims"].as_array().unwrap().len(), 2, "full documents");
        let all = serde_json::to_value(Found::of(&url, found(Vec::new()), Some("m".into()))).unwrap();
        assert_eq!((all["claims"].as_array().unwrap().len(), &all["next"]), (4, &json!("m")));
    }
}
