//! What waits for an attestor, as clients see it (rule Q7).

use domesday_app::attestations::WorkItem;
use domesday_domain::entity::RegistryUrl;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Policy, second};

/// A claim that an attestor may attest now.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryWorkItem)]
pub(crate) struct Item {
    /// The claim's URL.
    claim: String,
    /// The entity's URL.
    entity: String,
    /// The URL of the entity's kind.
    kind: String,
    /// What the claim says.
    value: Value,
    /// Since when.
    #[schema(format = "date-time")]
    since: String,
    /// The URL of the entity that may attest it.
    attestor: String,
    /// Under what.
    policy: Policy,
    /// When its last attestation runs out, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    expires: Option<String>,
    /// When it has to be attested, if a domain asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    due: Option<String>,
}

impl Item {
    /// A claim that waits.
    pub(crate) fn of(url: &RegistryUrl, item: WorkItem) -> Self {
        let (attestor_kind, attestor) = &item.attestor;
        Self {
            claim: url.claim(&item.kind, &item.entity, &item.claim),
            entity: url.entity(&item.kind, &item.entity),
            kind: url.kind(&item.kind),
            value: item.value,
            since: second(item.since),
            attestor: url.entity(attestor_kind, attestor),
            policy: Policy::of(url, &item.policy),
            expires: item.expires.map(second),
            due: item.due.map(second),
        }
    }
}

/// A page of the worklist.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryWorklist)]
pub(crate) struct Items {
    /// Those longest set first; fewer than the limit, or none, though there is a next page, is normal.
    pub(crate) items: Vec<Item>,
    /// The marker of the next page, if there may be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}
