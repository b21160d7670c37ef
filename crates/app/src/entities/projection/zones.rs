//! Zones as entities.

use domesday_domain::entity::EntityId;
use domesday_domain::zone::{Zone, ZoneId};
use serde_json::json;

use super::{Object, instant, label, name_of};
use crate::ports::{Snapshot, ZoneReads};
use crate::refusal::Refusal;

/// The zone of a name.
pub(super) fn number(snapshot: &mut dyn Snapshot, id: &EntityId) -> Result<Option<i64>, Refusal> {
    let Some(name) = name_of(id) else { return Ok(None) };
    Ok(snapshot.zone_head(&name)?.map(|zone| zone.id.0))
}

/// Zones by number.
pub(super) fn read(snapshot: &mut dyn Snapshot, numbers: &[i64]) -> Result<Vec<Object>, Refusal> {
    let ids: Vec<ZoneId> = numbers.iter().copied().map(ZoneId).collect();
    let mut zones = ZoneReads::zones_numbered(snapshot, &ids)?;
    zones.sort_by_key(|zone| ids.iter().position(|id| *id == zone.id));
    Ok(zones.iter().map(object).collect())
}

fn object(zone: &Zone) -> Object {
    let name = label(zone.name.as_name());
    let servers: Vec<String> = zone.content.ns.iter().map(|host| label(host.as_name())).collect();
    Object {
        number: zone.id.0,
        id: name.clone(),
        owner: Some((zone.owner.id, zone.owner.name.clone())),
        created: zone.created,
        updated: Some(zone.updated),
        revision: zone.revision,
        claims: vec![
            ("name", json!(name)),
            ("nameservers", json!(servers)),
            ("created", instant(zone.created)),
            ("updated", instant(zone.updated)),
        ],
    }
}
