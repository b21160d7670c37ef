//! What was done to an entity, as clients see it (rule Q9).

use domesday_app::entities::EntityEntry;
use domesday_domain::entity::RegistryUrl;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::second;

/// One change of an entity or its attestations.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryEvent)]
pub(crate) struct Event {
    /// Rises, with gaps.
    id: i64,
    /// When.
    #[schema(format = "date-time")]
    at: String,
    /// The entity's URL.
    entity: String,
    /// The account that acted.
    account: String,
    /// The user that acted.
    user: String,
    /// The way in.
    face: String,
    /// The request, as in `X-Request-ID`.
    request_id: String,
    /// What was done.
    #[schema(example = "entity.update")]
    action: String,
    /// Each claim that differed: `{claim, from, to}`; of a zone also each record set: `{name, type, from, to}`.
    #[schema(value_type = Vec<Object>)]
    changes: Vec<Value>,
    /// The URL of the attestation that it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    attestation: Option<String>,
    /// The entity's revision after it.
    revision: i64,
}

impl Event {
    /// A change of the entity at this URL.
    pub(crate) fn of(url: &RegistryUrl, entity: &str, told: EntityEntry) -> Self {
        let EntityEntry { entry, changes, attestation } = told;
        Self {
            id: entry.id,
            at: second(entry.at),
            entity: entity.to_owned(),
            account: entry.account,
            user: entry.user,
            face: entry.face,
            request_id: entry.request_id,
            action: entry.action,
            changes,
            attestation: attestation.map(|id| url.attestation(&id)),
            revision: entry.revision,
        }
    }
}

/// A page of changes.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryEvents)]
pub(crate) struct Events {
    /// Newest first.
    pub(crate) events: Vec<Event>,
    /// The marker of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}
