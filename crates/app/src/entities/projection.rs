//! The registry's own objects as entities (`attestations.md` section 13): projected, no copy, so that a change through any face is seen at
//! once.

mod clients;
mod contacts;
mod domains;
mod hosts;
mod zones;

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use domesday_dns::Name;
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::entity::{ClaimName, EntityId, KindName, SystemKind};
use domesday_domain::name::ZoneName;
use serde_json::Value;

use super::subject::{HeldClaim, Subject, in_order};
use crate::ports::{Snapshot, StoredKind};
use crate::refusal::Refusal;
use crate::registry::Context;

/// An object of the registry by its id, read as its own face reads it.
pub(super) fn find(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    system: SystemKind,
    kind: &Arc<StoredKind>,
    id: &EntityId,
) -> Result<Option<Subject>, Refusal> {
    let number = match system {
        SystemKind::Contacts => contacts::number(snapshot, id)?,
        SystemKind::Domains => domains::number(snapshot, id)?,
        SystemKind::Hosts => hosts::number(snapshot, id)?,
        SystemKind::Zones => zones::number(snapshot, id)?,
        SystemKind::Clients => clients::number(snapshot, id)?,
    };
    let Some(number) = number else { return Ok(None) };
    Ok(numbered(snapshot, context, system, kind, &[number])?.pop())
}

/// Objects of the registry by number, in the order asked for: a fixed number of statements.
pub(super) fn numbered(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    system: SystemKind,
    kind: &Arc<StoredKind>,
    numbers: &[i64],
) -> Result<Vec<Subject>, Refusal> {
    let objects = match system {
        SystemKind::Contacts => contacts::read(snapshot, context, numbers)?,
        SystemKind::Domains => domains::read(snapshot, context, numbers)?,
        SystemKind::Hosts => hosts::read(snapshot, context, numbers)?,
        SystemKind::Zones => zones::read(snapshot, numbers)?,
        SystemKind::Clients => clients::read(snapshot, numbers)?,
    };
    Ok(objects.into_iter().map(|object| object.subject(system, kind)).collect())
}

/// What a value that is looked for is in the store's words: for what entities show as URLs, the handle at their end. None if nothing can
/// have that value.
pub(crate) fn sought(context: &Context, system: SystemKind, claim: &ClaimName, value: &Value) -> Option<Value> {
    let of = match (system, claim.as_str()) {
        (_, "sponsor") => SystemKind::Clients,
        (_, "registrant") => SystemKind::Contacts,
        _ => return value.is_string().then(|| value.clone()),
    };
    let (kind, id) = context.registry_url().read_entity(value.as_str()?).ok()?;
    (SystemKind::of(&kind) == Some(of)).then(|| id.as_str().into())
}

/// An object of the registry, on its way to be an entity.
struct Object {
    number: i64,
    id: String,
    owner: Option<(AccountId, AccountName)>,
    created: DateTime<Utc>,
    updated: Option<DateTime<Utc>>,
    revision: i64,
    claims: Vec<(&'static str, Value)>,
}

impl Object {
    fn subject(self, system: SystemKind, kind: &Arc<StoredKind>) -> Subject {
        let since = self.updated.unwrap_or(self.created);
        let held = self.claims.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| HeldClaim {
            name: ClaimName::from_stored(name.to_owned()),
            value,
            since,
            kept: system.registry_kept(name),
        });
        Subject {
            claims: in_order(&kind.kind, held.collect()),
            kind: kind.clone(),
            number: self.number,
            id: EntityId::from_stored(self.id),
            owner: self.owner,
            created: self.created,
            updated: since,
            revision: self.revision,
            attestations: Vec::new(),
        }
    }
}

/// An instant as claims have it.
fn instant(at: DateTime<Utc>) -> Value {
    at.to_rfc3339_opts(SecondsFormat::Secs, true).into()
}

/// A name as claims have it: A-labels without the final dot.
fn label(name: &Name) -> String {
    let text = name.to_string();
    if text.len() > 1 { text.trim_end_matches('.').to_owned() } else { text }
}

/// A name in an id, in whatever form its face reads.
fn name_of(id: &EntityId) -> Option<Name> {
    Some(ZoneName::parse(id.as_str()).ok()?.as_name().clone())
}

/// The URL of a client.
fn client(context: &Context, account: &AccountName) -> Value {
    entity(context, SystemKind::Clients, account.as_str())
}

/// The URL of an object of the registry.
fn entity(context: &Context, system: SystemKind, id: &str) -> Value {
    let kind: KindName = system.name();
    context.registry_url().entity(&kind, &EntityId::from_stored(id.to_owned())).into()
}
