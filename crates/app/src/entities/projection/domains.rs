//! Registered domains as entities, as they are at the moment of reading.

use domesday_domain::contact::ContactRole;
use domesday_domain::entity::{EntityId, SystemKind};
use domesday_domain::registration::DomainId;
use serde_json::{Value, json};

use super::{Object, client, entity, instant, label, name_of};
use crate::domains::{DomainInfo, Held, show_all};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::Context;

/// The registered domain of a name.
pub(super) fn number(snapshot: &mut dyn Snapshot, id: &EntityId) -> Result<Option<i64>, Refusal> {
    let Some(name) = name_of(id) else { return Ok(None) };
    Ok(snapshot.registered_among(&[name])?.pop().map(|domain| domain.id.0))
}

/// Domains by number; what time has ended is not there.
pub(super) fn read(snapshot: &mut dyn Snapshot, context: &Context, numbers: &[i64]) -> Result<Vec<Object>, Refusal> {
    let ids: Vec<DomainId> = numbers.iter().copied().map(DomainId).collect();
    let held = Held::numbered(snapshot, &ids, context.now)?;
    let shown = show_all(snapshot, held)?;
    Ok(shown.into_iter().map(|domain| object(context, domain)).collect())
}

fn object(context: &Context, info: DomainInfo) -> Object {
    let DomainInfo { stored, view, sponsor, contacts, .. } = info;
    let facts = &stored.registration;
    let name = label(&facts.name);
    let statuses: Vec<&str> = view.statuses.iter().map(|status| status.as_str()).collect();
    let servers: Vec<String> = stored.hosts.iter().map(|(_, host)| label(host)).collect();
    let registrant = contacts.get(&ContactRole::Registrant);
    let registrant = registrant.map_or(Value::Null, |id| entity(context, SystemKind::Contacts, id.as_str()));
    Object {
        number: facts.id.0,
        id: name.clone(),
        owner: Some((facts.sponsor, sponsor.clone())),
        created: facts.created,
        updated: facts.updated,
        revision: facts.revision,
        claims: vec![
            ("name", json!(name)),
            ("tld", json!(label(&stored.tld))),
            ("sponsor", client(context, &sponsor)),
            ("registrant", registrant),
            ("status", json!(statuses)),
            ("nameservers", json!(servers)),
            ("created", instant(facts.created)),
            ("updated", facts.updated.map_or(Value::Null, instant)),
            ("expires", instant(view.expires)),
        ],
    }
}
