//! Hosts as entities: those that somebody manages below a registered domain, and those that are merely referred to.

use domesday_domain::entity::EntityId;
use domesday_domain::host::HostId;
use serde_json::{Value, json};

use super::{Object, client, instant, label, name_of};
use crate::host_objects::{HostInfo, show_all};
use crate::ports::{HostReads, Snapshot};
use crate::refusal::Refusal;
use crate::registry::Context;

/// The host of a name.
pub(super) fn number(snapshot: &mut dyn Snapshot, id: &EntityId) -> Result<Option<i64>, Refusal> {
    let Some(name) = name_of(id) else { return Ok(None) };
    Ok(snapshot.hosts_among(&[name])?.pop().map(|host| host.id.0))
}

/// Hosts by number.
pub(super) fn read(snapshot: &mut dyn Snapshot, context: &Context, numbers: &[i64]) -> Result<Vec<Object>, Refusal> {
    let ids: Vec<HostId> = numbers.iter().copied().map(HostId).collect();
    let rows = HostReads::hosts_numbered(snapshot, &ids)?;
    let shown = show_all(snapshot, context, rows)?;
    Ok(shown.into_iter().map(|host| object(context, host)).collect())
}

fn object(context: &Context, info: HostInfo) -> Object {
    let HostInfo { host, parent, addresses, statuses, sponsor, .. } = info;
    let name = label(&host.name);
    let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    Object {
        number: host.id.0,
        id: name.clone(),
        owner: host.owner.zip(sponsor.clone()),
        created: host.created,
        updated: host.changed,
        revision: host.revision,
        claims: vec![
            ("name", json!(name)),
            ("domain", parent.map_or(Value::Null, |parent| label(&parent).into())),
            ("addresses", json!(addresses)),
            ("sponsor", sponsor.map_or(Value::Null, |sponsor| client(context, &sponsor))),
            ("status", json!(statuses)),
            ("created", instant(host.created)),
            ("updated", host.changed.map_or(Value::Null, instant)),
        ],
    }
}
