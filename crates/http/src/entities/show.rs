//! What this face shows: documents with full URLs (rule H1), instants in whole seconds, members in the order of `attestations.md`.

mod attestation;
mod entity;
mod history;
mod key;
mod kind;
mod work;

use chrono::{DateTime, SecondsFormat, Utc};
use domesday_domain::entity::{ClaimName, EntityId, KindName, RegistryUrl};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

pub(crate) use attestation::{Attestation, StatusDocument, StatusList};
pub(crate) use entity::{ClaimDocument, Entity, Found};
pub(crate) use history::{Event, Events};
pub(crate) use key::{KeyDocument, KeySet};
pub(crate) use kind::{Kinds, Policy, Schema};
pub(crate) use work::{Item, Items};

/// Where a document is from, and what it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryContext)]
pub(crate) struct Context {
    /// The registry's URL.
    #[serde(rename = "baseUrl")]
    base_url: String,
    /// What the document is written after.
    #[schema(value_type = Vec<String>)]
    schemas: [&'static str; 1],
}

impl Context {
    fn new(url: &RegistryUrl, schema: &'static str) -> Self {
        Self { base_url: url.to_string(), schemas: [schema] }
    }

    fn of_entity(url: &RegistryUrl) -> Self {
        Self::new(url, "https://registries/schemas/entity.json")
    }

    fn of_schema(url: &RegistryUrl) -> Self {
        Self::new(url, "https://registries/schemas/schema.json")
    }

    fn of_key(url: &RegistryUrl) -> Self {
        Self::new(url, "https://registries/schemas/signing-key.json")
    }
}

/// A claim: its URL, and what it says.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryClaim)]
pub(crate) struct Claim {
    /// Its URL; the last segment is its name.
    id: String,
    /// What it says: JSON of the declared type.
    value: Value,
}

impl Claim {
    fn of(url: &RegistryUrl, kind: &KindName, entity: &EntityId, (name, value): (ClaimName, Value)) -> Self {
        Self { id: url.claim(kind, entity, &name), value }
    }
}

/// An instant in whole seconds, UTC.
fn second(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
